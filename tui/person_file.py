"""What is kept of a person, as a file that the person can read: a sheet for each kind, or JSON."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.clock import Instant, local_of, zone_named
from core.errors import DeskError, invalid
from tui.language import _
from tui.person_words import column_told, table_told

if TYPE_CHECKING:
    from core.privacy.person import PersonData
    from core.privacy.records import Held
    from exports.tables.model import Sheet

SUFFIXES = (".xlsx", ".json")

MOMENTS = frozenset({"at", "useful_until", "claimed_until", "offered_until"})
"""Columns that are instants, beside those that end in `_at`."""


def write_person(told: "PersonData", zone: str, path: Path) -> Path:
    """Writes everything about a person; where it ended up. `invalid` for another ending, `no_such_folder`,
    `not_written`."""
    if path.suffix.lower() not in SUFFIXES:
        raise invalid("out", "not_a_choice", value=path.suffix, choices=list(SUFFIXES))
    if path.suffix.lower() == ".xlsx":
        from tui.reports.writing import write_sheets

        return write_sheets(path, [_sheet(held, zone) for held in told.kinds])
    from exports.files import whole_file

    if not path.parent.is_dir():
        raise DeskError("no_such_folder", path=str(path.parent))
    content = json.dumps(_json_of(told, zone), ensure_ascii=False, indent=1)
    try:
        with whole_file(path) as whole:
            whole.part.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error
    return whole.path


def _json_of(told: "PersonData", zone: str) -> dict[str, Any]:
    kinds = {
        held.table: [
            dict(zip(held.columns, (_plain(value) for value in row), strict=True))
            for row in _rows(held, zone)
        ]
        for held in told.kinds
    }
    return {"member": told.member, "name": told.name, "kinds": kinds}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _sheet(held: "Held", zone: str) -> "Sheet":
    from exports.tables.model import Column, Sheet, Table

    name = table_told(held.table)
    columns = [Column(column, column_told(column)) for column in held.columns]
    table = Table(columns=columns, rows=[[_cell(value) for value in row] for row in _rows(held, zone)])
    return Sheet(name=name, title=name, tables=[table])


def _cell(value: object) -> object:
    """A long text is cut where a cell's room ends; the other file has all of it."""
    text = f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
    return None if value is None else text[:32_000]


def _rows(held: "Held", zone: str) -> list[list[object]]:
    """Instants as the club's clock showed them."""
    club = zone_named(zone)
    moments = [column in MOMENTS or column.endswith("_at") for column in held.columns]
    return [
        [
            local_of(Instant(value), club) if moment and isinstance(value, int) else value
            for moment, value in zip(moments, row, strict=True)
        ]
        for row in held.rows
    ]


def file_name(member: str) -> str:
    """What the file is called where none is named."""
    return f"{_('person')}-{member}.xlsx"
