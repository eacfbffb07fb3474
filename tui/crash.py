"""What is done with a mistake of the program's own: a sentence for the person, the details in a file."""

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

from core.text import visible
from tui.language import say


def record(error: BaseException) -> str:
    """Keeps the traceback in the data folder; the sentence to say. With FRONTDESK_DEBUG set it is raised."""
    if os.environ.get("FRONTDESK_DEBUG"):
        raise error
    from storage.places import data_folder

    path = data_folder() / "errors.log"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _append(path, error)
    except OSError:
        return say("frontdesk made a mistake: {error}. What was confirmed before is safe.", error=repr(error))
    return say(
        "frontdesk made a mistake: {error}. What was confirmed before is safe. The details are in {path}.",
        error=repr(error),
        path=path,
    )


def _append(path: Path, error: BaseException) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    with os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8", errors="backslashreplace") as log:
        log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n")
        lines = "".join(traceback.format_exception(error)).split("\n")
        log.write("\n".join(map(visible, lines)))
