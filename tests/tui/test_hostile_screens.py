"""Texts that nobody should be called by, in every column that holds a text, on every screen of the console:
they are read as they are written, and none of them acts, hides or becomes a key."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support.club import Club
from tests.support.console_club import TODAY
from tests.support.hostile_club import fill_everything, in_turn, plant
from tests.support.hostile_screens import (
    SCENES,
    Scene,
    faults_of,
    folder_of_sheets,
    look_again,
    texts_seen,
    walk,
)
from tests.support.screens import shown, text_of
from tui import state
from tui.app import Console
from tui.widgets.belt import NothingActs

ROUNDS = (0, 53)
SIZE = (120, 40)


@pytest.fixture
def path(console_club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The club, and the console without its last look at what is painted: each place must hold by itself."""
    fill_everything(console_club)
    folder = folder_of_sheets(tmp_path / "files")
    monkeypatch.setattr("tui.screens.schedule.usual_folders", lambda: [folder])
    monkeypatch.setattr("tui.connection.FOLLOW_SECONDS", 1_000_000)
    monkeypatch.setattr(NothingActs, "apply", lambda _self, segments, _background: segments)
    return tmp_path / "club.db"


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_every_text_is_read_as_it_is_written(console_club: Club, path: Path, scene: Scene) -> None:
    plant(console_club, in_turn(ROUNDS[0]))
    if scene.name == "since":
        file = state.seen_file(path)
        state.save_seen(file, state.Seen(console_club.ask("since")["last"] - 20, f"{TODAY}T12:00:00"))
        console_club.at(f"{TODAY}T20:00")
    seen: set[int] = set()
    async with Console(path).run_test(size=SIZE) as pilot:
        await walk(pilot, scene.keys)
        for round_ in ROUNDS:
            plant(console_club, in_turn(round_), keys=round_ == ROUNDS[-1])
            await look_again(pilot)
            assert list(faults_of(pilot.app)) == []
            assert all(cell_len(row) <= SIZE[0] for row in shown(pilot.app))
            seen |= texts_seen(text_of(pilot.app))
        assert scene.plain or seen
