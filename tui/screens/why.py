"""Why: the decisions on a slot, a booking or an entry, in sentences; and an applicant's way through the
levels of approval."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from core.booking.applications import Application, AskApplication
from core.decisions.why import AskWhy, DecisionTold, Earlier, Explained
from core.records import BookingId, booking_told, entry_told
from core.wire import minute_told
from tui.grid.words import day_told
from tui.language import N_, say
from tui.screens.told import ToldScreen
from tui.sentences.approvals import heading_of, other_told, step_told
from tui.sentences.desk import state_told
from tui.sentences.why import decision_told, nothing_told
from tui.widgets.lines import safe


class WhyScreen(ToldScreen):
    """The answer to "why did he get it and not me"."""

    MORE_COMMANDS: ClassVar[tuple[tuple[str, str], ...]] = (("its_audit", N_("its audit trail")),)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+y", "leave", N_("back"), id="why.leave"),
    ]

    def __init__(
        self, asked: AskWhy, applied: Sequence[BookingId] = (), moved: BookingId | None = None
    ) -> None:
        """`applied`: bookings of the slot whose way through approval is told as well, `moved` the one whose
        earlier slots are; a booking's own are told without."""
        super().__init__()
        self._asked = asked
        self._applied = applied if asked.booking is None else (asked.booking,)
        self._moved = moved
        self._explained: Explained | None = None
        self._applications: list[Application] = []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Of a slot no trail is found: it has no id."""
        return (
            bool(self._asked.booking or self._asked.entry)
            if action == "its_audit"
            else super().check_action(action, parameters)
        )

    def action_its_audit(self) -> None:
        """What was done to the booking or the entry, by whom and why."""
        if self._asked.booking is not None:
            self.console.show_audit(record=booking_told(self._asked.booking))
        elif self._asked.entry is not None:
            self.console.show_audit(record=entry_told(self._asked.entry))

    async def ask_anew(self) -> None:
        link = self.console.link
        explained = await link.ask(self._asked)
        if self._moved is not None:
            earlier = (await link.ask(AskWhy(booking=self._moved))).earlier
            explained = replace(explained, earlier=earlier)
        told = [await link.ask(AskApplication(booking)) for booking in self._applied]
        self._explained = explained
        self._applications = [application for application in told if application.way]

    def answer_told(self) -> Iterable[Content]:
        told = self._explained
        if told is None:
            return
        for application in self._applications:
            yield from _way(application)
        yield _heading(told)
        if not told.decisions:
            yield safe(nothing_told())
        yield from _decisions(told.decisions)
        for earlier in told.earlier:
            yield Content("")
            yield _heading(earlier)
            moved = f"{day_told(earlier.moved_at.date())} {earlier.moved_at:%H:%M}"
            yield safe(say("The booking was here until it was moved, {when}.", when=moved))
            yield from _decisions(earlier.decisions)


def _heading(told: Explained | Earlier) -> Content:
    where = f"{told.name} {day_told(told.date)} {minute_told(told.start)}-{minute_told(told.end)}"
    return Content.styled(safe(where).plain, "bold underline")


def _decisions(decisions: Sequence[DecisionTold]) -> Iterable[Content]:
    for decision in decisions:
        first, *others = decision_told(decision)
        yield Content("")
        yield Content.styled(safe(first).plain, "bold")
        yield from map(safe, others)


def _way(application: Application) -> Iterable[Content]:
    """Who asks for what, how far that has come, who decided when and for whom, and who else wants it."""
    yield Content.styled(safe(heading_of(application)).plain, "bold")
    applied = f"{day_told(application.applied_at.date())} {application.applied_at:%H:%M}"
    yield safe("  " + say("{state}, applied {when}", state=state_told(application.state), when=applied))
    for told in (*map(step_told, application.way), *map(other_told, application.others)):
        yield safe("  " + told)
    yield Content("")
