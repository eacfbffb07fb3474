"""The ways on where the club's database can't be reached: what the desk does by itself, and what a person can
do."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tui.language import N_, _, say
from tui.link import RETRY_SECONDS, DeskLink
from tui.sentences.desk import sentence

if TYPE_CHECKING:
    from storage.backup import Backup

SHOWN = 5
"""So many backups are named."""

MENDED_BY_BACKUP = frozenset(
    {
        "database_damaged",
        "database_gone",
        "foreign_database",
        "migration_failed",
        "not_a_database",
        "stray_log",
    }
)
"""What a backup may help out of."""


def enter_told(link: DeskLink, tried: datetime | None) -> str:
    """What Enter does while the club can't be reached, and when it was tried in vain."""
    told = _("Enter = try again")
    if link.tries_by_itself:
        told = say("Enter = try again; by itself every {seconds} seconds", seconds=round(RETRY_SECONDS))
    if tried is not None:
        told += " | " + say("tried in vain at {time}", time=f"{tried:%H:%M:%S}")
    return told


def lost_told(link: DeskLink, tried: datetime | None) -> str:
    """All in one line, for a screen that goes on showing what it showed. What Enter does comes first."""
    assert link.trouble is not None  # noqa: S101 - the caller has seen to it
    parts = [enter_told(link, tried), sentence(link.trouble)]
    if link.trouble.code in MENDED_BY_BACKUP and link.backups:
        parts.append(say("Newest backup beside it: {name}", name=link.backups[0].path.name))
    return " | ".join(parts)


def ways_told(link: DeskLink) -> list[str]:
    """Why the club can't be reached, then what can be done, a paragraph each."""
    assert link.trouble is not None  # noqa: S101 - the caller has seen to it
    told = [sentence(link.trouble)]
    if link.tries_by_itself:
        told.append(
            say("The desk tries again by itself every {seconds} seconds.", seconds=round(RETRY_SECONDS))
        )
    if link.trouble.code in MENDED_BY_BACKUP:
        path = Path(str(link.trouble.facts.get("path", link.path)))
        there = link.trouble.code not in {"database_gone", "stray_log"}
        told += _backups_told(path, link.backups, there=there)
    told.append(_("To work on another database: frontdesk --db PATH"))
    return told


def _backups_told(path: Path, backups: "Sequence[Backup]", *, there: bool) -> list[str]:
    """The backups by name, and how to go back to one where something else is `there` in their place."""
    if not backups:
        pattern = f"{path.stem}.before-v*{path.suffix}"
        return [say("No backup lies beside it: none is named {pattern}.", pattern=pattern)]
    named = [f"  {backup.path.name}  {_time_told(backup.made)}" for backup in backups[:SHOWN]]
    back = N_("To go back to one, with all other desks closed: give a copy of it the name {name}.")
    if there:
        back = N_(
            "To go back to one, with all other desks closed: move {name} away, and {name}-wal if there is "
            "one; then give a copy of the backup the name {name}."
        )
    return ["\n".join([_("Backups beside it, the newest first:"), *named]), say(back, name=path.name)]


def _time_told(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"
