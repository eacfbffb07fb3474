"""The rows of the database as they are: what figures are counted from a second time, in plain Python."""

from typing import Any

from tests.support.club import Club


def raw(club: Club, table: str) -> list[dict[str, Any]]:
    """All rows of a table, oldest first where they have numbers."""
    with club.database.read() as store:
        cursor = store.connection.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
