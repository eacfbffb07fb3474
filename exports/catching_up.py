"""What stood on paper during an outage, as a sheet: the reader, and a template with the day's bookings."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from core.clock import Minute
from core.text import visible
from exports.files import whole_file
from exports.schedule.writer import clock_text
from exports.sheets import Cell, Rows, read_sheets
from exports.sheets.cells import (
    CellFault,
    choice,
    day,
    identifier,
    minute,
    name,
    plain,
    shown,
    whole_within,
    words,
)
from exports.sheets.table import Column, SheetError, Table, read_table
from exports.workbook import save

Day = date
"""`date` under another name, for a class in which a field of that name has a default."""


class Moment(NamedTuple):
    """A time of day, and its day where the cell names one."""

    minute: Minute
    day: date | None = None


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One line of the paper. `at` is None where the cell is empty; `facility` is a code or a name, as it
    stands; `booking` the number of an id."""

    sheet: str
    row: int
    what: str | None = None
    at: Moment | None = None
    booking: int | None = None
    member: str | None = None
    facility: str | None = None
    date: Day | None = None
    start: Minute | None = None
    party: int = 1
    people: int | None = None
    purpose: str | None = None


WHATS = {
    **dict.fromkeys(("came", "来了", "到场", "已到", "签到", "已签到"), "came"),
    **dict.fromkeys(("stayed_away", "stayed away", "no_show", "no show"), "stayed_away"),
    **dict.fromkeys(("没来", "未到", "爽约"), "stayed_away"),
    **dict.fromkeys(("walk_in", "walk in", "walk-in", "现场", "现场登记", "散客"), "walk_in"),
    **dict.fromkeys(("booked", "预约", "新预约", "已预约"), "booked"),
    **dict.fromkeys(("cancelled", "canceled", "取消", "已取消"), "cancelled"),
}
_NUMBER = re.compile(r"B?([1-9][0-9]{0,14})")
_PARTS = re.compile(r"(.+?)(?:T|\s+)([0-9]{1,2}:.+)")


def _columns(today: date) -> tuple[Column, ...]:
    return (
        Column("what", ("情况", "发生情况", "what happened", "outcome"), partial(choice, choices=WHATS)),
        Column("at", ("时间", "发生时间", "time", "when"), partial(moment, today=today)),
        Column("booking", ("预约号", "预约编号", "booking no"), booking_number),
        Column("member", ("工号", "职工", "职工号", "staff no", "staff_no"), identifier),
        Column("facility", ("设施", "场地", "设施编码", "设施名称", "room"), name),
        Column("date", ("日期", "预约日期", "day"), partial(day, near=today)),
        Column("start", ("开始", "开始时间", "start time", "from"), minute),
        Column("party", ("人数占位", "占位", "占用名额", "places"), partial(whole_within, least=1)),
        Column("people", ("到场人数", "参加人数", "人数"), partial(whole_within, least=1)),
        Column("purpose", ("事由", "用途", "reason"), words),
    )


def moment(cell: Cell, today: date) -> Moment:
    """`18:05`, or with its day: `2026-11-24 18:05`, `11月24日 18:05`. `bad_moment`, `bad_date`."""
    text = plain(cell) if isinstance(cell, str) else ""
    parts = _PARTS.fullmatch(text)
    try:
        if parts is None:
            return Moment(minute(text))
        return Moment(minute(parts[2]), day(parts[1], near=today))
    except CellFault as fault:
        if fault.code != "bad_time":
            raise
        raise CellFault("bad_moment", value=shown(cell)) from fault


def booking_number(cell: Cell) -> int:
    """`B12`, `b12`, `12`. `bad_booking`."""
    found = _NUMBER.fullmatch((identifier(cell) or "").upper())
    if found is None:
        raise CellFault("bad_booking", value=shown(cell))
    return int(found[1])


def read_paper(chunks: Iterable[Rows], *, today: date) -> Table[PaperRow]:
    """The lines of a sheet, and every error with its cell. Rows of which only the booking stands there, as in
    a template that nobody has written on, are left out; `missing` where something was written beside an empty
    `what`, or a place was booked or given up at no time."""
    table = read_table(chunks, _columns(today), PaperRow)
    for sheet in {row.sheet for row in table.rows}:
        if "what" not in table.fields_of(sheet):
            facts = {"columns": ["what"], "headers": ["情况"]}
            table.errors.append(SheetError(sheet, None, "missing_columns", facts))
    lacking = [(row, field) for row in table.rows if (field := _lacking(row)) is not None]
    if not any(error.code == "missing_columns" for error in table.errors):
        for row, field in lacking:
            at = table.cell(row.sheet, row.row, field)
            table.errors.append(SheetError(row.sheet, at, "missing", {"column": field}))
    table.rows = [row for row in table.rows if row.what is not None and _lacking(row) is None]
    return table


def _lacking(row: PaperRow) -> str | None:
    """The field that a line cannot do without."""
    if row.what is None:
        return None if row.at is None else "what"
    return "at" if row.at is None and row.what in ("booked", "cancelled") else None


def read_paper_file(path: Path, *, today: date) -> Table[PaperRow]:
    """`read_paper` of a file. FileFault for a file that cannot be opened as a sheet."""
    return read_paper(read_sheets(path), today=today)


class Booked(NamedTuple):
    """A booking as the template lists it."""

    booking: str
    member: str
    name: str
    facility: str
    date: date
    start: Minute
    party: int


@dataclass(frozen=True, slots=True)
class PaperTexts:
    """The words on the template: the title, the headers in the order of the columns, the words that `what`
    takes, and one line on how to fill it in. Headers must be among those that the reader knows."""

    title: str
    headers: Sequence[str]
    whats: Sequence[str]
    how_to: str


def write_template(path: Path, bookings: Iterable[Booked], texts: PaperTexts) -> Path:
    """A sheet to be printed before an outage, or filled in after it; where the file ended up."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = texts.title
    sheet.append([texts.how_to])
    sheet.append(list(texts.headers))
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A3"
    for letter, width in zip("ABCDEFGHI", (12, 18, 10, 12, 16, 20, 13, 9, 9), strict=True):
        sheet.column_dimensions[letter].width = width
    for at, booked in enumerate(bookings, 3):
        told = (booked.booking, booked.member, booked.name, booked.facility)
        for column, text in enumerate(told, 3):
            cell = sheet.cell(at, column)
            cell.value, cell.data_type = visible(text), "s"  # a name that begins with = is a name
        sheet.cell(at, 7).value = booked.date
        sheet.cell(at, 8).value = clock_text(booked.start)
        sheet.cell(at, 9).value = booked.party
    choices = DataValidation("list", formula1='"' + ",".join(texts.whats) + '"', allow_blank=True)
    choices.add("A3:A1000")
    sheet.add_data_validation(choices)
    with whole_file(path) as whole:
        save(book, whole.part)
    return whole.path
