"""No sign on the screens is drawn one cell wide by one terminal and two by another: columns stay columns."""

from pathlib import Path
from unicodedata import east_asian_width

import pytest

from tests.support.club import Club
from tests.support.console_club import TODAY
from tests.support.screens import settled, text_of
from tui.app import Console
from tui.language import use

SCREENS = {
    "hits": ("w",),
    "nobody": ("q", "q", "enter"),
    "refused": ("z", "s", "enter", "ctrl+right", "enter"),
    "people": ("down", "down", "down", "ctrl+right", "f8"),
    "options": ("z", "s", "enter", "ctrl+o"),
    "help": ("f1",),
    "palette": ("ctrl+p",),
    "member": ("l", "s", "enter", "f2"),
    "files": ("ctrl+u",),
    "reports": ("ctrl+w", "f3"),
    "needed": ("ctrl+w", "f6"),
    "plan": ("ctrl+pagedown", "ctrl+u", "f6"),
}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(60, 15), (120, 40), (200, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("keys", SCREENS.values(), ids=SCREENS)
async def test_every_sign_has_one_width(
    console_club: Club, tmp_path: Path, keys: tuple[str, ...], size: tuple[int, int], language: str
) -> None:
    use(language)
    for start in ("07:00", "16:30", "17:30"):
        console_club.book("000002", "court2", f"{TODAY[:-2]}26", start)
    async with Console(tmp_path / "club.db").run_test(size=size) as pilot:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        assert {sign for sign in text_of(pilot.app) if east_asian_width(sign) == "A"} == set()
