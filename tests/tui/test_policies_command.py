"""`frontdesk policies`: adding, listing, running with a dry run first, and the yearly clear."""

import json

import pytest

from tests.support.club import Club
from tests.support.terminal import Terminal

FESTIVAL = (
    "policies", "add", "festival", "--unit", "allowance", "--every", "year", "--base", "300",
    "--grade", "科长=500", "--tenure", "5=100", "--performance", "优=120", "--valid-months", "12",
    "--name", "节日慰问", "--auto",
)  # fmt: skip


@pytest.fixture
def staff(club: Club) -> Club:
    club.member("000001", name="张三", grade="科长", hired_on="2019-03-01", performance="优")
    club.member("000002", name="[/]", grade="科员", hired_on="2026-05-20")
    return club


def test_a_policy_is_added_and_listed_with_what_it_gives_and_when_it_runs_next(
    staff: Club, terminal: Terminal
) -> None:
    assert terminal(*FESTIVAL).out == "festival is added.\n"
    terminal("policies", "add-clear", "yearly", "--unit", "points", "--exempt-fund", "工会")
    assert [line.split("  ")[0] for line in terminal("policies", "list").out.splitlines()] == [
        "festival",
        "yearly",
    ]
    first, second = terminal("policies", "list").out.splitlines()
    assert "节日慰问" in first
    assert "every year" in first
    assert "next 2027-01-01" in first
    assert "300.00; 科长 500.00; 5+ years +100.00; 优 120%" in first
    assert "cleared after 12-31" in second
    assert "save 工会" in second


def test_a_dry_run_lists_who_would_get_how_much_and_a_run_gives_it_once(
    staff: Club, terminal: Terminal
) -> None:
    terminal(*FESTIVAL)
    dry = terminal("policies", "run", "festival", "--period", "2026", "--dry-run")
    assert dry.out.splitlines() == [
        "000001  张三  720.00 yuan  grade 科长 500.00 + 7 years of service 100.00, performance 优 120%,"
        " 12/12 months",
        "000002  [/]   200.00 yuan  base 300.00, 8/12 months",
        "festival, 2026: 2 members would be given 920.00 yuan, good until 2027-11-23.",
    ]
    assert staff.ask("balance", member="000001")["allowance"] == "0.00"
    assert terminal("policies", "run", "festival").out.splitlines()[-1] == (
        "festival, 2026: 2 members were given 920.00 yuan, good until 2027-11-23."
    )
    again = json.loads(terminal("policies", "run", "festival", "--json").out)
    assert (again["granted"], again["skipped"]) == (0, 2)
    assert "has got it before" in terminal("policies", "run", "festival").out


def test_it_speaks_chinese(staff: Club, terminal: Terminal) -> None:
    terminal(*FESTIVAL)
    told = terminal("policies", "run", "festival", lang="zh").out.splitlines()
    assert told[0] == (
        "000001  张三  720.00 元  职级 科长 500.00 + 工龄 7 年 100.00，绩效 优 120%，12/12 个月"
    )
    assert told[-1] == "festival 2026：已为 2 人发放 920.00 元，有效期至 2027-11-23。"


def test_what_is_left_of_a_year_is_cleared_by_hand_or_by_itself(staff: Club, terminal: Terminal) -> None:
    staff.do("grant", member="000001", unit="points", amount=50, reason="x")
    staff.do("grant", member="000001", unit="points", amount=7, reason="x", fund="工会")
    terminal("policies", "add-clear", "yearly", "--unit", "points", "--exempt-fund", "工会", "--by-hand")
    refused = terminal("policies", "clear", "yearly", "--period", "2026")
    assert (refused.status, refused.out) == (2, "")
    assert "2026 is not over" in refused.err
    assert terminal("policies", "clear", "yearly", "--dry-run").status == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--grade", "科长"), "must be a name and a value with = between them"),
        (("--grade", "a=5", "--grade", "a=6"), "names a twice"),
        (("--performance", "优=x"), "must be a whole number"),
        (("--tenure", "x=5.00"), "must be a whole number"),
        (("--base", "five"), "must be yuan"),
        (("--every", "week"), "must be one of"),
        (("--auto",), "can't run by itself"),
    ],
)
def test_what_cannot_be_is_a_sentence(
    staff: Club, terminal: Terminal, options: tuple[str, ...], sentence: str
) -> None:
    told = terminal("policies", "add", "bad", "--unit", "allowance", *options)
    assert told.status in (1, 2)
    assert sentence in told.err
    assert staff.ask("policies")["policies"] == []
