"""Catching up from paper: a day's bookings, one key each; walk-ins added; Enter writes all or nothing."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from core.booking.catching_up import CatchUp
from core.booking.paper import PaperLine, What
from core.clock import Minute
from core.errors import DeskError
from core.members.finding import FindMembers, MemberHit
from core.records import BookingId
from core.schedule.grid import AskGrid
from core.wire import Name
from tui.grid.words import day_told
from tui.keys import key_for
from tui.language import N_, _, say, say_count
from tui.paper import Entry, Mark, Walker, entries_of, read_span, read_time, slot_id
from tui.screens.base import DeskScreen
from tui.widgets.lines import TextLine, safe
from tui.widgets.search import HITS, HitList, SearchField
from tui.workers import begin

FIELDS = ("span", "reason", "when")


class CatchingUpScreen(DeskScreen):
    """Marks stay while the desk looks elsewhere; nothing is written before Enter."""

    CSS_PATH = "catching_up.tcss"
    AUTO_FOCUS = "#paper"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "apply", N_("write all lines"), show=False, id="paper.apply"),
        Binding("escape", "back", N_("back"), id="paper.back"),
        Binding("f5", "mark('came')", N_("came"), id="paper.came"),
        Binding("f8", "mark('stayed_away')", N_("stayed away"), id="paper.stayed_away"),
        Binding("f6", "walk_in", N_("walk-in"), id="paper.walk_in"),
        Binding("f7", "reason", N_("reason"), id="paper.reason"),
        Binding("f4", "span", N_("from when to when"), id="paper.span"),
        Binding("ctrl+left", "day(-1)", N_("day back"), show=False, id="paper.day_back"),
        Binding("ctrl+right", "day(1)", N_("day on"), show=False, id="paper.day_on"),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("After an outage: mark on each booking of the day what the paper says, then Enter writes all."),
        N_("Digits give the time at which it happened, as 1725; without one it is the slot's start."),
        N_("F6 adds somebody who came without a booking to the slot at hand; F6 on them takes them away."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.day: date | None = None
        self.span: tuple[Minute, Minute] = (Minute(0), Minute(1440))
        self.entries: list[Entry] = []
        self.marks: dict[BookingId, Mark] = {}
        self.walkers: list[Walker] = []
        self.asks_reason = False  # kept, so that a list which follows others does not paint the question over

    def compose(self) -> ComposeResult:
        fields = []
        for name in FIELDS:
            field = Input(id=f"paper-{name}", compact=True, select_on_focus=False, max_length=200)
            field.cursor_blink = False
            fields += [TextLine(id=f"label-{name}"), field]
        yield from self.frame(
            TextLine(id="paper-day"),
            Horizontal(*fields, id="paper-fields"),
            OptionList(id="paper"),
            HitList(id="paper-hits"),
            Horizontal(TextLine(id="label-who"), SearchField(id="paper-who"), id="paper-walker"),
            TextLine(id="paper-enter"),
        )

    def on_mount(self) -> None:
        self.query_one("#paper-walker").display = False
        self._run(self.follow)

    def on_screen_resume(self) -> None:
        if self.is_mounted:
            self._run(self.follow)

    def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        self.work(work, "paper")

    def retranslate(self) -> None:
        super().retranslate()
        labels = {"span": _("From-to"), "reason": _("Reason"), "when": _("Time"), "who": _("Who walked in")}
        for name, label in labels.items():
            self.query_one(f"#label-{name}", TextLine).say(f" {label}: ")
        self._list()
        self._run(self.look_ahead)

    def tell(self, text: str, tone: str = "") -> None:
        self.query_one("#paper-enter", TextLine).say(" " + text, tone)

    def tell_error(self, error: DeskError) -> None:
        from tui.sentences import sentence

        self.tell(sentence(error), "bad")

    @property
    def paper(self) -> OptionList:
        return self.query_one("#paper", OptionList)

    def field(self, name: str) -> Input:
        return self.query_one(f"#paper-{name}", Input)

    @property
    def reason(self) -> str:
        return self.field("reason").value.strip()

    # ------------------------------------------------------------ the list

    async def follow(self, wanted: object = None) -> None:
        """Asks for the day anew; the marks stay, and so does the cursor unless a row is wanted."""
        link = self.console.link
        if not link.is_open:
            return
        if self.day is None:
            self.day = min(self.console.day_shown(), link.today())
        try:
            grid = await link.ask(AskGrid(self.day))
        except DeskError as error:
            self.tell_error(error)
            return
        here = self.here()
        wanted = wanted or (None if here is None else here.key)
        self.entries = list(entries_of(grid, link.now(), self.span, self.marks, self.walkers))
        self._list()
        at = next((at for at, entry in enumerate(self.entries) if entry.key == wanted), None)
        if at is not None:
            self.paper.highlighted = at
        await self.look_ahead()

    def _list(self) -> None:
        if self.day is not None:
            told = say("Paper of {year}-{day}", year=self.day.year, day=day_told(self.day))
            self.query_one("#paper-day", TextLine).say(" " + told)
        at = self.paper.highlighted
        if at is None:  # on whom the paper may have a word
            booked = (place for place, entry in enumerate(self.entries) if entry.booking is not None)
            at = next(booked, 0)
        self.paper.clear_options()
        self.paper.add_options([Option(safe(entry.told())) for entry in self.entries])
        if self.entries:
            self.paper.highlighted = min(at, len(self.entries) - 1)

    def here(self) -> Entry | None:
        at = self.paper.highlighted
        return None if at is None or at >= len(self.entries) else self.entries[at]

    def lines(self) -> tuple[PaperLine, ...]:
        return tuple(line for entry in self.entries if (line := entry.line()) is not None)

    async def look_ahead(self) -> None:
        """What Enter does, by the command's own dry run."""
        lines = self.lines()
        if not self.entries:
            self._say_nothing_begun()
            return
        if not lines:
            self.tell(_("F5 = came, F8 = stayed away, F6 = somebody walked in; digits = the time"))
            return
        try:
            await self.console.link.do(CatchUp(lines, self.reason or "-", dry_run=True))
        except DeskError as error:
            self.tell_error(error)
            return
        if self.asks_reason and not self.reason:
            self.tell(_("Why did it stand on paper? Write the reason, Enter, and Enter again."), "bad")
            return
        self.tell(say_count("Enter = write {count} line", "Enter = write {count} lines", len(lines)))

    def _say_nothing_begun(self) -> None:
        key = key_for("paper.day_back", self.console.keymap)
        self.tell(say("No slot has begun in this time | {key} = the day before", key=key))

    # ------------------------------------------------------------ what the paper says

    def action_mark(self, what: What) -> None:
        """The same key again takes the mark away."""
        entry = self.here()
        if entry is None:
            self._say_nothing_begun()
            return
        if entry.booking is None:
            self.tell(_("Go to a booking; F6 adds somebody who came without one."), "bad")
            return
        booking = BookingId(entry.booking.booking)
        if entry.mark is not None and entry.mark.what == what:
            del self.marks[booking]
        else:
            self.marks[booking] = Mark(what, entry.mark.minute if entry.mark else None)
            self._step_down()
        self._run(self.follow)

    def _step_down(self) -> None:
        at = self.paper.highlighted or 0
        if at + 1 < len(self.entries):
            self.paper.highlighted = at + 1

    def on_key(self, event: events.Key) -> None:
        """A digit typed in the list begins the time of the row at hand."""
        if self.focused is self.paper and event.character and event.character.isdigit():
            event.stop()
            self.field("when").focus()
            self.field("when").insert_text_at_cursor(event.character)

    def action_walk_in(self) -> None:
        entry = self.here()
        if entry is None:
            self._say_nothing_begun()
            return
        if entry.walker is not None:
            self.walkers.remove(entry.walker)
            self._run(self.follow)
            return
        self.query_one("#paper-walker").display = True
        self.field("who").focus()

    @on(Input.Changed, "#paper-who")
    def _typed(self, event: Input.Changed) -> None:
        self.work(partial(self._find, event.value), "find")

    async def _find(self, text: str) -> None:
        hits: tuple[MemberHit, ...] = ()
        if text.strip():
            hits = (await self.console.link.ask(FindMembers(Name(text.strip()), HITS))).members
        self.query_one(HitList).show(hits)

    @on(SearchField.Hit)
    def _mark_hit(self, event: SearchField.Hit) -> None:
        hits = self.query_one(HitList)
        if hits.hits:
            hits.highlighted = min(max((hits.highlighted or 0) + event.down, 0), len(hits.hits) - 1)

    @on(Input.Submitted, "#paper-who")
    def _chosen(self, event: Input.Submitted) -> None:
        event.stop()
        begin(self, partial(self._take, event.value), "take")

    async def _take(self, text: str) -> None:
        await self._find(text)
        hit, entry = self.query_one(HitList).marked(), self.here()
        if hit is None or entry is None:
            self.tell(say("Nobody is found by {text}.", text=text), "bad")
            return
        walker = Walker(slot_id(entry.slot), hit)
        self.walkers.append(walker)
        self._leave_who()
        await self.follow(wanted=walker.key)

    @on(SearchField.Left)
    def _leave_who(self) -> None:
        self.field("who").value = ""
        self.query_one(HitList).show(())
        self.query_one("#paper-walker").display = False
        self.paper.focus()

    # ------------------------------------------------------------ fields

    def action_reason(self) -> None:
        self.field("reason").focus()

    def action_span(self) -> None:
        self.field("span").focus()

    @on(Input.Submitted, "#paper-when")
    def _time_given(self, event: Input.Submitted) -> None:
        event.stop()
        entry = self.here()
        try:
            minute = read_time(event.value)
        except ValueError:
            self.tell(say("{text} is no time: 17:25 or 1725.", text=event.value), "bad")
            return
        if entry is None or (entry.booking is None and entry.walker is None):
            self.tell(_("Go to a booking; F6 adds somebody who came without one."), "bad")
            return
        if entry.walker is not None:
            self.walkers[self.walkers.index(entry.walker)] = entry.walker._replace(minute=minute)
        elif entry.booking is not None:
            what = entry.mark.what if entry.mark else "came"
            self.marks[BookingId(entry.booking.booking)] = Mark(what, minute)
            self._step_down()
        self.field("when").value = ""
        self.paper.focus()
        self._run(self.follow)

    @on(Input.Submitted, "#paper-span")
    def _span_given(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self.span = read_span(event.value)
        except ValueError:
            self.tell(say("{text} is no span: 16:00-20:30.", text=event.value), "bad")
            return
        self.paper.focus()
        self._run(self.follow)

    @on(Input.Submitted, "#paper-reason")
    def _reason_given(self, event: Input.Submitted) -> None:
        event.stop()
        self.paper.focus()
        self._run(self.look_ahead)

    def action_day(self, days: int) -> None:
        """Another day; what is marked on this one stays and is written with it only."""
        if self.day is not None:
            self.day = min(self.day + timedelta(days=days), self.console.link.today())
            self._run(self.follow)

    # ------------------------------------------------------------ Enter and Esc

    @on(OptionList.OptionSelected, "#paper")
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_apply()

    def action_apply(self) -> None:
        lines = self.lines()
        if not lines:
            return
        if not self.reason:
            self.asks_reason = True
            self.field("reason").focus()
            self._run(self.look_ahead)
            return
        begin(self, partial(self._apply, CatchUp(lines, self.reason)), "deed")

    async def _apply(self, command: CatchUp) -> None:
        try:
            done = await self.console.link.do(command)
        except DeskError as error:
            self.tell_error(error)
            return
        for line in command.lines:
            self.marks.pop(line.booking or BookingId(0), None)
        kept = {entry.walker for entry in self.entries if entry.walker is not None}
        self.walkers = [walker for walker in self.walkers if walker not in kept]
        told = say_count("Written: {count} line.", "Written: {count} lines.", len(done.lines))
        self.console.back_to_grid(told, day=self.day)

    def action_back(self) -> None:
        """From a field to the list, from the list to the grid."""
        if self.focused is self.paper or self.focused is None:
            self.console.back_to_grid()
            return
        self.field("when").value = ""
        self.asks_reason = False
        self.paper.focus()
        self._run(self.look_ahead)
