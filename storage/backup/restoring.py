"""Bringing a backup back: unpacked beside the database first, read whole, and only then put in its place
while the database's own lock is held. The database that was there is kept."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.audit import Link
from core.clock import Instant
from core.errors import DeskError
from storage import driver
from storage.backup.alone import alone
from storage.backup.copying import look_at_copy, make_private
from storage.backup.folder import flush_file, require_room, require_stored, sha256_of
from storage.backup.manifest import Manifest, manifest_of, read_manifest
from storage.backup.sealing import unseal
from storage.backup.switching import put_in_place
from storage.backup.verifying import require_same
from storage.places import make_folder, share_of


@dataclass(frozen=True, slots=True)
class Present:
    """The database that is there: the end of its audit chain, and whether the backup's end lies on that
    chain; `trouble` is why it can't be read. None of them where there is no database."""

    last: Link | None = None
    same_course: bool = False
    trouble: DeskError | None = None


class Unpacked:
    """A backup laid open beside the database, whole and read."""

    def __init__(self, copy: Path, manifest: Manifest, database: Path) -> None:
        self.copy = copy
        self.manifest = manifest
        self.database = database

    def present(self) -> Present:
        """What it would take the place of."""
        return _present(self.database, self.manifest.picture.audit)

    def waiting(self) -> int:
        """How many notices wait in it to go out: some may have gone out since."""
        with driver.told(self.copy), closing(look_at_copy(self.copy, self.copy)) as connection:
            found = connection.execute(
                "SELECT count(*) FROM notice WHERE state = 'pending' AND useful_until > ?",
                (self.manifest.made_at,),
            ).fetchone()
            return int(found[0])

    def switch(self, local: datetime, wait: float = driver.BUSY_SECONDS) -> Path | None:
        """Puts it in place at a local time; where the database that was there is now. Errors as
        `put_in_place`."""
        return put_in_place(self.copy, self.database, local, wait)


@contextmanager
def unpacked(backup: Path, database: Path, identity: Path | None = None) -> Iterator[Unpacked]:
    """Lays a backup open and reads all of it; what is not switched into place goes when it is left. Nothing
    of the database is touched.

    `no_such_backup`, what the manifest and the file may be refused for, `backup_sealed` where no identity is
    given, what `unseal` and `require_same` name, `network_share`, `backup_busy`, `restore_failed` for what
    the disk does.
    """
    database = Path(os.path.realpath(database))
    if not backup.is_file():
        raise DeskError("no_such_backup", path=str(backup))
    manifest = read_manifest(manifest_of(backup))
    require_stored(backup, manifest)
    if manifest.sealed and identity is None:
        raise DeskError("backup_sealed", path=str(backup))
    share = share_of(database)
    if share is not None:
        raise DeskError("network_share", path=str(database), share=share)
    make_folder(database.parent)
    with alone(database):
        folder = database.with_name(f"{database.name}.restoring")
        copy = folder / database.name
        try:
            _clear(folder)
            require_room(database.parent, manifest.size)
            make_folder(folder)
            make_private(copy)
            if identity is not None and manifest.sealed:
                unseal(backup, copy, identity)
            else:
                shutil.copyfile(backup, copy)
                flush_file(copy)
                _require_copied(copy, manifest)
            require_same(copy, manifest)
            yield Unpacked(copy, manifest, database)
        except OSError as error:
            reason = error.strerror or str(error)
            raise DeskError("restore_failed", path=str(database), reason=reason) from error
        finally:
            with suppress(OSError):
                _clear(folder)


def _require_copied(copy: Path, manifest: Manifest) -> None:
    if sha256_of(copy) != manifest.sha256:
        raise OSError("what was copied reads back otherwise")


def _clear(folder: Path) -> None:
    """A folder of an earlier restore, which may have been interrupted."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _present(database: Path, last: Link) -> Present:
    from storage.store import Store

    if not driver.size_of(database):
        return Present()
    try:
        with driver.told(database), closing(driver.connect(database)) as connection:
            store = Store(connection)
            found = connection.execute("SELECT hash FROM audit WHERE id = ?", (last.number,)).fetchone()
            link = store.last_link()
            same = last.number == 0 or (found is not None and found[0] == last.hash)
            return Present(Link(link.number, Instant(link.at), link.hash), same)
    except DeskError as error:
        return Present(trouble=error)
