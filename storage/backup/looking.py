"""Which backups a club has, told by their manifests: a cheap look, that reads no backup."""

import os
from contextlib import closing, suppress
from pathlib import Path

from storage import driver
from storage.backup.folder import Found, backups_in
from storage.backup.pictures import club_of

LOOK_SECONDS = 2.0
"""How long a look at the database waits for a lock."""


def backups_of(database: Path, folder: Path) -> list[Found]:
    """The backups of this database's club whose file is there with the size that its manifest tells, the
    newest last; none where the folder is not there. `backup_folder_closed`, and what a database that can't be
    read is refused for."""
    if not folder.exists():
        return []
    club = club_at(database)
    return [found for found in backups_in(folder) if _is_whole_of(found, club)]


def club_at(database: Path) -> str:
    """`club_of` a database at a path, which is not changed."""
    database = Path(os.path.realpath(database))
    with driver.told(database), closing(driver.look(database, LOOK_SECONDS)) as connection:
        return club_of(connection)


def _is_whole_of(found: Found, club: str) -> bool:
    if found.manifest is None or found.manifest.picture.club != club:
        return False
    with suppress(OSError):
        return found.path.stat().st_size == found.manifest.size
    return False
