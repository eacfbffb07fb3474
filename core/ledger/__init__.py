"""Allowance and points: a double-entry ledger, lots, and what draws on them."""
