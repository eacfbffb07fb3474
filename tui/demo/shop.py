"""The example club's counter: a few items with stock, some orders a week, one that came back, one that waits
to be collected, a hand-out that is going on, and shifts, one of them open."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from core.counter.hand_out import HandOutLine, HandOutTo, OpenHandOut
from core.counter.redeem import AllowanceAsked, LineAsked, Redeem
from core.counter.returns import LineBack, ReturnLines
from core.counter.shifts import CashIn, CashOut, CloseShift, Counted, OpenShift
from core.members.keeping import AddMember
from core.records import OrderId
from core.stock.items import AddItem
from core.stock.moving import ReceiveStock
from core.wire import Fen, Name
from tui.demo.habits import DAY
from tui.demo.purse import MORNING, UNION, Happening, purse_people
from tui.demo.telling import PUBLISHED, WEEK

ORDERS_A_WEEK, HANDED_OUT = 5, 12

RICE = AddItem(Name("RICE"), Name("东北大米"), "goods", Name("食品"), Name("5kg"), Fen(4990), low_stock=20)
NUTS = AddItem(Name("NUTS"), Name("坚果礼盒"), "goods", Name("食品"), Name("750g"), Fen(6800), low_stock=10)
CUP = AddItem(Name("CUP"), Name("保温杯"), "goods", Name("日用"), Name("500ml"), Fen(5600), low_stock=8)
UMBRELLA = AddItem(Name("UMBRELLA"), Name("折叠伞"), "goods", Name("日用"), None, Fen(3900), low_stock=10)
SOLD = (RICE, NUTS, CUP)
STOCK = ((RICE, 900), (NUTS, 500), (CUP, 500), (UMBRELLA, 6))
"""The umbrellas are at their threshold, so that there is something on the restock list."""

NO_ALLOWANCE = AllowanceAsked(0)
FIRST_ORDER, FIRST_PAID = OrderId(1), Fen(5600)

SHIFT_DAYS = 3
"""So many days before this week have shifts already."""
SHIFT_OPENS, SHIFT_CLOSES = 6 * 60 + 30, 21 * 60 + 30
FLOAT, CHANGE, WATER = Fen(20000), Fen(10000), Fen(3600)
OFF = (0, -500, 0, 200)
"""What is counted too much or too little, in fen, day by day."""
NOTES = (None, "一元硬币不多了", None, "保温杯有人预留，见抽屉里的条子")
WINTER = OpenHandOut(
    Name("winter"),
    Name("冬季慰问"),
    (HandOutLine(RICE.sku, 1), HandOutLine(NUTS.sku, 1)),
    fund=UNION,
    reason="职工慰问",
)


def counter_happenings(
    seed: int, monday: date, weeks: int, members: Sequence[AddMember], leaver: str
) -> Iterator[Happening]:
    """Everything of some weeks, with the shifts of the last days."""
    sales = list(_sales(seed, monday, weeks, members, leaver))
    yield from sales
    this_week = (weeks - 2) * WEEK
    for number, day in enumerate(range(max(this_week - SHIFT_DAYS * DAY, 0), this_week + WEEK, DAY)):
        yield from _shift(number, day, [one for one in sales if day <= one.minute < day + DAY])


def _shift(number: int, day: int, sales: Sequence[Happening]) -> Iterator[Happening]:
    """A day's shift, counted after the desk has closed: today's is open until then."""
    yield Happening(day + SHIFT_OPENS, OpenShift(FLOAT))
    yield Happening(day + SHIFT_OPENS + 40, CashIn(CHANGE, "换零钱"))
    yield Happening(day + SHIFT_OPENS + 300, CashOut(WATER, "买饮用水"))
    orders = [one.command for one in sales if isinstance(one.command, Redeem)]
    back = sum(isinstance(one.command, ReturnLines) for one in sales)
    taken = sum(order.cash for order in orders) - back * FIRST_PAID
    cash = FLOAT + CHANGE - WATER + taken + OFF[number % len(OFF)]
    counted = Counted(cash=Fen(cash), wechat=Fen(sum(order.wechat for order in orders)))
    yield Happening(day + SHIFT_CLOSES, CloseShift(counted, NOTES[number % len(NOTES)]))


def _sales(
    seed: int, monday: date, weeks: int, members: Sequence[AddMember], leaver: str
) -> Iterator[Happening]:
    """What is sold and handed out. The first order is the one that comes back: its number is known."""
    random = Random(f"{seed} counter {monday}")  # noqa: S311 - invention, no secret
    people = purse_people(members, leaver)
    for item, quantity in STOCK:
        yield Happening(PUBLISHED + 5, item)
        yield Happening(PUBLISHED + 6, ReceiveStock(item.sku, quantity, reason="期初库存"))
    cup = (LineAsked(CUP.sku, 1),)
    yield Happening(MORNING, Redeem(Name(people[0]), cup, allowance=NO_ALLOWANCE, cash=FIRST_PAID))
    back = ReturnLines(FIRST_ORDER, (LineBack(CUP.sku, 1),), "颜色不合适")
    yield Happening(MORNING + DAY, back)
    for week in range(weeks):
        for staff_no in random.sample(people, ORDERS_A_WEEK):
            minute = week * WEEK + random.randrange(5) * DAY + MORNING + 90 + random.randrange(180)
            yield Happening(minute, _order(random, staff_no))
    nuts = (LineAsked(NUTS.sku, 1),)
    waits = Redeem(Name(people[1]), nuts, allowance=NO_ALLOWANCE, cash=Fen(6800), collect=False)
    this_week = (weeks - 2) * WEEK
    yield Happening(this_week + MORNING + 60, waits)
    yield Happening(this_week + MORNING + 30, WINTER)
    for number, staff_no in enumerate(random.sample(people, HANDED_OUT)):
        yield Happening(this_week + MORNING + 31 + number, HandOutTo(WINTER.code, Name(staff_no)))


def _order(random: Random, staff_no: str) -> Redeem:
    """One or two of an item, in money or partly by allowance."""
    item, quantity = random.choice(SOLD), random.choice((1, 1, 2))
    assert item.price is not None  # noqa: S101 - all of these have one
    total = item.price * quantity
    by_allowance = random.choice((0, 2000))
    lines = (LineAsked(item.sku, quantity),)
    allowance, rest = AllowanceAsked(by_allowance), Fen(total - by_allowance)
    if random.random() < 0.6:
        return Redeem(Name(staff_no), lines, allowance=allowance, wechat=rest)
    return Redeem(Name(staff_no), lines, allowance=allowance, cash=rest)
