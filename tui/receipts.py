"""The words on a receipt and on a pick-up slip, and how they get onto paper."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from core.errors import DeskError
from core.wire import yuan_told
from tui.language import _, say
from tui.sentences.counter import ORDER_STATES, TENDERS
from tui.slips import opens

if TYPE_CHECKING:
    from core.counter.looking import LineTold, OrderCard
    from core.counter.redeem import Tenders
    from core.ledger.looking import Balance
    from exports.counter.receipt import PickUpSlip, Priced, Receipt, Sum

Way = Literal["printed", "opened", "written"]
PRINT_SECONDS = 20


class OnPaper(NamedTuple):
    """How a slip came out; `path` is where it lies unless it was printed."""

    way: Way
    path: Path | None = None


def receipt_of(card: "OrderCard", balance: "Balance") -> "Receipt":
    """An order's receipt with the balances of the moment."""
    from exports.counter.receipt import Receipt, Sum

    return Receipt(
        _("Staff club"),
        _head(card),
        [_priced(line) for line in card.lines],
        [*_totals(card), *_paid(card.tenders), *_went_back(card)],
        [
            Sum(say("{unit}, left now", unit=_(TENDERS["allowance"])), yuan_told(balance.allowance)),
            Sum(say("{unit}, left now", unit=_(TENDERS["points"])), str(balance.points)),
        ],
        list(_notes(card)),
    )


def pick_up_slip_of(card: "OrderCard") -> "PickUpSlip":
    """The slip by which an order is collected, with room for signatures."""
    from exports.counter.receipt import PickUpSlip, Sum

    proxy = card.proxy
    return PickUpSlip(
        say("{club}: pick-up slip", club=_("Staff club")),
        card.order,
        [*_head(card), *_handed_already(card)],
        [Sum(line.name, str(line.quantity - line.returned)) for line in card.lines],
        [] if proxy is None else [proxy_told(proxy.name, proxy.relation)],
        [
            _("Received, signature:"),
            *([_("Proxy:"), _("Relation:")] if proxy is None else []),
            _("Handed over by:"),
            _("Date:"),
        ],
    )


def proxy_told(name: str, relation: str | None) -> str:
    """Who collects for the member."""
    if relation is None:
        return say("Proxy: {name}", name=name)
    return say("Proxy: {name} ({relation})", name=name, relation=relation)


def _head(card: "OrderCard") -> list[str]:
    from core.records import order_told

    head = [
        say("Order {order}  {at}", order=order_told(card.order), at=f"{card.at:%Y-%m-%d %H:%M}"),
        f"{card.name}  {card.member}",
    ]
    if card.state != "collected":
        head.append(_(ORDER_STATES[card.state]))
    return head


def _handed_already(card: "OrderCard") -> list[str]:
    """A slip for what was collected says so: it must not be handed over twice."""
    if card.state != "collected":
        return []
    return [say("{state} on {day}", state=_(ORDER_STATES[card.state]), day=card.received_on)]


def _priced(line: "LineTold") -> "Priced":
    from exports.counter.receipt import Priced

    if line.price is not None:
        price, amount = yuan_told(line.price), yuan_told(line.amount)
    else:
        price = say("{points} points", points=line.points_price)
        amount = say("{points} points", points=line.points)
    quantity = f"{line.quantity} x {price}"
    if line.returned:
        quantity = say("{quantity}, {count} returned", quantity=quantity, count=line.returned)
    return Priced(line.name, quantity, amount)


def _totals(card: "OrderCard") -> "Iterator[Sum]":
    from exports.counter.receipt import Sum

    if card.total or not card.points_total:
        yield Sum(_("Total"), yuan_told(card.total))
    if card.points_total:
        points = say("{points} points", points=card.points_total)
        yield Sum(_("Total, for points alone"), points)


def _paid(tenders: "Tenders") -> "Iterator[Sum]":
    """Each tender that is not nothing."""
    from exports.counter.receipt import Sum

    if tenders.points:
        yield Sum(say("{points} points", points=tenders.points), yuan_told(tenders.points_value))
    for kind in ("allowance", "cash", "wechat", "alipay", "card"):
        value = getattr(tenders, kind)
        if value:
            yield Sum(_(TENDERS[kind]), yuan_told(value))


def _went_back(card: "OrderCard") -> "Iterator[Sum]":
    """What each tender gave back, or what of it moved to another order."""
    from core.counter.redeem import Tenders
    from exports.counter.receipt import Sum

    back = Tenders(*(paid - left for paid, left in zip(card.tenders, card.left, strict=True)))  # type: ignore[arg-type]
    for label, amount in _paid(back):
        yield Sum(say("given back: {what}", what=label), f"-{amount}")


def _notes(card: "OrderCard") -> Iterator[str]:
    if card.earned:
        if card.return_until is None:
            yield say("Earned, after the return days: {count}", count=card.earned)
        else:
            first = card.return_until + timedelta(days=1)
            yield say("Earned points, from {first}: {count}", count=card.earned, first=first)
    if card.proxy is not None:
        yield proxy_told(card.proxy.name, card.proxy.relation)
    if card.return_until is not None and any(line.returned < line.quantity for line in card.lines):
        yield say("Can be returned until {last}.", last=card.return_until)


# ---------------------------------------------------------------- onto paper


def write_paper(path: Path, lines: Sequence[str]) -> Path:
    """Writes a slip's lines as text or as a page; where they ended up. `not_txt`, `no_such_folder`,
    `not_written`."""
    from exports.counter.receipt import write_lines
    from exports.tables.slip import write_slip_pdf

    if path.suffix.lower() not in (".txt", ".pdf"):
        raise DeskError("not_txt", path=str(path))
    if not path.parent.is_dir():
        raise DeskError("no_such_folder", path=str(path.parent))
    try:
        return write_slip_pdf(path, lines) if path.suffix.lower() == ".pdf" else write_lines(path, lines)
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error


def put_on_paper(lines: Sequence[str], path: Path) -> OnPaper:
    """Prints a slip by the system's printer. Where there is none it is written to `path` and shown by the
    system's own program, or only written. `not_written`."""
    if _printed(lines, path.stem):
        return OnPaper("printed")
    written = write_paper(path, lines)
    return OnPaper("opened" if opens(written) else "written", written)


def _printed(lines: Sequence[str], title: str) -> bool:
    """Whether the system's printing took it. Windows prints by the program that opens it."""
    program = None if sys.platform == "win32" else shutil.which("lp")
    if program is None:
        return False
    try:
        done = subprocess.run(  # noqa: S603 - the system's own printing, of a text made here
            [program, "-t", title],
            input="".join(f"{line}\n" for line in lines).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PRINT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
