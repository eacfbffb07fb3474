"""The counter: a redemption of three lines over two tenders, beside its statements through the driver."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from core.clock import Rehearsal
from core.command import Command
from core.counter.redeem import AllowanceAsked, LineAsked, Redeem
from core.desk import Desk
from core.ledger.granting import Grant
from core.ledger.records import Amount
from core.members.keeping import AddMember
from core.stock.items import AddItem
from core.stock.moving import ReceiveStock
from core.wire import Fen, Name
from storage import driver
from storage.database import Database, open_database
from tests.bench.big_club import NOW, staff_no
from tests.bench.recorder import record, replay
from tests.bench.timing import Measure, in_turns

TURNS, STRETCH = 15, 10
MEMBERS = 100
PRICES = {"RICE": 7990, "OIL": 8900, "MUG": 3333}
AIM = 2


def measures(path: Path) -> Iterator[Measure]:
    """One measure. The database, a new one, is filled first."""
    _fill(path)
    total = sum(PRICES.values())
    lines = tuple(LineAsked(Name(sku), 1) for sku in PRICES)
    commands: list[Command[Any]] = [
        Redeem(
            Name(staff_no(number % MEMBERS + 1)),
            lines,
            allowance=AllowanceAsked(5000),
            wechat=Fen(total - 5000),
        )
        for number in range(2 * TURNS * STRETCH)
    ]

    def work(database: Database) -> None:
        desk = _desk_of(database)
        for command in commands:
            desk.do(command)

    scripts = [script for script in record(path, work) if script[0][0] == "BEGIN IMMEDIATE"]
    assert len(scripts) == len(commands)
    with ExitStack() as stack:
        database, connection = open_database(path), driver.connect(path)
        stack.callback(connection.close)
        stack.callback(database.close)
        desk = _desk_of(database)

        def place(call: int) -> int:
            turn, within = divmod(call, STRETCH)
            return 2 * turn * STRETCH + within

        case, floor = in_turns(
            TURNS,
            lambda call: desk.perform(commands[place(call)]),
            lambda call: replay(connection, scripts[place(call) + STRETCH]),
            stretch=STRETCH,
        )
    yield Measure("a redemption of three lines over two tenders", "", case, floor, AIM)


def _desk_of(database: Database) -> Desk:
    desk = Desk(database, Rehearsal())
    desk.stand_at(NOW)
    return desk


def _fill(path: Path) -> None:
    database = open_database(path, replayed=True)
    desk = _desk_of(database)
    for sku, price in PRICES.items():
        desk.do(AddItem(Name(sku), Name(sku), "goods", price=Fen(price), low_stock=5))
        desk.do(ReceiveStock(Name(sku), 10_000))
    for number in range(1, MEMBERS + 1):
        desk.do(AddMember(Name(staff_no(number)), Name(f"职工{number}")))
        desk.do(Grant(Name(staff_no(number)), "allowance", Amount("allowance", 10**6), "x"))
    database.close()
