"""The example club's counter: a few items with stock, some orders a week and what becomes of them, one that
waits to be collected, a hand-out that is over and one that is going on, and shifts, one of them open."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any, NamedTuple

from core.command import Command
from core.counter.exchange import Exchange
from core.counter.hand_out import CloseHandOut, HandOutLine, HandOutTo, OpenHandOut
from core.counter.handing import CancelOrder
from core.counter.redeem import AllowanceAsked, LineAsked, Redeem
from core.counter.returns import LineBack, ReturnLines
from core.counter.shifts import CashIn, CashOut, CloseShift, Counted, OpenShift
from core.members.keeping import AddMember
from core.records import OrderId
from core.stock.items import AddItem
from core.stock.moving import CountStock, ReceiveStock, WriteOff
from core.wire import Fen, Name
from tui.demo.habits import DAY
from tui.demo.purse import MORNING, UNION, Happening, purse_people
from tui.demo.telling import PUBLISHED, WEEK

ORDERS_A_WEEK, HANDED_OUT = 7, 12

RICE = AddItem(Name("RICE"), Name("东北大米"), "goods", Name("食品"), Name("5kg"), Fen(4990), low_stock=20)
NUTS = AddItem(Name("NUTS"), Name("坚果礼盒"), "goods", Name("食品"), Name("750g"), Fen(6800), low_stock=10)
CUP = AddItem(Name("CUP"), Name("保温杯"), "goods", Name("日用"), Name("500ml"), Fen(5600), low_stock=8)
UMBRELLA = AddItem(Name("UMBRELLA"), Name("折叠伞"), "goods", Name("日用"), None, Fen(3900), low_stock=10)
SOLD = (RICE, NUTS, CUP)
STOCK = ((RICE, 900), (NUTS, 500), (CUP, 500), (UMBRELLA, 9))
"""The umbrellas are below their threshold, so that there is something on the restock list."""

NO_ALLOWANCE = AllowanceAsked(0)
CUP_PRICE, NUTS_PRICE = Fen(5600), Fen(6800)
DELIVERIES = ((RICE, 60, Fen(3980)), (NUTS, 40, Fen(5350)), (CUP, 30, Fen(4120)))
SPOILT = ((RICE, "受潮结块"), (NUTS, "包装破损"), (RICE, "包装袋漏米"))
BACK = ("颜色不合适", "杯盖渗水", "买重了")

SHIFT_OPENS, SHIFT_CLOSES = 6 * 60 + 30, 21 * 60 + 30
FLOAT, CHANGE, WATER = Fen(20000), Fen(10000), Fen(3600)
OFF = (0, -500, 0, 200)
"""What is counted too much or too little, in fen, day by day."""
NOTES = (None, "一元硬币不多了", None, "保温杯有人预留，见抽屉里的条子")
GIFT = (HandOutLine(RICE.sku, 1), HandOutLine(NUTS.sku, 1))
AUTUMN = OpenHandOut(Name("autumn"), Name("秋季慰问"), GIFT, fund=UNION, reason="职工慰问")
WINTER = OpenHandOut(Name("winter"), Name("冬季慰问"), GIFT, fund=UNION, reason="职工慰问")
AUTUMN_AGO = 4
"""The autumn's hand-out was so many weeks before this one."""


class Sale(NamedTuple):
    """Something at the counter, with the fen that it moves in the till. `of` is the minute of the order that
    it is about, whose number is known when all are in their order."""

    minute: int
    command: Command[Any]
    cash: int = 0
    wechat: int = 0
    of: int | None = None


def counter_happenings(
    seed: int, monday: date, weeks: int, members: Sequence[AddMember], leaver: str
) -> Iterator[Happening]:
    """Everything of some weeks, with each day's shift."""
    random = Random(f"{seed} counter {monday}")  # noqa: S311 - invention, no secret
    people = purse_people(members, leaver)
    sales = list(_numbered(_sales(random, weeks, people)))
    yield from _stock(weeks)
    yield from _hand_outs(random, weeks, people)
    yield from (Happening(sale.minute, sale.command) for sale in sales)
    for number, day in enumerate(range(0, (weeks - 1) * WEEK, DAY)):
        yield from _shift(number, day, [sale for sale in sales if day <= sale.minute < day + DAY])


def _shift(number: int, day: int, sales: Sequence[Sale]) -> Iterator[Happening]:
    """A day's shift, counted after the desk has closed: today's is open until then."""
    yield Happening(day + SHIFT_OPENS, OpenShift(FLOAT))
    yield Happening(day + SHIFT_OPENS + 40, CashIn(CHANGE, "换零钱"))
    yield Happening(day + SHIFT_OPENS + 300, CashOut(WATER, "买饮用水"))
    cash = FLOAT + CHANGE - WATER + sum(sale.cash for sale in sales) + OFF[number % len(OFF)]
    counted = Counted(cash=Fen(cash), wechat=Fen(sum(sale.wechat for sale in sales)))
    yield Happening(day + SHIFT_CLOSES, CloseShift(counted, NOTES[number % len(NOTES)]))


def _stock(weeks: int) -> Iterator[Happening]:
    """What was there, deliveries, what went bad, and a count of the umbrellas every other week."""
    for item, quantity in STOCK:
        yield Happening(PUBLISHED + 5, item)
        yield Happening(PUBLISHED + 6, ReceiveStock(item.sku, quantity, reason="期初库存"))
    for week in range(weeks):
        item, quantity, cost = DELIVERIES[week % len(DELIVERIES)]
        note = Name(f"送货单{week + 1:03d}")
        yield Happening(week * WEEK + MORNING + 20, ReceiveStock(item.sku, quantity, None, cost, note))
        spoilt, why = SPOILT[week % len(SPOILT)]
        yield Happening(week * WEEK + MORNING + 25, WriteOff(spoilt.sku, 1 + week % 2, why))
        if (weeks - week) % 2 == 0:  # this week's is one of them
            there = max(9 - (week + 2) // 2, 4)
            yield Happening(week * WEEK + MORNING + 28, CountStock(UMBRELLA.sku, there, "盘点"))


def _hand_outs(random: Random, weeks: int, people: Sequence[str]) -> Iterator[Happening]:
    this_week = (weeks - 2) * WEEK
    autumn = this_week - AUTUMN_AGO * WEEK
    for session, begins in ((AUTUMN, autumn), (WINTER, this_week)):
        chosen = random.sample(people, HANDED_OUT)
        if begins < 0:
            continue
        yield Happening(begins + MORNING + 30, session)
        for number, staff_no in enumerate(chosen):
            yield Happening(begins + MORNING + 31 + number, HandOutTo(session.code, Name(staff_no)))
    if autumn >= 0:
        yield Happening(autumn + 4 * DAY + MORNING, CloseHandOut(AUTUMN.code))


def _numbered(sales: Iterator[Sale]) -> Iterator[Sale]:
    """The sales in their order, what is about an order with its number."""
    numbers: dict[int, OrderId] = {}
    for sale in sorted(sales, key=lambda sale: sale.minute):
        command: Any = sale.command
        if sale.of is not None:
            command = replace(command, order=numbers[sale.of])
        if isinstance(command, Redeem | Exchange):
            numbers.setdefault(sale.minute, OrderId(len(numbers) + 1))
        yield sale._replace(command=command)


def _sales(random: Random, weeks: int, people: Sequence[str]) -> Iterator[Sale]:
    """What is sold, and what of it comes back, is exchanged or is not fetched."""
    for week in range(weeks):
        begin = week * WEEK
        yield from _comes_back(begin + MORNING, random.choice(people), BACK[week % len(BACK)])
        yield from _is_exchanged(begin + 2 * DAY + MORNING, random.choice(people))
        yield from _is_cancelled(begin + 3 * DAY + MORNING, random.choice(people))
        minutes = random.sample(range(90, 270), ORDERS_A_WEEK)
        for minute, staff_no in zip(minutes, random.sample(people, ORDERS_A_WEEK), strict=True):
            yield _order(random, staff_no, begin + random.randrange(5) * DAY + MORNING + minute)
    yield _to_collect((weeks - 2) * WEEK + MORNING + 60, people[1])


def _comes_back(minute: int, staff_no: str, why: str) -> Iterator[Sale]:
    """A cup, paid in cash, given back on the next day."""
    cup = (LineAsked(CUP.sku, 1),)
    bought = Redeem(Name(staff_no), cup, allowance=NO_ALLOWANCE, cash=CUP_PRICE)
    yield Sale(minute, bought, cash=CUP_PRICE)
    back = ReturnLines(OrderId(0), (LineBack(CUP.sku, 1),), why)
    yield Sale(minute + DAY, back, cash=-CUP_PRICE, of=minute)


def _is_exchanged(minute: int, staff_no: str) -> Iterator[Sale]:
    """A cup for nuts, which cost more."""
    cup = (LineAsked(CUP.sku, 1),)
    bought = Redeem(Name(staff_no), cup, allowance=NO_ALLOWANCE, wechat=CUP_PRICE)
    yield Sale(minute, bought, wechat=CUP_PRICE)
    back, take = (LineBack(CUP.sku, 1),), (LineAsked(NUTS.sku, 1),)
    more = Fen(NUTS_PRICE - CUP_PRICE)
    exchange = Exchange(OrderId(0), back, take, "换成坚果礼盒", allowance=NO_ALLOWANCE, cash=more)
    yield Sale(minute + 50, exchange, cash=more, of=minute)


def _is_cancelled(minute: int, staff_no: str) -> Iterator[Sale]:
    """Paid, to be collected, and cancelled some hours later."""
    yield _to_collect(minute, staff_no)
    yield Sale(minute + 400, CancelOrder(OrderId(0), "不需要了"), cash=-NUTS_PRICE, of=minute)


def _to_collect(minute: int, staff_no: str) -> Sale:
    nuts = (LineAsked(NUTS.sku, 1),)
    order = Redeem(Name(staff_no), nuts, allowance=NO_ALLOWANCE, cash=NUTS_PRICE, collect=False)
    return Sale(minute, order, cash=NUTS_PRICE)


def _order(random: Random, staff_no: str, minute: int) -> Sale:
    """One or two of an item, in money or partly by allowance."""
    item, quantity = random.choice(SOLD), random.choice((1, 1, 2))
    assert item.price is not None  # noqa: S101 - all of these have one
    by_allowance = random.choice((0, 2000))
    lines, allowance = (LineAsked(item.sku, quantity),), AllowanceAsked(by_allowance)
    rest = Fen(item.price * quantity - by_allowance)
    if random.random() < 0.6:
        order = Redeem(Name(staff_no), lines, allowance=allowance, wechat=rest)
        return Sale(minute, order, wechat=rest)
    return Sale(minute, Redeem(Name(staff_no), lines, allowance=allowance, cash=rest), cash=rest)
