"""The terminal: the console and the subcommands. Nothing imports it."""

__version__ = "0.1.0"
