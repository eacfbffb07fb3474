"""The figures that were handed in, as they were."""

import json
from typing import Any

from sqlalchemy import insert, select

from core.reports.handed_in import FiguresKept
from core.reports.month import Month
from storage.reports.tables import report_kept
from storage.statement import Statement, given

_COLUMNS = ("month", "at", "operator", "figures")
_LAST = Statement(
    select(report_kept.c.at, report_kept.c.operator, report_kept.c.figures)
    .where(report_kept.c.month == given("month"))
    .order_by(report_kept.c.id.desc())
    .limit(1),
    "month",
)
_KEEP = Statement(insert(report_kept).values({name: given(name) for name in _COLUMNS}), *_COLUMNS)


class KeptFigures:
    """What keeps figures; what the methods promise stands with core's protocol."""

    connection: Any

    def handed_in(self, month: Month) -> FiguresKept | None:
        row = _LAST.run(self.connection, month.write_wire()).fetchone()
        return None if row is None else FiguresKept(row[0], row[1], json.loads(row[2]))

    def keep_figures(self, month: Month, kept: FiguresKept) -> None:
        figures = json.dumps(kept.figures, ensure_ascii=False)
        _KEEP.run(self.connection, month.write_wire(), kept.at, kept.operator, figures)
