"""A field in which something is found, and the hits that hang below it."""

from functools import partial

from textual import on
from textual.widgets import Input

from tui.screens.base import DeskScreen
from tui.widgets.keyed import KeyedList
from tui.widgets.search import SearchField
from tui.workers import begin


class FindingScreen(DeskScreen):
    """What is found by a text, and what Enter takes, is the screen's own."""

    @property
    def search(self) -> SearchField:
        return self.query_one("#search", SearchField)

    @property
    def found(self) -> KeyedList:
        return self.query_one("#found", KeyedList)

    async def take_typed(self, text: str) -> None:
        """Takes what was typed, or the hit that is marked."""
        raise NotImplementedError

    @on(SearchField.Hit)
    def _mark_hit(self, event: SearchField.Hit) -> None:
        if self.found.lines_shown:
            at = (self.found.highlighted or 0) + event.down
            self.found.highlighted = min(max(at, 0), len(self.found.lines_shown) - 1)

    @on(Input.Submitted, "#search")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        begin(self, partial(self.take_typed, event.value), "take")
