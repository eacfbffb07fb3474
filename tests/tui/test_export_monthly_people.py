"""The month's workbook on people: members by department, approvals, notices."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.books import read_book, table_below
from tests.support.club import Club
from tests.support.terminal import Terminal

pytestmark = pytest.mark.usefixtures("clock_of_the_club")

FRIDAY = "2026-11-27"


@pytest.fixture
def lived(club: Club) -> Club:
    """One application for the hall is approved after half an hour, another rejected; one member leaves."""
    club.facility("hall", name="大厅", capacity=30, approval_levels=1)
    for number, department in enumerate(("财务科", "财务科", None), 1):
        club.member(f"00000{number}", department=department)
    for number in (1, 2):
        club.book(f"00000{number}", "hall", FRIDAY, "17:30", purpose="例会", people=3)
    club.at("2026-11-23T09:30")
    club.do("approve", booking="B1")
    club.do("reject", booking="B2", note="满")
    club.do("member_leaves", staff_no="000003")
    return club


def export(terminal: Terminal, folder: Path, lang: str = "en") -> dict[str, Any]:
    told = terminal("export", "monthly", "2026-11", "--out", str(folder), lang=lang)
    assert (told.status, told.err) == (0, "")
    return read_book(next(folder.glob("*.xlsx")))


def test_members_by_department(lived: Club, terminal: Terminal, tmp_path: Path) -> None:
    rows = table_below(export(terminal, tmp_path)["Member activity"], "Department")
    finance, none, whole = rows[:3]
    assert (finance["Department"], finance["Active members"], finance["Active %"]) == ("财务科", 2, 1)
    assert (none["Department"], none["Leavers"], none["Roll at end"]) == ("Without a department", 1, 0)
    told = ("Roll at start", "Leavers", "Roll at end", "Active members", "Number of bookings")
    assert [whole[name] for name in told] == [3, 1, 2, 2, 1]
    assert whole["Bookings per 100 active"] == 50


def test_approvals_by_facility_and_level(lived: Club, terminal: Terminal, tmp_path: Path) -> None:
    rows = export(terminal, tmp_path)["Approval figures"]
    hall = table_below(rows, "Code")[0]
    assert (hall["Facility"], hall["Applications approved"], hall["Applications rejected"]) == ("大厅", 1, 1)
    level = table_below(rows, "Approval level")[0]
    assert (level["Decisions"], level["Median minutes to decide"], level["Waiting now"]) == (2, 30, 0)


def test_notices_by_kind(lived: Club, terminal: Terminal, tmp_path: Path) -> None:
    lived.do("tell_notice", notice=lived.ask("call_list")["notices"][0]["notice"])
    rows = table_below(export(terminal, tmp_path)["Notice figures"], "Kind of notice")
    whole = next(row for row in rows if row["Kind of notice"] == "All")
    assert whole["Notices told by phone"] == 1
    kinds = [row for row in rows if row["How it counts"] in ("Formal notice", "Light notice")]
    assert sum(row["Notices written"] for row in kinds) == whole["Notices written"]


def test_in_chinese_the_kinds_are_called_as_in_the_notices(
    lived: Club, terminal: Terminal, tmp_path: Path
) -> None:
    rows = table_below(export(terminal, tmp_path, "zh")["通知统计"], "通知类型")
    assert {"审批通过", "审批未通过"} <= {row["通知类型"] for row in rows}
