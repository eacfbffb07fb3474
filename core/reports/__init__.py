"""Reports: figures of what was offered, asked for and used."""
