"""The club's facilities as a sheet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from exports.sheets import Cell, Rows, read_sheets
from exports.sheets.cells import choice, flag, identifier, match_key, name, shown, whole_within
from exports.sheets.table import Column, Table, read_table


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """One facility as a sheet tells of it; what it leaves out has the default that commands.md gives.

    Times are in minutes, `max_days_ahead` in days, quotas in bookings.
    """

    sheet: str
    row: int
    code: str
    name: str
    kind: str
    group: str | None = None
    capacity: int = 1
    whole_slot: bool = False
    approval_levels: int = 0
    promotion: str = "offer"
    offer_minutes: int = 30
    buffer_minutes: int = 0
    min_notice_minutes: int = 0
    max_days_ahead: int = 14
    daily_quota: int | None = None
    weekly_quota: int | None = None
    no_show_grace_minutes: int | None = 15
    confirm_minutes_before: int | None = None
    release_unconfirmed: bool = False


KINDS = {
    **dict.fromkeys(("room", "房间", "会议室", "教室"), "room"),
    **dict.fromkeys(("equipment", "器材", "设备", "器械"), "equipment"),
    **dict.fromkeys(("area", "场地", "区域", "场馆"), "area"),
}
PROMOTIONS = {
    **dict.fromkeys(("offer", "通知", "递补通知", "询问"), "offer"),
    **dict.fromkeys(("auto", "自动", "自动递补"), "auto"),
}
_OFF = frozenset({"无", "不限", "不需要", "none", "null", "off", "-"})


def _number(least: int, most: int | None = None) -> Callable[[Cell], object]:
    return partial(whole_within, least=least, most=most)


def _number_or_off(least: int) -> Callable[[Cell], object]:
    """A whole number, or a word that switches the rule off."""

    def parse(cell: Cell) -> int | None:
        return None if match_key(shown(cell)) in _OFF else whole_within(cell, least)

    return parse


COLUMNS = (
    Column("code", ("编码", "设施编码", "代码", "facility"), identifier, required=True, unique=True),
    Column("name", ("名称", "设施名称", "设施"), name, required=True),
    Column("kind", ("类型", "类别", "type"), partial(choice, choices=KINDS), required=True),
    Column("group", ("组", "设施组", "分组"), name),
    Column("capacity", ("容量", "名额", "places"), _number(1)),
    Column("whole_slot", ("整场预约", "整场", "whole"), flag),
    Column("approval_levels", ("审批级数", "审批", "approvals", "approval"), _number(0, 2)),
    Column("promotion", ("递补方式", "候补方式"), partial(choice, choices=PROMOTIONS)),
    Column("offer_minutes", ("递补通知时限", "通知时限", "递补通知分钟"), _number(1)),
    Column("buffer_minutes", ("间隔", "场次间隔", "间隔分钟", "buffer"), _number(0)),
    Column("min_notice_minutes", ("最少提前", "最少提前分钟", "min notice"), _number(0)),
    Column("max_days_ahead", ("最多提前", "最多提前天数", "可预约天数", "max days"), _number(0)),
    Column("daily_quota", ("每日限次", "每日限额", "每天限次"), _number_or_off(1)),
    Column("weekly_quota", ("每周限次", "每周限额"), _number_or_off(1)),
    Column("no_show_grace_minutes", ("爽约宽限", "爽约宽限分钟", "签到宽限"), _number_or_off(0)),
    Column("confirm_minutes_before", ("出席确认提前", "出席确认提前分钟", "出席确认"), _number_or_off(1)),
    Column("release_unconfirmed", ("未确认释放", "未确认即释放"), flag),
)


def read_facilities(chunks: Iterable[Rows]) -> Table[FacilityRow]:
    """The facilities of a sheet, and every error with its cell."""
    return read_table(chunks, COLUMNS, FacilityRow)


def read_facilities_file(path: Path) -> Table[FacilityRow]:
    """`read_facilities` of a file. FileFault for a file that cannot be opened as a sheet."""
    return read_facilities(read_sheets(path))
