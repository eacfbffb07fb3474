"""The first sheet: this month beside the last one and the same of a year ago."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tui.language import _

if TYPE_CHECKING:
    from core.reports.month import MonthReport
    from exports.tables.model import Kind, Row, Table

Number = int | float | None


class Line(NamedTuple):
    """A figure of the summary."""

    label: str
    kind: "Kind"
    value: "Callable[[MonthReport], Number]"


def summary_table(reports: "Sequence[MonthReport]", lines: Sequence[tuple[str, Sequence[Line]]]) -> "Table":
    """Of three months: the month, the one before, the same of the year before; lines in groups."""
    from exports.tables.model import Column, Table

    columns = [
        Column("group", _("Section")),
        Column("figure", _("Figure")),
        Column("this_month", reports[0].month.write_wire(), "mixed"),
        Column("last_month", reports[1].month.write_wire(), "mixed"),
        Column("change", _("Change"), "mixed"),
        Column("last_year", reports[2].month.write_wire(), "mixed"),
        Column("change_year", _("Change on the year"), "mixed"),
    ]
    rows = [
        _row(_(group) if first else "", line, reports)
        for group, of_group in lines
        for first, line in zip([True, *[False] * len(of_group)], of_group, strict=False)
    ]
    notes = [_("A change is in the figure's own unit; of a share, in percentage points.")]
    return Table(columns=columns, rows=rows, notes=notes)


def _row(group: str, line: Line, reports: "Sequence[MonthReport]") -> "Row":
    from exports.tables.model import Value

    this, last, year = (line.value(report) for report in reports)
    return [
        group,
        _(line.label),
        Value(line.kind, this),
        Value(line.kind, last),
        Value(line.kind, _less(this, last)),
        Value(line.kind, year),
        Value(line.kind, _less(this, year)),
    ]


def _less(one: Number, other: Number) -> Number:
    return None if one is None or other is None else one - other
