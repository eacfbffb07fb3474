"""What a member has: balances, what is locked, what runs out soon, and every lot."""

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from tui.grid.words import day_told
from tui.language import _, say
from tui.widgets.money import amount_told, money_told, unit_told
from tui.widgets.table import Column, TableRow, fitted

if TYPE_CHECKING:
    from core.ledger.looking import Balance, LotTold
    from core.ledger.records import Unit
    from core.wire import Name
    from tui.link import DeskLink

UNITS: "tuple[Unit, ...]" = ("points", "allowance")
SOON_DAYS = 30


class Purse(NamedTuple):
    """Balances, and all lots in the order in which they are drawn on."""

    balance: "Balance"
    lots: "tuple[LotTold, ...]"

    def has(self, unit: "Unit") -> int:
        return self.balance.points if unit == "points" else self.balance.allowance

    def held(self, unit: "Unit") -> int:
        return self.balance.held.points if unit == "points" else self.balance.held.allowance

    def ending(self, unit: "Unit", today: date) -> "list[LotTold]":
        """The lots of a unit that run out within 30 days, soonest first."""
        until = today + timedelta(days=SOON_DAYS)
        return [
            lot
            for lot in self.lots
            if lot.unit == unit and lot.remaining.number and lot.expires_on and lot.expires_on <= until
        ]


async def ask_purse(link: "DeskLink", member: "Name") -> Purse:
    """What a member has now."""
    from core.ledger.looking import AskBalance, AskLots

    balance, known = await asyncio.gather(link.ask(AskBalance(member)), link.ask(AskLots(member)))
    return Purse(balance, known.lots)


def purse_lines(purse: Purse, today: date, width: int) -> list[str]:
    """A line for each unit; what is locked or runs out stands behind the balance, or below where there is no
    room."""
    amounts = {unit: money_told(unit, purse.has(unit)) for unit in UNITS}
    names = max(cell_len(unit_told(unit)) for unit in UNITS)
    figures = max(map(cell_len, amounts.values()))
    lines = []
    for unit in UNITS:
        first = f"{fitted(unit_told(unit), names)}  {fitted(amounts[unit], figures, right=True)}"
        details = _details(purse, unit, today)
        whole = "  ".join((first, *details))
        if cell_len(whole) <= width:
            lines.append(whole.rstrip())
        else:
            lines += [first, *(f"  {detail}" for detail in details)]
    return lines


def _details(purse: Purse, unit: "Unit", today: date) -> list[str]:
    details = []
    if purse.held(unit):
        details.append(say("locked {amount}", amount=money_told(unit, purse.held(unit))))
    ending = purse.ending(unit, today)
    if ending:
        amount = money_told(unit, sum(lot.remaining.number for lot in ending))
        assert ending[0].expires_on is not None  # noqa: S101 - only such end
        first = day_told(ending[0].expires_on)
        details.append(say("{amount} lapse in 30 days, from {day}", amount=amount, day=first))
    return details


# ---------------------------------------------------------------- lots


def lot_columns() -> tuple[Column, ...]:
    """The columns of the lots."""
    return (
        Column(_("Lot")),
        Column(_("Left"), right=True),
        Column(_("Of"), right=True),
        Column(_("Granted")),
        Column(_("Good through")),
        Column(_("Reason"), flex=True),
    )


def lot_rows(purse: Purse) -> list[TableRow]:
    """Every lot that still has something in drawing order, then those that are used up or have lapsed."""
    from core.records import lot_told

    live: dict[bool, list[TableRow]] = {True: [], False: []}
    for lot in purse.lots:
        reason = "  ".join(filter(None, (lot.reason, lot.fund and f"({lot.fund})")))
        if lot.grace_of is not None:
            reason = "  ".join(filter(None, (say("in place of {lot}", lot=lot_told(lot.grace_of)), reason)))
        cells = (
            lot_told(lot.lot),
            amount_told(lot.remaining),
            amount_told(lot.original),
            lot.granted_on.isoformat(),
            lot.expires_on.isoformat() if lot.expires_on else _("for ever"),
            reason,
        )
        live[lot.remaining.number > 0].append(TableRow(lot_told(lot.lot), cells))
    heading = (
        _("Lots, in the order in which they are drawn on") if live[True] else _("No lot has anything left")
    )
    rows = [TableRow(None, (heading,))]
    rows += live[True]
    if live[False]:
        rows += [TableRow(None, (_("Used up, lapsed or taken back"),)), *live[False]]
    return rows
