"""The fields of a policy, and how what is typed in them is read."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Input

from core.errors import DeskError, invalid
from core.ledger.policies import AddPolicy, ChangePolicy, PolicyTold
from core.ledger.records import Amount, Unit
from core.ledger.terms import Every
from core.text import LONGEST, folded
from core.wire import read_record
from tui.language import N_, _
from tui.sentences.policies import often_told
from tui.widgets.money import read_amount, unit_told
from tui.widgets.person import Field, FieldRow, read

if TYPE_CHECKING:
    from core.command import Command

FIELDS = (
    Field("code", N_("Code"), "code", "first"),
    Field("name", N_("Title"), "text", "first"),
    Field("unit", N_("Unit"), "text", "first"),
    Field("every", N_("How often"), "text", "first"),
    Field("day", N_("Day of grant"), "code", "first"),
    Field("base", N_("Base"), "code", "first"),
    Field("by_grade", N_("By grade"), "text", "first"),
    Field("by_tenure", N_("By service"), "text", "first"),
    Field("by_performance", N_("By performance"), "text", "first"),
    Field("valid_months", N_("Valid months"), "code", "first"),
    Field("valid_until", N_("Valid until"), "day", "first"),
    Field("prorate", N_("Joiners by months"), "flag", "first"),
    Field("auto", N_("By itself"), "flag", "first"),
    Field("fund", N_("Fund"), "text", "first"),
    Field("exempt", N_("Never cleared"), "flag", "first"),
)

HINTS: dict[str, str] = {
    "code": N_("short, as in festival"),
    "unit": N_("allowance or points"),
    "every": N_("month, quarter, year or once"),
    "day": N_("of the month; empty: the day of the run"),
    "by_grade": N_("科长=500, 科员=300"),
    "by_tenure": N_("1=20, 5=100: years of service = so much more"),
    "by_performance": N_("优=120: per cent"),
    "valid_months": N_("empty, and no day below: for ever"),
}

FIXED = ("code", "unit", "every")
"""What a policy is; a change does not touch it."""

UNITS: dict[str, Unit] = {
    "allowance": "allowance", "福利": "allowance", "福利额度": "allowance", "额度": "allowance",
    "points": "points", "积分": "points",
}  # fmt: skip
EVERY: dict[str, Every] = {
    "month": "month", "每月": "month", "月": "month",
    "quarter": "quarter", "每季": "quarter", "季": "quarter", "季度": "quarter",
    "year": "year", "每年": "year", "年": "year",
    "once": "once", "一次性": "once", "一次": "once",
}  # fmt: skip


class PolicyForm(VerticalScroll, can_focus=False):
    """`Given` for Enter in a field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "field(1)", N_("next field"), show=False, id="policy.next"),
        Binding("up,shift+tab", "field(-1)", N_("previous field"), show=False, id="policy.previous"),
    ]

    class Given(Message):
        """Enter was pressed."""

    def __init__(self, policy: PolicyTold | None, *, id: str | None = None) -> None:
        """Of a policy to be changed; None for a new one."""
        super().__init__(id=id)
        self.policy = policy
        self.rows = {field.name: FieldRow(field) for field in FIELDS}

    def compose(self) -> ComposeResult:
        yield from self.rows.values()

    def on_mount(self) -> None:
        for name, row in self.rows.items():
            row.typing.max_length = LONGEST
            row.open(self._opened(name))
            row.set_class(self.policy is not None and name in FIXED, "-fixed")
        self.retranslate()
        self._open()[0].typing.focus()

    def _opened(self, name: str) -> Any:
        """What stands in a field before anybody types."""
        if self.policy is None:
            return name == "prorate" if self.rows[name].field.kind == "flag" else None
        value = getattr(self.policy, name)
        return value if isinstance(value, bool | date) else typed(name, value)

    def _open(self) -> list[FieldRow]:
        return [row for name, row in self.rows.items() if self.policy is None or name not in FIXED]

    def retranslate(self) -> None:
        for name, row in self.rows.items():
            row.retranslate()
            row.typing.placeholder = _(HINTS[name]) if name in HINTS else ""

    # ------------------------------------------------------------ reading

    def command(self, today: date) -> "Command[Any] | None":
        """What the fields ask for; None where a change changes nothing, or some field can't be read, which is
        told at it."""
        names = [name for name, row in self.rows.items() if self.policy is None or row.touched]
        unit: Unit = self.policy.unit if self.policy is not None else "allowance"
        fields: dict[str, Any] = {} if self.policy is None else {"code": self.policy.code}
        for name in names:
            row = self.rows[name]
            row.refuse(None)
            try:
                fields[name] = self._read(row.field, row.typing.value, unit, today)
            except DeskError as error:
                row.refuse(DeskError(error.code, **error.facts | {"field": name}))
            else:
                unit = fields[name] if name == "unit" else unit
        wrong = [row for row in self.rows.values() if row.problem is not None]
        if wrong:
            wrong[0].typing.focus()
        if wrong or not names:
            return None
        if self.policy is None:
            return read_record(AddPolicy, fields)
        return read_record(ChangePolicy, fields)

    def _read(self, field: Field, text: str, unit: Unit, today: date) -> Any:
        """One field as scripts would give it."""
        plain = folded(text)
        if field.name in _CHOICES:
            return _choice(field.name, plain)
        if field.name == "code" and not plain:
            raise invalid("code", "blank")
        if field.name == "name":
            return text.strip() or None
        if field.kind in ("flag", "day") or field.name in ("code", "fund"):
            return read(field, text, today)
        if not plain:
            return None
        if field.name == "base":
            return read_amount(text, unit).write_wire()
        if field.name in ("day", "valid_months"):
            return _whole(field.name, plain)
        if field.name == "by_grade":
            return {
                grade: read_amount(amount, unit).write_wire() for grade, amount in _pairs(field.name, text)
            }
        if field.name == "by_tenure":
            return [
                [_whole(field.name, folded(years)), read_amount(amount, unit).write_wire()]
                for years, amount in _pairs(field.name, text, same_twice=True)
            ]
        return {
            mark: _whole(field.name, folded(percent).removesuffix("%"))
            for mark, percent in _pairs(field.name, text)
        }

    def refuse(self, error: DeskError) -> bool:
        """Tells a refusal at its field; False where it is about none."""
        row = self.rows.get(re.split(r"[.\[]", str(error.facts.get("field")))[0])
        if row is None:
            return False
        row.refuse(error)
        row.typing.focus()
        return True

    # ------------------------------------------------------------ keys

    def action_field(self, ahead: int) -> None:
        """To the next or previous field, from the last to the first."""
        inside = [row.typing for row in self._open()]
        here = next((at for at, field in enumerate(inside) if field.has_focus), 0)
        inside[(here + ahead) % len(inside)].focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        row = next(row for row in self.rows.values() if row.typing is event.input)
        if row.problem is not None:
            row.refuse(None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Given())


# ---------------------------------------------------------------- what is typed


def typed(name: str, value: Any) -> str:
    """A value of a policy as it would be typed."""
    if value is None:
        return ""
    if name == "unit":
        return unit_told(value)
    if name == "every":
        return often_told(value)
    if isinstance(value, Amount):
        return str(value.write_wire())
    if name == "by_tenure":
        return ", ".join(f"{step.years}={step.amount.write_wire()}" for step in value)
    if isinstance(value, Mapping):
        return ", ".join(
            f"{key}={part.write_wire() if isinstance(part, Amount) else part}" for key, part in value.items()
        )
    return str(value)


def _choice(name: str, plain: str) -> Any:
    words, told = _CHOICES[name]
    if not plain:
        raise invalid(name, "blank")
    found = words.get(plain.lower()) or next((word for word in words.values() if told(word) == plain), None)
    if found is None:
        choices = [told(word) for word in dict.fromkeys(words.values())]
        raise invalid(name, "not_a_choice", choices=choices, value=plain)
    return found


_CHOICES: dict[str, tuple[Mapping[str, Any], Callable[[Any], str]]] = {
    "unit": (UNITS, unit_told),
    "every": (EVERY, often_told),
}


def _whole(name: str, plain: str) -> int:
    if not re.fullmatch(r"\d{1,9}", plain, re.ASCII):
        raise invalid(name, "not_whole", value=plain)
    return int(plain)


def _pairs(name: str, text: str, *, same_twice: bool = False) -> list[tuple[str, str]]:
    """`科长=500, 科员=300` as pairs; signs may be full-width. `same_twice`: the rule itself refuses that."""
    pairs: list[tuple[str, str]] = []
    for part in filter(None, map(str.strip, re.split("[,，、;；]", text))):
        key, sign, value = re.sub("[＝:：]", "=", part).partition("=")
        if not (sign and key.strip() and value.strip()):
            raise invalid(name, "not_pairs", form=_(HINTS[name]).partition(":")[0], value=part)
        if not same_twice and any(known == key.strip() for known, _value in pairs):
            raise invalid(name, "twice", value=key.strip())
        pairs.append((key.strip(), value))
    return pairs
