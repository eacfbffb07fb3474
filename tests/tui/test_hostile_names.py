"""Text from people is text: a name that looks like markup is read as it is written, on every screen."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support.club import Club
from tests.support.console_club import HOSTILE, TOMORROW
from tests.support.screens import settled, shown, text_of
from tui.app import Console

LINK = HOSTILE[1]
SIZES = [(80, 24), (120, 40), (200, 50)]


@pytest.fixture
def path(console_club: Club, tmp_path: Path) -> Path:
    return tmp_path / "club.db"


def squared(rows: list[str], width: int) -> bool:
    """No line is longer than the window."""
    return all(cell_len(row) <= width for row in rows)


@pytest.mark.parametrize("size", SIZES)
async def test_the_grid_its_words_and_panels_read_names_as_written(path: Path, size: tuple[int, int]) -> None:
    async with Console(path).run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+right")
        await settled(pilot)
        seen = text_of(pilot.app)
        assert "[/]" in seen
        assert "[@" in seen
        assert "长长" in seen
        await pilot.press("right")
        await settled(pilot)
        assert LINK in text_of(pilot.app)
        await pilot.press("left", "down")
        await settled(pilot)
        assert "长" * 14 in text_of(pilot.app)
        assert squared(shown(pilot.app), size[0])


@pytest.mark.parametrize(("number", "name"), [("000005", HOSTILE[0]), ("000009", HOSTILE[1])])
async def test_the_hits_and_the_chosen_member(path: Path, number: str, name: str) -> None:
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*number)
        await settled(pilot)
        assert any(f"{name}  {number}" in row for row in shown(pilot.app))
        await pilot.press("enter")
        await settled(pilot)
        assert f"{name} {number} | 0 pts  0.00 yuan" in shown(pilot.app)[1]


async def test_what_tells_a_long_name_from_another_is_always_seen(path: Path) -> None:
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"000006")
        await settled(pilot)
        [hit] = [row for row in shown(pilot.app) if "长" in row]
        assert "000006" in hit


async def test_a_click_on_such_a_name_does_nothing_of_what_it_says(path: Path) -> None:
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+right")
        await pilot.press("right", "right")
        await settled(pilot)
        row = next(at for at, row in enumerate(shown(pilot.app)) if row.startswith(" 羽毛球1号场"))
        for column in range(0, 79, 3):
            await pilot.click(offset=(column, row))
        await settled(pilot)
        assert pilot.app.is_running
        assert LINK[:5] in text_of(pilot.app)


async def test_cancelling_and_moving_name_the_person_as_written(console_club: Club, path: Path) -> None:
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+right")
        await settled(pilot)
        await pilot.press("f8")
        await settled(pilot)
        assert "Enter = cancel [/]," in text_of(pilot.app)
        await pilot.press("enter")
        await settled(pilot)
        assert "Cancelled: [/]" in text_of(pilot.app)
        await pilot.press("right", "f7")
        await settled(pilot)
        assert f"{LINK} is in hand" in text_of(pilot.app)


async def test_the_list_of_people_to_pick_from(console_club: Club, path: Path) -> None:
    console_club.book("000005", "reading", TOMORROW, "07:00")
    console_club.book("000009", "reading", TOMORROW, "07:00")
    console_club.book("000006", "reading", TOMORROW, "07:00")
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "down", "ctrl+right")
        await settled(pilot)
        await pilot.press("home", "f8")
        await settled(pilot)
        for name, number in (("[/]", "000005"), (LINK, "000009"), ("长长长", "000006")):
            assert any(name in row and number in row for row in shown(pilot.app))


async def test_a_file_whose_name_looks_like_markup(
    console_club: Club, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "[@click=app.quit]周排期.csv").write_text("not,a,schedule\n", encoding="utf-8")
    monkeypatch.setattr("tui.screens.schedule.usual_folders", lambda: [folder])
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+u")
        await settled(pilot)
        assert "[@click=app.quit]周排期.csv" in text_of(pilot.app)
        await pilot.press("enter")
        await settled(pilot)
        assert "[@click=app.quit]周排期.csv" in text_of(pilot.app)
        assert "nothing can be applied" in text_of(pilot.app)


async def test_the_member_screen(path: Path) -> None:
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"000005", "enter")
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert "[/]" in text_of(pilot.app)
        assert "000005" in text_of(pilot.app)
