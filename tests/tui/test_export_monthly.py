"""`frontdesk export monthly`: the manager's workbook, its figures counted a second time from the raw rows."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import read_book, table_below
from tests.support.club import NINE, Club
from tests.support.raw import raw
from tests.support.terminal import Terminal

pytestmark = pytest.mark.usefixtures("clock_of_the_club")

TUESDAY = "2026-11-24"
MONTH = "2026-11"
HOLDING = ("pending", "confirmed", "checked_in", "completed")


@pytest.fixture
def lived(club: Club) -> Club:
    """A gym for two and a hall. On Tuesday one cancels and the line has the place, one comes, one does not;
    the hall is booked on Friday, and cancelled on Thursday."""
    club.facility("gym", name="健身房", capacity=2, promotion="auto")
    club.facility("hall", name="大厅", capacity=30, whole_slot=True)
    for number in range(1, 6):
        club.member(f"00000{number}", name=f"=职工{number}", department="财务科")
    for number in (1, 2):
        club.book(f"00000{number}", "gym", TUESDAY, "17:30")
    place = {"facility": "gym", "date": TUESDAY, "start": "17:30"}
    club.refused("book", member="000003", **place)
    club.do("join_waitlist", member="000004", **place)
    club.book("000005", "hall", "2026-11-27", "19:30", purpose="例会", people=12)
    club.at(f"{TUESDAY}T15:30")
    club.do("cancel", booking="B1")
    club.at(f"{TUESDAY}T17:31")
    club.do("check_in", booking="B2")
    club.at("2026-11-26T09:00")
    club.do("cancel", booking="B3")
    return club


def export(terminal: Terminal, folder: Path, month: str = MONTH, lang: str = "en") -> dict[str, Any]:
    told = terminal("export", "monthly", month, "--out", str(folder), lang=lang)
    assert (told.status, told.err) == (0, "")
    return read_book(next(folder.glob("*.xlsx")))


def in_month(club: Club) -> list[dict[str, Any]]:
    """Slots of the month with their bookings."""
    slots = [slot for slot in raw(club, "slot") if slot["day"].startswith(MONTH) and not slot["withdrawn"]]
    bookings = raw(club, "booking")
    return [{**slot, "bookings": [one for one in bookings if one["slot_id"] == slot["id"]]} for slot in slots]


def test_the_summary_stands_first_with_three_months_side_by_side(
    lived: Club, terminal: Terminal, tmp_path: Path
) -> None:
    book = export(terminal, tmp_path)
    assert next(iter(book)) == "Summary"
    rows = table_below(book["Summary"], "Section")
    offered = next(row for row in rows if row["Figure"] == "Units offered")
    assert offered == {
        "Section": "Bookings", "Figure": "Units offered", "2026-11": 42, "2026-10": 0, "Change": 42,
        "2025-11": 0, "Change on the year": 42,
    }  # fmt: skip


def test_the_facilities_are_what_the_rows_come_to(lived: Club, terminal: Terminal, tmp_path: Path) -> None:
    rows = table_below(export(terminal, tmp_path)["Facilities"], "Code")
    slots = in_month(lived)
    for facility in raw(lived, "facility"):
        own = [slot for slot in slots if slot["facility_id"] == facility["id"]]
        whole = facility["whole_slot"]
        held = [
            1 if whole else booking["places"]
            for slot in own
            for booking in slot["bookings"]
            if booking["state"] in (*HOLDING, "no_show")
        ]
        told = next(row for row in rows if row["Code"] == facility["code"])
        assert told["Offered"] == sum(1 if whole else slot["capacity"] for slot in own)
        assert told["Booked"] == sum(held)
    assert rows[-1]["Facility"] == "All"
    assert rows[-1]["Booked"] == sum(row["Booked"] for row in rows[:-1]) == 2


def test_the_heat_map_has_the_days_of_the_week_across(
    lived: Club, terminal: Terminal, tmp_path: Path
) -> None:
    rows = export(terminal, tmp_path)["Heat map"]
    counts: dict[tuple[str, str], int] = {}
    for slot in in_month(lived):
        start = f"{slot['start_minute'] // 60:02d}:{slot['start_minute'] % 60:02d}"
        weekday = f"{date.fromisoformat(slot['day']):%a}"
        used = [one["places"] for one in slot["bookings"] if one["state"] in ("checked_in", "completed")]
        counts[start, weekday] = counts.get((start, weekday), 0) + sum(used)
    shares = table_below(rows, "Start")
    assert shares[0]["Tue"] == pytest.approx(1 / 3)
    below = rows[[row[:1] for row in rows].index(["Units used"]) :]
    told = {
        (row["Start"], day): row[day] for row in table_below(below, "Start") for day in row if day != "Start"
    }
    assert told == counts


def test_each_booking_stands_in_a_row_with_its_texts_as_texts(
    lived: Club, terminal: Terminal, tmp_path: Path
) -> None:
    rows = table_below(export(terminal, tmp_path)["Bookings"], "Booking")
    assert [row["Booking"] for row in rows] == ["B1", "B2", "B4", "B3"]
    first = rows[0]
    assert (first["Staff number"], first["Name"], first["State"]) == ("000001", "=职工1", "cancelled")
    assert first["Day"] == datetime.fromisoformat(TUESDAY)
    assert first["Booked at"] == datetime.fromisoformat(NINE)
    assert rows[-1]["Purpose"] == "例会"


def test_the_checks_are_listed_and_agree(lived: Club, terminal: Terminal, tmp_path: Path) -> None:
    rows = table_below(export(terminal, tmp_path)["Cross-checks"], "Check")
    assert {row["Agrees"] for row in rows} == {"yes"}
    assert {"Check": "The detailed rows sum to the figure", "Figure": "Booked", "Counted one way": 2,
            "Counted another way": 2, "Agrees": "yes"} in rows  # fmt: skip


def test_nothing_is_written_where_two_ways_of_counting_differ(
    lived: Club, terminal: Terminal, tmp_path: Path
) -> None:
    """Somebody changed the database itself: a booking is cancelled, and no trail tells of it."""
    with lived.database.write() as store:
        store.connection.execute("UPDATE booking SET state = 'cancelled' WHERE id = 2")
    told = terminal("export", "monthly", MONTH, "--out", str(tmp_path))
    assert told.status == 1
    assert told.err.startswith(
        "Nothing is written, since two ways of counting differ: The trails tell of each cancelled booking "
        "(Cancelled), "
    )
    assert list(tmp_path.glob("*.xlsx")) == []


def test_in_chinese(lived: Club, terminal: Terminal, tmp_path: Path) -> None:
    book = export(terminal, tmp_path, lang="zh")
    assert list(book)[:3] == ["汇总", "设施", "热力图"]
    assert [path.name for path in tmp_path.glob("*.xlsx")] == [f"月度报表 {MONTH}.xlsx"]


def test_an_empty_month_is_a_workbook_of_noughts(club: Club, terminal: Terminal, tmp_path: Path) -> None:
    rows = table_below(export(terminal, tmp_path, "2024-02")["Summary"], "Section")
    assert {row["2024-02"] for row in rows if row["Figure"] == "Units booked"} == {0}


@pytest.mark.parametrize("month", ["2026-13", "2026", "x", "2026-1"])
def test_a_month_that_is_none_is_refused(club: Club, terminal: Terminal, tmp_path: Path, month: str) -> None:
    told = terminal("export", "monthly", month, "--out", str(tmp_path))
    assert (told.status, told.out) == (2, "")
    assert told.err == f"month must be a month such as 2026-10, not {month}.\n"
