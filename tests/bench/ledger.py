"""The ledger: a spend over three lots, a statement, balances, the check, at 10,000 entries and at five
million."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from core.check import Check
from core.clock import Rehearsal
from core.command import Command, Question
from core.desk import Desk
from core.ledger.looking import AskBalance, AskStatement
from core.ledger.records import Amount
from core.ledger.spending import Spend
from core.wire import Name
from storage import driver
from storage.database import Database, open_database
from tests.bench import big_ledger
from tests.bench.big_club import staff_no
from tests.bench.door import Pair
from tests.bench.recorder import record, replay
from tests.bench.timing import Measure, in_turns

TURNS, STRETCH = 13, 3
MEMBERS = 39
"""As many as the small ledger has; both ledgers are asked about so many."""

OVER_THREE_LOTS = 2_000
LEAST = 6
"""Statements of a question with its look for what is due; a bare reading of the clock has fewer."""

PAGE = {"from_": date(2025, 9, 1), "to": date(2026, 11, 23)}


def measures(ledgers: dict[str, Path]) -> Iterator[Measure]:
    """All measures but the check, each of all ledgers in the same turns. They are written to: give copies."""
    for name, pair_of in (
        ("a spend over three lots", _spend),
        ("a statement page of 30 entries", partial(_asked, ask=partial(_statement, **PAGE))),
        ("a whole statement of 126 entries", partial(_asked, ask=_statement)),
        ("a balance", partial(_asked, ask=lambda member: AskBalance(Name(member)))),
    ):
        with ExitStack() as stack:
            pairs = [pair_of(path, stack) for path in ledgers.values()]
            timed = in_turns(TURNS, *chain.from_iterable(pairs), stretch=STRETCH)
        for club, case, floor in zip(ledgers, timed[::2], timed[1::2], strict=True):
            yield Measure(name, club, case, floor, 2)


def check_seconds(path: Path) -> float:
    """How long the whole check of a ledger takes; AssertionError where it finds something."""
    database = open_database(path)
    try:
        begun = time.perf_counter()
        assert _desk_of(database).ask(Check()).problems == ()
        return time.perf_counter() - begun
    finally:
        database.close()


def _desk_of(database: Database) -> Desk:
    desk = Desk(database, Rehearsal())
    desk.stand_at(big_ledger.NOW)
    return desk


def _open(path: Path, stack: ExitStack) -> tuple[Desk, Any]:
    database, connection = open_database(path), driver.connect(path)
    stack.callback(connection.close)
    stack.callback(database.close)
    return _desk_of(database), connection


def _spend(path: Path, stack: ExitStack) -> Pair:
    """Spends by the desk and, in turns, the same statements of other members by the driver. Each member
    spends twice: the lots of the second are others."""
    commands: list[Command[Any]] = [
        Spend(Name(staff_no(number % MEMBERS + 1)), "points", Amount("points", OVER_THREE_LOTS))
        for number in range(2 * TURNS * STRETCH)
    ]

    def work(database: Database) -> None:
        desk = _desk_of(database)
        for command in commands:
            assert len(desk.do(command).lots) == 3

    scripts = [script for script in record(path, work) if script[0][0] == "BEGIN IMMEDIATE"]
    assert len(scripts) == len(commands)
    desk, connection = _open(path, stack)

    def place(call: int) -> int:
        turn, within = divmod(call, STRETCH)
        return 2 * turn * STRETCH + within

    return Pair(
        lambda call: desk.perform(commands[place(call)]),
        lambda call: replay(connection, scripts[place(call) + STRETCH]),
    )


def _statement(member: str, **days: Any) -> Question[Any]:
    return AskStatement(Name(member), "points", **days)


def _asked(path: Path, stack: ExitStack, *, ask: Any) -> Pair:
    questions = [ask(staff_no(number)) for number in range(1, MEMBERS + 1)]

    def work(database: Database) -> None:
        desk = _desk_of(database)
        for question in questions:
            desk.ask(question)

    scripts = [script for script in record(path, work) if len(script) > LEAST]
    each = len(scripts) // len(questions)
    desk, connection = _open(path, stack)

    def floor(call: int) -> None:
        first = call % len(questions) * each
        for script in scripts[first : first + each]:
            replay(connection, script)

    return Pair(lambda call: desk.ask(questions[call % len(questions)]), floor)
