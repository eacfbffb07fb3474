"""A bit that flips in a database: who sees it. What nobody sees is the reason for the digest of a backup."""

import random
from collections import Counter
from contextlib import closing
from pathlib import Path

from core.catalog import QUESTIONS
from core.clock import Rehearsal
from core.desk import Desk
from core.errors import DeskError
from core.wire import read_record, write_record
from storage import driver
from storage.database import open_database
from tests.faults.case import picture_of
from tests.faults.uses import USES

FLIPS = 60


def damaged(path: Path, whole: bytes, draw: random.Random) -> None:
    content = bytearray(whole)
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    path.write_bytes(content)


def seen_by(path: Path) -> set[str]:
    """Who finds something wrong: opening, SQLite's own look, `check`. Whatever is met is a sentence."""
    seen = set()
    try:
        with closing(driver.connect(path, 1)) as connection:
            if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                seen.add("integrity")
    except (driver.MODULE.Error, UnicodeDecodeError):
        seen.add("integrity")
    try:
        with closing(open_database(path, create_missing=False, wait=1)) as database:
            told = write_record(Desk(database, Rehearsal()).ask(read_record(QUESTIONS["check"].request, {})))
            if told["problems"]:
                seen.add("check")
    except DeskError:
        seen.add("opening")
    return seen


def content_of(path: Path) -> object:
    try:
        with closing(driver.connect(path, 1)) as connection:
            return picture_of(connection)
    except (driver.MODULE.Error, UnicodeDecodeError):
        return "unreadable"


def tally(tmp_path: Path, flips: int, seed: int) -> Counter[str]:
    """How many flips changed what is in the database, and who saw those."""
    case = USES["redeem"]
    (tmp_path / "club").mkdir()
    case.prepare(tmp_path / "club")
    case.act(tmp_path / "club")
    path = tmp_path / "club" / "club.db"
    whole, content = path.read_bytes(), content_of(path)
    told: Counter[str] = Counter()
    draw = random.Random(seed)
    for _ in range(flips):
        damaged(path, whole, draw)
        if content_of(path) != content:
            seen = seen_by(path)
            told.update(["changed", *seen, *(["anybody"] if seen else [])])
        path.unlink()
    return told


def test_a_flipped_bit_is_a_sentence_at_most_and_check_sees_what_sqlite_does_not(tmp_path: Path) -> None:
    told = tally(tmp_path, FLIPS, 7)
    assert told["changed"] > 0
    assert told["anybody"] >= told["integrity"]
