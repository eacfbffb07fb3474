"""Bookings: taking places in slots, and all that becomes of it."""
