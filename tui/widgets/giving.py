"""The fields of a grant or an award: how much of what, good until when, why; or by which rule."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from core.errors import DeskError, invalid
from core.ledger.awarding import Award, RuleTold
from core.ledger.granting import Grant
from core.text import LONGEST
from core.wire import Name, read_record
from tui.grid.dates import read_day
from tui.language import N_, _, say
from tui.widgets.lines import TextLine
from tui.widgets.money import money_told, read_amount
from tui.widgets.person import Field, FieldRow
from tui.widgets.table import Column, TableRow, TextTable

if TYPE_CHECKING:
    from core.command import Command

What = Literal["allowance", "points", "award"]
NEXT: dict[What, What] = {"allowance": "points", "points": "award", "award": "allowance"}
HEADINGS: dict[What, str] = {
    "allowance": N_("Grant allowance"),
    "points": N_("Grant points"),
    "award": N_("Award points by a rule"),
}
GRANTED = ("amount", "expires_on", "reason", "fund")
AWARDED = ("on", "event")
FIELDS = (
    Field("amount", N_("Amount"), "code", "first"),
    Field("expires_on", N_("Last valid day"), "day", "first"),
    Field("reason", N_("Reason"), "text", "first"),
    Field("fund", N_("Fund"), "text", "first"),
    Field("on", N_("Day"), "day", "first"),
    Field("event", N_("Event"), "text", "first"),
)
AT_FIELD = {"already_lapsed": "expires_on"}
"""Refusals that are about a field without naming it."""


class GivingForm(Vertical):
    """`Touched` whenever something else stands in it, `Given` for Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "field(1)", N_("next field"), show=False, id="giving.next"),
        Binding("up,shift+tab", "field(-1)", N_("previous field"), show=False, id="giving.previous"),
    ]

    class Given(Message):
        """Enter was pressed."""

    class Touched(Message):
        """Something was typed, or another rule is marked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.what: What = "allowance"
        self.rules: tuple[RuleTold, ...] = ()
        self.rows = {field.name: FieldRow(field) for field in FIELDS}

    def compose(self) -> ComposeResult:
        yield TextLine(id="giving-what")
        yield TextTable(id="rules")
        yield from self.rows.values()

    def on_mount(self) -> None:
        for name in ("reason", "event"):
            self.rows[name].typing.max_length = LONGEST

    @property
    def table(self) -> TextTable:
        return self.query_one("#rules", TextTable)

    # ------------------------------------------------------------ what stands in it

    def open(self) -> None:
        """Empty fields, for a grant."""
        for row in self.rows.values():
            row.open("")
        self.turn("allowance")

    def turn(self, what: What) -> None:
        """Another unit, or an award; what is typed stays."""
        self.what = what
        self.refuse(None)
        for name, row in self.rows.items():
            row.display = name in (AWARDED if what == "award" else GRANTED)
        self.table.display = what == "award"
        self.retranslate()
        self._inside()[0].focus()

    def take_rules(self, rules: Sequence[RuleTold]) -> None:
        """The rules to choose from."""
        self.rules = tuple(rules)
        self._list_rules()

    def rule(self) -> RuleTold | None:
        """The rule that is marked."""
        marked = self.table.marked()
        return next((rule for rule in self.rules if rule.code == marked), None)

    def _list_rules(self) -> None:
        columns = (Column(), Column(flex=True), Column(right=True))
        rows = [
            TableRow(rule.code, (rule.code, rule.name, money_told("points", rule.points)))
            for rule in self.rules
        ]
        self.table.show(columns, rows or [TableRow(None, (_("There are no earning rules yet."),))])
        self.table.styles.height = min(max(len(rows), 1), 7)

    def retranslate(self) -> None:
        self.query_one("#giving-what", TextLine).say(" " + _(HEADINGS[self.what]))
        self._list_rules()
        for row in self.rows.values():
            row.retranslate()

    # ------------------------------------------------------------ reading

    def text(self, name: str) -> str:
        return self.rows[name].typing.value.strip()

    def command(self, member: Name, today: date) -> "Command[Any]":
        """What the fields ask for. `invalid` for a field that can't be read."""
        if self.what != "award":
            amount = read_amount(self.text("amount"), self.what)
            expires_on = self._day("expires_on", today)
            if not self.text("reason"):
                raise invalid("reason", "blank")
            fields = {
                "member": member,
                "unit": self.what,
                "amount": amount.write_wire(),
                "reason": self.text("reason"),
                "expires_on": expires_on,
                "fund": self.text("fund") or None,
            }
            return read_record(Grant, fields)
        rule = self.rule()
        if rule is None:
            raise invalid("rule", "blank")
        fields = {
            "member": member,
            "rule": rule.code,
            "on": self._day("on", today),
            "event": self.text("event") or None,
        }
        return read_record(Award, fields)

    def _day(self, name: str, today: date) -> str | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return read_day(text, today).isoformat()
        except ValueError:
            raise invalid(name, "not_a_date", value=text) from None

    def refuse(self, error: DeskError | None) -> bool:
        """Tells a refusal at its field; False where it is about none. None: nothing is refused any more."""
        for other in self.rows.values():
            if other.problem is not None:
                other.refuse(None)
        if error is None:
            return True
        row = self.rows.get(AT_FIELD.get(error.code, str(error.facts.get("field"))))
        if row is None or not row.display:
            return False
        row.refuse(error)
        row.typing.focus()
        return True

    # ------------------------------------------------------------ keys

    def _inside(self) -> list[Widget]:
        """What can have the focus, in order."""
        names = AWARDED if self.what == "award" else GRANTED
        fields: list[Widget] = [self.rows[name].typing for name in names]
        return [self.table, *fields] if self.what == "award" else fields

    def action_field(self, ahead: int) -> None:
        """To the next or previous field, from the last to the first."""
        inside = self._inside()
        here = next((at for at, widget in enumerate(inside) if widget.has_focus), 0)
        inside[(here + ahead) % len(inside)].focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        row = next(row for row in self.rows.values() if row.typing is event.input)
        if row.problem is not None:
            row.refuse(None)
        self.post_message(self.Touched())

    @on(TextTable.Marked)
    def _marked(self, event: TextTable.Marked) -> None:
        event.stop()
        self.post_message(self.Touched())

    @on(Input.Submitted)
    @on(TextTable.Entered)
    def _submitted(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Given())


def good_through(day: date | None) -> str:
    """Until when something that is given is good."""
    return say("good through {day}", day=day) if day is not None else _("good for ever")
