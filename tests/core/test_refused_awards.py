"""Awards from a file, and those that the rules refuse: kept until they are settled."""

from typing import Any

import pytest

from tests.support.club import Club

ANN, BEN = "000001", "000002"
FILE = "points.xlsx"


@pytest.fixture
def rules(club: Club) -> Club:
    """Training earns 15 points, and twice as much on Friday the 20th. It is Monday 2026-11-23, 09:00."""
    club.member(ANN, name="王伟")
    club.member(BEN, name="单红")
    club.do("add_earning_rule", code="training", name="培训", points=15)
    club.do("add_promotion", code="day", multiplier="2", **{"from": "2026-11-20", "to": "2026-11-20"})
    return club


def row(member: str, event: str, **fields: Any) -> dict[str, Any]:
    return {"member": member, "rule": "培训", "on": "2026-11-19", "event": event} | fields


def award(club: Club, *rows: dict[str, Any], file: str = FILE) -> dict[str, Any]:
    return club.do("award_batch", file=file, rows=list(rows))


def listed(club: Club, state: str = "open") -> list[dict[str, Any]]:
    return list(club.ask("refused_awards", state=state)["refused"])


def points(club: Club, member: str = ANN) -> int:
    return int(club.ask("balance", member=member)["points"])


# ---------------------------------------------------------------- a file


def test_rows_are_awarded_by_the_code_or_the_name_of_their_rule(rules: Club) -> None:
    told = award(rules, row(ANN, "e1"), row(ANN, "e2", rule="training", on="2026-11-20"), row(BEN, "e1"))
    assert told == {
        "awarded": 3,
        "repeated": 0,
        "dismissed": 0,
        "points": 15 + 30 + 15,
        "refused": [],
        "entries": ["E1", "E3", "E5"],
    }
    assert (points(rules), points(rules, BEN)) == (45, 15)
    rules.check()


def test_rows_that_the_rules_refuse_are_kept_and_the_others_are_awarded(rules: Club) -> None:
    rules.member("000003", name="李强")
    rules.do("member_leaves", staff_no="000003")
    told = award(
        rules,
        row("9", "e1", place="A2"),
        row(ANN, "e2"),
        row("000003", "e3"),
        row(ANN, "e4", rule="全勤"),
        row(ANN, "e5", on="2026-11-24"),
        row(ANN, "e6", name="王维"),
    )
    assert (told["awarded"], points(rules)) == (1, 15)
    assert [(refused["index"], refused["refused"], refused["code"]) for refused in told["refused"]] == [
        (0, "X1", "unknown_member"),
        (2, "X2", "member_left"),
        (3, "X3", "unknown_rule"),
        (4, "X4", "invalid"),
        (5, "X5", "name_differs"),
    ]
    first = listed(rules)[0]
    assert (first["file"], first["place"], first["member"], first["rule"]) == (FILE, "A2", "9", "培训")
    assert (first["on"], first["event"], first["at"]) == ("2026-11-19", "e1", "2026-11-23T09:00")
    assert (first["code"], first["facts"], first["how"]) == ("unknown_member", {"member": "9"}, None)


def test_the_same_file_again_awards_nothing_and_lists_nothing_twice(rules: Club) -> None:
    rows = [row("9", "e1"), row(ANN, "e2"), row(BEN, "e2")]
    first, second = award(rules, *rows), award(rules, *rows, file="again.xlsx")
    assert (first["awarded"], first["repeated"]) == (2, 0)
    assert (second["awarded"], second["repeated"], second["points"]) == (0, 2, 0)
    assert second["refused"] == first["refused"]
    assert [kept["refused"] for kept in listed(rules)] == ["X1"]
    assert (points(rules), points(rules, BEN)) == (15, 15)


def test_a_row_that_is_twice_in_a_file_is_awarded_once(rules: Club) -> None:
    assert award(rules, row(ANN, "e1"), row(ANN, "e1"))["repeated"] == 1
    assert points(rules) == 15


def test_why_it_is_refused_is_told_as_of_the_last_file(rules: Club) -> None:
    award(rules, row("9", "e1"))
    rules.member("9")
    rules.do("member_leaves", staff_no="9")
    rules.at("2026-11-23T10:00")
    award(rules, row("9", "e1"), file="again.xlsx")
    (kept,) = listed(rules)
    assert (kept["code"], kept["file"], kept["at"]) == ("member_left", "again.xlsx", "2026-11-23T10:00")


def test_a_name_that_several_rules_have_is_refused_with_their_codes(rules: Club) -> None:
    rules.do("add_earning_rule", code="course", name="培训", points=5)
    (refused,) = award(rules, row(ANN, "e1"))["refused"]
    assert (refused["code"], refused["facts"]["codes"]) == ("rule_ambiguous", ["course", "training"])
    assert award(rules, row(ANN, "e1", rule="course"))["points"] == 5


# ---------------------------------------------------------------- settling


def test_it_is_tried_again_and_settled_when_it_succeeds(rules: Club) -> None:
    award(rules, row(ANN, "e1", rule="全勤", on="2026-11-20"))
    assert rules.refused("retry_award", refused="X1").code == "unknown_rule"
    rules.do("add_earning_rule", code="attendance", name="全勤", points=10)
    rules.at("2026-11-24T09:00")
    told = rules.do("retry_award", refused="X1")
    assert (told["how"], told["points"], told["balance"]) == ("awarded", 20, 20)
    assert listed(rules) == []
    (kept,) = listed(rules, "settled")
    assert (kept["how"], kept["settled_at"], kept["settled_by"]) == ("awarded", "2026-11-24T09:00", "owner")
    assert kept["lot"] == told["lot"]
    rules.check()


def test_what_was_awarded_meanwhile_is_settled_without_a_second_award(rules: Club) -> None:
    award(rules, row(ANN, "e1", name="王维"))
    rules.do("award", member=ANN, rule="training", on="2026-11-19", event="e1")
    rules.do("change_member", staff_no=ANN, name="王维")
    told = rules.do("retry_award", refused="X1")
    assert (told["how"], told["entry"], points(rules)) == ("repeated", None, 15)


def test_a_later_file_settles_what_it_can_award(rules: Club) -> None:
    award(rules, row("9", "e1"))
    rules.member("9")
    assert award(rules, row("9", "e1"))["awarded"] == 1
    assert (listed(rules), listed(rules, "all")[0]["how"]) == ([], "awarded")


def test_one_that_was_let_be_stays_so_when_the_file_comes_again(rules: Club) -> None:
    award(rules, row("9", "e1"))
    assert rules.do("settle_award", refused="X1", note="外单位人员") == {"refused": "X1"}
    rules.member("9")
    again = award(rules, row("9", "e1"))
    assert (again["awarded"], again["dismissed"], again["refused"]) == (0, 1, [])
    assert (points(rules, "9"), listed(rules)) == (0, [])
    (kept,) = listed(rules, "settled")
    assert (kept["how"], kept["note"], kept["lot"]) == ("dismissed", "外单位人员", None)


def test_what_is_settled_is_settled_once(rules: Club) -> None:
    award(rules, row("9", "e1"))
    rules.do("settle_award", refused="X1", note="外单位人员")
    for command, fields in (("retry_award", {}), ("settle_award", {"note": "x"})):
        refused = rules.refused(command, refused="X1", **fields)
        assert (refused.code, refused.facts["how"]) == ("already_settled", "dismissed")
        assert rules.refused(command, refused="X7", **fields).code == "unknown_refused"
