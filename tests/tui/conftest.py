"""What all tests of the terminal share."""

from collections.abc import Iterator

import pytest

from tui import language


@pytest.fixture(autouse=True)
def _language_given_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The language is one for the process: each test leaves it as it found it."""
    monkeypatch.setenv("LANGUAGE", "")
    before = language.spoken()
    yield
    language.use(before)
