"""F1: what the marks mean and what each key does on the screen that it was pressed on."""

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tui.grid.model import CLOSED, FREE, MARKS, NONE
from tui.grid.widget import SlotGrid
from tui.keys import keys_spelt, meaning_of, rows_of
from tui.language import N_, _
from tui.screens.base import DeskScreen

MARK_WORDS: dict[str, str] = {
    FREE: N_("free; where there are several places, how many are left stands there"),
    MARKS["confirmed"]: N_("a name without a mark is booked"),
    MARKS["checked_in"]: N_("is here, or was here"),
    MARKS["awaited"]: N_("has not arrived although the slot has begun"),
    MARKS["pending"]: N_("waits for approval"),
    MARKS["held"]: N_("is held for somebody who was offered the place"),
    MARKS["no_show"]: N_("did not come: the place is free for walk-ins"),
    "+": N_("full; the number after it waits"),
    CLOSED: N_("closed, or kept for an event"),
    NONE: N_("no slot here"),
}
"""Every mark of the grid, in the order in which it is told."""


class HelpScreen(DeskScreen):
    """Help for the screen below."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "leave", N_("back"), id="help.leave"),
    ]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below
        self._focused = below.focused

    def compose(self) -> ComposeResult:
        yield from self.frame(VerticalScroll(Static(id="help-text"), id="help"))

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#help-text", Static).update(Content("\n").join(self._told()))

    def action_leave(self) -> None:
        self.dismiss()

    def _told(self) -> Iterable[Content]:
        below = self._below
        notes: Iterable[str] = getattr(below, "HELP_NOTES", ())
        for note in notes:
            yield Content(_(note))
        if below.query(SlotGrid):
            yield from _section(_("Marks"), [(mark, _(words)) for mark, words in MARK_WORDS.items()])
        yield from _section(_("Keys of this screen"), self._keys(below))
        inside = self._focused
        if inside is not None and (keys := self._keys(inside)):
            yield from _section(_("Where the cursor is"), keys)
        yield from _section(_("Everywhere"), self._keys(self.console))

    def _keys(self, node: DOMNode | Widget) -> list[tuple[str, str]]:
        keymap = self.console.keymap
        rows = [(keys_spelt(row.binding, keymap), _(meaning_of(row.binding))) for row in rows_of(type(node))]
        return [(keys, what) for keys, what in rows if what]


def _section(title: str, rows: list[tuple[str, str]]) -> Iterable[Content]:
    if not rows:
        return
    width = max(cell_len(left) for left, _right in rows) + 2
    yield Content("")
    yield Content.styled(title, "bold underline")
    for left, right in rows:
        yield Content.assemble((set_cell_size(left, width), "bold"), right)
