"""Whose a scanned card is."""

from typing import TYPE_CHECKING

from core.text import folded
from core.wire import Name

if TYPE_CHECKING:
    from core.members.finding import MemberHit
    from tui.link import DeskLink

NEAR = 20
"""A card's number may begin or end other members' numbers too: so many hits are looked at."""


async def holder_of(link: "DeskLink", card: str) -> "MemberHit | None":
    """Who has a card; None where nobody has."""
    from core.members.finding import FindMembers

    found = await link.ask(FindMembers(Name(card), NEAR))
    return next((hit for hit in found.members if hit.card_no and _same(hit.card_no, card)), None)


def _same(one: str, other: str) -> bool:
    """Whether two card numbers are one, however they are written."""
    return "".join(folded(one).lower().split()) == "".join(folded(other).lower().split())
