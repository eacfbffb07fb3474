"""The departments' balances at a glance, their members, and what runs out soon."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support.club import Club
from tests.support.console_club import HOSTILE, LONG
from tests.support.purses import fill_purses, grant
from tests.support.screens import settled, text_of
from tests.tui.test_member_screen import SIZES, Desk, open_desk


@pytest.fixture
def purses(console_club: Club) -> Club:
    return fill_purses(console_club)


@asynccontextmanager
async def balances(club: Club, folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    async with open_desk(club, folder, size) as desk:
        await desk.press("ctrl+d")
        yield desk


@pytest.mark.parametrize("size", SIZES)
async def test_each_department_is_a_line_with_members_sums_and_what_runs_out(
    purses: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with balances(purses, tmp_path, size) as desk:
        assert desk.row(" All departments | 9 members | 1,207 points | 1,270.00 yuan")
        finance = desk.row(" 财务科 ").split()
        assert finance[1:] == ["2", "1,207", "1,270.00", "7", "270.00", "11-30", "Mon"]
        assert desk.row(" in no department").split()[3] == "5"


async def test_enter_opens_a_department_then_a_members_statement_and_esc_goes_back_step_by_step(
    purses: Club, tmp_path: Path
) -> None:
    async with balances(purses, tmp_path) as desk:
        await desk.press("down")
        assert desk.line == "Enter = the members of: 财务科"
        await desk.press("enter")
        assert desk.row(" 财务科 | 2 members | 1,207 points | 1,270.00 yuan")
        assert desk.row(" 王五  000003").split()[2:4] == ["7", "20.00"]
        assert desk.line == "Enter = the statement of 张三 000001"
        await desk.press("enter")
        assert desk.row(" Points  000001  张三")
        await desk.press("escape")
        assert desk.row(" 财务科 | 2 members")
        await desk.press("escape")
        assert desk.line == "Enter = the members of: 财务科"
        await desk.press("escape")
        assert desk.on_grid


async def test_those_in_no_department_are_opened_too(purses: Club, tmp_path: Path) -> None:
    async with balances(purses, tmp_path) as desk:
        await desk.press("end", "enter")
        assert desk.row(" in no department | 5 members")
        assert desk.row(" 周八")


@pytest.mark.parametrize("size", SIZES)
async def test_f6_lists_what_runs_out_soonest_first_with_the_phone(
    purses: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with balances(purses, tmp_path, size) as desk:
        await desk.press("f6")
        assert desk.row(" Running out within 30 days: 7 points, 270.00 yuan")
        rows = [row.split()[:7] for row in desk.rows if "138****00" in row]
        assert rows == [
            ["王五", "000003", "138****0013", "7", "points", "11-30", "Mon"],
            ["王五", "000003", "138****0013", "20.00", "yuan", "12-01", "Tue"],
            ["张三", "000001", "138****0011", "250.00", "yuan", "12-15", "Tue"],
        ]
        await desk.press("end", "enter")
        assert desk.row(" Allowance  000001  张三")
        await desk.press("escape", "escape")
        assert desk.row(" All departments")


async def test_f2_leads_to_the_members_page(purses: Club, tmp_path: Path) -> None:
    async with balances(purses, tmp_path) as desk:
        await desk.press("f6", "f2")
        assert desk.row(" 王五  wang wu  000003")
        await desk.press("escape")
        assert desk.on_grid


async def test_f2_on_a_statement_leads_to_the_page_of_its_member(purses: Club, tmp_path: Path) -> None:
    async with balances(purses, tmp_path) as desk:
        await desk.press("down", "enter", "enter", "f2")
        assert desk.row(" 张三  zhang san  000001")


async def test_it_follows_what_others_do(purses: Club, tmp_path: Path) -> None:
    async with balances(purses, tmp_path) as desk:
        grant(purses, "000002", 50)
        await desk.follow()
        assert desk.row(" 办公室 ").split()[2:4] == ["50", "0.00"]


async def test_it_follows_the_language(purses: Club, tmp_path: Path) -> None:
    async with balances(purses, tmp_path) as desk:
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert desk.row(" 全部部门 | 9 人 | 1,207 分 | 1,270.00 元")
        assert desk.line == "回车 = 看职工：办公室"


async def test_where_nothing_runs_out_it_says_so(console_club: Club, tmp_path: Path) -> None:
    async with balances(console_club, tmp_path) as desk:
        await desk.press("f6")
        assert desk.line == "Nothing runs out within 30 days."


@pytest.mark.parametrize("size", SIZES)
async def test_names_are_never_markup_and_no_line_is_longer_than_the_window(
    purses: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    purses.do("change_member", staff_no="000005", department="[/]")
    purses.do("change_member", staff_no="000006", department=LONG)
    purses.do("change_member", staff_no="000009", department=LONG)
    for member in ("000005", "000006", "000009"):
        grant(purses, member, "1234567.89", "2026-12-01")
    async with balances(purses, tmp_path, size) as desk:
        assert desk.row(" [/] ").split()[-3:] == ["1,234,567.89", "12-01", "Tue"]
        assert all(cell_len(row) <= size[0] for row in desk.rows)
        assert "1,234,567.89" in text_of(desk.app)
        await desk.press("f6")
        assert desk.row(HOSTILE[1][:6])
        assert desk.row(" [/] ")
        assert all(cell_len(row) <= size[0] for row in desk.rows)
        assert len([row for row in desk.rows if "1,234,567.89 yuan" in row]) == 3
