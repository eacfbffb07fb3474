"""What can be done on the grid: book, move, cancel, check in. The screen beside it shows, this acts."""

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from textual import on

from core.booking.attendance import CheckIn
from core.booking.book import Book
from core.booking.cancel import Cancel
from core.booking.move import Move
from core.errors import DeskError
from core.schedule.grid import GridBooking, GridSlot
from core.wire import minute_told
from tui.grid.model import SlotKey
from tui.grid.widget import SlotGrid
from tui.grid.words import STATES, day_told
from tui.language import _, say
from tui.screens.booking_days import BookingDays
from tui.widgets.options import OptionsRow
from tui.widgets.picking import PickList
from tui.workers import begin


class BookingDeeds(BookingDays):
    """The keys that change something."""

    slot_waits = False
    """Enter was pressed on a slot before a member was chosen: the next one chosen is booked there."""

    def _run(self, deed: Callable[[], Awaitable[None]]) -> None:
        begin(self, deed, "deed")

    def retranslate(self) -> None:
        super().retranslate()
        cell = self.grid.cell()
        if self.confirming is not None and cell is not None and cell.slot is not None:
            self._ask_to_cancel(self.confirming, cell.slot)

    # ------------------------------------------------------------ Enter and Esc

    @on(SlotGrid.Picked)
    def _picked(self) -> None:
        self.action_enter()

    def action_enter(self) -> None:
        """Does what the line above says."""
        cell = self.grid.cell()
        if self.confirming is not None:
            self._run(self._cancel_confirmed)
        elif cell is None or cell.slot is None:
            return
        elif self.lifted is not None:
            self._run(partial(self._put_down, cell.slot))
        elif self.member is None:
            self.slot_waits = True
            self.tell(_("Who? Letters, staff number or the phone's last digits; Enter takes the first."))
            self.search.focus()
        else:
            self._run(self.book_here)

    def action_back(self) -> None:
        """One step out: the question, the booking in hand, the selection, the chosen member."""
        if self.confirming is not None:
            self.confirming = None
        elif self.lifted is not None:
            self.lifted = self.lifted_from = None
            self.show_grid()
        elif self.grid.extent:
            self.grid.action_extend(-self.grid.extent)
        elif self.member is not None:
            self.member = None
            self.person, self.dimmed = None, frozenset()
            self.retranslate()
            self.keep_standing()
        self._run(self.look_ahead)

    async def book_here(self, **more: Any) -> None:
        """Books the chosen member into the selected slots."""
        cells = self.grid.chosen()
        slots = [cell.slot for cell in cells if cell.slot is not None]
        if not slots or self.member is None:
            return
        first = slots[0]
        single = len(slots) == 1
        command = Book(
            self.member.member,
            first.facility,
            first.date,
            start=first.start if single else None,
            starts=None if single else tuple(slot.start for slot in slots),
            walk_in=single and self.walks_in(first),
            **more,
        )
        told = say(
            "{person} is booked: {name} {day} {start}",
            person=self.member.name,
            name=self.facility_name(first.facility),
            day=day_told(first.date),
            start=", ".join(minute_told(slot.start) for slot in slots),
        )
        await self.carry_out(command, told)

    # ------------------------------------------------------------ move

    def action_move(self) -> None:
        """Picks a booking up; F7 again, or Enter, puts it down where the cursor stands."""
        if self.lifted is not None:
            self.action_enter()
            return
        self._with_booking(("confirmed", "pending"), self._lift)

    def _lift(self, booking: GridBooking, slot: GridSlot) -> None:
        self.take_in_hand(booking, SlotKey(slot.facility, slot.date, slot.start))

    def take_in_hand(self, booking: GridBooking, stands: SlotKey | None) -> None:
        """A booking to be put down elsewhere; None for one that has lost its place."""
        self.lifted, self.lifted_from = booking, stands
        self.show_grid()
        self.tell(say("{person} is in hand: go to the new place, Enter puts down.", person=booking.name))
        self.work(self._look_from_hand, "outlook")

    async def _look_from_hand(self) -> None:
        """The next place that the booking in hand could have, for F4; what was told stays."""
        with contextlib.suppress(DeskError):
            await self.foretell()

    async def _put_down(self, slot: GridSlot) -> None:
        booking = self.lifted
        assert booking is not None  # noqa: S101 - the caller has seen to it
        told = say(
            "{person} is moved: {name} {day} {start}",
            person=booking.name,
            name=self.facility_name(slot.facility),
            day=day_told(slot.date),
            start=minute_told(slot.start),
        )
        kept = (self.lifted, self.lifted_from)
        self.lifted = self.lifted_from = None
        if not await self.carry_out(Move(booking.booking, slot.date, slot.start, slot.facility), told):
            self.lifted, self.lifted_from = kept

    # ------------------------------------------------------------ cancel

    def action_cancel(self) -> None:
        """Asks first, since it takes something away; Enter does it, Esc leaves it."""
        self._with_booking(("confirmed", "pending", "checked_in"), self._ask_to_cancel)

    def _ask_to_cancel(self, booking: GridBooking, slot: GridSlot) -> None:
        self.confirming = booking
        self.tell(
            say(
                "Enter = cancel {person}, {name} {start} | Esc = keep it",
                person=booking.name,
                name=self.facility_name(slot.facility),
                start=minute_told(slot.start),
            ),
            "bad",
        )

    async def _cancel_confirmed(self) -> None:
        assert self.confirming is not None  # noqa: S101 - the caller has seen to it
        booking = self.confirming
        self.confirming = None
        cell = self.grid.cell()
        begun = cell is not None and cell.slot is not None and self.walks_in(cell.slot)
        reason = _("at the desk") if begun else None
        await self.carry_out(Cancel(booking.booking, reason), say("Cancelled: {person}", person=booking.name))

    # ------------------------------------------------------------ check in

    def action_check_in(self) -> None:
        self._with_booking(
            ("confirmed",), lambda booking, slot: self._run(partial(self._check_in, booking, slot))
        )

    async def _check_in(self, booking: GridBooking, slot: GridSlot) -> None:
        del slot
        await self.carry_out(CheckIn(booking.booking), say("{person} is checked in", person=booking.name))

    # ------------------------------------------------------------ which booking is meant

    def _with_booking(self, states: tuple[str, ...], deed: Callable[[GridBooking, GridSlot], None]) -> None:
        """The chosen member's booking in this slot, else the only one; else it must be said whose."""
        cell = self.grid.cell()
        slot = None if cell is None else cell.slot
        if slot is None:
            return
        fitting = [inside for inside in slot.bookings if inside.state in states]
        member = self.member.member if self.member else None
        mine = [inside for inside in fitting if inside.member == member]
        found = mine or fitting
        if len(found) == 1:
            deed(found[0], slot)
        elif not found:
            self.tell(_("Nobody in this slot to do that with."), "bad")
        else:
            self.pick_person(found, lambda booking: deed(booking, slot))

    def action_next_place(self) -> None:
        """To the next place that the chosen member could have."""
        if self.member is None and self.lifted is None:
            self.tell(_("Choose a member first."), "bad")
            return
        instead = self.outlook.instead if self.outlook else None
        if instead is None:
            can = self.outlook is not None and self.outlook.state is not None
            here, nowhere = _("This place can be had: Enter."), _("No other place was found within a week.")
            self.tell(here if can else nowhere, "" if can else "bad")
            return
        key = SlotKey(instead.facility, instead.date, instead.start)
        if self.grid.stand_on(key):
            return
        if self.week:
            self.facility = instead.facility
        self.go_to(instead.date, key)

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
        begin(self, partial(self.book_here, **event.fields), "deed")

    @on(OptionsRow.Wrong)
    def _option_wrong(self, event: OptionsRow.Wrong) -> None:
        self.tell(say("{field} must be a whole number.", field=event.label), "bad")
