"""All benchmarks: `python -m tests.bench`. Prints tables; each case stands beside its floor in the same run.

They are for people to read. No test is timed: what a machine that does other things at the same time measures
proves nothing by itself.
"""

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import driver
from tests.bench import (
    backup,
    big_club,
    big_ledger,
    counter,
    door,
    due,
    imports,
    ledger,
    report,
    sealed,
    start,
)
from tests.bench.timing import Measure, flat_table, table

SMALL, BIG = 10_000, 2_000_000
BIG_LEDGER = 5_000_000


def main() -> None:
    """The tables, on standard output; what is going on, on standard error."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="10,000 bookings and a week's import only")
    parser.add_argument(
        "--club", type=Path, metavar="PATH", help="a folder that keeps the clubs for next time"
    )
    options = parser.parse_args()
    print(_machine(), flush=True)
    with TemporaryDirectory(prefix="frontdesk-bench-") as temporary:
        room = Path(temporary)
        kept: Path = options.club or room / "clubs"
        kept.mkdir(parents=True, exist_ok=True)
        empty = _club(kept, 0, None)
        sizes = (SMALL,) if options.small else (SMALL, BIG)
        clubs = {f"{size:,}": _copy(_club(kept, size, empty), room) for size in sizes}
        measured = _told(list(door.measures(clubs)))
        _told(list(sealed.measures(_club(kept, SMALL, empty), room)))
        _told(list(backup.measures(_club(kept, SMALL, empty), room)))
        _told(list(due.measures(_club(kept, SMALL, empty), room)))
        _told(list(counter.measures(room / "counter.db")))
        _told(list(start.measures(room)))
        _told(list(imports.measures(empty, kept, weeks=(1,) if options.small else (1, 52))))
        if not options.small:
            print("\n" + flat_table(measured), flush=True)
            _report(clubs[f"{BIG:,}"], room)
        _ledgers(kept, room, empty, (SMALL,) if options.small else (SMALL, BIG_LEDGER))


def _report(club: Path, room: Path) -> None:
    print(f"\na month's figures among {BIG:,} bookings: {report.figures_seconds(club):.2f} s", flush=True)
    _told(list(report.measures(club, room)))


def _ledgers(kept: Path, room: Path, empty: Path, sizes: Sequence[int]) -> None:
    made = {f"{size:,}": _ledger(kept, size, empty) for size in sizes}
    ledgers = {size: _copy(path, room) for size, path in made.items()}
    for size, path in ledgers.items():
        print(f"\nthe check of {size} entries: {ledger.check_seconds(path):.2f} s", flush=True)
    measured = _told(list(ledger.measures(ledgers)))
    if len(sizes) > 1:
        print("\n" + flat_table(measured), flush=True)


def _told(measures: Sequence[Measure]) -> Sequence[Measure]:
    print("\n" + table(measures), flush=True)
    return measures


def _club(folder: Path, bookings: int, empty: Path | None) -> Path:
    """The club of so many bookings; made, where the folder has none of today's schema."""
    path = folder / f"club-{bookings}.db"
    if not _is_of_today(path, empty):
        print(f"making a club of {bookings:,} bookings", file=sys.stderr)
        big_club.make_club(path, bookings)
    return path


def _ledger(folder: Path, entries: int, empty: Path) -> Path:
    path = folder / f"ledger-{entries}.db"
    if not _is_of_today(path, empty):
        print(f"making a ledger of {entries:,} entries", file=sys.stderr)
        big_ledger.make(path, entries)
    return path


def _is_of_today(path: Path, empty: Path | None) -> bool:
    """Whether a kept database has today's schema; one that has not is taken away."""
    if empty is not None and path.exists() and _schema(path) == _schema(empty):
        return True
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    return False


def _schema(path: Path) -> list[tuple[str]]:
    connection = driver.connect(path)
    schema: list[tuple[str]] = connection.execute(
        "SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name"
    ).fetchall()
    connection.close()
    return schema


def _copy(path: Path, room: Path) -> Path:
    return Path(shutil.copyfile(path, room / path.name))


def _machine() -> str:
    libraries = ("sqlcipher3", "SQLAlchemy", "sqlmodel", "typer", "python-calamine")
    told = ", ".join(f"{name} {version(name)}" for name in libraries)
    return (
        f"{date.today()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()},"  # noqa: DTZ011
        f" Python {platform.python_version()}, SQLite {driver.VERSION}, {told}"
    )


if __name__ == "__main__":
    main()
