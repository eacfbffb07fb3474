"""However many years a club keeps, no statement looks at all its slots, bookings, steps or audit records."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import repeat

import storage
from storage.statement import Statement
from tests.support.club import Club

GROWING = (
    "audit", "award", "booking", "booking_step", "decision", "draw", "entry", "goods_return", "hand_out",
    "hand_out_line", "item_key", "lot", "member_key", "notice", "operation", "order_line", "order_step",
    "orders", "posting", "return_line", "service_day", "shift", "slot", "stock_movement", "tender_part",
    "till", "unused_reason", "waitlist",
)  # fmt: skip
"""The tables that grow with every day, or hold several rows for each member."""

ORDERS_FOUND = {
    "OF_MEMBER": "SEARCH orders USING INDEX orders_member (member_id=? AND day>? AND day<?)",
    "OF_STATE": "SEARCH orders USING INDEX orders_state (state=? AND day>? AND day<?)",
    "OF_ITEM": "SEARCH order_line USING COVERING INDEX order_line_item (item_id=?)",
    "OF_DAYS": "SEARCH orders USING INDEX orders_day (day>? AND day<?)",
}
"""How orders are found by what is asked for."""

WHOLE = {
    "audit._LAST": "the newest record, from the end of the table",
    "audit._RECORDS": "the check proves the whole chain",
    "audit._BACKWARDS": "from the end of the table, no further than its reader goes",
    "reports.ledger._LEFT": "lots that have something left alone, along their own index",
    "ledger.writing._ADD_LOT": "looks for rows that point at the new lot only while a foreign key is broken",
    "ledger.writing._ENTER": "the same, for rows that point at the new entry",
}
"""Statements that walk along a table, and why they may."""


def _statements() -> Iterator[tuple[str, Statement]]:
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if not module.name.startswith("storage.migrations.versions"):
            for name, value in vars(importlib.import_module(module.name)).items():
                for number, statement in enumerate(value if isinstance(value, tuple) else (value,)):
                    if isinstance(statement, Statement):
                        part = f"[{number}]" if isinstance(value, tuple) else ""
                        yield f"{module.name.removeprefix('storage.')}.{name}{part}", statement


STATEMENTS = dict(_statements())


def _plan(club: Club, statement: Statement) -> list[str]:
    values = tuple(repeat(1, statement.sql.count("?")))
    with club.database.read() as store:
        rows = store.connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}", values)
        return [row[3] for row in rows]


def test_every_statement_finds_its_rows_by_an_index(club: Club) -> None:
    walks = re.compile(rf"SCAN ({'|'.join(GROWING)})\b|.*AUTOMATIC")
    plans = {name: _plan(club, statement) for name, statement in STATEMENTS.items() if name not in WHOLE}
    assert {name: plan for name, plan in plans.items() if any(map(walks.match, plan))} == {}


def test_the_exceptions_still_walk(club: Club) -> None:
    assert all(any(step.startswith("SCAN") for step in _plan(club, STATEMENTS[name])) for name in WHOLE)


def test_the_hot_statements_are_among_them() -> None:
    assert STATEMENTS.keys() >= {
        "audit._LAST",
        "booking.finding._HELD",
        "due._NEXT",
        "grid.PEOPLE_OF_ALL",
        "grid.SLOTS_OF_ALL",
        "members._PREFIX",
        "reports.use._BOOKINGS[0]",
        "reports.use._STEPS[1]",
        "schedule._BY_KEY",
        "schedule._TAKE",
    }


def test_orders_are_found_by_what_is_asked_for(club: Club) -> None:
    plans = {name: _plan(club, STATEMENTS[f"counter.order_pages.{name}[0]"]) for name in ORDERS_FOUND}
    assert {name: ORDERS_FOUND[name] for name, plan in plans.items() if ORDERS_FOUND[name] not in plan} == {}
    assert [name for name, plan in plans.items() if "USE TEMP B-TREE FOR ORDER BY" in plan] == []


def test_what_is_due_next_is_merged_out_of_the_indexes_without_sorting(club: Club) -> None:
    plan = _plan(club, STATEMENTS["due._NEXT"])
    assert [step for step in plan if "waitlist" in step or "booking" in step] == [
        "SEARCH waitlist USING COVERING INDEX waitlist_due (due_at<?)",
        "SEARCH booking USING COVERING INDEX booking_due (due_at<?)",
    ]
    assert not any("TEMP B-TREE" in step for step in plan)
