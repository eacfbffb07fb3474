"""Erasing a person: nothing is left that tells who it was, and everything that is summed stays."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.reports.handed_in import figures_of
from core.reports.month import AskMonth, Month
from storage.database import open_database
from storage.driver import MODULE
from tests.support.canary import FIELDS, NAME, OTHER, STAFF_NO, fill_canary, found_in, raw_of, tables_of
from tests.support.club import Club

SUMS = (
    "SELECT unit, account, kind, sum(amount), count(*) FROM entry GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    "SELECT member_id, unit, sum(amount), count(*) FROM entry GROUP BY member_id, unit ORDER BY 1, 2",
    "SELECT unit, sum(original), sum(remaining), count(*) FROM lot GROUP BY unit ORDER BY unit",
    "SELECT item_id, kind, sum(quantity), count(*) FROM stock_movement GROUP BY 1, 2 ORDER BY 1, 2",
    "SELECT state, sum(party), sum(places), count(*) FROM booking GROUP BY state ORDER BY state",
    "SELECT state, sum(total), sum(points_total), count(*) FROM orders GROUP BY state ORDER BY state",
    "SELECT kind, sum(value), sum(points), sum(value_back) FROM tender_part GROUP BY kind ORDER BY kind",
    "SELECT tender, kind, sum(amount) FROM till GROUP BY tender, kind ORDER BY 1, 2",
    "SELECT count(*), sum(taken), sum(held) FROM slot",
    "SELECT kind, state, count(*) FROM notice GROUP BY kind, state ORDER BY 1, 2",
    "SELECT id, at, operator, action, digest, hash FROM audit ORDER BY id",
)


@pytest.fixture
def canary(club: Club) -> Club:
    fill_canary(club)
    return club


def erase(club: Club) -> dict[str, Any]:
    return club.do("erase_member", staff_no=STAFF_NO, reason="本人申请")


def sums(club: Club) -> str:
    with club.database.read() as store:
        return json.dumps([store.connection.execute(query).fetchall() for query in SUMS])


def month(club: Club, whose: str) -> dict[str, Any]:
    """Every figure of the month by its path, as it is now; the person's number as a mark, and without what
    was noted about them."""
    told = figures_of(club.desk.ask(AskMonth(Month(2026, 11))))
    return {path.replace(whose, "WHO"): value for path, value in told.items() if not _is_note(path, whose)}


def handed_in(club: Club, whose: str) -> dict[str, Any]:
    """The same of what was handed in."""
    told = club.ask("figures_kept", month="2026-11")["figures"]
    return {path.replace(whose, "WHO"): value for path, value in told.items() if not _is_note(path, whose)}


def changes(after: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """What is not as it was."""
    return {path: (before.get(path), after.get(path)) for path in before.keys() | after.keys()
            if before.get(path) != after.get(path)}  # fmt: skip


def _is_note(path: str, whose: str) -> bool:
    return whose in path and path.endswith("/note")


def test_the_canary_stands_in_every_table_that_can_hold_a_person(canary: Club) -> None:
    tables = {place.split(".")[0] for place in found_in(canary)}
    assert tables >= {
        "audit", "award", "booking", "booking_step", "goods_return", "hand_out", "lot", "member",
        "member_key", "notice", "operation", "order_step", "orders", "posting", "refused_award", "till",
        "shift", "unused_reason", "waitlist",
    }  # fmt: skip


def test_after_erasing_nobody_finds_the_canary_in_any_column_of_any_table(canary: Club) -> None:
    told = erase(canary)
    assert found_in(canary) == {}
    assert told["member"].startswith("erased-")
    assert told["mentioned"] == 0
    assert told["erased"]["audit_bodies"] > 10
    assert canary.ask("find_members", text=FIELDS["phone"])["members"] == []
    assert canary.ask("find_members", text=NAME)["members"] == []


def test_the_bytes_of_the_file_its_log_and_a_new_copy_hold_none_of_it(canary: Club, tmp_path: Path) -> None:
    path = canary.database.path
    assert raw_of(path)
    erase(canary)
    assert raw_of(path) == {}
    copy = tmp_path / "copy" / "club.db"
    copy.parent.mkdir()
    with canary.database.read() as store:
        store.connection.execute("COMMIT")
        store.connection.execute("VACUUM INTO ?", (str(copy),))
        store.connection.execute("BEGIN")
    assert raw_of(copy) == {}
    canary.database.close()
    assert raw_of(path) == {}
    open_database(copy, create_missing=False).close()


def test_the_sums_of_the_books_and_the_chain_are_byte_for_byte_what_they_were(canary: Club) -> None:
    before = sums(canary)
    told = erase(canary)
    after = json.loads(sums(canary))
    assert after[-1].pop()[3] == "erase_member"
    assert json.dumps(after) == before
    assert canary.ask("check")["problems"] == []
    assert told["erased"]["ledger_words"] > 0


def test_the_reports_of_past_months_are_what_they_were(canary: Club) -> None:
    now, then = month(canary, STAFF_NO), handed_in(canary, STAFF_NO)
    pseudonym = erase(canary)["member"]
    assert changes(month(canary, pseudonym), now) == {}
    assert handed_in(canary, pseudonym) == then
    assert canary.ask("handed_in", month="2026-11")["changes"] == []


def test_who_used_nothing_is_told_by_the_pseudonym_in_what_was_handed_in(club: Club) -> None:
    club.member(STAFF_NO, name=NAME, department="财务科")
    club.do("grant", member=STAFF_NO, unit="allowance", amount="5.00", reason="中秋")
    club.do("note_unused", member=STAFF_NO, reason="other", note="canary welfare")
    club.at("2026-12-20T09:00")
    club.do("hand_in", month="2026-11")
    club.do("member_leaves", staff_no=STAFF_NO)
    now, then = month(club, STAFF_NO), handed_in(club, STAFF_NO)
    assert any("WHO" in path for path in then)
    pseudonym = erase(club)["member"]
    assert (month(club, pseudonym), handed_in(club, pseudonym)) == (now, then)
    assert club.ask("handed_in", month="2026-11")["changes"] == []
    assert found_in(club) == {}


def test_what_is_left_of_the_member_is_a_pseudonym_with_department_and_months(canary: Club) -> None:
    told = erase(canary)
    (row,) = next(rows for name, _, rows in tables_of(canary) if name == "erasure")
    card = canary.ask("member", member=told["member"])
    assert (card["name"], card["phone"], card["email"], card["card_no"]) == ("***", None, None, None)
    assert (card["department"], card["hired_on"], card["left_on"]) == ("财务科", "2020-05-01", "2026-12-01")
    assert card["performance"] is None
    assert row[2] == "owner"


def test_the_trails_of_bookings_and_orders_are_still_told(canary: Club) -> None:
    told = erase(canary)
    assert [step["event"] for step in canary.ask("booking", booking="B1")["trail"]] == ["booked", "cancelled"]
    assert canary.ask("order", order="O1")["lines"]
    assert canary.ask("notices", member=told["member"])["notices"]
    assert canary.ask("why", booking="B1") is not None
    assert canary.ask("statement", member=told["member"], unit="allowance")["entries"]


def test_a_key_that_was_used_for_them_stays_used(canary: Club) -> None:
    erase(canary)
    refused = canary.refused("add_member", staff_no=STAFF_NO, key="k-add", **FIELDS | {"name": NAME})
    assert refused.code == "key_reused"


def test_others_keep_what_is_theirs(canary: Club) -> None:
    before = canary.ask("statement", member=OTHER, unit="allowance")
    erase(canary)
    assert canary.ask("statement", member=OTHER, unit="allowance") == before
    assert canary.ask("member", member=OTHER)["phone"] == "13900000002"


CHANGES = {
    "posting": ("reason = NULL", "operator = 'x'"),
    "lot": ("reason = NULL", "original = 1"),
    "order_step": ("note = NULL", "state = 'done'"),
    "goods_return": ("reason = '***'", "at = 1"),
    "till": ("reason = NULL", "amount = 1"),
    "stock_movement": ("reason = NULL", "quantity = 1"),
    "report_kept": ("figures = '{}'", "month = '2026-01'"),
}
"""Of each table of the books a change of words, and one of what is counted."""


@pytest.mark.parametrize("table", CHANGES)
def test_the_books_let_words_go_only_while_somebody_is_erased_and_nothing_else_ever(
    canary: Club, table: str
) -> None:
    words, counted = CHANGES[table]
    with canary.database.write() as store:
        connection = store.connection
        for change in (words, counted):
            with pytest.raises(MODULE.IntegrityError):
                connection.execute(f"UPDATE {table} SET {change}")
        connection.execute("INSERT INTO erasing VALUES (1)")
        connection.execute(f"UPDATE {table} SET {words}")
        with pytest.raises(MODULE.IntegrityError):
            connection.execute(f"UPDATE {table} SET {counted}")
        connection.execute("DELETE FROM erasing")


def test_no_mark_of_an_erasure_is_left_behind(canary: Club) -> None:
    erase(canary)
    assert [rows for name, _, rows in tables_of(canary) if name == "erasing"] == [[]]
