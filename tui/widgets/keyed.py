"""A list in words in which each line is known by a key, and headings by none."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.widgets.lines import safe


class KeyedLine(NamedTuple):
    """A line: what it stands for, None for a heading; and its words."""

    key: str | None
    words: str


class KeyedList(OptionList):
    """Moved in with the arrows. Posts `Entered` for Enter, or a click on the line that is marked already."""

    class Entered(Message):
        """Enter was pressed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines_shown: list[KeyedLine] = []
        self._marked_before: int | None = None
        self._clicked = False

    def show(self, lines: Sequence[KeyedLine], mark: str | None = None) -> None:
        """Shows other lines; the mark goes to a key, or stays on its own where that is still there."""
        wanted, stood = mark or self.marked(), self.highlighted or 0
        self.lines_shown = list(lines)
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options([Option(safe(line.words), disabled=line.key is None) for line in lines])
            keyed = [at for at, line in enumerate(lines) if line.key is not None]
            same = [at for at in keyed if wanted is not None and lines[at].key == wanted]
            near = same or [at for at in keyed if at >= stood] or keyed[-1:]
            self.highlighted = near[0] if near else None

    def marked(self) -> str | None:
        """The key of the line that the keys are about."""
        if self.highlighted is None or self.highlighted >= len(self.lines_shown):
            return None
        return self.lines_shown[self.highlighted].key

    def on_click(self, event: events.Click) -> None:
        """The first click marks, the second is Enter."""
        del event
        self._marked_before, self._clicked = self.highlighted, True

    def action_select(self) -> None:
        clicked, self._clicked = self._clicked, False
        if not clicked or self.highlighted == self._marked_before:
            self.post_message(self.Entered())
