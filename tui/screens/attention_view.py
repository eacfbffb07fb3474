"""What needs attention, as it is shown: the list by what bites first, and the line of what the keys do.

The screen is a chain of rooms: this view, and the screen with its keys and deeds.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList

from core.attention.listing import AskAttention
from core.due import AskSetAside
from core.errors import DeskError
from core.notices.looking import AskCallList
from tui.language import _, say
from tui.screens.base import DeskScreen
from tui.screens.since import DEEDS
from tui.widgets.lines import TextLine
from tui.widgets.matters import Matter, MatterList, aside_of, call_of, matter_of


@dataclass(frozen=True, slots=True)
class Handled:
    """A line that was dealt with: it stays where it stood until then."""

    until: float
    at: int
    matter: Matter


@dataclass(frozen=True, slots=True)
class Asking:
    """What Enter would do, once somebody has been asked: `deed` with what stands in the field, if there is
    one."""

    words: str
    deed: "Callable[[str], None]"
    field: bool = False


class AttentionView(DeskScreen):
    """The list, and what is said of it."""

    def __init__(self) -> None:
        super().__init__()
        self.handled: dict[str, Handled] = {}
        self.asking: Asking | None = None
        self.resulted = False
        """What came of the last key is told, until the mark moves."""

    @property
    def matters(self) -> MatterList:
        return self.query_one("#matters", MatterList)

    @property
    def field(self) -> Input:
        return self.query_one("#answer", Input)

    def compose(self) -> ComposeResult:
        field = Input(id="answer", compact=True, max_length=200)
        field.cursor_blink = False
        yield from self.frame(MatterList(id="matters"), TextLine(id="enter"), field)

    def on_mount(self) -> None:
        self.field.display = False

    # ------------------------------------------------------------ what is shown

    def retranslate(self) -> None:
        super().retranslate()
        self.work(self.follow, "follow")

    def on_screen_resume(self) -> None:
        """Coming back here: what the keys do to the marked line, and no more what came of the last one."""
        self.resulted = False
        if self.is_mounted:
            self.say_enter()
            self.work(self.follow, "follow")

    async def follow(self) -> None:
        """Asks anew; what was dealt with stays for a moment."""
        link = self.console.link
        if not link.is_open:
            return
        try:
            answer = await link.ask(AskAttention())
            calls = (await link.ask(AskCallList())).notices if link.may("call_list") else ()
            asides = (await link.ask(AskSetAside())).things if answer.counts["set_aside"] else ()
        except DeskError as error:
            self.tell_error(error)
            return
        self.console.take_attention(answer)
        now = link.now()
        lines = [matter_of(item, now) for item in answer.items]
        lines += [call_of(call, now) for call in calls]
        lines += [aside_of(thing, _(DEEDS[thing.kind]), now) for thing in asides]
        self.matters.show(self._with_handled(lines))
        if not self.resulted:
            self.say_enter()

    def _with_handled(self, lines: list[Matter]) -> list[Matter]:
        """The lines, and for a moment those that were dealt with, each where it stood."""
        moment = time.monotonic()
        self.handled = {record: kept for record, kept in self.handled.items() if kept.until > moment}
        shown = [line for line in lines if line.record not in self.handled]
        for kept in sorted(self.handled.values(), key=lambda handled: handled.at):
            shown.insert(kept.at, kept.matter)
        return shown

    def say_enter(self) -> None:
        """What the keys do to the marked line."""
        matter = self.matters.marked()
        if self.asking is not None:
            self.tell(self.asking.words, "bad" if not self.asking.field else "")
        elif matter is None:
            self.tell(_("Nothing needs attention now."))
        elif matter.done:
            self.tell(say("{done}: {about}", done=matter.done, about=matter.about), "good")
        else:
            more = matter.more if self.matters.cuts(matter) else ""
            self.tell(" | ".join(filter(None, (more, keys_told(matter)))))

    @on(OptionList.OptionHighlighted)
    def _marked(self) -> None:
        self.resulted = False
        if self.asking is not None and not self.asking.field:
            self.asking = None
        self.say_enter()

    def at_hand(self) -> str | None:
        matter = self.matters.marked()
        about = None if matter is None else matter.item or matter.call
        return None if about is None else about.member

    def tell_revealed(self, text: str) -> None:
        self.tell_result(text)

    def tell_result(self, told: str) -> None:
        self.resulted = True
        self.tell(told, "good")


def keys_told(matter: Matter) -> str:
    """What can be done with a line."""
    if matter.call is not None:
        return _("Enter = told | F7 = one message for the group, names masked")
    if matter.aside is not None:
        return _("It fell due and could not be done by itself: see to it on the grid.")
    assert matter.item is not None  # noqa: S101 - a line is one of the three
    return {
        "offer": _("Enter = accept for them, F8 = decline"),
        "awaited": _("Enter or F5 = check in, F6 = ten minutes more for all, F8 = did not come"),
        "approval": _("Enter = approve, F8 = reject, Ctrl+O = signed on paper, Ctrl+Y = the way so far"),
        "confirm": _("Enter = they will come, F8 = cancel"),
        "displaced": _("Enter = find another place on the grid, F8 = cancel"),
    }[matter.item.matter]
