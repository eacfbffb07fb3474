"""`frontdesk export bookings|ical`, and the month as pages: files of every kind, named by the program."""

import csv
import json
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.support.club import Club
from tests.support.terminal import Terminal

TUESDAY = "2026-11-24"
WEEK = ("--from", "2026-11-23", "--to", "2026-11-29")


@pytest.fixture
def booked(club: Club) -> Club:
    """Two in the gym on Tuesday, one of them for three; one of them cancels; the other on Thursday too."""
    club.facility("gym", name="健身房")
    club.member("000001", name="张三")
    club.member("000002", name="李四")
    club.book("000001", "gym", TUESDAY, "17:30", party=3, purpose="团练")
    club.book("000002", "gym", TUESDAY, "17:30")
    club.book("000001", "gym", "2026-11-26", "19:30")
    club.do("cancel", booking="B2")
    return club


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json", "pdf"])
def test_the_name_of_the_file_says_of_what_kind_it_is(
    booked: Club, terminal: Terminal, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"b.{kind}"
    told = terminal("export", "bookings", *WEEK, "--out", str(path))
    assert (told.status, told.out, told.err) == (0, f"Written: {path}\n", "")
    match kind:
        case "xlsx":
            names = [row[7] for row in load_workbook(path).active.iter_rows(min_row=4, values_only=True)]
        case "csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                names = [row["Name"] for row in csv.DictReader(file)]
        case "json":
            names = [row["name"] for row in json.loads(path.read_text("utf-8"))]
        case _:
            text = PdfReader(path).pages[0].extract_text().replace("\x00", "")
            names = [name for name in ("张三", "李四") for _ in range(text.count(name))]
            names.sort(key=["张三", "李四"].index)
            assert names == ["张三", "张三", "李四"]
            return
    assert names == ["张三", "李四", "张三"]


def test_a_folder_gets_a_file_named_by_the_program(booked: Club, terminal: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    told = terminal("export", "bookings", *WEEK, "--out", str(folder), "--json", lang="zh")
    path = folder / "预约 2026-11-23 2026-11-29.xlsx"
    assert json.loads(told.out) == {"path": str(path)}
    assert list(folder.iterdir()) == [path]


def test_another_kind_of_file_is_refused(booked: Club, terminal: Terminal, tmp_path: Path) -> None:
    told = terminal("export", "bookings", *WEEK, "--out", str(tmp_path / "b.doc"))
    assert told.status == 2
    assert told.err.endswith(
        "b.doc: the name must end in .xlsx, .csv, .json or .pdf, or be that of a folder.\n"
    )


def test_days_in_the_wrong_order_are_refused(booked: Club, terminal: Terminal, tmp_path: Path) -> None:
    told = terminal(
        "export", "bookings", "--from", TUESDAY, "--to", "2026-11-01", "--out", str(tmp_path / "b.csv")
    )
    assert (told.status, told.out) == (2, "")
    assert not (tmp_path / "b.csv").exists()


def test_a_members_calendar_says_where_to_go(booked: Club, terminal: Terminal, tmp_path: Path) -> None:
    told = terminal("export", "ical", *WEEK, "--member", "000001", "--out", str(tmp_path / "a.ics"))
    assert told.out.splitlines()[0] == "2 bookings."
    first, second = Calendar.from_ical((tmp_path / "a.ics").read_bytes()).walk("VEVENT")
    assert (first["summary"], first["description"]) == ("健身房", "团练")
    assert first.decoded("dtstart").isoformat() == f"{TUESDAY}T17:30:00+08:00"
    assert second.decoded("dtend").isoformat() == "2026-11-26T20:30:00+08:00"
    assert first["uid"] != second["uid"]


def test_a_doors_calendar_says_who_comes_and_what_was_cancelled(
    booked: Club, terminal: Terminal, tmp_path: Path
) -> None:
    terminal("export", "ical", *WEEK, "--facility", "gym", "--out", str(tmp_path))
    events = Calendar.from_ical((tmp_path / "gym 2026-11-23 2026-11-29.ics").read_bytes()).walk("VEVENT")
    assert [(event["summary"], event["status"]) for event in events] == [
        ("张三 (3)", "CONFIRMED"),
        ("李四", "CANCELLED"),
        ("张三", "CONFIRMED"),
    ]


@pytest.mark.parametrize("whose", [(), ("--member", "000001", "--facility", "gym")])
def test_a_calendar_is_of_one_member_or_one_facility(
    booked: Club, terminal: Terminal, tmp_path: Path, whose: tuple[str, ...]
) -> None:
    told = terminal("export", "ical", *WEEK, *whose, "--out", str(tmp_path / "a.ics"))
    assert told.status == 2
    assert told.err == "Say of whom: either --member or --facility.\n"


def test_the_month_as_pages_has_what_is_for_paper(booked: Club, terminal: Terminal, tmp_path: Path) -> None:
    told = terminal("export", "monthly", "2026-11", "--out", str(tmp_path), "--format", "pdf")
    path = tmp_path / "monthly report 2026-11.pdf"
    assert told.out == f"Written: {path}\n"
    pages = [page.extract_text().replace("\x00", "") for page in PdfReader(path).pages]
    assert pages[0].startswith("Monthly report of 2026-11")
    assert any("健身房" in page for page in pages)
    assert not any("Bookings, one a row" in page or "agree" in page for page in pages)


def test_a_month_to_come_is_refused(booked: Club, terminal: Terminal, tmp_path: Path) -> None:
    told = terminal("export", "monthly", "2026-12", "--out", str(tmp_path))
    assert (told.status, told.err) == (2, "month must not be in the future: 2026-12.\n")


# ---------------------------------------------------------------- other papers as pages


def pages_of(path: Path) -> list[str]:
    return [page.extract_text().replace("\x00", "") for page in PdfReader(path).pages]


def test_the_week_for_the_notice_board(booked: Club, terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "week.pdf"
    told = terminal("schedule", "export", "--week", "2026-W48", "--out", str(path))
    assert told.out == f"Written: {path}\n"
    (page,) = pages_of(path)
    assert page.startswith("Week of 2026-11-23 to 2026-11-29")
    assert "健身房" in page
    assert page.count("17:30-19:30") == 1
    assert "Sun 11-29" in page


def test_a_statement(booked: Club, terminal: Terminal, tmp_path: Path) -> None:
    booked.do("grant", member="000001", unit="points", amount=1200, reason="年会", expires_on="2027-06-30")
    path = tmp_path / "statement.pdf"
    told = terminal("statement", "000001", "--unit", "points", "--out", str(path))
    assert told.out == f"Written: {path}\n"
    (page,) = pages_of(path)
    for text in ("张三 (000001)", "Opening", "1,200", "年会", "Closing", "2027-06-30"):
        assert text in page


def test_a_receipt(booked: Club, terminal: Terminal, tmp_path: Path) -> None:
    booked.do("add_item", sku="RICE", name="大米", kind="goods", price="79.90")
    booked.do("receive_stock", sku="RICE", quantity=4)
    booked.do("redeem", member="000001", lines=[{"sku": "RICE", "quantity": 1}], cash="79.90")
    path = tmp_path / "receipt.pdf"
    assert terminal("receipt", "O1", "--out", str(path)).status == 0
    (page,) = pages_of(path)
    assert "大米" in page
    assert "79.90" in page
