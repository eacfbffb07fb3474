"""`frontdesk batch`: JSON Lines in, a JSON line out for each (commands.md, "Lines")."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.club import Club
from tests.support.terminal import Terminal, Told, written

TUESDAY = "2026-11-24"
GYM: dict[str, Any] = {"do": "add_facility", "code": "gym", "name": "健身房", "kind": "area", "capacity": 2}
SLOT = {"facility": "gym", "date": TUESDAY, "start": "18:00", "end": "19:00"}
PUBLISH: dict[str, Any] = {"do": "publish_slots", "slots": [SLOT]}
PEOPLE: list[dict[str, Any]] = [
    {"do": "add_member", "staff_no": str(number), "name": f"职工{number}"} for number in (1, 2, 3)
]
AT_NINE = {"do": "tick", "at": "2026-11-23T09:00"}
SECOND_BEFORE, ONE_SECOND_AGO = "2026-11-23T08:59:59", "2026-11-23T08:59:58"


def booking(member: str, **fields: Any) -> dict[str, Any]:
    """A line that books the one slot."""
    slot = {"facility": "gym", "date": TUESDAY, "start": "18:00"}
    return {"do": "book", "member": member, **slot, **fields}


@pytest.fixture
def gym(terminal: Terminal) -> Terminal:
    """A gym for two with one slot on Tuesday, and three members."""
    assert terminal.batch(GYM, *PEOPLE, PUBLISH).status == 0
    return terminal


def refusals(told: Told) -> list[str | None]:
    """The error of each answer, None for one that was done."""
    return [line.get("error") for line in told.lines]


def field_of(told: Told) -> tuple[str, str]:
    """The field and the problem of the one line, which must be `invalid`."""
    [line] = told.lines
    assert (line["ok"], line["error"]) == (False, "invalid")
    return line["detail"]["field"], line["detail"]["problem"]


class TestAnswers:
    def test_each_line_is_answered_in_order_with_its_number_and_blank_lines_count(
        self, terminal: Terminal
    ) -> None:
        typed = b"\n" + written([GYM]) + b"  \r\n" + written([PEOPLE[0]]).replace(b"\n", b"\r\n")
        told = terminal("batch", typed=typed)
        assert told.lines == [
            {"line": 2, "ok": True, "do": "add_facility", "result": {"code": "gym"}},
            {"line": 4, "ok": True, "do": "add_member", "result": {"staff_no": "1"}},
        ]
        assert (told.status, told.err) == (0, "")

    def test_a_refusal_gives_its_code_a_sentence_and_the_detail(self, gym: Terminal) -> None:
        told = gym.batch(booking("1"), booking("1"))
        assert told.lines[1] == {
            "line": 2,
            "ok": False,
            "do": "book",
            "error": "member_busy",
            "message": "职工1 has another booking then: B1, gym on 2026-11-24 from 18:00 to 19:00.",
            "detail": {
                "member": "1",
                "person": "职工1",
                "booking": "B1",
                "facility": "gym",
                "date": TUESDAY,
                "start": "18:00",
                "end": "19:00",
            },
        }
        assert told.status == 1

    def test_a_question_is_answered_under_its_name(self, gym: Terminal) -> None:
        [line] = gym.batch({"ask": "grid", "date": TUESDAY}).lines
        assert (line["do"], line["ask"], line["ok"]) == ("grid", "grid", True)
        assert [slot["start"] for slot in line["result"]["slots"]] == ["18:00"]

    def test_every_wrong_slot_has_its_sentence(self, gym: Terminal) -> None:
        wrong = [SLOT | {"start": "20:00", "end": "20:00"}, SLOT | {"facility": "pool"}]
        [line] = gym.batch({"do": "publish_slots", "slots": wrong}).lines
        errors = line["detail"]["errors"]
        assert [(error["index"], error["code"]) for error in errors] == [
            (0, "end_not_after_start"),
            (1, "unknown_facility"),
        ]
        assert errors[1]["message"].startswith("There is no facility pool")
        assert line["message"].startswith("2 errors in the slots; nothing was written. The first, slots[0]: ")

    def test_sentences_are_in_the_language_asked_for_and_names_are_not(self, gym: Terminal) -> None:
        [line] = gym("batch", typed=written([booking("9")]), lang="zh").lines
        assert (line["error"], line["message"]) == ("unknown_member", "没有工号为 9 的职工。")

    def test_chinese_is_written_as_it_is_in_utf8_whatever_the_locale(self, gym: Terminal) -> None:
        told = gym.process("batch", typed=written([{"ask": "member", "member": "1"}]), LC_ALL="C")
        assert '"name": "职工1"' in told.out


class TestStatus:
    def test_all_done_is_0_something_refused_is_1(self, gym: Terminal) -> None:
        assert gym.batch({"do": "tick"}).status == 0
        assert gym.batch({"do": "tick"}, booking("9"), {"do": "tick"}).status == 1

    def test_nothing_to_do_is_0(self, terminal: Terminal) -> None:
        assert terminal("batch") == (0, "", "")
        assert terminal("batch", "--atomic") == (0, "", "")

    def test_a_file_that_cannot_be_read_is_2_and_makes_no_database(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        told = terminal("batch", tmp_path / "none.jsonl")
        assert (told.status, told.out) == (2, "")
        assert told.err == f"{tmp_path / 'none.jsonl'} can't be read: No such file or directory.\n"
        assert terminal("batch", tmp_path).status == 2
        assert not terminal.database.exists()

    def test_a_wrong_command_line_is_2(self, terminal: Terminal) -> None:
        assert terminal("batch", "--nope").status == 2
        assert terminal("batch", "a", "b").status == 2

    def test_a_database_that_is_none_is_2_and_a_sentence(self, terminal: Terminal) -> None:
        terminal.database.write_text("this is no database, and long enough to be looked at\n" * 20)
        told = terminal.batch({"do": "tick"})
        assert (told.status, told.out) == (2, "")
        assert told.err.startswith(f"{terminal.database} is not a database")

    def test_a_database_that_is_not_there_is_made(self, terminal: Terminal, tmp_path: Path) -> None:
        terminal.database = tmp_path / "new" / "folder" / "club.db"
        assert terminal.batch(GYM).status == 0
        assert terminal.database.exists()

    def test_lines_come_from_a_file_too(self, terminal: Terminal, tmp_path: Path) -> None:
        file = tmp_path / "lines.jsonl"
        file.write_bytes(written([GYM]))
        assert terminal("batch", file).lines[0]["result"] == {"code": "gym"}
        assert terminal("batch", "-", typed=written([{"ask": "facilities"}])).status == 0


class TestKey:
    def test_the_same_key_with_the_same_body_gives_the_first_result_and_changes_nothing(
        self, gym: Terminal
    ) -> None:
        first, again = gym.batch(booking("1", key="k1"), booking("1", key="k1")).lines
        assert again == {"line": 2, "ok": True, "do": "book", "repeated": True, "result": first["result"]}
        [later] = gym.batch(booking("1", key="k1")).lines
        assert (later["repeated"], later["result"]) == (True, first["result"])
        [grid] = gym.batch({"ask": "grid", "date": TUESDAY}).lines
        assert grid["result"]["slots"][0]["taken"] == 1

    def test_the_order_of_the_fields_and_what_is_left_out_make_no_other_body(self, gym: Terminal) -> None:
        line = booking("1", key="k1")
        told = gym.batch(line, dict(reversed(line.items())) | {"party": 1, "purpose": None})
        assert told.lines[1]["repeated"] is True

    def test_the_same_key_with_another_body_is_refused(self, gym: Terminal) -> None:
        told = gym.batch(booking("1", key="k1"), booking("2", key="k1"))
        assert refusals(told) == [None, "key_reused"]
        assert told.lines[1]["detail"] == {"key": "k1"}

    def test_a_refusal_does_not_use_up_its_key(self, gym: Terminal) -> None:
        told = gym.batch(
            booking("1"),
            booking("2"),
            booking("3", key="k3"),
            {"do": "cancel", "booking": "B1"},
            booking("3", key="k3"),
        )
        assert refusals(told) == [None, None, "slot_full", None, None]
        assert "repeated" not in told.lines[4]

    def test_lines_done_as_one_keep_their_keys(self, gym: Terminal) -> None:
        first = gym.batch(booking("1", key="k1"), booking("2", key="k2"), options=["--atomic"])
        again = gym.batch(booking("2", key="k2"), booking("1", key="k1"), options=["--atomic"])
        assert [line["repeated"] for line in again.lines] == [True, True]
        assert [line["result"] for line in again.lines] == [line["result"] for line in first.lines][::-1]

    def test_a_question_takes_no_key(self, terminal: Terminal) -> None:
        assert field_of(terminal.batch({"ask": "check", "key": "k"})) == ("key", "unknown_field")


def test_by_is_who_acted(gym: Terminal) -> None:
    gym.batch(booking("1", by="李芳"))
    [card] = gym.batch({"ask": "booking", "booking": "B1", "by": "王伟"}).lines
    assert [step["by"] for step in card["result"]["trail"]] == ["李芳"]


class TestClock:
    def replay(self, terminal: Terminal, *lines: dict[str, Any], atomic: bool = False) -> Told:
        return terminal.batch(*lines, options=["--replay", *(["--atomic"] if atomic else [])])

    def test_a_time_is_refused_without_replay_and_the_next_line_goes_on(self, terminal: Terminal) -> None:
        told = terminal.batch(GYM | {"at": "2026-11-23T09:00"}, PEOPLE[0])
        assert refusals(told) == ["clock_not_allowed", None]

    def test_a_time_is_refused_without_replay_in_a_database_born_by_it(self, terminal: Terminal) -> None:
        self.replay(terminal, AT_NINE)
        assert refusals(terminal.batch(GYM | {"at": "2026-11-24T09:00"})) == ["clock_not_allowed"]
        told = terminal.batch(PEOPLE[0], GYM | {"at": "2026-11-24T09:00"}, options=["--atomic"])
        assert refusals(told) == ["rolled_back", "clock_not_allowed"]

    def test_replay_is_refused_on_a_clubs_own_database(self, terminal: Terminal) -> None:
        terminal.batch(GYM)
        told = self.replay(terminal, PEOPLE[0], {"ask": "facilities"})
        assert (refusals(told), told.status) == (["clock_not_allowed"] * 2, 1)
        assert terminal.batch({"ask": "members"}).lines[0]["result"] == {"members": []}

    def test_the_clock_stands_at_the_time_from_that_line_on(self, terminal: Terminal) -> None:
        self.replay(terminal, GYM | {"at": "2026-11-23T09:00"}, *PEOPLE, PUBLISH, booking("1"))
        [card] = self.replay(terminal, {"ask": "booking", "booking": "B1"}).lines
        assert card["result"]["trail"][0]["at"] == "2026-11-23T09:00"

    def test_everything_due_until_then_has_happened_first(self, terminal: Terminal) -> None:
        begun = [GYM | {"at": "2026-11-23T09:00"}, *PEOPLE, PUBLISH, booking("1"), booking("2")]
        told = self.replay(
            terminal,
            *begun,
            {"do": "check_in", "booking": "B2", "at": "2026-11-24T18:00"},
            {"ask": "booking", "booking": "B1", "at": "2026-11-24T18:15"},
            {"do": "check_in", "booking": "B1", "at": "2026-11-24T18:16"},
            {"do": "tick", "at": "2026-11-24T19:00"},
        )
        assert told.lines[-3]["result"]["state"] == "no_show"
        assert (told.lines[-2]["error"], told.lines[-2]["detail"]["state"]) == ("wrong_state", "no_show")
        counts = {name: count for name, count in told.lines[-1]["result"].items() if count}
        assert counts == {"completed": 1}

    def test_it_never_goes_back(self, terminal: Terminal) -> None:
        told = self.replay(
            terminal,
            GYM | {"at": "2026-11-23T09:00"},
            PEOPLE[0] | {"at": SECOND_BEFORE},
            PEOPLE[0] | {"at": "2026-11-23T09:00"},
        )
        assert refusals(told) == [None, "clock_went_back", None]
        assert told.lines[1]["detail"] == {"at": SECOND_BEFORE, "clock": "2026-11-23T09:00"}
        later = self.replay(terminal, PEOPLE[1] | {"at": SECOND_BEFORE}, PEOPLE[1] | {"at": ONE_SECOND_AGO})
        assert refusals(later) == ["clock_went_back"] * 2

    def test_it_moves_even_where_the_command_is_refused(self, terminal: Terminal) -> None:
        told = self.replay(
            terminal,
            {"do": "change_facility", "code": "none", "at": "2026-11-25T09:00"},
            GYM | {"at": "2026-11-24T09:00"},
        )
        assert refusals(told) == ["unknown_facility", "clock_went_back"]

    @pytest.mark.parametrize("at", ["1999-12-31T23:00", "2040-02-29T09:00", "1901-01-01T00:00"])
    def test_a_new_database_takes_the_first_time_of_whatever_year(self, terminal: Terminal, at: str) -> None:
        told = self.replay(terminal, GYM | {"at": at}, PEOPLE[0], published_on(at), {"ask": "check"})
        assert refusals(told) == [None] * 4
        assert told.lines[2]["result"]["new"] == 1
        assert told.lines[3]["result"] == {"problems": []}

    def test_lines_before_any_time_come_before_every_time(self, terminal: Terminal) -> None:
        told = self.replay(terminal, GYM, *PEOPLE, GYM | {"code": "x", "name": "x", "at": "1950-01-01T00:00"})
        assert refusals(told) == [None] * 5

    def test_a_database_born_by_replay_goes_on_under_it(self, terminal: Terminal) -> None:
        self.replay(terminal, GYM | {"at": "2026-11-23T09:00"}, *PEOPLE, PUBLISH)
        told = self.replay(terminal, booking("1"), booking("2", at="2026-11-24T10:00"))
        assert refusals(told) == [None, None]
        cards = self.replay(terminal, *({"ask": "booking", "booking": name} for name in ("B1", "B2")))
        times = [card["result"]["trail"][0]["at"] for card in cards.lines]
        assert times == ["2026-11-23T09:00", "2026-11-24T10:00"]

    def test_times_may_be_set_among_lines_that_are_done_as_one(self, terminal: Terminal) -> None:
        begun = [GYM | {"at": "2026-11-23T09:00"}, *PEOPLE, PUBLISH, booking("1")]
        late = {"ask": "booking", "booking": "B1", "at": "2026-11-24T19:00"}
        told = self.replay(terminal, *begun, late, atomic=True)
        assert told.lines[-1]["result"]["state"] == "no_show"

    def test_a_time_that_is_none_is_named(self, terminal: Terminal) -> None:
        told = self.replay(terminal, GYM | {"at": "yesterday"})
        assert field_of(told) == ("at", "not_a_date_time")


def published_on(at: str) -> dict[str, Any]:
    """A slot on the day of a time."""
    return {"do": "publish_slots", "slots": [SLOT | {"date": at[:10], "start": "23:00", "end": "24:00"}]}


class TestAtomic:
    def test_all_lines_are_done(self, terminal: Terminal) -> None:
        told = terminal.batch(GYM, *PEOPLE, PUBLISH, booking("1"), options=["--atomic"])
        assert (told.status, refusals(told)) == (0, [None] * 6)
        assert [line["line"] for line in told.lines] == [1, 2, 3, 4, 5, 6]

    def test_one_refused_and_none_is_done(self, gym: Terminal) -> None:
        told = gym.batch(booking("1"), booking("1", party=2), booking("2"), options=["--atomic"])
        assert (told.status, refusals(told)) == (1, ["rolled_back", "member_busy", "rolled_back"])
        assert told.lines[0]["detail"] == {"line": 2}
        assert told.lines[0]["message"] == "Not done, because line 2 was refused."
        assert gym.batch({"ask": "booking", "booking": "B1"}).lines[0]["error"] == "unknown_booking"

    def test_a_line_that_cannot_be_read_stops_them_all(self, gym: Terminal) -> None:
        told = gym("batch", "--atomic", typed=written([booking("1")]) + b"\n{nope\n")
        assert [(line["line"], line["error"]) for line in told.lines] == [(1, "rolled_back"), (3, "invalid")]
        assert gym.batch({"ask": "booking", "booking": "B1"}).lines[0]["error"] == "unknown_booking"

    def test_questions_see_what_was_done_before_them(self, gym: Terminal) -> None:
        told = gym.batch(booking("1"), {"ask": "booking", "booking": "B1"}, options=["--atomic"])
        assert told.lines[1]["result"]["state"] == "confirmed"


class TestUnreadableLines:
    def send(self, terminal: Terminal, raw: bytes) -> Told:
        return terminal("batch", typed=raw)

    @pytest.mark.parametrize(
        ("raw", "field", "problem"),
        [
            (b"{nope", "", "not_json"),
            (b'{"do": "tick"} {"do": "tick"}', "", "not_json"),
            (b'{"do": "tick", "at": NaN}', "", "not_json"),
            (b'{"do": "tick", "at": -Infinity}', "", "not_json"),
            (b'{"do": "tick", "at": ' + b"9" * 5000 + b"}", "", "not_json"),
            (b"[" * 100_000, "", "not_json"),
            (b'{"do":' * 100_000, "", "not_json"),
            (b'["do", "tick"]', "", "not_a_record"),
            (b'"tick"', "", "not_a_record"),
            (b"null", "", "not_a_record"),
            (b'{"do": "tick", "by": "\xff"}', "", "not_utf8"),
            ('{"do": "tick"}'.encode("utf-16"), "", "not_utf8"),
            (b"{}", "do", "one_of"),
            (b'{"do": "tick", "ask": "check"}', "do", "one_of"),
            (b'{"do": "nope"}', "do", "unknown_name"),
            (b'{"do": "check"}', "do", "unknown_name"),
            (b'{"ask": "tick"}', "ask", "unknown_name"),
            (b'{"do": 7}', "do", "unknown_name"),
            (b'{"do": null}', "do", "unknown_name"),
            (b'{"do": "tick", "do": "tick"}', "do", "given_twice"),
            (b'{"do": "tick", "by": "A", "by": "B"}', "by", "given_twice"),
            (b'{"do": "tick", "nope": 1}', "nope", "unknown_field"),
            (b'{"do": "tick", "": 1}', "", "unknown_field"),
            (b'{"do": "tick", "\\ud800": 1}', "\ud800", "unknown_field"),
            (b'{"do": "add_member", "staff_no": "1"}', "name", "missing"),
            (b'{"do": "add_member", "staff_no": 1, "name": "A"}', "staff_no", "not_text"),
            (b'{"do": "add_member", "staff_no": "1", "name": "\\ud83d"}', "name", "invisible"),
            (b'{"do": "add_member", "staff_no": "1", "name": " "}', "name", "blank"),
            (b'{"do": "tick", "key": ""}', "key", "blank"),
            (b'{"do": "tick", "key": 7}', "key", "not_text"),
            (b'{"do": "tick", "by": "a\\u202eb"}', "by", "invisible"),
            (b'{"do": "publish_slots", "slots": {}}', "slots", "not_a_list"),
            (b'{"do": "publish_slots", "slots": [{"facility": "gym"}]}', "slots[0].date", "missing"),
            (b'{"do": "check_in", "booking": "12"}', "booking", "not_an_id"),
            (b'{"do": "check_in", "booking": 12}', "booking", "not_an_id"),
            (b'{"ask": "grid", "date": "2026-11-31"}', "date", "not_a_date"),
            (b'{"ask": "grid", "date": "2026-11-24", "days": 1.0}', "days", "not_whole"),
            (b'{"ask": "grid", "date": "2026-11-24", "days": true}', "days", "not_whole"),
            (b'{"ask": "grid", "date": "2026-11-24", "days": 1e999}', "days", "not_whole"),
        ],
    )  # fmt: skip
    def test_it_is_refused_with_the_field_named(
        self, terminal: Terminal, raw: bytes, field: str, problem: str
    ) -> None:
        assert field_of(self.send(terminal, raw)) == (field, problem)

    def test_the_next_line_goes_on(self, terminal: Terminal) -> None:
        told = self.send(terminal, b"{nope\n" + written([GYM]) + b"\xff\n" + written([PEOPLE[0]]))
        assert refusals(told) == ["invalid", None, "invalid", None]
        assert [line["do"] for line in told.lines] == [None, "add_facility", None, "add_member"]

    def test_its_sentence_names_the_field_and_what_to_give(self, terminal: Terminal) -> None:
        [line] = terminal.batch(
            {"do": "add_member", "staff_no": "1", "name": "A", "hired_on": "1.2.2020"}
        ).lines
        assert line["message"] == "hired_on must be a date such as 2026-11-24, not 1.2.2020."

    def test_half_a_character_comes_back_escaped(self, terminal: Terminal) -> None:
        told = terminal.process("batch", typed=b'{"do": "\\ud800"}\n')
        assert (told.lines[0]["do"], told.err) == ("\ud800", "")

    def test_a_line_too_long_is_refused_and_passed_over(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tui.commands.batch.LONGEST_LINE", 100)
        long = b'{"do": "tick", "by": "' + b"x" * 1000 + b'"}\n'
        told = self.send(terminal, long + written([{"do": "tick"}]))
        assert [(line["line"], line["ok"]) for line in told.lines] == [(1, False), (2, True)]
        assert told.lines[0]["detail"] == {"field": "", "problem": "line_too_long", "longest": 100}

    def test_an_editors_byte_order_mark_before_the_first_line_does_no_harm(self, terminal: Terminal) -> None:
        told = self.send(terminal, b"\xef\xbb\xbf" + written([GYM]) + b"\xef\xbb\xbf" + written([GYM]))
        assert refusals(told) == [None, "invalid"]


class TestConversation:
    """With the real program. It has the machine's clock, so the club is one whose clock is what `at` says."""

    @pytest.fixture
    def gym(self, terminal: Terminal) -> Terminal:
        begun = [GYM | {"at": "2026-11-23T09:00"}, *PEOPLE, PUBLISH]
        assert terminal.batch(*begun, options=["--replay"]).status == 0
        return terminal

    def test_each_answer_comes_before_the_next_line_is_sent(self, gym: Terminal) -> None:
        process = gym.start("batch", "--replay")
        assert process.stdin is not None
        assert process.stdout is not None
        told = []
        for line in (booking("1"), booking("9"), {"ask": "booking", "booking": "B1"}):
            process.stdin.write(written([line]))
            process.stdin.flush()
            told.append(json.loads(process.stdout.readline()))
        _, err = process.communicate(timeout=60)
        assert [(answer["line"], answer["ok"]) for answer in told] == [(1, True), (2, False), (3, True)]
        assert told[2]["result"]["member"] == "1"
        assert (process.returncode, err) == (1, b"")

    def test_a_reader_that_goes_away_ends_it_without_a_word(self, gym: Terminal) -> None:
        process = gym.start("batch", "--replay")
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(written([{"do": "tick"}]))
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(written([{"do": "tick"}] * 3))
        process.stdin.close()
        assert (process.wait(timeout=60), process.stderr.read()) == (1, b"")
        process.stderr.close()

    def test_what_was_answered_is_kept_when_the_caller_is_killed(self, gym: Terminal) -> None:
        process = gym.start("batch", "--replay")
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(written([booking("1")]))
        process.stdin.flush()
        process.stdout.readline()
        process.kill()
        process.communicate(timeout=60)
        [line] = gym.batch({"ask": "booking", "booking": "B1"}, options=["--replay"]).lines
        assert line["ok"] is True


class TestDescribe:
    @pytest.fixture
    def described(self, terminal: Terminal) -> dict[str, dict[str, Any]]:
        told = terminal("batch", "--describe")
        assert (told.status, terminal.database.exists()) == (0, False)
        return told.json

    def test_it_is_json_schema_for_every_command_and_question(
        self, described: dict[str, dict[str, Any]]
    ) -> None:
        for group in ("commands", "questions"):
            for entry in described[group].values():
                Draft202012Validator.check_schema(entry["fields"])
                Draft202012Validator.check_schema(entry["result"])

    def test_every_name_that_was_promised_is_there(self, described: dict[str, dict[str, Any]]) -> None:
        promised = (
            "add_facility change_facility add_member change_member member_leaves change_settings "
            "publish_slots tick book cancel move approve reject check_in mark_no_show give_more_time "
            "pardon_no_shows"
        )
        assert set(promised.split()) <= described["commands"].keys()
        assert {"grid", "booking", "member", "find_members", "free", "check"} <= described["questions"].keys()

    def test_a_result_is_as_it_was_described(self, described: dict[str, dict[str, Any]], club: Club) -> None:
        club.facility()
        schema = described["questions"]["grid"]
        answer = club.ask("grid", date=TUESDAY)
        assert answer["slots"]
        Draft202012Validator(schema["result"]).validate(answer)
        Draft202012Validator(schema["fields"]).validate({"date": TUESDAY, "days": 2})


def test_the_fewest_fields_that_are_promised_are_enough(terminal: Terminal) -> None:
    told = terminal.batch(
        {"do": "add_facility", "code": "gym", "name": "健身房", "kind": "area"},
        {"do": "add_member", "staff_no": "1", "name": "王伟"},
        PUBLISH,
        {"ask": "facilities"},
    )
    assert told.lines[-1]["result"]["facilities"] == [
        {
            "code": "gym", "name": "健身房", "kind": "area", "group": None, "capacity": 1,
            "whole_slot": False, "approval_levels": 0, "promotion": "offer", "offer_minutes": 30,
            "buffer_minutes": 0, "min_notice_minutes": 0, "confirm_minutes_before": None,
            "max_days_ahead": 14, "daily_quota": None, "weekly_quota": None,
            "no_show_grace_minutes": 15, "release_unconfirmed": False,
        }
    ]  # fmt: skip


def test_a_machine_clock_that_is_behind_is_told_of_once_on_standard_error(
    club: Club, terminal: Terminal
) -> None:
    club.at("2026-11-23T10:00")
    club.facility()
    told = terminal.batch(*PEOPLE)
    assert refusals(told) == [None] * 3
    assert told.err == (
        "This machine's clock is 60 minutes behind what was done last (2026-11-23 10:00). Set it right.\n"
    )
