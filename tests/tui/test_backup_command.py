"""`frontdesk backup`, `backup verify`, `backup key` and `restore`, as a person and a script meet them."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import DeskError
from storage.backup.manifest import manifest_of
from tests.support.channels import closed_gym
from tests.support.club import Club
from tests.support.files import bound_by_modes, members_in
from tests.support.terminal import ROOT, Terminal, Told

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no pseudo-terminals, and no modes")
NAME = "club-20261123-090000.db"


@pytest.fixture
def folder(club: Club, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the backups of a club with one member go by themselves."""
    monkeypatch.delenv("FRONTDESK_BACKUPS", raising=False)
    club.member("000001")
    return tmp_path / "backups"


@pytest.fixture
def backup(folder: Path, terminal: Terminal, club: Club) -> Path:
    """A backup of one member; the club has two by now."""
    assert terminal("backup").status == 0
    club.member("000002")
    club.database.close()
    return folder / NAME


@pytest.fixture
def sealed(folder: Path, terminal: Terminal, tmp_path: Path) -> Path:
    """A sealed backup."""
    assert terminal("backup", "key", "--out", tmp_path / "manager.key").status == 0
    assert terminal("backup").status == 0
    return folder / f"{NAME}.age"


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def refused(told: Told, status: int = 1) -> str:
    """What a refusal says: on standard error, without a traceback; 2 where it is the system's."""
    assert (told.status, told.out) == (status, "")
    assert "Traceback" not in told.err
    return told.err.strip()


# ---------------------------------------------------------------- making one


def test_it_goes_beside_the_database_and_says_where(folder: Path, terminal: Terminal) -> None:
    told = terminal("backup")
    assert told == (0, f"Backed up and proved: {folder / NAME}\n", "")
    assert manifest_of(folder / NAME).exists()


def test_it_goes_into_a_folder_that_is_named(folder: Path, terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    told = terminal("backup", "--to", tmp_path / "stick", lang="zh")
    assert told == (0, f"已备份并验证：{tmp_path / 'stick' / NAME}\n", "")
    assert not folder.exists()


def test_the_daily_one_is_made_once(folder: Path, terminal: Terminal) -> None:
    assert terminal("backup", "--daily").out == f"Backed up and proved: {folder / NAME}\n"
    assert terminal("backup", "--daily") == (0, "", "")
    told = terminal("backup", "--daily", "--json").json
    assert told == {"path": str(folder / NAME), "made": False}
    assert len(list(folder.glob("*.db"))) == 1


def test_as_json_it_tells_the_digest_and_whether_it_is_noted(folder: Path, terminal: Terminal) -> None:
    told = terminal("backup", "--json").json
    manifest = json.loads(manifest_of(folder / NAME).read_bytes())
    assert told == {
        "path": str(folder / NAME), "made": True, "sha256": manifest["sha256"], "size": manifest["size"],
        "sealed": False, "dropped": [], "noted": True, "unsound": [],
    }  # fmt: skip


def test_a_backup_that_cant_be_noted_stands(
    folder: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise DeskError("database_full", path="club.db")

    monkeypatch.setattr("core.desk.Desk.do", full)
    told = terminal("backup")
    assert (told.status, told.out) == (0, f"Backed up and proved: {folder / NAME}\n")
    assert told.err.startswith("The backup stands, but the audit trail does not tell of it.\n")
    assert len(told.err.splitlines()) == 2
    assert terminal("backup", "verify").status == 0


def test_a_folder_that_is_missing_is_not_made(folder: Path, terminal: Terminal, tmp_path: Path) -> None:
    assert str(tmp_path / "stick") in refused(terminal("backup", "--to", tmp_path / "stick"), 2)
    assert not (tmp_path / "stick").exists()
    told = terminal("backup", "--to", tmp_path / "stick", "--json")
    assert (told.status, told.json["error"]) == (2, "no_such_folder")


@POSIX
def test_a_closed_folder_is_named(folder: Path, terminal: Terminal, club: Club) -> None:
    with bound_by_modes() as place:
        closed = place / "closed"
        closed.mkdir(0o500)
        told = refused(terminal("backup", "--to", closed), 2)
    assert told == f"The folder of backups {closed} can't be read and written by you."


# ---------------------------------------------------------------- proving


def test_one_or_all_are_proved(backup: Path, terminal: Terminal) -> None:
    for asked in ([], [backup.parent], [backup]):
        assert terminal("backup", "verify", *asked) == (0, f"{NAME}: whole, every row read\n", "")
    assert terminal("backup", "verify", lang="zh").out == f"{NAME}：完好，已逐行读过\n"


def test_one_that_was_changed_is_named_and_ends_with_a_status(backup: Path, terminal: Terminal) -> None:
    spoil(backup)
    told = terminal("backup", "verify")
    assert (told.status, told.out) == (1, "")
    assert told.err == f"The backup {backup} was damaged or changed since it was made: take another.\n"
    as_json = terminal("backup", "verify", "--json")
    assert as_json.status == 1
    [line] = as_json.json["backups"]
    assert (line["path"], line["read"], line["error"]) == (str(backup), "none", "backup_changed")


def test_without_any_backup_that_is_said(folder: Path, terminal: Terminal) -> None:
    folder.mkdir()
    assert terminal("backup", "verify") == (0, "There are no backups yet.\n", "")


def test_a_sealed_one_is_looked_into_with_its_key_alone(
    sealed: Path, terminal: Terminal, tmp_path: Path
) -> None:
    told = terminal("backup", "verify")
    assert told == (0, f"{sealed.name}: as it was stored; sealed, so not looked into\n", "")
    told = terminal("backup", "verify", sealed, "--identity", tmp_path / "manager.key")
    assert told == (0, f"{sealed.name}: whole, every row read\n", "")
    assert not sealed.read_bytes().startswith(b"SQLite")


# ---------------------------------------------------------------- the key


def test_a_key_is_made_private_and_said_to_be_taken_away(
    folder: Path, terminal: Terminal, tmp_path: Path
) -> None:
    key = tmp_path / "manager.key"
    told = terminal("backup", "key", "--out", key)
    assert told.status == 0
    assert told.out.splitlines() == [
        f"The key is in {key}. Backups are sealed to it from now on.",
        "Move it off this machine, to the manager, and keep a second copy: without it no backup opens.",
    ]
    secret = key.read_text().splitlines()[-1]
    assert secret.startswith("AGE-SECRET-KEY-")
    assert secret not in told.out
    if os.name == "posix":
        assert key.stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_overwritten(folder: Path, terminal: Terminal, tmp_path: Path) -> None:
    key = tmp_path / "manager.key"
    key.write_text("mine")
    told = refused(terminal("backup", "key", "--out", key))
    assert told == f"{key} is there already and is not overwritten: name another file."
    assert key.read_text() == "mine"


# ---------------------------------------------------------------- bringing one back


def test_with_yes_it_is_put_in_place_and_the_old_one_kept(backup: Path, terminal: Terminal) -> None:
    told = terminal("restore", backup, "--yes")
    assert (told.status, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0] == "Made on 2026-11-23 09:00: 1 members, 0 bookings."
    assert "The database that is there has 2 changes more, which would be undone." in lines
    assert f"{terminal.database} is the backup now." in lines
    [kept] = terminal.database.parent.glob("club.replaced-*.db")
    assert lines[-1] == f"What was there is kept: {kept}"
    assert (members_in(terminal.database), len(members_in(kept))) == (["000001"], 2)
    assert terminal("check").status == 0


def test_notices_that_may_have_gone_out_since_are_counted(
    folder: Path, terminal: Terminal, club: Club
) -> None:
    closed_gym(club)
    assert terminal("backup").status == 0
    club.database.close()
    told = terminal("restore", folder / NAME, "--yes").out
    assert "2 notices wait in it, and may have gone out since: look before notices go out again.\n" in told


def test_as_json_only_facts_are_on_standard_output(backup: Path, terminal: Terminal) -> None:
    told = terminal("restore", backup, "--yes", "--json")
    [kept] = terminal.database.parent.glob("club.replaced-*.db")
    assert told.json == {"path": str(terminal.database), "kept": str(kept)}
    assert "1 members" in told.err


def test_where_nobody_can_be_asked_nothing_is_changed(backup: Path, terminal: Terminal) -> None:
    told = terminal("restore", backup)
    assert told.status == 1
    assert told.err == "Nobody can be asked here whether to go on: say --yes. Nothing was changed.\n"
    assert len(members_in(terminal.database)) == 2


@POSIX
@pytest.mark.parametrize(("answer", "status", "members"), [("y\n", 0, 1), ("n\n", 1, 2), ("\n", 1, 2)])
def test_at_a_terminal_it_is_asked(
    backup: Path, terminal: Terminal, answer: str, status: int, members: int
) -> None:
    from tests.support.pseudo_terminal import PseudoTerminal

    command = [sys.executable, "-m", "tui.main", "--db", str(terminal.database), "restore", str(backup)]
    asked = PseudoTerminal(command, (200, 24), {**os.environ, "FRONTDESK_LANG": "en"}, ROOT)
    try:
        asked.until("Put it in place now?")
        asked.type(answer)
        assert asked.ended() == status
    finally:
        asked.close()
    assert len(members_in(terminal.database)) == members


def _missing(path: Path) -> None:
    path.unlink()


def _damaged(path: Path) -> None:
    path.write_bytes(b"\0" * 5000)


@pytest.mark.parametrize(
    ("harm", "said", "kept"),
    [
        (_missing, "There is no database at ", 0),
        (_damaged, "The database that is there can't be read: ", 1),
    ],
)
def test_it_comes_back_over_what_was_lost(
    backup: Path, terminal: Terminal, harm: Callable[[Path], None], said: str, kept: int
) -> None:
    harm(terminal.database)
    told = terminal("restore", backup, "--yes")
    assert told.status == 0
    assert said in told.out
    assert members_in(terminal.database) == ["000001"]
    assert len(list(terminal.database.parent.glob("club.replaced-*.db"))) == kept


def test_a_sealed_one_needs_its_key(sealed: Path, terminal: Terminal, tmp_path: Path, club: Club) -> None:
    club.database.close()
    told = refused(terminal("restore", sealed, "--yes"))
    assert told == f"The backup {sealed} is sealed: say with --identity where its key is."
    told = terminal("restore", sealed, "--yes", "--identity", tmp_path / "manager.key")
    assert told.status == 0
    assert members_in(terminal.database) == ["000001"]


def test_what_is_no_backup_is_refused_and_nothing_changed(
    backup: Path, terminal: Terminal, tmp_path: Path
) -> None:
    before = terminal.database.read_bytes()
    assert refused(terminal("restore", tmp_path / "none.db", "--yes")).startswith("There is no backup ")
    spoil(backup)
    assert "was damaged or changed" in refused(terminal("restore", backup, "--yes"))
    assert "被损坏或改动" in refused(terminal("restore", backup, "--yes", lang="zh"))
    manifest = json.loads(manifest_of(backup).read_bytes())
    manifest_of(backup).write_text(json.dumps(manifest | {"format": 2}))
    assert "was written by a newer version" in refused(terminal("restore", backup, "--yes"))
    manifest_of(backup).unlink()
    assert "without its manifest" in refused(terminal("restore", backup, "--yes"))
    assert terminal.database.read_bytes() == before
