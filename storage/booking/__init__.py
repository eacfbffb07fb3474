"""Bookings and their trails: tables and queries."""

from storage.booking.finding import BookingLooks
from storage.booking.tables import booking, booking_step
from storage.booking.writing import BookingChanges, rest_booking

__all__ = ["BookingChanges", "BookingLooks", "booking", "booking_step", "rest_booking"]
