"""What can be done for a member: check in, move, cancel, link a card, leave."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.widgets import Input, OptionList

from core.booking.attendance import CheckIn
from core.booking.cancel import Cancel
from core.booking.records import State
from core.errors import DeskError
from core.members.finding import BookingLine, MemberHit
from core.members.keeping import ChangeMember
from core.members.leaving import MemberLeaves
from core.records import booking_told
from core.schedule.grid import GridBooking
from core.wire import Name
from tui.grid.model import SlotKey
from tui.language import _, say, say_count
from tui.screens.members_view import MemberView
from tui.widgets.search import HitList
from tui.widgets.visits import BookingList
from tui.workers import begin

if TYPE_CHECKING:
    from core.command import Command

CANCELLED_BY_LEAVING: tuple[State, ...] = ("pending", "confirmed")
MOVED: tuple[State, ...] = ("pending", "confirmed", "displaced")
CANCELLED: tuple[State, ...] = ("pending", "confirmed", "checked_in")


class MemberDeeds(MemberView):
    """The keys that change something."""

    def run_deed(self, deed: Callable[[], Awaitable[None]]) -> None:
        begin(self, deed, "deed")

    async def carry_out(self, command: "Command[Any]", told: str) -> bool:
        """Sends a command; tells what came of it, or why not."""
        try:
            await self.console.link.do(command)
        except DeskError as error:
            await self.follow()
            self.tell_error(error)
            return False
        await self.follow()
        self.tell(told, "good")
        return True

    def focus_bookings(self) -> None:
        """The question is asked of the bookings."""
        self.show_lots(False)  # noqa: FBT003 - either of two lists
        self.focus_list()

    # ------------------------------------------------------------ one booking

    def _booking_in(self, *states: State) -> BookingLine | None:
        """The marked booking; None, and told, where it is in none of the states."""
        line = self.bookings.marked()
        if line is None:
            self.tell(_("No booking is marked."), "bad")
        elif line.state not in states:
            self.tell_error(DeskError("wrong_state", booking=booking_told(line.booking), state=line.state))
        else:
            return line
        return None

    @on(OptionList.OptionHighlighted, "#bookings")
    def _booking_marked(self) -> None:
        """The question was about another line."""
        self.question = None
        self.say_enter()

    @on(BookingList.Entered)
    def _entered(self) -> None:
        line, question = self.bookings.marked(), self.question
        self.question = None
        if question == "leave":
            self.run_deed(self._leave)
        elif question is not None:
            self.run_deed(partial(self._cancel, question))
        elif self.card is not None and self.person is not None:
            self.run_deed(partial(self.link, self.person.staff_no))
        elif line is not None:
            self.go_to_grid(line)

    def action_check_in(self) -> None:
        line = self.bookings.marked()
        self.question = None
        if line is None:
            self.tell(_("No booking is marked."), "bad")
            return
        told = say("Checked in: {booking}", booking=self.booking_told(line))
        self.run_deed(partial(self._do, CheckIn(line.booking), told))

    def action_move(self) -> None:
        """On the grid, the booking in hand."""
        line = self._booking_in(*MOVED)
        if line is not None:
            self.go_to_grid(line, lift=True)

    def action_cancel(self) -> None:
        """Asks first, since it takes something away; Enter does it, Esc leaves it."""
        line = self._booking_in(*CANCELLED)
        if line is not None:
            self.focus_bookings()
            self.question = line
            self.say_enter()

    async def _cancel(self, line: BookingLine) -> None:
        reason = _("at the desk") if self._has_begun(line) else None
        told = say("Cancelled: {booking}", booking=self.booking_told(line))
        await self.carry_out(Cancel(line.booking, reason), told)

    def _has_begun(self, line: BookingLine) -> bool:
        now = self.console.link.now()
        return (line.date, line.start) <= (now.date(), now.hour * 60 + now.minute)

    async def _do(self, command: "Command[Any]", told: str) -> None:
        await self.carry_out(command, told)

    # ------------------------------------------------------------ leaving

    def action_leaves(self) -> None:
        """Asks first, and says what would be cancelled."""
        person = self.person
        if person is None:
            self.tell(_("Choose a member first."), "bad")
        elif person.left:
            facts = {"person": person.name, "left_on": str(person.left_on)}
            self.tell_error(DeskError("member_left", **facts))
        else:
            self.focus_bookings()
            self.question = "leave"
            self.say_enter()

    def enter_told(self) -> tuple[str, str]:
        if self.question is None or self.person is None:
            return super().enter_told()
        if self.question != "leave":
            told = say("Enter = cancel {booking} | Esc = keep it", booking=self.booking_told(self.question))
            return told, "bad"
        coming = [line for line in self.person.coming if line.state in CANCELLED_BY_LEAVING]
        lost = [self.booking_told(line) for line in coming if not self._has_begun(line)]
        if not lost:
            return say("Enter = {person} leaves today | Esc = stays", person=self.person.name), "bad"
        told = say_count(
            "Enter = {person} leaves today, {count} booking is cancelled | Esc = stays | {bookings}",
            "Enter = {person} leaves today, {count} bookings are cancelled | Esc = stays | {bookings}",
            len(lost),
            person=self.person.name,
            bookings=" | ".join(lost),
        )
        return told, "bad"

    async def _leave(self) -> None:
        if self.person is None:
            return
        person = self.person
        try:
            left = await self.console.link.do(MemberLeaves(person.staff_no))
        except DeskError as error:
            self.tell_error(error)
            return
        await self.follow()
        count = len(left.cancelled)
        told = say_count(
            "{person} has left; {count} booking was cancelled",
            "{person} has left; {count} bookings were cancelled",
            count,
            person=person.name,
        )
        self.tell(told, "good")

    # ------------------------------------------------------------ finding takes, a card is linked

    @on(Input.Submitted, "#search")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        begin(self, partial(self._take_hit, event.value), "take")

    async def _take_hit(self, text: str) -> None:
        """Takes the marked hit; the search may be slower than the hand, so it is waited for."""
        if not text.strip():
            if self.card is not None and self.person is not None:
                await self.link(self.person.staff_no)
            return
        if self.found_by != text:
            await self.find(text)
        hit = self.hits.marked()
        if hit is None:
            self.tell(say("Nobody is found by {text}.", text=text), "bad")
            return
        await self.take(hit)

    @on(HitList.Chosen)
    def _clicked(self, event: HitList.Chosen) -> None:
        begin(self, partial(self.take, event.hit), "take")

    async def take(self, hit: MemberHit) -> None:
        """Another member is shown; a card that waits is linked to them."""
        self.leave_search()
        self.staff_no = hit.staff_no
        if self.card is not None:
            await self.link(hit.staff_no, hit.card_no)
            return
        await self.follow()
        self.say_enter()

    async def link(self, staff_no: Name, old: Name | None = None) -> None:
        """Gives the card that was read to a member."""
        if self.card is None:
            return
        card, self.card = Name(self.card), None
        if self.person is not None and self.person.staff_no == staff_no:
            old = self.person.card_no
        try:
            await self.console.link.do(ChangeMember(staff_no, card_no=card))
        except DeskError as error:
            self.card = card
            await self.follow()
            self.tell_error(error)
            return
        self.leave_search()
        await self.follow()
        name = self.person.name if self.person else staff_no
        if old and old != card:
            told = say("{person} has the card {card} now, in place of {old}", person=name, card=card, old=old)
        else:
            told = say("{person} has the card {card} now", person=name, card=card)
        self.tell(told, "good")

    # ------------------------------------------------------------ the grid

    def go_to_grid(self, line: BookingLine | None = None, *, lift: bool = False) -> None:
        """The grid again, the person chosen there; on a booking's cell, the booking in hand to be moved."""
        self.card = self.question = None
        hit = self.hit() if self.staff_no else None
        self.console.switch_mode("booking")
        begin(self.console, partial(self._on_grid, hit, line, lift=lift), "back", exclusive=True)

    async def _on_grid(self, hit: MemberHit | None, line: BookingLine | None, *, lift: bool) -> None:
        grid = self.console.booking
        if grid is None:
            return
        grid.slot_waits = grid.linking = False
        grid.card = grid.confirming = None
        if line is not None:
            grid.lifted = grid.lifted_from = None
            grid.day = line.date
            grid.facility = line.facility if grid.week else grid.facility
        if hit is None:
            await grid.come_back("", None)
            return
        await grid.choose(hit)
        if line is None:
            return
        key = SlotKey(line.facility, line.date, line.start)
        is_shown = grid.grid.stand_on(key)
        if lift:
            booking = GridBooking(line.booking, hit.member, hit.name, line.party, line.state)
            grid.take_in_hand(booking, None if line.state == "displaced" else key)
        elif not is_shown:
            grid.tell(say("Its slot is not on the grid: {booking}", booking=self.booking_told(line)), "bad")
