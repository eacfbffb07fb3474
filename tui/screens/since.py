"""After a night or a weekend: what time and others have done since the desk was left."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.attention.since import AskSince, Since, SinceLine
from core.errors import DeskError
from core.wire import minute_told
from tui import state
from tui.grid.words import day_told
from tui.language import N_, _, say, say_count
from tui.screens.base import DeskScreen
from tui.widgets.lines import safe

if TYPE_CHECKING:
    from tui.link import DeskLink

LEFT_HOURS = 3
"""After so many hours without a console the page comes by itself."""

DEEDS: dict[str, str] = {
    "offer_ends": N_("offers ran out"),
    "reconsider": N_("suspensions ended"),
    "lapse": N_("waited in vain until the start"),
    "remind": N_("reminded"),
    "ask": N_("asked whether they come"),
    "release": N_("released without an answer"),
    "expire": N_("expired without a decision"),
    "no_show": N_("did not come"),
    "complete": N_("were there"),
    "set_aside": N_("could not be done"),
}
"""What time does, by the name of its audit record."""

TOLD = ("offer_ends", "lapse", "release", "expire", "no_show", "set_aside")
"""What is told one by one; the others are counted."""


async def since_left(link: "DeskLink", *, asked_for: bool = False) -> "SinceScreen | None":
    """The page for what happened since the console was last looked at; None where that is not long ago or
    nothing happened, unless it is asked for. From now on is counted anew."""
    file = state.seen_file(link.path)
    seen = state.load_seen(file)
    try:
        answer = await link.ask(AskSince(seen.last))
    except DeskError:
        return None
    state.save_seen(file, state.Seen(answer.last, link.now().isoformat(timespec="seconds")))
    long_ago = seen.at is not None and link.now() - seen.at > timedelta(hours=LEFT_HOURS)
    happened = bool(answer.counts or answer.others)
    return SinceScreen(answer) if asked_for or (long_ago and happened) else None


class SinceScreen(DeskScreen):
    """What happened meanwhile."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "leave", N_("to the desk"), id="since.leave"),
    ]

    def __init__(self, answer: Since) -> None:
        super().__init__()
        self._answer = answer

    def compose(self) -> ComposeResult:
        yield from self.frame(VerticalScroll(Static(id="help-text"), id="help"))

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#help-text", Static).update(Content("\n").join(self._told()))

    def action_leave(self) -> None:
        self.dismiss()

    def _told(self) -> Iterator[Content]:
        yield Content.styled(_("Since the desk was left"), "bold underline")
        if not self._answer.counts and not self._answer.others:
            yield safe(_("Nothing has happened."))
        for action, count in self._answer.counts.items():
            yield safe(f"{count:>4}  {_(DEEDS.get(action, action))}")
        for others, count in self._answer.others.items():
            yield safe(
                f"{count:>4}  " + say_count("{what}, once", "{what}, {count} times", count, what=others)
            )
        lines = [line for line in self._answer.lines if line.action in TOLD]
        if lines:
            yield Content("")
            yield Content.styled(_("One by one"), "bold underline")
            yield from map(_line_told, lines)


def _line_told(line: SinceLine) -> Content:
    when = f"{day_told(line.at.date())} {line.at:%H:%M}"
    return safe(
        say(
            "{when}  {what}: {person}, {place} {day} {start}",
            when=when,
            what=_(DEEDS.get(line.action, line.action)),
            person=line.name,
            place=line.facility_name,
            day=day_told(line.date),
            start=minute_told(line.start),
        )
    )
