"""The audit trail in the console: who did what to whom, and why; narrowed by one field; one record whole."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core import audit_search
from tests.support.club import Club
from tests.support.console_club import TODAY, TOMORROW
from tests.support.screens import settled, text_of
from tests.tui.test_member_screen import Desk, open_desk
from tui.app import Console
from tui.widgets.search import SearchField


@pytest.fixture
def told(console_club: Club) -> Club:
    """A booking that was cancelled with its reason, and a grant."""
    booking = console_club.book("000001", "reading", TOMORROW, "17:30")
    console_club.do("cancel", booking=booking, reason="孩子发烧")
    console_club.do("grant", member="000002", unit="points", amount=100, reason="年会")
    return console_club


@asynccontextmanager
async def audit(club: Club, folder: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Desk]:
    """The audit trail, found in the palette."""
    async with open_desk(club, folder, size) as desk:
        await desk.press("ctrl+p", *"sjjl", "enter")
        yield desk


async def test_it_is_found_in_the_palette_and_tells_who_did_what_to_whom_and_why(
    told: Club, tmp_path: Path
) -> None:
    async with audit(told, tmp_path) as desk:
        assert desk.row(" Audit trail")
        number = told.ask("audit_head")["number"]
        assert desk.row(f"{number}").split() == [
            str(number), "11-24", "17:34", "owner", "granted", "李四", "E1", "L1", "年会",
        ]  # fmt: skip
        cancelled = desk.row(f"{number - 1}")
        assert "cancelled 张三 阅览室 11-25 17:30" in cancelled
        assert cancelled.endswith("孩子发烧")
        assert desk.line == f"Enter = look at record {number}"
        assert desk.pressed == 6


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("zs", " Audit trail of 张三"),
        ("000001", " Audit trail of 张三"),
        ("cancelled", " Audit trail | cancelled"),
        ("yiquxiao", " Audit trail | cancelled"),
        ("b10", " Audit trail | B10"),
        ("11-24", " Audit trail | 2026-11-24"),
        ("11-20..11-24", " Audit trail | 2026-11-20..2026-11-24"),
        ("owner", " Audit trail | operator owner"),
        ("孩子发烧", " Audit trail | with the words: 孩子发烧"),
    ],
)
async def test_it_is_narrowed_by_what_is_typed(told: Club, tmp_path: Path, typed: str, heading: str) -> None:
    async with audit(told, tmp_path) as desk:
        desk.app.screen.query_one(SearchField).take(typed)
        await settled(desk.pilot)
        await desk.press("enter")
        assert desk.row(heading).rstrip() == heading


async def test_what_is_typed_one_after_another_goes_together_and_f6_shows_all_again(
    told: Club, tmp_path: Path
) -> None:
    async with audit(told, tmp_path) as desk:
        await desk.type("zs")
        await desk.press("enter")
        await desk.type("cancelled")
        await desk.press("enter")
        assert desk.row(" Audit trail of 张三 | cancelled")
        assert "1 record" in text_of(desk.app)
        await desk.press("f6")
        assert "granted 李四" in text_of(desk.app)


async def test_a_page_says_how_far_back_it_looked_and_f4_looks_further_until_something_is_found(
    told: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_search, "WALK", 10)
    async with audit(told, tmp_path) as desk:
        await desk.type("facility added")
        await desk.press("enter")
        assert "looked back to 2026-11-23" in text_of(desk.app)
        assert "; F4 looks further" in text_of(desk.app)
        assert "facility added 羽毛球" not in text_of(desk.app)
        await desk.press("f4")
        assert "facility added" in text_of(desk.app)
        await desk.press("f4", "f4")
        assert desk.line == "All records were looked at."


async def test_one_record_tells_every_field_in_words_and_that_the_chain_holds(
    told: Club, tmp_path: Path
) -> None:
    async with audit(told, tmp_path) as desk:
        await desk.press("down", "enter")
        seen = text_of(desk.app)
        number = told.ask("audit_head")["number"] - 1
        assert f"{number}  2026-11-24 17:34:00  cancelled 张三 阅览室 11-25 17:30" in seen
        assert "By: owner" in seen
        assert "Member: 张三 000001" in seen
        assert "reason: 孩子发烧" in seen
        assert told.ask("audit_record", record=number)["hash"] in seen
        assert "The chain holds here" in seen
        await desk.press("left")
        assert f"{number - 1}  2026-11-24 17:34:00  booked 张三" in text_of(desk.app)


async def test_a_record_that_was_changed_says_so(told: Club, tmp_path: Path) -> None:
    with told.database.write() as store:
        store.connection.execute("DROP TRIGGER audit_no_update")
        store.connection.execute(
            "UPDATE audit SET body = replace(body, '年会', '没事') WHERE action = 'grant'"
        )
    async with audit(told, tmp_path) as desk:
        await desk.press("enter")
        number = told.ask("audit_head")["number"]
        assert f"The audit record {number} was changed." in text_of(desk.app)
        assert "The chain holds here" not in text_of(desk.app)


async def test_from_a_record_to_its_member_and_its_booking(told: Club, tmp_path: Path) -> None:
    async with audit(told, tmp_path) as desk:
        await desk.press("down", "enter", "f3")
        assert "阅览室 11-25 Wed 17:30" in text_of(desk.app)
        await desk.press("escape", "f2")
        assert "张三" in desk.rows[1] + desk.rows[2]
        assert "财务科" in text_of(desk.app)


async def test_from_a_member_to_what_was_done_to_them(told: Club, tmp_path: Path) -> None:
    async with open_desk(told, tmp_path, (120, 40)) as desk:
        await desk.look_at("000001")
        await desk.press("ctrl+p")
        await desk.type("this member's audit")
        await desk.press("enter")
        assert desk.row(" Audit trail of 张三")
        await desk.press("escape")
        assert "财务科" in text_of(desk.app)


async def test_with_nothing_to_show_it_says_so(told: Club, tmp_path: Path) -> None:
    async with audit(told, tmp_path) as desk:
        await desk.type("1-1")
        await desk.press("enter")
        assert desk.line == "No records here: F6 = all"


async def test_in_chinese_and_in_a_window_of_80_columns(told: Club, tmp_path: Path) -> None:
    async with audit(told, tmp_path, (80, 24)) as desk:
        assert isinstance(desk.app, Console)
        desk.app.action_language("zh_CN")
        await settled(desk.pilot)
        assert "已取消 张三" in text_of(desk.app)
        assert desk.line.startswith("Enter = 查看第 ")
        await desk.press("enter")
        assert "审计链在此完好" in " ".join(text_of(desk.app).split())
        assert TODAY in text_of(desk.app)


async def test_names_and_reasons_that_look_like_markup_are_text(told: Club, tmp_path: Path) -> None:
    told.do("grant", member="000005", unit="points", amount=1, reason="[red]x[/] [@click=app.quit]y[/]")
    async with audit(told, tmp_path) as desk:
        assert "[red]x" in text_of(desk.app)
        await desk.press("enter")
        assert "[@click=app.quit]y[/]" in text_of(desk.app)
