"""Where the desk was: the day, the cell and the chosen member, kept at each change, so that a console that
is closed, or closes, comes back to the same place."""

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Standing:
    """What a restart brings back; dates and starts as text, None where there was none."""

    day: str | None = None
    facility: str | None = None
    start: int | None = None
    member: str | None = None
    week: bool = False


def standing_file(database: Path, operator: str = "") -> Path:
    """The file of one database's console, in the user's state folder; each operator has their own."""
    import hashlib

    from platformdirs import user_state_path

    named = f"{database.resolve()}\n{operator}" if operator else str(database.resolve())
    name = hashlib.sha256(named.encode()).hexdigest()[:16]
    return user_state_path("frontdesk", appauthor=False) / f"desk-{name}.json"


def load(path: Path) -> Standing:
    """What was kept; an empty one where nothing was, or it can't be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        standing = Standing(**kept)
        date.fromisoformat(standing.day or "2026-01-01")
        texts = (standing.facility or "", standing.member or "")
        if not (all(isinstance(text, str) for text in texts) and isinstance(standing.start or 0, int)):
            return Standing()
    except (OSError, ValueError, TypeError):
        return Standing()
    return standing


def save(path: Path, standing: Standing) -> None:
    """Keeps it; a disk that refuses does not stop the desk."""
    write(path, asdict(standing))


def write(path: Path, kept: dict[str, Any], *, lasting: bool = False) -> None:
    """Keeps a record, for its owner alone; a disk that refuses does not stop the desk. `lasting`: not before
    it outlasts a loss of power."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as out:
            json.dump(kept, out)
            if lasting:
                out.flush()
                os.fsync(out.fileno())
        part.replace(path)
        if lasting:
            from storage.places import flush_folder

            flush_folder(path.parent)


def baskets_file(database: Path, operator: str = "") -> Path:
    """The file of the counter's baskets, beside the standing: they belong to whoever filled them."""
    return standing_file(database, operator).with_suffix(".baskets.json")


@dataclass(frozen=True, slots=True)
class Seen:
    """Up to which audit record the desk has been looked at, and when; None where it never was."""

    last: int | None = None
    looked_at: str | None = None

    @property
    def at(self) -> datetime | None:
        return None if self.looked_at is None else datetime.fromisoformat(self.looked_at)


def seen_file(database: Path) -> Path:
    """The file of one database's `Seen`, beside its standing."""
    return standing_file(database).with_suffix(".seen.json")


def load_seen(path: Path) -> Seen:
    """What was kept; an empty one where nothing was, or it can't be read."""
    try:
        seen = Seen(**json.loads(path.read_text(encoding="utf-8")))
        if not isinstance(seen.last, int | None) or (seen.at is not None and seen.at.tzinfo):
            return Seen()
    except (OSError, ValueError, TypeError):
        return Seen()
    return seen


def save_seen(path: Path, seen: Seen) -> None:
    """Keeps it; a disk that refuses does not stop the desk."""
    write(path, asdict(seen))
