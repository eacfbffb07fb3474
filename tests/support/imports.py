"""An import of a bad file through the real command, and what must hold of it."""

import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.support.club import Club
from tests.support.hostile_sheets import BadFile, Reader
from tests.support.terminal import Told

Run = Callable[..., Told]

MEMORY = 200_000_000
PROCESSOR = 2.5
"""Seconds: the child's two, and what its start takes; the program's own apart."""


def state_of(club: Club) -> str:
    """All rows of all tables, as one digest."""
    digest = hashlib.sha256()
    with club.database.read() as store:
        run = store.connection.execute
        for [table] in list(run("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")):
            for row in run(f'SELECT * FROM "{table}"'):
                digest.update(repr((table, row)).encode())
    return digest.hexdigest()


def children_used() -> float:
    """Processor seconds that all children that have ended used together."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def line_of(reader: Reader, path: Path) -> tuple[str | Path, ...]:
    return (*reader.before, path, *reader.after)


def faults_of(
    run: Run, club: Club, reader: Reader, bad: BadFile, folder: Path, *, may_be_sound: bool = False
) -> Iterator[str]:
    """What is wrong with how a bad file was met. `may_be_sound`: a mutation may have left it readable."""
    path = folder / f"sheet{bad.ending}"
    path.write_bytes(bad.content)
    before, seconds, own = state_of(club), children_used(), time.process_time()
    told = run(*line_of(reader, path))
    took, after = time.process_time() - own, children_used()
    if took > PROCESSOR or after - seconds > PROCESSOR:
        yield f"{bad.name}: {took:.1f} s here, {after - seconds:.1f} s in the child"
    if "Traceback" in told.err + told.out or "made a mistake" in told.err:
        yield f"{bad.name}: {told}"
    if may_be_sound and (told.status == 0 or "is in use already" in told.err):  # it was read, and is known
        return
    if told.status not in {1, 2}:
        yield f"{bad.name}: was not refused: {told}"
    elif path.name not in told.err and "排期" not in told.err:
        yield f"{bad.name}: names no place: {told.err!r}"
    elif bad.cell is not None and bad.cell not in told.err:
        yield f"{bad.name}: does not name {bad.cell}: {told.err!r}"
    if state_of(club) != before:
        yield f"{bad.name}: something was written"
