"""The audit chain: whatever is changed, taken out, put in or put elsewhere is found, and where."""

import json
from collections.abc import Callable

import pytest
from sqlcipher3 import dbapi2

from core.audit import BEGINNING, AuditRecord, Link, digest_of, hash_of, next_record
from core.check import broken_links
from core.clock import BEFORE_ALL, Instant
from storage import driver
from tests.support.club import Club

NUMBERS = range(1, 8)


def _chain(length: int = len(NUMBERS)) -> list[AuditRecord]:
    """Some records, as the desk writes them."""
    last, records = Link(0, BEFORE_ALL, BEGINNING), []
    for number in range(length):
        body = {"command": {"member": f"{number:06d}"}, "result": {"booking": f"B{number}"}}
        record = next_record(last, Instant(1_795_000_000 + number // 2), "owner", "book", body)
        records.append(record)
        last = Link(record.number, record.at, record.hash)
    return records


def _found(records: list[AuditRecord]) -> list[tuple[str, str]]:
    """Where and why a chain is broken."""
    return [(finding.record, finding.code) for finding in broken_links(records)]


def test_a_chain_as_it_was_written_is_whole() -> None:
    assert _found(_chain()) == []
    assert _found([]) == []


def test_the_first_record_carries_the_beginning() -> None:
    first = _chain(1)[0]
    assert first.number == 1
    assert first.hash == hash_of(BEGINNING, 1, first.at, "owner", "book", first.digest)


def test_a_record_is_never_earlier_than_the_one_before() -> None:
    record = next_record(Link(4, Instant(1_000), "x"), Instant(999), "owner", "book", {})
    assert (record.number, record.at) == (5, 1_000)


def test_two_records_of_the_same_body_have_different_digests() -> None:
    one, other = _chain(1)[0], _chain(1)[0]
    assert one.body == other.body
    assert one.digest != other.digest


EDITS: dict[str, Callable[[AuditRecord], AuditRecord]] = {
    "instant": lambda record: record._replace(at=Instant(record.at + 1)),
    "operator": lambda record: record._replace(operator="owner2"),
    "action": lambda record: record._replace(action="cancel"),
    "body": lambda record: record._replace(body=record.body.replace("0", "1", 1)),
    "one blank more in the body": lambda record: record._replace(body=record.body + " "),
    "body without its salt": lambda record: record._replace(body=""),
    "salt": lambda record: record._replace(salt="0" * 24),
    "salt without its body": lambda record: record._replace(salt=""),
    "digest": lambda record: record._replace(digest="0" * 64),
    "hash": lambda record: record._replace(hash="0" * 64),
    "a letter moved between fields": lambda record: record._replace(
        operator=record.operator + "|book", action=record.action[4:] or "k"
    ),
    "body and its digest": lambda record: record._replace(body="{}", digest=digest_of(record.salt, "{}")),
    "number": lambda record: record._replace(number=record.number + 100),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_a_single_edit_is_found_at_its_number(edit: Callable[[AuditRecord], AuditRecord]) -> None:
    for number in NUMBERS:
        records = _chain()
        records[number - 1] = edit(records[number - 1])
        assert [record for record, _ in _found(records)] == [f"audit {number}"]


def test_a_record_that_was_hashed_anew_is_found_at_the_one_after_it() -> None:
    for number in NUMBERS[:-1]:
        records = _chain()
        old = records[number - 1]
        before = records[number - 2].hash if number > 1 else BEGINNING
        digest = digest_of(old.salt, "{}")
        forged = hash_of(before, number, old.at, old.operator, old.action, digest)
        records[number - 1] = old._replace(body="{}", digest=digest, hash=forged)
        assert _found(records) == [(f"audit {number + 1}", "audit_chain_broken")]


def test_a_record_taken_out_is_found_at_its_number() -> None:
    for number in NUMBERS[:-1]:
        records = _chain()
        del records[number - 1]
        assert _found(records) == [(f"audit {number}", "audit_missing")]


def test_a_record_taken_out_with_the_rest_numbered_anew_is_found_at_its_number() -> None:
    for number in NUMBERS[:-1]:
        records = _chain()
        del records[number - 1]
        records = [record._replace(number=place) for place, record in enumerate(records, 1)]
        assert _found(records) == [(f"audit {number}", "audit_chain_broken")]


def test_two_records_that_changed_places_are_found_at_the_first() -> None:
    for number in NUMBERS[:-1]:
        records = _chain()
        one, other = records[number - 1], records[number]
        records[number - 1] = other._replace(number=number)
        records[number] = one._replace(number=number + 1)
        assert _found(records) == [(f"audit {number}", "audit_chain_broken")]


def test_a_record_put_in_is_found_at_its_number() -> None:
    for number in NUMBERS:
        records = _chain()
        last = records[number - 2] if number > 1 else None
        link = Link(last.number, last.at, last.hash) if last else Link(0, BEFORE_ALL, BEGINNING)
        records.insert(number - 1, next_record(link, Instant(1_795_000_000), "owner", "cancel", {}))
        records = [record._replace(number=place) for place, record in enumerate(records, 1)]
        # the forged record is good by itself: the one that followed no longer follows
        assert _found(records) == [(f"audit {number + 1}", "audit_chain_broken")]


def test_a_chain_whose_beginning_was_cut_off_is_found_at_the_first() -> None:
    assert _found(_chain()[3:]) == [("audit 1", "audit_missing")]


def test_what_was_erased_leaves_the_chain_whole() -> None:
    for number in NUMBERS:
        records = _chain()
        records[number - 1] = records[number - 1]._replace(body="", salt="")
        assert _found(records) == []


def test_an_erased_record_still_says_who_when_and_what() -> None:
    records = [record._replace(body="", salt="") for record in _chain()]
    for edit in (EDITS["instant"], EDITS["operator"], EDITS["action"], EDITS["digest"]):
        edited = [*records[:3], edit(records[3]), *records[4:]]
        assert [record for record, _ in _found(edited)] == ["audit 4"]


# ---------------------------------------------------------------- in the database


@pytest.fixture
def busy_club(club: Club) -> Club:
    """A club with a few changes on its chain."""
    club.facility()
    for number in range(1, 4):
        club.member(f"00000{number}")
        club.book(f"00000{number}", "gym", "2026-11-24", "17:30")
    club.do("cancel", booking="B1")
    return club


def _tamper(club: Club, statement: str, *, with_triggers: bool = False) -> None:
    """Changes the file behind the desk's back."""
    connection = driver.connect(club.database.path)
    try:
        if not with_triggers:
            triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (name,) in triggers:
                connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement)
    finally:
        connection.close()


def _problems(club: Club) -> list[tuple[str, str]]:
    return [(problem["record"], problem["code"]) for problem in club.ask("check")["problems"]]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET operator = 'somebody' WHERE id = 4", ("audit 4", "audit_chain_broken")),
        ("UPDATE audit SET at = at - 3600 WHERE id = 4", ("audit 4", "audit_chain_broken")),
        ("UPDATE audit SET body = '{}' WHERE id = 4", ("audit 4", "audit_body_changed")),
        ("UPDATE audit SET id = id + 100 WHERE id = 4", ("audit 4", "audit_missing")),
        ("DELETE FROM audit WHERE id = 3", ("audit 3", "audit_missing")),
    ],
)
def test_check_finds_what_was_changed_in_the_file(
    busy_club: Club, statement: str, found: tuple[str, str]
) -> None:
    assert _problems(busy_club) == []
    _tamper(busy_club, statement)
    assert found in _problems(busy_club)


def test_check_finds_that_the_newest_records_were_cut_off(busy_club: Club) -> None:
    last = _numbers(busy_club)[-1]
    _tamper(busy_club, f"DELETE FROM audit WHERE id >= {last - 2}")
    assert ("B1", "step_unrecorded") in _problems(busy_club)
    assert ("B3", "step_unrecorded") in _problems(busy_club)


def _numbers(club: Club) -> list[int]:
    with club.database.read() as store:
        return [record.number for record in store.audit_records()]


def test_a_body_can_be_erased_and_all_stays_well(busy_club: Club) -> None:
    _tamper(busy_club, "UPDATE audit SET body = '', salt = '' WHERE id = 4", with_triggers=True)
    busy_club.check()
    busy_club.do("cancel", booking="B2")
    busy_club.check()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit",
        "DELETE FROM audit WHERE id = 2",
        "UPDATE audit SET at = at + 1 WHERE id = 2",
        "UPDATE audit SET operator = 'x' WHERE id = 2",
        "UPDATE audit SET action = 'x' WHERE id = 2",
        "UPDATE audit SET digest = 'x' WHERE id = 2",
        "UPDATE audit SET hash = 'x' WHERE id = 2",
        "UPDATE audit SET id = 99 WHERE id = 2",
        "UPDATE audit SET body = '{}' WHERE id = 2",
        "UPDATE audit SET body = '' WHERE id = 2",
        "UPDATE audit SET salt = '' WHERE id = 2",
        "UPDATE audit SET body = '', salt = '', at = at + 1 WHERE id = 2",
        "UPDATE OR REPLACE audit SET id = 3 WHERE id = 2",
        "INSERT OR REPLACE INTO audit SELECT id, at, 'x', '', '', '', '', '' FROM audit WHERE id = 2",
        "REPLACE INTO audit SELECT * FROM audit WHERE id = 2",
        "INSERT OR IGNORE INTO audit SELECT id - 100, at, '', '', '', '', '', '' FROM audit",
    ],
)
def test_the_database_itself_refuses_to_change_a_record(busy_club: Club, statement: str) -> None:
    with pytest.raises(dbapi2.DatabaseError, match="audit records are"):
        _tamper(busy_club, statement, with_triggers=True)
    busy_club.check()


def test_each_record_tells_the_command_and_what_came_of_it(busy_club: Club) -> None:
    with busy_club.database.read() as store:
        records = list(store.audit_records())
    last = records[-1]
    body = json.loads(last.body)
    assert (last.action, last.operator) == ("cancel", "owner")
    assert body["command"] == {"booking": "B1", "reason": None}
    assert body["result"]["state"] == "cancelled"
