"""The waitlist: the queue for a full slot, and the handing out of places that come free."""
