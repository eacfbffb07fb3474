"""Policies by keys: what a run would do first, then Enter; nothing is given twice, nothing taken unasked."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.events import Paste
from textual.pilot import Pilot

from tests.support.club import Club
from tests.support.console_club import HOSTILE
from tests.support.screens import settled, shown, text_of
from tui.app import Console
from tui.language import CHINESE, use

SIZES = [(80, 24), (120, 40), (200, 50)]


@pytest.fixture
def path(console_club: Club, tmp_path: Path) -> Path:
    """Tuesday 2026-11-24: a festival's allowance, monthly points, a yearly clear of points."""
    club = console_club
    club.do("change_member", staff_no="000001", grade="科长", hired_on="2019-03-01", performance="优")
    club.do("change_member", staff_no="000002", hired_on="2026-05-20")
    club.do("change_member", staff_no="000003", performance="差")
    club.do("change_member", staff_no="000004", hired_on="2027-01-04")
    club.do(
        "add_policy", code="festival", name="节日慰问", unit="allowance", every="year", base="300.00",
        by_grade={"科长": "500.00"}, by_tenure=[[5, "100.00"]], by_performance={"优": 120, "差": 0},
        valid_months=12, fund="工会经费",
    )  # fmt: skip
    club.do("add_policy", code="monthly", unit="points", every="month", base=30, day=5, auto=True)
    club.do("add_clearing", code="year-end", name="年度清零", unit="points", exempt_funds=["工会"])
    club.do("add_earning_rule", code="read", name="读书会", points=20)
    club.do("add_promotion", code="double", **{"from": "2026-11-28", "to": "2026-11-29"}, multiplier="2")
    return tmp_path / "club.db"


@asynccontextmanager
async def policies(path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[int]]:
    """The screen of policies, come to by the balances."""
    async with Console(path).run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+d", "f7")
        yield pilot


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def enter(pilot: Pilot[int]) -> str:
    """What the line of Enter says."""
    return str(pilot.app.screen.query_one("#enter").text)  # type: ignore[attr-defined]


def rows(pilot: Pilot[int]) -> list[str]:
    return [" ".join(row.split()) for row in shown(pilot.app)]


def allowances(club: Club, numbers: Sequence[str] = ("000001", "000002", "000003")) -> list[str]:
    return [club.ask("balance", member=number)["allowance"] for number in numbers]


# ---------------------------------------------------------------- the list


async def test_the_list_says_what_is_given_how_often_and_when_by_itself(path: Path) -> None:
    async with policies(path) as pilot:
        seen = rows(pilot)
        assert "节日慰问 every year by hand Allowance 300.00; 科长 500.00; 5+ years +10" in seen
        assert "monthly every month 2026-12-05 Points 30" in seen
        assert any(row.startswith("年度清零 every year 2027-01-01 what is left after 12-31") for row in seen)
        assert "读书会 20 points, good for 12 months" in seen
        assert any(row.startswith("double points times 2, 2026-11-28 to 2026-1") for row in seen)
        assert enter(pilot) == "Enter = what 节日慰问 would give; nothing is given yet"


async def test_the_marked_line_is_told_in_full_below(path: Path) -> None:
    async with policies(path) as pilot:
        told = " ".join(rows(pilot))
        assert "节日慰问 festival: Allowance; every year; 300.00; 科长 500.00; 5+ years +100.00;" in told
        assert "good for 12 months; dated the day of the run; joiners by their months; fund 工会经费" in told


async def test_rules_and_promotions_are_there_to_read(path: Path) -> None:
    async with policies(path) as pilot:
        await press(pilot, "end", "up", "enter")
        assert enter(pilot) == "Points are awarded by rules on a member's page."
        assert "Earning rules" in rows(pilot)


async def test_a_club_without_policies_says_so(console_club: Club, tmp_path: Path) -> None:
    async with policies(tmp_path / "club.db") as pilot:
        assert enter(pilot).startswith("There are no policies yet")


async def test_the_palette_leads_here(path: Path) -> None:
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p", *"policies:", "enter")
        assert "Policies, yearly clears and earning rules" in rows(pilot)


# ---------------------------------------------------------------- giving


async def test_enter_shows_who_would_get_what_and_how_it_came_about(console_club: Club, path: Path) -> None:
    async with policies(path, (120, 40)) as pilot:
        await press(pilot, "enter")
        seen = rows(pilot)
        assert seen[1] == "节日慰问 | 2026 | granted on 2026-11-24 | good through 2027-11-24"
        assert seen[2] == "7 get something | 2 nothing | total 2,420.00 yuan"
        assert (
            "000001 张三 720.00 yuan "
            "grade 科长 500.00 + 7 years of service 100.00, performance 优 120%, 12/12 months"
        ) in seen
        assert "000002 李四 200.00 yuan base 300.00, 8/12 months" in seen
        at = seen.index("Nothing for 2")
        assert seen[at + 1 : at + 3] == [
            "000003 王五 comes to nothing",
            "000004 王五 not hired yet in this period",
        ]
        assert enter(pilot) == "Enter = give 2,420.00 yuan to 7 members for 2026"
    assert allowances(console_club) == ["0.00"] * 3


async def test_enter_again_gives_and_the_next_one_gives_nothing(console_club: Club, path: Path) -> None:
    async with policies(path) as pilot:
        await press(pilot, "enter", "enter")
        assert enter(pilot) == "Given for 2026: 2,420.00 yuan to 7 members"
        assert "0 get something | 9 nothing | total 0.00 yuan" in rows(pilot)
        assert "000001 张三 has got it before" in rows(pilot)
        await press(pilot, "down")
        assert enter(pilot) == "Nothing to give for 2026: the list says why | Esc = back"
        await press(pilot, "enter")
    assert allowances(console_club) == ["720.00", "200.00", "0.00"]
    console_club.check()


async def test_enter_held_down_gives_once(console_club: Club, path: Path) -> None:
    async with policies(path) as pilot:
        await press(pilot, "enter")
        await pilot.press("enter", "enter", "enter")
        await settled(pilot)
    assert allowances(console_club) == ["720.00", "200.00", "0.00"]


async def test_what_another_desk_has_given_meanwhile_is_not_given_again(
    console_club: Club, path: Path
) -> None:
    async with policies(path) as pilot:
        await press(pilot, "enter")
        console_club.member("000011", name="新人")
        await press(pilot, "enter")
        assert enter(pilot) == (
            "It has changed meanwhile: look again | Enter = give 2,720.00 yuan to 8 members for 2026"
        )
        assert allowances(console_club) == ["0.00"] * 3
        await press(pilot, "enter")
    assert allowances(console_club) == ["720.00", "200.00", "0.00"]


async def test_who_came_since_gets_it_by_running_again(console_club: Club, path: Path) -> None:
    console_club.do("run_policy", policy="festival")
    console_club.member("000011", name="新人")
    async with policies(path) as pilot:
        await press(pilot, "enter")
        assert enter(pilot) == "Enter = give 300.00 yuan to 1 member for 2026"


async def test_a_run_that_goes_on_says_so_and_takes_no_other_key(
    console_club: Club, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with policies(path) as pilot:
        await press(pilot, "enter")
        screen = pilot.app.screen
        screen._working, screen._seconds = screen._preview, 3  # type: ignore[attr-defined]
        screen.say_enter()  # type: ignore[attr-defined]
        assert enter(pilot) == "Giving to 7 members ... 3 s"
        await press(pilot, "enter", "escape", "ctrl+right", "f4")
        assert enter(pilot) == "Giving to 7 members ... 3 s"
    assert allowances(console_club) == ["0.00"] * 3


# ---------------------------------------------------------------- other periods


async def test_keys_go_to_the_period_before_and_after(path: Path) -> None:
    async with policies(path) as pilot:
        await press(pilot, "down", "enter", "ctrl+left")
        assert rows(pilot)[1] == "monthly | 2026-10 | granted on 2026-10-05 | good for ever"
        await press(pilot, "ctrl+right", "ctrl+right")
        assert rows(pilot)[1].startswith("monthly | 2026-12 |")
        assert enter(pilot) == "Enter = give 240 points to 8 members for 2026-12 | 2026-12 has not begun yet"


async def test_a_period_is_typed_and_one_that_is_none_is_told_with_nothing_lost(path: Path) -> None:
    async with policies(path) as pilot:
        await press(pilot, "enter", "f4", *"2025-1", "enter")
        assert enter(pilot) == "period must be a period such as 2026, not 2025-1."
        assert "Period: 2025-1" in rows(pilot)
        await press(pilot, "backspace", "backspace", "enter")
        assert rows(pilot)[1].startswith("节日慰问 | 2025 |")
        await press(pilot, "f4", "escape")
        assert enter(pilot).startswith("Enter = give")


async def test_what_would_have_lapsed_is_a_sentence_and_gives_nothing(console_club: Club, path: Path) -> None:
    console_club.do("change_policy", code="monthly", valid_months=1)
    async with policies(path) as pilot:
        await press(pilot, "down", "enter", "ctrl+left", "ctrl+left")
        assert enter(pilot) == "The last valid day, 2026-10-05, is past already: today is 2026-11-24."
        await press(pilot, "enter", "ctrl+right", "ctrl+right")
        assert enter(pilot) == "Enter = give 240 points to 8 members for 2026-11"


async def test_what_is_given_once_has_no_other_period(console_club: Club, path: Path) -> None:
    console_club.do("add_policy", code="anniversary", unit="points", base=100)
    async with policies(path) as pilot:
        await press(pilot, "home", "enter")
        assert enter(pilot) == "Enter = give 900 points to 9 members for once"
        await press(pilot, "ctrl+right")
        assert enter(pilot) == "There is no other period."


# ---------------------------------------------------------------- a yearly clear


@pytest.fixture
def cleared(console_club: Club, path: Path) -> Path:
    """The day after the last day of a clear by hand of allowance, the fund 工会 spared."""
    console_club.do(
        "add_clearing", code="early", unit="allowance", month=11, day=24, auto=False, exempt_funds=["工会"]
    )
    for fund, amount in ((None, "1250.00"), ("工会", "80.00")):
        console_club.do("grant", member="000001", unit="allowance", amount=amount, reason="x", fund=fund)
    console_club.at("2026-11-25T08:00")
    return path


async def test_a_yearly_clear_shows_what_goes_and_what_stays(console_club: Club, cleared: Path) -> None:
    async with policies(cleared) as pilot:
        await press(pilot, "down", "down", "enter")
        assert rows(pilot)[1:5] == [
            "early | 2026 | what is left of up to 2026-11-24",
            "1 loses something | taken 1,250.00 yuan | spared 80.00 yuan",
            "Number Name Taken Spared",
            "000001 张三 1,250.00 yuan 80.00 yuan",
        ]
        assert enter(pilot) == "Enter = take 1,250.00 yuan from 1 member for 2026; it is asked once more"
        await press(pilot, "ctrl+right")
        assert enter(pilot) == "The year 2027 is not over: what is left counts until 2027-11-24."
    assert allowances(console_club)[0] == "1330.00"


async def test_a_yearly_clear_asks_once_and_takes_after_the_answer(console_club: Club, cleared: Path) -> None:
    async with policies(cleared) as pilot:
        await press(pilot, "down", "down", "enter", "enter")
        assert enter(pilot) == (
            "This takes something away. Enter = yes, take 1,250.00 yuan from 1 member | Esc = leave it"
        )
        await press(pilot, "escape")
        assert enter(pilot) == "Enter = take 1,250.00 yuan from 1 member for 2026; it is asked once more"
        assert allowances(console_club)[0] == "1330.00"
        await press(pilot, "enter", "enter")
        assert enter(pilot) == "Taken for 2026: 1,250.00 yuan from 1 member"
        await press(pilot, "enter", "enter", "enter")
    assert allowances(console_club)[0] == "80.00"
    console_club.check()


# ---------------------------------------------------------------- everywhere


async def test_esc_goes_back_one_step_at_a_time(path: Path) -> None:
    async with policies(path) as pilot:
        await press(pilot, "down", "enter", "escape")
        assert "Policies, yearly clears and earning rules" in rows(pilot)
        assert enter(pilot) == "Enter = what monthly would give; nothing is given yet"
        await press(pilot, "escape")
        assert pilot.app.current_mode == "balances"


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_read_as_written(
    console_club: Club, path: Path, size: tuple[int, int]
) -> None:
    console_club.do("add_policy", code="a", name=HOSTILE[1], unit="points", base=1, by_grade={"[/]": 2})
    console_club.do("change_member", staff_no="000005", grade="[/]", performance="{0}")
    async with policies(path, size) as pilot:
        assert "[@click=app.quit]x[/]" in text_of(pilot.app)
        await press(pilot, "enter")
        assert rows(pilot)[1].startswith("[@click=app.quit]x[/] | once")
        assert any("[/]" in row and "grade [/] 2" in row for row in rows(pilot))
        assert all(cell_len(row) <= size[0] for row in shown(pilot.app))


async def test_the_language_changes_under_a_preview(path: Path) -> None:
    async with policies(path) as pilot:
        await press(pilot, "enter")
        use(CHINESE)
        pilot.app.speak(CHINESE)  # type: ignore[attr-defined]
        await settled(pilot)
        assert rows(pilot)[2] == "7 人发放 | 2 人不发 | 合计 2,420.00 元"
        assert enter(pilot) == "回车 = 给 7 人发放 2026 的 2,420.00 元"


# ---------------------------------------------------------------- adding and changing


async def fill(pilot: Pilot[int], **fields: str) -> None:
    """Writes into fields of the form, by Tab, as an input method does."""
    for name in FORM:
        if name in fields:
            await pilot.press("ctrl+u", "ctrl+k")
            pilot.app.screen.focused.post_message(Paste(fields[name]))  # type: ignore[union-attr]
        await pilot.press("tab")
    await settled(pilot)


FORM = (
    "code", "name", "unit", "every", "day", "base", "by_grade", "by_tenure", "by_performance", "valid_months",
    "valid_until", "prorate", "auto", "fund", "exempt",
)  # fmt: skip


async def test_a_policy_is_added_by_its_fields(console_club: Club, path: Path) -> None:
    async with policies(path) as pilot:
        await press(pilot, "ctrl+n")
        await fill(
            pilot, code="ｍｏｏｎ", name="中秋", unit="福利", every="year", base="300",
            by_grade="科长=500，科员＝300.5", by_tenure="1=20, 5=100", by_performance="优=120%",
            valid_months="12", fund="工会",
        )  # fmt: skip
        await press(pilot, "enter")
        assert enter(pilot) == "moon is added; nothing is given yet", text_of(pilot.app)
        assert any(row.startswith("中秋 every year by hand Allowance 300.00") for row in rows(pilot))
    told = next(policy for policy in console_club.ask("policies")["policies"] if policy["code"] == "moon")
    wanted = {
        "name": "中秋", "unit": "allowance", "every": "year", "day": None, "base": "300.00",
        "by_grade": {"科长": "500.00", "科员": "300.50"}, "by_tenure": [[1, "20.00"], [5, "100.00"]],
        "by_performance": {"优": 120}, "valid_months": 12, "valid_until": None, "prorate": True,
        "auto": False, "fund": "工会", "exempt": False,
    }  # fmt: skip
    assert {name: told[name] for name in wanted} == wanted


async def test_a_policy_needs_a_code_a_unit_and_how_often_and_no_more(console_club: Club, path: Path) -> None:
    async with policies(path) as pilot:
        await press(pilot, "ctrl+n", "enter")
        assert [row for row in rows(pilot) if row.endswith("is empty.")] == [
            "Code is empty.", "Unit is empty.", "How often is empty.",
        ]  # fmt: skip
        await fill(pilot, code="jubilee", unit="points", every="once")
        await press(pilot, "enter")
    assert "jubilee" in [policy["code"] for policy in console_club.ask("policies")["policies"]]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "festival"}, "festival is in use already."),
        ({"unit": "gold"}, "Unit must be one of: Allowance, Points; not gold."),
        (
            {"every": "week"},
            "How often must be one of: every month, every quarter, every year, once; not week.",
        ),
        ({"by_grade": "科长500"}, "By grade must be written as 科长=500, 科员=300, not 科长500."),
        ({"by_grade": "a=1, a=2"}, "By grade names a twice."),
        ({"by_tenure": "5=1,5=2"}, "By service names 5 twice."),
        ({"base": "12.345"}, "Base must be yuan as text"),
        ({"by_performance": "优=9999"}, "By performance must be at most 1000, not 9999."),
        (
            {"valid_months": "3", "valid_until": "2027-01-01"},
            "Give exactly one of: valid_months, valid_until.",
        ),
        ({"every": "once", "auto": "y"}, "What is given once can't run by itself: leave By itself out."),
    ],
)
async def test_a_refusal_is_told_at_its_field_and_nothing_typed_is_lost(
    path: Path, fields: dict[str, str], sentence: str
) -> None:
    typed = {"code": "moon", "name": "中秋", "unit": "allowance", "every": "year"} | fields
    async with policies(path, (120, 40)) as pilot:
        await press(pilot, "ctrl+n")
        await fill(pilot, **typed)
        await press(pilot, "enter")
        seen = rows(pilot)
        assert any(sentence in row for row in seen), text_of(pilot.app)
        assert all(any(value in row for row in seen) for value in typed.values())
        await press(pilot, "escape")
        assert "Policies, yearly clears and earning rules" in rows(pilot)


async def test_a_change_is_for_the_runs_to_come(console_club: Club, path: Path) -> None:
    console_club.do("run_policy", policy="festival")
    async with policies(path) as pilot:
        await press(pilot, "ctrl+e", "enter")
        assert enter(pilot) == "Nothing is changed yet."
        seen = rows(pilot)
        assert "Code festival" in seen
        assert "By grade 科长=500.00" in seen
        await press(pilot, "tab", "tab", "ctrl+u", "ctrl+k", *"310", "enter")
        assert enter(pilot) == "festival is changed; what was given stays"
    [policy, _monthly] = console_club.ask("policies")["policies"]
    assert (policy["base"], policy["by_grade"]) == ("310.00", {"科长": "500.00"})
    assert allowances(console_club) == ["720.00", "200.00", "0.00"]
