"""What can be done on the grid: book, move, cancel, check in. The screen beside it shows, this acts."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size
from textual import on

from core.errors import DeskError
from core.text import visible
from core.wire import minute_told
from tui.grid.model import SlotKey, standing_of
from tui.grid.widget import SlotGrid
from tui.grid.words import STATES, day_told
from tui.keys import key_for
from tui.language import N_, _, listed, say
from tui.screens.booking_days import BookingDays
from tui.widgets.options import OptionsRow
from tui.widgets.picking import PickList
from tui.workers import begin

if TYPE_CHECKING:
    from core.booking.book import Booked
    from core.booking.move import Moved
    from core.schedule.grid import GridBooking, GridSlot

WIDEST_NAME = 24
"""The column of names to pick from takes no more cells."""

Choice = tuple[str, Callable[[], None]]
"""Somebody who may be meant, in words, and what is done then."""


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
        elif self.member is None and cell.slot.state != "open":
            self._tell_shut(cell.slot)
        elif self.member is None:
            self.slot_waits = True
            self.ask_who()
            self.search.focus()
        else:
            self._run(self.book_here)

    def action_back(self) -> None:
        """One step out: the question, the booking in hand, the selection, the chosen member."""
        if self.confirming is not None:
            self.confirming = None
        elif self.lifted is not None:
            self._run(self._let_go)
            return
        elif self.grid.extent:
            self.grid.action_extend(-self.grid.extent)
        elif self.member is not None:
            self.member = None
            self.person = self.purse = None
            self.dimmed = frozenset()
            self.retranslate()
            self.keep_standing()
        self._run(self.look_ahead)

    async def book_here(self, **more: Any) -> None:
        """Books the chosen member into the selected slots."""
        from core.booking.book import Book

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
        told = partial(self._booked_told, self.member.name, slots)
        await self.carry_out(command, told, self.offer_instead)

    def _booked_told(self, person: str, slots: "Sequence[GridSlot]", booked: "Booked") -> str:
        told = {
            "pending": N_("{person} has applied, waiting for approval: {place}"),
            "checked_in": N_("{person} has walked in and is checked in: {place}"),
        }.get(booked.state, N_("{person} is booked: {place}"))
        starts = listed(minute_told(slot.start) for slot in slots)
        return say(told, person=person, place=f"{self._day_told(slots[0])} {starts}")

    def _day_told(self, slot: "GridSlot") -> str:
        return f"{self.facility_name(slot.facility)} {day_told(slot.date)}"

    def _place_told(self, slot: "GridSlot") -> str:
        """`羽毛球1号场 11-24 周二 17:30`."""
        return f"{self._day_told(slot)} {minute_told(slot.start)}"

    def _tell_shut(self, slot: "GridSlot") -> None:
        """A slot that is closed or over, before anybody is looked for."""
        from tui.sentences.desk import sentence_of_code

        told = {
            "name": self.facility_name(slot.facility),
            "date": slot.date.isoformat(),
            "start": minute_told(slot.start),
        }
        self.tell(sentence_of_code(f"slot_{slot.state}", told), "bad")

    async def offer_instead(self) -> None:
        """After a refusal: what is in the way, and the key to the next place that can be had."""
        try:
            foretold = await self.foretell()
        except DeskError:
            return
        if self.outlook is not None and self.outlook.state is None:
            self.foretold = foretold
            self.tell(*foretold)

    def ask_who(self) -> None:
        """The slot waits for its member."""
        self.tell(_("Who? Letters, staff number or the phone's last digits; Enter takes the first."))

    # ------------------------------------------------------------ move

    def action_move(self) -> None:
        """Picks a booking up; F7 again, or Enter, puts it down where the cursor stands."""
        if self.lifted is not None:
            self.action_enter()
            return
        self._with_booking(("confirmed", "pending"), self._lift, _("Nobody to move in this slot."))

    def _lift(self, booking: "GridBooking", slot: "GridSlot") -> None:
        self.take_in_hand(booking, SlotKey(slot.facility, slot.date, slot.start))

    def take_in_hand(self, booking: "GridBooking", stands: SlotKey | None) -> None:
        """A booking to be put down elsewhere; None for one that has lost its place."""
        self.lifted, self.lifted_from = booking, stands
        self.show_grid()
        self.tell(self.in_hand_told(booking))
        self._run(self.follow_quietly)

    async def _let_go(self) -> None:
        """The booking in hand stays where it is."""
        self.lifted = self.lifted_from = None
        await self.follow()

    async def _put_down(self, slot: "GridSlot") -> None:
        from core.booking.move import Move

        booking = self.lifted
        assert booking is not None  # noqa: S101 - the caller has seen to it
        if self.lifted_from == (slot.facility, slot.date, slot.start):
            await self._let_go()
            self.tell(say("{person} stays: {place}", person=booking.name, place=self._place_told(slot)))
            return
        kept = (self.lifted, self.lifted_from)
        self.lifted = self.lifted_from = None

        async def stay_in_hand() -> None:
            self.lifted, self.lifted_from = kept
            await self.offer_instead()

        command = Move(booking.booking, slot.date, slot.start, slot.facility)
        if not await self.carry_out(command, partial(self._moved_told, booking.name, slot), stay_in_hand):
            self.lifted, self.lifted_from = kept

    def _moved_told(self, person: str, slot: "GridSlot", moved: "Moved") -> str:
        told = N_("{person} is moved: {place}")
        if moved.state == "pending":
            told = N_("{person} is moved, waiting for approval: {place}")
        return say(told, person=person, place=self._place_told(slot))

    # ------------------------------------------------------------ cancel

    def action_cancel(self) -> None:
        """Asks first, since it takes something away; Enter does it, Esc leaves it."""
        states = ("confirmed", "pending", "checked_in")
        self._with_booking(states, self._ask_to_cancel, _("Nothing to cancel in this slot."))

    def _ask_to_cancel(self, booking: "GridBooking", slot: "GridSlot") -> None:
        self.confirming = booking
        self.tell(
            say(
                "Enter = cancel {person}, {place} | Esc = keep it",
                person=booking.name,
                place=self._place_told(slot),
            ),
            "bad",
        )

    async def _cancel_confirmed(self) -> None:
        from core.booking.cancel import Cancel

        assert self.confirming is not None  # noqa: S101 - the caller has seen to it
        booking = self.confirming
        self.confirming = None
        cell = self.grid.cell()
        if cell is None or cell.slot is None:
            return
        reason = _("at the desk") if self.walks_in(cell.slot) else None
        told = say("Cancelled: {person}, {place}", person=booking.name, place=self._place_told(cell.slot))
        await self.carry_out(Cancel(booking.booking, reason), told)

    # ------------------------------------------------------------ check in

    def action_check_in(self) -> None:
        nobody = _("Nobody to check in in this slot.")
        self._with_booking(("confirmed",), lambda booking, _slot: self.check_in_here(booking), nobody)

    def check_in_here(self, booking: "GridBooking") -> None:
        """Somebody in the slot under the cursor."""
        cell = self.grid.cell()
        if cell is not None and cell.slot is not None:
            self._run(partial(self._check_in, booking, cell.slot))

    async def _check_in(self, booking: "GridBooking", slot: "GridSlot") -> None:
        from core.booking.attendance import CheckIn

        told = say("{person} is checked in: {place}", person=booking.name, place=self._place_told(slot))
        await self.carry_out(CheckIn(booking.booking), told)

    # ------------------------------------------------------------ which booking is meant

    def slot_here(self) -> "GridSlot | None":
        """The slot under the cursor; None, and told, where there is none."""
        cell = self.grid.cell()
        slot = None if cell is None else cell.slot
        if slot is None:
            self.tell(_("There is no slot here."), "bad")
        return slot

    def _with_booking(
        self, states: tuple[str, ...], deed: "Callable[[GridBooking, GridSlot], None]", nobody: str
    ) -> None:
        """The chosen member's booking in this slot, else the only one; else it must be said whose. Where none
        is in one of the states, `nobody` is told."""
        slot = self.slot_here()
        if slot is None:
            return
        fitting = [inside for inside in slot.bookings if inside.state in states]
        member = self.member.member if self.member else None
        mine = [inside for inside in fitting if inside.member == member]
        found = mine or fitting
        if len(found) == 1:
            deed(found[0], slot)
        elif not found:
            alone = slot.bookings[0] if len(slot.bookings) == 1 else None
            there = f"{alone.name} {_(STATES[alone.state])}" if alone else ""
            self.tell(" | ".join(filter(None, (nobody, there, self._bookings_elsewhere()))), "bad")
        else:
            self.pick_person(found, lambda booking: deed(booking, slot))

    def _bookings_elsewhere(self) -> str:
        """Where the chosen member's bookings are found, if there are any."""
        from tui.widgets.visits import is_coming

        if self.person is None or not any(map(is_coming, self.person.coming)):
            return ""
        key = key_for("console.member", self.console.keymap)
        return say("{key} = the bookings of {person}", key=key, person=self.person.name)

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

    def pick_person(self, people: "Sequence[GridBooking]", picked: "Callable[[GridBooking], None]") -> None:
        """Asks which of several in a slot is meant."""
        self.offer_people(self.choices(people, picked))

    def choices(
        self, people: "Sequence[GridBooking]", picked: "Callable[[GridBooking], None]"
    ) -> list[Choice]:
        """Those who are in a slot, to be picked from."""
        names = [visible(inside.name) for inside in people]
        width = min(max(map(cell_len, names)), WIDEST_NAME)
        return [
            (
                f"{set_cell_size(name, width)}  {inside.member}  {self._standing_told(inside)}",
                partial(picked, inside),
            )
            for name, inside in zip(names, people, strict=True)
        ]

    def _standing_told(self, booking: "GridBooking") -> str:
        """How somebody in the slot under the cursor stands."""
        cell = self.grid.cell()
        if cell is None or cell.slot is None:
            return _(STATES[booking.state])
        return _(STATES[standing_of(booking, cell.slot, self.console.link.now())])

    def offer_people(self, choices: Sequence[Choice], prompt: str = "") -> None:
        """Asks which of them is meant."""
        self.query_one("#people", PickList).offer(choices)
        self.tell(prompt or _("Who is meant? Up and down, then Enter | Esc = nobody"))

    @on(PickList.Taken)
    def _picked_one(self) -> None:
        self.grid.focus()

    @on(PickList.Left)
    @on(OptionsRow.Left)
    def _back_to_grid(self) -> None:
        self.wished = {}
        self.grid.focus()
        self.work(self.look_ahead, "outlook")

    def action_options(self) -> None:
        """Places, people, purpose, or a reason to let a rule pass."""
        if self.member is None:
            self.tell(_("Choose a member first."), "bad")
            return
        self.query_one("#options", OptionsRow).open()

    @on(OptionsRow.Touched)
    def _options_touched(self, event: OptionsRow.Touched) -> None:
        """The line says at once what Enter would do with these."""
        self.wished = event.fields
        self.work(self.look_ahead, "outlook")

    @on(OptionsRow.Given)
    def _options_given(self, event: OptionsRow.Given) -> None:
        self.grid.focus()
        begin(self, partial(self._book_so, event.fields), "deed")

    async def _book_so(self, fields: dict[str, Any]) -> None:
        self.wished = fields
        await self.book_here(**fields)
        self.wished = {}

    @on(OptionsRow.Wrong)
    def _option_wrong(self, event: OptionsRow.Wrong) -> None:
        self.tell(say("{field} must be a whole number.", field=event.label), "bad")
