"""What many tests begin with is made once in each process, through the door, and copied as a file after that.

A copy is a club of its own: it has its own secret for passes. Only a club that stands exactly as a template
left it is taken further by copying; any other is filled through the door.
"""

from collections.abc import Callable
from contextlib import closing
from functools import cache, wraps
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from core.clock import Instant
from storage import driver, keys
from storage.database import open_database
from storage.places import prepare

if TYPE_CHECKING:
    from tests.support.club import Club

Fill = Callable[["Club"], "Club"]


class Template(NamedTuple):
    """A closed database, and the instant its clock stood at."""

    content: bytes
    secret: bytes
    at: Instant

    def copy_to(self, path: Path) -> None:
        secret = token_hex(len(self.secret) // 2)
        path.write_bytes(self.content.replace(self.secret, secret.encode()))
        if keys.is_seal(self.content):
            with closing(driver.connect(path)) as connection:
                connection.execute("UPDATE club SET pass_key = ?", (secret,))


class Standing(NamedTuple):
    """How a club stood when it was copied: what had been filled in, and what the file and the clock were."""

    filled: tuple[str, ...]
    at: Instant
    size: int
    changed: int
    logged: int


_KEPT: dict[tuple[keys.Key | None, tuple[str, ...], Instant], Template] = {}
"""By the key, what had been filled in, and the instant of the clock before the last of it."""


def new_file(path: Path) -> None:
    """An empty club, as `open_database(path, replayed=True)` makes it."""
    _empty(keys.key_of_new_file()).copy_to(prepare(path, create=True))


@cache
def _empty(_key: keys.Key | None) -> Template:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "club.db"
        open_database(path, replayed=True).close()
        return _template(path, Instant(0))


def _template(path: Path, at: Instant) -> Template:
    """Of a closed database."""
    connection = driver.look(path)
    try:
        [secret] = connection.execute("SELECT pass_key FROM club").fetchone()
    finally:
        connection.close()
    return Template(path.read_bytes(), secret.encode(), at)


def standing(club: "Club", *filled: str) -> Standing:
    """How a club stands now, after so much was filled in."""
    path = club.database.path
    seen = path.stat()
    return Standing(
        filled, club.clock.at, seen.st_size, seen.st_mtime_ns, driver.size_of(driver.log_of(path))
    )


def once(fill: Fill) -> Fill:
    """`fill` done once for all clubs that begin as the first did."""

    @wraps(fill)
    def filled(club: "Club") -> "Club":
        before = club.standing
        if before is None or before != standing(club, *before.filled):
            return fill(club)
        done = (*before.filled, fill.__name__)
        known_as = (keys.key_of_new_file(), done, before.at)
        kept = _KEPT.get(known_as)
        path = club.database.path
        if kept is None:
            fill(club)
            club.database.close()
            _KEPT[known_as] = _template(path, club.clock.at)
        else:
            club.database.close()
            kept.copy_to(path)
            club.clock.stand_at(kept.at)
        club.standing = standing(club, *done)
        return club

    return filled
