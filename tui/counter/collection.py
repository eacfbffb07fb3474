"""The collection list that is signed (发放签领表): for the command line and the console."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DeskError
from tui.language import _, listed, say

if TYPE_CHECKING:
    from core.counter.hand_out_looking import HandOutCard, PlaceTold
    from exports.counter.collection_list import CollectionLine, CollectionTexts


def write_list(card: "HandOutCard", printed_at: datetime, path: Path) -> Path:
    """Writes the list for A4, as a workbook or a pdf; where it ended up: beside a file that another program
    has open. `not_written`."""
    from exports.counter.collection_list import write_collection_list, write_collection_pdf

    write = write_collection_pdf if path.suffix.lower() == ".pdf" else write_collection_list
    lines = [_collection_line(card, place) for place in card.members]
    try:
        return write(path, lines, _texts(card, printed_at))
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error


def _collection_line(card: "HandOutCard", place: "PlaceTold") -> "CollectionLine":
    from exports.counter.collection_list import CollectionLine

    proxy = place.proxy
    return CollectionLine(
        place.member,
        place.name,
        place.department,
        listed(one.name for one in card.items),
        listed(str(one.quantity) for one in card.items),
        place.at,
        None if proxy is None else proxy.name,
        None if proxy is None else proxy.relation,
        place.by,
    )


def _texts(card: "HandOutCard", printed_at: datetime) -> "CollectionTexts":
    from exports.counter.collection_list import CollectionTexts

    head = [
        (_("Club"), _("Staff club")),
        (_("What for"), " ".join(part for part in (card.name, card.reason) if part)),
        (_("Fund"), card.fund or ""),
        (_("Collected"), say("{handed} of {listed}", handed=card.handed, listed=card.listed)),
        (_("Printed at"), f"{printed_at:%Y-%m-%d %H:%M}"),
    ]
    headers = (
        _("Sequence"), _("Staff number"), _("Name"), _("Department"), _("Items"), _("Quantity"),
        _("Collected at"), _("Signature"), _("Proxy"), _("Relation"), _("Handler"), _("Checker"),
    )  # fmt: skip
    signed = (_("Handler:"), _("Checker:"), _("Date:"))
    return CollectionTexts(_("Signed collection list"), head, headers, signed, _("Page {page} of {pages}"))
