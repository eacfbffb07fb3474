"""Points for what people did, as a sheet: a row for each award."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from exports.sheets import Rows, read_sheets
from exports.sheets.cells import day, identifier, name
from exports.sheets.table import Column, Table, read_table


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One award as a sheet tells of it. `rule` is a code or a name, as it stands; `on` the day on which the
    thing happened; the event keeps the same file from being awarded twice."""

    sheet: str
    row: int
    member: str
    rule: str
    on: date
    event: str
    name: str | None = None


def _columns(today: date) -> tuple[Column, ...]:
    return (
        Column("member", ("工号", "职工", "职工号", "staff no", "staff_no"), identifier, required=True),
        Column("name", ("姓名", "名字", "person"), name),
        Column("rule", ("规则", "积分规则", "事项", "earning rule"), name, required=True),
        Column("on", ("日期", "发生日期", "date", "day"), partial(day, near=today), required=True),
        Column("event", ("事件编号", "事件", "活动编号", "event no"), identifier, required=True),
    )


def read_awards(chunks: Iterable[Rows], *, today: date) -> Table[AwardLine]:
    """The awards of a file, and every error with its cell. `today` settles the year of `11月23日`."""
    return read_table(chunks, _columns(today), AwardLine)


def read_awards_file(path: Path, *, today: date) -> Table[AwardLine]:
    """`read_awards` of a file. FileFault for a file that cannot be opened as a sheet."""
    return read_awards(read_sheets(path), today=today)
