"""What a scan means on the grid: a pass or a card checks in, a card chooses its member or is nobody's."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on

from core.errors import DeskError
from core.wire import Name, minute_told
from tui.cards import holder_of
from tui.grid.words import day_told
from tui.language import N_, _, say
from tui.scanner import Scanned
from tui.screens.booking_finding import BookingFinding
from tui.widgets.options import OptionsRow
from tui.widgets.picking import PickList
from tui.widgets.search import SearchField
from tui.workers import begin

if TYPE_CHECKING:
    from core.members.finding import BookingLine, MemberHit
    from core.records import BookingId


class BookingScans(BookingFinding):
    """Scans on the grid."""

    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Type a name, pinyin, initials, a staff number or the end of a phone number, at any time."),
        N_("Book: find the member, Enter, go to the slot, Enter. Or the slot first: Enter, find, Enter."),
        N_("The line above the keys says what Enter does, or why it does nothing."),
        N_("A scanned card checks its member in, or chooses them; a new card can be linked to a member."),
        N_("A scanned pass, or its number typed, checks its booking in, or says why not."),
    )

    card: str | None = None
    """A card that nobody has: Enter would find its member."""

    linking = False
    """Enter was pressed: the next member chosen gets the card."""

    def on_scanned(self, event: Scanned) -> None:
        event.stop()
        self.confirming = None
        self._forget_card()
        self.query_one(OptionsRow).display = False
        self.query_one(PickList).display = False
        self.leave_search()
        begin(self, partial(self._read_card, event.text), "take")

    async def _take_hit(self, text: str) -> None:
        """A pass's number can be typed, too."""
        from core.booking.passes import parts_of

        if parts_of(text) is None:
            await super()._take_hit(text)
            return
        self.leave_search()
        await self._read_card(text)

    async def _read_card(self, card: str) -> None:
        from core.booking.passes import parts_of

        if parts_of(card) is not None and await self._read_pass(card):
            return
        try:
            hit = await holder_of(self.console.link, card)
            booking = None if hit is None or self.slot_waits else await self._awaited(hit)
        except DeskError as error:
            self.tell_error(error)
            return
        if hit is None:
            self.card = card
            told = _("Enter = find the member of this card, and link it")
            self.tell(say("Card {card} is unknown.", card=card) + " " + told)
        elif booking is None:
            await self.choose(hit)
        else:
            await self._check_in_line(hit, booking)

    async def _check_in_line(self, hit: "MemberHit", line: "BookingLine") -> None:
        from core.booking.attendance import CheckIn

        told = say("{person} is checked in: {place}", person=hit.name, place=self._line_told(line))
        await self.carry_out(CheckIn(line.booking), told)

    def _line_told(self, line: "BookingLine") -> str:
        return f"{self.facility_name(line.facility)} {day_told(line.date)} {minute_told(line.start)}"

    async def _read_pass(self, code: str) -> bool:
        """Checks the pass's booking in, or tells why not. A code that is no pass of ours may be a card's."""
        from core.booking.attendance import CheckIn
        from core.booking.passes import ReadPass

        try:
            read = await self.console.link.ask(ReadPass(Name(code)))
        except DeskError as error:
            if error.code == "unknown_pass" and await holder_of(self.console.link, code) is not None:
                return False
            self.tell_error(error)
            return True
        self.slot_waits = False
        facts = {"person": read.person, "name": read.name, "start": minute_told(read.start)}
        if read.state == "checked_in":
            self.tell(say("{person} was checked in before: {name} {start}", **facts))
        else:
            await self.carry_out(
                CheckIn(read.booking), say("{person} is checked in: {name} {start}", **facts)
            )
        return True

    # ------------------------------------------------------------ showing a pass

    def action_pass(self) -> None:
        """The pass of the booking under the cursor."""
        self._with_booking(
            ("confirmed", "pending", "checked_in"),
            lambda booking, _slot: self._run(partial(self._show_pass, booking.booking)),
            _("Nobody in this slot has a pass."),
        )

    async def _show_pass(self, booking: "BookingId") -> None:
        from core.booking.passes import AskPass
        from tui.screens.passes import PassScreen

        try:
            told = await self.console.link.ask(AskPass(booking))
        except DeskError as error:
            self.tell_error(error)
            return
        self.app.push_screen(PassScreen(told))

    async def _awaited(self, hit: "MemberHit") -> "BookingLine | None":
        """The member's booking of today that can be checked in now, the earliest."""
        from core.booking.records import CHECK_IN_OPENS
        from core.members.finding import AskMember

        now = self.console.link.now()
        opens = (now + timedelta(seconds=CHECK_IN_OPENS)).replace(tzinfo=None)
        card = await self.console.link.ask(AskMember(hit.member))
        for line in card.coming:
            begins = timedelta(minutes=line.start) + opens.replace(hour=0, minute=0, second=0, microsecond=0)
            if line.state == "confirmed" and line.date == now.date() == begins.date() and begins <= opens:
                return line
        return None

    # ------------------------------------------------------------ the chosen member is here

    def action_check_in(self) -> None:
        """Who is in this slot; and the chosen member, who is waited for elsewhere: they stand at the desk."""
        self._run(self._check_in_whom)

    async def _check_in_whom(self) -> None:
        hit, cell = self.member, self.grid.cell()
        inside = cell.slot.bookings if cell is not None and cell.slot is not None else ()
        awaited = [booking for booking in inside if booking.state == "confirmed"]
        line = None
        try:
            if hit is not None and all(booking.member != hit.member for booking in awaited):
                line = await self._awaited(hit)
        except DeskError as error:
            self.tell_error(error)
            return
        if hit is None or line is None:
            super().action_check_in()
        elif not awaited:
            await self._check_in_line(hit, line)
        else:
            theirs = partial(self._run, partial(self._check_in_line, hit, line))
            words = f"{hit.name}  {hit.member}  {self._line_told(line)}"
            self.offer_people([(words, theirs), *self.choices(awaited, self.check_in_here)])

    # ------------------------------------------------------------ a card that nobody has

    def action_enter(self) -> None:
        if self.card is None:
            super().action_enter()
            return
        self.linking = True
        self.say_again()
        self.search.focus()

    def waits(self) -> bool:
        return self.linking or super().waits()

    def say_again(self) -> None:
        if self.linking:
            self.tell(say("Whose card is {card}? Find the member; Enter links it.", card=self.card))
        else:
            super().say_again()

    def action_back(self) -> None:
        if self.card is None:
            super().action_back()
            return
        self._forget_card()
        begin(self, self.look_ahead, "deed")

    @on(SearchField.Left)
    def _linked_to_nobody(self) -> None:
        self._forget_card()

    def _forget_card(self) -> None:
        self.card, self.linking = None, False

    async def look_ahead(self, *, quietly: bool = False) -> None:
        """While a card waits for its member, the line says that."""
        if self.card is None:
            await super().look_ahead(quietly=quietly)

    async def choose(self, hit: "MemberHit") -> None:
        from core.members.keeping import ChangeMember

        card = self.card if self.linking else None
        self._forget_card()
        if card is None:
            await super().choose(hit)
            return
        self.leave_search()
        try:
            await self.console.link.do(ChangeMember(hit.staff_no, card_no=Name(card)))
        except DeskError as error:
            self.tell_error(error)
            return
        books = self.slot_waits
        await super().choose(hit._replace(card_no=Name(card)))
        if books:
            return
        if hit.card_no:
            told = say(
                "{person} has the card {card} now, in place of {old}",
                person=hit.name,
                card=card,
                old=hit.card_no,
            )
        else:
            told = say("{person} has the card {card} now", person=hit.name, card=card)
        self.tell(told, "good")
