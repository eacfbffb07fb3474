"""Finding a member on the grid: a letter typed anywhere starts it, Enter takes the first."""

from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.widgets import Input

from core.errors import DeskError
from core.wire import Name
from tui.keys import key_for
from tui.language import say
from tui.screens.booking_queue import BookingQueue
from tui.widgets.search import HITS, HitList, SearchField
from tui.workers import begin

if TYPE_CHECKING:
    from core.members.finding import MemberHit

NOBODY: "tuple[MemberHit, ...]" = ()


class BookingFinding(BookingQueue):
    """Finds a member."""

    vain = False
    """The line says that nobody was found."""

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
        if self.vain:
            self.vain = False
            self.say_again()
        if not event.value and self.search.has_focus and not self.waits():
            self.leave_search()
        else:
            self.work(partial(self._find, event.value), "find")

    def waits(self) -> bool:
        """Whether something is to be done with the next member found."""
        return self.slot_waits

    def say_again(self) -> None:
        """What the line said before nobody was found."""
        if self.slot_waits:
            self.ask_who()
        else:
            self.work(self.look_ahead, "outlook")

    async def _find(self, text: str) -> None:
        from core.members.finding import FindMembers

        hits, in_vain = NOBODY, ""
        if text.strip() and self.console.link.is_open:
            try:
                hits = (await self.console.link.ask(FindMembers(Name(text.strip()), HITS))).members
                in_vain = "" if hits else text.strip()
            except DeskError as error:
                self.tell_error(error)
        self.query_one("#hits", HitList).show(hits, in_vain)

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
        begin(self, partial(self._take_hit, event.value), "take")

    async def _take_hit(self, text: str) -> None:
        """Takes the marked hit; the search may be slower than the hand, so it is waited for."""
        if not text.strip():
            self.say_again()
            return
        await self._find(text)
        hit = self.query_one("#hits", HitList).marked()
        if hit is not None:
            await self.choose(hit)
        elif self.console.link.is_open:
            self.vain = True
            key = key_for("booking.new", self.console.keymap)
            told = say("Nobody is found by {text}.", text=text)
            self.tell(f"{told} " + say("{key} = a new member", key=key), "bad")

    async def action_new_member(self) -> None:
        """Takes somebody in whom nobody knows yet, by the name that was looked for in vain."""
        text = self.search.value.strip()
        if self.search.has_focus:
            self.leave_search()
        await self.console.new_member("" if text.isascii() else text)

    async def follow(self, *, quietly: bool = False) -> None:
        """What was typed before the club was open is looked for then."""
        first = self.answer is None
        await super().follow(quietly=quietly)
        if first and self.answer is not None and self.search.value and not self.dating:
            await self._find(self.search.value)

    @on(HitList.Chosen)
    def _clicked(self, event: HitList.Chosen) -> None:
        begin(self, partial(self.choose, event.hit), "take")

    async def choose(self, hit: "MemberHit") -> None:
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
        self.say_find()

    @on(SearchField.Left)
    def _left(self) -> None:
        self.slot_waits = False
        self.leave_search()
        self.work(self.look_ahead, "outlook")

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
