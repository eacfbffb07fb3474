"""What a person is given of their data: whatever stands about them, in whichever table and column."""

import json
from collections import Counter

import pytest

from core.privacy.register import EVERYWHERE, NOT_PERSONAL, REGISTER
from tests.support.canary import NAME, OTHER, STAFF_NO, WORDS, fill_canary, found_in, tables_of
from tests.support.club import Club

ELSEWHERE: dict[str, str] = {
    "till.reason": "a word at the till about cash in general: erased, and shown to whoever keeps the till",
    "shift.note": "a word for the next shift: erased, and shown to whoever works there",
}
"""Where a canary stands that is not in the file, and why."""


@pytest.fixture
def canary(club: Club) -> Club:
    fill_canary(club)
    return club


def given(club: Club) -> dict[str, list[dict[str, object]]]:
    """The kinds of the answer, each row by its columns."""
    kinds = club.ask("person_data", member=STAFF_NO)["kinds"]
    return {
        kind["table"]: [dict(zip(kind["columns"], row, strict=True)) for row in kind["rows"]]
        for kind in kinds
    }


def test_every_place_where_the_canary_stands_is_in_what_is_given(canary: Club) -> None:
    told = given(canary)
    in_file: Counter[str] = Counter(
        f"{table.removesuffix('_for_others')}.{column}"
        for table, rows in told.items()
        for row in rows
        for column, value in row.items()
        if isinstance(value, str) and any(word in value for word in WORDS)
    )
    stands = {place: count for place, count in found_in(canary).items() if place not in ELSEWHERE}
    # an audit record that names others too is told without its words
    assert {place for place in stands if in_file[place] < stands[place]} <= {"audit.body"}


def test_every_row_that_refers_to_the_member_is_in_it(canary: Club) -> None:
    told = given(canary)
    with canary.database.read() as store:
        number = store.member(STAFF_NO).number
    for table, columns, rows in tables_of(canary):
        if "member_id" in columns:
            at = columns.index("member_id")
            theirs = [row for row in rows if row[at] == number]
            assert len(told.get(table, ())) >= len(theirs), table


def test_what_is_told_by_whom_and_when_about_them_is_in_it(canary: Club) -> None:
    actions = Counter(str(row["action"]) for row in given(canary)["audit"])
    for action in ("add_member", "change_member", "book", "grant", "redeem", "reveal", "note_taken_out"):
        assert actions[action] >= 1, action
    assert all(row["operator"] and row["at"] for row in given(canary)["audit"])


def test_what_the_fields_were_before_a_correction_is_in_it(canary: Club) -> None:
    bodies = [
        json.loads(str(row["body"])) for row in given(canary)["audit"] if row["action"] == "change_member"
    ]
    assert [body["result"]["was"]["phone"] for body in bodies] == ["13966665555"]
    assert [body["result"]["was"]["name"] for body in bodies] == ["黄莺莺"]
    assert [body["command"]["phone"] for body in bodies] == ["13977778888"]


def test_nothing_of_others_is_in_it(canary: Club) -> None:
    told = json.dumps(canary.ask("person_data", member=STAFF_NO), ensure_ascii=False)
    assert OTHER not in told
    assert "13900000002" not in told
    assert "李四" not in told
    assert NAME in told


def test_which_notice_was_shown_is_in_it(canary: Club) -> None:
    (row,) = given(canary)["privacy_notice_shown"]
    assert (row["version"], row["day"], row["operator"]) == (1, "2026-11-23", "owner")


# ---------------------------------------------------------------- the register


def test_every_column_of_text_is_in_the_register_or_said_to_be_the_clubs(canary: Club) -> None:
    kept = {(one.table, column) for one in REGISTER for column in one.columns}
    kept |= {(table, column) for table, columns in NOT_PERSONAL.items() for column in columns.split()}
    unsaid = []
    with canary.database.read() as store:
        for table, _, _ in tables_of(canary):
            for column, kind in store.connection.execute(
                "SELECT name, type FROM pragma_table_info(?)", (table,)
            ).fetchall():
                if kind == "TEXT" and column not in EVERYWHERE and (table, column) not in kept:
                    unsaid.append(f"{table}.{column}")
    assert unsaid == []


def test_the_register_names_no_column_that_is_not_there(canary: Club) -> None:
    there = {(table, column) for table, columns, _ in tables_of(canary) for column in columns}
    named = {(one.table, column) for one in REGISTER for column in one.columns}
    named |= {(table, column) for table, columns in NOT_PERSONAL.items() for column in columns.split()}
    assert named - there == set()
