"""Amounts of allowance and points as the desk reads and types them: thousands apart, always with the unit."""

import re
from typing import TYPE_CHECKING

from core.text import folded
from tui.language import _, say, say_count

if TYPE_CHECKING:
    from core.ledger.records import Amount, Unit

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


def both_told(fen: int, points: int) -> str:
    """What something comes to: `159.80`, `500 points` where it is sold for points alone, or both."""
    if not points:
        return bare("allowance", fen)
    return (
        f"{bare('allowance', fen)} + {money_told('points', points)}" if fen else money_told("points", points)
    )


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
