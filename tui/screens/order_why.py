"""Why an order gave back what it did: each tender with what was paid and went back, each return, and the
entries of the ledger with their lots."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.counter.looking import AskOrder, OrderCard
from core.counter.money import MONEY
from core.errors import DeskError
from core.ledger.looking import AskEntry, AskStatement, EntryExplained
from core.ledger.records import UNITS
from core.records import OrderId, order_told
from tui.language import N_, _, say
from tui.order_words import came_back_told
from tui.screens.base import DeskScreen
from tui.sentences.counter import TENDERS
from tui.sentences.entry import entry_lines
from tui.widgets.lines import safe
from tui.widgets.money import bare, money_told


class OrderWhyScreen(DeskScreen):
    """How an order was paid, and how what came back was split."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+y", "leave", N_("back"), id="order_why.leave"),
    ]

    def __init__(self, order: OrderId) -> None:
        super().__init__()
        self._order = order
        self._card: OrderCard | None = None
        self._entries: list[EntryExplained] = []
        self._refused: DeskError | None = None

    def compose(self) -> ComposeResult:
        yield from self.frame(VerticalScroll(Static(id="help-text"), id="help"))

    def on_mount(self) -> None:
        self.work(self.follow, "why")

    async def follow(self) -> None:
        """Asks anew: something may have come back meanwhile."""
        link = self.console.link
        try:
            card = await link.ask(AskOrder(self._order))
            entries = []
            for unit in UNITS:
                statement = await link.ask(AskStatement(card.member, unit, card.at.date()))
                own = [one for one in statement.entries if one.document == order_told(self._order)]
                entries += [await link.ask(AskEntry(one.entry)) for one in own]
            self._card, self._entries, self._refused = card, entries, None
        except DeskError as error:
            self._refused = error
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#help-text", Static).update(Content("\n").join(self._told()))

    def action_leave(self) -> None:
        self.dismiss()

    def _told(self) -> Iterable[Content]:
        if self._refused is not None:
            from tui.sentences import sentence

            yield safe(sentence(self._refused))
        elif self._card is not None:
            card = self._card
            yield Content.styled(
                safe(f"{order_told(card.order)}  {card.name} {card.member}").plain, "bold underline"
            )
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
