"""Facilities: what can be booked, and the rules that each has of its own."""
