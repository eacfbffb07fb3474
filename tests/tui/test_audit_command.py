"""`frontdesk audit`: verify, search, show."""

import json

import pytest

from storage import driver
from tests.support.club import Club
from tests.support.terminal import Terminal


@pytest.fixture
def told(club: Club) -> Club:
    """Six records: a facility, its slots, a member, a booking, its cancellation, a grant."""
    club.facility()
    club.member("000001", name="张三")
    club.book("000001", "gym", "2026-11-24", "17:30")
    club.do("cancel", booking="B1", reason="孩子发烧")
    club.do("grant", member="000001", unit="points", amount=100, reason="年会")
    return club


def _tamper(club: Club, statement: str) -> None:
    connection = driver.connect(club.database.path)
    for trigger in ("audit_no_update", "audit_no_delete"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(statement)
    connection.close()


def test_a_whole_trail_is_told_with_its_head(told: Club, terminal: Terminal) -> None:
    said = terminal("audit", "verify")
    head = told.ask("audit_head")
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines() == [
        "6 records from 2026-11-23 09:00 to 2026-11-23 09:00 follow one another as written.",
        f"Audit head: {head['head']}",
        f"Hash: {head['hash']}",
    ]


def test_the_first_broken_record_is_named(told: Club, terminal: Terminal) -> None:
    _tamper(told, "UPDATE audit SET operator = 'x' WHERE id = 4")
    said = terminal("audit", "verify")
    assert (said.status, said.err) == (1, "The audit chain breaks at the record 4.\n")
    assert said.out.startswith("3 records from ")
    [finding] = json.loads(terminal("audit", "verify", "--json").out)["broken"]
    assert (finding["record"], finding["message"]) == ("audit 4", "The audit chain breaks at the record 4.")


def test_a_head_from_a_sheet_shows_what_was_cut_off(told: Club, terminal: Terminal) -> None:
    head = told.ask("audit_head")["head"]
    assert terminal("audit", "verify", "--head", head).out.endswith(
        "The head of the sheet is among them: nothing was cut off or written anew.\n"
    )
    _tamper(told, "DELETE FROM audit WHERE id > 4")
    assert terminal("audit", "verify").status == 0
    said = terminal("audit", "verify", "--head", head)
    assert said.status == 1
    assert said.err == (
        "The audit trail was cut off: record 6 was there once, and it ends with record 4 now.\n"
    )


def test_what_is_no_head_is_refused_with_a_sentence(told: Club, terminal: Terminal) -> None:
    assert told.desk
    said = terminal("audit", "verify", "--head", "12")
    assert said.status == 2
    assert said.err == "head must be the head of the audit trail as a sheet shows it, not 12.\n"


def test_records_are_found_and_told_in_words(told: Club, terminal: Terminal) -> None:
    assert told.desk
    said = terminal("audit", "search", "--record", "B1")
    assert [" ".join(line.split()) for line in said.out.splitlines()] == [
        "5 2026-11-23 09:00 owner cancelled 张三 name of gym 11-24 17:30 B1 孩子发烧",
        "4 2026-11-23 09:00 owner booked 张三 name of gym 11-24 17:30 B1",
    ]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--member", "000001"], [6, 5, 4, 3]),
        (["--action", "grant"], [6]),
        (["--operator", "nobody"], []),
        (["--text", "年会"], [6]),
        (["--from", "2026-11-24"], []),
        (["--to", "2026-11-22"], []),
        (["--before", "3"], [2, 1]),
        (["--limit", "1"], [6]),
    ],
)
def test_the_filters_of_the_screen_are_options(
    told: Club, terminal: Terminal, options: list[str], found: list[int]
) -> None:
    assert told.desk
    page = json.loads(terminal("audit", "search", *options, "--json").out)
    assert [record["number"] for record in page["records"]] == found


def test_how_far_back_was_looked_is_said_with_the_way_on(told: Club, terminal: Terminal) -> None:
    assert told.desk
    last = terminal("audit", "search", "--limit", "2").out.splitlines()[-1]
    assert last == "Looked back to 2026-11-23 09:00; --before 5 looks further."
    assert terminal("audit", "search", "--action", "move").out == "No record is found.\n"


def test_one_record_is_shown_whole(told: Club, terminal: Terminal) -> None:
    lines = terminal("audit", "show", "5").out.splitlines()
    record = told.ask("audit_record", record=5)
    assert lines[0] == "5  2026-11-23 09:00:00  cancelled 张三 name of gym 11-24 17:30"
    assert "  reason: 孩子发烧" in lines
    assert f"Hash: {record['hash']}" in lines
    assert json.loads(terminal("audit", "show", "5", "--json").out) == record
    assert terminal("audit", "show", "99").err == "There is no audit record 99.\n"
