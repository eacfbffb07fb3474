"""What needs somebody's attention at the desk, by what bites first; what happened while nobody looked."""
