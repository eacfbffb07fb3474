"""Finding an item as the desk types it or a scanner reads it."""

from typing import TYPE_CHECKING

from core.wire import Name

if TYPE_CHECKING:
    from core.stock.items import ItemTold
    from tui.link import DeskLink

EXACT_AMONG = 7
"""Of so many hits one has the code that was read, if any has: a whole code goes before what it begins."""


async def items_found(link: "DeskLink", text: str, most: int) -> "tuple[ItemTold, ...]":
    """The items that a text means, the best first; the one whose code or barcode it is, alone."""
    from core.stock.items import FindItems
    from tui.counter.basket import has_code

    found = (await link.ask(FindItems(Name(text.strip()), most))).items
    return tuple(item for item in found if has_code(item, text))[:1] or found


async def item_coded(link: "DeskLink", code: str) -> "ItemTold | None":
    """The item whose code or barcode it is."""
    from tui.counter.basket import has_code

    found = await items_found(link, code, EXACT_AMONG)
    return next((item for item in found if has_code(item, code)), None)
