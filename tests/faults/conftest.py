"""The library that strikes, and a server under it: made once in each process that runs tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.points import Tried, tried
from tests.support import shim


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if (reason := shim.why_not()) is not None:
        pytest.skip(reason)
    return shim.compiled(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def server(library: Path) -> Iterator[Tried]:
    with tried(library) as started:
        yield started
