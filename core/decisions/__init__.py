"""Decisions: who got places and who was passed over, and why; bookings that were refused."""
