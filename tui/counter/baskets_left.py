"""The baskets that the console before this one left: of one that was on its way it is asked what came of
it."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from core.errors import DeskError
from core.records import order_told
from core.wire import Name
from tui.counter import keeping
from tui.counter.basket import Basket
from tui.language import N_, say
from tui.state import baskets_file

if TYPE_CHECKING:
    from tui.signing_in.door import SigningLink


class Left(NamedTuple):
    """What was left, and what came of what was on its way, in words; `sold`: all of that was sold."""

    baskets: keeping.Baskets = keeping.Baskets()
    told: str = ""
    sold: bool = True


async def baskets_left(link: "SigningLink") -> Left:
    """Reads them, and keeps what is known now. Where it can't be asked, a basket stays on its way."""
    path = baskets_file(link.path, link.whose)
    kept = await asyncio.to_thread(keeping.load, path)
    told: list[str] = []
    sold = True
    known: list[Basket] = []
    for basket in (kept.in_hand, *kept.parked):
        if basket.sent is None:
            known.append(basket)
            continue
        try:
            order = await _order_of(link, basket)
        except DeskError:
            known.append(basket)
            continue
        if order is None:
            sold = False
            known.append(replace(basket, sent=None))
            text = N_("When the console stopped, nothing was sold to {person}: the basket is still here.")
            told.append(say(text, person=basket.name))
        else:
            known.append(Basket(basket.member, basket.name, tender=basket.tender))
            text = N_("When the console stopped, {person} had bought already: it is {order}.")
            told.append(say(text, person=basket.name, order=order))
    baskets = keeping.Baskets(known[0], tuple(one for one in known[1:] if not one.is_empty))
    if told:
        await asyncio.to_thread(keeping.save, path, baskets)
    return Left(baskets, " ".join(told), sold)


async def _order_of(link: "SigningLink", basket: Basket) -> str | None:
    """The order that came of a basket, if one did."""
    from core.counter.looking import AskSale

    order = (await link.ask(AskSale(Name(basket.key)))).order
    return None if order is None else order_told(order)
