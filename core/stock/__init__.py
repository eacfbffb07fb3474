"""What the counter has: items, and the movements that their stock is the sum of."""
