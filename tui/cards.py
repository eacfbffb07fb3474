"""Whose a scanned card is."""

from typing import TYPE_CHECKING

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
    return next((hit for hit in found.members if hit.by_card), None)
