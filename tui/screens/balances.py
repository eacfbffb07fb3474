"""What the departments have of allowance and points; a department's members; and what runs out soon."""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from core.errors import DeskError
from core.ledger.departments import AskDepartmentBalances, DepartmentBalances, DepartmentSums, MemberSums
from core.ledger.lapsing import AskRunningOut, EndingLot, RunningOut
from core.records import lot_told
from core.wire import Name
from tui.grid.words import day_told
from tui.language import N_, _, say, say_count
from tui.screens.base import DeskScreen
from tui.widgets.lines import TextLine
from tui.widgets.money import amount_told, bare, money_told
from tui.widgets.table import Column, TableRow, TextTable

Stage = Literal["departments", "members", "ending"]
WITHOUT = "-"
"""The key of those who are in no department; that of a department is its name behind a `=`."""


class BalancesScreen(DeskScreen):
    """Departments; Enter opens one, and then a member's statement."""

    CSS_PATH = "balances.tcss"
    AUTO_FOCUS = "#balances"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="balances.back"),
        Binding(
            "f6",
            "ending",
            N_("running out"),
            id="balances.ending",
            tooltip=N_("what runs out within 30 days"),
        ),
        Binding("f2", "member", N_("member"), id="balances.member", tooltip=N_("the member's page")),
        Binding("f7", "app.go('policies')", N_("policies"), id="balances.policies"),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Enter opens a department, then a member's statement. Esc goes back one step."),
        N_("F6 lists what runs out within 30 days, soonest first, with the phone to call."),
    )

    def __init__(self) -> None:
        super().__init__()
        self._stage: Stage = "departments"
        self._department: Name | None = None
        """Whose members are shown; None for those in none."""
        self._opened = ""
        """The key of the department that was opened last."""
        self._balances: DepartmentBalances | None = None
        self._ending: RunningOut | None = None

    def compose(self) -> ComposeResult:
        yield from self.frame(TextLine(id="heading"), TextTable(id="balances"), TextLine(id="enter"))

    @property
    def table(self) -> TextTable:
        return self.query_one("#balances", TextTable)

    def on_mount(self) -> None:
        self._run(self._first)

    def on_screen_resume(self) -> None:
        """Something may have been given or spent since."""
        super().on_screen_resume()
        if self.is_mounted:
            self._run(self._first)

    def _run(self, deed: Callable[[], Awaitable[None]]) -> None:
        self.work(deed, "balances")

    # ------------------------------------------------------------ what is shown

    def retranslate(self) -> None:
        super().retranslate()
        self._show()
        self.say_enter()

    async def _first(self) -> None:
        await self.follow()
        self.say_enter()

    async def follow(self) -> None:
        """Asks anew."""
        link = self.console.link
        if not link.is_open:
            return
        stage, department = self._stage, self._department
        try:
            if stage == "ending":
                ending = await link.ask(AskRunningOut())
            elif stage == "members":
                asked = AskDepartmentBalances(department, without=department is None)
                balances = await link.ask(asked)
            else:
                balances = await link.ask(AskDepartmentBalances())
        except DeskError as error:
            self.tell_error(error)
            return
        if (stage, department) != (self._stage, self._department):
            return
        if stage == "ending":
            self._ending = ending
        else:
            self._balances = balances
        self._show()

    def _show(self) -> None:
        heading = self.query_one("#heading", TextLine)
        if self._stage == "ending" and self._ending is not None:
            heading.say(" " + _ending_told(self._ending))
            self.table.show(_ending_columns(), [*_ending_rows(self._ending, self.console.link.today())])
        elif self._stage != "ending" and self._balances is not None:
            total = self._balances.total
            name = (
                _("All departments") if self._stage == "departments" else _department_told(self._department)
            )
            heading.say(f" {_total_told(name, total)}")
            if self._stage == "departments":
                rows = [_department_row(row) for row in self._balances.departments]
            else:
                rows = [_member_row(row) for row in self._balances.members]
            self.table.show(_columns(self._stage), rows)

    def at_hand(self) -> str | None:
        key = self.table.marked()
        lots = self._ending.lots if self._stage == "ending" and self._ending is not None else ()
        return next((lot.member for lot in lots if lot_told(lot.lot) == key), None)

    def say_enter(self) -> None:
        """What Enter opens."""
        key = self.table.marked()
        if key is None:
            self.tell(_("Nothing runs out within 30 days.") if self._stage == "ending" else _("Nobody here."))
        elif self._stage == "departments":
            self.tell(say("Enter = the members of: {department}", department=self._name_at(key)))
        else:
            self.tell(say("Enter = the statement of {person}", person=self._name_at(key)))

    def _name_at(self, key: str) -> str:
        row = next(row for row in self.table.rows if row.key == key)
        return row.cells[0] if self._stage == "departments" else " ".join(row.cells[:2])

    @on(TextTable.Marked)
    def _marked(self) -> None:
        self.say_enter()

    # ------------------------------------------------------------ the keys

    @on(TextTable.Entered)
    def _entered(self) -> None:
        key = self.table.marked()
        if key is None:
            return
        if self._stage == "departments":
            self._opened = key
            self._department = None if key == WITHOUT else Name(key.removeprefix("="))
            self._run(partial(self._to, "members"))
        else:
            self._open_statement()

    def _open_statement(self) -> None:
        from tui.screens.statement import StatementScreen

        member = self._member()
        if member is None:
            return
        unit = next((lot.unit for lot in self._lots() if lot_told(lot.lot) == self.table.marked()), None)
        for row in self._balances.members if self._stage == "members" and self._balances else ():
            if row.member == member:
                unit = "points" if row.points or not row.allowance else "allowance"
        self.app.push_screen(StatementScreen(member, unit or "points"))

    def _lots(self) -> tuple[EndingLot, ...]:
        return self._ending.lots if self._stage == "ending" and self._ending is not None else ()

    def _member(self) -> Name | None:
        """Whose line is marked."""
        key = self.table.marked()
        if key is None or self._stage == "departments":
            return None
        if self._stage == "members":
            return Name(key)
        return next((lot.member for lot in self._lots() if lot_told(lot.lot) == key), None)

    async def action_member(self) -> None:
        member = self._member()
        if member is not None:
            await self.console.show_member(member)

    def action_ending(self) -> None:
        self._run(partial(self._to, "departments" if self._stage == "ending" else "ending"))

    async def _to(self, stage: Stage, mark: str | None = None) -> None:
        self._stage = stage
        await self.follow()
        if mark is not None:
            self.table.stand_on(mark)
        self.say_enter()

    def action_back(self) -> None:
        if self._stage == "departments":
            self.console.back_to_grid()
        else:
            self._run(partial(self._to, "departments", self._opened or None))


def _department_told(department: Name | None) -> str:
    return department if department is not None else _("in no department")


def _total_told(name: str, total: DepartmentSums) -> str:
    members = say_count("{count} member", "{count} members", total.members)
    points, allowance = money_told("points", total.points), money_told("allowance", total.allowance)
    return f"{name} | {members} | {points} | {allowance}"


def _columns(stage: Stage) -> tuple[Column, ...]:
    first = (
        (Column(_("Department"), flex=True), Column(_("People"), right=True))
        if stage == "departments"
        else (Column(_("Name"), flex=True), Column(_("Number")))
    )
    return (
        *first,
        Column(_("Points"), right=True),
        Column(_("Yuan"), right=True),
        Column(_("Soon, pts"), right=True),
        Column(_("Soon, yuan"), right=True),
        Column(_("Soonest")),
    )


def _department_row(row: DepartmentSums) -> TableRow:
    key = WITHOUT if row.department is None else f"={row.department}"
    return TableRow(key, (_department_told(row.department), f"{row.members:,}", *_sums_told(row)))


def _member_row(row: MemberSums) -> TableRow:
    return TableRow(row.member, (row.name, row.member, *_sums_told(row)))


def _sums_told(row: DepartmentSums | MemberSums) -> tuple[str, ...]:
    """The units stand in the headings: six columns of amounts leave little room for names."""
    return (
        bare("points", row.points),
        bare("allowance", row.allowance),
        bare("points", row.soon.points) if row.soon.points else "",
        bare("allowance", row.soon.allowance) if row.soon.allowance else "",
        day_told(row.soon_on) if row.soon_on is not None else "",
    )


def _ending_told(ending: RunningOut) -> str:
    return say(
        "Running out within 30 days: {points}, {allowance}",
        points=amount_told(ending.points),
        allowance=amount_told(ending.allowance),
    )


def _ending_columns() -> tuple[Column, ...]:
    return (
        Column(_("Name"), flex=True),
        Column(_("Number")),
        Column(_("Phone")),
        Column(_("Runs out"), right=True),
        Column(_("Last valid day")),
        Column(_("Department"), flex=True),
    )


def _ending_rows(ending: RunningOut, today: date) -> list[TableRow]:
    rows = []
    for lot in ending.lots:
        year = f"{lot.expires_on.year}-" if lot.expires_on.year != today.year else ""
        cells = (
            lot.name,
            lot.member,
            lot.phone or "-",
            amount_told(lot.remaining),
            year + day_told(lot.expires_on),
            lot.department or "",
        )
        rows.append(TableRow(lot_told(lot.lot), cells))
    return rows
