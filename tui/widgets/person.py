"""A person's fields: told as text, or open to be corrected in place. What is wrong with one is told at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from core.errors import DeskError, invalid
from core.text import NAME_LONGEST, folded, visible
from tui.language import N_, _, listed
from tui.widgets.lines import TextLine

Kind = Literal["text", "code", "day", "flag"]
"""`code`: numbers and addresses, taken in full-width characters as well; `text` is taken as it is typed."""


class Field(NamedTuple):
    """A field of a person: its name in the commands, what it is called, and how it is read."""

    name: str
    label: str
    kind: Kind
    column: Literal["first", "second"]


FIELDS = (
    Field("staff_no", N_("Staff number"), "code", "first"),
    Field("name", N_("Name"), "text", "first"),
    Field("phone", N_("Phone"), "code", "first"),
    Field("department", N_("Department"), "text", "first"),
    Field("card_no", N_("Card"), "code", "first"),
    Field("grade", N_("Grade"), "text", "second"),
    Field("hired_on", N_("Hired"), "day", "second"),
    Field("email", N_("E-mail"), "code", "second"),
    Field("performance", N_("Performance"), "text", "second"),
    Field("shared", N_("Shared account"), "flag", "second"),
)
NEEDED = ("staff_no", "name")

LABELS = {field.name: field.label for field in FIELDS}

YES = frozenset({"是", "y", "yes", "1", "true"})
NO = frozenset({"", "否", "n", "no", "0", "false"})


def told(value: Any) -> str:
    """A field's value as it is shown and typed."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value.isoformat() if isinstance(value, date) else value or ""


def read(field: Field, text: str, today: date) -> Any:
    """What was typed, as scripts would give it: text, `2026-11-24`, a flag; None for nothing. `invalid`."""
    text = text.strip() if field.kind == "text" else folded(text)
    if field.kind == "flag":
        word = text.lower()
        if word in YES | NO:
            return word in YES
        raise invalid(field.name, "not_a_choice", choices=[_("yes"), _("no")], value=text)
    if not text:
        if field.name in NEEDED:
            raise invalid(field.name, "blank")
        return None
    if field.kind == "day":
        from tui.grid.dates import read_day

        try:
            return read_day(text, today).isoformat()
        except ValueError:
            raise invalid(field.name, "not_a_date", value=text) from None
    return text


class FieldInput(Input):
    """A field that is being typed in."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, compact=True, max_length=NAME_LONGEST + 1)
        self.cursor_blink = False

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Textual places the input method's window before it scrolls: it is placed again here."""
        super().watch_scroll_x(old_value, new_value)
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset


class FieldRow(Vertical):
    """One field: what it is called, its value or the field to type in, and below what is wrong with it."""

    def __init__(self, field: Field) -> None:
        super().__init__(id=f"row-{field.name}", classes="field")
        self.field = field
        self.value: Any = None
        self.opened = ""
        """What stood in the field before anybody typed."""
        self.problem: DeskError | None = None

    def compose(self) -> ComposeResult:
        yield Horizontal(
            TextLine(classes="label"),
            TextLine(classes="value"),
            FieldInput(id=f"field-{self.field.name}"),
            classes="line",
        )
        yield TextLine(classes="problem")

    @property
    def typing(self) -> FieldInput:
        return self.query_one(FieldInput)

    @property
    def touched(self) -> bool:
        """Whether something else stands there than before."""
        return self.typing.value != self.opened

    def show(self, value: Any) -> None:
        """The value as it is now; a field that is open and untouched follows."""
        if not self.touched:
            self.opened = self.typing.value = visible(told(value))
        self.value = value
        self.retranslate()

    def open(self, value: Any) -> None:
        self.value = value
        self.opened = self.typing.value = visible(told(value))
        self.refuse(None)

    def refuse(self, problem: DeskError | None) -> None:
        """Tells at the field why it is not taken."""
        self.problem = problem
        self.retranslate()

    def retranslate(self) -> None:
        self.query_one(".label", TextLine).say(_(self.field.label))
        self.query_one(".value", TextLine).say(told(self.value) or "-")
        line = self.query_one(".problem", TextLine)
        line.display = self.problem is not None
        if self.problem is not None:
            from tui.sentences import sentence_of_code

            facts = self.problem.facts | {"field": _(self.field.label)}
            line.say(sentence_of_code(self.problem.code, facts), "bad")
        if self.field.kind == "flag" and not self.touched:
            self.opened = self.typing.value = visible(told(self.value))


class PersonForm(Horizontal):
    """All fields of a person. `look` shows them; `open` lets them be typed in; `Given` is Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "field(1)", N_("next field"), show=False, id="person.next"),
        Binding("up,shift+tab", "field(-1)", N_("previous field"), show=False, id="person.previous"),
    ]

    class Given(Message):
        """Enter was pressed in a field."""

    @dataclass
    class Touched(Message):
        """Something was typed."""

        fields: tuple[str, ...]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows = {field.name: FieldRow(field) for field in FIELDS}

    def compose(self) -> ComposeResult:
        for column in ("first", "second"):
            rows = [row for row in self.rows.values() if row.field.column == column]
            yield Vertical(*rows, classes="column")

    def look(self, values: Mapping[str, Any]) -> None:
        """Shows a person; what is being typed stays."""
        for name, row in self.rows.items():
            row.show(values[name])

    def open(self, values: Mapping[str, Any], *, new: bool) -> None:
        """Opens the fields, each with its value; the staff number only of someone new."""
        self.set_class(True, "-open")  # noqa: FBT003 - Textual's form
        self.set_class(new, "-new")
        for name, row in self.rows.items():
            row.open(values.get(name, False if row.field.kind == "flag" else None))
        self.rows["staff_no" if new else "name"].typing.focus()

    def close(self) -> None:
        """Back to plain text."""
        self.remove_class("-open", "-new")
        for row in self.rows.values():
            row.open(row.value)

    def touched(self) -> tuple[str, ...]:
        """The fields in which something else stands than before."""
        return tuple(name for name, row in self.rows.items() if row.touched)

    def read(self, today: date) -> dict[str, Any] | None:
        """The touched fields as scripts would give them; None, and told at each, where some can't be read."""
        wanted = [*self.touched(), *(NEEDED if self.has_class("-new") else ())]
        read_fields: dict[str, Any] = {}
        for name in dict.fromkeys(wanted):
            row = self.rows[name]
            try:
                read_fields[name] = read(row.field, row.typing.value, today)
                row.refuse(None)
            except DeskError as error:
                row.refuse(error)
        wrong = [row for row in self.rows.values() if row.problem is not None]
        if wrong:
            wrong[0].typing.focus()
            return None
        return read_fields

    def refuse(self, error: DeskError) -> bool:
        """Tells a refusal at its field; False where it is about none."""
        row = self.rows.get(str(error.facts.get("field")))
        if row is None:
            return False
        row.refuse(error)
        row.typing.focus()
        return True

    def retranslate(self) -> None:
        for row in self.rows.values():
            row.retranslate()

    def action_field(self, ahead: int) -> None:
        """To the next or previous field, from the last to the first."""
        inputs = [row.typing for row in self.rows.values() if row.typing.focusable]
        here = next((at for at, field in enumerate(inputs) if field.has_focus), 0)
        inputs[(here + ahead) % len(inputs)].focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        row = next(row for row in self.rows.values() if row.typing is event.input)
        if row.problem is not None:
            row.refuse(None)
        self.post_message(self.Touched(self.touched()))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Given())


def labels_told(names: tuple[str, ...]) -> str:
    """Fields by what they are called, for a sentence."""
    return listed(_(LABELS[name]) for name in names)
