"""Texts that nobody should be called by, in the console as it is: what it writes to a real terminal has no
control character that comes from data, on any screen."""

import sys
from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.hostile_club import fill_everything, in_turn, plant
from tests.support.hostile_screens import SCENES, folder_of_sheets

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from tests.support.hostile_terminal import back_to_the_grid, console_on, faults_in, press, texts_in, typed

PARTS = 4
"""In so many sessions all screens are visited: each by itself takes no longer than other tests do."""


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_acts_reaches_the_terminal(console_club: Club, tmp_path: Path, part: int) -> None:
    fill_everything(console_club)
    plant(console_club, in_turn(part * 7))
    terminal = console_on(console_club, folder_of_sheets(tmp_path / "files"), tmp_path)
    try:
        terminal.until("F10")
        typed(terminal, "")
        seen = {}
        for scene in SCENES[part::PARTS]:
            seen[scene.name] = texts_in(press(terminal, scene.keys))
            assert terminal.process.poll() is None, scene.name
            back_to_the_grid(terminal)
        terminal.type("\x11")
        assert terminal.ended() == 0
        assert list(faults_in(terminal.written)) == []
        assert [name for name, texts in seen.items() if texts] != []
        assert len(set().union(*seen.values())) > 20
    finally:
        terminal.close()


def test_what_is_pasted_into_a_field_does_not_act(console_club: Club, tmp_path: Path) -> None:
    terminal = console_on(console_club, folder_of_sheets(tmp_path / "files"), tmp_path)
    try:
        terminal.until("F10")
        typed(terminal, "\x1b[200~safe\x9b2J\u202eevil\x1b[201~")
        terminal.type("\x11")
        assert terminal.ended() == 0
        assert list(faults_in(terminal.written)) == []
    finally:
        terminal.close()
