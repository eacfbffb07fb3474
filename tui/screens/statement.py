"""A member's statement: opening, every entry with the balance after it, closing; one unit at a time."""

from datetime import date, timedelta
from functools import partial
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from core.errors import DeskError
from core.ledger.granting import REVERSIBLE, Contra
from core.ledger.looking import AskStatement, EntryTold, Statement
from core.ledger.records import Unit, day_of_month
from core.records import LedgerEntryId, ledger_entry_told
from core.text import LONGEST
from core.wire import Name
from tui.language import N_, _, say
from tui.screens.base import DeskScreen
from tui.sentences.ledger import entry_kind_told
from tui.widgets.lines import TextLine
from tui.widgets.money import amount_told, bare, signed_told, unit_told
from tui.widgets.person import FieldInput
from tui.widgets.table import Column, TableRow, TextTable
from tui.workers import begin

Period = Literal["month", "year", "all"]
NEXT_PERIOD: dict[Period, Period] = {"month": "year", "year": "all", "all": "month"}
WITH_NUMBER = 70
"""Columns from which on there is room for its number, and the balance's unit too."""

READING = frozenset({"unit", "period", "contra", "why", "shift", "member"})
"""What can't be done while a reason is asked for."""

WITH_TIME = 100
"""Columns from which on the time of an entry stands beside its day."""


class StatementScreen(DeskScreen):
    """The entries of one member, the newest marked first."""

    CSS_PATH = "statement.tcss"
    AUTO_FOCUS = "#entries"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="statement.back"),
        Binding(
            "f3",
            "unit",
            N_("other unit"),
            id="statement.unit",
            tooltip=N_("the other unit: allowance or points"),
        ),
        Binding(
            "f4", "period", N_("which days"), id="statement.period", tooltip=N_("this month, this year, all")
        ),
        Binding("f8", "contra", N_("take back"), id="statement.contra", tooltip=N_("take an entry back")),
        Binding("ctrl+y", "why", N_("why"), id="statement.why", tooltip=N_("explain the entry")),
        Binding("f2", "member", N_("member"), id="statement.member", tooltip=N_("the member's page")),
        Binding("ctrl+left", "shift(-1)", N_("earlier"), show=False, id="statement.earlier"),
        Binding("ctrl+right", "shift(1)", N_("later"), show=False, id="statement.later"),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Enter or Ctrl+Y explains an entry: its sides, its lots, and how the amount came about."),
        N_("F8 takes a grant or an award back, with a reason; the entry itself stays, another one is added."),
    )

    def __init__(self, member: Name, unit: Unit = "points") -> None:
        super().__init__()
        self._member, self._unit = member, unit
        self._period: Period = "year"
        self._day: date | None = None
        """A day of the period that is shown; None for today."""
        self._statement: Statement | None = None
        self._taking_back: EntryTold | None = None
        self._doing = False

    def compose(self) -> ComposeResult:
        field = FieldInput(id="answer")
        field.max_length = LONGEST
        yield from self.frame(
            TextLine(id="whose"),
            TextLine(id="sums"),
            TextTable(id="entries"),
            TextLine(id="enter"),
            Horizontal(TextLine(id="asked"), field, id="asking"),
        )

    def on_mount(self) -> None:
        self.query_one("#asking").display = False
        self.work(self._first, "statement")

    @property
    def table(self) -> TextTable:
        return self.query_one("#entries", TextTable)

    # ------------------------------------------------------------ what is shown

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#asked", TextLine).say(" " + _("Reason:") + " ")
        self._show()
        self.say_enter()

    async def _first(self) -> None:
        await self.follow()
        self.say_enter()

    async def follow(self) -> None:
        """Asks anew."""
        asked = None
        while asked != (self._unit, self._period, self._day):
            asked = self._unit, self._period, self._day
            try:
                self._statement = await self.console.link.ask(
                    AskStatement(self._member, self._unit, *self.days())
                )
            except DeskError as error:
                self.tell_error(error)
                return
        self._show()

    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day that are shown."""
        day = self._day or self.console.link.today()
        if self._period == "month":
            return day.replace(day=1), day_of_month(day.year, day.month, 31)
        if self._period == "year":
            return date(day.year, 1, 1), date(day.year, 12, 31)
        return None, None

    def _show(self) -> None:
        told = self._statement
        if told is None:
            return
        self.query_one("#whose", TextLine).say(f" {unit_told(told.unit)}  {told.member}  {told.name}")
        self.query_one("#sums", TextLine).say(" " + self._sums_told(told))
        width = self.size.width
        self.table.show(_columns(width), [_row(entry, width) for entry in told.entries], last=True)

    def _sums_told(self, told: Statement) -> str:
        if told.from_ is None:
            span = _("all entries")
        elif self._period == "month":
            span = f"{told.from_:%Y-%m}"
        else:
            span = f"{told.from_.year}"
        return say(
            "{span} | opening {opening} | closing {closing}",
            span=span,
            opening=amount_told(told.opening),
            closing=amount_told(told.closing),
        )

    def on_resize(self) -> None:
        super().on_resize()
        self._show()

    def marked(self) -> EntryTold | None:
        """The entry that the keys are about."""
        key, told = self.table.marked(), self._statement
        entries = told.entries if told is not None else ()
        return next((entry for entry in entries if ledger_entry_told(entry.entry) == key), None)

    def say_enter(self) -> None:
        """What Enter and F8 do to the marked entry."""
        entry = self.marked()
        if self._taking_back is not None:
            facts = _facts_of(self._taking_back)
            told = say("Enter = take {entry} back, {amount} | Esc = leave it; a reason is needed", **facts)
            self.tell(told, "bad")
        elif self._statement is None:
            self.tell("")
        elif entry is None:
            self.tell(_("No entries here | F4 = another period | F3 = the other unit"))
        elif entry.kind in REVERSIBLE:
            self.tell(say("Enter = how {entry} came about | F8 = take it back", **_facts_of(entry)))
        else:
            self.tell(say("Enter = how {entry} came about", **_facts_of(entry)))

    @on(TextTable.Marked)
    def _marked(self) -> None:
        self.say_enter()

    # ------------------------------------------------------------ the keys

    def _ask_again(self) -> None:
        self.work(self._first, "statement")

    def action_unit(self) -> None:
        self._unit = "allowance" if self._unit == "points" else "points"
        self._ask_again()

    def action_period(self) -> None:
        self._period, self._day = NEXT_PERIOD[self._period], None
        self._ask_again()

    def action_shift(self, ahead: int) -> None:
        """A period earlier or later, today's at the latest."""
        first, last = self.days()
        if first is None or last is None:
            return
        day = last + timedelta(days=1) if ahead > 0 else first - timedelta(days=1)
        if day <= self.console.link.today():
            self._day = day
            self._ask_again()

    @on(TextTable.Entered)
    def action_why(self) -> None:
        from tui.screens.entry import EntryScreen

        entry = self.marked()
        if entry is not None:
            self.app.push_screen(EntryScreen(entry.entry))

    async def action_member(self) -> None:
        """Whose statement it is, on their page."""
        await self.console.show_member(self._member)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a reason is asked for, nothing else."""
        del parameters
        return self._taking_back is None or action not in {
            "unit",
            "period",
            "contra",
            "why",
            "shift",
            "member",
        }

    def action_back(self) -> None:
        if self._taking_back is not None:
            self._close_field()
            self.say_enter()
        else:
            self.dismiss()

    # ------------------------------------------------------------ taking back

    def action_contra(self) -> None:
        """Asks for the reason; Enter takes the entry back, Esc leaves it."""
        entry = self.marked()
        if entry is None:
            self.tell(_("No entry is marked."), "bad")
        elif entry.kind not in REVERSIBLE:
            number = ledger_entry_told(entry.entry)
            self.tell_error(DeskError("wrong_state", entry=number, state=entry.kind))
        else:
            self._taking_back = entry
            self.query_one("#asking").display = True
            self.query_one("#answer", Input).focus()
            self.list_keys()
            self.say_enter()

    def _close_field(self) -> None:
        self._taking_back = None
        self.query_one("#asking").display = False
        self.table.focus()
        self.list_keys()

    @on(Input.Submitted, "#answer")
    def _answered(self, event: Input.Submitted) -> None:
        event.stop()
        reason = event.value.strip()
        if self._taking_back is None or self._doing:
            return
        if not reason:
            self.tell(_("Why is it taken back? Write the reason, then Enter."), "bad")
            return
        self._doing = True
        begin(self, partial(self._take_back, self._taking_back, reason), "deed")

    async def _take_back(self, entry: EntryTold, reason: str) -> None:
        try:
            done = await self.console.link.do(Contra(LedgerEntryId(entry.entry), reason))
        except DeskError as error:
            self.tell_error(error)
            return
        finally:
            self._doing = False
        self.query_one("#answer", Input).value = ""
        self._close_field()
        await self.follow()
        told = say("{entry} is taken back: {amount}, {balance} are left", **_facts_of(entry),
                   balance=amount_told(done.balance))  # fmt: skip
        self.tell(told, "good")


def _facts_of(entry: EntryTold) -> dict[str, str]:
    return {"entry": ledger_entry_told(entry.entry), "amount": amount_told(entry.amount)}


def _columns(width: int) -> tuple[Column, ...]:
    columns = (
        Column(_("Day")),
        Column(_("Entry")),
        Column(_("Kind")),
        Column(_("Reason"), flex=True),
        Column(_("Amount"), right=True),
        Column(_("Balance"), right=True),
    )
    return columns if width >= WITH_NUMBER else (columns[0], *columns[2:])


def _row(entry: EntryTold, width: int) -> TableRow:
    number = ledger_entry_told(entry.entry)
    cells: tuple[str, ...] = (
        f"{entry.at:%Y-%m-%d %H:%M}" if width >= WITH_TIME else f"{entry.at:%Y-%m-%d}",
        number,
        entry_kind_told(entry.kind),
        "  ".join(filter(None, (entry.document, entry.reason))),
        signed_told(entry.amount.unit, entry.amount.number),
        amount_told(entry.balance),
    )
    if width < WITH_NUMBER:
        cells = (cells[0], *cells[2:5], bare(*entry.balance))
    return TableRow(number, cells)
