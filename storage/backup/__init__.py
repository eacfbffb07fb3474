"""Copies of a database: made while desks work, proved, described by a manifest, kept for a year, sealed if so
wished, and brought back. What the migrations and the console's opening need is here; the rest is loaded by
name."""

from storage.backup.copying import Backup, backups_beside, copy_whole, row_counts

__all__ = ["Backup", "backups_beside", "copy_whole", "row_counts"]
