"""A table as JSON: a list of records, one a line, its keys the same in every language."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.text import escaped
from core.wire import local_told, yuan_told
from exports.files import whole_file
from exports.tables.model import Kind, Table, Value


def write_json(path: Path, table: Table) -> Path:
    """Writes a table as a JSON array, whole or not at all; where it ended up (see `whole_file`). Values stand
    as commands take them: yuan `"12.50"`, days `2026-11-24`, moments `2026-11-24T18:00`."""
    keys = [column.key for column in table.columns]
    tellers = [_TELLERS.get(column.kind, _as_it_is) for column in table.columns]
    with whole_file(path) as whole, whole.part.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for number, row in enumerate(table.rows):
            record = {
                key: None if value is None else tell(value)
                for key, tell, value in zip(keys, tellers, row, strict=True)
            }
            file.write(("," if number else "") + "\n" + escaped(json.dumps(record, ensure_ascii=False)))
        file.write("\n]\n")
    return whole.path


def _as_it_is(value: Any) -> Any:
    return value


def _mixed(value: Value) -> Any:
    return None if value.value is None else _TELLERS.get(value.kind, _as_it_is)(value.value)


_TELLERS: dict[Kind, Callable[[Any], Any]] = {
    "yuan": yuan_told,
    "day": lambda value: value.isoformat(),
    "moment": local_told,
    "mixed": _mixed,
}
