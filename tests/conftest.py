"""Fixtures for all floors."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.club import Club


@pytest.fixture
def club(tmp_path: Path) -> Iterator[Club]:
    """An empty club on a Monday at nine."""
    club = Club.new(tmp_path)
    yield club
    club.database.close()
