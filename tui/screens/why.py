"""Why: the decisions on a slot, a booking or an entry, in sentences."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.decisions.why import AskWhy, Explained
from core.errors import DeskError
from core.wire import minute_told
from tui.grid.words import day_told
from tui.language import N_
from tui.screens.base import DeskScreen
from tui.sentences.why import decision_told, nothing_told
from tui.widgets.lines import safe


class WhyScreen(DeskScreen):
    """The answer to "why did he get it and not me"."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+y", "leave", N_("back"), id="why.leave"),
    ]

    def __init__(self, asked: AskWhy) -> None:
        super().__init__()
        self._asked = asked
        self._explained: Explained | None = None
        self._refused: DeskError | None = None

    def compose(self) -> ComposeResult:
        yield from self.frame(VerticalScroll(Static(id="help-text"), id="help"))

    def on_mount(self) -> None:
        self.work(self.follow, "why")

    async def follow(self) -> None:
        """Asks anew."""
        try:
            self._explained, self._refused = await self.console.link.ask(self._asked), None
        except DeskError as error:
            self._refused = error
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#help-text", Static).update(Content("\n").join(self._told()))

    def action_leave(self) -> None:
        self.dismiss()

    def _told(self) -> Iterable[Content]:
        if self._refused is not None:
            from tui.sentences import sentence

            yield safe(sentence(self._refused))
            return
        told = self._explained
        if told is None:
            return
        where = f"{told.name} {day_told(told.date)} {minute_told(told.start)}-{minute_told(told.end)}"
        yield Content.styled(safe(where).plain, "bold underline")
        if not told.decisions:
            yield safe(nothing_told())
        for decision in told.decisions:
            first, *others = decision_told(decision)
            yield Content("")
            yield Content.styled(safe(first).plain, "bold")
            yield from map(safe, others)
