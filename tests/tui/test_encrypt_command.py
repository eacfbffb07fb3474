"""`frontdesk encrypt` and `frontdesk decrypt`, as a person and a script meet them."""

import sqlite3
import sys
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest

from storage import driver, keys, sealing
from tests.support.club import Club
from tests.support.key_files import encrypted
from tests.support.terminal import Terminal

KEY_LETTERS = 64


@pytest.fixture
def closed(club: Club, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed club with a member."""
    monkeypatch.delenv("FRONTDESK_KEY_FILE", raising=False)
    monkeypatch.setattr(sealing, "LEAVE_SECONDS", 0.0)
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    keys.forget()
    club.member("000001")
    club.database.close()
    return club.database.path


def is_encrypted(path: Path) -> bool:
    return driver.seal_of(path) is not None


def test_it_says_where_the_key_lies_and_never_the_key(terminal: Terminal, closed: Path) -> None:
    told = terminal("encrypt")
    assert told.status == 0
    assert f"{closed} is encrypted." in told.out
    [key] = keys.in_file(keys.key_file()).values()
    assert f"Its key {keys.named(key.seal)} lies in {keys.key_file()}." in told.out
    assert "Keep a copy of the key with the manager" in told.out
    assert key.text not in told.out + told.err
    assert is_encrypted(closed)


def test_it_says_that_all_rows_are_the_same_and_what_a_disk_may_keep(
    terminal: Terminal, closed: Path
) -> None:
    told = terminal("encrypt").out
    assert "All is the same as before: " in told
    assert "The old file was overwritten and deleted." in told
    assert "solid-state disk" in told


def test_the_next_command_finds_the_key_by_itself(terminal: Terminal, closed: Path) -> None:
    terminal("encrypt")
    keys.forget()
    assert (terminal("check").status, terminal("check").out) == (0, "All is as it must be.\n")


def test_without_the_key_a_sentence_says_the_way_on(terminal: Terminal, closed: Path) -> None:
    terminal("encrypt")
    keys.key_file().unlink()
    keys.forget()
    told = terminal("check")
    assert told.status == 2
    assert f"{closed} is encrypted, and its key " in told.err
    assert "bring the key file from whoever keeps the copy, or name it with FRONTDESK_KEY_FILE" in told.err
    assert "Traceback" not in told.err


def test_a_key_file_of_ones_own_is_named_with_what_it_needs(
    terminal: Terminal, closed: Path, tmp_path: Path
) -> None:
    file = tmp_path / "stick" / "club.keys"
    told = terminal("encrypt", "--key-file", file).out
    assert f"lies in {file}." in told
    assert f"Set FRONTDESK_KEY_FILE={file} for every desk here, or none can open it." in told


def test_a_key_beside_the_database_is_warned_of(terminal: Terminal, closed: Path) -> None:
    assert "The key lies beside the database" in terminal("encrypt", "--key-file", closed.with_name("k")).out


def test_without_a_keyring_nothing_is_encrypted(terminal: Terminal, closed: Path) -> None:
    told = terminal("encrypt", "--keyring")
    assert told.status == 2
    assert "The system's keyring can't be used (there is none)" in told.err
    assert "--key-file" in told.err
    assert not is_encrypted(closed)


def test_copies_from_before_that_are_not_encrypted_are_named(terminal: Terminal, closed: Path) -> None:
    copy = closed.with_name("club.before-v2.db")
    copy.write_bytes(closed.read_bytes())
    assert f"Not encrypted, from before: {copy}. Delete what you need no more." in terminal("encrypt").out


def test_what_is_encrypted_already_is_refused_and_no_key_is_made(terminal: Terminal, closed: Path) -> None:
    terminal("encrypt")
    before = keys.key_file().read_bytes()
    told = terminal("encrypt")
    assert (told.status, told.err) == (1, f"{closed} is encrypted already.\n")
    assert keys.key_file().read_bytes() == before


def test_it_tells_a_script_all_but_the_key(terminal: Terminal, closed: Path) -> None:
    told = terminal("encrypt", "--json").json
    assert told["path"] == str(closed)
    assert told["key_places"] == [str(keys.key_file())]
    assert told["key_found"] is True
    assert told["overwritten"] is True
    assert told["rows"] > 5
    assert max(map(len, told["key"].split())) < KEY_LETTERS


# ---------------------------------------------------------------- and back


def test_decrypting_asks_on_a_terminal_and_a_script_says_yes(terminal: Terminal, closed: Path) -> None:
    terminal("encrypt")
    told = terminal("decrypt", typed=b"yes\n")  # no terminal: nobody is asked
    assert (told.status, told.err) == (
        1,
        "Nothing was changed: this is done only after a yes. A script says --yes.\n",
    )
    assert is_encrypted(closed)
    told = terminal("decrypt", "--yes")
    assert told.status == 0
    assert "is not encrypted any more" in told.out
    assert "Keep its key as long as there are backups from before" in told.out
    with closing(sqlite3.connect(closed)) as connection:
        assert connection.execute("SELECT staff_no FROM member").fetchall() == [("000001",)]


@pytest.mark.parametrize(
    ("answer", "done"), [("yes\n", True), ("是\n", True), ("y\n", False), ("\n", False), ("", False)]
)
def test_only_a_whole_yes_is_one(
    closed: Path, monkeypatch: pytest.MonkeyPatch, answer: str, done: bool
) -> None:
    from tui.commands.encrypt import agreed

    typed = StringIO(answer)
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", typed)
    assert agreed(closed) == done


def test_what_is_plain_is_not_decrypted(terminal: Terminal, closed: Path) -> None:
    told = terminal("decrypt", "--yes")
    assert (told.status, told.err) == (1, f"{closed} is not encrypted.\n")


# ---------------------------------------------------------------- elsewhere


def test_the_version_says_that_the_database_is_encrypted(
    terminal: Terminal, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "encrypted" not in terminal("--version").out
    encrypted(closed, monkeypatch)
    assert terminal("--version").out.endswith(f"{closed} is encrypted.\n")


def test_no_folder_is_made_and_no_key_kept_where_there_is_no_database(
    terminal: Terminal, closed: Path, tmp_path: Path
) -> None:
    told = terminal("--db", tmp_path / "none" / "club.db", "encrypt")
    assert told.status == 2
    assert not (tmp_path / "none").exists()
    assert not keys.key_file().exists()
