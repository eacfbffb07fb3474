"""What a booking may carry besides: how many places and people, what for, and why a rule is let pass."""

from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from core.text import folded
from tui.language import N_, _
from tui.widgets.lines import TextLine

COUNTED = ("party", "people")
FIELDS = ("party", "people", "purpose", "override")
LABELS = {
    "party": N_("Places"),
    "people": N_("People"),
    "purpose": N_("Purpose"),
    "override": N_("Let pass because"),
}


class OptionsRow(Horizontal):
    """A row of fields above the line of Enter; hidden, and without its fields, until it is asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), show=False, id="options.leave"),
    ]

    @dataclass
    class Given(Message):
        """Enter was pressed in the row: the booking's further fields."""

        fields: dict[str, Any]

    @dataclass
    class Touched(Message):
        """Something was typed: the fields that can be read as far as they stand."""

        fields: dict[str, Any]

    @dataclass
    class Wrong(Message):
        """A field that can't be read, by its label."""

        label: str

    class Left(Message):
        """The row was left."""

    def _put_in_fields(self) -> None:
        for name in FIELDS:
            field = Input(id=f"option-{name}", compact=True, max_length=4 if name in COUNTED else 200)
            field.cursor_blink = False
            self.mount(TextLine(id=f"label-{name}"), field)

    def open(self, first: str = "party") -> None:
        """Shows the row, empty, and puts the cursor into a field."""
        if not self.children:
            self._put_in_fields()
        self.retranslate()
        for name in FIELDS:
            self.query_one(f"#option-{name}", Input).value = ""
        self.display = True
        self.query_one(f"#option-{first}", Input).focus()

    def retranslate(self) -> None:
        for name, line in zip(FIELDS, self.query(TextLine), strict=False):
            line.say(f" {_(LABELS[name])} ")

    def action_leave(self) -> None:
        self.display = False
        self.post_message(self.Left())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        given, wrong = self._read()
        if wrong:
            self.post_message(self.Wrong(_(LABELS[wrong[0]])))
            return
        self.display = False
        self.post_message(self.Given(given))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.display:
            self.post_message(self.Touched(self._read()[0]))

    def _read(self) -> tuple[dict[str, Any], list[str]]:
        """The fields that are filled in, and the names of those that can't be read."""
        given: dict[str, Any] = {}
        wrong = []
        for name in FIELDS:
            text = self.query_one(f"#option-{name}", Input).value.strip()
            if not text:
                continue
            if name not in COUNTED:
                given[name] = text
            elif folded(text).isdecimal():
                given[name] = int(folded(text))
            else:
                wrong.append(name)
        return given, wrong
