"""The column types of STRICT tables, and how their values become the core's.

SQLModel's own defaults (VARCHAR, BOOLEAN, DATE) are refused by STRICT tables: text is TEXT, everything
else INTEGER; a day is ISO text, a flag 0 or 1, an instant seconds since 1970, money fen.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CheckConstraint, Table, Text
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from core.due import Due

STRICT: dict[str, Any] = {"sqlite_strict": True}


def table_of(declared: type[SQLModel]) -> Table:
    """The table that a class declares, for Core statements over it."""
    table: Table = declared.__table__  # type: ignore[attr-defined]  # SQLModel sets it without a type
    return table


def text(**more: Any) -> Any:
    """A TEXT column."""
    return Field(sa_type=Text, **more)


def number(**more: Any) -> Any:
    """An INTEGER column: a count, a minute, an instant, fen."""
    return Field(**more)


def flag(**more: Any) -> Any:
    """An INTEGER column of 0 or 1; its check stands with the table (`flags`)."""
    return Field(**more)


def later_number() -> Any:
    """An INTEGER column that came with a later schema: 0 in the rows that were there before."""
    return Field(sa_column_kwargs={"server_default": sql_text("0")})


def flags(*names: str) -> CheckConstraint:
    """The check that these columns are flags."""
    return CheckConstraint(" AND ".join(f"{name} IN (0, 1)" for name in names), name="flags")


def unless_erasing(*fixed: str) -> str:
    """The condition of a trigger that refuses a change, save that words are let go while personal data are
    taken away (`erasing`): the columns named here never change."""
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in fixed)
    return f"NOT EXISTS (SELECT 1 FROM erasing) OR {changed}"  # noqa: S608 - names of columns


def due_columns(due: Due | None) -> tuple[int | None, int | None]:
    """`due_at` and `due_kind`: what happens next by itself, if anything does."""
    return (None, None) if due is None else (due.at, int(due.kind))


@lru_cache(maxsize=4096)
def day(value: str) -> date:
    """The date of a day column."""
    return date.fromisoformat(value)


def day_or_none(value: str | None) -> date | None:
    return None if value is None else day(value)
