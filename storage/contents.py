"""What a database holds, as digests: two with the same contents are the same to whoever asks them."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
_AT_ONCE = 1000
"""So many rows are in memory at a time."""


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
    return Contents(
        connection.execute("PRAGMA user_version").fetchone()[0],
        connection.execute("PRAGMA application_id").fetchone()[0],
        _digest_of(connection.execute(_SCHEMA)).digest,
        {name: _digest_of(connection.execute(rows)) for name, rows in _tables(connection)},
    )


def _tables(connection: Any) -> Iterator[tuple[str, str]]:
    """Each table with the statement that reads it in the order of its keys: SQLite might else read it in that
    of an index."""
    listed = connection.execute("PRAGMA table_list").fetchall()
    for _, name, kind, _, without_rowid, _ in sorted(listed, key=lambda row: row[1]):
        if kind != "table" or name in {"sqlite_schema", "sqlite_temp_schema"}:
            continue
        order = "rowid"
        if without_rowid:
            columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
            keys = sorted((place, column) for _, column, _, _, _, place in columns if place)
            order = ", ".join(f'"{column}"' for _, column in keys)
        yield name, f'SELECT * FROM "{name}" ORDER BY {order}'  # noqa: S608 - a table's own names


def _digest_of(cursor: Any) -> Table:
    """`ascii` writes a row alike in every version of Python, and whatever the rows before."""
    digest, count = sha256(), 0
    while some := cursor.fetchmany(_AT_ONCE):
        count += len(some)
        digest.update("\n".join(map(ascii, some)).encode())
        digest.update(b"\n")
    return Table(count, digest.hexdigest())
