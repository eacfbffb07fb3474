"""A member's bookings as a list in words: what is coming, then what has been."""

from collections.abc import Mapping, Sequence
from datetime import date

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from core.booking.records import HOLDING
from core.members.finding import BookingLine
from core.records import booking_told
from core.text import visible
from core.wire import minute_told
from tui.grid.words import STATES, day_told
from tui.language import _, say
from tui.sentences.desk import STATES as ALL_STATES
from tui.widgets.lines import safe

WIDEST_NAME = 20
"""The column of facility names takes no more cells."""

WORDS = ALL_STATES | STATES
"""Each state of a booking, said as on the grid."""

Row = tuple[BookingLine | None, str]
"""A line of the list: its booking, None for a heading; and the words."""


class BookingList(OptionList):
    """Moved in with the arrows. Posts `Entered` for Enter, or a click on the line that is marked already."""

    class Entered(Message):
        """Enter was pressed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: list[Row] = []
        self._marked_before: int | None = None
        self._clicked = False

    def show(self, rows: list[Row]) -> None:
        """Shows other lines; the mark stays on its booking where that is still there."""
        if rows == self.rows:
            return
        here, stood = self.marked(), self.highlighted or 0
        self.rows = rows
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(
                [
                    Option(safe(words), disabled=line is None, id=line and booking_told(line.booking))
                    for line, words in rows
                ]
            )
            bookings = [at for at, (line, _words) in enumerate(rows) if line is not None]
            same = [at for at in bookings if here is not None and rows[at][0].booking == here.booking]  # type: ignore[union-attr]
            near = same or [at for at in bookings if at >= stood] or bookings[-1:]
            self.highlighted = near[0] if near else None

    def marked(self) -> BookingLine | None:
        """The booking that the keys are about."""
        if self.highlighted is None or self.highlighted >= len(self.rows):
            return None
        return self.rows[self.highlighted][0]

    def on_click(self, event: events.Click) -> None:
        """The first click marks, the second is Enter."""
        del event
        self._marked_before, self._clicked = self.highlighted, True

    def action_select(self) -> None:
        clicked, self._clicked = self._clicked, False
        if not clicked or self.highlighted == self._marked_before:
            self.post_message(self.Entered())


def rows_of(
    coming: Sequence[BookingLine], past: Sequence[BookingLine], names: Mapping[str, str], today: date
) -> list[Row]:
    """The lines of the list, under their headings."""
    widths = columns_of((*coming, *past), names)
    past = [*(line for line in coming if not is_coming(line)), *past]
    coming = [line for line in coming if is_coming(line)]
    rows: list[Row] = [(None, _("Coming") if coming else _("Nothing is coming"))]
    rows += [(line, "  " + line_told(line, names, widths, today)) for line in coming]
    if past:
        rows.append((None, _("Past")))
        rows += [(line, "  " + line_told(line, names, widths, today)) for line in past]
    return rows


def is_coming(line: BookingLine) -> bool:
    """Whether somebody is still to come by a booking: one that was cancelled is past, whatever its day."""
    return line.state in HOLDING or line.state == "displaced"


def columns_of(lines: Sequence[BookingLine], names: Mapping[str, str]) -> tuple[int, int]:
    """The cells that the facilities' names and the states take as columns."""
    facilities = [cell_len(visible(str(names.get(line.facility, line.facility)))) for line in lines]
    states = [cell_len(_(WORDS[line.state])) for line in lines]
    return min(max(facilities, default=0), WIDEST_NAME), max(states, default=0)


def line_told(line: BookingLine, names: Mapping[str, str], widths: tuple[int, int], today: date) -> str:
    """A booking in one line: when, where, its state, how many places."""
    name = visible(str(names.get(line.facility, line.facility)))
    parts = [
        when_told(line, today),
        set_cell_size(name, widths[0]),
        set_cell_size(_(WORDS[line.state]), widths[1]),
    ]
    if line.party > 1:
        parts.append(say("{count} places", count=line.party))
    return "  ".join(parts).rstrip()


def when_told(line: BookingLine, today: date) -> str:
    """`11-24 周二 17:30-19:30`, with the year where it is another one."""
    year = f"{line.date.year}-" if line.date.year != today.year else ""
    return f"{year}{day_told(line.date)} {minute_told(line.start)}-{minute_told(line.end)}"
