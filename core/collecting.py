"""Python's search for cycles, left out while hundreds of thousands of rows are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Rows and slots are never a cycle, and looking for one among 200,000 takes longer than reading them.
    For a block, or as a decorator for a function."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
