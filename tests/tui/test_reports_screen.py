"""Reports: a month's figures and plots, two months, what will be needed; keys are counted from the grid."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.cells import cell_len

from core.errors import DeskError
from core.reports.month import AskMonth, Month
from tests.support.club import Club
from tests.support.console_club import HOSTILE, LONG, TODAY
from tests.support.screens import settled, shown, text_of, until
from tests.tui.test_languages_live import english
from tests.tui.test_member_screen import SIZES, Desk, open_desk
from tests.tui.test_without_colour import coloured
from tui.language import CHINESE, use
from tui.palette import deeds
from tui.reports.panels import PANELS
from tui.screens.reports import month_typed
from tui.widgets.plot import plain
from tui.widgets.plot_page import PlotPage

PLOTS = ("Use over the days", "Used by day of the week and start", "Facilities, best used first")
NOVEMBER = "Month 2026-11 | as far as it has gone, 11-24"


@asynccontextmanager
async def reports(club: Club, folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    async with open_desk(club, folder, size) as desk:
        await desk.press("ctrl+w")
        yield desk


def whole(desk: Desk) -> list[str]:
    """The lines of the page, seen or not."""
    return [plain(line).strip() for line in desk.app.screen.query_one(PlotPage).lines]


def heading(desk: Desk) -> str:
    return desk.rows[1].strip()


# ---------------------------------------------------------------- a month


@pytest.mark.parametrize("size", SIZES)
async def test_one_key_shows_the_month_with_its_main_figures(
    console_club: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    use = console_club.ask("month", month="2026-11")["use"]
    async with reports(console_club, tmp_path, size) as desk:
        assert desk.pressed == 1
        assert heading(desk) == NOVEMBER
        offered, booked = desk.row("Units offered"), desk.row("Units booked")
        assert f"{use['offered']:,}" in offered
        assert f"{use['booked']:,}" in booked
        assert use["booked"] > 0
        assert all(cell_len(row) <= size[0] for row in desk.rows)


async def test_the_plots_are_what_the_figures_are(console_club: Club, tmp_path: Path) -> None:
    async with reports(console_club, tmp_path, (120, 40)) as desk:
        text = text_of(desk.app)
        for panel in ("Bookings", *PLOTS):
            assert panel in text
        table = console_club.ask("month", month="2026-11")["use"]["facilities"]
        reading = next(part for part in table if part["facility"] == "reading")
        assert reading["offered"] > 0
        assert f"0.0% 0/{reading['offered']:,}" in desk.row("阅览室")


async def test_page_down_shows_the_rest_in_a_small_window(console_club: Club, tmp_path: Path) -> None:
    async with reports(console_club, tmp_path) as desk:
        assert "Facilities, best used first" not in text_of(desk.app)
        await desk.press("pagedown", "pagedown")
        assert "Facilities, best used first" in text_of(desk.app)
        await desk.press("home")
        assert desk.rows[2].strip() == "Bookings"


async def test_an_empty_month_says_so(console_club: Club, tmp_path: Path) -> None:
    async with reports(console_club, tmp_path) as desk:
        await desk.type("202402")
        await desk.press("enter")
        assert heading(desk) == "Month 2024-02"
        lines = whole(desk)
        for panel in PLOTS:
            assert lines[lines.index(panel) + 1] == "Nothing to show."


async def test_a_panel_of_a_section_that_the_report_has_not_is_not_there() -> None:
    (panel,) = (panel for panel in PANELS if panel.needs == "allowance")
    departments = [
        SimpleNamespace(department="财务科", net_used=5_000, available=10_000),
        SimpleNamespace(department=None, net_used=0, available=20_000),
        SimpleNamespace(department="车间", net_used=0, available=0),
    ]
    report: Any = SimpleNamespace(allowance=SimpleNamespace(departments=departments))
    assert [plain(line).rstrip() for line in panel.draw(report, 50, [report])] == [
        "in no department .....................  0.0%  0.00",
        "财务科           ##########........... 50.0% 50.00",
        "# used, less what was returned, of what there was; yuan",
    ]


# ---------------------------------------------------------------- which month


async def test_left_and_right_go_through_the_months_and_ctrl_t_back_to_this_one(
    console_club: Club, tmp_path: Path
) -> None:
    async with reports(console_club, tmp_path) as desk:
        await desk.press("left")
        assert heading(desk) == "Month 2026-10"
        await desk.press("ctrl+left")
        assert heading(desk) == "Month 2026-09"
        await desk.press("ctrl+t")
        assert heading(desk) == NOVEMBER
        await desk.press("right")
        assert heading(desk) == "Month 2026-12 | to come"


async def test_digits_name_a_month(console_club: Club, tmp_path: Path) -> None:
    async with reports(console_club, tmp_path) as desk:
        await desk.press("9")
        assert desk.line == "Enter = go to the month | Esc = stay; as 10, or 2026-10"
        await desk.press("enter")
        assert heading(desk) == "Month 2026-09"
        await desk.press("ctrl+g")
        await desk.type("202503")
        await desk.press("enter")
        assert heading(desk) == "Month 2025-03"


async def test_what_is_no_month_is_told_and_stays_to_be_mended(console_club: Club, tmp_path: Path) -> None:
    async with reports(console_club, tmp_path) as desk:
        await desk.type("13")
        await desk.press("enter")
        assert desk.line == "month must be a month such as 2026-10, not 13."
        await desk.press("backspace", "0", "enter")
        assert heading(desk) == "Month 2026-10"


async def test_esc_leaves_the_field_then_the_screen(console_club: Club, tmp_path: Path) -> None:
    async with reports(console_club, tmp_path) as desk:
        await desk.press("1", "escape")
        assert heading(desk) == NOVEMBER
        await desk.press("escape")
        assert desk.on_grid


@pytest.mark.parametrize(
    ("typed", "month"),
    [("10", (2026, 10)), ("3", (2026, 3)), ("2025-1", (2025, 1)), ("202512", (2025, 12)),
     ("2025年7月", (2025, 7)), ("７", (2026, 7))],
)  # fmt: skip
def test_months_as_they_are_typed(typed: str, month: tuple[int, int]) -> None:
    assert month_typed(typed, Month(2026, 11)) == Month(*month)


@pytest.mark.parametrize("typed", ["", "0", "13", "x", "2026-00", "0001-01", "99999"])
def test_what_is_no_month(typed: str) -> None:
    with pytest.raises(DeskError) as refused:
        month_typed(typed, Month(2026, 11))
    assert refused.value.facts["field"] == "month"


async def test_the_ends_of_the_calendar_are_told(console_club: Club, tmp_path: Path) -> None:
    async with reports(console_club, tmp_path) as desk:
        await desk.type("190101")
        await desk.press("enter")
        assert desk.line.startswith("month must be a month")
        assert heading(desk) == NOVEMBER


# ---------------------------------------------------------------- two months


async def test_f3_puts_the_month_before_beside_then_that_of_last_year_then_none(
    console_club: Club, tmp_path: Path
) -> None:
    async with reports(console_club, tmp_path, (120, 40)) as desk:
        await desk.press("f3")
        assert heading(desk) == "Month 2026-11 beside 2026-10 | as far as it has gone, 11-24"
        assert any(row.split() == f"2026-11  {PLOTS[0]} 2026-10  {PLOTS[0]}".split() for row in whole(desk))
        await desk.press("f3")
        assert heading(desk) == "Month 2026-11 beside 2025-11 | as far as it has gone, 11-24"
        await desk.press("f3")
        assert heading(desk) == NOVEMBER


async def test_in_a_small_window_the_other_month_stands_below_panel_by_panel(
    console_club: Club, tmp_path: Path
) -> None:
    async with reports(console_club, tmp_path) as desk:
        await desk.press("f3")
        lines = whole(desk)
        assert lines.index(f"2026-11  {PLOTS[0]}") < lines.index(f"2026-10  {PLOTS[0]}")
        assert lines.index(f"2026-10  {PLOTS[0]}") < lines.index(f"2026-11  {PLOTS[1]}")


async def test_figures_of_two_months_stand_in_one_table_with_the_change(
    console_club: Club, tmp_path: Path
) -> None:
    offered, booked = (
        console_club.ask("month", month="2026-11")["use"][name] for name in ("offered", "booked")
    )
    async with reports(console_club, tmp_path) as desk:
        await desk.press("f3")
        lines = whole(desk)
        assert lines[:2] == ["Bookings", "2026-11  2026-10  Change"]
        assert lines[2].split() == ["Units", "offered", str(offered), "0", f"+{offered}"]
        assert lines[3].split() == ["Units", "booked", str(booked), "0", f"+{booked}"]
        assert lines[4].split()[-2:] == ["-", "-"]


# ---------------------------------------------------------------- what will be needed


async def test_f6_shows_what_will_be_needed_and_esc_the_month_again(
    console_club: Club, tmp_path: Path
) -> None:
    async with reports(console_club, tmp_path) as desk:
        await desk.press("f6")
        assert heading(desk) == "What will be needed"
        text = text_of(desk.app)
        assert "Expected in the week from 2026-11-30 on (what was usual, no promise)" in text
        assert "Items likely to run out" in text
        await desk.press("escape")
        assert heading(desk) == NOVEMBER


async def test_expected_use_is_drawn_and_listed_fullest_first(console_club: Club, tmp_path: Path) -> None:
    console_club.at("2026-12-01T09:00")
    async with reports(console_club, tmp_path, (120, 40)) as desk:
        await desk.press("f6")
        rows = desk.rows
        at = next(number for number, row in enumerate(rows) if "Expected use, fullest first" in row)
        assert rows[at + 2].split()[:6] == ["Mon", "09:30", "100.0%", "1.0", "1", "0.0"]
        assert "Weekday" in rows[at + 1]
        assert desk.row("09:30 ").split() == ["09:30", "#100", *["-"] * 6]


async def test_who_may_lose_allowance_is_listed_and_f4_reminds_them_once(
    console_club: Club, tmp_path: Path
) -> None:
    console_club.do("grant", member="000001", unit="allowance", amount="80.00", reason="x",
                    expires_on="2026-12-20")  # fmt: skip
    async with reports(console_club, tmp_path) as desk:
        await desk.press("f6")
        lines = whole(desk)
        assert "Allowance likely to lapse unused by 2027-01-23" in lines
        assert any("000001" in line and "80.00" in line for line in lines)
        await desk.press("f4")
        assert desk.line == "1 member is reminded."
        await desk.press("f4")
        assert desk.line == "0 members are reminded. So many were told within the last 7 days: 1."


# ---------------------------------------------------------------- while it is counted


async def test_what_was_shown_stays_until_the_other_month_is_counted(
    console_club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reports(console_club, tmp_path) as desk:
        link = desk.app.link  # type: ignore[attr-defined]
        go, asked, ask = asyncio.Event(), [], link.ask

        async def slowly(question: Any) -> Any:
            if isinstance(question, AskMonth):
                asked.append(question.month.write_wire())
                await go.wait()
            return await ask(question)

        monkeypatch.setattr(link, "ask", slowly)
        offered = desk.row("Units offered")
        for _ in range(5):
            await desk.pilot.press("left")
        await until(desk.pilot, lambda rows: "Counting 2026-06 ..." in rows[1])
        assert heading(desk) == f"{NOVEMBER}   Counting 2026-06 ..."
        assert desk.row("Units offered") == offered
        go.set()
        await settled(desk.pilot)
        assert heading(desk) == "Month 2026-06"
        assert asked == ["2026-10", "2026-06"]


async def test_others_changes_are_counted_when_the_figures_are_old(
    console_club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reports(console_club, tmp_path) as desk:
        before = desk.row("Units booked")
        console_club.book("000001", "reading", TODAY, "17:30", override="x")
        await desk.follow()
        assert desk.row("Units booked") == before
        monkeypatch.setattr("tui.screens.reports_view.FRESH_SECONDS", -1.0)
        await desk.follow()
        assert desk.row("Units booked") != before


# ---------------------------------------------------------------- everywhere the same


@pytest.mark.parametrize("size", SIZES)
async def test_facilities_named_as_nobody_should_name_them(
    console_club: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    for number, name in enumerate((*HOSTILE[:2], LONG)):
        console_club.do("add_facility", code=f"bad{number}", name=name, kind="area", capacity=2)
        console_club.publish((f"bad{number}", TODAY, "19:30-20:30"))
    async with reports(console_club, tmp_path, size) as desk:
        names = ("[/]", "[@click=app", "长长长长")
        while not all(name in text_of(desk.app) for name in names):
            before = desk.rows
            await desk.press("down")
            assert desk.rows != before  # the page has an end
        assert all(cell_len(row) <= size[0] for row in desk.rows)


@pytest.mark.parametrize("keys", [(), ("f3",), ("f6",)])
async def test_the_language_changes_live(console_club: Club, tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with reports(console_club, tmp_path, (200, 50)) as desk:
        await desk.press(*keys)
        desk.app.speak(CHINESE)  # type: ignore[attr-defined]
        await settled(desk.pilot)
        allowed = ("click", "app", "quit")
        assert [word for word in english(shown(desk.app)) if word not in allowed] == []


async def test_without_colour_signs_and_figures_say_it(
    console_club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reports(console_club, tmp_path, (120, 40)) as desk:
        assert coloured(desk.app) == set()
        assert ". < 25   : < 50   + < 75   # >= 75" in text_of(desk.app)


async def test_it_is_in_the_palette_and_in_the_help(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        found = [deed for deed in deeds(desk.app, desk.app.screen) if deed.action == "go('reports')"]  # type: ignore[arg-type]
        assert [deed.keys for deed in found] == ["Ctrl+W"]
        await desk.press("ctrl+w", "f1")
        assert "go through the months" in text_of(desk.app)
        await desk.press("escape")
        assert heading(desk) == NOVEMBER


async def test_the_wheel_scrolls(console_club: Club, tmp_path: Path) -> None:
    async with reports(console_club, tmp_path) as desk:
        use("en")
        plots = desk.app.screen.query_one("#plots")
        plots.scroll_down(animate=False, immediate=True)
        await settled(desk.pilot)
        assert desk.rows[2].strip() != "Bookings"
