"""Statements: written in SQLAlchemy Core, compiled once, run through the driver's own cursor.

A Core statement built for each call costs 58 µs, one run through SQLAlchemy's own execution 21, the driver
alone 9; a grid and a booking are made of a dozen. So each statement is a module-level `Statement`.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.elements import BindParameter

_DIALECT = sqlite.dialect(paramstyle="qmark")


def given(name: str) -> BindParameter[Any]:
    """A value that the caller gives."""
    return BindParameter(name, required=False)


class Statement:
    """One prepared statement. `names` are its bind parameters in the order in which callers give them."""

    __slots__ = ("_clause", "_constants", "_names", "_order", "_sql")

    def __init__(self, clause: ClauseElement, *names: str) -> None:
        self._clause = clause
        self._names = names
        self._sql: str | None = None
        self._order: tuple[int, ...] | None = None
        self._constants: tuple[Any, ...] = ()

    def _compile(self) -> str:
        compiled = self._clause.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        values = compiled.params
        position = {name: index for index, name in enumerate(self._names)}
        order: list[int] = []
        constants: list[Any] = []
        for name in compiled.positiontup or ():  # type: ignore[attr-defined]  # an SQLCompiler's own
            if name in position:
                order.append(position[name])
            else:
                order.append(len(self._names) + len(constants))
                constants.append(values[name])
        self._order = None if order == list(range(len(self._names))) else tuple(order)
        self._constants = tuple(constants)
        self._sql = str(compiled)
        return self._sql

    @property
    def sql(self) -> str:
        """The text, for query plans and benchmarks."""
        return self._sql or self._compile()

    def values(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The values in the order of the text."""
        if self._order is None:
            return values
        pool = values + self._constants
        return tuple([pool[index] for index in self._order])

    def run(self, connection: Any, *values: Any) -> Any:
        """Executes; the driver's cursor."""
        sql = self._sql or self._compile()
        return connection.execute(sql, self.values(values))

    def run_many(self, connection: Any, rows: Iterable[tuple[Any, ...]]) -> None:
        """Executes once for each row of values."""
        sql = self._sql or self._compile()
        connection.executemany(sql, rows if self._order is None else map(self.values, rows))
