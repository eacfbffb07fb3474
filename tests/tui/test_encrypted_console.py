"""The console on an encrypted club: why it can't be opened without its key, and the way back."""

from pathlib import Path

import pytest

from storage import keys, sealing
from tests.support.club import Club
from tests.support.key_files import encrypted
from tests.support.screens import settled
from tests.tui.test_connection import NEVER, desk_on
from tui import connection
from tui.sentences.desk import SENTENCES


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture
def closed(console_club: Club, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The console's club, closed; the console looks and tries again only when a test says so."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setattr(sealing, "LEAVE_SECONDS", 0.0)
    monkeypatch.setattr(connection, "FOLLOW_SECONDS", NEVER)
    monkeypatch.setattr(connection, "RETRY_SECONDS", NEVER)
    console_club.database.close()
    return console_club.database.path


async def test_without_the_key_it_says_why_and_opens_by_itself_once_the_key_is_there(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = encrypted(closed, monkeypatch)
    away = file.rename(file.with_name("away"))
    async with desk_on(closed) as desk:
        assert squeezed(f"{closed} is encrypted, and its key") in desk.text
        assert squeezed("The desk tries again by itself every 3 seconds.") in desk.text
        away.rename(file)
        desk.app._retry()  # type: ignore[attr-defined]  # what the clock does
        await settled(desk.pilot)
        assert len(desk.grid) == 5


async def test_a_key_file_that_others_may_read_is_told_with_what_to_do(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = encrypted(closed, monkeypatch)
    file.chmod(0o644)
    async with desk_on(closed) as desk:
        assert squeezed(f"Others can get at {file} (mode 644)") in desk.text
        assert "`chmod600`it" in desk.text
        file.chmod(0o600)
        await desk.press("enter")
        assert len(desk.grid) == 5


async def test_the_console_goes_on_when_the_club_is_encrypted_and_decrypted_under_it(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(closed) as desk:
        assert len(desk.grid) == 5
        encrypted(closed, monkeypatch)
        await desk.app._look()  # type: ignore[attr-defined]  # what the clock does
        await settled(desk.pilot)
        assert "notconnected" in desk.text
        desk.app._retry()  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert "notconnected" not in desk.text
        sealing.decrypt(closed)
        await desk.press("enter")
        desk.app._retry()  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert len(desk.grid) == 5


def test_every_refusal_of_a_key_has_its_sentence() -> None:
    assert {
        "key_missing", "key_wrong", "key_file_open_to_others", "key_file_unreadable", "key_file_damaged",
        "key_not_kept", "keyring_unavailable", "already_encrypted", "not_encrypted", "no_room",
        "rewriting_failed", "not_agreed",
    } <= SENTENCES.keys()  # fmt: skip


@pytest.fixture(autouse=True)
def _keys_looked_up_anew() -> None:
    keys.forget()
