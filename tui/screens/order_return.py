"""What comes back of an order, or all of it before it was handed over: marked, foretold, taken back."""

from typing import TYPE_CHECKING

from textual import on

from core.counter.handing import CancelOrder
from core.counter.records import is_received
from core.counter.returns import ReturnLines
from core.errors import DeskError, invalid
from core.records import order_told
from tui.language import _, say
from tui.order_words import tenders_told
from tui.screens.order_view import OrderView
from tui.widgets.table import TextTable

if TYPE_CHECKING:
    from core.counter.looking import OrderCard

NOT_YET = "?"
"""Stands for the reason while it is foretold."""


class OrderReturn(OrderView):
    """Takes back."""

    def at_once(self, card: "OrderCard") -> str:
        if self.asked == "override":
            return _("Type why it is taken back after the last day, then Enter")
        if self.asked == "return":
            return _("Type why it comes back, then Enter")
        if self.asked == "cancel":
            return say("Cancel {order}? Type why, then Enter", order=order_told(card.order))
        if self.coming.pieces:
            return self._return_told(card)
        return say("Enter = one of {name} comes back", name=self.marked_name())

    def _return_told(self, card: "OrderCard") -> str:
        """What the next key takes back."""
        key = "Enter" if self.asked == "return" else self.key("return")
        return say("{key} = take back {what}", key=key, what=self.coming.all_told(card))

    def _foretold(self, card: "OrderCard", tenders: str) -> str:
        """What the next key takes back and gives back."""
        facts = {
            "key": "Enter" if self.asked == "return" else self.key("return"),
            "what": self.coming.all_told(card),
            "tenders": tenders,
        }
        if self.coming.override is None:
            return say("{key} = take back {what}, goes back: {tenders}", **facts)
        return say(
            "{key} = take back {what} after the last day ({reason}), goes back: {tenders}",
            **facts,
            reason=self.coming.override,
        )

    async def foretell(self) -> None:
        """By the command's own rehearsal: what goes back, to which lots, or why not."""
        card = self.card
        if card is None:
            return
        try:
            if self.asked == "cancel":
                rehearsed = await self.console.link.rehearse(CancelOrder(self.order, NOT_YET))
                facts = {
                    "order": order_told(self.order),
                    "tenders": tenders_told(rehearsed.refund, rehearsed.lots),
                }
                self.tell_whole(say("Enter = cancel {order}, goes back: {tenders}", **facts))
            elif self.coming.pieces and self.asked in (None, "return"):
                command = ReturnLines(self.order, self.coming.lines(), NOT_YET, self.coming.override)
                done = await self.console.link.rehearse(command)
                told = self._foretold(card, tenders_told(done.refund, done.lots))
                self.tell_whole(told)
        except DeskError as error:
            self._tell_refusal(error)

    def _tell_refusal(self, error: DeskError) -> None:
        """Where only the last day is in the way, the key that lets it pass."""
        from tui.sentences import sentence

        if error.code == "return_window_over" and self.console.link.trouble is None:
            told = say("{key} = with the manager's reason", key=self.key("override"))
            self.tell(f"{sentence(error)} {told}", "bad")
        else:
            self.tell_error(error)

    # ------------------------------------------------------------ what comes back

    @on(TextTable.Entered)
    def _entered(self) -> None:
        self.action_back(1)

    def action_back(self, more: int) -> None:
        """One more of the marked line comes back, or one less; never more than is left of it."""
        card, sku = self.card, self.marked_sku()
        if card is None or sku is None:
            return
        if not is_received(card):
            self.say_enter()
            return
        try:
            self.coming.more(card, sku, more)
        except DeskError as error:
            self.answer_key(error)
            return
        self.show()
        self.say_enter()

    def action_damaged(self) -> None:
        """One more of what comes back of the marked line is damaged."""
        card, sku = self.card, self.marked_sku()
        if card is None or sku is None or not is_received(card):
            self.say_enter()
            return
        try:
            self.coming.one_more_damaged(card, sku)
        except DeskError as error:
            self.answer_key(error)
            return
        self.show()
        self.say_enter()

    def action_ask_return(self) -> None:
        if not self.coming.pieces:
            self.answer_key(_("Enter on a line first: so many of it come back."))
        else:
            self.ask("return")

    def action_override(self) -> None:
        """Asks why what is too late is taken back all the same."""
        if not self.coming.pieces:
            self.answer_key(_("Enter on a line first: so many of it come back."))
        else:
            self.ask("override")

    def action_ask_cancel(self) -> None:
        self.ask("cancel")

    # ------------------------------------------------------------ the deeds

    def on_asking_changed(self) -> None:
        """What a refusal said is past as soon as something else is typed."""
        if self.asked is not None and self.told[1] == "bad":
            self.say_enter()

    async def deed(self, typed: str) -> None:
        """What was asked is done."""
        if self.asked in ("cancel", "return", "override") and not typed:
            raise invalid("reason", "blank")
        if self.asked == "override":
            self.coming.override = typed
            self.leave_field(done=True)
            self.ask("return")
        elif self.asked == "cancel":
            cancelled = await self.carry_out(CancelOrder(self.order, typed))
            self.leave_field(done=True)
            await self.tell_done(say("Goes back: {tenders}", tenders=tenders_told(cancelled.refund)))
        elif self.asked == "return":
            command = ReturnLines(self.order, self.coming.lines(), typed, self.coming.override)
            returned = await self.carry_out(command)
            self.coming.clear()
            self.leave_field(done=True)
            await self.tell_done(say("Goes back: {tenders}", tenders=tenders_told(returned.refund)))
