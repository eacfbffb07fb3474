"""A member's statement by keys: opening, entries, closing; why an amount is what it is; taking back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.console_club import HOSTILE
from tests.support.purses import fill_purses, grant
from tests.support.screens import settled, text_of
from tests.tui.test_member_screen import SIZES, Desk, open_desk
from tui.widgets.table import TextTable

MEMBER = "000001"


@pytest.fixture
def purses(console_club: Club) -> Club:
    return fill_purses(console_club)


@asynccontextmanager
async def statement(
    club: Club, folder: Path, size: tuple[int, int] = (80, 24), staff_no: str = MEMBER
) -> AsyncIterator[Desk]:
    async with open_desk(club, folder, size) as desk:
        await desk.look_at(staff_no)
        await desk.press("ctrl+f")
        yield desk


def plain(desk: Desk) -> str:
    return " ".join(text_of(desk.app).split())


@pytest.mark.parametrize("size", SIZES)
async def test_every_entry_has_its_amount_and_the_balance_after_it_right_aligned(
    purses: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with statement(purses, tmp_path, size) as desk:
        assert desk.row(" Points  000001  张三")
        assert desk.row(" 2026 | opening 0 points | closing 1,200 points")
        rows = [row for row in desk.rows if row.startswith(" 2026-11-24")]
        assert [row.split("  ")[-1].strip() for row in rows] == [
            "1,000 points", "1,080 points", "1,200 points", "1,080 points", "1,120 points", "1,200 points",
        ]  # fmt: skip
        assert len({len(row.encode("gb18030")) for row in rows}) == 1
        assert desk.row("E13    spent    O32").split()[-4:] == ["-120", "points", "1,080", "points"]


async def test_f3_shows_the_other_unit(purses: Club, tmp_path: Path) -> None:
    async with statement(purses, tmp_path) as desk:
        await desk.press("f3")
        assert desk.row(" Allowance  000001  张三")
        assert desk.row("E5     spent    O31").split()[-4:] == ["-50.00", "yuan", "1,250.00", "yuan"]


async def test_f4_changes_the_period_and_ctrl_left_goes_back(purses: Club, tmp_path: Path) -> None:
    async with statement(purses, tmp_path) as desk:
        await desk.press("f4")
        assert desk.row(" all entries | opening 0 points | closing 1,200 points")
        await desk.press("f4")
        assert desk.row(" 2026-11 | opening 0 points | closing 1,200 points")
        await desk.press("ctrl+left")
        assert desk.row(" 2026-10 | opening 0 points | closing 0 points")
        assert desk.line == "No entries here | F4 = another period | F3 = the other unit"
        await desk.press("ctrl+right", "ctrl+right")
        assert desk.row(" 2026-11 | opening")


async def test_the_newest_entry_is_marked_and_esc_leads_back(purses: Club, tmp_path: Path) -> None:
    async with statement(purses, tmp_path) as desk:
        assert desk.line == "Enter = how E17 came about | F8 = take it back"
        await desk.press("escape")
        assert desk.row("Staff number")


async def test_f2_leaves_the_statement_of_one_for_the_page_of_another(purses: Club, tmp_path: Path) -> None:
    async with statement(purses, tmp_path) as desk:
        await desk.press("f10", "f10", "escape")
        await desk.type("000003")
        await desk.press("enter", "f2")
        assert desk.row(" 王五  wang wu  000003")


async def test_f2_goes_back_to_the_page_under_an_explained_entry(purses: Club, tmp_path: Path) -> None:
    async with statement(purses, tmp_path) as desk:
        await desk.press("enter", "f2")
        assert desk.row(" 张三  zhang san  000001")


# ---------------------------------------------------------------- why


@pytest.mark.parametrize("key", ["enter", "ctrl+y"])
async def test_an_entry_tells_its_rule_promotion_sides_and_lots(
    purses: Club, tmp_path: Path, key: str
) -> None:
    async with statement(purses, tmp_path) as desk:
        await desk.press("home", "down", key)
        for told in (
            "E9  awarded  +80 points",
            "earning rule volunteer",
            "it gives 40 points",
            "happened on 2026-11-21",
            "promotion 积分翻倍日",
            "times 2",
            "L4  +80 points  granted on 2026-11-24  good through 2027-11-24  志愿活动",
            "E9  +80 points  the member's balance",
            "E10  -80 points  the programme that gives",
        ):
            assert desk.row(told)
        await desk.press("escape")
        assert desk.line.startswith("Enter = how E9")


async def test_a_spend_tells_every_lot_it_drew_on(purses: Club, tmp_path: Path) -> None:
    purses.do("spend", member=MEMBER, unit="points", amount=100)
    async with statement(purses, tmp_path) as desk:
        await desk.press("enter")
        assert desk.row("L7  -80 points")
        assert desk.row("L4  -20 points")
        assert desk.row("redeemed")


# ---------------------------------------------------------------- taking back


async def test_a_grant_is_taken_back_with_a_reason_and_enter(purses: Club, tmp_path: Path) -> None:
    async with statement(purses, tmp_path) as desk:
        await desk.press("f8")
        assert "Enter = take E17 back, 80 points | Esc = leave it; a reason is needed" in plain(desk)
        await desk.press("enter")
        assert "Why is it taken back?" in plain(desk)
        await desk.type("wrong")
        await desk.press("enter")
        assert desk.line == "E17 is taken back: 80 points, 1,120 points are left"
        assert desk.row("taken back").split()[-4:] == ["-80", "points", "1,120", "points"]
        await desk.press("end", "enter")
        assert desk.row("It takes E17 back.")
        assert desk.row("reason: wrong")


async def test_esc_leaves_the_entry_as_it_is(purses: Club, tmp_path: Path) -> None:
    async with statement(purses, tmp_path) as desk:
        await desk.press("f8", "escape")
        assert desk.line == "Enter = how E17 came about | F8 = take it back"
    assert purses.ask("balance", member=MEMBER)["points"] == 1200


async def test_a_spend_is_not_taken_back_and_what_was_spent_neither(purses: Club, tmp_path: Path) -> None:
    async with statement(purses, tmp_path) as desk:
        await desk.press("up", "up", "f8")
        assert "can't be done with E13: it is an entry of the kind: spent" in plain(desk)
        await desk.press("up", "f8")
        await desk.type("x")
        await desk.press("enter")
        assert "E11 can't be taken back: of 120 only 0 is left." in plain(desk)
        assert desk.row("Reason: x")


# ---------------------------------------------------------------- length, languages, names


async def test_a_long_ledger_is_gone_through_by_pages_and_paints_what_is_seen_alone(
    purses: Club, tmp_path: Path
) -> None:
    for count in range(300):
        grant(purses, "000002", count + 1)
    async with statement(purses, tmp_path, staff_no="000002") as desk:
        table = desk.app.screen.query_one(TextTable)
        assert desk.row("+300 points").split()[-2:] == ["45,150", "points"]
        assert len(table._strips) < 60
        await desk.press("home")
        assert desk.row("+1 point ")
        await desk.press("pagedown")
        assert len(table._strips) < 90
        assert desk.line.startswith("Enter = how E")
        await desk.press("end")
        assert desk.row("+300 points")


async def test_the_statement_follows_the_language(purses: Club, tmp_path: Path) -> None:
    async with statement(purses, tmp_path) as desk:
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert desk.row(" 2026 | 期初 0 分 | 期末 1,200 分")
        assert desk.row("E13     使用").split()[-4:] == ["-120", "分", "1,080", "分"]
        assert desk.line == "回车 = E17 的来由 | F8 = 冲正"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("staff_no", "name"), [("000005", HOSTILE[0]), ("000009", HOSTILE[1])])
async def test_names_and_reasons_are_never_markup(
    purses: Club, tmp_path: Path, size: tuple[int, int], staff_no: str, name: str
) -> None:
    grant(purses, staff_no, 5, reason="[/b]")
    async with statement(purses, tmp_path, size, staff_no) as desk:
        assert desk.row(f" Points  {staff_no}  {name}")
        assert desk.row("[/b]")
        await desk.press("enter")
        assert desk.row(f"{name} {staff_no}")
        assert desk.row("reason: [/b]")


async def test_what_is_too_long_is_cut_off_the_reason_and_never_off_an_amount(
    purses: Club, tmp_path: Path
) -> None:
    grant(purses, "000006", "1234567.89", reason="长" * 40)
    async with statement(purses, tmp_path, (60, 15), "000006") as desk:
        assert desk.row("granted").split()[-3:] == ["+1,234,567.89", "yuan", "1,234,567.89"]
