"""A club in which every kind of record stands, and its texts put in place past the door: as a row would look
that an old program or somebody with a database browser has written."""

import json
import re
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from core.text import problem_of
from tests.support.club import Club
from tests.support.console_club import TODAY, TOMORROW
from tests.support.hostile_texts import ALLOWED, TEXTS
from tests.support.purses import fill_purses
from tests.support.shop import CARD, fill_orders
from tests.support.templates import once

Choose = Callable[[str, int], str]
"""The text of a column (`member.name`) in a row."""

SESSION = "moon"

FIXED = frozenset(
    {
        "audit.digest", "audit.hash", "audit.salt", "booking.attendance", "booking.day", "booking.state",
        "booking_step.event", "booking_step.state", "club.pass_key", "club.settings", "decision.cause",
        "decision.code", "decision.kind", "decision.record", "entry.account", "entry.kind", "entry.unit",
        "facility.kind", "facility.promotion", "grant_batch.digest", "item.kind", "item.sale_from",
        "item.sale_to", "item_key.key", "lot.expires_on", "lot.granted_on", "lot.unit", "member.hired_on",
        "member.left_on", "member.pinyin", "member_key.key", "notice.kind", "notice.record", "notice.state",
        "notice.tier", "notice_template.kind", "notice_template.language", "operation.digest",
        "operation.key", "operation.result", "order_step.event", "order_step.state", "orders.day",
        "orders.received_on", "orders.service_on", "orders.state", "policy.kind", "policy_entry.period",
        "posting.document", "promotion.from_day", "promotion.to_day", "refused_award.code",
        "refused_award.how", "refused_award.on_day", "report_kept.month", "return_line.condition",
        "service_day.day", "set_aside.reason", "slot.day", "stock_movement.document", "stock_movement.kind",
        "tender_part.kind", "till.day", "till.kind", "till.tender", "unused_reason.day",
        "unused_reason.reason", "waitlist.day", "waitlist.state", "audit.action", "shift.counted",
        "report_kept.figures", "waitlist.passed_over", "item.barcode", "member.card_no",
    }
)  # fmt: skip
"""Columns that hold a word of the program's own, a day, a digest or a key, or what a scanner looks for."""

KEYS = frozenset(
    {
        "facility.code", "member.staff_no", "item.sku", "hand_out_session.code", "policy.code",
        "earning_rule.code", "promotion.code", "grant_batch.key",
    }
)  # fmt: skip
"""By which records are found: their texts need the number of the row to stay apart."""

APART = KEYS | {"facility.name"}
"""No two rows may have the same."""

FACTS = frozenset({"reason", "name", "purpose", "note", "fund", "event", "grade", "label"})
"""Under these names a text of a person's stands in a column of JSON."""


@once
def fill_everything(club: Club) -> Club:
    """More for the console's club: bookings, applications, a queue, lots, orders, a shift, a hand-out,
    closures, policies, refused awards, notices."""
    fill_orders(club)
    fill_purses(club)
    _counter(club)
    _lists(club)
    _bookings(club)
    club.do("tick")
    return club


def _counter(club: Club) -> None:
    club.do("open_shift", float="200.00")
    club.do("cash_out", amount="12.00", reason="water")
    towel, ticket = [{"sku": "TOWEL", "quantity": 1}], [{"sku": "TICKET", "quantity": 1}]
    club.do("redeem", member="000002", lines=towel, cash="39.90", collect=False)
    club.do("ship", order="O3", carrier="SF", tracking="SF1")
    club.do("redeem", member="000002", lines=ticket, cash="35.00")
    club.do("redeem", member="000002", lines=towel, cash="39.90", collect=False)
    club.do("hand_over", order="O5", proxy={"name": "wife", "relation": "wife"})
    club.do(
        "return_lines", order="O1", lines=[{"sku": "RICE", "quantity": 1, "condition": "damaged"}],
        reason="torn", override="kind",
    )  # fmt: skip
    club.do("write_off", sku="CUP", quantity=1, reason="broken")
    club.do("receive_stock", sku="TOWEL", quantity=95, reason="note")
    club.do("open_hand_out", code=SESSION, name="mid-autumn", lines=[{"sku": "TOWEL"}], fund="f", reason="r")
    club.do("hand_out", session=SESSION, member="000004", proxy={"name": "son", "relation": "son"})


def _lists(club: Club) -> None:
    club.do(
        "add_policy", code="festival", name="n", unit="allowance", every="year", base="300.00",
        by_grade={"g": "500.00"}, valid_months=12, fund="f",
    )  # fmt: skip
    club.do("add_clearing", code="year-end", name="n", unit="points", exempt_funds=["f"])
    club.do(
        "award_batch", file="f.xlsx",
        rows=[{"member": "999999", "rule": "volunteer", "on": "2026-11-21", "event": "e", "name": "n"}],
    )  # fmt: skip
    club.do("note_unused", member="000001", reason="other", note="note")


def _bookings(club: Club) -> None:
    for booking in ("B7", "B8"):
        club.do("cancel", booking=booking)
    for member in ("000003", "000004"):
        club.do("join_waitlist", member=member, facility="court1", date=TOMORROW, start="17:30", purpose="p")
    club.book("000003", "meeting", TOMORROW, "19:30", purpose="p")
    club.book("000002", "court2", TODAY, "19:30")
    club.do(
        "close_facility", facility="court2", **{"from": f"{TODAY}T19:00", "to": f"{TODAY}T21:00"}, reason="r"
    )
    club.do("book", member="000008", facility="table", date=TOMORROW, start="19:30", override="kind")
    club.do("change_template", kind="displaced", language="en", text="{person}: {reason}")


def plant(club: Club, choose: Choose, *, keys: bool = False) -> None:
    """Puts a text into every column that holds one. `keys`: also where records are found by it."""
    with club.database.write() as store:
        connection = store.connection
        for [trigger] in list(connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.create_function("planted", 3, _planter(choose))
        connection.execute("PRAGMA defer_foreign_keys = 1")
        for table, columns in texts_of(connection).items():
            chosen = [column for column in columns if keys or f"{table}.{column}" not in KEYS]
            number = _number_of(connection, table)
            told = ", ".join(f'"{name}" = planted(\'{table}.{name}\', {number}, "{name}")' for name in chosen)
            if told:
                connection.execute(f'UPDATE "{table}" SET {told}')


def texts_of(connection: Any) -> dict[str, list[str]]:
    """The columns in which texts of people stand, by table."""
    found: dict[str, list[str]] = {}
    for [table] in list(connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")):
        for column in connection.execute(f'PRAGMA table_info("{table}")'):
            if column[2] == "TEXT" and f"{table}.{column[1]}" not in FIXED:
                found.setdefault(table, []).append(column[1])
    return found


def _number_of(connection: Any, table: str) -> str:
    """What numbers the rows of a table."""
    columns = [column[1] for column in connection.execute(f'PRAGMA table_info("{table}")')]
    return "id" if "id" in columns else next((name for name in columns if name.endswith("_id")), "0")


_WANTED = frozenset(
    {
        "member.department", "member.grade", "member.phone", "member.email", "member.performance",
        "facility.group_name", "item.category", "item.specification", "item.supplier", "lot.reason",
        "lot.fund", "posting.reason", "booking.purpose", "booking.override", "orders.carrier",
        "orders.tracking", "refused_award.name", "refused_award.place", "notice.last_error", "shift.note",
        "till.reason", "stock_movement.reason", "booking_step.note", "order_step.note",
        "hand_out_session.reason", "hand_out_session.fund", "unused_reason.note",
    }
)  # fmt: skip
"""Filled where nothing stands."""


_RECORD = re.compile(r"[A-Z]\d+|\d{4}-\d\d-\d\d")
"""What a step refers to: it is found by that."""


def _planter(choose: Choose) -> Callable[[str, int, str | None], str | None]:
    def planted(column: str, number: int, stood: str | None) -> str | None:
        if stood is None:
            return choose(column, number) if column in _WANTED else None
        if _RECORD.fullmatch(stood):
            return stood
        if stood[:1] in ("{", "[") and _is_json(stood):
            choice = allowed(choose) if column == "policy.terms" else choose
            told = _replaced(json.loads(stood), lambda name: choice(f"{column}.{name}", number))
            return json.dumps(told, ensure_ascii=True)
        apart = stood if column == "award.event" else number if column in APART else ""
        return f"{choose(column, number)}{apart}"

    return planted


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _replaced(value: Any, choose: Callable[[str], str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _replaced(item, choose, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, choose, name) for item in value]
    return choose(name) if isinstance(value, str) and name in FACTS else value


def in_turn(round_: int, texts: Sequence[str] = tuple(TEXTS.values())) -> Choose:
    """Each column of each row another text, in another round the next ones. Behind it stands its number."""

    def choose(column: str, number: int) -> str:
        at = (zlib.crc32(column.encode()) + number * 7 + round_) % len(texts)
        return f"{texts[at]}~{at}~"

    return choose


def allowed(choose: Choose) -> Choose:
    """The same, but only of what the door lets in: the terms of a policy are read by the door's own reader,
    and one that it would not take is told and not run."""

    def chosen(column: str, number: int) -> str:
        text = choose(column, number)
        return text if problem_of(text) is None else next(iter(ALLOWED.values()))

    return chosen


__all__ = ["CARD", "SESSION", "fill_everything", "in_turn", "plant", "texts_of"]
