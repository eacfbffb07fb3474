"""What the counter shows: whose basket is in hand, what is in it, how it is paid, what Enter does."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from core.counter.looking import AskOrders
from core.counter.money import Funds
from core.errors import DeskError
from core.stock.items import AskItems
from tui.counter import keeping
from tui.counter.basket import Basket, Reckoned, day_of, reckon, services_of
from tui.counter.panel import PayingPanel
from tui.counter.tills import header_word
from tui.counter.words import (
    FIELDS,
    columns,
    enter_told,
    other_price_told,
    parked_told,
    paying_lines,
    places_told,
    rows,
    waiting_told,
)
from tui.keys import key_for
from tui.language import _, say
from tui.screens.finding import FindingScreen
from tui.state import baskets_file
from tui.widgets.chosen import ChosenLine
from tui.widgets.lines import TextLine
from tui.widgets.table import TextTable
from tui.workers import begin

if TYPE_CHECKING:
    from core.counter.looking import OrderTold
    from core.counter.till import Till
    from core.members.finding import MemberCard
    from core.stock.items import ItemTold
    from core.wire import Name

Asked = Literal["find", "points", "allowance", "cash", "wechat", "alipay", "card", "proxy", "day"]
"""What is typed into the one field: somebody or something to find, how much is paid by what, who collects."""


class CounterView(FindingScreen):
    """What is shown, and the asking for it."""

    def __init__(self) -> None:
        super().__init__()
        self.baskets = keeping.Baskets()
        self.items: dict[str, ItemTold] = {}
        self.points_per_yuan = 0
        """0 until the club was asked."""
        self.person: MemberCard | None = None
        self.waiting: tuple[OrderTold, ...] = ()
        """What the member in hand can collect, the oldest first."""
        self.till: Till | None = None
        self.asked: Asked = "find"
        self.foretold = ("", "")
        self._keeping: keeping.Baskets | None = None
        """What is still to be kept."""
        self._writing = asyncio.Lock()
        self.fresh = True
        """The screen was just entered."""
        self.free: dict[Name, int | None] = {}
        """The places that are left of the basket's services on its day; None without a limit."""
        self._has_kept = False
        """The baskets of the console before this one are here."""
        self._news = ("", "")
        """What came of what was on its way when the console before this one stopped, until it is told."""

    @property
    def basket(self) -> Basket:
        return self.baskets.in_hand

    @property
    def table(self) -> TextTable:
        return self.query_one("#basket", TextTable)

    # ------------------------------------------------------------ asking

    async def follow_quietly(self) -> None:
        await self.follow(quietly=True)

    async def follow(self, *, quietly: bool = False) -> None:
        """Asks anew; quietly: what came of the last key stays told, unless Enter does something else now."""
        if not self.console.link.is_open:
            return
        try:
            await self._ask_anew()
        except DeskError as error:
            self.behind = True
            self.tell_error(error)
            return
        self.behind = False
        self.show(quietly=quietly)
        if self._news[0]:
            self.tell(*self._news)
            self._news = ("", "")

    async def _ask_anew(self) -> None:
        from core.club import AskSettings
        from core.counter.till import AskTill

        link = self.console.link
        if not self.points_per_yuan:
            left = await self.console.baskets_left()
            if not self._has_kept:
                self._has_kept = True
                self._take_kept(left.baskets)
                self._news = (left.told, "good" if left.sold else "bad")
            self.points_per_yuan = (await link.ask(AskSettings())).points_per_yuan
        await self._ask_items()
        self._take_chosen()
        await self.ask_member()
        await self.ask_places()
        self.till = await link.ask(AskTill())
        self.console.show_header(self)

    def aside(self) -> str:
        return header_word(self.till, self.console.link.today())

    def _take_kept(self, kept: keeping.Baskets) -> None:
        """Those of the last time; the one that was in hand is parked if there is another already."""
        if self.basket.is_empty:
            self.baskets = kept
        else:
            in_hand = () if kept.in_hand.is_empty else (kept.in_hand,)
            self.baskets = keeping.Baskets(self.basket, (*kept.parked, *in_hand))

    def _take_chosen(self) -> None:
        """With nothing on the counter it begins with who is chosen on the grid."""
        chosen = self.console.booking.member if self.console.booking else None
        if self.fresh and chosen is not None and self.basket.is_empty:
            self.baskets = replace(self.baskets, in_hand=Basket(chosen.member, chosen.name))
        self.fresh = False

    async def _ask_items(self) -> None:
        """The items of all baskets as they are now; lines of a database that was another when they were kept
        are dropped."""
        skus = {line.sku for one in (self.basket, *self.baskets.parked) for line in one.lines}
        found = (await self.console.link.ask(AskItems(tuple(sorted(skus))))).items if skus else ()
        self.items |= {item.sku: item for item in found}
        gone = skus - {item.sku for item in found}
        if gone:
            kept = [replace(one, lines=tuple(line for line in one.lines if line.sku not in gone))
                    for one in (self.basket, *self.baskets.parked)]  # fmt: skip
            self.baskets = keeping.Baskets(kept[0], tuple(kept[1:]))

    async def ask_places(self) -> None:
        """How many places are left of the basket's services on its day."""
        from core.counter.services import AskServiceDay

        on = day_of(self.basket, self.items)
        skus = services_of(self.basket, self.items) if on is not None else {}
        link = self.console.link
        self.free = {sku: (await link.ask(AskServiceDay(sku, on))).free for sku in skus if on is not None}

    async def ask_member(self) -> None:
        """The balances and orders of the member in hand."""
        from core.members.finding import AskMember

        asked = object()
        person: MemberCard | None = None
        waiting: tuple[OrderTold, ...] = ()
        while asked != self.basket.member:
            asked = self.basket.member
            person, waiting = None, ()
            if self.basket.member is not None:
                member = self.basket.member
                person = await self.console.link.ask(AskMember(member))
                orders = await self.console.link.ask(AskOrders(member, state="open"))
                waiting = tuple(reversed(orders.orders))
        self.person, self.waiting = person, waiting

    # ------------------------------------------------------------ showing

    def at_hand(self) -> str | None:
        return None if self.person is None else self.person.member

    def retranslate(self) -> None:
        super().retranslate()
        self.show()

    def show(self, *, quietly: bool = False) -> None:
        """Paints what is known."""
        self.say_find()
        self.query_one(ChosenLine).show(self.person, self.person)
        self.table.show(columns(), rows(self.basket, self.items))
        self.show_paying()
        self._show_aside()
        self.say_enter(quietly=quietly)

    def show_paying(self) -> None:
        """How the basket is paid, the field that is being typed into, and the other price of the marked
        line."""
        has = None if self.person is None else self.person.balances
        keymap = self.console.keymap
        lines = paying_lines(self.basket, self.reckoned(), has, self.asked)
        marked = self.items.get(self.table.marked() or "")
        other = other_price_told(self.basket, marked, key_for("counter.price", keymap))
        self.query_one(PayingPanel).show(key_for("counter.tender", keymap), lines, other)

    def _show_aside(self) -> None:
        """What can be collected, and what is parked."""
        self.console.take_parked(len(self.baskets.parked))
        keymap, waiting, parked = self.console.keymap, "", ""
        if self.waiting:
            waiting = " " + waiting_told(self.waiting, key_for("counter.hand_over", keymap))
        if self.baskets.parked:
            parked = " " + parked_told(self.baskets.parked, self.items, key_for("counter.park", keymap))
        for id, words in (("#waiting", waiting), ("#parked", parked)):
            line = self.query_one(id, TextLine)
            line.display = bool(words)
            line.say(words)

    def reckoned(self, basket: Basket | None = None) -> Reckoned:
        """What the basket in hand comes to, or another one of the same member."""
        if not self.points_per_yuan:
            return Reckoned()
        has = self.person.balances if self.person else None
        funds = Funds(has.points, has.allowance) if has else Funds(0, 0)
        return reckon(basket or self.basket, self.items, funds, self.points_per_yuan)

    def say_find(self) -> None:
        """What the field takes."""
        if self.asked == "proxy":
            told = _("Collected by:")
        elif self.asked == "day":
            told = _("Day:")
        elif self.asked == "find":
            told = _("Member:") if self.basket.member is None else _("Item:")
        else:
            told = say("{tender}:", tender=_(FIELDS[self.asked]))
        self.query_one("#find", TextLine).say(f" {told} ")

    def say_enter(self, *, quietly: bool = False) -> None:
        """What Enter does; quietly: only where that is another thing than before."""
        foretold = self.foretell()
        if not (quietly and foretold == self.foretold):
            self.tell(*foretold)
        self.foretold = foretold

    def foretell(self) -> tuple[str, str]:
        """What Enter does now and its tone, by the command's own rule."""
        from tui.sentences import sentence

        basket = self.basket
        if self.asked == "day":
            return _("On which day are the services? 11-28, or +3. Enter = note it; nothing: later"), ""
        if self.asked == "proxy":
            return _("Who collects? Name, relation. Enter = note it"), ""
        if basket.sent is not None:
            return enter_told(basket, self.reckoned()), "bad"
        if basket.member is None:
            return _("Who is it? Type a name, pinyin or number, or scan the card"), ""
        if basket.is_empty:
            return _("Scan an item, or type its name or code"), ""
        reckoned = self.reckoned()
        if reckoned.refusal is not None:
            return sentence(reckoned.refusal), "bad"
        on = day_of(basket, self.items)
        if on is None:
            return enter_told(basket, reckoned), ""
        for sku, wanted in services_of(basket, self.items).items():
            left = self.free.get(sku)
            if left is not None and left < wanted:
                facts = {"sku": sku, "name": self.items[sku].name, "date": on.isoformat(), "free": left}
                return sentence(DeskError("no_places", **facts)), "bad"
        return enter_told(basket, reckoned, on) + places_told(self.free, self.items, on), ""

    # ------------------------------------------------------------ keeping

    def take(self, baskets: keeping.Baskets) -> None:
        """Other baskets: kept at once, painted."""
        self.baskets = baskets
        self.keep()
        self.show()

    def keep(self) -> None:
        """Keeps the baskets for the next start."""
        if not self.points_per_yuan:
            return
        begun = self._keeping is not None
        self._keeping = self.baskets
        if not begun:
            begin(self, self._keep, "keep")

    async def _keep(self) -> None:
        """Writes one state after the other, the newest last."""
        while self._keeping is not None:
            kept = self._keeping
            path = baskets_file(self.console.link.path, self.console.link.whose)
            async with self._writing:
                await asyncio.to_thread(partial(keeping.save, path, kept))
            if self._keeping is kept:
                self._keeping = None

    async def kept(self) -> None:
        """Waits until what is in hand is kept."""
        self._keeping = self.baskets
        await self._keep()
