"""Closures: a facility out of service, or kept for an event, for a while."""
