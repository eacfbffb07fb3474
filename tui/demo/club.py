"""The house of the example club: its facilities with their rules, its timetable, its settings."""

from datetime import date, timedelta

from core.clock import Minute
from core.club import ChangeSettings
from core.facilities.keeping import AddFacility
from core.schedule.slots import SlotSpec
from core.wire import Name


def _court(number: int) -> AddFacility:
    return AddFacility(
        Name(f"badminton-{number}"),
        Name(f"羽毛球{number}号场"),
        "area",
        group=Name("羽毛球"),
        capacity=4,
        whole_slot=True,
        daily_quota=1,
        weekly_quota=3,
    )


def _table(number: int) -> AddFacility:
    return AddFacility(
        Name(f"pingpong-{number}"),
        Name(f"乒乓球{number}号台"),
        "equipment",
        group=Name("乒乓球"),
        capacity=2,
        whole_slot=True,
        daily_quota=1,
    )


def _treadmill(number: int) -> AddFacility:
    return AddFacility(
        Name(f"treadmill-{number}"), Name(f"跑步机{number}"), "equipment", group=Name("跑步机"), daily_quota=1
    )


def _meeting_room(code: str, name: str, levels: int) -> AddFacility:
    return AddFacility(Name(code), Name(name), "room", group=Name("会议室"), approval_levels=levels)


FACILITIES = (
    _court(1),
    _court(2),
    _table(1),
    _table(2),
    _treadmill(1),
    _treadmill(2),
    AddFacility(Name("gym"), Name("力量训练区"), "area", capacity=12),
    AddFacility(Name("yoga"), Name("瑜伽室"), "room", capacity=15, offer_minutes=1440),
    AddFacility(Name("billiards"), Name("台球桌"), "equipment", capacity=2, whole_slot=True),
    AddFacility(Name("reading"), Name("阅览室"), "room", capacity=20),
    _meeting_room("meeting-small", "小会议室", 1),
    _meeting_room("meeting-large", "大会议室", 2),
)

SETTINGS = ChangeSettings(
    timezone=Name("Asia/Shanghai"),
    no_show_limit=3,
    no_show_days=30,
    suspension_days=7,
    remind_minutes_before=60,
    purchase_points_per_yuan=1,
)
"""The defaults, said aloud: the story reckons with them; and points for purchases."""

PERIODS = tuple(
    (Minute(start * 30), Minute(end * 30))
    for start, end in (
        (14, 16), (16, 18), (18, 20), (20, 22), (22, 24), (24, 27),
        (27, 30), (30, 33), (33, 35), (35, 39), (39, 41),
    )
)  # fmt: skip
"""The eleven periods of a day, from 07:00 to 20:30, in half hours."""

PEAK_FROM = 35 * 30
"""17:30."""

REPAIRED, REPAIR_AGO, REPAIR_WEEKS = Name("treadmill-2"), 2, 2
"""What was away to be repaired, from so many weeks before this one on, and for how many."""

_NOON = 24 * 30
_CLOSED_MORNINGS = frozenset(
    {
        ("reading", 0),
        ("yoga", 1),
        ("yoga", 3),
        ("gym", 2),
        ("meeting-large", 4),
        ("billiards", 0),
        ("billiards", 2),
    }
)
"""Facility and weekday, Monday being 0: cleaning, maintenance, a course of somebody else's."""


def slots_of_week(monday: date) -> list[SlotSpec]:
    """The weekly schedule, as it is published."""
    return [
        SlotSpec(facility.code, monday + timedelta(days=weekday), start, end, peak=start >= PEAK_FROM)
        for facility in FACILITIES
        for weekday in range(7)
        for start, end in PERIODS
        if start >= _NOON or (facility.code, weekday) not in _CLOSED_MORNINGS
    ]
