"""Work beside the screen: the one way in which a screen begins something that waits."""

from collections.abc import Awaitable, Callable

from textual.dom import DOMNode


def begin(node: DOMNode, deed: Callable[[], Awaitable[None]], group: str, *, exclusive: bool = False) -> None:
    """Begins a deed in a worker that tells its own errors; `exclusive`: in place of what its group was doing.

    It is given as something to be called: a coroutine whose worker is cancelled before it begins would never
    be awaited.
    """
    node.run_worker(deed, exit_on_error=False, group=group, exclusive=exclusive)


def under_way(node: DOMNode, group: str) -> bool:
    """Whether a deed that was begun here has not ended yet."""
    return any(
        worker.node is node and worker.group == group and not worker.is_finished for worker in node.workers
    )
