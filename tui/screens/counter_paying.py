"""Paying on the counter: Tab walks the fields, what remains is always seen, one tender takes it."""

from textual import on
from textual.widgets import Input

from core.counter.money import MONEY, TenderKind
from core.errors import DeskError
from core.text import folded
from tui.counter.basket import FIELDS, Basket, Reckoned
from tui.counter.panel import PayingPanel
from tui.counter.words import noted_told
from tui.language import say
from tui.screens.counter_finding import CounterFinding
from tui.widgets.money import bare, read_amount
from tui.widgets.search import SearchField
from tui.widgets.table import TextTable

UNPAYABLE = frozenset({"insufficient_points", "insufficient_allowance", "too_many_points", "overpaid"})
"""Refusals for which an amount that is typed is not noted."""


def read_typed(text: str, field: TenderKind) -> int | None:
    """Points, or fen, of what is typed into a field; None for nothing, which 0 is too but in the allowance's.
    `invalid` for what is no amount."""
    if not text.strip():
        return None
    amount = read_amount(text, "points" if field == "points" else "allowance").number
    return amount if field == "allowance" else amount or None


class CounterPaying(CounterFinding):
    """Takes in how the basket is paid."""

    before: TenderKind = "wechat"
    """What took the rest before Tab came to another one."""

    def field(self) -> TenderKind | None:
        """The field that is being typed into."""
        return next((kind for kind in FIELDS if kind == self.asked), None)

    # ------------------------------------------------------------ walking

    def action_tender(self, ahead: int) -> None:
        """To the next field; what is typed in the one before is noted."""
        if not self._can_be_paid() or not self.note_field():
            return
        at = FIELDS.index(self.field() or self.basket.tender)
        self.stand_on_field(FIELDS[(at + ahead) % len(FIELDS)])

    def action_points(self) -> None:
        """To the points; as many as there are and are of use stand there."""
        if self._can_be_paid() and self.note_field():
            self.stand_on_field("points", str(self._useful()))

    def action_price(self) -> None:
        """The marked line is paid for by its other price."""
        sku = self.table.marked()
        item = self.items.get(sku or "")
        at = None if item is None else self.basket.at(item.sku)
        if item is None or at is None:
            self.say_enter()
        elif item.price is None or item.points_price is None:
            self.tell(say("{name} has one price only.", name=item.name), "bad")
        else:
            self.change(self.basket.priced(item.sku, for_points=not self.basket.lines[at].for_points))

    def _can_be_paid(self) -> bool:
        if self.person is None or self.basket.is_empty or self.basket.sent is not None:
            self.say_enter()
            return False
        return True

    def stand_on_field(self, kind: TenderKind, typed: str | None = None) -> None:
        """To a field. Money of which nothing is noted takes the rest while, and once, one stops there."""
        if self.field() is None:
            self.before = self.basket.tender
        takes = kind if kind in MONEY and kind not in self.basket.money else self.before
        if takes not in self.basket.money and takes != self.basket.tender:
            self.change(self.basket.with_(tender=takes))
        self.ask_for(kind, self._noted(kind) if typed is None else typed)
        self.show_paying()

    @on(PayingPanel.Picked)
    def _picked(self, event: PayingPanel.Picked) -> None:
        if self._can_be_paid() and self.note_field():
            self.stand_on_field(event.field)

    @on(TextTable.Marked)
    def _marked(self) -> None:
        self.show_paying()

    def _useful(self) -> int:
        from core.counter.money import points_for

        reckoned = self.reckoned()
        has = self.person.balances.points - reckoned.points_total if self.person else 0
        return max(min(has, points_for(reckoned.total, self.points_per_yuan)), 0)

    # ------------------------------------------------------------ what is typed

    def _noted(self, kind: TenderKind) -> str:
        """What stands in a field."""
        if kind == "points":
            return str(self.basket.points or "")
        amount = self.basket.allowance if kind == "allowance" else self.basket.money.get(kind)
        return "" if amount is None else bare("allowance", amount)

    def is_noted(self) -> bool:
        """Whether what is typed into the field stands there already."""
        field = self.field()
        if field is None:
            return True
        try:
            return self._typed_amount(field) == read_typed(self._noted(field), field)
        except DeskError:
            return False

    def _typed_amount(self, field: TenderKind) -> int | None:
        return read_typed(self.search.value, field)

    def _typed_basket(self) -> tuple[Basket, Reckoned]:
        """The basket with what is typed. `invalid` for no amount, and refusals to pay so."""
        field = self.field()
        assert field is not None  # noqa: S101 - the caller has seen to it
        amount = self._typed_amount(field)
        basket = self.basket.paid_by(field, amount)
        if field in MONEY and amount and basket.tender == field:
            others = [kind for kind in (self.before, *MONEY) if kind not in basket.money]
            basket = basket.with_(tender=others[0] if others else field)
        reckoned = self.reckoned(basket)
        if reckoned.refusal is not None and reckoned.refusal.code in UNPAYABLE:
            raise reckoned.refusal
        return basket, reckoned

    def note_field(self) -> bool:
        """Takes in what is typed into the field, if any; whether that could be done."""
        if self.is_noted():
            return True
        try:
            basket, _reckoned = self._typed_basket()
        except DeskError as error:
            self.tell_error(error)
            return False
        return self.change(basket)

    @on(Input.Changed, "#search")
    def _amount_changed(self, event: Input.Changed) -> None:
        """A letter is no amount: something is looked for."""
        if self.field() is None:
            return
        first = folded(event.value).strip()[:1]
        if first and first.isalpha():
            self.asked = "find"
            self.say_find()
            self.show_paying()
            self.find(event.value)
        else:
            self.say_enter()

    @on(SearchField.Hit)
    def _walk(self, event: SearchField.Hit) -> None:
        """Up and down walk the fields too."""
        if self.field() is not None:
            self.action_tender(event.down)

    def foretell(self) -> tuple[str, str]:
        from tui.sentences import sentence

        field = self.field()
        if field is None or (field in MONEY and self.is_noted()):
            return super().foretell()
        try:
            basket, reckoned = self._typed_basket()
        except DeskError as error:
            return sentence(error), "bad"
        if not self.is_noted():
            return noted_told(basket, reckoned), ""
        has = self.person.balances if self.person else None
        if field == "points":
            return say(
                "How many of the {points} points?", points=bare("points", has.points if has else 0)
            ), ""
        amount = bare("allowance", has.allowance if has else 0)
        return say("How much of the {amount} yuan? Nothing typed: by itself; 0: none", amount=amount), ""

    # ------------------------------------------------------------ leaving the field

    async def take_typed(self, text: str) -> None:
        field = self.field()
        if field is None:
            await super().take_typed(text)
        elif field in MONEY and self.is_noted():
            self.action_sell()
        elif self.note_field():
            self.leave_search()
            self.say_enter()

    def action_sell(self, *, later: bool = False) -> None:
        """Sells the basket."""
        raise NotImplementedError

    def leave_search(self) -> None:
        super().leave_search()
        self.show_paying()
