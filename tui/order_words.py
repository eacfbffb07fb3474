"""An order in words: what was paid, what goes back and to which lots, its trail."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.records import lot_told, return_told
from tui.language import N_, _, say
from tui.sentences.counter import TENDERS
from tui.widgets.money import bare, money_told

if TYPE_CHECKING:
    from core.counter.looking import OrderCard, OrderStepTold, ReturnTold
    from core.counter.redeem import Tenders
    from core.counter.refunds import LotBack
    from core.ledger.records import Unit

STEPS: dict[str, str] = {
    "redeemed": N_("redeemed"),
    "handed_over": N_("handed over"),
    "shipped": N_("sent"),
    "scheduled": N_("scheduled"),
    "service_done": N_("done"),
    "points_unlocked": N_("points unlocked"),
    "cancelled": N_("cancelled"),
    "returned": N_("something came back"),
}


def tenders_told(tenders: "Tenders", lots: "Sequence[LotBack]" = ()) -> str:
    """What is not nothing, tender by tender; with lots, to which of them it goes back and until when those
    are good."""
    told = [money_told("points", tenders.points) + _lots_told("points", lots)] if tenders.points else []
    for kind in ("allowance", "cash", "wechat", "alipay", "card"):
        if amount := getattr(tenders, kind):
            more = _lots_told("allowance", lots) if kind == "allowance" else ""
            told.append(f"{_(TENDERS[kind])} {bare('allowance', amount)}{more}")
    return ", ".join(told) or _("nothing")


def _lots_told(unit: "Unit", lots: "Sequence[LotBack]") -> str:
    """` (L3 until 2027-06-30)`; of several how much each."""
    own = [lot for lot in lots if lot.amount.unit == unit]
    told = []
    for lot in own:
        name = lot_told(lot.lot) if len(own) == 1 else f"{lot_told(lot.lot)} {bare(unit, lot.amount.number)}"
        if lot.expires_on is None:
            told.append(say("{lot} without end", lot=name))
        else:
            told.append(say("{lot} until {day}", lot=name, day=lot.expires_on.isoformat()))
    return f" ({', '.join(told)})" if told else ""


def paid_lines(card: "OrderCard") -> Iterator[str]:
    """What was paid, what can still go back, who collected, how it was sent, when a service is."""
    yield say("Paid: {tenders}", tenders=tenders_told(card.tenders))
    yield say("Can go back: {tenders}", tenders=tenders_told(card.left))
    if card.proxy is not None:
        who = " ".join(filter(None, (card.proxy.name, card.proxy.relation)))
        yield say("Collected by {proxy}", proxy=who)
    if card.carrier or card.tracking:
        yield say("Sent by {carrier}", carrier=" ".join(filter(None, (card.carrier, card.tracking))))
    if card.service_on is not None:
        yield say("Service on {day}", day=card.service_on.isoformat())


def step_told(step: "OrderStepTold") -> str:
    """Who, when, what, and what was noted."""
    what = _(STEPS.get(step.event, step.event))
    return "  ".join(filter(None, (f"{step.at:%m-%d %H:%M}", what, step.by, step.note)))


def came_back_told(came: "ReturnTold", card: "OrderCard") -> str:
    """What came back, how, why, and why it was taken too late."""
    name = next(line.name for line in card.lines if line.sku == came.sku)
    told = f"{came.at:%m-%d %H:%M}  {return_told(came.return_)}  {came.quantity} {name}"
    if came.condition == "damaged":
        told += f" ({_('damaged')})"
    return "  ".join(filter(None, (told, came.by, came.reason, came.override)))
