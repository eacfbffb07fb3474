"""What came of a key stays told, however late it becomes known what the next Enter would do."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from core.booking.outlook import AskOutlook
from tests.support.club import Club
from tests.support.screens import settled
from tests.support.shop import fill_orders, fill_shop
from tests.tui.test_member_screen import Desk, open_desk
from tui.link import DeskLink
from tui.scanner import Scanned


class Rehearsals:
    """Dry runs, and looks ahead on the grid, that come back when the test lets them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = 0
        self._held = asyncio.Event()
        self._held.set()
        for way in ("rehearse", "do", "ask"):
            self._hold(way, monkeypatch)

    def _hold(self, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
        real = getattr(DeskLink, way)

        async def late(link: DeskLink, command: Any, *of: Any, **more: Any) -> Any:
            if way == "rehearse" or isinstance(command, AskOutlook) or getattr(command, "dry_run", False):
                self.begun += 1
                await self._held.wait()
            return await real(link, command, *of, **more)

        monkeypatch.setattr(DeskLink, way, late)

    def hold(self) -> None:
        self.begun = 0
        self._held.clear()

    async def let_go(self, desk: Desk) -> None:
        assert self.begun, "nothing was being foretold"
        self._held.set()
        await settled(desk.pilot)


@pytest.fixture
def rehearsals(monkeypatch: pytest.MonkeyPatch) -> Rehearsals:
    return Rehearsals(monkeypatch)


async def test_that_no_more_can_come_back_is_not_painted_over(
    console_club: Club, tmp_path: Path, rehearsals: Rehearsals
) -> None:
    fill_orders(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f9", "f8", "down", "enter")
        assert desk.row(" O1 | 张三")
        rehearsals.hold()
        await desk.pilot.press("enter", "enter", "enter")
        await desk.pilot.pause()
        refusal = desk.line
        assert "2" in refusal
        await rehearsals.let_go(desk)
        assert desk.line == refusal


async def test_that_an_order_has_no_service_is_not_painted_over(
    console_club: Club, tmp_path: Path, rehearsals: Rehearsals
) -> None:
    fill_orders(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f9", "f8", "down", "enter")
        rehearsals.hold()
        await desk.pilot.press("enter")
        await desk.pilot.pause()
        desk.app.screen.action_schedule()  # type: ignore[attr-defined]
        await desk.pilot.pause()
        await rehearsals.let_go(desk)
        assert desk.line == "O1 has no service in it."


async def test_that_a_scan_found_no_item_for_a_hand_out_is_not_painted_over(
    console_club: Club, tmp_path: Path, rehearsals: Rehearsals
) -> None:
    fill_shop(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f9", "ctrl+o", "f5")
        rehearsals.hold()
        form = desk.app.screen.form  # type: ignore[attr-defined]
        form.rows["name"].typing.value = "中秋"
        form.rows["lines"].typing.value = "TOWEL"
        await desk.pilot.pause()
        desk.app.screen.post_message(Scanned("999999"))
        await desk.pilot.pause()
        await rehearsals.let_go(desk)
        assert desk.line == "No item is found by 999999."


async def test_what_is_asked_before_a_booking_is_cancelled_is_not_painted_over(
    console_club: Club, tmp_path: Path, rehearsals: Rehearsals
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.type("000002")
        await desk.press("enter")
        rehearsals.hold()
        await desk.pilot.press("down", "up")
        await desk.pilot.press("f8")
        await desk.pilot.pause()
        assert desk.row("Enter = cancel 李四")
        await rehearsals.let_go(desk)
        assert desk.row("Enter = cancel 李四")
