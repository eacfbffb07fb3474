"""The staff list as a sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from exports.sheets import Rows, read_sheets
from exports.sheets.cells import day, flag, identifier, name
from exports.sheets.table import Column, Table, read_table


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member as a sheet tells of them. None: the cell is empty, or there is no such column."""

    sheet: str
    row: int
    staff_no: str
    name: str
    department: str | None = None
    grade: str | None = None
    hired_on: date | None = None
    phone: str | None = None
    email: str | None = None
    card_no: str | None = None
    performance: str | None = None
    shared: bool = False


COLUMNS = (
    Column(
        "staff_no",
        ("工号", "职工号", "员工编号", "staff no.", "number"),
        identifier,
        required=True,
        unique=True,
    ),
    Column("name", ("姓名", "名字"), name, required=True),
    Column("department", ("部门", "科室", "dept"), name),
    Column("grade", ("职级", "级别", "岗位级别"), name),
    Column("hired_on", ("入职日期", "入职时间", "hire date", "hired", "joined"), day),
    Column("phone", ("手机", "手机号", "电话", "联系电话", "mobile", "telephone"), identifier),
    Column("email", ("邮箱", "电子邮箱", "电子邮件", "e-mail", "mail"), identifier),
    Column("card_no", ("卡号", "工卡", "card", "card number"), identifier),
    Column("performance", ("绩效", "考核等级", "performance mark"), name),
    Column("shared", ("共享账户", "共享", "公共账户", "shared account"), flag),
)


def read_members(chunks: Iterable[Rows]) -> Table[MemberRow]:
    """The members of a sheet, and every error with its cell."""
    return read_table(chunks, COLUMNS, MemberRow)


def read_members_file(path: Path) -> Table[MemberRow]:
    """`read_members` of a file. FileFault for a file that cannot be opened as a sheet."""
    return read_members(read_sheets(path))
