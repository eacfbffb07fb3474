"""Sheets of the weekly schedule, in and out (domain.md section 6)."""
