"""What a database holds, as digests: two with the same contents are the same to whoever asks them."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
_AT_ONCE = 500


class Table(NamedTuple):
    """The rows of a table: how many, and a digest of all of them in their order."""

    rows: int
    digest: str


class Contents(NamedTuple):
    """The marks of the file, the text of its schema, and each table."""

    version: int
    application: int
    schema: str
    tables: dict[str, Table]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


def contents_of(connection: Any) -> Contents:
    """All that the database of a connection holds. The caller sees to it that nobody writes meanwhile."""
    names = [name for (name,) in connection.execute(_TABLES).fetchall()]
    return Contents(
        connection.execute("PRAGMA user_version").fetchone()[0],
        connection.execute("PRAGMA application_id").fetchone()[0],
        sha256(repr(connection.execute(_SCHEMA).fetchall()).encode()).hexdigest(),
        {name: _table(connection, name) for name in names},
    )


def _table(connection: Any, name: str) -> Table:
    digest, rows = sha256(), 0
    for some in _rows(connection, name):
        digest.update(repr(some).encode("utf-8", "surrogatepass"))
        rows += len(some)
    return Table(rows, digest.hexdigest())


def _rows(connection: Any, name: str) -> Iterator[list[tuple[Any, ...]]]:
    """In the order in which the table itself is kept, some at a time."""
    keys = [
        column[1]
        for column in sorted(connection.execute(f'PRAGMA table_info("{name}")'), key=lambda column: column[5])
        if column[5]
    ]
    order = ", ".join(f'"{key}"' for key in keys) or "rowid"
    cursor = connection.execute(f'SELECT * FROM "{name}" ORDER BY {order}')  # noqa: S608 - a table's own name
    while some := cursor.fetchmany(_AT_ONCE):
        yield some
