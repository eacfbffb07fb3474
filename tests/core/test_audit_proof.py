"""The trail is proved whole, or its first broken record is named; a head kept outside shows more."""

import pytest
from sqlcipher3 import dbapi2

from core.errors import DeskError
from storage import driver
from tests.support.club import Club

COLUMNS = ("at", "operator", "action", "body", "salt", "digest", "hash")


@pytest.fixture
def busy_club(club: Club) -> Club:
    """A club with nine records on its chain."""
    club.facility()
    for number in range(1, 4):
        club.member(f"00000{number}")
        club.book(f"00000{number}", "gym", "2026-11-24", "17:30")
    club.do("cancel", booking="B1")
    return club


def _tamper(club: Club, *statements: str) -> None:
    """Changes the file behind the desk's back, its triggers taken off."""
    connection = driver.connect(club.database.path)
    try:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()


def _broken(club: Club, **asked: str) -> list[tuple[int, str]]:
    """Number and code of what is told to be broken."""
    found = club.ask("audit_proof", **asked)["broken"]
    return [(finding["facts"]["number"], finding["code"]) for finding in found]


def _head(club: Club) -> str:
    return str(club.ask("audit_head")["head"])


def test_a_whole_trail_tells_how_many_records_from_when_to_when_and_its_head(busy_club: Club) -> None:
    busy_club.at("2026-11-23T10:30")
    busy_club.do("cancel", booking="B2")
    told = busy_club.ask("audit_proof")
    head = busy_club.ask("audit_head")
    assert (told["records"], told["broken"]) == (10, [])
    assert (told["first_at"], told["last_at"]) == ("2026-11-23T09:00", "2026-11-23T10:30")
    assert (told["hash"], told["head"]) == (head["hash"], head["head"])
    assert (head["number"], head["at"]) == (10, "2026-11-23T10:30")


def test_a_club_without_a_record_is_whole(club: Club) -> None:
    told = club.ask("audit_proof")
    assert (told["records"], told["first_at"], told["broken"]) == (0, None, [])
    assert club.ask("audit_head")["at"] is None


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_of_any_column_of_any_record_is_found_at_its_number(club: Club, column: str) -> None:
    for number in range(1, 4):
        club.member(f"00000{number}")
    for number in range(1, 4):
        kept = _column(club, column, number)
        other = kept + 1 if isinstance(kept, int) else f"'{kept}x'"
        _tamper(club, f"UPDATE audit SET {column} = {other} WHERE id = {number}")
        assert [found for found, _ in _broken(club)] == [number]
        told = club.ask("audit_proof")
        assert told["records"] == number - 1
        _tamper(club, f"UPDATE audit SET {column} = {kept!r} WHERE id = {number}")
    assert _broken(club) == []


def _column(club: Club, column: str, number: int) -> int | str:
    with club.database.read() as store:
        record = store.audit_record(number)
    assert record is not None
    kept: int | str = getattr(record, column)
    return kept


def test_a_new_number_a_missing_one_and_two_that_changed_places_are_found_where_it_begins(
    busy_club: Club,
) -> None:
    last = busy_club.ask("audit_head")["number"]
    _tamper(busy_club, f"UPDATE audit SET id = {last + 5} WHERE id = 4")
    assert _broken(busy_club) == [(4, "audit_missing")]
    _tamper(busy_club, f"UPDATE audit SET id = 4 WHERE id = {last + 5}")
    assert _broken(busy_club) == []
    _tamper(
        busy_club,
        "UPDATE audit SET id = -1 WHERE id = 4",
        "UPDATE audit SET id = 4 WHERE id = 5",
        "UPDATE audit SET id = 5 WHERE id = -1",
    )
    assert _broken(busy_club) == [(4, "audit_chain_broken")]


def test_a_record_put_in_between_is_found_at_its_number(busy_club: Club) -> None:
    move = [f"UPDATE audit SET id = {number + 1} WHERE id = {number}" for number in range(9, 3, -1)]
    copy = (
        "INSERT INTO audit SELECT 4, at, operator, action, body, salt, digest, hash FROM audit WHERE id = 3"
    )
    _tamper(busy_club, *move, copy)
    assert _broken(busy_club) == [(4, "audit_chain_broken")]


def test_what_was_erased_leaves_the_trail_whole(busy_club: Club) -> None:
    _tamper(busy_club, "UPDATE audit SET body = '', salt = '' WHERE id = 4")
    assert _broken(busy_club) == []


# ---------------------------------------------------------------- the head outside the file


def test_records_cut_off_at_the_end_are_seen_by_a_head_that_was_kept(busy_club: Club) -> None:
    head = _head(busy_club)
    assert _broken(busy_club, head=head) == []
    for cut in range(9, 0, -1):
        _tamper(busy_club, f"DELETE FROM audit WHERE id >= {cut}")
        assert _broken(busy_club) == []
        assert _broken(busy_club, head=head) == [(9, "audit_cut_off")]
    assert busy_club.ask("audit_proof", head=head)["broken"][0]["facts"] == {"number": 9, "last": 0}


def test_a_trail_that_was_written_anew_is_seen_by_a_head_that_was_kept(club: Club) -> None:
    club.member("000001")
    club.member("000002")
    head = _head(club)
    _tamper(club, "DELETE FROM audit WHERE id = 2")
    club.member("000003")
    assert _broken(club) == []
    assert _broken(club, head=head) == [(2, "audit_rewritten")]


def test_an_older_head_still_holds_when_the_trail_has_grown(busy_club: Club) -> None:
    head = _head(busy_club)
    busy_club.do("cancel", booking="B2")
    assert _broken(busy_club, head=head) == []


def test_a_head_is_read_as_it_is_printed_with_its_whole_hash_and_in_capitals(busy_club: Club) -> None:
    told = busy_club.ask("audit_head")
    printed = told["head"]
    assert printed.split(":")[1].replace(" ", "") == told["hash"][:16]
    for text in (printed, printed.replace(" ", "-"), printed.upper(), f"{told['number']}:{told['hash']}"):
        assert _broken(busy_club, head=text) == []


@pytest.mark.parametrize("text", ["9", "9:", ":abcd", "9:12345", "9:zzzz zzzz zzzz zzzz", "0:" + "a" * 16])
def test_what_is_no_head_is_refused(busy_club: Club, text: str) -> None:
    with pytest.raises(DeskError) as error:
        busy_club.ask("audit_proof", head=text)
    assert (error.value.code, error.value.facts["problem"]) == ("invalid", "not_a_head")


def test_the_triggers_that_keep_the_trail_have_these_names(club: Club) -> None:
    with club.database.read() as store:
        rows = store.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        )
        assert {row[0] for row in rows} == {"audit_no_delete", "audit_no_update", "audit_only_append"}


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM audit WHERE id = 1", "never deleted"),
        ("UPDATE audit SET operator = 'x' WHERE id = 1", "never changed"),
        ("INSERT INTO audit SELECT 0, at, '', '', '', '', '', '' FROM audit WHERE id = 1", "only added"),
    ],
)
def test_each_trigger_refuses_what_it_is_for(busy_club: Club, statement: str, told: str) -> None:
    connection = driver.connect(busy_club.database.path)
    try:
        with pytest.raises(dbapi2.DatabaseError, match=told):
            connection.execute(statement)
    finally:
        connection.close()
