"""Tables that leave the desk: one description, and a writer for each kind of file."""
