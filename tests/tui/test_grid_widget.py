"""The grid's widget by itself: paging, spans, the cursor, the mouse, a grid far larger than its window."""

from datetime import date, datetime

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from core.clock import Minute
from core.facilities.keeping import AddFacility
from core.records import BookingId
from core.schedule.grid import Grid, GridBooking, GridSlot
from core.wire import Name
from tests.support.screens import settled, shown
from tui.grid.model import SlotKey, day_model
from tui.grid.widget import SlotGrid
from tui.language import ENGLISH, use

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 6, 0)  # noqa: DTZ001 - local time of the club


class GridApp(App[None]):
    """A grid and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.moves = 0
        self.picks = 0

    def compose(self) -> ComposeResult:
        yield SlotGrid(id="grid")

    def on_mount(self) -> None:
        self.grid.focus()

    @property
    def grid(self) -> SlotGrid:
        return self.query_one(SlotGrid)

    def on_slot_grid_moved(self) -> None:
        self.moves += 1

    def on_slot_grid_picked(self) -> None:
        self.picks += 1


@pytest.fixture(autouse=True)
def _english() -> None:
    use(ENGLISH)


def slot(row: int, start: int, end: int, *people: str, capacity: int = 1) -> GridSlot:
    """A slot of the facility of a row, in minutes of the day."""
    inside = tuple(
        GridBooking(BookingId(at), Name(f"{at:06}"), Name(name), 1, "confirmed")
        for at, name in enumerate(people, 1)
    )
    return GridSlot(
        Name(f"f{row}"), DAY, Minute(start), Minute(end), capacity, taken=len(people), held=0, waiting=0,
        state="open", peak=False, bookings=inside,
    )  # fmt: skip


def grid_of(rows: int, columns: int, *more: GridSlot) -> Grid:
    """Every facility with slots of half an hour from midnight on, but where `more` says otherwise."""
    facilities = tuple(AddFacility(Name(f"f{row}"), Name(f"Court {row}"), "area") for row in range(rows))
    named = {facility.code for facility in facilities if any(slot.facility == facility.code for slot in more)}
    plain = [
        slot(row, column * 30, column * 30 + 30)
        for row in range(rows)
        for column in range(columns)
        if f"f{row}" not in named
    ]
    return Grid(facilities, (*plain, *more))


async def show(pilot: Pilot[None], grid: Grid) -> SlotGrid:
    app = pilot.app
    assert isinstance(app, GridApp)
    app.grid.show(day_model(grid, NOW), frozenset())
    await settled(pilot)
    return app.grid


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def under(grid: SlotGrid) -> tuple[str, int] | None:
    key = grid.key()
    return None if key is None else (key.facility, key.start)


async def test_arrows_move_by_cells_and_stop_at_the_edges() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(3, 3))
        await press(pilot, "right", "down", "right", "right", "right", "down", "down", "down")
        assert under(grid) == ("f2", 60)
        await press(pilot, "up", "up", "up", "left", "left", "left")
        assert under(grid) == ("f0", 0)


async def test_home_and_end_go_to_the_edges_of_the_row() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(2, 40))
        await press(pilot, "end")
        assert under(grid) == ("f0", 39 * 30)
        assert "19:30" in shown(pilot.app)[0]
        await press(pilot, "home")
        assert under(grid) == ("f0", 0)
        assert "00:00" in shown(pilot.app)[0]


async def test_a_page_down_brings_facilities_that_were_not_seen() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(50, 11))
        assert not any(row.startswith("Court 23 ") for row in shown(pilot.app))
        await press(pilot, "pagedown")
        assert under(grid) == ("f23", 0)
        assert any(row.startswith("Court 23 ") for row in shown(pilot.app))
        await press(pilot, "pagedown", "pagedown", "pagedown")
        assert under(grid) == ("f49", 0)
        await press(pilot, "pageup", "pageup", "pageup")
        assert under(grid) == ("f0", 0)


async def test_the_cursor_is_always_on_the_screen() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(200, 48))
        for _step in range(30):
            await pilot.press("down", "right")
        await settled(pilot)
        facility, start = under(grid) or ("", 0)
        rows = shown(pilot.app)
        assert (facility, start) == ("f30", 30 * 30)
        assert any(row.startswith("Court 30 ") for row in rows)
        assert f"{start // 60:02}:{start % 60:02}" in rows[0]


async def test_a_grid_of_two_hundred_by_forty_eight_fills_the_window_and_no_more() -> None:
    async with GridApp().run_test(size=(120, 40)) as pilot:
        await show(pilot, grid_of(200, 48))
        rows = shown(pilot.app)
        assert len(rows) == 40
        assert all(cell_len(row) <= 120 for row in rows)
        assert all(row.startswith("Court") for row in rows[1:])


async def test_a_slot_that_lasts_over_several_starts_is_one_cell() -> None:
    long = slot(1, 0, 90, "长租")
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(3, 4, long, slot(1, 90, 120)))
        await press(pilot, "down")
        assert under(grid) == ("f1", 0)
        await press(pilot, "right")
        assert under(grid) == ("f1", 90)
        await press(pilot, "left")
        assert under(grid) == ("f1", 0)
        assert shown(pilot.app)[2].count("长租") == 1


async def test_the_hand_keeps_its_column_past_a_long_slot() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(3, 4, slot(1, 0, 120)))
        await press(pilot, "right", "right", "down")
        assert under(grid) == ("f1", 0)
        await press(pilot, "down")
        assert under(grid) == ("f2", 60)


async def test_shift_selects_slots_whole() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(2, 6, slot(0, 0, 30), slot(0, 30, 120), slot(0, 120, 150)))
        await press(pilot, "home", "shift+right", "shift+right")
        assert [cell.slot.start for cell in grid.chosen() if cell.slot] == [0, 30, 120]
        await press(pilot, "shift+left")
        assert [cell.slot.start for cell in grid.chosen() if cell.slot] == [0, 30]
        await press(pilot, "right")
        assert len(grid.chosen()) == 1


async def test_the_selection_never_leaves_the_row() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(2, 3))
        await press(pilot, *["shift+right"] * 5)
        assert [cell.slot.start for cell in grid.chosen() if cell.slot] == [0, 30, 60]
        await press(pilot, *["shift+left"] * 5)
        assert [cell.slot.start for cell in grid.chosen() if cell.slot] == [0]


async def test_a_click_moves_and_a_second_one_picks() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(5, 11))
        await pilot.click(offset=(12 + 2 * 6 + 1, 3))
        await settled(pilot)
        assert under(grid) == ("f2", 60)
        assert isinstance(pilot.app, GridApp)
        assert pilot.app.picks == 0
        await pilot.click(offset=(12 + 2 * 6 + 1, 3))
        await settled(pilot)
        assert pilot.app.picks == 1


@pytest.mark.parametrize("offset", [(2, 0), (40, 0), (3, 2), (40, 20)])
async def test_a_click_beside_the_cells_does_nothing(offset: tuple[int, int]) -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(5, 11))
        await pilot.click(offset=offset)
        await settled(pilot)
        assert under(grid) == ("f0", 0)


async def test_the_wheel_moves_the_cursor() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(5, 11))
        await pilot.press("down", "down")
        grid.on_mouse_scroll_up()
        await settled(pilot)
        assert under(grid) == ("f1", 0)


async def test_another_grid_leaves_the_cursor_on_its_slot() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(5, 11))
        await press(pilot, "down", "right", "right")
        await show(pilot, grid_of(5, 11, slot(0, 15, 45, "先到")))
        assert under(grid) == ("f1", 60)


async def test_a_slot_is_gone_to_by_its_key() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(60, 40))
        assert grid.stand_on(SlotKey("f55", DAY, Minute(38 * 30)))
        await settled(pilot)
        assert any(row.startswith("Court 55") for row in shown(pilot.app))
        assert not grid.stand_on(SlotKey("f99", DAY, Minute(0)))


async def test_names_are_cut_by_cells_never_through_a_character() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        people = [slot(0, column * 30, column * 30 + 30, "欧阳娜娜") for column in range(11)]
        await show(pilot, grid_of(1, 11, *people))
        row = shown(pilot.app)[1]
        assert row.count("欧阳") == 11
        assert "娜" not in row
        assert cell_len(row) <= 80


async def test_an_empty_grid_takes_every_key() -> None:
    async with GridApp().run_test(size=(80, 24)) as pilot:
        grid = await show(pilot, grid_of(0, 0))
        await press(pilot, "down", "right", "pagedown", "end", "shift+right", "home", "pageup")
        await pilot.click(offset=(30, 5))
        assert grid.cell() is None
        assert grid.chosen() == []
