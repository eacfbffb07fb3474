"""The waitlist on the grid: Enter on a full cell joins it, F6 shows who waits, and why someone got a place is
told by a key."""

from functools import partial
from typing import TYPE_CHECKING, Any

from tui.grid.model import SlotKey
from tui.language import N_, _, say
from tui.screens.booking_deeds import BookingDeeds, Choice

if TYPE_CHECKING:
    from core.command import Command
    from core.schedule.grid import GridSlot
    from core.waitlist.looking import WaitlistLine


class BookingQueue(BookingDeeds):
    """The line for the slot under the cursor."""

    async def book_here(self, **more: Any) -> None:
        """Where the slot is full for the chosen member, and the line of Enter says so: joins its waitlist."""
        cell = self.grid.cell()
        position = self.outlook.position if self.outlook is not None else None
        if more or position is None or cell is None or cell.slot is None or self.member is None:
            await super().book_here(**more)
            return
        from core.waitlist.joining import JoinWaitlist

        slot = cell.slot
        told = say(
            "{person} is on the waitlist, number {position}: {place}",
            person=self.member.name,
            position=position,
            place=self._place_told(slot),
        )
        await self.carry_out(
            JoinWaitlist(self.member.member, slot.facility, slot.date, slot.start), told, self.offer_instead
        )

    # ------------------------------------------------------------ who waits

    def action_waitlist(self) -> None:
        """Who waits for this slot; picked, what can be done for them."""
        slot = self.slot_here()
        if slot is not None:
            self._run(partial(self._show_line, slot))

    async def _show_line(self, slot: "GridSlot") -> None:
        await self._look_at_line(slot)
        standing = [entry for entry in self.line[1] if entry.position is not None]
        if not standing:
            self.tell(" | ".join(filter(None, (_("Nobody waits for this slot."), self._joining_told()))))
            return
        self.offer_people([(_line_told(entry), partial(self._pick_entry, entry)) for entry in standing])

    def _joining_told(self) -> str:
        """The way into the line, where there is one."""
        position = self.outlook.position if self.outlook is not None else None
        if position is None or self.member is None:
            return ""
        return say(
            "Enter = put {person} on the waitlist, number {position}",
            person=self.member.name,
            position=position,
        )

    def _pick_entry(self, entry: "WaitlistLine") -> None:
        """What can be done: take the offer or let it go, or step out of the line."""
        from core.waitlist.joining import AcceptOffer, DeclineOffer, LeaveWaitlist

        if entry.state == "offered":
            deeds: list[tuple[str, Command[Any], str]] = [
                (N_("{person} accepts"), AcceptOffer(entry.entry), N_("{person} has the place")),
                (N_("{person} declines"), DeclineOffer(entry.entry), N_("{person} has declined")),
            ]
        else:
            deeds = [(N_("{person} leaves the line"), LeaveWaitlist(entry.entry), N_("{person} has left"))]
        choices: list[Choice] = [
            (
                say(words, person=entry.name),
                partial(self._run, partial(self._answer, command, say(done, person=entry.name))),
            )
            for words, command, done in deeds
        ]
        prompt = _("What is to be done? Up and down, then Enter | Esc = nothing")
        self.call_after_refresh(self.offer_people, choices, prompt)

    async def _answer(self, command: "Command[Any]", told: str) -> None:
        await self.carry_out(command, told)

    async def _look_besides(self) -> None:
        """Who waits, for the panel beside the grid."""
        await super()._look_besides()
        cell = self.grid.cell()
        if cell is not None and cell.slot is not None and (cell.slot.waiting or cell.slot.held):
            await self._look_at_line(cell.slot)
            self.show_words()

    async def _look_at_line(self, slot: "GridSlot") -> None:
        from core.waitlist.looking import AskWaitlist

        answer = await self.console.link.ask(AskWaitlist(slot.facility, slot.date, slot.start))
        self.line = (SlotKey(slot.facility, slot.date, slot.start), answer.entries)

    def _line_here(self) -> list[str]:
        key, entries = self.line
        if key is None or key != self.grid.key():
            return []
        return [_line_told(entry) for entry in entries if entry.position is not None]

    # ------------------------------------------------------------ why

    def action_why(self) -> None:
        """The decisions on this slot: who got a place, who was passed over or refused, and why; and how far
        the applications for it have come."""
        slot = self.slot_here()
        if slot is None:
            return
        from core.decisions.why import AskWhy
        from tui.screens.why import WhyScreen

        asked = AskWhy(facility=slot.facility, date=slot.date, start=slot.start)
        applied = [booking.booking for booking in slot.bookings if booking.state == "pending"]
        member = self.member.member if self.member is not None else None
        mine = [booking for booking in slot.bookings if booking.member == member] or slot.bookings
        self.app.push_screen(WhyScreen(asked, applied, mine[0].booking if len(mine) == 1 else None))


def _line_told(entry: "WaitlistLine") -> str:
    """`1  张三  000013  已通知递补 至 09:30`, or why places went past them."""
    from tui.sentences.desk import ENTRY_STATES
    from tui.sentences.why import passed_told

    parts = [f"{entry.position}", entry.name, entry.member, _(ENTRY_STATES[entry.state])]
    if entry.offered_until is not None:
        parts.append(say("until {time}", time=f"{entry.offered_until:%H:%M}"))
    if entry.party > 1:
        parts.append(say("{count} places", count=entry.party))
    if entry.passed_over is not None:
        parts.append(passed_told(entry.passed_over))
    return "  ".join(parts)
