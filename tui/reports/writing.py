"""From the door to the file: what is asked for, in one picture of the club, written whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.collecting import without_collecting
from tui.language import _, say

if TYPE_CHECKING:
    from core.desk import Desk


def write_month(desk: "Desk", month: str, folder: Path, told: Callable[[str], None] = lambda _: None) -> Path:
    """Writes a month's workbook into a folder; where it is. `invalid` for a month that is none or is to come,
    `figures_do_not_tie`."""
    from core.reports.month import AskMonth
    from core.wire import read_record
    from exports.tables.workbook import write_book
    from tui.reports.month import month_sheets

    asked = read_record(AskMonth, {"month": month})
    path = folder / say("monthly report {month}.xlsx", month=asked.month.write_wire())
    with desk.reading() as reading, without_collecting():
        return write_book(path, month_sheets(reading, asked.month), _("Page {page} of {pages}"), told)
