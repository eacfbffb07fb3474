"""The main screens as rows of text, at three sizes and in both languages: `snapshots/*.txt`; and two of them
as they are painted, with colours and without: `snapshots/*.svg`.

After a change that is wanted: `FRONTDESK_SNAPSHOTS=write pytest tests/tui/test_snapshots.py`, and read what
is different.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.club import Club
from tests.support.console_club import TODAY
from tests.support.purses import fill_purses
from tests.support.screens import settled, shown
from tests.support.shop import fill_orders, fill_shop
from tui.app import Console
from tui.language import use

FOLDER = Path(__file__).parent / "snapshots"
SIZES = [(80, 24), (120, 40), (200, 50)]
LANGUAGES = ["zh_CN", "en"]


class Scene(NamedTuple):
    """A screen and the keys that lead to it."""

    name: str
    keys: Sequence[str]
    purses: bool = False
    """People have allowance and points in it."""
    shop: bool = False
    """Things are sold in it."""
    orders: bool = False
    """Some were, too."""


SCENES = [
    Scene("day", ()),
    Scene("chosen", ("z", "s", "enter", "right")),
    Scene("refused", ("z", "s", "enter", "ctrl+right")),
    Scene("hits", ("w", "w")),
    Scene("people", ("down", "down", "down", "ctrl+right", "f8")),
    Scene("week", ("down", "down", "down", "f3")),
    Scene("plan", ("ctrl+pagedown", "ctrl+u", "f6")),
    Scene("errors", ("ctrl+u", "enter")),
    Scene("lots", ("z", "s", "enter", "f2", "tab"), purses=True),
    Scene("statement", ("z", "s", "enter", "f2", "ctrl+f"), purses=True),
    Scene("balances", ("ctrl+d",), purses=True),
    Scene("report", ("ctrl+w",)),
    Scene("months", ("ctrl+w", "f3")),
    Scene("needed", ("ctrl+w", "f6")),
    Scene(
        "counter",
        (
            "z",
            "s",
            "enter",
            "f9",
            *"tow",
            "enter",
            "f6",
            *"badge",
            "enter",
            "f4",
            "z",
            "s",
            "enter",
            *"ric",
            "enter",
            "2",
            "enter",
        ),
        shop=True,
    ),
    Scene("orders", ("f9", "f8"), orders=True),
    Scene("order", ("f9", "f8", "down", "enter", "enter", "enter", "f6"), orders=True),
    Scene("exchange", ("f9", "f8", "down", "enter", "enter", "f3", *"tow", "enter"), orders=True),
    Scene("stock", ("f9", "ctrl+k"), shop=True),
]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file with errors, where the upload screen looks."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "week.csv").write_text(
        "facility,date,start,end,capacity\ncourt1,2026-12-01,07:00,06:00,4\nnowhere,2026-12-01,08:00,09:00,x\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("tui.screens.schedule.usual_folders", lambda: [folder])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: str(scene.name))
async def test_the_screen_looks_as_it_did(
    console_club: Club, tmp_path: Path, files: None, scene: Scene, size: tuple[int, int], language: str
) -> None:
    use(language)
    console_club.do("book", member="000003", facility="court2", date=TODAY, start="17:30", walk_in=True)
    console_club.book("000004", "meeting", TODAY, "19:30", purpose="班组例会")
    if scene.purses:
        fill_purses(console_club)
    if scene.shop:
        fill_shop(console_club)
    if scene.orders:
        fill_orders(console_club)
    async with Console(tmp_path / "club.db").run_test(size=size) as pilot:
        await settled(pilot)
        for key in scene.keys:
            await pilot.press(key)
            await settled(pilot)
        seen = "\n".join(row.replace(str(tmp_path), "...").rstrip() for row in shown(pilot.app)) + "\n"
    _compare(seen, f"{scene.name}-{size[0]}x{size[1]}-{language}.txt")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_preview_of_a_policy_looks_as_it_did(
    console_club: Club, tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    use(language)
    club = console_club
    club.do("change_member", staff_no="000001", grade="科长", hired_on="2019-03-01", performance="优")
    club.do("change_member", staff_no="000002", hired_on="2026-05-20")
    club.do("change_member", staff_no="000004", hired_on="2027-01-04")
    club.do(
        "add_policy", code="festival", name="节日慰问", unit="allowance", every="year", base="300.00",
        by_grade={"科长": "500.00"}, by_tenure=[[5, "100.00"]], by_performance={"优": 120}, valid_months=12,
    )  # fmt: skip
    async with Console(tmp_path / "club.db").run_test(size=size) as pilot:
        await settled(pilot)
        for key in ("ctrl+d", "f7", "enter"):
            await pilot.press(key)
            await settled(pilot)
        seen = "\n".join(row.rstrip() for row in shown(pilot.app)) + "\n"
    _compare(seen, f"policy-{size[0]}x{size[1]}-{language}.txt")


@pytest.mark.parametrize(("language", "no_color"), [("zh_CN", False), ("en", True)])
async def test_the_grid_with_a_chosen_member_is_painted_as_it_was(
    console_club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, no_color: bool
) -> None:
    use(language)
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    console_club.do("book", member="000003", facility="court2", date=TODAY, start="17:30", walk_in=True)
    console_club.book("000001", "table", TODAY, "19:30")
    async with Console(tmp_path / "club.db").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for key in ("z", "s", "enter", "right"):
            await pilot.press(key)
            await settled(pilot)
        painted = pilot.app.export_screenshot(title="frontdesk")
    painted = re.sub(r"\s*@font-face\s*{[^}]*}|<!--.*?-->", "", painted).strip() + "\n"  # addresses elsewhere
    assert len(painted.encode()) < 60_000
    _compare(painted, f"chosen-80x24-{language}{'-no-color' if no_color else ''}.svg")


def _compare(seen: str, name: str) -> None:
    """With what was seen before; or keeps it, where that is asked for."""
    snapshot = FOLDER / name
    if os.environ.get("FRONTDESK_SNAPSHOTS") == "write":
        FOLDER.mkdir(exist_ok=True)
        snapshot.write_text(seen, encoding="utf-8")
    assert seen == snapshot.read_text(encoding="utf-8")
