"""What a loss of power may leave of a club, worked out from all operations that were written down.

The model: what was synced lasts. Of what was not, each write is kept or lost by itself, or torn at 512
bytes; a name that was made or taken away lasts only with a sync of its folder. SQLite's -shm is left out: it
is worth nothing after a start. What the model leaves out: disks that lie about a sync.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from core.desk import Desk
from core.wire import read_record, write_record
from storage import driver
from storage.database import open_database
from tests.support import shim
from tests.support.shim import Operation

SECTOR = 512
FACTS = """SELECT (SELECT count(*) FROM booking), (SELECT coalesce(sum(taken), 0) FROM slot),
    (SELECT count(*) FROM booking_step), (SELECT count(*) FROM operation), (SELECT count(*) FROM audit),
    (SELECT hash FROM audit ORDER BY id DESC LIMIT 1)"""
"""What a club is known by, cheap enough for each image."""

Facts = tuple[Any, ...]


class Recorded(NamedTuple):
    """A run: the files before it, its operations with marks where it was acknowledged, the facts after."""

    before: dict[str, bytes]
    operations: list[Operation]
    facts: list[Facts]


def facts_of(connection: Any) -> Facts:
    return tuple(connection.execute(FACTS).fetchone())


@dataclass
class File:
    """One file: what lasts of it, and what was done to it since its last sync."""

    lasting: bytearray = field(default_factory=bytearray)
    pending: list[Operation] = field(default_factory=list)

    def sync(self) -> None:
        for operation in self.pending:
            apply(self.lasting, operation)
        self.pending.clear()

    def left(self, keep: Callable[[Operation], bytes | None]) -> bytearray:
        """What is left, where `keep` says of each write how much of it (None: all of it was lost)."""
        content = bytearray(self.lasting)
        for operation in self.pending:
            data = keep(operation)
            if data is not None:
                apply(content, operation._replace(data=data))
        return content


def apply(content: bytearray, operation: Operation) -> None:
    if operation.kind == shim.TRUNCATE:
        del content[operation.at :]
        content.extend(bytes(operation.at - len(content)))
        return
    if len(content) < operation.at:
        content.extend(bytes(operation.at - len(content)))
    content[operation.at : operation.at + len(operation.data)] = operation.data


class Disk:
    """The files of a folder, by name: as they would last, and as programs see them."""

    def __init__(self, before: dict[str, bytes]) -> None:
        self.seen = {name: File(bytearray(content)) for name, content in before.items()}
        self.lasting = dict(self.seen)

    def do(self, operation: Operation, folder: str) -> None:
        """One operation; a sync of the folder makes all names last."""
        name = operation.path.removeprefix(folder).strip("/")
        if operation.kind == shim.SYNC and not name:
            self.lasting = dict(self.seen)
        elif name.endswith("-shm") or operation.kind == shim.MARK:
            return
        elif operation.kind == shim.CREATE:
            if name in self.seen and operation.at:
                self.seen[name].pending.append(Operation(shim.TRUNCATE, "", 0, b""))
            self.seen.setdefault(name, File())
        elif operation.kind == shim.UNLINK:
            self.seen.pop(name, None)
        elif operation.kind == shim.RENAME:
            self.seen[operation.data.decode().removeprefix(folder).strip("/")] = self.seen.pop(name)
        elif operation.kind == shim.SYNC:
            self.seen[name].sync()
        else:
            self.seen[name].pending.append(operation)

    def image(self, keep: Callable[[Operation], bytes | None], named: Callable[[], bool]) -> dict[str, bytes]:
        """What is left. `named` says for each name that was changed since whether the change lasts."""
        left = {}
        for name in self.seen.keys() | self.lasting.keys():
            now, before = self.seen.get(name), self.lasting.get(name)
            file = now if now is before or named() else before
            if file is not None:
                left[name] = bytes(file.left(keep))
        return left


def kept_all(operation: Operation) -> bytes | None:
    return operation.data


def lost_all(_operation: Operation) -> bytes | None:
    return None


def some_of(draw: random.Random, *, torn: bool) -> Callable[[Operation], bytes | None]:
    """Each write kept or lost; where `torn`, some only to a sector's end, the others kept."""

    def keep(operation: Operation) -> bytes | None:
        if draw.random() < 0.5:
            return operation.data
        sectors = len(operation.data) // SECTOR
        if torn and sectors > 1 and operation.kind == shim.WRITE:
            return operation.data[: draw.randrange(1, sectors) * SECTOR]
        return None

    return keep


def images(recorded: Recorded, folder: str, number: int, seed: int) -> Iterator[tuple[int, dict[str, bytes]]]:
    """So many images, spread over all operations, each with the number of acknowledgements before it."""
    draw = random.Random(seed)
    disk = Disk(recorded.before)
    each = number / len(recorded.operations)
    acknowledged, owed = 0, draw.random()
    for operation in recorded.operations:
        disk.do(operation, folder)
        if operation.kind == shim.MARK:
            acknowledged = operation.at
        owed += each
        while owed >= 1:
            owed -= 1
            keep = draw.choice(
                (
                    kept_all,
                    lost_all,
                    some_of(draw, torn=False),
                    some_of(draw, torn=True),
                    some_of(draw, torn=True),
                )
            )
            yield acknowledged, disk.image(keep, lambda: draw.random() < 0.5)


def judged(
    recorded: Recorded, folder: str, room: Path, number: int, seed: int, sample: int = 50
) -> Counter[str]:
    """What became of so many images: `whole`, or `lost`, `half`, `corrupt`. Each `sample`-th is checked
    wholly."""
    told: Counter[str] = Counter()
    known = {facts: at for at, facts in enumerate(recorded.facts)}
    for turn, (acknowledged, image) in enumerate(images(recorded, folder, number, seed)):
        for name, content in image.items():
            (room / name).write_bytes(content)
        told[_judged(room / "club.db", known, acknowledged, whole=turn % sample == 0)] += 1
        for file in room.iterdir():
            file.unlink()
    room.rmdir()
    return told


def _judged(path: Path, known: dict[Facts, int], acknowledged: int, *, whole: bool) -> str:
    try:
        with closing(driver.connect(path, 1)) as connection:
            found = known.get(facts_of(connection))
            if whole and connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                return "corrupt"
        if whole and found is not None and _problems(path):
            return "half"
    except driver.MODULE.Error:
        return "corrupt"
    if found is None:
        return "half"
    return "whole" if found >= acknowledged else "lost"


def _problems(path: Path) -> list[Any]:
    """The program's own opening and check."""
    from core.catalog import QUESTIONS
    from core.clock import Rehearsal

    with closing(open_database(path, create_missing=False, wait=1)) as database:
        told = Desk(database, Rehearsal()).ask(read_record(QUESTIONS["check"].request, {}))
        return list(write_record(told)["problems"])
