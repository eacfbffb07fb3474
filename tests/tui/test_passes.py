"""Passes at the terminal: `frontdesk pass`, a scanned pass on the grid, a pass on the screen."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support import qr
from tests.support.club import MONDAY, Club
from tests.support.screens import settled, shown, strips, text_of
from tests.support.terminal import Terminal
from tui.app import Console
from tui.scanner import Scanned
from tui.slips import opens, slip_folder

MakeConsole = Callable[[], Console]


@pytest.fixture
def gym(club: Club) -> Club:
    """B1 is 张三's of 09:15 today, check-in is open; B2 李四's of the evening, B3 王五's of tomorrow."""
    club.facility("gym", slots=False, name="健身房")
    club.publish(
        ("gym", MONDAY, "09:15-10:15"), ("gym", MONDAY, "19:30-20:30"), ("gym", "2026-11-24", "09:15-10:15")
    )
    club.member("000001", name="张三")
    club.member("000002", name="李四")
    club.member("000003", name="王五")
    club.book("000001", "gym", MONDAY, "09:15", party=2)
    club.book("000002", "gym", MONDAY, "19:30")
    club.book("000003", "gym", "2026-11-24", "09:15")
    return club


def code(club: Club, booking: str = "B1") -> str:
    return str(club.ask("pass", booking=booking)["code"])


def blocks(text: str) -> list[str]:
    """The lines of the QR code, with the light lines around it."""
    lines = text.splitlines()
    drawn = [at for at, line in enumerate(lines) if re.search("[█▀▄]", line)]
    return ["", "", *lines[drawn[0] : drawn[-1] + 1], "", ""]


# ---------------------------------------------------------------- the command line


def test_a_pass_is_printed_with_its_number_and_a_code_that_says_it(gym: Club, terminal: Terminal) -> None:
    told = terminal("pass", "B1")
    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines()[:7] == [
        "Staff club",
        "-" * 42,
        "健身房",
        "2026-11-23 Mon 09:15-10:15",
        "张三  000001  for 2",
        f"Pass {code(gym)}",
        "Check-in opens 30 minutes before.",
    ]
    assert qr.read(qr.modules_of([line.ljust(29) for line in blocks(told.out)])) == code(gym)


@pytest.mark.parametrize("typed", ["b1", "1", "Ｂ１"])
def test_a_booking_is_named_as_it_is_typed(gym: Club, terminal: Terminal, typed: str) -> None:
    assert terminal("pass", typed, "--json").json["booking"] == "B1"


def test_in_a_pipe_the_code_has_no_colours_and_on_a_terminal_it_is_black_on_white(
    gym: Club, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b" not in terminal("pass", "B1").out
    monkeypatch.setattr("typer.echo", lambda text="", **_: print(text))
    told = terminal("pass", "B1").out
    assert told.count("\x1b[30m\x1b[107m") == 15


def test_what_a_pass_says_can_be_had_as_json(gym: Club, terminal: Terminal) -> None:
    assert terminal("pass", "B2", "--json").json == gym.ask("pass", booking="B2")


@pytest.mark.parametrize("ending", ["txt", "svg", "png"])
def test_a_slip_is_written_by_its_ending(gym: Club, terminal: Terminal, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"slip.{ending}"
    assert terminal("pass", "B1", "--out", path).out == f"Written: {path}\n"
    begins = {"txt": b"Staff club", "svg": b"<svg ", "png": b"\x89PNG"}[ending]
    assert path.read_bytes().startswith(begins)


def test_into_a_folder_it_is_written_by_its_number(gym: Club, terminal: Terminal, tmp_path: Path) -> None:
    told = terminal("pass", "B1", "--out", tmp_path, "--json").json
    assert told["path"] == str(tmp_path / "pass-B1.svg")
    assert "张三" in (tmp_path / "pass-B1.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("B9",), 1, "There is no booking B9."),
        (("gym",), 2, "booking must be an id such as B12, not gym."),
        (("B1", "--out", "slip.docx"), 2, "slip.docx: the name must end in .txt, .svg, .png or .pdf, "),
        (("B1", "--out", "nowhere/slip.svg"), 2, "There is no folder nowhere."),
    ],
)
def test_what_can_not_be_is_a_sentence(
    gym: Club, terminal: Terminal, arguments: tuple[str, ...], status: int, told: str
) -> None:
    answer = terminal("pass", *arguments)
    assert (answer.status, answer.out) == (status, "")
    assert answer.err.startswith(told)


def test_a_pass_of_a_cancelled_booking_says_so(gym: Club, terminal: Terminal) -> None:
    gym.do("cancel", booking="B1")
    assert "cancelled" in terminal("pass", "B1").out.splitlines()


# ---------------------------------------------------------------- scanned


async def scanned(console: Console, text: str) -> str:
    """What stands on the screen after a scan."""
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await scan(pilot, text)
        return text_of(console)


async def scan(pilot: Pilot[Any], text: str) -> None:
    pilot.app.screen.post_message(Scanned(text))
    await settled(pilot)


async def test_a_scanned_pass_checks_its_booking_in(gym: Club, console: MakeConsole) -> None:
    assert "张三 is checked in: 健身房 09:15" in await scanned(console(), code(gym))
    assert gym.state("B1") == "checked_in"


async def test_scanned_twice_it_does_no_harm_and_says_so(gym: Club, console: MakeConsole) -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await scan(pilot, code(gym))
        await scan(pilot, code(gym))
        assert "张三 was checked in before: 健身房 09:15" in text_of(app)
    assert gym.events("B1") == ["booked", "checked_in"]


async def test_a_pass_that_comes_too_early_says_from_when(gym: Club, console: MakeConsole) -> None:
    told = " ".join((await scanned(console(), code(gym, "B2"))).split())
    assert "It is too early for this: 健身房 on 2026-11-23 at 19:30 opens for it at 2026-11-23 19:00." in told
    assert gym.state("B2") == "confirmed"


async def test_a_pass_for_another_day_says_which(gym: Club, console: MakeConsole) -> None:
    told = " ".join((await scanned(console(), code(gym, "B3"))).split())
    assert "健身房 on 2026-11-24 at 09:15 opens for it at 2026-11-24 08:45." in told


async def test_a_pass_whose_booking_was_cancelled_says_so(gym: Club, console: MakeConsole) -> None:
    gym.do("cancel", booking="B1")
    assert "because B1 is cancelled" in await scanned(console(), code(gym))


async def test_a_code_that_is_not_the_clubs_is_refused(gym: Club, console: MakeConsole) -> None:
    assert "B1-000000 is no pass of this club." in await scanned(console(), "B1-000000")
    assert gym.state("B1") == "confirmed"


async def test_a_card_that_looks_like_a_pass_is_still_its_members(gym: Club, console: MakeConsole) -> None:
    gym.do("change_member", staff_no="000003", card_no="B1-000000")
    assert "Chosen: 王五 000003" in await scanned(console(), "B1-000000")


async def test_a_pass_can_be_typed_into_the_search(gym: Club, console: MakeConsole) -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*code(gym).lower().replace("-", ""), "enter")
        await settled(pilot)
        assert "张三 is checked in: 健身房 09:15" in text_of(app)


# ---------------------------------------------------------------- on the screen


async def open_pass(pilot: Pilot[Any]) -> None:
    """The pass of the booking under the cursor, which stands on 09:15."""
    await settled(pilot)
    await pilot.press("ctrl+r")
    await settled(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_key_shows_the_pass_with_a_code_that_a_phone_reads(
    gym: Club, console: MakeConsole, size: tuple[int, int]
) -> None:
    app = console()
    async with app.run_test(size=size) as pilot:
        await open_pass(pilot)
        rows = shown(app)
        assert f"Pass {code(gym)}" in text_of(app)
        assert "张三  000001  for 2" in text_of(app)
        cells = [list("".join(piece.text for piece in line)) for line in strips(app)]
        drawn = [row for row in cells if {"█", "▀", "▄"} & set(row)]
        left = min(row.index(mark) for row in drawn for mark in "█▀▄" if mark in row) - 4
        lines = ["".join(row[left : left + 29]) for row in drawn]
        assert qr.read(qr.modules_of(["", "", *lines, "", ""])) == code(gym)
        assert max(len(row) for row in rows) <= size[0]


async def test_the_code_is_dark_on_light_in_every_theme(gym: Club, console: MakeConsole) -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        for theme in ("textual-dark", "textual-light"):
            app.theme = theme
            await open_pass(pilot)
            inked = [piece for line in strips(app) for piece in line if "█" in piece.text]
            colours = {(str(piece.style.color), str(piece.style.bgcolor)) for piece in inked if piece.style}
            assert {(one.split("'")[1], other.split("'")[1]) for one, other in colours} == {
                ("#000000", "#ffffff")
            }
            await pilot.press("escape")


async def test_enter_writes_the_slip_and_esc_goes_back(
    gym: Club, console: MakeConsole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("tui.screens.passes.opens", lambda path: opened.append(path) or True)
    monkeypatch.setattr("tui.schedule_plan.own_folders", lambda: [tmp_path / "none", tmp_path])
    app = console()
    async with app.run_test(size=(120, 40)) as pilot:
        await open_pass(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert opened == [tmp_path / "pass-B1.svg"]
        assert code(gym) in opened[0].read_text("utf-8")
        assert "Written and opened:" in text_of(app)
        await pilot.press("escape")
        await settled(pilot)
        assert "Pass " not in text_of(app)


async def test_a_pass_speaks_the_language_of_the_moment(gym: Club, console: MakeConsole) -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pass(pilot)
        app.speak("zh_CN")
        await settled(pilot)
        assert f"预约凭证 {code(gym)}" in text_of(app)


async def test_where_nobody_is_booked_there_is_no_pass(gym: Club, console: MakeConsole) -> None:
    gym.do("cancel", booking="B1")
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pass(pilot)
        assert "Nobody in this slot has a pass." in text_of(app)


def test_without_a_screen_to_show_it_on_nothing_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    assert opens(tmp_path / "slip.svg") is False


def test_the_slip_goes_into_the_downloads_not_where_the_console_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, home = tmp_path / "started", tmp_path / "home"
    for folder in (started, home / "Downloads"):
        folder.mkdir(parents=True)
    monkeypatch.chdir(started)
    monkeypatch.setattr(Path, "home", lambda: home)
    assert slip_folder(tmp_path / "club.db") == home / "Downloads"
