"""Allowance and points as files: sheets of grants and awards, and a member's statement."""
