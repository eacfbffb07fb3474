"""The console's start by the real program, in a terminal of its own."""

import gc
from collections.abc import Iterator

import pytest

from tui.starting import settle


@pytest.fixture
def _collecting_again() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


@pytest.mark.usefixtures("_collecting_again")
def test_once_the_console_has_started_garbage_is_looked_for_but_not_among_what_the_start_has_made() -> None:
    gc.disable()
    settle()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


@pytest.mark.usefixtures("_collecting_again")
def test_where_garbage_was_looked_for_all_along_nothing_is_set_aside() -> None:
    before = gc.get_freeze_count()
    settle()
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, before)
