"""Notices: what members are to be told, kept until it is delivered or told."""
