"""Fixtures for all floors."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.club import Club


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a test of the console waits for its threads a good part of its time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture
def club(tmp_path: Path) -> Iterator[Club]:
    """An empty club on a Monday at nine."""
    club = Club.new(tmp_path)
    yield club
    club.database.close()
