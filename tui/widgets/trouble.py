"""Why the club can't be reached and what can be done about it, in the place of what can't be shown."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.widgets.lines import safe

if TYPE_CHECKING:
    from tui.link import DeskLink


class Trouble(VerticalScroll):
    """Paragraphs, the reason first. They are wrapped between words; what is longer than a line, such as a
    path, goes on in the next. The text can be marked with the mouse."""

    DEFAULT_CSS = """
    Trouble { padding: 1 2; scrollbar-size-vertical: 1; }
    Trouble > Static { height: auto; text-wrap: wrap; text-overflow: fold; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._told: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    def show(self, link: "DeskLink") -> None:
        """Tells of the link's trouble."""
        from tui.sentences.ways import ways_told

        told = ways_told(link)
        if told != self._told:
            self._told = told
            reason, *ways = [Content("\n").join(map(safe, part.split("\n"))) for part in told]
            self.query_one(Static).update(Content("\n\n").join([reason.stylize("bold"), *ways]))
