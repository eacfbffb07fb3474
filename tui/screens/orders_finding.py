"""Finding orders without the slip: a member, an item or an order's number, typed or scanned."""

import re
from functools import partial
from typing import TYPE_CHECKING

from core.errors import DeskError
from core.records import OrderId, order_told
from core.text import folded
from core.wire import Name
from tui.cards import holder_of
from tui.language import _, say
from tui.scanner import Scanned
from tui.screens.order_finding import OrderFinding
from tui.widgets.keyed import KeyedLine
from tui.widgets.lines import TextLine
from tui.widgets.search import lines_told
from tui.workers import begin

if TYPE_CHECKING:
    from core.members.finding import MemberHit
    from core.stock.items import ItemTold

EACH = 6
"""So many members, and so many items, are listed at most."""

_NUMBER = re.compile(r"[oO]?(\d{1,12})", re.ASCII)


class OrdersFinding(OrderFinding):
    """One field for whose orders, of what, or which."""

    TABLE = "#orders"

    def __init__(self) -> None:
        super().__init__()
        self._people: dict[str, MemberHit] = {}
        """Those of the last search."""

    def narrow_to_member(self, hit: "MemberHit") -> None:
        """The orders of one member."""
        raise NotImplementedError

    def narrow_to_item(self, item: "ItemTold") -> None:
        """The orders with one item in them."""
        raise NotImplementedError

    def open_order(self, order: OrderId) -> None:
        """One order."""
        raise NotImplementedError

    def retranslate(self) -> None:
        super().retranslate()
        label = _("Member, item or order:")
        self.query_one("#find", TextLine).say(f" {label} ")

    def on_scanned(self, event: Scanned) -> None:
        event.stop()
        self.leave_search()
        begin(self, partial(self._read_code, event.text), "take")

    async def _read_code(self, code: str) -> None:
        """A slip's number goes before an item's code, that before a card's number."""
        if code[:1] in ("o", "O") and (number := _NUMBER.fullmatch(code)):
            self.open_order(OrderId(int(number[1])))
            return
        try:
            item = await self.item_coded(code)
            hit = None if item else await holder_of(self.console.link, code)
        except DeskError as error:
            self.tell_error(error)
            return
        if item is not None:
            self.narrow_to_item(item)
        elif hit is not None:
            self.narrow_to_member(hit)
        else:
            self.tell(say("{code} is no item's code and nobody's card.", code=code), "bad")

    async def hits(self, text: str) -> list[KeyedLine]:
        """Members, then items, then the order of that number; it goes first where its letter is typed."""
        from core.members.finding import FindMembers

        people = (await self.console.link.ask(FindMembers(Name(text), EACH))).members
        self._people = {hit.member: hit for hit in people}
        lines = [
            KeyedLine(f"m{hit.member}", told)
            for hit, told in zip(people, lines_told(people) if people else (), strict=True)
        ]
        lines += [KeyedLine(f"i{item.sku}", told) for item, told in await self.item_hits(text, EACH)]
        if number := _NUMBER.fullmatch(folded(text)):
            order = KeyedLine(f"o{number[1]}", order_told(OrderId(int(number[1]))))
            lines = [order, *lines] if text[0] in "oO" else [*lines, order]
        return lines

    def in_vain(self, text: str) -> str:
        return say("No member, item or order is found by {text}.", text=text)

    def take(self, key: str) -> None:
        kind, named = key[0], key[1:]
        if kind == "m":
            self.narrow_to_member(self._people[named])
        elif kind == "i":
            self.narrow_to_item(self.items[named])
        else:
            self.open_order(OrderId(int(named)))
