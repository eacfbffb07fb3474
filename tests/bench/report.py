"""Month's end: a hundred thousand detailed rows as a workbook, beside openpyxl and XlsxWriter alone with the
same rows; and a month's figures among all that a club keeps.

Each writer runs in a process of its own, so that the most memory it took is its own.
"""

import json
import pickle
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from core.clock import Rehearsal, instant_of, zone_named
from core.desk import Desk
from core.reports.details import BookingRows
from core.reports.month import AskMonth, Month
from storage.database import open_database
from tests.bench.big_club import NOW
from tests.bench.timing import Measure, Timed
from tui.reports.details import BOOKINGS, bookings_table
from tui.reports.writing import write_rows

FIRST, LAST = date(2025, 4, 1), date(2025, 10, 4)
"""Days with a hundred thousand bookings, of a club with two million."""

MONTH = Month(2025, 10)
TURNS = 3
AIM = 1.2
FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "whole": "#,##0"}


def measures(club: Path, room: Path) -> Iterator[Measure]:
    """Our writer beside openpyxl, and openpyxl beside XlsxWriter; what each took at the most is told on the
    way."""
    rows = room / "rows.pickle"
    count = _keep_rows(club, rows)
    seconds: dict[str, list[float]] = {}
    for _turn in range(TURNS):
        for writer, source in (("ours", club), ("openpyxl", rows), ("xlsxwriter", rows)):
            told = _in_a_process(writer, source, room / f"{writer}.xlsx")
            seconds.setdefault(writer, []).append(told["seconds"])
            print(f"{writer}: {told['seconds']:.1f} s, {told['megabytes']} MB at the most", file=sys.stderr)
    timed = {writer: Timed.of(taken) for writer, taken in seconds.items()}
    name = f"{count:,} rows as a workbook"
    yield Measure(f"{name}, through the door, beside openpyxl", "", timed["ours"], timed["openpyxl"], AIM)
    yield Measure(f"{name}, openpyxl beside XlsxWriter", "", timed["openpyxl"], timed["xlsxwriter"], None)


def figures_seconds(club: Path) -> float:
    """All figures of a month; the best of three."""
    database = open_database(club)
    desk = Desk(database, _standing())
    best = min(_timed(lambda: desk.ask(AskMonth(MONTH))) for _ in range(TURNS))
    database.close()
    return best


def _standing() -> Rehearsal:
    """A clock at the end of the club's bookings, when nothing is due."""
    clock = Rehearsal()
    clock.stand_at(instant_of(NOW, zone_named("Asia/Shanghai")))
    return clock


def _timed(job: Any) -> float:
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


def _keep_rows(club: Path, path: Path) -> int:
    """The rows as plain values, one pickle after the other."""
    database = open_database(club)
    count = 0
    with Desk(database, _standing()).reading() as reading, path.open("wb") as file:
        for row in bookings_table(reading.rows(BookingRows(FIRST, LAST)), Counter()).rows:
            pickle.dump(tuple(row), file, protocol=5)
            count += 1
    database.close()
    return count


def _in_a_process(writer: str, source: Path, out: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.report", writer, str(source), str(out)],
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


# ---------------------------------------------------------------- in the process


def _ours(source: Path, out: Path) -> None:
    database = open_database(source)
    write_rows(Desk(database, _standing()), "bookings", FIRST, LAST, out)
    database.close()


def _kept(path: Path) -> Iterator[tuple[Any, ...]]:
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return


def _openpyxl(source: Path, out: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    formats = [FORMATS.get(field.kind) for field in BOOKINGS]

    def cell(value: Any, form: str | None) -> Any:
        if form is None or value is None:
            return value
        made = WriteOnlyCell(sheet, value)
        made.number_format = form
        return made

    sheet.append([field.header for field in BOOKINGS])
    for row in _kept(source):
        sheet.append([cell(value, form) for value, form in zip(row, formats, strict=True)])
    book.save(out)


def _xlsxwriter(source: Path, out: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(out), {"constant_memory": True})
    sheet = book.add_worksheet("rows")
    formats = {form: book.add_format({"num_format": form}) for form in FORMATS.values()}
    sheet.write_row(0, 0, [field.header for field in BOOKINGS])
    for number, row in enumerate(_kept(source), start=1):
        for at, (value, field) in enumerate(zip(row, BOOKINGS, strict=True)):
            form = formats.get(FORMATS.get(field.kind, ""))
            if isinstance(value, str):
                sheet.write_string(number, at, value)
            elif isinstance(value, date | datetime):
                sheet.write_datetime(number, at, value, form)
            elif value is not None:
                sheet.write_number(number, at, value, form)
    book.close()


if __name__ == "__main__":
    writers = {"ours": _ours, "openpyxl": _openpyxl, "xlsxwriter": _xlsxwriter}
    taken = _timed(lambda: writers[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3])))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": taken, "megabytes": most}))
