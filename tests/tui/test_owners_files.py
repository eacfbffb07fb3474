"""What is done to the club's file as a whole, once there are operators: only an owner encrypts it, and nobody
has to sign in to be told whether it is in order."""

from pathlib import Path

import pytest

from core.operators.keeping import GiveToken
from core.wire import Name
from storage import driver, keys, sealing
from storage.passwords import digest_of
from tests.support.club import Club
from tests.support.operators import at
from tests.support.signing_in import actions, hash_cheaply, make_operator
from tests.support.terminal import Terminal
from tui.signing_in.tokens import Token, write_token


@pytest.fixture
def club_with_operators(club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Club:
    """An owner and a clerk, each with a token; a closed club without a keyring."""
    hash_cheaply(monkeypatch)
    monkeypatch.delenv("FRONTDESK_KEY_FILE", raising=False)
    monkeypatch.setattr(sealing, "LEAVE_SECONDS", 0.0)
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    keys.forget()
    for name, role in (("主任", "owner"), ("小王", "clerk")):
        make_operator(club, name, role)
        write_token(tmp_path / f"{role}.token", Token(name, f"secret of {role}"))
        at(club, "主任").desk.do(GiveToken(Name(name), digest_of(f"secret of {role}")))
    club.database.close()
    return club


def test_a_clerk_does_not_encrypt_the_club(
    club_with_operators: Club, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = club_with_operators.database.path
    monkeypatch.setenv("FRONTDESK_TOKEN_FILE", str(tmp_path / "clerk.token"))
    told = terminal("encrypt")
    assert (told.status, told.err) == (1, "That is not yours to do: it is for owner.\n")
    assert driver.seal_of(path) is None
    assert not keys.key_file().exists()


def test_an_owner_does_and_the_trail_tells_who(
    club_with_operators: Club, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = club_with_operators.database.path
    monkeypatch.setenv("FRONTDESK_TOKEN_FILE", str(tmp_path / "owner.token"))
    assert terminal("encrypt").status == 0
    assert driver.seal_of(path) is not None
    again = Club.new(path.parent)
    assert actions(again)[-1] == ("主任", "note_encryption")
    again.database.close()
    assert terminal("decrypt", "--yes").status == 0
    assert driver.seal_of(path) is None


def test_the_doctor_asks_nobody_who_they_are(club_with_operators: Club, terminal: Terminal) -> None:
    lines = {line["about"]: line["how"] for line in terminal("doctor", "--json").json["lines"]}
    assert (lines["check"], lines["chain"]) == ("good", "good")
    assert terminal("check").status == 1
