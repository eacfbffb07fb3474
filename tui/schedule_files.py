"""Writing a week's schedule and its template, in the words of the language of the moment."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DeskError, invalid
from tui.language import _, say
from tui.opening import monday_of
from tui.printing import complain, print_json, print_line
from tui.taking_out import note_taken_out

if TYPE_CHECKING:
    from core.desk import Desk
    from exports.schedule.writer import GridFacility, SheetTexts


def sheet_texts() -> "SheetTexts":
    """The words of a schedule's sheets. The reader knows the headers of both languages."""
    from exports.schedule.writer import SheetTexts

    return SheetTexts(
        facility=_("facility"),
        date=_("date"),
        start=_("start"),
        end=_("end"),
        capacity=_("capacity"),
        note=_("note"),
        period=_("period"),
        peak=_("peak"),
        title=_("schedule"),
        how_to=_("A cell holds the places; empty, 停, × or closed: no slot; 高峰 or peak: the peak."),
        weekdays=(_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")),
    )


def target(out: Path, name: str, *, pages: bool = False) -> Path:
    """A file in a folder given gets a name made here; `pages`: it may be a pdf too."""
    if out.is_dir():
        return out / name
    if out.suffix.lower() not in ((".xlsx", ".pdf") if pages else (".xlsx",)):
        raise DeskError("not_xlsx_or_pdf" if pages else "not_xlsx", path=str(out))
    if not out.parent.is_dir():
        raise DeskError("no_such_folder", path=str(out.parent))
    return out


def _monday(week: str) -> date:
    monday = monday_of(week)
    assert monday is not None  # noqa: S101 - the option must be given
    return monday


def _facilities(desk: "Desk") -> "list[GridFacility]":
    from core.facilities.keeping import AskFacilities
    from exports.schedule.writer import GridFacility

    found = [GridFacility(f.code, f.name, f.capacity) for f in desk.ask(AskFacilities()).facilities]
    if not found:
        raise DeskError("no_facilities")
    return found


def export_week(desk: "Desk", week: str, out: Path, shape: str, *, as_json: bool) -> int:
    """Writes a week's slots in one of the two shapes; what is written is imported again as unchanged."""
    from core.schedule.grid import AskGrid
    from core.schedule.slots import SlotSpec
    from exports.schedule.writer import write_grid, write_list

    if shape not in ("list", "grid"):
        raise invalid("shape", "not_a_choice", value=shape, choices=["list", "grid"])
    monday = _monday(week)
    path = target(out, f"schedule-{week.upper()}.xlsx", pages=True)
    slots = [
        SlotSpec(slot.facility, slot.date, slot.start, slot.end, slot.capacity, slot.peak)
        for slot in desk.ask(AskGrid(monday, 7)).slots
    ]
    if not slots:
        raise DeskError("empty_week", week=week)
    note_taken_out(desk, "schedule", path, rows=len(slots), personal=False, week=week)
    try:
        if path.suffix.lower() == ".pdf":
            from tui.reports.board import board_sheet
            from tui.reports.writing import write_sheets

            written = write_sheets(path, [board_sheet(monday, _facilities(desk), slots)])
        elif shape == "list":
            written = write_list(path, slots, sheet_texts())
        else:
            written = write_grid(path, monday, _facilities(desk), slots, sheet_texts())
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error
    return _tell(path, written, len(slots), as_json=as_json)


def write_week_template(desk: "Desk", week: str, out: Path, *, as_json: bool) -> int:
    """Writes a week to be filled in: a sheet for each facility, its capacity in every period."""
    from exports.schedule.writer import write_template

    monday = _monday(week)
    path = target(out, f"template-{week.upper()}.xlsx")
    facilities = _facilities(desk)
    try:
        written = write_template(path, monday, facilities, sheet_texts())
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error
    return _tell(path, written, 0, as_json=as_json)


def _tell(asked: Path, written: Path, slots: int, *, as_json: bool) -> int:
    if written != asked:
        complain(say("{path} is open in another program; the new one lies beside it.", path=asked))
    if as_json:
        print_json({"path": str(written), "slots": slots})
    else:
        print_line(say("Written: {path}", path=written))
    return 0
