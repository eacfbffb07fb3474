"""What the booking screen shows: the grid of a day or a week, the words of its cell, what Enter would do.

The screen is a chain of rooms, each on top of the one before: this view, the days, the deeds, the finding of
a member, and the screen with its keys.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on

from core.clock import Minute
from core.errors import DeskError
from core.wire import Name
from tui import state
from tui.grid.model import Cell, SlotKey, alone_in, day_model, week_model
from tui.grid.widget import SlotGrid
from tui.grid.words import WEEKDAYS, besides_told, cell_told, chosen_told, enter_told, nothing_told
from tui.keys import key_for
from tui.language import _, say
from tui.screens.base import DeskScreen
from tui.widgets.chosen import ChosenLine
from tui.widgets.lines import TextLine
from tui.widgets.options import OptionsRow
from tui.widgets.panels import MemberPanel, SlotPanel
from tui.widgets.search import HitList, SearchField
from tui.widgets.trouble import Trouble
from tui.workers import begin

if TYPE_CHECKING:
    from core.booking.outlook import AskOutlook, Outlook
    from core.members.finding import MemberCard, MemberHit
    from core.records import BookingId
    from core.schedule.grid import Grid, GridBooking, GridSlot
    from core.waitlist.looking import WaitlistLine
    from tui.widgets.purse import Purse

    OfMember = tuple[frozenset[SlotKey], MemberCard | None, Purse | None]

NO_DIM: frozenset[SlotKey] = frozenset()


class BookingView(DeskScreen):
    """What is shown, and the asking for it."""

    dating = False
    """The search field takes a date."""

    def __init__(self) -> None:
        super().__init__()
        self.day: date | None = None
        self.week = False
        self.facility: str | None = None
        self.answer: Grid | None = None
        self.member: MemberHit | None = None
        self.person: MemberCard | None = None
        self.purse: Purse | None = None
        self.outlook: Outlook | None = None
        self.dimmed: frozenset[SlotKey] = NO_DIM
        self.wanted: SlotKey | None = None
        self.lifted: GridBooking | None = None
        self.lifted_from: SlotKey | None = None
        self.confirming: GridBooking | None = None
        self.foretold: tuple[str, str] | None = ("", "")
        self.wished: dict[str, Any] = {}
        """What stands in the open row of options: places, or a reason to let a rule pass."""
        self.besides: tuple[BookingId | None, str] = (None, "")
        """What a booking is for, of the one that was looked at last."""
        self.line: tuple[SlotKey | None, tuple[WaitlistLine, ...]] = (None, ())
        """Who waits for the slot that was looked at last."""
        self.doing = False
        """A command is under way."""
        self.stood = False
        """The cursor has its place; on a first start it goes to what can still be had."""
        self._standing: state.Standing | None = None
        """What is still to be kept of where the desk is."""
        self._kept_in: Path | None = None

    # ------------------------------------------------------------ what is shown

    @property
    def grid(self) -> SlotGrid:
        return self.query_one("#grid", SlotGrid)

    @property
    def search(self) -> SearchField:
        return self.query_one("#search", SearchField)

    def tell_error(self, error: DeskError) -> None:
        super().tell_error(DeskError(error.code, **self._named(error.facts)))

    def told_instead(self) -> tuple[str, str] | None:
        return self.console.told_instead(reason=not self.has_class("-closed"))

    def show_connection(self) -> None:
        """Before anything could be shown, why not stands in the grid's place."""
        link, trouble = self.console.link, self.query_one(Trouble)
        closed = link.trouble is not None and self.answer is None
        self.set_class(closed, "-closed")
        if closed:
            trouble.show(link)
        shown, hidden = (trouble, self.grid) if closed else (self.grid, trouble)
        if self.focused in (None, hidden):
            shown.focus()
        super().show_connection()

    def _named(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Facts of a refusal, the facility as the desk calls it."""
        code = facts.get("facility")
        return {**facts, "facility": self.facility_name(code)} if isinstance(code, str) else dict(facts)

    def retranslate(self) -> None:
        super().retranslate()
        self.say_find()
        self._show_chosen()
        self.query_one(HitList).retranslate()
        self.query_one(OptionsRow).retranslate()
        self.show_grid()
        self.work(self.look_ahead, "outlook")

    def say_find(self) -> None:
        """What the search field takes."""
        asked = _("Date:") if self.dating else _("Find:")
        self.query_one("#find", TextLine).say(f" {asked} ")

    async def follow_quietly(self) -> None:
        """As `follow`, since time passes or somebody has changed the club: what came of the last key stays
        told, unless Enter does something else now."""
        await self.follow(quietly=True)

    async def follow(self, *, quietly: bool = False) -> None:
        """Asks for the day anew."""
        link = self.console.link
        if not link.is_open:
            return
        if self.day is None:
            self._kept_in = state.standing_file(link.path, link.whose)
            await self._return_to(state.load(self._kept_in))
        assert self.day is not None  # noqa: S101 - set just now
        try:
            await self._ask_anew()
        except DeskError as error:
            self.behind, self.foretold = True, None
            self.tell_error(error)
            return
        self.behind = False
        self.show_grid()
        await self.look_ahead(quietly=quietly)

    async def _ask_anew(self) -> None:
        """Asks until the answer is about what is shown: another key may have come meanwhile."""
        from core.schedule.grid import AskGrid

        shown = None
        while shown != (self.day, self.week, self.member, self.lifted):
            shown = self.day, self.week, self.member, self.lifted
            assert self.day is not None  # noqa: S101 - the caller has seen to it
            first, days = (self.day - timedelta(days=self.day.weekday()), 7) if self.week else (self.day, 1)
            answer = await self.console.link.ask(AskGrid(first, days))
            dimmed, person, purse = await self._of_member(first, days)
        self.answer, self.dimmed, self.person, self.purse = answer, dimmed, person, purse
        self._show_chosen()

    async def _return_to(self, standing: state.Standing) -> None:
        """The day, cell and member of the last time."""
        from core.members.finding import FindMembers

        link = self.console.link
        self.day = date.fromisoformat(standing.day) if standing.day else link.today()
        self.week = standing.week
        if standing.facility and standing.start is not None:
            self.facility = standing.facility
            self.wanted = SlotKey(standing.facility, self.day, Minute(standing.start))
        if standing.member:
            found = (await link.ask(FindMembers(Name(standing.member), 1))).members
            self.member = next((hit for hit in found if hit.member == standing.member), None)
            self._show_chosen()

    async def _of_member(self, first: date, days: int) -> "OfMember":
        """What the chosen member can't have, or where the booking in hand can't go; the member's card, and
        what they have."""
        from core.booking.outlook import AskOutOfReach
        from core.members.finding import AskMember

        link = self.console.link
        if self.lifted is not None:
            asked = AskOutOfReach(self.lifted.member, first, days, moving=self.lifted.booking)
        elif self.member is not None:
            asked = AskOutOfReach(self.member.member, first, days)
        else:
            return NO_DIM, None, None
        found = await link.ask(asked)
        dimmed = frozenset(SlotKey(slot.facility, slot.date, slot.start) for slot in found.slots)
        if self.member is None:
            return dimmed, None, None
        from tui.widgets.purse import ask_purse

        number = self.member.member
        person, purse = await asyncio.gather(link.ask(AskMember(number)), ask_purse(link, number))
        return dimmed, person, purse

    def show_grid(self) -> None:
        """Paints what is known."""
        if self.answer is None or self.day is None:
            return
        now, member = self.console.link.now(), self.member.member if self.member else None
        if self.week and self.answer.facilities:
            monday = self.day - timedelta(days=self.day.weekday())
            days = [monday + timedelta(days=ahead) for ahead in range(7)]
            labels = [f"{day.day:02d} {_(WEEKDAYS[day.weekday()])}" for day in days]
            facility = next(
                (f for f in self.answer.facilities if f.code == self.facility), self.answer.facilities[0]
            )
            model = week_model(self.answer, facility, days, labels, now, member)
        else:
            model = day_model(self.answer, now, member)
        self.console.show_header(self)
        self._show_chosen()
        self.grid.extends = not self.week
        self.grid.show(model, self.dimmed, self.lifted_from)
        if self.wanted is not None:
            self.grid.stand_on(self.wanted)
            self.wanted = None
        elif not self.stood:
            self.grid.stand_on_first()
        self.stood = True
        self.show_words()

    def show_words(self) -> None:
        cell = self.grid.cell()
        name, besides = self._name_here(cell), self._besides_here()
        slots = [one.slot for one in self.grid.chosen() if one.slot is not None]
        told = (
            chosen_told(slots, name)
            if len(slots) > 1
            else cell_told(cell, name, self.console.link.now(), besides)
        )
        self.query_one("#words", TextLine).say(told)
        slot = cell.slot if cell else None
        self.query_one("#inside", SlotPanel).show(
            slot, name, self.console.link.now(), besides, self._line_here()
        )
        names = {str(f.code): str(f.name) for f in self.answer.facilities} if self.answer else {}
        self.query_one("#coming", MemberPanel).show(self.person, self.purse, names, self.console.link.today())

    def _line_here(self) -> list[str]:
        """Who waits for the slot under the cursor, in words."""
        return []

    def _besides_here(self) -> str:
        alone = alone_in(self.grid.cell())
        return self.besides[1] if alone is not None and self.besides[0] == alone.booking else ""

    async def _look_besides(self) -> None:
        """What the booking of one party's slot is for and how many come: the grid itself does not know."""
        alone = alone_in(self.grid.cell())
        if alone is None:
            return
        from core.booking.card import AskBooking

        card = await self.console.link.ask(AskBooking(alone.booking))
        self.besides = (alone.booking, besides_told(card.purpose, card.people))
        self.show_words()

    def _name_here(self, cell: Cell | None) -> str:
        if cell is not None and cell.slot is not None:
            return self.facility_name(cell.slot.facility)
        rows = self.grid.model.rows
        return rows[self.grid.cursor[0]].label if rows else _("No schedule for this day")

    def facility_name(self, code: str) -> str:
        names = {facility.code: facility.name for facility in (self.answer.facilities if self.answer else ())}
        return str(names.get(Name(code), code))

    def _show_chosen(self) -> None:
        line = self.query_one(ChosenLine)
        if self.lifted is not None:
            line.show_in_hand(self.lifted.name)
        else:
            line.show(self.member, self.person)

    # ------------------------------------------------------------ the cursor and what Enter does

    @on(SlotGrid.Moved)
    def _moved(self) -> None:
        self.confirming = None
        key = self.grid.key()
        if self.week and key is not None and key.date != self.day:
            self.day = key.date
            self.console.show_header(self)
        self.show_words()
        self.keep_standing()
        self.work(self.look_ahead, "outlook")

    async def look_ahead(self, *, quietly: bool = False) -> None:
        """Tells what Enter does here; quietly: only if it is not what was worked out last."""
        if self.confirming is not None:
            self.outlook = None
            return
        try:
            foretold = await self.foretell()
            if self.confirming is not None:  # asked meanwhile: Enter answers that now
                return
            if not (quietly and foretold == self.foretold):
                self.foretold = foretold
                self.tell(*foretold)
            await self._look_besides()
        except DeskError as error:
            self.behind, self.foretold = True, None
            self.tell_error(error)

    async def foretell(self) -> tuple[str, str]:
        """What Enter does here and its tone, worked out by the command's own rule."""
        cell = self.grid.cell()
        self.outlook = None
        if cell is None:
            key = key_for("console.schedule", self.console.keymap)
            return nothing_told(self.answer, key, week=self.week) if self.answer else "", ""
        if cell.slot is None:
            return "", ""
        if self.lifted is not None and self.grid.key() == self.lifted_from:
            return self.in_hand_told(self.lifted), ""
        if self.member is None and self.lifted is None:
            return (_("Enter = find a member for this slot") if cell.slot.state == "open" else ""), ""
        outlook = await self.console.link.ask(self._outlook_of(cell.slot))
        self.outlook = replace(outlook, facts=self._named(outlook.facts or {}))
        person = self.lifted.name if self.lifted else self.member.name if self.member else ""
        told = enter_told(
            person,
            self.outlook,
            walk_in=self.walks_in(cell.slot),
            moving=self.lifted is not None,
            slots=len(self.grid.chosen()),
            next_key=key_for("booking.next_place", self.console.keymap),
        )
        return told, "" if self.outlook.state or self.outlook.position else "bad"

    @staticmethod
    def in_hand_told(booking: "GridBooking") -> str:
        return say("{person} is in hand: go to the new place, Enter puts down.", person=booking.name)

    def _outlook_of(self, slot: "GridSlot") -> "AskOutlook":
        from core.booking.outlook import AskOutlook

        if self.lifted is not None:
            return AskOutlook(
                self.lifted.member, slot.facility, slot.date, slot.start, moving=self.lifted.booking
            )
        assert self.member is not None  # noqa: S101 - the caller has seen to it
        slots = [cell.slot for cell in self.grid.chosen() if cell.slot is not None] or [slot]
        return AskOutlook(
            self.member.member,
            slots[0].facility,
            slots[0].date,
            slots[0].start,
            party=self.wished.get("party", 1),
            override=self.wished.get("override"),
            walk_in=len(slots) == 1 and self.walks_in(slot),
            further=tuple(other.start for other in slots[1:]),
        )

    def walks_in(self, slot: "GridSlot") -> bool:
        """A slot under way is for walk-ins."""
        now = self.console.link.now()
        return slot.date == now.date() and slot.start <= now.hour * 60 + now.minute < slot.end

    def keep_standing(self) -> None:
        """Keeps where the desk is, for the next start."""
        key = self.grid.key()
        waiting = self._standing is not None
        self._standing = state.Standing(
            day=self.day.isoformat() if self.day else None,
            facility=key.facility if key else self.facility,
            start=key.start if key else None,
            member=self.member.member if self.member else None,
            week=self.week,
        )
        if not waiting:
            begin(self, self._keep, "standing")

    async def _keep(self) -> None:
        """Writes one standing after the other, the newest last."""
        while self._standing is not None:
            standing = self._standing
            await asyncio.to_thread(state.save, self._file(), standing)
            if self._standing is standing:
                self._standing = None

    def on_unmount(self) -> None:
        """What could not be written in time is written now."""
        if self._standing is not None:
            state.save(self._file(), self._standing)

    def _file(self) -> Path:
        """Of whoever was at the desk when this screen was made."""
        return self._kept_in or state.standing_file(self.console.link.path)
