"""A page of text that answers a question, asked anew whenever the club changes."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.errors import DeskError
from tui.screens.base import DeskScreen
from tui.widgets.lines import safe


class ToldScreen(DeskScreen):
    """What is asked, and how the answer is told, is the screen's own."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS: ClassVar[str] = "#help"

    def __init__(self) -> None:
        super().__init__()
        self._refused: DeskError | None = None

    async def ask_anew(self) -> None:
        """Asks, and keeps the answer whole or not at all. DeskError."""
        raise NotImplementedError

    def answer_told(self) -> Iterable[Content]:
        """The answer in lines; nothing before there is one."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        yield from self.frame(VerticalScroll(Static(id="help-text"), id="help"))

    def on_mount(self) -> None:
        self.work(self.follow, "told")

    async def follow(self) -> None:
        """Asks anew: something may have changed meanwhile."""
        try:
            await self.ask_anew()
            self._refused = None
        except DeskError as error:
            self._refused = error
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#help-text", Static).update(Content("\n").join(self._told()))

    def action_leave(self) -> None:
        self.dismiss()

    def _told(self) -> Iterable[Content]:
        if self._refused is None:
            yield from self.answer_told()
        else:
            from tui.sentences import sentence

            yield safe(sentence(self._refused))
