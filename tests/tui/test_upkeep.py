"""`frontdesk check` and `frontdesk tick`: keeping it right (domain.md sections 9 and 11)."""

import sqlite3
from typing import Any

import pytest

from tests.support.club import Club
from tests.support.terminal import Terminal, Told

TUESDAY = "2026-11-24"


@pytest.fixture
def gym(club: Club) -> Club:
    """A gym, and two members with a booking each on Tuesday."""
    club.facility("gym", name="健身房", capacity=2)
    for number in "12":
        club.member(number, name=f"职工{number}")
        club.book(number, "gym", TUESDAY, "17:30")
    return club


def broken(club: Club, *statements: str, unguarded: bool = False) -> None:
    """Changes the file by hand, behind the program's back: with another program, and even without the
    database's own guards."""
    club.database.close()
    connection = sqlite3.connect(club.database.path)
    connection.execute("PRAGMA foreign_keys = OFF")
    if unguarded:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for trigger in ("audit_no_delete", "audit_no_update"):
            connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def problems(told: Told) -> list[dict[str, Any]]:
    """What the check found."""
    found: list[dict[str, Any]] = told.json["problems"]
    return found


class TestCheck:
    def test_all_is_well_in_a_sentence_or_as_json(self, gym: Club, terminal: Terminal) -> None:
        assert terminal("check") == (0, "All is as it must be.\n", "")
        assert terminal("check", "--json") == (0, '{"problems": []}\n', "")

    @pytest.mark.parametrize(
        ("statement", "rule", "record", "sentence"),
        [
            (
                "UPDATE slot SET taken = 1 WHERE taken = 2",
                1,
                "slot 3",
                "gym on 2026-11-24 at 17:30 counts 1 as taken, but its bookings hold 2.",
            ),
            (
                "UPDATE slot SET capacity = 1 WHERE taken = 2",
                1,
                "slot 3",
                "gym on 2026-11-24 at 17:30 is for 1, but 2 are booked and 0 held.",
            ),
            (
                "UPDATE booking SET member_id = 1 WHERE id = 2",
                2,
                "B1",
                "1 is in two places at once on 2026-11-24: B1 and B2.",
            ),
            (
                "UPDATE booking SET state = 'completed' WHERE id = 2",
                11,
                "B2",
                "B2 is completed, but its trail ends in: confirmed.",
            ),
            ("UPDATE booking SET day = '2026-11-25' WHERE id = 2", 11, "B2",
             "B2 carries another day than its slot."),
            ("UPDATE audit SET body = '{}' WHERE id = 3", 11, "audit 3", "The audit record 3 was changed."),
            ("UPDATE audit SET operator = 'x' WHERE id = 3", 11, "audit 3",
             "The audit chain breaks at the record 3."),
            ("DELETE FROM audit WHERE id = 3", 11, "audit 3", "The audit record 3 is missing."),
        ],
    )  # fmt: skip
    def test_it_names_the_record_that_was_broken_by_hand(
        self, gym: Club, terminal: Terminal, statement: str, rule: int, record: str, sentence: str
    ) -> None:
        broken(gym, statement, unguarded=True)
        told = terminal("check", "--json")
        assert told.status == 1
        [problem] = problems(told)
        assert (problem["rule"], problem["record"], problem["message"]) == (rule, record, sentence)
        told = terminal("check")
        assert told == (1, "", f"Rule {rule}, {record}: {sentence}\n1 problem.\n")

    def test_it_names_every_record(self, gym: Club, terminal: Terminal) -> None:
        broken(
            gym,
            "UPDATE slot SET taken = 0 WHERE taken = 2",
            "UPDATE slot SET start_minute = 1100 WHERE day = '2026-11-26' AND start_minute = 1170",
            "UPDATE booking SET state = 'no_show' WHERE id = 1",
            "DELETE FROM audit WHERE id > 4",
            unguarded=True,
        )
        told = terminal("check")
        assert told.err.splitlines()[-1] == "4 problems."
        assert "the slots at 17:30 and at 18:20 overlap" in told.err
        assert "names the audit record 6, which is not there" in told.err

    def test_it_speaks_chinese(self, gym: Club, terminal: Terminal) -> None:
        broken(gym, "DELETE FROM audit WHERE id = 3", unguarded=True)
        assert terminal("check", lang="zh").err == "规则 11，audit 3：审计记录 3 缺失。\n发现 1 处问题。\n"

    def test_scripts_ask_the_same(self, gym: Club, terminal: Terminal) -> None:
        broken(gym, "DELETE FROM audit WHERE id = 3", unguarded=True)
        [line] = terminal.batch({"ask": "check"}).lines
        assert line["ok"] is True
        assert line["result"]["problems"][0]["message"] == "The audit record 3 is missing."


class TestTick:
    def test_what_is_due_is_done_and_counted(
        self, gym: Club, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        gym.facility("room", name="会议室", approval_levels=1)
        gym.member("3")
        gym.book("3", "room", TUESDAY, "17:30")
        gym.at(f"{TUESDAY}T17:10")
        gym.do("check_in", booking="B1")
        monkeypatch.setattr("tui.opening.machine_clock", lambda: gym.clock.at + 3 * 3600)
        told = terminal("tick", "--json")
        counts = {name: count for name, count in told.json.items() if count}
        assert counts == {"expired": 1, "no_shows": 1, "completed": 1}
        assert [gym.state(f"B{number}") for number in (1, 2, 3)] == ["completed", "no_show", "expired"]
        assert terminal("tick") == (0, "", "")

    def test_people_read_what_was_done(
        self, gym: Club, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tui.opening.machine_clock", lambda: gym.clock.at + 3 * 86400)
        assert terminal("tick") == (0, "reminded: 2 | no-shows: 2\n", "")

    def test_what_cannot_be_done_is_told_and_is_status_1(
        self, gym: Club, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        broken(gym, "UPDATE slot SET taken = 0 WHERE taken = 2")
        monkeypatch.setattr("tui.opening.machine_clock", lambda: gym.clock.at + 3 * 86400)
        told = terminal("tick")
        assert (told.status, told.err) == (1, "2 things could not be done and were set aside.\n")
        told = terminal("tick", "--json")
        assert told.json["set_aside"] == 0
        [line] = terminal.batch({"ask": "set_aside"}).lines
        assert [thing["record"] for thing in line["result"]["things"]] == ["B1", "B2"]

    def test_without_a_database_it_makes_none(self, terminal: Terminal) -> None:
        told = terminal("tick", "--json")
        assert (told.status, told.json["error"]) == (2, "no_database")
        assert not terminal.database.exists()


def test_the_version_tells_the_databases_version_and_journal_too(terminal: Terminal) -> None:
    told = terminal("--version")
    first, second = told.out.splitlines()
    assert (told.status, told.err) == (0, "")
    assert first.startswith("frontdesk ")
    assert second.startswith("SQLite 3.")
    assert "journal_mode wal" in second
    assert not terminal.database.exists()
