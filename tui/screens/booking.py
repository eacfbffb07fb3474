"""The main screen: the slot grid, a member to book for, and one line that says what Enter does."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from core.booking.outlook import AskOutlook, AskOutOfReach, Outlook
from core.errors import DeskError
from core.members.finding import FindMembers, MemberHit
from core.schedule.grid import AskGrid, Grid, GridBooking, GridSlot
from core.wire import Name
from tui import state
from tui.grid.model import Cell, SlotKey, day_model, week_model
from tui.grid.widget import SlotGrid
from tui.grid.words import WEEKDAYS, cell_told, enter_told
from tui.language import N_, _, say
from tui.screens.base import DeskScreen
from tui.screens.booking_deeds import Deeds
from tui.sentences.desk import STATES
from tui.widgets.lines import TextLine
from tui.widgets.options import OptionsRow
from tui.widgets.picking import PickList
from tui.widgets.search import HITS, HitList, SearchField

if TYPE_CHECKING:
    from core.command import Command

NO_DIM: frozenset[SlotKey] = frozenset()


class BookingScreen(Deeds, DeskScreen):
    """Facilities down, slots across; or one facility's week."""

    CSS_PATH = "booking.tcss"
    AUTO_FOCUS = "#grid"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", N_("do it"), show=False, id="booking.enter"),
        Binding("escape", "back", N_("back"), show=False, id="booking.back"),
        Binding("f3", "week", N_("week"), id="booking.week"),
        Binding("f4", "next_place", N_("next place"), id="booking.next_place"),
        Binding("f5", "check_in", N_("check in"), id="booking.check_in"),
        Binding("f7", "move", N_("move"), id="booking.move"),
        Binding("f8", "cancel", N_("cancel"), id="booking.cancel"),
        Binding("ctrl+o", "options", N_("party, purpose"), id="booking.options"),
        Binding("ctrl+left", "day(-1)", N_("day back"), show=False, id="booking.day_back"),
        Binding("ctrl+right", "day(1)", N_("day on"), show=False, id="booking.day_on"),
        Binding("ctrl+pageup", "day(-7)", N_("week back"), show=False, id="booking.week_back"),
        Binding("ctrl+pagedown", "day(7)", N_("week on"), show=False, id="booking.week_on"),
        Binding("ctrl+t", "today", N_("today"), id="booking.today"),
        Binding("ctrl+g", "date", N_("date"), id="booking.date"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.day: date | None = None
        self.week = False
        self.facility: str | None = None
        self.answer: Grid | None = None
        self.member: MemberHit | None = None
        self.outlook: Outlook | None = None
        self.dimmed: frozenset[SlotKey] = NO_DIM
        self._wanted: SlotKey | None = None

    def compose(self) -> ComposeResult:
        yield from self.frame(
            Horizontal(TextLine(id="find"), SearchField(id="search"), TextLine(id="chosen"), id="finding"),
            SlotGrid(id="grid"),
            HitList(id="hits"),
            PickList(id="people"),
            OptionsRow(id="options"),
            TextLine(id="words"),
            TextLine(id="enter"),
        )

    # ------------------------------------------------------------ what is shown

    @property
    def grid(self) -> SlotGrid:
        return self.query_one("#grid", SlotGrid)

    @property
    def search(self) -> SearchField:
        return self.query_one("#search", SearchField)

    def tell(self, text: str, tone: str = "") -> None:
        """Says what came of the last key, until the cursor moves."""
        self.query_one("#enter", TextLine).say(" " + text, tone)

    def tell_error(self, error: DeskError) -> None:
        from tui.sentences import sentence

        self.tell(sentence(error), "bad")

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#find", TextLine).say(" " + _("Find:") + " ")
        self._show_chosen()
        self.show_grid()

    async def follow(self) -> None:
        """Asks for the day anew: at the start, and whenever somebody has changed the club."""
        link = self.console.link
        if not link.is_open:
            return
        if self.day is None:
            await self._return_to(state.load(state.standing_file(link.path)))
        assert self.day is not None  # noqa: S101 - set just now
        first, days = (self.day - timedelta(days=self.day.weekday()), 7) if self.week else (self.day, 1)
        try:
            self.answer = await link.ask(AskGrid(first, days))
            self.dimmed = await self._out_of_reach(first, days)
        except DeskError as error:
            self.tell_error(error)
            return
        self.show_grid()
        await self.look_ahead()

    async def _return_to(self, standing: state.Standing) -> None:
        """The day, cell and member of the last time."""
        link = self.console.link
        self.day = date.fromisoformat(standing.day) if standing.day else link.today()
        self.week = standing.week
        if standing.facility and standing.start is not None:
            self.facility = standing.facility
            from core.clock import Minute

            self._wanted = SlotKey(standing.facility, self.day, Minute(standing.start))
        if standing.member:
            found = (await link.ask(FindMembers(Name(standing.member), 1))).members
            self.member = next((hit for hit in found if hit.member == standing.member), None)
            self._show_chosen()

    async def _out_of_reach(self, first: date, days: int) -> frozenset[SlotKey]:
        if self.member is None:
            return NO_DIM
        found = await self.console.link.ask(AskOutOfReach(self.member.member, first, days))
        return frozenset(SlotKey(slot.facility, slot.date, slot.start) for slot in found.slots)

    def show_grid(self) -> None:
        """Paints what is known."""
        if self.answer is None or self.day is None:
            return
        now, member = self.console.link.now(), self.member.member if self.member else None
        if self.week:
            monday = self.day - timedelta(days=self.day.weekday())
            days = [monday + timedelta(days=ahead) for ahead in range(7)]
            labels = [f"{day.day:02d} {_(WEEKDAYS[day.weekday()])}" for day in days]
            facility = next(
                (f for f in self.answer.facilities if f.code == self.facility), self.answer.facilities[0]
            )
            model = week_model(self.answer, facility, days, labels, now, member)
        else:
            model = day_model(self.answer, now, member)
        self.grid.show(model, self.dimmed, self.lifted_key())
        if self._wanted is not None:
            self.grid.stand_on(self._wanted)
            self._wanted = None
        self.show_words()

    def show_words(self) -> None:
        cell = self.grid.cell()
        self.query_one("#words", TextLine).say(" " + cell_told(cell, self._name_here(cell)))

    def _name_here(self, cell: Cell | None) -> str:
        if cell is not None and cell.slot is not None:
            return self.facility_name(cell.slot.facility)
        rows = self.grid.model.rows
        return rows[self.grid.cursor[0]].label if rows else _("No schedule for this day")

    def facility_name(self, code: str) -> str:
        names = {facility.code: facility.name for facility in (self.answer.facilities if self.answer else ())}
        return str(names.get(Name(code), code))

    def _show_chosen(self) -> None:
        told = ""
        if self.member is not None:
            parts = (self.member.name, self.member.staff_no, self.member.department or "")
            told = say("Chosen: {person}", person=" ".join(filter(None, parts))) + "  " + _("Esc puts down")
        self.query_one("#chosen", TextLine).say(told)

    # ------------------------------------------------------------ the cursor and what Enter does

    @on(SlotGrid.Moved)
    def _moved(self) -> None:
        self.show_words()
        self.keep_standing()
        self.run_worker(self.look_ahead(), exit_on_error=False, group="outlook", exclusive=True)

    @on(SlotGrid.Picked)
    def _picked(self) -> None:
        self.action_enter()

    async def look_ahead(self) -> None:
        """Works out what Enter does here, by the command's own rule."""
        cell = self.grid.cell()
        self.outlook = None
        if self.confirming is not None:
            return
        if cell is None or cell.slot is None:
            self.tell("")
            return
        if self.member is None and self.lifted is None:
            self.tell(_("Enter = find a member for this slot") if cell.slot.state == "open" else "")
            return
        try:
            self.outlook = await self.console.link.ask(self._outlook_of(cell.slot))
        except DeskError as error:
            self.tell_error(error)
            return
        person = self.lifted.name if self.lifted else self.member.name if self.member else ""
        self.tell(
            enter_told(
                person,
                self.outlook,
                walk_in=self.walks_in(cell.slot),
                moving=self.lifted is not None,
                slots=len(self.grid.chosen()),
            ),
            "" if self.outlook.state else "bad",
        )

    def _outlook_of(self, slot: GridSlot) -> AskOutlook:
        if self.lifted is not None:
            return AskOutlook(
                self.lifted.member, slot.facility, slot.date, slot.start, moving=self.lifted.booking
            )
        assert self.member is not None  # noqa: S101 - the caller has seen to it
        return AskOutlook(
            self.member.member, slot.facility, slot.date, slot.start, walk_in=self.walks_in(slot)
        )

    def walks_in(self, slot: GridSlot) -> bool:
        """A slot under way is for walk-ins."""
        now = self.console.link.now()
        return slot.date == now.date() and slot.start <= now.hour * 60 + now.minute < slot.end

    def keep_standing(self) -> None:
        """Keeps where the desk is, for the next start."""
        key = self.grid.key()
        standing = state.Standing(
            day=self.day.isoformat() if self.day else None,
            facility=key.facility if key else self.facility,
            start=key.start if key else None,
            member=self.member.member if self.member else None,
            week=self.week,
        )
        path = self.console.link.path
        self.run_worker(
            asyncio.to_thread(state.save, state.standing_file(path), standing),
            exit_on_error=False,
            group="standing",
        )

    # ------------------------------------------------------------ finding a member

    def on_key(self, event: events.Key) -> None:
        """A letter, digit or character typed anywhere starts the search."""
        if event.character and event.is_printable and self.focused is self.grid and event.character != " ":
            event.stop()
            self.search.take(event.character)

    def on_paste(self, event: events.Paste) -> None:
        if self.focused is self.grid and event.text.strip():
            self.search.take(event.text.strip())

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        if self.dating:
            return
        self.run_worker(self._find(event.value), exit_on_error=False, group="find", exclusive=True)

    async def _find(self, text: str) -> None:
        hits: tuple[MemberHit, ...] = ()
        if text.strip() and self.console.link.is_open:
            try:
                hits = (await self.console.link.ask(FindMembers(Name(text.strip()), HITS))).members
            except DeskError as error:
                self.tell_error(error)
        self.query_one("#hits", HitList).show(hits)

    @on(SearchField.Hit)
    def _mark_hit(self, event: SearchField.Hit) -> None:
        hits = self.query_one("#hits", HitList)
        if hits.hits:
            hits.highlighted = min(max((hits.highlighted or 0) + event.down, 0), len(hits.hits) - 1)

    @on(Input.Submitted, "#search")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.dating:
            self.take_date(event.value)
            return
        self.run_worker(self._take_hit(event.value), exit_on_error=False, group="take")

    async def _take_hit(self, text: str) -> None:
        """Takes the marked hit; the search may be slower than the hand, so it is waited for."""
        await self._find(text)
        hit = self.query_one("#hits", HitList).marked()
        if hit is None:
            self.tell(say("Nobody is found by {text}.", text=text), "bad")
            return
        await self.choose(hit)

    @on(HitList.Chosen)
    def _clicked(self, event: HitList.Chosen) -> None:
        self.run_worker(self.choose(event.hit), exit_on_error=False, group="take")

    async def choose(self, hit: MemberHit) -> None:
        """A member is chosen and stays so; slot first: is booked at once."""
        self.member = hit
        self.leave_search()
        self._show_chosen()
        self.keep_standing()
        if self.slot_waits:
            self.slot_waits = False
            await self.book_here()
            return
        await self.follow()

    def leave_search(self) -> None:
        """Back to the grid."""
        self.dating = False
        self.search.value = ""
        self.query_one("#hits", HitList).show(())
        self.grid.focus()
        self.query_one("#find", TextLine).say(" " + _("Find:") + " ")

    @on(SearchField.Left)
    def _left(self) -> None:
        self.slot_waits = False
        self.leave_search()
        self.run_worker(self.look_ahead(), exit_on_error=False, group="outlook", exclusive=True)

    # ------------------------------------------------------------ which person, and what besides

    def pick_person(self, people: Sequence[GridBooking], picked: Callable[[GridBooking], None]) -> None:
        """Asks which of several is meant."""
        choices = [
            (f"{inside.name}  {inside.member}  {_(STATES[inside.state])}", partial(picked, inside))
            for inside in people
        ]
        self.query_one("#people", PickList).offer(choices)

    @on(PickList.Left)
    @on(OptionsRow.Left)
    def _back_to_grid(self) -> None:
        self.grid.focus()

    def action_options(self) -> None:
        """Places, people, purpose, or a reason to let a rule pass."""
        if self.member is None:
            self.tell(_("Choose a member first."), "bad")
            return
        self.query_one("#options", OptionsRow).open()

    @on(OptionsRow.Given)
    def _options_given(self, event: OptionsRow.Given) -> None:
        self.run_worker(self.book_here(**event.fields), exit_on_error=False, group="deed")

    @on(OptionsRow.Wrong)
    def _option_wrong(self, event: OptionsRow.Wrong) -> None:
        self.tell(say("{field} must be a whole number.", field=event.label), "bad")

    # ------------------------------------------------------------ days

    def action_day(self, days: int) -> None:
        if self.day is not None:
            self.go_to(self.day + timedelta(days=days))

    def action_today(self) -> None:
        self.go_to(self.console.link.today())

    def action_date(self) -> None:
        """The search field takes a date: 24, 11-24, 2026-11-24, +3."""
        self.dating = True
        self.query_one("#find", TextLine).say(" " + _("Date:") + " ")
        self.search.focus()

    def take_date(self, text: str) -> None:
        from tui.grid.dates import read_day

        assert self.day is not None  # noqa: S101 - the shell is open
        try:
            day = read_day(text, self.day)
        except ValueError:
            self.tell(say("{text} is not a date: 24, 11-24, 2026-11-24 or +3.", text=text), "bad")
            return
        self.leave_search()
        self.go_to(day)

    def go_to(self, day: date, key: SlotKey | None = None) -> None:
        """Shows another day, the cursor on a slot of it or where it stood."""
        here = self.grid.key()
        if key is None and here is not None:
            key = here._replace(date=day) if not self.week else None
        self.day, self._wanted = day, key
        self.run_worker(self._go(), exit_on_error=False, group="go", exclusive=True)

    async def _go(self) -> None:
        await self.follow()
        self.keep_standing()

    def action_week(self) -> None:
        """From the day to the facility's week and back, the cursor on the same slot."""
        key = self.grid.key()
        row = self.grid.model.rows[self.grid.cursor[0]].key if self.grid.model.rows else None
        if self.week and key is not None:
            self.day = key.date
        elif not self.week:
            self.facility = row
        self.week = not self.week
        self._wanted = key
        self.run_worker(self._go(), exit_on_error=False, group="go", exclusive=True)

    async def done(self, told: str) -> None:
        """After a command: the grid anew, and what came of it."""
        await self.follow()
        self.tell(told, "good")

    async def carry_out(self, command: "Command[Any]", told: str) -> bool:
        """Sends a command; tells what came of it, or why not."""
        try:
            await self.console.link.do(command)
        except DeskError as error:
            self.tell_error(error)
            return False
        await self.done(told)
        return True
