"""Finding an item as the desk types it: code, barcode, name, and its name in pinyin or initials."""

from typing import TYPE_CHECKING

from core.text import folded
from tui.counter.basket import found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.stock.items import ItemTold


def items_found(items: "Sequence[ItemTold]", text: str) -> "list[ItemTold]":
    """The items that a text means, the best first. Pinyin is loaded with the first text that nothing else
    answers: called in a thread."""
    hits = found(items, text)
    wanted = "".join(folded(text).lower().split())
    if hits or not (wanted.isascii() and wanted.isalpha()):
        return hits
    from tui.palette import spells, syllables_of

    spelt = [(item, syllables_of(item.name)) for item in items]
    near = [
        (at, item)
        for item, syllables in spelt
        if (at := next((at for at in range(len(syllables)) if spells(wanted, syllables[at:])), None))
        is not None
    ]
    return [item for _at, item in sorted(near, key=lambda one: (not one[1].on_sale, one[0], one[1].name))]
