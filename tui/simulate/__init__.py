"""A simulated club of the pilot's kind, through the real door: what the waitlist and the reminders do.

What people do is assumed (`assumed`); what comes of it is the door's doing.
"""
