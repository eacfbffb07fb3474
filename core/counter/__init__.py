"""The counter: redeeming goods and services, handing over, returning, exchanging, shifts."""
