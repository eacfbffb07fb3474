"""What can be done on the grid: book, move, cancel, check in. The screen beside it shows, this acts."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from core.booking.attendance import CheckIn
from core.booking.book import Book
from core.booking.cancel import Cancel
from core.booking.move import Move
from core.schedule.grid import GridBooking, GridSlot
from core.wire import minute_told
from tui.grid.model import SlotKey
from tui.grid.words import day_told
from tui.language import _, say

if TYPE_CHECKING:
    from tui.screens.booking import BookingScreen


class Deeds:
    """Mixed into the booking screen: the keys that change something."""

    lifted: GridBooking | None = None
    """The booking that was picked up to be moved."""

    lifted_from: SlotKey | None = None
    confirming: tuple[GridBooking, SlotKey] | None = None
    """The booking that Enter would cancel."""

    slot_waits = False
    """Enter was pressed on a slot before a member was chosen: the next one chosen is booked there."""

    dating = False

    @property
    def _screen(self) -> "BookingScreen":
        from tui.screens.booking import BookingScreen

        assert isinstance(self, BookingScreen)  # noqa: S101 - mixed into that screen only
        return self

    def lifted_key(self) -> SlotKey | None:
        return self.lifted_from

    def _run(self, deed: Any) -> None:
        self._screen.run_worker(deed, exit_on_error=False, group="deed")

    # ------------------------------------------------------------ Enter and Esc

    def action_enter(self) -> None:
        """Does what the line above says."""
        screen = self._screen
        cell = screen.grid.cell()
        if self.confirming is not None:
            self._run(self._cancel_confirmed())
        elif cell is None or cell.slot is None:
            return
        elif self.lifted is not None:
            self._run(self._put_down(cell.slot))
        elif screen.member is None:
            self.slot_waits = True
            screen.tell(_("Who? Letters, staff number or the phone's last digits; Enter takes the first."))
            screen.search.focus()
        else:
            self._run(self.book_here())

    def action_back(self) -> None:
        """One step out: the question, the booking in hand, the selection, the chosen member."""
        screen = self._screen
        if self.confirming is not None:
            self.confirming = None
        elif self.lifted is not None:
            self.lifted = self.lifted_from = None
            screen.show_grid()
        elif screen.grid.extent:
            screen.grid.action_extend(-screen.grid.extent)
        elif screen.member is not None:
            screen.member = None
            screen.dimmed = frozenset()
            screen.retranslate()
            screen.keep_standing()
        self._run(screen.look_ahead())

    async def book_here(self, **more: Any) -> None:
        """Books the chosen member into the selected slots."""
        screen = self._screen
        cells = screen.grid.chosen()
        slots = [cell.slot for cell in cells if cell.slot is not None]
        if not slots or screen.member is None:
            return
        first = slots[0]
        single = len(slots) == 1
        command = Book(
            screen.member.member,
            first.facility,
            first.date,
            start=first.start if single else None,
            starts=None if single else tuple(slot.start for slot in slots),
            walk_in=single and screen.walks_in(first),
            **more,
        )
        told = say(
            "{person} is booked: {name} {day} {start}",
            person=screen.member.name,
            name=screen.facility_name(first.facility),
            day=day_told(first.date),
            start=", ".join(minute_told(slot.start) for slot in slots),
        )
        await screen.carry_out(command, told)

    # ------------------------------------------------------------ move

    def action_move(self) -> None:
        """Picks a booking up; F7 again, or Enter, puts it down where the cursor stands."""
        screen = self._screen
        cell = screen.grid.cell()
        if self.lifted is not None:
            self.action_enter()
            return
        self._with_booking(("confirmed", "pending"), self._lift)
        del cell

    def _lift(self, booking: GridBooking, slot: GridSlot) -> None:
        screen = self._screen
        self.lifted, self.lifted_from = booking, SlotKey(slot.facility, slot.date, slot.start)
        screen.show_grid()
        screen.tell(say("{person} is in hand: go to the new place, Enter puts down.", person=booking.name))

    async def _put_down(self, slot: GridSlot) -> None:
        screen, booking = self._screen, self.lifted
        assert booking is not None  # noqa: S101 - the caller has seen to it
        told = say(
            "{person} is moved: {name} {day} {start}",
            person=booking.name,
            name=screen.facility_name(slot.facility),
            day=day_told(slot.date),
            start=minute_told(slot.start),
        )
        kept = (self.lifted, self.lifted_from)
        self.lifted = self.lifted_from = None
        if not await screen.carry_out(Move(booking.booking, slot.date, slot.start, slot.facility), told):
            self.lifted, self.lifted_from = kept

    # ------------------------------------------------------------ cancel

    def action_cancel(self) -> None:
        """Asks first, since it takes something away; Enter does it, Esc leaves it."""
        self._with_booking(("confirmed", "pending", "checked_in"), self._ask_to_cancel)

    def _ask_to_cancel(self, booking: GridBooking, slot: GridSlot) -> None:
        self.confirming = (booking, SlotKey(slot.facility, slot.date, slot.start))
        self._screen.tell(
            say(
                "Enter = cancel {person}, {name} {start} | Esc = keep it",
                person=booking.name,
                name=self._screen.facility_name(slot.facility),
                start=minute_told(slot.start),
            ),
            "bad",
        )

    async def _cancel_confirmed(self) -> None:
        assert self.confirming is not None  # noqa: S101 - the caller has seen to it
        booking, _key = self.confirming
        self.confirming = None
        screen = self._screen
        begun = any(cell.slot is not None and screen.walks_in(cell.slot) for cell in screen.grid.chosen())
        reason = _("at the desk") if begun else None
        await screen.carry_out(
            Cancel(booking.booking, reason), say("Cancelled: {person}", person=booking.name)
        )

    # ------------------------------------------------------------ check in

    def action_check_in(self) -> None:
        self._with_booking(("confirmed",), lambda booking, slot: self._run(self._check_in(booking, slot)))

    async def _check_in(self, booking: GridBooking, slot: GridSlot) -> None:
        del slot
        await self._screen.carry_out(
            CheckIn(booking.booking), say("{person} is checked in", person=booking.name)
        )

    # ------------------------------------------------------------ which booking is meant

    def _with_booking(self, states: tuple[str, ...], deed: Callable[[GridBooking, GridSlot], None]) -> None:
        """The chosen member's booking in this slot, else the only one; else it must be said whose."""
        screen = self._screen
        cell = screen.grid.cell()
        slot = None if cell is None else cell.slot
        if slot is None:
            return
        fitting = [inside for inside in slot.bookings if inside.state in states]
        member = screen.member.member if screen.member else None
        mine = [inside for inside in fitting if inside.member == member]
        found = mine or fitting
        if len(found) == 1:
            deed(found[0], slot)
        elif not found:
            screen.tell(_("Nobody in this slot to do that with."), "bad")
        else:
            screen.pick_person(found, lambda booking: deed(booking, slot))

    def action_next_place(self) -> None:
        """To the next place that the chosen member could have."""
        screen = self._screen
        instead = screen.outlook.instead if screen.outlook else None
        if instead is None:
            screen.tell(_("No other place was found within a week."), "bad")
            return
        key = SlotKey(instead.facility, instead.date, instead.start)
        if screen.grid.stand_on(key):
            return
        if screen.week:
            screen.facility = instead.facility
        screen.go_to(instead.date, key)
