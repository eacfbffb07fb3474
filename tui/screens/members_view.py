"""What the member screen shows: a person, their bookings in words, and the finding of somebody else.

The screen is a chain of rooms, each on top of the one before: this view, the deeds, and the screen with its
keys and fields.
"""

import asyncio
from dataclasses import fields
from functools import partial
from typing import Literal

from textual import events, on
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from core.errors import DeskError
from core.facilities.keeping import AskFacilities
from core.members.finding import AskMember, BookingLine, FindMembers, MemberCard, MemberHit
from core.wire import Name
from tui.language import _, say
from tui.screens.base import DeskScreen
from tui.widgets.giving import GivingForm
from tui.widgets.lines import TextLine, safe
from tui.widgets.person import PersonForm, labels_told
from tui.widgets.purse import Purse, ask_purse, lot_columns, lot_rows, purse_lines
from tui.widgets.search import HITS, HitList, SearchField
from tui.widgets.table import TextTable
from tui.widgets.visits import BookingList, rows_of, when_told
from tui.workers import begin


class MemberView(DeskScreen):
    """What is shown, and the asking for it."""

    def __init__(self) -> None:
        super().__init__()
        self.staff_no: str | None = None
        """Who is shown."""
        self.person: MemberCard | None = None
        """What is known of them."""
        self.facilities: dict[str, str] = {}
        """The names of the facilities, by code."""
        self.purse: Purse | None = None
        """What they have."""
        self.lots_shown = False
        """Their lots stand in the place of the bookings."""
        self.typing: Literal["change", "new", "give"] | None = None
        """The fields are open."""
        self.question: BookingLine | Literal["leave"] | None = None
        """What Enter would take away: a booking, or everything that is coming."""
        self.card: str | None = None
        """A card that nobody has: the next member found gets it."""
        self.found_by = ""
        """What the hits were found by."""

    @property
    def search(self) -> SearchField:
        return self.query_one("#search", SearchField)

    @property
    def hits(self) -> HitList:
        return self.query_one("#hits", HitList)

    @property
    def form(self) -> PersonForm:
        return self.query_one(PersonForm)

    @property
    def bookings(self) -> BookingList:
        return self.query_one("#bookings", BookingList)

    @property
    def lots(self) -> TextTable:
        return self.query_one("#lots", TextTable)

    def show_lots(self, shown: bool) -> None:
        """The lots, or the bookings."""
        self.lots_shown = shown
        self.lots.display, self.bookings.display = shown, not shown

    def focus_list(self) -> None:
        """The keys are about the list that is shown."""
        (self.lots if self.lots_shown else self.bookings).focus()

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#find", TextLine).say(" " + _("Find:") + " ")
        self.show()
        self.form.retranslate()
        self.query_one(GivingForm).retranslate()
        self.hits.retranslate()
        self.say_enter()

    # ------------------------------------------------------------ the person

    async def begin(self, hit: MemberHit | None, card_no: str | None = None) -> None:
        """The screen is come to: with the chosen member, with a card that nobody has, or with neither."""
        if self.typing is None:
            self.staff_no, self.question, self.card = hit.staff_no if hit else None, None, None
            if self.person is not None and self.person.staff_no != self.staff_no:
                self.person = None
            if card_no is not None:
                self.link_card(card_no)
            elif self.staff_no is None:
                self.search.focus()
            else:
                self.focus_list()
        await self.follow()
        self.say_enter()

    async def show_member(self, staff_no: str) -> None:
        """Somebody, come to from a list."""
        if self.typing is None:
            self.staff_no, self.question, self.card = staff_no, None, None
            self.focus_list()
        await self.follow()
        self.say_enter()

    def link_card(self, card_no: str) -> None:
        """A card was read that nobody has: whoever is found next gets it."""
        self.card, self.question = card_no, None
        self.search.value = ""
        self.search.focus()
        self.say_enter()

    async def follow(self) -> None:
        """Asks for the person anew: at the start, and whenever somebody has changed the club."""
        link, wanted = self.console.link, self.staff_no
        if not link.is_open or wanted is None:
            self.show()
            return
        try:
            person, known, purse = await asyncio.gather(
                link.ask(AskMember(Name(wanted))), link.ask(AskFacilities()), ask_purse(link, Name(wanted))
            )
        except DeskError as error:
            self.tell_error(error)
            return
        if wanted == self.staff_no:
            self.facilities = {facility.code: facility.name for facility in known.facilities}
            self.person, self.purse = person, purse
            self.show()

    def on_resize(self) -> None:
        super().on_resize()
        self.call_after_refresh(self.show)

    def show(self) -> None:
        """Paints what is known."""
        person = self.person
        self.query_one("#who", TextLine).say(" " + (_told(person) if person else _no_one()))
        notice = self.query_one("#notice", TextLine)
        notice.say(" " + notice_told(person) if person else "", "bad")
        notice.display = bool(notice.text.strip())
        self.form.display = self.typing != "give" and (person is not None or self.typing == "new")
        self.query_one(GivingForm).display = self.typing == "give"
        self._show_purse()
        if person is not None and self.typing != "new":
            self.form.look(values_of(person))
        rows = []
        if person is not None and self.typing != "new":
            today = self.console.link.today()
            rows = rows_of(person.coming, person.past, self.facilities, today)
        self.bookings.show(rows)

    def _show_purse(self) -> None:
        """Balances, what is locked and what runs out; the lots."""
        line, purse = self.query_one("#purse", Static), self.purse
        line.display = purse is not None and self.person is not None and self.typing != "new"
        if purse is None or not line.display:
            self.lots.show((), ())
            return
        lines = purse_lines(purse, self.console.link.today(), self._purse_room())
        line.update(Content("\n").join(safe(told) for told in lines))
        self.lots.show(lot_columns(), lot_rows(purse))

    def _purse_room(self) -> int:
        width = self.query_one("#person").size.width or self.app.size.width
        return width - 2

    def at_hand(self) -> str | None:
        return None if self.person is None else self.person.staff_no

    def hit(self) -> MemberHit | None:
        """The person shown as a search would find them."""
        person = self.person
        if person is None:
            return None
        fields = MemberHit._fields[: -len(MemberHit._field_defaults)]
        return MemberHit(**{name: getattr(person, name) for name in fields})

    def booking_told(self, line: BookingLine) -> str:
        """A booking within a sentence: when and where."""
        name = self.facilities.get(line.facility, line.facility)
        return f"{when_told(line, self.console.link.today())} {name}"

    # ------------------------------------------------------------ what Enter does

    def say_enter(self) -> None:
        """Says before the key what Enter does."""
        told, tone = self.enter_told()
        self.tell(told, tone)

    def enter_told(self) -> tuple[str, str]:
        """What Enter does, and the tone to say it in."""
        if self.typing == "new":
            return _("Enter = add the member | Esc = back"), ""
        if self.typing == "change":
            touched = self.form.touched()
            if not touched:
                return _("Type over what is wrong; up and down change the field | Esc = back"), ""
            return say("Enter = save: {fields} | Esc = leave all as it was", fields=labels_told(touched)), ""
        hit = self.hits.marked()
        if self.search.has_focus and hit is not None:
            return self._taken_told(hit), ""
        if self.card is not None:
            return self._card_told(), ""
        if self.search.has_focus:
            return _("Letters, staff number or the phone's last digits; Enter takes the first."), ""
        line = self.bookings.marked()
        if line is not None:
            return say("Enter = show on the grid: {booking}", booking=self.booking_told(line)), ""
        return "", ""

    def _card_told(self) -> str:
        if self.person is not None:
            return say(
                "Card {card} is nobody's: Enter = link it to {person}, or find another | Esc = leave it",
                card=self.card,
                person=self.person.name,
            )
        return say("Whose card is {card}? Find the member; Enter links it.", card=self.card)

    def _taken_told(self, hit: MemberHit) -> str:
        if self.card is None:
            return say("Enter = show {person}", person=f"{hit.name} {hit.staff_no}")
        if hit.card_no:
            told = _("Enter = link card {card} to {person}, in place of {old}")
        else:
            told = _("Enter = link card {card} to {person}")
        return told.format(card=self.card, person=f"{hit.name} {hit.staff_no}", old=hit.card_no)

    # ------------------------------------------------------------ finding somebody

    def on_key(self, event: events.Key) -> None:
        """A letter, digit or character typed anywhere but in a field starts the search."""
        if event.character and event.is_printable and event.character != " " and self._search_waits():
            event.stop()
            self.search.take(event.character)

    def on_paste(self, event: events.Paste) -> None:
        if event.text.strip() and self._search_waits():
            self.search.take(event.text.strip())

    def _search_waits(self) -> bool:
        return self.typing is None and not isinstance(self.focused, Input)

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        self.question = None
        begin(self, partial(self.find, event.value), "find", exclusive=True)

    async def find(self, text: str) -> None:
        """Shows who is found."""
        hits: tuple[MemberHit, ...] = ()
        if text.strip() and self.console.link.is_open:
            try:
                hits = (await self.console.link.ask(FindMembers(Name(text.strip()), HITS))).members
            except DeskError as error:
                self.tell_error(error)
                return
        self.found_by = text
        self.hits.show(hits, "" if hits else text.strip())
        self.say_enter()

    @on(SearchField.Hit)
    def _mark_hit(self, event: SearchField.Hit) -> None:
        hits = self.hits
        if hits.hits:
            hits.highlighted = min(max((hits.highlighted or 0) + event.down, 0), len(hits.hits) - 1)

    @on(OptionList.OptionHighlighted, "#hits")
    def _hit_marked(self) -> None:
        if self.search.has_focus:
            self.say_enter()

    def leave_search(self) -> None:
        """Back to the list."""
        with self.prevent(Input.Changed):
            self.search.value = ""
        self.hits.show(())
        self.focus_list()


def _no_one() -> str:
    return _("Find a member: letters, staff number or the phone's last digits")


def values_of(person: MemberCard) -> dict[str, object]:
    """The person by field."""
    return {field.name: getattr(person, field.name) for field in fields(MemberCard)}


def _told(person: MemberCard) -> str:
    """Who it is: the name in full, how it is spoken, the staff number."""
    return "  ".join(part for part in (person.name, person.pinyin, person.staff_no) if part)


def notice_told(person: MemberCard) -> str:
    """What keeps the person from booking, with its end."""
    told = []
    if person.left:
        told.append(say("Left on {day}: can neither book nor redeem.", day=person.left_on))
    elif person.left_on is not None:
        told.append(say("Leaves on {day}.", day=person.left_on))
    if person.suspended_until is not None:
        until = f"{person.suspended_until:%Y-%m-%d %H:%M}"
        told.append(say("Can't book until {until}, because of no-shows.", until=until))
    return " ".join(told)
