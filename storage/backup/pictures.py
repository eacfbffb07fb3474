"""What a database holds at one instant, in figures that can be held against those of a copy: a digest of all
rows of every table and of the schema's text, ledger sums, and the end of the audit chain."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.audit import Link
from core.check import broken_links
from core.clock import Instant
from core.errors import DeskError
from storage.contents import Table, contents_of


@dataclass(frozen=True, slots=True)
class Picture:
    """`schema` is the digest of the text of all tables, indexes and triggers, `club` is `club_of`, `ledger`
    the sum of all entries by unit and account."""

    version: int
    schema: str
    club: str
    timezone: str
    tables: dict[str, Table]
    ledger: dict[str, dict[str, int]]
    audit: Link


def picture_of(connection: Any) -> Picture:
    """Reads every row, within the transaction that the caller has begun."""
    held = contents_of(connection)
    [settings] = connection.execute("SELECT settings FROM club").fetchone()
    return Picture(
        version=held.version,
        schema=held.schema,
        club=club_of(connection),
        timezone=str(json.loads(settings)["timezone"]),
        tables=held.tables,
        ledger=_ledger_sums(connection),
        audit=_last_link(connection),
    )


def club_of(connection: Any) -> str:
    """What tells this club from others: made of its secret, and telling nothing of it."""
    [secret] = connection.execute("SELECT pass_key FROM club").fetchone()
    return hashlib.sha256(f"frontdesk club {secret}".encode()).hexdigest()[:12]


def require_sound(connection: Any, path: Path) -> None:
    """`database_damaged`, of the database at a path, for what no copy is to be trusted with: broken pages or
    indexes, references that lead nowhere, a broken audit chain, a ledger that does not sum to zero."""
    from storage.store import Store

    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise _damaged(path, str(found).replace("\n", " "))
    astray = connection.execute("PRAGMA foreign_key_check").fetchone()
    if astray is not None:
        raise _damaged(path, f"a row of {astray[0]} has no {astray[2]}")
    for finding in broken_links(Store(connection).audit_records()):
        raise _damaged(path, f"{finding.code} {finding.record}")
    for unit, accounts in _ledger_sums(connection).items():
        if sum(accounts.values()):
            raise _damaged(path, f"ledger: {unit} sums to {sum(accounts.values())}")


def difference(expected: Picture, found: Picture) -> str | None:
    """The first thing in which two pictures differ, by its name; None where they are the same."""
    for name in sorted(expected.tables.keys() | found.tables.keys()):
        if expected.tables.get(name) != found.tables.get(name):
            return f"table {name}"
    for name in ("version", "schema", "club", "timezone", "ledger", "audit"):
        if getattr(expected, name) != getattr(found, name):
            return name
    return None


def _damaged(path: Path, reason: str) -> DeskError:
    return DeskError("database_damaged", path=str(path), reason=reason)


def _ledger_sums(connection: Any) -> dict[str, dict[str, int]]:
    sums: dict[str, dict[str, int]] = {}
    for unit, account, amount in connection.execute(
        "SELECT unit, account, sum(amount) FROM entry GROUP BY unit, account ORDER BY unit, account"
    ):
        sums.setdefault(unit, {})[account] = amount
    return sums


def _last_link(connection: Any) -> Link:
    from storage.store import Store

    link = Store(connection).last_link()
    return Link(link.number, Instant(link.at), link.hash)
