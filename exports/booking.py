"""Bookings as a sheet: a past kept elsewhere, or coming ones taken on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from core.clock import Minute
from exports.sheets import Rows, read_sheets
from exports.sheets.cells import choice, day, identifier, minute, name, whole_within, words
from exports.sheets.table import Column, SheetError, Table, read_table


@dataclass(frozen=True, slots=True)
class BookingRow:
    """One booking as a sheet tells of it.

    `facility` is a code or a name, as it stands; times are minutes of the day; `state` is None where the
    sheet says nothing.
    """

    sheet: str
    row: int
    member: str
    facility: str
    date: date
    start: Minute
    end: Minute | None = None
    party: int = 1
    people: int | None = None
    purpose: str | None = None
    state: str | None = None


STATES = {
    **dict.fromkeys(("completed", "已完成", "完成"), "completed"),
    **dict.fromkeys(("confirmed", "已确认", "已预约", "预约成功"), "confirmed"),
    **dict.fromkeys(("pending", "待审批", "审批中"), "pending"),
    **dict.fromkeys(("checked_in", "checked in", "已签到"), "checked_in"),
    **dict.fromkeys(("cancelled", "canceled", "已取消", "取消"), "cancelled"),
    **dict.fromkeys(("no_show", "no show", "no-show", "爽约", "未到"), "no_show"),
    **dict.fromkeys(("rejected", "已驳回", "驳回"), "rejected"),
    **dict.fromkeys(("expired", "已过期", "过期"), "expired"),
}


def _columns(today: date) -> tuple[Column, ...]:
    return (
        Column("member", ("工号", "职工", "职工号", "staff no", "staff_no"), identifier, required=True),
        Column("facility", ("设施", "场地", "设施编码", "设施名称", "room"), name, required=True),
        Column("date", ("日期", "预约日期", "day"), partial(day, near=today), required=True),
        Column("start", ("开始", "开始时间", "start time", "from"), minute, required=True),
        Column("end", ("结束", "结束时间", "end time", "to"), minute),
        Column("party", ("人数占位", "占位", "占用名额", "places"), partial(whole_within, least=1)),
        Column("people", ("到场人数", "参加人数", "人数"), partial(whole_within, least=1)),
        Column("purpose", ("事由", "用途", "reason"), words),
        Column("state", ("状态", "status"), partial(choice, choices=STATES)),
    )


def read_bookings(chunks: Iterable[Rows], *, today: date) -> Table[BookingRow]:
    """The bookings of a sheet, and every error with its cell. `today` settles the year of `11月23日`.

    Beside the codes of `read_table`: `end_not_after_start`.
    """
    table = read_table(chunks, _columns(today), BookingRow)
    ending_early = [row for row in table.rows if row.end is not None and row.end <= row.start]
    for row in ending_early:
        facts = {"start": row.start, "end": row.end}
        at = table.cell(row.sheet, row.row, "end")
        table.errors.append(SheetError(row.sheet, at, "end_not_after_start", facts))
    if ending_early:
        table.rows = [row for row in table.rows if row.end is None or row.end > row.start]
    return table


def read_bookings_file(path: Path, *, today: date) -> Table[BookingRow]:
    """`read_bookings` of a file. FileFault for a file that cannot be opened as a sheet."""
    return read_bookings(read_sheets(path, year=True), today=today)
