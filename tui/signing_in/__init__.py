"""Signing in at the terminal: on the command line by a token or a password, in the console by its screen."""
