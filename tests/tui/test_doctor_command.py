"""`frontdesk doctor`: a line for each matter, what to do where it is not good, and a status for scripts."""

from pathlib import Path
from typing import Any

import pytest

from storage import doctor, driver, keys
from tests.support.club import Club
from tests.support.key_files import encrypted
from tests.support.terminal import Terminal
from tui.sentences.doctor import ABOUT, HOW, TO_DO, TOLD


@pytest.fixture
def healthy(club: Club, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed club with a backup, in a private folder."""
    monkeypatch.delenv("FRONTDESK_KEY_FILE", raising=False)
    monkeypatch.setattr("storage.sealing.LEAVE_SECONDS", 0.0)
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    keys.forget()
    path = club.database.path
    club.member("000001")
    club.database.close()
    path.parent.chmod(0o700)
    path.with_name("club.before-v5.db").write_bytes(path.read_bytes())
    return path


def lines(terminal: Terminal, *options: str) -> dict[str, dict[str, Any]]:
    return {line["about"]: line for line in terminal("doctor", "--json", *options).json["lines"]}


def test_where_all_is_well_it_says_so_and_each_line_is_good(terminal: Terminal, healthy: Path) -> None:
    told = terminal("doctor")
    assert (told.status, told.err) == (0, "")
    rows = told.out.splitlines()
    assert rows[-1] == "All is well."
    assert {row.split()[0] for row in rows[:-2]} == {"good"}
    assert "Check        All is as it must be" in told.out
    assert "Audit        The audit chain is whole" in told.out


def test_what_is_bad_says_what_to_do_and_ends_with_a_status(terminal: Terminal, healthy: Path) -> None:
    healthy.with_name("club.before-v5.db").unlink()
    told = terminal("doctor")
    assert told.status == 1
    rows = told.out.splitlines()
    at = next(number for number, row in enumerate(rows) if row.startswith("bad"))
    assert rows[at] == "bad   Backup       There is no backup"
    assert rows[at + 1] == "    > Make one now, and have it made every day."
    assert rows[-1] == "1 thing is bad."


def test_what_is_worth_a_look_is_no_failure(terminal: Terminal, healthy: Path) -> None:
    healthy.chmod(0o640)
    told = terminal("doctor")
    assert told.status == 0
    assert f"look  Permissions  Others can get at {healthy} (mode 640)" in told.out
    assert "> `chmod 600` it, so that only its owner can get at it." in told.out
    assert told.out.endswith("1 thing is worth a look.\n")


def test_it_speaks_chinese(terminal: Terminal, healthy: Path) -> None:
    told = terminal("doctor", lang="zh").out
    assert "正常  审计链    审计链完整" in told
    assert told.endswith("一切正常。\n")


def test_the_full_check_can_be_left_out(terminal: Terminal, healthy: Path) -> None:
    assert lines(terminal, "--fast")["check"]["code"] == "check_left_out"
    assert "chain" not in lines(terminal, "--fast")


def test_a_club_that_is_not_as_it_must_be_is_bad(terminal: Terminal, healthy: Path) -> None:
    connection = driver.connect(healthy)
    connection.execute("DROP TRIGGER audit_no_update")
    connection.execute("UPDATE audit SET operator = 'nobody' WHERE id = 1")
    connection.close()
    found = lines(terminal)
    assert (found["chain"]["how"], found["chain"]["code"]) == ("bad", "chain_broken")
    assert "1" in found["chain"]["message"]
    assert found["check"]["how"] == "good"


def test_without_a_database_it_says_so_and_makes_none(terminal: Terminal, healthy: Path) -> None:
    other = healthy.with_name("other.db")
    told = terminal("--db", other, "doctor")
    assert told.status == 1
    assert f"bad   Place    There is no database at {other}" in told.out
    assert not other.exists()


@pytest.mark.parametrize("content", [b"Dear front desk, " * 200, b"SQLite format 3\0" + b"\x13" * 9000])
def test_with_a_file_that_is_no_database_the_rest_goes_on(
    terminal: Terminal, healthy: Path, content: bytes
) -> None:
    healthy.write_bytes(content)
    found = lines(terminal)
    assert (found["schema"]["how"], found["schema"]["code"]) == ("bad", "refused")
    assert f"{healthy} is not a database" in found["schema"]["message"]
    assert found["room"]["how"] == found["backup"]["how"] == "good"
    assert healthy.read_bytes() == content


def test_a_missing_key_is_bad_and_the_rest_goes_on(
    terminal: Terminal, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypted(healthy, monkeypatch)
    assert lines(terminal)["encryption"]["code"] == "encrypted"
    keys.key_file().unlink()
    keys.forget()
    found = lines(terminal)
    assert found["encryption"]["detail"]["error"] == "key_missing"
    assert "bring the key file from whoever keeps the copy" in found["encryption"]["message"]
    assert found["backup"]["how"] == "good"
    assert "journal" not in found


def test_an_older_database_is_told_and_stays_as_it_is(terminal: Terminal, healthy: Path) -> None:
    connection = driver.connect(healthy)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.execute(f"PRAGMA user_version = {version - 1}")
    connection.close()
    before = healthy.read_bytes()
    found = lines(terminal)
    assert (found["schema"]["code"], found["database"]["code"]) == ("schema_old", "not_opened")
    assert healthy.read_bytes() == before


def test_while_another_desk_works_it_looks_all_the_same(terminal: Terminal, club: Club) -> None:
    club.member("000001")
    assert lines(terminal)["check"]["how"] == "good"
    club.member("000002")


def test_the_text_of_a_path_is_shown_as_data(terminal: Terminal, healthy: Path) -> None:
    path = healthy.with_name("[red]\x1b[2J.db")
    told = terminal("--db", path, "doctor")
    assert "\x1b" not in told.out
    assert "[red]‹U+001B›[2J.db" in told.out


def test_all_that_is_not_good_says_what_to_do() -> None:
    source = Path(doctor.__file__).read_text("utf-8")
    source += (Path(__file__).parents[2] / "tui" / "commands" / "doctor.py").read_text("utf-8")
    assert TO_DO.keys() <= TOLD.keys()
    unsaid = [code for code in TOLD if f'"{code}"' not in source]
    assert unsaid == []
    good = {
        "versions", "sqlite_wal", "on_disk", "private", "no_modes", "room_enough", "plain", "encrypted",
        "schema_today", "backup_fresh", "journal_safe", "clock_right", "clock_rehearsed", "check_good",
        "check_left_out", "chain_whole", "nothing_aside", "all_delivered",
    }  # fmt: skip
    assert TOLD.keys() - good == TO_DO.keys()
    assert {"good", "look", "bad"} == HOW.keys()
    assert {"check", "chain", "backup"} < ABOUT.keys()
