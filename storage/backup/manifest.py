"""What is written beside a backup: a file of JSON by which the backup is known, and found whole or not."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.audit import Link, canonical
from core.clock import Instant, local_of, zone_named
from core.errors import DeskError
from storage.backup.pictures import Picture
from storage.contents import Table

FORMAT = 1
"""The version of the manifest's own form; a newer one is refused."""

LONGEST = 1_000_000
"""No manifest has so many bytes."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`file` is the backup's name, `size` and `sha256` those of the file as it is stored; `recipients` are
    the public keys that it is sealed to, none where it is not sealed."""

    file: str
    size: int
    sha256: str
    made_at: Instant
    program: str
    recipients: tuple[str, ...]
    picture: Picture

    @property
    def sealed(self) -> bool:
        return bool(self.recipients)

    @property
    def local(self) -> datetime:
        """When it was made, by the club's clock."""
        return local_of(self.made_at, zone_named(self.picture.timezone))

    def count(self, table: str) -> int:
        """The number of rows of a table; 0 for one that it does not have."""
        return self.picture.tables[table].rows if table in self.picture.tables else 0


def manifest_of(backup: Path) -> Path:
    """Where the manifest of a backup lies."""
    return backup.with_name(manifest_name(backup.name))


def manifest_name(backup: str) -> str:
    """The name of the manifest of a backup of this name."""
    return backup + ".json"


def text_of(manifest: Manifest) -> bytes:
    """The one text of a manifest. Its own digest stands in it, so that no bit can change unseen."""
    told = _told(manifest)
    told["digest"] = hashlib.sha256(canonical(told).encode()).hexdigest()
    return canonical(told).encode() + b"\n"


def read_manifest(path: Path, name: str | None = None) -> Manifest:
    """The manifest in a file, which is to have this name, else that of the file. `backup_unknown` where there
    is none, `manifest_damaged` for one that is not as it was written, `manifest_newer`."""
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST)
    except FileNotFoundError as error:
        raise DeskError("backup_unknown", path=str(path)) from error
    except OSError as error:
        raise DeskError("backup_unreadable", path=str(path), reason=error.strerror or str(error)) from error
    try:
        told = json.loads(content)
        _refuse_newer(told, path)
        manifest = _read(told)
        if text_of(manifest) == content and manifest_name(manifest.file) == (name or path.name):
            return manifest
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError, OSError) as error:
        raise DeskError("manifest_damaged", path=str(path)) from error
    except DeskError as error:
        if error.code != "invalid":  # its time zone
            raise
    raise DeskError("manifest_damaged", path=str(path))


def _refuse_newer(told: Any, path: Path) -> None:
    if isinstance(told, dict) and isinstance(told.get("format"), int) and told["format"] > FORMAT:
        raise DeskError("manifest_newer", path=str(path))


def _told(manifest: Manifest) -> dict[str, Any]:
    picture = manifest.picture
    return {
        "format": FORMAT,
        "program": manifest.program,
        "schema_version": picture.version,
        "schema": picture.schema,
        "club": picture.club,
        "file": manifest.file,
        "size": manifest.size,
        "sha256": manifest.sha256,
        "made_at": manifest.made_at,
        "made_utc": f"{datetime.fromtimestamp(manifest.made_at, UTC):%Y-%m-%dT%H:%M:%SZ}",
        "made_local": manifest.local.isoformat(timespec="seconds"),
        "timezone": picture.timezone,
        "sealed_to": list(manifest.recipients),
        "tables": {name: facts._asdict() for name, facts in picture.tables.items()},
        "ledger": picture.ledger,
        "audit": picture.audit._asdict(),
    }


def _read(told: dict[str, Any]) -> Manifest:
    audit = told["audit"]
    picture = Picture(
        version=told["schema_version"],
        schema=told["schema"],
        club=told["club"],
        timezone=told["timezone"],
        tables={name: Table(facts["rows"], facts["digest"]) for name, facts in told["tables"].items()},
        ledger=told["ledger"],
        audit=Link(audit["number"], Instant(audit["at"]), audit["hash"]),
    )
    return Manifest(
        file=told["file"],
        size=told["size"],
        sha256=told["sha256"],
        made_at=Instant(told["made_at"]),
        program=told["program"],
        recipients=tuple(told["sealed_to"]),
        picture=picture,
    )
