"""An order on paper again: the receipt, or the slip by which it is collected."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from core.errors import DeskError
from core.ledger.looking import AskBalance
from core.records import order_told
from tui.language import _, say
from tui.screens.order_sending import OrderSending
from tui.workers import begin

if TYPE_CHECKING:
    from core.counter.looking import OrderCard
    from core.ledger.looking import Balance


class OrderPaper(OrderSending):
    """Prints, or writes and opens where nothing prints."""

    def action_paper(self, kind: str) -> None:
        """The receipt, or the slip."""
        begin(self, partial(self._put_on_paper, slip=kind == "slip"), "paper", exclusive=True)

    async def _put_on_paper(self, *, slip: bool) -> None:
        from tui.receipts import put_on_paper
        from tui.slips import slip_folder
        from tui.taking_out import taking_out

        await self.follow()
        card = self.card
        if card is None:
            return
        name = f"{'slip' if slip else 'receipt'}-{order_told(card.order)}.txt"
        try:
            balance = await self.console.link.ask(AskBalance(card.member))
            lines = paper_lines(card, balance, slip=slip)
            path = slip_folder(self.console.link.path) / name
            what = "slip" if slip else "receipt"
            await self.console.link.do(
                taking_out(what, path, member=card.member, order=order_told(card.order))
            )
            done = await asyncio.to_thread(put_on_paper, lines, path)
        except DeskError as error:
            self.answer_key(error)
            return
        if done.way == "printed":
            self.answer_key(_("It is with the printer."), "good")
        else:
            self.workers.cancel_group(self, "foretell")
            self.tell_whole(say("Written: {path}", path=done.path), "good")


def paper_lines(card: "OrderCard", balance: "Balance", *, slip: bool) -> list[str]:
    """An order's slip or receipt, line by line."""
    from exports.counter.receipt import receipt_lines, slip_lines
    from tui.receipts import pick_up_slip_of, receipt_of

    return slip_lines(pick_up_slip_of(card)) if slip else receipt_lines(receipt_of(card, balance))
