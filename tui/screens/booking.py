"""The main screen: the slot grid, a member to book for, and one line that says what Enter does."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal

from tui.grid.widget import SlotGrid
from tui.language import N_
from tui.screens.booking_scans import BookingScans
from tui.widgets.chosen import ChosenLine
from tui.widgets.lines import TextLine
from tui.widgets.options import OptionsRow
from tui.widgets.panels import MemberPanel, SlotPanel
from tui.widgets.picking import PickList
from tui.widgets.search import HitList, SearchField
from tui.widgets.trouble import Trouble


class BookingScreen(BookingScans):
    """Facilities down, slots across; or one facility's week."""

    CSS_PATH = "booking.tcss"
    AUTO_FOCUS = "#grid"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-middle"), (36, "-high")]  # noqa: RUF012 - Textual's form
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", N_("do it"), show=False, id="booking.enter"),
        Binding("escape", "back", N_("back"), show=False, id="booking.back"),
        Binding("f3", "week", N_("week"), id="booking.week"),
        Binding("f4", "next_place", N_("next place"), id="booking.next_place"),
        Binding("f5", "check_in", N_("check in"), id="booking.check_in"),
        Binding("f6", "waitlist", N_("waitlist"), id="booking.waitlist"),
        Binding("f7", "move", N_("move"), id="booking.move"),
        Binding("f8", "cancel", N_("cancel"), id="booking.cancel"),
        Binding("ctrl+r", "pass", N_("show a booking's pass"), show=False, id="booking.pass"),
        Binding("ctrl+o", "options", N_("party, purpose"), id="booking.options"),
        Binding("ctrl+y", "why", N_("why"), show=False, id="booking.why"),
        Binding("ctrl+k", "closures", N_("close"), show=False, id="booking.close"),
        Binding("ctrl+left", "day(-1)", N_("day back"), show=False, id="booking.day_back"),
        Binding("ctrl+right", "day(1)", N_("day on"), show=False, id="booking.day_on"),
        Binding("ctrl+pageup", "day(-7)", N_("week back"), show=False, id="booking.week_back"),
        Binding("ctrl+pagedown", "day(7)", N_("week on"), show=False, id="booking.week_on"),
        Binding("ctrl+n", "new_member", N_("new member"), show=False, id="booking.new"),
        Binding("ctrl+t", "today", N_("today"), id="booking.today"),
        Binding("ctrl+g", "date", N_("date"), id="booking.date"),
    ]

    def on_mount(self) -> None:
        self.console.booking = self

    def at_hand(self) -> str | None:
        return None if self.member is None else self.member.member

    async def action_closures(self) -> None:
        """Closing the facility under the cursor, or the closure that its slot lies in."""
        cell = self.grid.cell()
        row = self.grid.model.rows[self.grid.cursor[0]].key if self.grid.model.rows else None
        await self.console.open_closures(cell.slot if cell else None, self.facility if self.week else row)

    def compose(self) -> ComposeResult:
        yield from self.frame(
            Horizontal(TextLine(id="find"), SearchField(id="search"), ChosenLine(id="chosen"), id="finding"),
            Container(
                SlotGrid(id="grid"),
                Container(SlotPanel(id="inside"), MemberPanel(id="coming"), id="panels"),
                id="board",
            ),
            Trouble(id="trouble"),
            HitList(id="hits"),
            PickList(id="people"),
            OptionsRow(id="options"),
            TextLine(id="words"),
            TextLine(id="enter"),
        )
