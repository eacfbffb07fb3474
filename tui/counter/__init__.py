"""What lies on the counter: baskets, how they are paid, and keeping them."""
