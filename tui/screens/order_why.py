"""Why an order gave back what it did: each tender with what was paid and went back, each return, and the
entries of the ledger with their lots."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from core.counter.looking import AskOrder, OrderCard
from core.counter.money import MONEY
from core.ledger.looking import AskEntry, AskStatement, EntryExplained
from core.ledger.records import UNITS
from core.records import OrderId, order_told
from tui.language import N_, _, say
from tui.order_words import came_back_told
from tui.screens.told import ToldScreen
from tui.sentences.counter import TENDERS
from tui.sentences.entry import entry_lines
from tui.widgets.lines import safe
from tui.widgets.money import bare, money_told


class OrderWhyScreen(ToldScreen):
    """How an order was paid, and how what came back was split."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+y", "leave", N_("back"), id="order_why.leave"),
    ]

    def __init__(self, order: OrderId) -> None:
        super().__init__()
        self._order = order
        self._card: OrderCard | None = None
        self._entries: list[EntryExplained] = []

    async def ask_anew(self) -> None:
        link = self.console.link
        card = await link.ask(AskOrder(self._order))
        entries = []
        for unit in UNITS:
            statement = await link.ask(AskStatement(card.member, unit, card.at.date()))
            own = [one for one in statement.entries if one.document == order_told(self._order)]
            entries += [await link.ask(AskEntry(one.entry)) for one in own]
        self._card, self._entries = card, entries

    def answer_told(self) -> Iterable[Content]:
        card = self._card
        if card is None:
            return
        heading = safe(f"{order_told(card.order)}  {card.name} {card.member}").plain
        yield Content.styled(heading, "bold underline")
        yield from map(safe, split_lines(card))
        for entry in self._entries:
            first, *others = entry_lines(entry)
            yield Content("")
            yield Content.styled(safe(first).plain, "bold")
            yield from map(safe, others)


def split_lines(card: OrderCard) -> Iterator[str]:
    """Each tender with what was paid and what of it went back, the rule, and what came back when."""
    for kind in ("points", "allowance", *MONEY):
        if kind == "points":
            paid, left = card.tenders.points_value, card.left.points_value
        else:
            paid, left = getattr(card.tenders, kind), getattr(card.left, kind)
        if paid:
            facts = {
                "tender": _(TENDERS[kind]),
                "paid": bare("allowance", paid),
                "back": bare("allowance", paid - left),
                "left": bare("allowance", left),
            }
            yield say("{tender}: {paid} paid, {back} went back or to another order, {left} left", **facts)
            if kind == "points":
                yield "  " + say(
                    "{points}, {ratio} points for a yuan",
                    points=money_told("points", card.tenders.points),
                    ratio=card.points_per_yuan,
                )
    yield _("What comes back is split in proportion over what each tender has left, by largest remainder.")
    yield _("Points and allowance go back to the lots that they came from, the last drawn first.")
    yield from (came_back_told(one, card) for one in card.returns)
