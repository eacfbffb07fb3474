"""Allowance and points on a member's page: balances, lots, granting and awarding by keys."""

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from tests.support.club import Club
from tests.support.console_club import HOSTILE
from tests.support.purses import fill_purses
from tests.support.screens import settled, shown, text_of
from tests.tui.test_member_screen import SIZES, Desk, open_desk
from tui.app import Console

MEMBER = "000001"


@pytest.fixture
def purses(console_club: Club) -> Club:
    return fill_purses(console_club)


def balance(club: Club, unit: str, member: str = MEMBER) -> Any:
    return club.ask("balance", member=member)[unit]


async def fill_in(desk: Desk, *texts: str) -> None:
    """Types into one field after the other."""
    for at, text in enumerate(texts):
        if at:
            await desk.press("tab")
        desk.app.focused.insert_text_at_cursor(text)  # type: ignore[union-attr]
        await settled(desk.pilot)


# ---------------------------------------------------------------- balances


@pytest.mark.parametrize("size", SIZES)
async def test_the_second_row_has_both_balances_of_the_chosen(
    purses: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_desk(purses, tmp_path, size) as desk:
        await desk.type(MEMBER)
        await desk.press("enter")
        assert "张三 000001" in desk.rows[1]
        assert " | 1,200 pts  1,250.00 yuan" in desk.rows[1]


async def test_the_second_row_is_drawn_in_chinese_as_the_desk_says_it(purses: Club, tmp_path: Path) -> None:
    async with open_desk(purses, tmp_path) as desk:
        await desk.type(MEMBER)
        await desk.press("enter")
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert desk.rows[1].endswith("已选：张三 000001 | 积分 1,200 福利 1,250.00")


@pytest.mark.parametrize("size", SIZES[1:])
async def test_the_panel_tells_what_runs_out_and_from_when(
    purses: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_desk(purses, tmp_path, size) as desk:
        await desk.type(MEMBER)
        await desk.press("enter")
        assert desk.row("Points      1,200 points")
        assert desk.row("Allowance  1,250.00 yuan")
        assert desk.row("250.00 yuan lapse in 30 days, from 12-15 Tue")


@pytest.mark.parametrize("size", SIZES)
async def test_a_members_page_has_the_balances_right_aligned_with_units(
    purses: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_desk(purses, tmp_path, size) as desk:
        await desk.look_at(MEMBER)
        assert desk.row(" Points      1,200 points")
        assert desk.row(" Allowance  1,250.00 yuan")
        assert desk.row("250.00 yuan lapse in 30 days, from 12-15 Tue")


async def test_the_balances_follow_what_others_do(purses: Club, tmp_path: Path) -> None:
    async with open_desk(purses, tmp_path) as desk:
        await desk.look_at(MEMBER)
        purses.do("spend", member=MEMBER, unit="points", amount=1000)
        await desk.follow()
        assert desk.row(" Points        200 points")


# ---------------------------------------------------------------- lots


@pytest.mark.parametrize("size", SIZES)
async def test_the_lots_stand_in_drawing_order_and_those_that_are_used_up_below(
    purses: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_desk(purses, tmp_path, size) as desk:
        await desk.look_at(MEMBER)
        await desk.press("tab")
        rows = [row for row in desk.rows if " yuan  2026-" in row or " points  2026-" in row]
        lots = [row[row.index(" L") + 1 :].split()[0] for row in rows]
        assert lots == ["L2", "L1", "L7", "L4", "L6", "L3", "L5"]
        used_up = next(at for at, row in enumerate(desk.rows) if "Used up" in row)
        assert (
            "L5        0 points     120 points  2026-11-24  2026-12-01    月度之星" in desk.rows[used_up + 1]
        )
        assert desk.row("L2     250.00 yuan    300.00 yuan  2026-11-24  2026-12-15    高温补贴")
        assert desk.row("L3    1,000 points   1,000 points  2026-11-24  for ever      中秋慰问")


async def test_tab_leads_back_to_the_bookings_and_the_keys_with_it(purses: Club, tmp_path: Path) -> None:
    async with open_desk(purses, tmp_path) as desk:
        await desk.look_at(MEMBER)
        assert desk.line == "Tab = lots | Ctrl+F = statement | Ctrl+X = grant"
        await desk.press("tab")
        assert desk.line == "Enter = the statement: Allowance"
        assert "F8" not in desk.rows[-1]
        await desk.press("tab")
        assert "F8 cancel" in desk.rows[-1]


async def test_leaving_is_asked_over_the_bookings_though_the_lots_are_shown(
    purses: Club, tmp_path: Path
) -> None:
    async with open_desk(purses, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("tab", "ctrl+l")
        assert "Enter = 张三 leaves today" in text_of(desk.app)
        await desk.press("enter")
        assert balance(purses, "points") == 0


# ---------------------------------------------------------------- granting


async def test_allowance_is_granted_by_typing_and_enter(purses: Club, tmp_path: Path) -> None:
    async with open_desk(purses, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+x")
        assert desk.row(" Grant allowance")
        await fill_in(desk, "１２。５", "12月31日", "慰问", "工会")
        assert "Enter = grant 张三 12.50 yuan, good through 2026-12-31" in text_of(desk.app)
        await desk.press("enter")
        assert desk.line == "张三 is given 12.50 yuan as L10: 1,262.50 yuan in all"
        assert desk.row(" Allowance  1,262.50 yuan")
    lot = purses.ask("lots", member=MEMBER, unit="allowance")["lots"][1]
    assert (lot["original"], lot["expires_on"], lot["reason"], lot["fund"]) == (
        "12.50", "2026-12-31", "慰问", "工会",
    )  # fmt: skip


async def test_points_for_ever_are_granted_by_the_same_key_once_more(purses: Club, tmp_path: Path) -> None:
    async with open_desk(purses, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+x", "ctrl+x")
        assert desk.row(" Grant points")
        await fill_in(desk, "1,000", "", "竞赛")
        assert "Enter = grant 张三 1,000 points, good for ever" in text_of(desk.app)
        await desk.press("enter")
    assert balance(purses, "points") == 2200


@pytest.mark.parametrize(
    ("amount", "day", "reason", "told"),
    [
        ("12.345", "", "x", 'Amount must be yuan as text such as "12.50", not 12.345.'),
        ("0", "", "x", "Amount must be at least 0.01."),
        ("5", "1131", "x", "Last valid day must be a date such as 2026-11-24, not 1131."),
        ("5", "", "", "Reason is empty."),
        ("5", "2026-11-23", "x", "The last valid day, 2026-11-23, is past already: today is 2026-11-24."),
    ],
)
async def test_a_refusal_is_told_at_its_field_and_everything_stays_typed(
    purses: Club, tmp_path: Path, amount: str, day: str, reason: str, told: str
) -> None:
    async with open_desk(purses, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+x")
        await fill_in(desk, amount, day, reason)
        await desk.press("enter")
        assert told in " ".join(" ".join(desk.rows).split())
        screen = desk.app.screen
        typed = [
            screen.query_one(f"#field-{name}", Input).value for name in ("amount", "expires_on", "reason")
        ]
        assert typed == [amount, day, reason]
    assert balance(purses, "allowance") == "1250.00"


async def test_who_has_left_is_given_nothing(purses: Club, tmp_path: Path) -> None:
    async with open_desk(purses, tmp_path) as desk:
        await desk.look_at("000007")
        await desk.press("ctrl+x")
        await fill_in(desk, "5", "", "x")
        assert "赵离 left on 2026-11-23" in text_of(desk.app)
        await desk.press("enter")
    assert balance(purses, "allowance", "000007") == "0.00"


async def test_esc_leaves_the_fields_with_nothing_given(purses: Club, tmp_path: Path) -> None:
    async with open_desk(purses, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+x")
        await fill_in(desk, "5", "", "x")
        await desk.press("escape")
        assert desk.row("Staff number")
        await desk.press("escape")
        assert desk.on_grid
    assert balance(purses, "allowance") == "1250.00"


async def test_a_grant_can_be_typed_in_another_language_than_it_was_begun_in(
    purses: Club, tmp_path: Path
) -> None:
    async with open_desk(purses, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+x")
        await fill_in(desk, "5", "", "x")
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert desk.row(" 发放福利额度")
        assert "回车 = 发给 张三 5.00 元，长期有效" in text_of(desk.app)


# ---------------------------------------------------------------- awarding


async def test_an_award_is_by_a_rule_from_the_list_and_its_promotion_is_told_before(
    purses: Club, tmp_path: Path
) -> None:
    async with open_desk(purses, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+x", "ctrl+x", "ctrl+x")
        assert desk.row("volunteer  志愿活动")
        await desk.press("down", "down", "tab")
        await fill_in(desk, "1122", "清扫")
        told = " ".join(text_of(desk.app).split())
        assert (
            "Enter = award 张三 80 points for 志愿活动, good through 2027-11-24 (积分翻倍日: times 2)" in told
        )
        await desk.press("enter")
        assert desk.line == "张三 is given 80 points as L10: 1,280 points in all"


async def test_the_same_event_is_awarded_once(purses: Club, tmp_path: Path) -> None:
    async with open_desk(purses, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+x", "ctrl+x", "ctrl+x", "end", "tab")
        await fill_in(desk, "", "植树")
        await desk.press("enter")
        told = " ".join(text_of(desk.app).split())
        assert "张三 was awarded 80 points for this before (L4); nothing changed, 1,200 points in all" in told


async def test_without_rules_the_list_says_so(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+x", "ctrl+x", "ctrl+x")
        assert desk.row("There are no earning rules yet.")
        await desk.press("enter")
        assert desk.row("There are no earning rules yet.")


# ---------------------------------------------------------------- text from people


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("staff_no", "name"), [("000005", HOSTILE[0]), ("000009", HOSTILE[1])])
async def test_names_reasons_and_rules_are_never_markup(
    purses: Club, tmp_path: Path, size: tuple[int, int], staff_no: str, name: str
) -> None:
    purses.do("grant", member=staff_no, unit="points", amount=5, reason="[@click=app.quit]原因[/]")
    async with open_desk(purses, tmp_path, size) as desk:
        await desk.look_at(staff_no)
        await desk.press("tab")
        assert desk.row("[@click=app.quit]")
        await desk.press("ctrl+x", "ctrl+x", "ctrl+x")
        assert desk.row("[/]")
        assert f"Enter = award {name} 5 points for {HOSTILE[1]}" in " ".join(text_of(desk.app).split())
        await desk.press("enter")
        assert desk.row(f"{name} is given 5 points")


async def test_a_name_of_forty_characters_leaves_the_balances_whole(purses: Club, tmp_path: Path) -> None:
    async with Console(tmp_path / "club.db").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"000006", "enter")
        await settled(pilot)
        assert shown(pilot.app)[1].endswith("长  000006 | 0 pts  0.00 yuan")
