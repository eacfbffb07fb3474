"""The use cases that make copies of a club and put them in its place: backup, restore, encryption."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from shutil import copy
from unittest.mock import patch

from core.clock import Instant
from core.errors import DeskError
from storage import driver, keys, sealing
from storage.backup.making import make_backup
from storage.backup.restoring import unpacked
from storage.backup.sealing import make_identity
from storage.backup.verifying import verify
from storage.database import open_database
from tests.faults.case import Aftermath, Case, Mend, Picture, Teller, nobody, picture_in
from tests.support.club import Club

LOCAL = datetime.fromisoformat("2026-11-23T10:00")
KEY = keys.Key(bytes(range(32)))


class Backups(Case):
    """A backup is made beside the older one of the same day, which is dropped for it."""

    def __init__(self, name: str, *, sealed: bool) -> None:
        super().__init__(name)
        self.sealed = sealed
        self.recipients: tuple[str, ...] = ()
        self.at = Instant(0)

    def prepare(self, folder: Path) -> None:
        club = Club.new(folder)
        if self.sealed:
            self.recipients = (make_identity(folder / "identity"),)
        self.at = club.clock.at
        make_backup(club.database.path, folder / "backups", lambda: self.at, "test", self.recipients)
        club.member("000001")
        self.at = club.clock.at
        club.database.close()

    def act(self, folder: Path, tell: Teller = nobody, mend: Mend = None) -> None:
        made = make_backup(folder / "club.db", folder / "backups", lambda: self.at, "test", self.recipients)
        tell("done")
        if made.undropped is not None:
            raise made.undropped

    def look(self, folder: Path) -> Picture:
        """What counts; whatever a manifest tells of must be whole."""
        seen = verify(folder / "backups", folder / "identity" if self.sealed else None)
        counted = [one.manifest.picture for one in seen if one.manifest is not None and one.trouble is None]
        return {hashlib.sha256(repr(one.tables).encode()).hexdigest()[:16]: "counts" for one in counted}

    def aftermath(self, folder: Path) -> Aftermath:
        told = super().aftermath(folder)
        return told._replace(problems=list(self._left(folder)))

    def _left(self, folder: Path) -> Iterator[str]:
        """What should have gone with the next backup."""
        known = {"club.db", "club.db-wal", "club.db-shm", "club.db.backup-lock", "identity", "backups"}
        yield from (path.name for path in folder.iterdir() if path.name not in known)
        for one in verify(folder / "backups", folder / "identity" if self.sealed else None):
            if one.trouble is not None:
                yield f"{one.path.name}: {one.trouble.code}"
        yield from (path.name for path in (folder / "backups").glob("*.part*"))

    def states(self, folder: Path) -> list[Picture]:
        """The older one, both, and the newer one alone."""
        before, after = super().states(folder)
        return [before, before | after, after]


class Restore(Case):
    """A backup is put in the place of a club that was killed with content in its log, or that is damaged."""

    def __init__(self, name: str, *, damaged: bool) -> None:
        super().__init__(name)
        self.damaged = damaged
        self.backup = ""

    def prepare(self, folder: Path) -> None:
        (folder / "made").mkdir()
        with patch.object(driver, "journal_mode", lambda: "wal"):
            club = Club.new(folder / "made")
            made = make_backup(club.database.path, folder / "made" / "backups", club.clock, "test")
            self.backup = made.path.name
            club.member("000001")
            for name in ("club.db", "club.db-wal"):
                copy(folder / "made" / name, folder / name)
            club.database.close()
        (folder / "made" / "backups").rename(folder / "backups")
        assert driver.size_of(folder / "club.db-wal")
        if self.damaged:
            (folder / "club.db").write_bytes(b"no database" * 1000)

    def act(self, folder: Path, tell: Teller = nobody, mend: Mend = None) -> None:
        with unpacked(folder / "backups" / self.backup, folder / "club.db") as found:
            found.switch(LOCAL, 5)
        tell("done")

    def look(self, folder: Path) -> Picture:
        """The club as the program opens it, and whatever else is kept of one."""
        place = folder / "club.db"
        kept = {_content(path) for path in folder.glob("*.replaced-*.db") if not path.samefile(place)}
        club = _content(place)
        return {"club": club} | dict.fromkeys(kept - {club}, "kept")


class Sealing(Case):
    """A club is encrypted by a new key that is kept in a file, or decrypted."""

    def __init__(self, name: str, *, encrypts: bool) -> None:
        super().__init__(name)
        self.encrypts = encrypts

    def prepare(self, folder: Path) -> None:
        club = Club.new(folder)
        club.member("000001")
        club.database.close()
        if not self.encrypts:
            with self._here(folder) as file:
                keys.keep_in_file(KEY, file)
                sealing.encrypt(folder / "club.db", KEY)

    @contextmanager
    def _here(self, folder: Path) -> Iterator[Path]:
        """With the key file of this folder; the old file need not be waited for."""
        file = folder / "keys" / "database.keys"
        named = {"FRONTDESK_KEY_FILE": str(file)}
        with patch.dict(os.environ, named), patch.multiple(sealing, LEAVE_SECONDS=0.0, REST_SECONDS=0.0):
            keys.forget()
            yield file
            keys.forget()

    def act(self, folder: Path, tell: Teller = nobody, mend: Mend = None) -> None:
        with self._here(folder) as file:
            if self.encrypts:
                keys.keep_in_file(KEY, file)
                sealing.encrypt(folder / "club.db", KEY, 5)
            else:
                sealing.decrypt(folder / "club.db", 5)
            tell("done")

    def look(self, folder: Path) -> Picture:
        path = folder / "club.db"
        with self._here(folder):
            return {"club": _content(path), "encrypted": str(driver.seal_of(path) is not None)}

    def aftermath(self, folder: Path) -> Aftermath:
        found = self.look(folder)
        if found["encrypted"] != str(self.encrypts):
            self.act(folder)
        left = [path.name for path in folder.iterdir() if "rewriting" in path.name]
        return Aftermath(found, left, None, self.look(folder))


def _content(path: Path) -> str:
    """What is in a club as the program opens it; of one that is damaged the bytes, of a kept log too."""
    try:
        with closing(open_database(path, create_missing=False, wait=5)) as database:
            return hashlib.sha256(repr(picture_in(database)).encode()).hexdigest()[:16]
    except DeskError as error:
        log = driver.log_of(path)
        kept = log.read_bytes() if ".replaced-" in path.name and log.exists() else b""
        told = hashlib.sha256(path.read_bytes() + kept).hexdigest()[:16]
        return f"{error.code} {told}"


COPIES: tuple[Case, ...] = (
    Backups("daily backup", sealed=False),
    Backups("sealed backup", sealed=True),
    Restore("restore", damaged=False),
    Restore("restore over damage", damaged=True),
    Sealing("encrypt", encrypts=True),
    Sealing("decrypt", encrypts=False),
)
