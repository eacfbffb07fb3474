"""The fields of a count: each tender, and a word for the next shift. What is expected is nowhere in it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from core.counter.shifts import CloseShift, Counted
from core.errors import DeskError
from core.text import LONGEST
from tui.counter.tills import read_counted
from tui.language import N_
from tui.widgets.person import Field, FieldRow

FIELDS = (
    Field("cash", N_("Cash"), "code", "first"),
    Field("wechat", N_("WeChat"), "code", "first"),
    Field("alipay", N_("Alipay"), "code", "first"),
    Field("card", N_("Bank card"), "code", "first"),
    Field("note", N_("For the next"), "text", "first"),
)


class CountForm(Vertical):
    """Enter goes from field to field, on the last one it is `Given`; `Touched` where the line of Enter may
    say another thing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "field(1)", N_("next field"), show=False, id="count.next"),
        Binding("up,shift+tab", "field(-1)", N_("previous field"), show=False, id="count.previous"),
    ]

    class Given(Message):
        """Enter was pressed in the last field."""

    class Touched(Message):
        """Something was typed, or another field is typed in."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows = {field.name: FieldRow(field) for field in FIELDS}

    def compose(self) -> ComposeResult:
        yield from self.rows.values()

    def on_mount(self) -> None:
        self.rows["note"].typing.max_length = LONGEST

    def empty(self) -> None:
        """Nothing is typed any more."""
        for row in self.rows.values():
            row.open("")

    def retranslate(self) -> None:
        for row in self.rows.values():
            row.retranslate()

    def here(self) -> str:
        """The field that is typed in."""
        return next((name for name, row in self.rows.items() if row.typing.has_focus), "cash")

    def go(self, name: str) -> None:
        self.rows[name].typing.focus()

    def command(self) -> CloseShift:
        """What is typed. `invalid` for the first field that holds no money: nothing typed is no count."""
        counted = Counted(*(read_counted(self.rows[name].typing.value, name) for name in Counted._fields))
        return CloseShift(counted, self.rows["note"].typing.value.strip() or None)

    def refuse(self, error: DeskError) -> bool:
        """Tells a refusal at its field; False where it is about none."""
        row = self.rows.get(str(error.facts.get("field")).removeprefix("counted."))
        if row is None:
            return False
        row.refuse(error)
        row.typing.focus()
        return True

    def action_field(self, ahead: int) -> None:
        """To the next or previous field, from the last to the first."""
        names = list(self.rows)
        self.go(names[(names.index(self.here()) + ahead) % len(names)])

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        row = next(row for row in self.rows.values() if row.typing is event.input)
        if row.problem is not None:
            row.refuse(None)
        self.post_message(self.Touched())

    def on_descendant_focus(self) -> None:
        self.post_message(self.Touched())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.here() == "note":
            self.post_message(self.Given())
        else:
            self.action_field(1)
