"""What leaves the desk as a file or on paper is noted first: where it can't be, it stays."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.wire import Name

if TYPE_CHECKING:
    from core.desk import Desk
    from core.privacy.revealing import NoteTakenOut


def taking_out(
    what: str,
    path: Path | None = None,
    *,
    rows: int | None = None,
    member: str | None = None,
    personal: bool = True,
    **filters: Any,
) -> "NoteTakenOut":
    """The note of a file at a path, or of a print; of the path only the name is kept. `filters`: what was
    asked for."""
    from core.privacy.revealing import NoteTakenOut
    from core.text import NAME_LONGEST, visible

    name = None if path is None else Name(visible(path.name)[:NAME_LONGEST])
    asked = {key: str(value) for key, value in filters.items() if value is not None}
    whose = None if member is None else Name(member)
    return NoteTakenOut(Name(what), name, rows, asked or None, whose, personal)


def note_taken_out(
    desk: "Desk",
    what: str,
    path: Path | None = None,
    *,
    rows: int | None = None,
    member: str | None = None,
    personal: bool = True,
    **filters: Any,
) -> None:
    """Notes it at once. The door's refusals, and `database_…`: then nothing may be written."""
    desk.do(taking_out(what, path, rows=rows, member=member, personal=personal, **filters))
