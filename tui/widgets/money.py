"""Amounts of allowance and points as the desk reads and types them: thousands apart, always with the unit."""

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from core.text import folded, visible
from tui.language import _, say, say_count

if TYPE_CHECKING:
    from core.ledger.records import Amount, Unit
    from core.members.finding import MemberCard, MemberHit

_YUAN = re.compile(r"(\d{1,10}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?", re.ASCII)
_WHOLE = re.compile(r"\d{1,15}|\d{1,3}(?:,\d{3}){1,4}", re.ASCII)


def bare(unit: "Unit", number: int) -> str:
    """`1,250.00` for fen of allowance, `1,250` for points."""
    if unit == "points":
        return f"{number:,}"
    sign = "-" if number < 0 else ""
    return f"{sign}{abs(number) // 100:,}.{abs(number) % 100:02d}"


def money_told(unit: "Unit", number: int) -> str:
    """`1,250.00 yuan`, `1,250 points`."""
    return _with_unit(unit, number, bare(unit, number))


def signed_told(unit: "Unit", number: int) -> str:
    """As `money_told`, a gain with its sign too."""
    return _with_unit(unit, number, bare(unit, number) if number < 0 else f"+{bare(unit, number)}")


def _with_unit(unit: "Unit", number: int, amount: str) -> str:
    if unit == "allowance":
        return say("{amount} yuan", amount=amount)
    return say_count("{amount} point", "{amount} points", abs(number), amount=amount)


def amount_told(amount: "Amount") -> str:
    """An amount of an answer."""
    return money_told(amount.unit, amount.number)


def unit_told(unit: "Unit") -> str:
    """What a unit is called, short."""
    return _("Allowance") if unit == "allowance" else _("Points")


def chosen_line(hit: "MemberHit | None", card: "MemberCard | None", width: int) -> str:
    """Who is chosen, with both balances once they are known, in so many cells: what there is no room for is
    left out, the way out first; and a name is cut before a number or an amount is."""
    if hit is None:
        return ""
    name, has = visible(hit.name), ""
    person = f"{name} {hit.staff_no}"
    if card is not None and card.member == hit.member:
        points = bare("points", card.balances.points)
        allowance = bare("allowance", card.balances.allowance)
        has = " | " + say("{points} pts  {allowance} yuan", points=points, allowance=allowance)
    chosen = say("Chosen: {person}", person=" ".join(filter(None, (person, hit.department))))
    tries = (
        chosen + has + " | " + _("Esc puts down"),
        chosen + has,
        say("Chosen: {person}", person=person) + has,
        person + has,
    )
    for told in tries:
        if cell_len(told) <= width:
            return told
    rest = f" {hit.staff_no}{has}"
    return set_cell_size(name, max(width - cell_len(rest), 0)) + rest


def read_amount(text: str, unit: "Unit") -> "Amount":
    """What is typed as an amount: full-width digits, 。 as the point, and thousands apart are taken.
    `invalid` for what is none."""
    from core.errors import invalid
    from core.ledger.records import Amount

    plain = folded(text).replace("。", ".")
    if not plain:
        raise invalid("amount", "blank")
    if unit == "points":
        if not _WHOLE.fullmatch(plain):
            raise invalid("amount", "not_whole", value=text.strip())
        return Amount("points", int(plain.replace(",", "")))
    match = _YUAN.fullmatch(plain)
    if match is None:
        raise invalid("amount", "not_money", value=text.strip())
    return Amount("allowance", int(match[1].replace(",", "")) * 100 + int((match[2] or "").ljust(2, "0")))
