"""What a scanned card means on the grid: a check-in, a chosen member, or a card that nobody has yet."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on

from core.errors import DeskError
from core.text import folded
from core.wire import Name, minute_told
from tui.language import N_, _, say
from tui.scanner import Scanned
from tui.screens.booking_finding import BookingFinding
from tui.widgets.options import OptionsRow
from tui.widgets.picking import PickList
from tui.widgets.search import SearchField
from tui.workers import begin

if TYPE_CHECKING:
    from core.members.finding import BookingLine, MemberHit

NEAR = 20
"""A card's number may begin or end other members' numbers too: so many hits are looked at."""


class BookingScans(BookingFinding):
    """Scans on the grid."""

    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Type a name, pinyin, initials, a staff number or the end of a phone number, at any time."),
        N_("Book: find the member, Enter, go to the slot, Enter. Or the slot first: Enter, find, Enter."),
        N_("The line above the keys says what Enter does, or why it does nothing."),
        N_("A scanned card checks its member in, or chooses them; a new card can be linked to a member."),
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

    async def _read_card(self, card: str) -> None:
        from core.booking.attendance import CheckIn

        try:
            hit = await self._holder_of(card)
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
            told = say(
                "{person} is checked in: {name} {start}",
                person=hit.name,
                name=self.facility_name(booking.facility),
                start=minute_told(booking.start),
            )
            await self.carry_out(CheckIn(booking.booking), told)

    async def _holder_of(self, card: str) -> "MemberHit | None":
        from core.members.finding import FindMembers

        found = await self.console.link.ask(FindMembers(Name(card), NEAR))
        return next((hit for hit in found.members if hit.card_no and _same(hit.card_no, card)), None)

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

    # ------------------------------------------------------------ a card that nobody has

    def action_enter(self) -> None:
        if self.card is None:
            super().action_enter()
            return
        self.linking = True
        self.tell(say("Whose card is {card}? Find the member; Enter links it.", card=self.card))
        self.search.focus()

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


def _same(one: str, other: str) -> bool:
    """Whether two card numbers are one, however they are written."""
    return "".join(folded(one).lower().split()) == "".join(folded(other).lower().split())
