"""The weekly schedule as a workbook, in either shape. What is written reads back as the same slots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from core.clock import Minute
from core.schedule.slots import SlotSpec
from exports.files import whole_file
from exports.workbook import places_of, put_text, save, sheet_name, streamed

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet


class Period(NamedTuple):
    """A row of the timetable, in minutes of the day."""

    start: Minute
    end: Minute
    peak: bool = False


class GridFacility(NamedTuple):
    """A facility that gets a sheet of its own; `capacity` in places."""

    code: str
    name: str
    capacity: int


@dataclass(frozen=True, slots=True)
class SheetTexts:
    """The words on a sheet, in the language of the caller.

    Headers must be among those that the reader knows, and `peak` must hold 高峰 or "peak". `weekdays` begin
    with Monday; `how_to` is the line above a grid.
    """

    facility: str
    date: str
    start: str
    end: str
    capacity: str
    note: str
    period: str
    peak: str
    title: str
    how_to: str
    weekdays: tuple[str, str, str, str, str, str, str]


def _timetable() -> tuple[Period, ...]:
    hours = (7, 8, 9, 10, 11, 12, 13.5, 15, 16.5, 17.5, 19.5, 20.5)
    marks = [Minute(int(hour * 60)) for hour in hours]
    return tuple(Period(start, end, peak=start >= 17.5 * 60) for start, end in pairwise(marks))


ELEVEN_PERIODS = _timetable()
"""The day that domain.md section 1 knows: eleven periods from 07:00 to 20:30, the last two the peak."""

_HEADER_ROW = 4
_FIRST_ROW = _HEADER_ROW + 1
_HEADER_COLOUR, _WEEKEND_COLOUR, _PEAK_COLOUR = "FFD9E1F2", "FFF2F2F2", "FFFFF2CC"


def write_list(path: Path, slots: Iterable[SlotSpec], texts: SheetTexts) -> Path:
    """Write slots as a list, a row each; where the file ended up (see `whole_file`)."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(texts.title, set()))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEF", (24, 13, 9, 9, 9, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    heads = (texts.facility, texts.date, texts.start, texts.end, texts.capacity, texts.note)
    sheet.append([streamed(sheet, text) for text in heads])
    for slot in slots:
        sheet.append(
            [
                streamed(sheet, slot.facility),
                slot.date,
                clock_text(slot.start),
                clock_text(slot.end),
                slot.capacity,
                texts.peak if slot.peak else None,
            ]
        )
    with whole_file(path) as whole:
        save(book, whole.part)
    return whole.path


def write_template(
    path: Path,
    monday: date,
    facilities: Sequence[GridFacility],
    texts: SheetTexts,
    *,
    timetable: Sequence[Period] = ELEVEN_PERIODS,
) -> Path:
    """Write a week to be filled in: a grid with every period open at the facility's own capacity."""
    slots = [
        SlotSpec(facility.code, monday + timedelta(days=day), start, end, facility.capacity, peak)
        for facility in facilities
        for day in range(7)
        for start, end, peak in timetable
    ]
    return write_grid(path, monday, facilities, slots, texts, timetable=timetable)


def write_grid(
    path: Path,
    monday: date,
    facilities: Sequence[GridFacility],
    slots: Iterable[SlotSpec],
    texts: SheetTexts,
    *,
    timetable: Sequence[Period] = ELEVEN_PERIODS,
) -> Path:
    """Write the slots of the week of `monday` as a grid, a sheet a facility; where the file ended up.

    The rows are the timetable's periods and whatever other periods the facility has. A slot without a
    capacity is written with its facility's. ValueError for no facility, and for a slot of another week or
    facility.
    """
    from openpyxl import Workbook

    by_facility: dict[str, list[SlotSpec]] = {facility.code: [] for facility in facilities}
    if not by_facility:
        raise ValueError("a grid needs a facility")
    for slot in slots:
        if slot.facility not in by_facility or not 0 <= (slot.date - monday).days < 7:
            raise ValueError(f"not in this grid: {slot}")
        by_facility[slot.facility].append(slot)
    book = Workbook()
    del book[book.sheetnames[0]]
    taken: set[str] = set()
    for facility in facilities:
        sheet = book.create_sheet(sheet_name(facility.name, taken))
        week = _Week(monday, texts, timetable)
        _write_head(sheet, facility, week)
        _write_periods(sheet, facility, week, by_facility[facility.code])
    with whole_file(path) as whole:
        save(book, whole.part)
    return whole.path


class _Week(NamedTuple):
    monday: date
    texts: SheetTexts
    timetable: Sequence[Period]


def _write_head(sheet: "Worksheet", facility: GridFacility, week: _Week) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    monday, texts, _ = week
    put_text(_cell(sheet, 1, 1), f"{facility.name} {texts.title}").font = Font(bold=True, size=14)
    put_text(_cell(sheet, 2, 1), texts.facility)
    put_text(_cell(sheet, 2, 2), facility.code)
    put_text(_cell(sheet, 2, 4), texts.capacity)
    _cell(sheet, 2, 5).value = facility.capacity
    put_text(_cell(sheet, 3, 1), texts.how_to).font = Font(italic=True, color="FF666666")
    heads = [texts.period]
    for number, weekday in enumerate(texts.weekdays):
        heads.append(f"{weekday} {(monday + timedelta(days=number)).isoformat()}")
    thin = Side(style="thin", color="FF999999")
    for column, text in enumerate(heads, 1):
        cell = put_text(_cell(sheet, _HEADER_ROW, column), text)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color=_HEADER_COLOUR)
        cell.alignment = Alignment(horizontal="center")
        cell.border = Border(bottom=thin)
        sheet.column_dimensions[cell.column_letter].width = max(places_of(text) + 2, 14)
    sheet.freeze_panes = f"B{_FIRST_ROW}"


def _write_periods(
    sheet: "Worksheet", facility: GridFacility, week: _Week, slots: Sequence[SlotSpec]
) -> None:
    from openpyxl.styles import Alignment, PatternFill

    monday, texts, timetable = week
    centred = Alignment(horizontal="center")
    weekend = PatternFill("solid", start_color=_WEEKEND_COLOUR)
    peak = PatternFill("solid", start_color=_PEAK_COLOUR)
    open_at = {((slot.start, slot.end), (slot.date - monday).days): slot for slot in slots}
    periods = sorted({(period.start, period.end) for period in timetable} | {key for key, _ in open_at})
    for row, period in enumerate(periods, _FIRST_ROW):
        told = f"{clock_text(period[0])}-{clock_text(period[1])}"
        put_text(_cell(sheet, row, 1), told).alignment = centred
        for day in range(7):
            cell = _cell(sheet, row, 2 + day)
            cell.alignment = centred
            if day >= 5:
                cell.fill = weekend
            slot = open_at.get((period, day))
            if slot is None:
                continue
            cell.value = facility.capacity if slot.capacity is None else slot.capacity
            if slot.peak:
                put_text(cell, f"{cell.value} {texts.peak}").fill = peak


def clock_text(minute: Minute) -> str:
    """`07:30`; `24:00` at the day's end."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _cell(sheet: "Worksheet", row: int, column: int) -> "SheetCell":
    """A cell that is no merged one: these sheets have none."""
    return cast("SheetCell", sheet.cell(row, column))
