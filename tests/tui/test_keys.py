"""The key table, and keys of one's own from the settings file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.screens import settled, shown, text_of
from tests.support.terminal import Terminal
from tui import settings
from tui.app import Console
from tui.keys import key_spelt, keymap_of, table
from tui.language import settings_file

MakeConsole = Callable[[], Console]


def _settings(text: str) -> Path:
    """Writes the settings file of the test's user."""
    path = settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# The table


def test_every_binding_of_the_console_has_an_id_and_says_what_it_does() -> None:
    rows = table()
    assert {"console.quit", "console.help", "booking.cancel", "grid.up", "search.leave"} <= set(rows)
    assert [id for id, row in rows.items() if not row.what] == []


def test_no_letter_alone_is_a_key() -> None:
    keys = [key for row in table().values() for key in row.binding.key.split(",")]
    assert [key for key in keys if len(key.strip()) == 1] == []


@pytest.mark.parametrize(
    ("key", "spelt"),
    [("f8", "F8"), ("ctrl+pagedown", "Ctrl+PgDn"), ("shift+left", "Shift+Left"), ("ctrl+x", "Ctrl+X")],
)
def test_a_key_is_spelt_as_on_the_keyboard(key: str, spelt: str) -> None:
    assert key_spelt(key) == spelt


# What the settings file may say


def test_keys_are_read_by_the_ids_of_their_bindings() -> None:
    assert keymap_of({"booking.cancel": "f8, Ctrl+X", "booking.today": "Ctrl+PgDn,alt+t"})[0] == {
        "booking.cancel": "f8,ctrl+x"
    }


def test_an_id_without_quotation_marks_is_the_same() -> None:
    assert keymap_of({"booking": {"cancel": "ctrl+x"}}) == ({"booking.cancel": "ctrl+x"}, [])


def test_two_keys_may_be_exchanged() -> None:
    exchanged = {"booking.move": "f8", "booking.cancel": "f7"}
    assert keymap_of(exchanged) == (exchanged, [])


@pytest.mark.parametrize(
    ("id", "key", "problem"),
    [
        ("booking.sing", "f9", "unknown_id"),
        ("booking.cancel", "hyper+x", "unknown_key"),
        ("booking.cancel", "f99", "unknown_key"),
        ("booking.cancel", "", "unknown_key"),
        ("booking.cancel", "x", "letter"),
        ("booking.cancel", "shift+x", "letter"),
        ("booking.cancel", "ctrl+m", "same"),
        ("booking.cancel", "f7", "taken"),
        ("booking.cancel", "ctrl+q", "taken"),
        ("console.help", "f7", "taken"),
    ],
)
def test_a_wrong_line_is_passed_over_and_told(id: str, key: str, problem: str) -> None:
    keymap, problems = keymap_of({id: key, "booking.week": "ctrl+l"})
    assert keymap == {"booking.week": "ctrl+l"}
    assert [found.problem for found in problems] == [problem]
    assert problems[0].told()


def test_a_key_of_the_grid_does_the_same_on_a_members_page() -> None:
    known = {id: row.binding.key for id, row in table().items()}
    grid = {key: id.partition(".")[2] for id, key in known.items() if id.startswith("booking.")}
    page = {key: id.partition(".")[2] for id, key in known.items() if id.startswith("members.")}
    assert {"f5", "f7", "f8"} <= page.keys()
    assert [key for key in page if grid.get(key, page[key]) != page[key]] == []


@pytest.mark.parametrize("wanted", [None, "f8", 3, []])
def test_what_is_no_table_of_keys_changes_nothing(wanted: object) -> None:
    assert keymap_of(wanted) == ({}, [])


# In the console


async def test_a_key_of_ones_own_acts_and_stands_in_the_key_line(club: Club, console: MakeConsole) -> None:
    club.facility()
    app = console()
    _settings('[keys]\n"booking.options" = "f11"\n')
    async with app.run_test(size=(200, 50)) as pilot:
        await settled(pilot)
        assert "F11 party, purpose" in shown(app)[-1]
        await pilot.press("f11")
        await settled(pilot)
        assert "Choose a member first." in text_of(app)


async def test_the_key_that_was_replaced_does_nothing(club: Club, console: MakeConsole) -> None:
    club.facility()
    app = console()
    _settings('[keys]\n"booking.options" = "f11"\n')
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert "Choose a member first." not in text_of(app)


async def test_a_wrong_line_is_told_at_the_start(club: Club, console: MakeConsole) -> None:
    app = console()
    _settings('[keys]\n"booking.sing" = "f9"\n')
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        assert "booking.sing" in text_of(app)


# The command


def test_the_command_lists_keys_by_id(terminal: Terminal) -> None:
    told = terminal("keys")
    assert told.status == 0
    assert any(
        line.split() == ["booking.cancel", "F8", "cancel", "a", "booking"] for line in told.out.splitlines()
    )
    assert "cancel a booking" in told.out


def test_the_command_tells_of_keys_of_ones_own_and_of_wrong_ones(terminal: Terminal) -> None:
    _settings('[keys]\n"booking.cancel" = "ctrl+x"\n"booking.sing" = "f9"\n')
    told = terminal("keys", "--json")
    keys = {row["id"]: row["keys"] for row in json.loads(told.out)["keys"]}
    assert keys["booking.cancel"] == ["ctrl+x"]
    assert told.status == 1
    assert "booking.sing" in told.err


# Keeping a choice in the settings file


def test_a_choice_changes_its_own_line_only(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# mine\nlang = "zh"\n\n[keys]\n"booking.cancel" = "f9"  # my own\n', encoding="utf-8")
    assert settings.keep("lang", "en", path)
    assert path.read_text(encoding="utf-8") == (
        '# mine\nlang = "en"\n\n[keys]\n"booking.cancel" = "f9"  # my own\n'
    )


def test_a_new_choice_goes_before_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "settings.toml"
    assert settings.keep("lang", "en", path)
    assert settings.keep("theme", "light", path)
    assert settings.read(path) == {"lang": "en", "theme": "light"}


def test_a_file_that_is_no_settings_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("this is a letter", encoding="utf-8")
    assert not settings.keep("lang", "en", path)
    assert path.read_text(encoding="utf-8") == "this is a letter"


def test_a_value_over_several_lines_is_not_broken(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    written = 'note = """\ntheme = "dark"\n"""\n'
    path.write_text(written, encoding="utf-8")
    assert not settings.keep("theme", "light", path)
    assert path.read_text(encoding="utf-8") == written
