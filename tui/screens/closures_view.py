"""What the closures' screen shows: the plan of a closure, the closures that stand, or whom one displaced.

The screen is a chain of rooms: this view, and the screen with its keys and deeds.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Literal

from rich.cells import cell_len, set_cell_size

from core.closures.alternatives import Alternative
from core.closures.planning import AskClosurePlan, AskClosures, ClosureLine, ClosurePlan
from core.closures.rebooking import AskDisplaced, DisplacedBookings, DisplacedLine, Rebooked, Where
from core.errors import DeskError
from core.facilities.keeping import AddFacility, AskFacilities
from core.records import ClosureId, booking_told, closure_told
from core.text import visible
from core.wire import minute_told
from tui.closure_words import (
    became_told,
    booking_row,
    closure_row,
    entry_row,
    moved_told,
    slots_told,
)
from tui.grid.words import day_told
from tui.language import _, say, say_count
from tui.screens.base import DeskScreen
from tui.widgets.closing import ClosingForm
from tui.widgets.keyed import KeyedLine, KeyedList

Stage = Literal["plan", "standing", "closure"]

WIDEST = 24
"""No column of a list takes more cells."""


class ClosuresView(DeskScreen):
    """What is shown, and the asking for it."""

    def __init__(self) -> None:
        super().__init__()
        self.stage: Stage = "standing"
        self.facilities: tuple[AddFacility, ...] = ()
        self.plan: ClosurePlan | None = None
        self.fault: DeskError | None = None
        """Why there is no plan."""
        self.closures: tuple[ClosureLine, ...] = ()
        self.number: ClosureId | None = None
        """The closure that is looked at."""
        self.shown: DisplacedBookings | None = None
        self.assignment: Rebooked | None = None
        """Where all would go, before they do."""
        self.reopening: ClosureLine | None = None
        """The closure that Enter would end."""
        self.foretold = ("", "")
        """What was said last of what Enter does."""

    @property
    def form(self) -> ClosingForm:
        return self.query_one(ClosingForm)

    @property
    def lines(self) -> KeyedList:
        return self.query_one("#closure-lines", KeyedList)

    def retranslate(self) -> None:
        super().retranslate()
        self.form.retranslate()
        self.show()
        self.say_enter()

    # ------------------------------------------------------------ asking

    async def follow(self) -> None:
        """Asks anew for what is shown: at the start, and whenever somebody has changed the club."""
        link = self.console.link
        if not link.is_open:
            return
        try:
            self.facilities = (await link.ask(AskFacilities())).facilities
            if self.stage == "plan":
                await self.look_ahead()
            elif self.stage == "closure" and self.number is not None:
                self.shown = await link.ask(AskDisplaced(self.number))
            else:
                self.closures = (await link.ask(AskClosures(standing_only=True))).closures
        except DeskError as error:
            self.tell_error(error)
            return
        self.show()
        if self.enter_told() != self.foretold:
            self.say_enter()

    async def look_ahead(self) -> None:
        """What the closure of the fields would do, by the rule of closing itself."""
        self.plan, self.fault = None, None
        form, link = self.form, self.console.link
        try:
            facility = form.facility(self.facilities)
            from_, to = form.moments(link.today())
            self.plan = await link.ask(AskClosurePlan(facility.code, from_, to))
        except DeskError as error:
            self.fault = error

    # ------------------------------------------------------------ showing

    def show(self, mark: str | None = None) -> None:
        """Paints what is known."""
        self.form.display = self.stage == "plan"
        lines = {"plan": self._plan_lines, "standing": self._standing_lines, "closure": self._closure_lines}
        self.lines.show(list(lines[self.stage]()), mark)

    def _plan_lines(self) -> Iterator[KeyedLine]:
        plan = self.plan
        if plan is None:
            return
        count = len(plan.slots)
        yield KeyedLine(None, say_count("{count} slot closes", "{count} slots close", count))
        for at, told in enumerate(slots_told(plan.slots)):
            yield KeyedLine(f"slots-{at}", f"  {told}")
        if plan.displaced:
            count = len(plan.displaced)
            yield KeyedLine(
                None, say_count("{count} booking loses its place", "{count} bookings lose their place", count)
            )
            yield from _keyed([(booking_told(line.booking), booking_row(line)) for line in plan.displaced])
        if plan.entries:
            count = len(plan.entries)
            yield KeyedLine(
                None,
                say_count(
                    "{count} entry of the waitlist stays", "{count} entries of the waitlist stay", count
                ),
            )
            yield from _keyed([(f"W{line.entry}", entry_row(line)) for line in plan.entries])

    def _standing_lines(self) -> Iterator[KeyedLine]:
        yield KeyedLine(None, _("Closures that stand") if self.closures else _("No closure stands."))
        yield from _keyed([(closure_told(line.closure), self._closure_row(line)) for line in self.closures])

    def _closure_lines(self) -> Iterator[KeyedLine]:
        if self.shown is None:
            return
        yield KeyedLine(None, "  ".join(filter(None, self._closure_row(self.shown.closure))))
        if self.assignment is not None:
            yield from self._assignment_lines(self.assignment)
        elif not self.shown.bookings:
            yield KeyedLine(None, "  " + _("Nobody lost a place."))
        else:
            yield from _keyed(
                [
                    (
                        booking_told(line.booking),
                        (
                            _when(line.lost),
                            line.name,
                            line.phone or "",
                            became_told(line, _beside(line.lost.date)),
                        ),
                    )
                    for line in self.shown.bookings
                ]
            )

    def _assignment_lines(self, found: Rebooked) -> Iterator[KeyedLine]:
        yield from _keyed(
            [
                (
                    booking_told(line.booking),
                    (_when(line.from_), line.name, "->", _beside(line.from_.date)(line.to), moved_told(line)),
                )
                for line in found.moved
            ]
        )
        for number in found.left_out:
            who = (
                next((line.name for line in self.shown.bookings if line.booking == number), "")
                if self.shown
                else ""
            )
            yield KeyedLine(booking_told(number), f"  {visible(who)}  " + _("no other place"))

    def _closure_row(self, line: ClosureLine) -> tuple[str, ...]:
        number, _code, *rest = closure_row(line)
        return (number, line.name, *rest)

    # ------------------------------------------------------------ what is marked

    def closure_marked(self) -> ClosureLine | None:
        """The closure that the keys are about."""
        if self.stage == "closure":
            return self.shown.closure if self.shown is not None else None
        marked = self.lines.marked() if self.stage == "standing" else None
        return next((line for line in self.closures if closure_told(line.closure) == marked), None)

    def booking_marked(self) -> DisplacedLine | None:
        """The booking that the keys are about."""
        if self.stage != "closure" or self.shown is None or self.assignment is not None:
            return None
        marked = self.lines.marked()
        return next((line for line in self.shown.bookings if booking_told(line.booking) == marked), None)

    def at_hand(self) -> str | None:
        line = self.booking_marked()
        return None if line is None else line.member

    # ------------------------------------------------------------ what Enter does

    def say_enter(self) -> None:
        """Says before the key what Enter does."""
        self.foretold = self.enter_told()
        self.tell(*self.foretold)

    def say_done(self, told: str, tone: str = "good") -> None:
        """Says what was done, and what Enter does next; until the next key."""
        self.foretold = self.enter_told()
        self.tell(" | ".join(filter(None, (told, self.foretold[0]))), tone)

    def enter_told(self) -> tuple[str, str]:
        if self.reopening is not None:
            told = say(
                "Enter = end {closure}: {name} is open again | Esc = leave it closed",
                closure=closure_told(self.reopening.closure),
                name=self.reopening.name,
            )
            return told, "bad"
        if self.stage == "plan":
            return self._plan_told()
        if self.stage == "standing":
            return (_("Enter = who lost a place | F8 = end the closure"), "") if self.closures else ("", "")
        if self.assignment is not None:
            return self._assignment_told(self.assignment)
        return self._booking_told(self.booking_marked())

    def _plan_told(self) -> tuple[str, str]:
        if self.fault is not None:
            from tui.sentences import sentence

            return sentence(self.fault), "bad"
        if self.plan is None:
            return "", ""
        if not self.form.reason:
            return _("Why? Type the reason; it is told to those who lose their place."), ""
        if not self.plan.displaced:
            return say("Enter = close {name}; nobody loses a place", name=self.plan.name), ""
        told = say_count(
            "Enter = close {name}; {count} booking loses its place",
            "Enter = close {name}; {count} bookings lose their place",
            len(self.plan.displaced),
            name=self.plan.name,
        )
        return told, "bad"

    def _booking_told(self, line: DisplacedLine | None) -> tuple[str, str]:
        if line is None:
            return _("F8 = end the closure | Esc = back"), ""
        if line.now is not None or line.state != "displaced":
            became = became_told(line, _beside(line.lost.date))
            return say("{person}: {became}", person=line.name, became=became), ""
        if line.best is None:
            return say("{person}: no other place within a week", person=line.name), "bad"
        place = _beside(line.lost.date)(line.best)
        told = say("Enter = move {person} to {place} | F7 = all at once", person=line.name, place=place)
        if line.best.state == "pending":
            told += " | " + _("waits for approval there")
        return told, ""

    def _assignment_told(self, found: Rebooked) -> tuple[str, str]:
        told = say("Enter = move these {count} | Esc = leave them", count=len(found.moved))
        if not found.moved:
            told = _("No place was found for anybody.")
        if found.left_out:
            told += " | " + say("without a place: {count}", count=len(found.left_out))
        if not found.proven:
            told += " | " + _("Not all possibilities were tried: another assignment may be better.")
        return told, "bad" if found.left_out else ""


def _when(place: Where) -> str:
    """`11-24 周二 17:30`."""
    return f"{day_told(place.date)} {minute_told(place.start)}"


def _beside(day: date) -> Callable[[Where | Alternative], str]:
    """Tells places shortly: the name and the start, and the day where it is another."""

    def told(place: Where | Alternative) -> str:
        other = "" if place.date == day else f" {day_told(place.date)}"
        return f"{place.name}{other} {minute_told(place.start)}"

    return told


def _keyed(rows: Sequence[tuple[str, Sequence[str]]]) -> Iterator[KeyedLine]:
    """Rows under their keys, the columns aligned; names are cut where they are very long, the last column is
    as long as it is."""
    shown = [(key, [visible(cell) for cell in cells]) for key, cells in rows]
    columns = list(zip(*(cells for _key, cells in shown), strict=True))
    widths = [min(max(map(cell_len, column)), WIDEST) for column in columns]
    for key, cells in shown:
        fitted = [set_cell_size(cell, width) for cell, width in zip(cells, widths, strict=True)]
        yield KeyedLine(key, ("  " + "  ".join([*fitted[:-1], cells[-1]])).rstrip())
