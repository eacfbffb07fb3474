"""The catalogs: the Chinese of every message, and the tools that keep it complete."""
