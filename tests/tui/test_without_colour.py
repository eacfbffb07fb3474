"""With NO_COLOR set the main screens tell every state by letter and weight, at three sizes and in both
languages: no two states look alike."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.widgets import OptionList

from tests.support.club import Club
from tests.support.console_club import TODAY, TOMORROW
from tests.support.screens import settled, shown, strips
from tui.app import Console
from tui.grid.model import Cell, key_of
from tui.grid.widget import SlotGrid
from tui.language import use
from tui.themes import THEMES

SIZES = [(80, 24), (120, 40), (200, 50)]
LANGUAGES = ["zh_CN", "en"]
WEIGHTS = ("bold", "dim", "italic", "underline", "strike", "reverse")
CHOSEN = ("z", "s", "enter")


class Look(NamedTuple):
    """What is left of a cell without colour: its letter or words, and its weight."""

    text: str
    weight: frozenset[str]


@pytest.fixture
def full_club(console_club: Club, monkeypatch: pytest.MonkeyPatch) -> Club:
    """Every state of a slot, past and to come, on a Tuesday at 17:50."""
    club = console_club
    monkeypatch.setenv("NO_COLOR", "1")
    club.facility("hall", name="大厅", capacity=2, slots=False)
    club.facility("wall", name="攀岩墙", capacity=1, slots=False)
    for code in ("hall", "wall"):
        spans = ("07:00-08:00", "16:30-17:30", "17:40-19:30", "19:30-20:30", "20:30-21:30")
        club.publish(*[(code, day, span) for day in (TODAY, TOMORROW) for span in spans])
    club.do("book", member="000003", facility="court2", date=TODAY, start="17:30", walk_in=True)
    club.book("000004", "wall", TODAY, "17:40")
    club.book("000004", "meeting", TODAY, "19:30", purpose="班组例会")
    club.book("000001", "court1", TODAY, "19:30")
    club.book("000010", "court2", TODAY, "19:30")
    for member in ("000002", "000003"):
        club.book(member, "hall", TODAY, "19:30")
    club.book("000002", "hall", TODAY, "20:30")
    club.book("000001", "wall", TOMORROW, "16:30")
    for code, start in (("wall", "07:00"), ("wall", "20:30"), ("court2", "07:00")):
        club.shut(code, TODAY, start)
    with club.database.write() as store:
        store.connection.execute(
            "UPDATE slot SET held = capacity WHERE day = ? AND start_minute = 1170 AND taken = 0"
            " AND facility_id = (SELECT id FROM facility WHERE code = 'wall')",
            (TODAY,),
        )
    club.at("2026-11-24T17:50")
    return club


def weight(style: Style | None) -> frozenset[str]:
    return frozenset(name for name in WEIGHTS if style is not None and getattr(style, name))


def pieces_of(app: App[Any]) -> Iterator[Segment]:
    for line in strips(app):
        yield from line


def coloured(app: App[Any]) -> set[str]:
    """The colours on the screen that are not the terminal's own two."""
    styles = [piece.style for piece in pieces_of(app) if piece.style]
    colours = [colour for style in styles for colour in (style.color, style.bgcolor)]
    return {colour.name for colour in colours if colour is not None and not colour.is_default}


def painted(line: list[Segment], at: int) -> Segment:
    """The piece that covers a column."""
    for piece in line:
        at -= cell_len(piece.text)
        if at < 0:
            return piece
    raise AssertionError("beyond the line")


def kind_of(grid: SlotGrid, row: int, column: int) -> tuple[str, ...]:
    """All that a cell must tell: its state and mark, and what has befallen it. How many places are left is
    told in figures, so a slot with some is one kind."""
    cell: Cell = grid.model.cells[row][column]
    key = None if cell.slot is None else key_of(cell.slot)
    state = "places left" if cell.state in ("free", "partly") and cell.text else cell.state
    told = [state, cell.mark]
    if cell.past:
        told.append("past")
    elif key in grid.dimmed:
        told.append("dimmed")
    if key is not None and key == grid.lifted:
        told.append("lifted")
    first, last = sorted((grid.cursor[1], grid.cursor[1] + grid.extent))
    if (row, column) == grid.cursor:
        told.append("cursor")
    elif row == grid.cursor[0] and first <= column <= last:
        told.append("chosen")
    return tuple(told)


def looks_of(app: App[Any]) -> dict[tuple[str, ...], set[Look]]:
    """How each kind of cell that is in view looks."""
    grid = app.screen.query_one("#grid", SlotGrid)
    lines, found = strips(app), defaultdict(set)
    for row in range(grid._top, min(grid._top + grid._rows_shown(), len(grid.model.rows))):
        y = grid.region.y + 1 + (row - grid._top) * grid._row_height()
        for column in range(grid._left, min(grid._left + grid._columns_shown(), len(grid.model.columns))):
            if grid.model.origin(row, column) != column:
                continue
            x = grid.region.x + grid._label_width() + (column - grid._left) * grid._cell_width()
            piece, cell = painted(lines[y], x), grid.model.cells[row][column]
            people = cell.slot is not None and any(inside.name == cell.text for inside in cell.slot.bookings)
            text = f"{piece.text[0]}name" if people else re.sub(r"\d+", "9", piece.text.strip())
            found[kind_of(grid, row, column)].add(Look(text, weight(piece.style)))
    return found


class Scene(NamedTuple):
    """Keys, and what must be told apart once they are pressed."""

    name: str
    keys: tuple[str, ...]
    told: frozenset[str]


SCENES = [
    Scene(
        "day",
        (),
        frozenset({"past", "free", "full", "awaited", "no_show", "closed", "held", "here", "pending"})
        | {"confirmed", "none", "cursor", "places left"},
    ),
    Scene("chosen", (*CHOSEN, "shift+right"), frozenset({"dimmed", "mine", "past", "cursor", "chosen"})),
    Scene("lifted", (*CHOSEN, "right", "f7", "left"), frozenset({"lifted", "dimmed", "past", "cursor"})),
    Scene("week", ("f3",), frozenset({"past", "free", "no_show", "confirmed", "cursor"})),
    Scene("chosen week", (*CHOSEN, "f3"), frozenset({"past", "free", "mine", "dimmed", "cursor"})),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: str(scene.name))
async def test_no_two_states_of_the_grid_look_alike(
    full_club: Club, tmp_path: Path, scene: Scene, size: tuple[int, int], language: str
) -> None:
    use(language)
    async with Console(tmp_path / "club.db").run_test(size=size) as pilot:
        await settled(pilot)
        for key in scene.keys:
            await pilot.press(key)
            await settled(pilot)
        assert coloured(pilot.app) == set()
        looks = looks_of(pilot.app)
    assert scene.told <= {word for kind in looks for word in kind}
    kinds = defaultdict(set)
    for kind, seen in looks.items():
        for look in seen:
            kinds[look].add(kind)
    assert {look: alike for look, alike in kinds.items() if len(alike) > 1} == {}


async def test_what_has_no_letter_of_its_own_has_a_weight_of_its_own(full_club: Club, tmp_path: Path) -> None:
    """The same free cell as it is, past, out of reach, under the cursor and selected."""
    seen: dict[tuple[str, ...], frozenset[str]] = {}
    async with Console(tmp_path / "club.db").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for keys in (("down", "down", "home", "right", "right", "shift+right"), (*CHOSEN, "left")):
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
            for kind, looks in looks_of(pilot.app).items():
                if kind[:2] == ("free", "."):
                    [look] = looks
                    seen[kind[2:]] = look.weight
    assert {kind: sorted(look) for kind, look in seen.items() if len(kind) < 2} == {
        (): [],
        ("past",): ["dim"],
        ("dimmed",): ["dim", "italic"],
        ("cursor",): ["bold", "reverse"],
        ("chosen",): ["italic", "reverse"],
    }


@pytest.mark.parametrize("theme", THEMES.values())
async def test_no_theme_brings_a_colour_back(full_club: Club, tmp_path: Path, theme: str) -> None:
    async with Console(tmp_path / "club.db").run_test(size=(80, 24)) as pilot:
        pilot.app.theme = theme
        for key in CHOSEN:
            await pilot.press(key)
            await settled(pilot)
        assert coloured(pilot.app) == set()
        assert any(weight(piece.style) == {"dim"} for piece in pieces_of(pilot.app))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_marked_error_and_what_keeps_from_applying_are_told_by_weight(
    full_club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], language: str
) -> None:
    use(language)
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "week.csv").write_text(
        "facility,date,start,end,capacity\ncourt1,2026-12-01,07:00,06:00,4\nnowhere,2026-12-01,08:00,09:00,x\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("tui.screens.schedule.usual_folders", lambda: [folder])
    async with Console(tmp_path / "club.db").run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+u")
        await settled(pilot)
        before = weight(_first_of(pilot.app, "#enter"))
        for key in ("enter", "down"):
            await pilot.press(key)
            await settled(pilot)
        assert coloured(pilot.app) == set()
        rows = [next(y for y, row in enumerate(shown(pilot.app)) if cell in row) for cell in ("D2", "A3")]
        marked, next_one = (weight(_at(pilot.app, 3, y)) for y in rows)
        assert (marked, next_one) == ({"bold", "italic", "underline"}, set())
        assert weight(_first_of(pilot.app, "#enter")) - before == {"underline"}


async def test_the_marked_line_of_every_list_is_told_by_weight(full_club: Club, tmp_path: Path) -> None:
    for keys in (("w", "w"), (*CHOSEN, "f2"), ("ctrl+p", *"theme")):
        async with Console(tmp_path / "club.db").run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
            lists = [found for found in pilot.app.screen.query(OptionList) if found.display and found.options]
            region = lists[-1].region
            looks = [weight(_at(pilot.app, region.x + 3, region.y + y)) for y in range(3)]
            assert "bold" in looks[lists[-1].highlighted or 0], keys
            assert looks.count(looks[lists[-1].highlighted or 0]) == 1, (keys, looks)


def _first_of(app: App[Any], selector: str) -> Style | None:
    region = app.screen.query_one(selector).region
    return _at(app, region.x + 2, region.y)


def _at(app: App[Any], x: int, y: int) -> Style | None:
    return painted(strips(app)[y], x).style
