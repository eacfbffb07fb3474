"""Finding a member: a field in the second row, and the hits that hang over the grid."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.language import N_, _
from tui.widgets.lines import safe

if TYPE_CHECKING:
    from core.members.finding import MemberHit

HITS = 8

WIDEST_NAME = 24
"""A name takes no more cells of a hit's line, so that what tells namesakes apart is always seen."""


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

    def show(self, hits: "tuple[MemberHit, ...]") -> None:
        self.display = bool(hits)
        if hits == self.hits:
            return
        self.hits = hits
        self.clear_options()
        self.add_options([Option(safe(told(hit))) for hit in hits])
        if hits:
            self.highlighted = 0

    def retranslate(self) -> None:
        """Says the hits again; the mark stays."""
        for at, hit in enumerate(self.hits):
            self.replace_option_prompt_at_index(at, safe(told(hit)))

    def marked(self) -> "MemberHit | None":
        """The hit that Enter takes."""
        if not self.hits:
            return None
        return self.hits[self.highlighted or 0]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self.hits[event.option_index]))


def told(hit: "MemberHit") -> str:
    """A hit in one line."""
    phone = f"..{hit.phone[-4:]}" if hit.phone else ""
    marks = _("has left") if hit.left else ""
    name = hit.name if cell_len(hit.name) <= WIDEST_NAME else set_cell_size(hit.name, WIDEST_NAME)
    return "  ".join(part for part in (name, hit.staff_no, hit.department or "", phone, marks) if part)
