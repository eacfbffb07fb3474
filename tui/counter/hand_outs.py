"""Hand-outs in words: the sessions, what each member gets, how far it has come."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.counter.hand_out import HandOutLine
from core.errors import DeskError, invalid
from core.text import folded
from core.wire import Name
from tui.finding import items_found
from tui.language import _, listed, say
from tui.widgets.table import Column, TableRow

if TYPE_CHECKING:
    from core.counter.hand_out_looking import HandOutCard, HandOutTold, PlaceTold
    from core.stock.items import ItemTold
    from tui.link import DeskLink

LOOKED_AT = 20
"""Hits among which goods go before services."""

_COMMAS = re.compile(r"[,，、;；]+")
_LINE = re.compile(r"(.+?)(?:\s*[=×*]\s*(\d{1,9}))?", re.ASCII)


def state_told(state: str) -> str:
    return _("running") if state == "open" else _("closed")


def session_columns() -> tuple[Column, ...]:
    return (
        Column(_("Name"), flex=True),
        Column(_("Code"), flex=True, most=16),
        Column(_("Opened")),
        Column(_("State")),
        Column(_("Collected"), right=True),
        Column(_("On the list"), right=True),
    )


def session_row(one: "HandOutTold") -> TableRow:
    counts = (f"{one.handed:,}", f"{one.listed:,}")
    cells = (one.name, one.session, f"{one.opened_at:%Y-%m-%d}", state_told(one.state), *counts)
    return TableRow(one.session, cells)


def share_told(card: "HandOutCard") -> str:
    """What each member gets."""
    return listed(f"{one.name} x{one.quantity}" for one in card.items)


def progress_told(handed: int, listed: int) -> str:
    """Collected of how many, and how many are still to come."""
    facts = {"handed": f"{handed:,}", "listed": f"{listed:,}", "left": f"{listed - handed:,}"}
    return say("{handed} of {listed} | {left} still to come", **facts)


def place_columns() -> tuple[Column, ...]:
    return (
        Column(_("Name"), flex=True, most=24),
        Column(_("Staff number"), flex=True, most=12),
        Column(_("Department"), flex=True),
        Column(_("Collected"), flex=True),
    )


def place_row(place: "PlaceTold") -> TableRow:
    told = _("still to come")
    if place.at is not None:
        who = () if place.proxy is None else (place.proxy.name,)
        told = " ".join((f"{place.at:%m-%d %H:%M}", *who))
    return TableRow(place.member, (place.name, place.member, place.department or "-", told))


# ---------------------------------------------------------------- what is typed


def names_in(text: str) -> tuple[Name, ...]:
    """Names apart by commas; blanks around them do not count."""
    return tuple(Name(part.strip()) for part in _COMMAS.split(text) if part.strip())


async def lines_in(text: str, link: "DeskLink") -> tuple[HandOutLine, ...]:
    """`RICE=2, towel`: codes, barcodes, names or pinyin that mean one item, and how many. `invalid`,
    `unknown_item`."""
    if not text.strip():
        raise invalid("lines", "blank")
    return tuple([await _line(part.strip(), link) for part in _COMMAS.split(text) if part.strip()])


async def _line(part: str, link: "DeskLink") -> HandOutLine:
    match = _LINE.fullmatch(part)
    word, number = (part, None) if match is None else match.groups()
    found = await items_found(link, word, LOOKED_AT)
    hits = [item for item in found if item.kind == "goods"] or list(found)
    if not hits:
        raise DeskError("unknown_item", sku=word)
    if len(hits) > 1:
        raise invalid("lines", "not_a_choice", value=word, choices=[item.name for item in hits[:5]])
    return HandOutLine(hits[0].sku, 1 if number is None else int(folded(number)))


def short_told(skus: "Iterable[str]", items: "dict[str, ItemTold]") -> str:
    """Of which items there is not enough for all."""
    names = listed(items[sku].name if sku in items else sku for sku in skus)
    return say("There is not enough for all of: {items}.", items=names)
