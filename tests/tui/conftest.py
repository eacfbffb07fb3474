"""What all tests of the terminal share."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from core.clock import Instant, instant_of, zone_named
from tests.support.club import NINE
from tests.support.terminal import Terminal
from tui import language


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
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, nine: Instant
) -> Terminal:
    """The command line at that hour, on the database of the `club` fixture, for a user without settings."""
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "user"))
    for variable in ("FRONTDESK_LANG", "FRONTDESK_DB"):
        monkeypatch.delenv(variable, raising=False)
    return Terminal(tmp_path / "club.db", capsys, monkeypatch)
