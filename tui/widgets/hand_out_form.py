"""The fields of a new hand-out: what is handed out, to whom, for what."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Input

from core.errors import DeskError
from core.text import LONGEST
from tui.language import N_, _
from tui.widgets.person import Field, FieldRow

FIELDS = (
    Field("name", N_("What for"), "text", "first"),
    Field("lines", N_("Items"), "text", "first"),
    Field("departments", N_("Departments"), "text", "first"),
    Field("list", N_("List (a file)"), "text", "first"),
    Field("fund", N_("Fund"), "text", "first"),
    Field("reason", N_("Reason"), "text", "first"),
    Field("code", N_("Code"), "code", "first"),
)

HINTS: dict[str, str] = {
    "lines": N_("RICE=2, towel: scan, or type code or name; =2 is two for each"),
    "departments": N_("one or several, with commas; empty: all who are here"),
    "list": N_("empty, or the path of a sheet with the staff numbers"),
}

ABOUT = {
    "unknown_item": "lines",
    "wrong_state": "lines",
    "unknown_department": "departments",
    "exists": "code",
}
"""Refusals that are about a field under another name."""


class HandOutForm(VerticalScroll):
    """`Touched` whenever something else stands in it, `Given` for Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "field(1)", N_("next field"), show=False, id="listing.next"),
        Binding("up,shift+tab", "field(-1)", N_("previous field"), show=False, id="listing.previous"),
    ]

    class Given(Message):
        """Enter was pressed."""

    class Touched(Message):
        """Something was typed, or another field is typed in."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, can_focus=False)
        self.rows = {field.name: FieldRow(field) for field in FIELDS}

    def compose(self) -> ComposeResult:
        yield from self.rows.values()

    def on_mount(self) -> None:
        for name in ("lines", "departments", "list", "reason"):
            self.rows[name].typing.max_length = LONGEST

    def retranslate(self) -> None:
        for name, row in self.rows.items():
            row.retranslate()
            row.typing.placeholder = _(HINTS[name]) if name in HINTS else ""

    def text(self, name: str) -> str:
        return self.rows[name].typing.value.strip()

    def here(self) -> str:
        """The field that is typed in."""
        return next((name for name, row in self.rows.items() if row.typing.has_focus), "name")

    def add_item(self, sku: str) -> None:
        """One more item, which was scanned."""
        field = self.rows["lines"].typing
        field.value = f"{field.value.rstrip(' ,')}, {sku}" if field.value.strip() else sku
        field.cursor_position = len(field.value)

    def refuse(self, error: DeskError) -> bool:
        """Tells a refusal at its field; False where it is about none."""
        row = self.rows.get(ABOUT.get(error.code) or str(error.facts.get("field")))
        if row is None:
            return False
        row.refuse(error)
        row.typing.focus()
        return True

    def action_field(self, ahead: int) -> None:
        """To the next or previous field, from the last to the first."""
        names = list(self.rows)
        self.rows[names[(names.index(self.here()) + ahead) % len(names)]].typing.focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        row = next(row for row in self.rows.values() if row.typing is event.input)
        if row.problem is not None:
            row.refuse(None)
        self.post_message(self.Touched())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Given())
