"""A small club for tests of the console: every kind of facility and of person, on a Tuesday at 17:34.

The console and the test share one clock, `club.clock`; what the test does through the club is what another
process does to the console's database.
"""

from tests.support.club import Club
from tests.support.templates import once

NOW = "2026-11-24T17:34"
TODAY, TOMORROW = "2026-11-24", "2026-11-25"
LONG = "长" * 40
"""As long as a name may be, in wide characters."""

HOSTILE = ("[/]", "[@click=app.quit]x[/]", LONG)

SPANS = ("07:00-08:00", "16:30-17:30", "17:30-19:30", "19:30-20:30")
"""Over, over, running, to come."""


@once
def fill(club: Club) -> Club:
    """Facilities, their week, people of all kinds, and who has booked; leaves the clock at `NOW`."""
    _facilities(club)
    _people(club)
    for start in ("09:30", "10:30", "11:30"):
        club.no_show("000008", "table", "2026-11-23", start)
    club.do("member_leaves", staff_no="000007")
    club.book("000002", "court1", TODAY, "17:30")
    club.book("000010", "table", TOMORROW, "17:30")
    for member in ("000002", "000003", "000004"):
        club.book(member, "reading", TOMORROW, "17:30")
    club.book("000005", "court1", TOMORROW, "17:30")
    club.book("000006", "court2", TOMORROW, "17:30")
    club.book("000009", "court1", TOMORROW, "19:30")
    club.at(NOW)
    club.do("tick")
    return club


def _facilities(club: Club) -> None:
    for number in (1, 2):
        club.do(
            "add_facility", code=f"court{number}", name=f"羽毛球{number}号场", kind="area", group="badminton",
            capacity=4, whole_slot=True,
        )  # fmt: skip
    club.do("add_facility", code="table", name="乒乓球台", kind="equipment", capacity=1)
    club.do("add_facility", code="reading", name="阅览室", kind="area", capacity=20)
    club.do(
        "add_facility", code="meeting", name="小会议室", kind="room", capacity=12, whole_slot=True,
        approval_levels=1,
    )  # fmt: skip
    days = [day for day in club.week() if day != "2026-11-23"]
    codes = ("court1", "court2", "table", "meeting")
    club.publish(*[(code, day, span) for day in days for code in codes for span in SPANS])
    club.publish(*[("reading", day, span) for day in days for span in (*SPANS[:2], "17:30-20:30")])
    club.publish(*[("table", "2026-11-23", span) for span in ("09:30-10:30", "10:30-11:30", "11:30-12:30")])


def _people(club: Club) -> None:
    club.member("000001", name="张三", department="财务科", phone="13800000011")
    club.member("000002", name="李四", department="办公室", phone="13800000012")
    club.member("000003", name="王五", department="财务科", phone="13800000013")
    club.member("000004", name="王五", department="车间", phone="13800000014")
    club.member("000005", name=HOSTILE[0])
    club.member("000006", name=LONG)
    club.member("000007", name="赵离")
    club.member("000008", name="孙停", phone="13800000018")
    club.member("000009", name=HOSTILE[1])
    club.member("000010", name="周八")
