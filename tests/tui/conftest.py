"""What all tests of the terminal share."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from core.clock import Instant, instant_of, zone_named
from storage import driver
from tests.support.club import NINE, Club
from tests.support.console_club import fill
from tests.support.quiet import wait_for_what_is_pending
from tests.support.styles import read_once
from tests.support.terminal import Terminal
from tui import language
from tui.app import Console
from tui.language import ENGLISH, use


@pytest.fixture(autouse=True)
def _language_given_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The language is one for the process: each test leaves it as it found it."""
    monkeypatch.setenv("LANGUAGE", "")
    before = language.spoken()
    yield
    language.use(before)


@pytest.fixture
def nine(monkeypatch: pytest.MonkeyPatch) -> Instant:
    """The machine's clock stands at nine on the Monday of the test club."""
    instant = instant_of(datetime.fromisoformat(NINE), zone_named("Asia/Shanghai"))
    for place in ("core.clock.machine_clock", "tui.opening.machine_clock"):
        monkeypatch.setattr(place, lambda: instant)
    return instant


@pytest.fixture
def clock_of_the_club(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nine: Instant) -> None:
    """The machine's clock goes along with the test club: what is written out is noted, and no clock is behind
    what was done last."""

    def now() -> Instant:
        with closing(driver.look(tmp_path / "club.db")) as connection:
            return Instant(max(nine, connection.execute("SELECT max(at) FROM audit").fetchone()[0] or 0))

    for place in ("core.clock.machine_clock", "tui.opening.machine_clock"):
        monkeypatch.setattr(place, now)


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, nine: Instant
) -> Terminal:
    """The command line at that hour, on the database of the `club` fixture, for a user without settings."""
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "user"))
    for variable in ("FRONTDESK_LANG", "FRONTDESK_DB"):
        monkeypatch.delenv(variable, raising=False)
    return Terminal(tmp_path / "club.db", capsys, monkeypatch)


@pytest.fixture(autouse=True)
def _keys_are_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys that a test presses are a person's, however fast it presses them; a test of the scanner gives
    its own times."""
    monkeypatch.setattr("tui.scanner.GAP_SECONDS", -1.0)


@pytest.fixture(autouse=True)
def _no_console_backs_up_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test of backups says by itself when."""
    monkeypatch.setattr("tui.backing_up.FIRST_SECONDS", 86_400.0)
    monkeypatch.setattr("tui.backing_up.AGAIN_SECONDS", 86_400.0)


@pytest.fixture(autouse=True)
def _styles_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read_once(monkeypatch)


@pytest.fixture(autouse=True)
def _pilots_wait_for_what_is_pending(monkeypatch: pytest.MonkeyPatch) -> None:
    wait_for_what_is_pending(monkeypatch)


@pytest.fixture
def console(
    club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nine: Instant
) -> Callable[[], Console]:
    """Makes the console of the `club` fixture, at that hour, in English, for a user without settings."""
    monkeypatch.setattr("tui.link.machine_clock", lambda: nine)
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "user"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    use(ENGLISH)
    return lambda: Console(tmp_path / "club.db")


@pytest.fixture
def console_club(club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Club:
    """The `club` filled, and the console's clock the club's own: a `Console` on its file then stands on
    Tuesday at 17:34, in English, for a user without settings."""
    fill(club)
    monkeypatch.setattr("tui.link.machine_clock", club.clock)
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "user"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    use(ENGLISH)
    return club
