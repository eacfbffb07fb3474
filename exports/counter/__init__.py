"""What the counter prints: receipts and pick-up slips."""
