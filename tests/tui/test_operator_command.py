"""`frontdesk operator`, and how every other subcommand acts as an operator once there are some."""

import getpass
import json
import sys
from pathlib import Path

import pytest

from core.operators.vouching import vouch
from tests.support.club import Club
from tests.support.operators import at
from tests.support.signing_in import OTHER, PASSWORD, actions, hash_cheaply, make_operator
from tests.support.terminal import Terminal

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    hash_cheaply(monkeypatch)
    monkeypatch.delenv("FRONTDESK_TOKEN_FILE", raising=False)


@pytest.fixture
def operators(club: Club) -> Club:
    make_operator(club, "主任", "owner")
    make_operator(club, "小王", "clerk")
    return club


@pytest.fixture
def owner_token(operators: Club, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The owner's token, at hand for each command line."""
    from core.operators.keeping import GiveToken
    from core.wire import Name
    from storage.passwords import digest_of
    from tui.signing_in.tokens import Token, write_token

    path = tmp_path / "owner.token"
    write_token(path, Token("主任", "geheim"))
    at(operators, "主任").desk.do(GiveToken(Name("主任"), digest_of("geheim")))
    monkeypatch.setenv("FRONTDESK_TOKEN_FILE", str(path))
    return path


def typed(monkeypatch: pytest.MonkeyPatch, *passwords: str) -> None:
    """Somebody sits at the terminal and types these, hidden."""
    waiting = list(passwords)
    monkeypatch.setattr("tui.signing_in.at_command_line.at_terminal", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda prompt, stream=None: waiting.pop(0))


# ---------------------------------------------------------------- the first one


def test_the_first_operator_must_be_an_owner(club: Club, terminal: Terminal) -> None:
    told = terminal("operator", "add", "小王", "--role", "clerk", "--password-stdin", typed=PASSWORD.encode())
    assert (told.status, told.err) == (
        1,
        "The first operator must be an owner with a password: else nobody could go on.\n",
    )


def test_from_the_first_operator_on_everybody_has_to_sign_in(club: Club, terminal: Terminal) -> None:
    told = terminal("operator", "add", "主任", "--role", "owner", "--password-stdin", typed=PASSWORD.encode())
    assert told.status == 0
    assert "From now on everybody has to sign in." in told.out
    told = terminal("operator", "list", "--json")
    assert (told.status, told.json["error"]) == (1, "not_signed_in")
    assert terminal("tick").status == 0


def test_a_password_that_is_tried_first_is_refused(club: Club, terminal: Terminal) -> None:
    told = terminal("operator", "add", "主任", "--role", "owner", "--password-stdin", typed=b"woaini1314\n")
    assert told.status == 2
    assert "tried first" in told.err


# ---------------------------------------------------------------- with a token


@pytest.mark.usefixtures("owner_token")
def test_an_operator_is_listed_disabled_and_enabled(terminal: Terminal) -> None:
    assert terminal("operator", "disable", "小王").out == "小王 has no access any more.\n"
    listed = {one["name"]: one for one in terminal("operator", "list", "--json").json["operators"]}
    assert (listed["小王"]["disabled"], listed["主任"]["has_token"]) == (True, True)
    assert "no access" in terminal("operator", "list").out
    assert terminal("operator", "enable", "小王").out == "小王 has access again.\n"
    told = terminal("operator", "disable", "主任")
    assert (told.status, "last owner" in told.err) == (1, True)


def test_a_password_that_another_sets_is_good_for_one_sign_in(
    owner_token: Path, operators: Club, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = terminal("operator", "passwd", "小王", "--password-stdin", typed=OTHER.encode())
    assert told.out == "小王 has a password for one sign-in.\n"
    monkeypatch.setenv("FRONTDESK_TOKEN_FILE", "")
    typed(monkeypatch, OTHER, "drei gelbe Tassen", "drei gelbe Tassen")
    told = terminal("check", typed="小王\n".encode())
    assert told.status == 0
    assert "This password was for one sign-in." in told.err
    assert ("小王", "change_password") in actions(operators)


@pytest.mark.usefixtures("owner_token")
def test_a_scripts_operator_works_by_a_token_alone(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert terminal("operator", "add", "HR", "--role", "clerk", "--no-password").status == 0
    path = tmp_path / "hr.token"
    assert terminal("operator", "token", "HR", "--out", path).status == 0
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
    told = terminal("operator", "token", "HR", "--out", path)
    assert (told.status, "is there already" in told.err) == (2, True)
    monkeypatch.setenv("FRONTDESK_TOKEN_FILE", str(path))
    [line] = terminal.batch({"do": "add_member", "staff_no": "000001", "name": "张三"}).lines
    assert line["ok"]
    told = terminal.batch({"do": "change_settings", "return_days": 3})
    assert (told.status, told.json["error"]) == (1, "forbidden")


def test_a_token_that_was_taken_back_is_good_no_more(owner_token: Path, terminal: Terminal) -> None:
    assert terminal("operator", "token", "主任", "--take-back").status == 0
    told = terminal("operator", "list", "--json")
    assert (told.status, told.json["error"]) == (1, "not_let_in")


@posix
def test_a_token_that_others_can_read_is_refused(owner_token: Path, terminal: Terminal) -> None:
    owner_token.chmod(0o640)
    told = terminal("check", "--json")
    assert (told.status, told.json["error"]) == (2, "token_private")
    told = terminal.batch({"do": "tick"})
    assert (told.status, told.json["error"]) == (1, "token_private")


@pytest.mark.parametrize("content", [b"", b"no colon", b":secret", b"name:", b"\xff\xfe:x"])
def test_a_file_that_is_no_token_is_refused(owner_token: Path, terminal: Terminal, content: bytes) -> None:
    owner_token.write_bytes(content)
    told = terminal("check", "--json")
    assert (told.status, told.json["error"]) == (2, "token_wrong")


def test_only_the_digest_of_the_secret_is_in_the_database(owner_token: Path, operators: Club) -> None:
    kept = b"".join(path.read_bytes() for path in owner_token.parent.glob("club.db*"))
    assert b"geheim" not in kept
    assert PASSWORD.encode() not in kept


def test_without_an_operator_batch_does_what_needs_nobody(operators: Club, terminal: Terminal) -> None:
    told = terminal.batch({"do": "tick"}, {"ask": "check"})
    assert [line["ok"] for line in told.lines] == [True, False]
    assert told.lines[1]["error"] == "not_signed_in"
    assert told.status == 1


# ---------------------------------------------------------------- at a terminal


@pytest.mark.usefixtures("operators")
def test_somebody_at_the_terminal_is_asked_who_they_are(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, PASSWORD)
    told = terminal("operator", "list", typed="主任\n".encode())
    assert told.status == 0
    assert told.err == "Operator: "
    typed(monkeypatch, "a wrong one")
    told = terminal("operator", "list", typed="主任\n".encode())
    assert (told.status, "is wrong" in told.err) == (1, True)


@pytest.mark.usefixtures("operators")
def test_ones_own_password_is_changed_after_the_present_one(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, PASSWORD, OTHER, OTHER)
    assert (
        terminal("operator", "passwd", typed="小王\n".encode()).out == "Your password is another one now.\n"
    )
    typed(monkeypatch, PASSWORD)
    assert terminal("check", typed="小王\n".encode()).status == 1
    typed(monkeypatch, OTHER)
    assert terminal("check", typed="小王\n".encode()).status == 0


# ---------------------------------------------------------------- a program of the console


def test_a_program_that_the_console_starts_acts_for_whoever_sits_there(
    operators: Club, terminal: Terminal, tmp_path: Path
) -> None:
    make_operator(operators, "经理", "manager")
    word = vouch(at(operators, "经理").desk)
    changed = json.loads(word) | {"operator": "主任"}
    line = ["export", "monthly", "2026-11", "--out", str(tmp_path), "--json", "--leashed"]
    for said, error in (("", "not_signed_in"), (json.dumps(changed), "not_signed_in")):
        told = terminal.process(*line, typed=f"{said}\n".encode(), FRONTDESK_TOKEN_FILE="")
        assert (told.status, told.json["error"]) == (1, error)
