"""Tables that leave the desk: one description, and a writer for each kind of file."""

FONT = "sc"
"""What the Chinese font is called within a pdf."""

POINT = 0.3528
"""A point in millimetres."""
