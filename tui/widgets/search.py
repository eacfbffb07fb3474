"""Finding a member: a field in the second row, and the hits that hang over the grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from core.text import visible
from tui.language import N_, _, say
from tui.widgets.lines import safe

if TYPE_CHECKING:
    from core.members.finding import MemberHit

HITS = 8

WIDEST = (24, 12, 16, 6, 8)
"""Cells that name, number, department, tail of the phone and mark take at most: each of them is always
seen."""


class SearchField(Input):
    """The one field for finding a member. It never opens a dialog: letters typed anywhere arrive here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "hit(1)", N_("next"), show=False, id="search.down"),
        Binding("up", "hit(-1)", N_("previous"), show=False, id="search.up"),
        Binding("escape", "leave", N_("back"), show=False, id="search.leave"),
    ]

    @dataclass
    class Hit(Message):
        """The mark moves among the hits."""

        down: int

    class Left(Message):
        """Nobody is looked for any more."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False, max_length=40)
        self.cursor_blink = False

    def action_hit(self, down: int) -> None:
        self.post_message(self.Hit(down))

    def action_leave(self) -> None:
        self.value = ""
        self.post_message(self.Left())

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Textual places the input method's window before it scrolls: it is placed again here."""
        super().watch_scroll_x(old_value, new_value)
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    def take(self, text: str) -> None:
        """Text that was typed elsewhere."""
        self.focus()
        self.insert_text_at_cursor(text)


class HitList(OptionList, can_focus=False):
    """The members found: name, department, the tail of the number, so that namesakes are told apart."""

    @dataclass
    class Chosen(Message):
        """A hit was clicked."""

        hit: "MemberHit"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.hits: tuple[MemberHit, ...] = ()
        self.in_vain = ""
        """What was looked for and found nobody."""

    def show(self, hits: "tuple[MemberHit, ...]", in_vain: str = "") -> None:
        """Shows who is found, or that nobody is found by a text; hidden where there is neither."""
        self.display = bool(hits or in_vain)
        if (hits, in_vain) == (self.hits, self.in_vain):
            return
        self.hits, self.in_vain = hits, in_vain
        self.clear_options()
        self.add_options([Option(safe(line), disabled=not hits) for line in self._words()])
        if hits:
            self.highlighted = 0

    def _words(self) -> list[str]:
        if self.in_vain:
            return [say("Nobody is found by {text}.", text=self.in_vain)]
        return lines_told(self.hits)

    def retranslate(self) -> None:
        """Says the hits again; the mark stays."""
        for at, line in enumerate(self._words()):
            self.replace_option_prompt_at_index(at, safe(line))

    def marked(self) -> "MemberHit | None":
        """The hit that Enter takes."""
        if not self.hits:
            return None
        return self.hits[self.highlighted or 0]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self.hits[event.option_index]))


def lines_told(hits: "Sequence[MemberHit]") -> list[str]:
    """The hits as lines with columns, so that namesakes are told apart at a glance."""
    rows = [
        (
            visible(hit.name),
            visible(hit.staff_no),
            visible(hit.department or ""),
            f"..{hit.phone[-4:]}" if hit.phone else "",
            _("has left") if hit.left else "",
        )
        for hit in hits
    ]
    columns = zip(zip(*rows, strict=True), WIDEST, strict=False)
    widths = [min(max(map(cell_len, column)), most) for column, most in columns]
    return [
        "  ".join(
            set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True) if width
        ).rstrip()
        for row in rows
    ]
