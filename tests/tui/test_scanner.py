"""The scanner: told from typing by its pace, and what a card means on the grid."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.club import Club
from tests.support.screens import settled, shown, text_of
from tui.app import Console
from tui.scanner import GAP_SECONDS, Scanned, ScannerFilter
from tui.widgets.options import OptionsRow

MakeConsole = Callable[[], Console]
CARD = "04A2B3C4"


def _key(name: str) -> events.Key:
    return events.Key(name, name if len(name) == 1 else None)


def _told(keys: str, every: float, heard: ScannerFilter | None = None) -> tuple[str, list[str]]:
    """What a filter passes on of keys at a pace (`\\n` is Enter), Enter as `|`; and the codes it finds."""
    heard = heard or ScannerFilter(0.035)
    passed, codes = "", []
    for at, name in enumerate("enter" if key == "\n" else key for key in keys):
        answer = heard.hear(_key(name), at * every)
        passed += "".join("|" if key.key == "enter" else str(key.character) for key in answer.passed)
        codes += [answer.code] if answer.code else []
    return passed + "".join(str(key.character) for key in heard.release()), codes


# The filter


@pytest.mark.parametrize("every", [0.0, 0.005, 0.030])
def test_a_burst_of_six_with_enter_is_a_code(every: float) -> None:
    assert _told("123456\n", every) == ("1", ["123456"])


@pytest.mark.parametrize("every", [0.060, 0.090])
def test_typing_is_passed_on_key_by_key(every: float) -> None:
    heard = ScannerFilter(0.035)
    assert _told("123456\n", every, heard) == ("123456|", [])
    assert not heard.holds


def test_a_short_burst_is_passed_on_in_order() -> None:
    assert _told("12345\n", 0.005) == ("12345|", [])


def test_a_burst_without_enter_is_passed_on() -> None:
    assert _told("12345678", 0.005) == ("12345678", [])


def test_a_key_that_is_no_character_ends_a_burst() -> None:
    heard = ScannerFilter(0.035)
    passed = [heard.hear(_key(name), 0.005 * at).passed for at, name in enumerate(["1", "2", "f8", "3"])]
    assert [[key.key for key in keys] for keys in passed] == [["1"], [], ["2", "f8"], ["3"]]


def test_enter_that_comes_late_is_a_persons() -> None:
    heard = ScannerFilter(0.035)
    for at in range(6):
        heard.hear(_key(str(at)), at * 0.005)
    heard.release()
    assert [key.key for key in heard.hear(_key("enter"), 0.5).passed] == ["enter"]


def test_a_code_heard_late_by_a_busy_machine_is_still_one() -> None:
    heard = ScannerFilter(0.035)
    for at in range(8):
        heard.hear(_key(str(at)), at * 0.005)
        heard.release()
    assert heard.hear(_key("enter"), 0.04).code == "01234567"


def test_characters_that_an_input_method_sends_at_once_are_no_code() -> None:
    assert _told("张三李四王五\n", 0.0) == ("张三李四王五|", [])


# On the screens


@pytest.fixture
def paced(console: MakeConsole, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], Console]:
    """Makes a console at which keys arrive at a pace, in seconds."""

    def make(every: float) -> Console:
        monkeypatch.setattr("tui.scanner.GAP_SECONDS", GAP_SECONDS)
        made = console()
        times = (every * at for at in count(1))
        made.key_time = lambda _key: next(times)
        return made

    return make


async def _scan(pilot: Pilot[Any], code: str = CARD) -> None:
    await pilot.press(*code, "enter")
    await settled(pilot)


def _open_slot(club: Club) -> None:
    """A gym with a slot that begins at 09:15: its check-in is open."""
    club.facility("gym", slots=False)
    club.publish(("gym", "2026-11-23", "09:15-10:15"), ("gym", "2026-11-23", "19:30-20:30"))


async def test_a_card_chooses_its_member(club: Club, paced: Callable[[float], Console]) -> None:
    _open_slot(club)
    club.member("000001", name="张三", card_no=CARD)
    async with paced(0.005).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await _scan(pilot)
        assert "Chosen: 张三 000001" in shown(pilot.app)[1]
        assert pilot.app.screen.query_one("#search", Input).value == ""


async def test_a_card_checks_in_who_is_awaited(club: Club, paced: Callable[[float], Console]) -> None:
    _open_slot(club)
    club.member("000001", name="张三", card_no=CARD)
    booking = club.book("000001", "gym", "2026-11-23", "09:15")
    async with paced(0.005).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await _scan(pilot)
        assert "张三 is checked in: name of gym 11-23 Mon 09:15" in text_of(pilot.app)
    assert club.state(booking) == "checked_in"


async def test_a_booking_of_the_evening_is_not_checked_in_yet(
    club: Club, paced: Callable[[float], Console]
) -> None:
    _open_slot(club)
    club.member("000001", name="张三", card_no=CARD)
    booking = club.book("000001", "gym", "2026-11-23", "19:30")
    async with paced(0.005).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await _scan(pilot)
        assert "Chosen: 张三" in shown(pilot.app)[1]
    assert club.state(booking) == "confirmed"


async def test_an_unknown_card_is_linked_by_enter_and_the_member(
    club: Club, paced: Callable[[float], Console]
) -> None:
    _open_slot(club)
    club.member("000001", name="张三")
    app = paced(0.060)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        pilot.app.screen.post_message(Scanned(CARD))
        await settled(pilot)
        assert f"Card {CARD} is unknown. Enter = find the member of this card" in text_of(app)
        await pilot.press("enter", *"zs")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert f"张三 has the card {CARD} now" in text_of(app)
        assert "Chosen: 张三" in shown(app)[1]
    assert club.ask("member", member="000001")["card_no"] == CARD


async def test_esc_leaves_an_unknown_card(club: Club, paced: Callable[[float], Console]) -> None:
    _open_slot(club)
    club.member("000001", name="张三")
    app = paced(0.060)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        pilot.app.screen.post_message(Scanned(CARD))
        await settled(pilot)
        await pilot.press("enter", "escape", "0", "0", "0", "0", "0", "1", "enter")
        await settled(pilot)
        assert "Chosen: 张三" in shown(app)[1]
    assert club.ask("member", member="000001")["card_no"] is None


async def test_a_scan_leaves_a_field_as_it_was(club: Club, paced: Callable[[float], Console]) -> None:
    _open_slot(club)
    club.member("000001", name="张三")
    async with paced(0.005).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        pilot.app.screen.query_one(OptionsRow).open("purpose")
        await pilot.pause()
        field = pilot.app.screen.query_one("#option-purpose", Input)
        field.value = "meeting"
        await _scan(pilot)
        assert field.value == "meeting"


async def test_what_is_typed_reaches_the_search(club: Club, paced: Callable[[float], Console]) -> None:
    _open_slot(club)
    club.member("000001", name="张三")
    async with paced(0.060).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"000001")
        await settled(pilot)
        assert pilot.app.screen.query_one("#search", Input).value == "000001"


async def test_a_short_burst_reaches_the_search_in_order(
    club: Club, paced: Callable[[float], Console]
) -> None:
    _open_slot(club)
    async with paced(0.005).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"zhs", "left")
        await settled(pilot)
        assert pilot.app.screen.query_one("#search", Input).value == "zhs"


async def test_a_paste_is_no_scan(club: Club, paced: Callable[[float], Console]) -> None:
    _open_slot(club)
    app = paced(0.005)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.post_message(events.Paste("12345678"))
        await settled(pilot)
        assert app.screen.query_one("#search", Input).value == "12345678"


async def test_where_no_screen_takes_a_scan_it_is_told(club: Club, paced: Callable[[float], Console]) -> None:
    _open_slot(club)
    app = paced(0.005)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("f1")
        await settled(pilot)
        await _scan(pilot)
        assert f"{CARD} was scanned" in text_of(app)
