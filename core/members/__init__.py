"""Members: who may book and redeem. Keeping, finding, leaving."""
