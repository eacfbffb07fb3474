"""A month's end: what is handed in and what changes afterwards, days that are few or odd, and the file."""

import shutil
import subprocess
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from tests.support.books import read_book, table_below
from tests.support.club import Club
from tests.support.raw import raw
from tests.support.terminal import Terminal
from tests.support.trade import Trade

pytestmark = pytest.mark.usefixtures("clock_of_the_club")

MONTH = "2026-11"


def export(terminal: Terminal, folder: Path, month: str = MONTH, *more: str) -> dict[str, Any]:
    told = terminal("export", "monthly", month, "--out", str(folder), *more)
    assert (told.status, told.err) == (0, "")
    return read_book(next(folder.glob(f"*{month}.xlsx")))


def figures(book: dict[str, Any], month: str = MONTH) -> dict[str, Any]:
    return {row["Figure"]: row[month] for row in table_below(book["Summary"], "Section")}


# ---------------------------------------------------------------- handed in


@pytest.fixture
def stayed_away(club: Club, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Club:
    """One booked for Tuesday evening and was not seen; it is the second of December, on this machine too."""
    for place in ("core.clock.machine_clock", "tui.opening.machine_clock"):
        monkeypatch.setattr(place, club.clock)
    club.facility("gym", capacity=2)
    club.member("000001", name="张三", department="车间")
    club.book("000001", "gym", "2026-11-24", "17:30")
    club.at("2026-12-02T09:00")
    club.do("change_settings", return_days=7)
    return club


def came_after_all(club: Club) -> None:
    """The sheet of paper turns up on which the check-in stands."""
    line = {"what": "came", "at": "2026-11-24T17:35", "booking": "B1"}
    club.do("catch_up", lines=[line], reason="凭纸质登记补录")


def test_what_a_paper_brings_later_stands_beside_what_was_handed_in(
    stayed_away: Club, terminal: Terminal, tmp_path: Path
) -> None:
    before = export(terminal, tmp_path, MONTH, "--hand-in")
    assert figures(before)["No-shows"] == 1
    assert "Changed since" not in before
    came_after_all(stayed_away)
    book = export(terminal, tmp_path)
    assert list(book)[:3] == ["Summary", "Changed since", "Facilities"]
    changes = table_below(book["Changed since"], "Section")
    whole = {row["Figure"]: (row["Handed in"], row["Now"]) for row in changes if not row["About"]}
    assert (whole["No-shows"], whole["Used"]) == (("1", "0"), ("0", "1"))
    assert {row["Section"] for row in changes} >= {"Bookings", "Members"}
    assert figures(book)["No-shows"] == 0


def test_that_nothing_has_changed_is_said(stayed_away: Club, terminal: Terminal, tmp_path: Path) -> None:
    export(terminal, tmp_path, MONTH, "--hand-in")
    rows = export(terminal, tmp_path)["Changed since"]
    assert ["Nothing has changed."] in rows
    assert ["Handed in at", "2026-12-02 09:00"] in rows


def test_a_month_that_goes_on_is_not_handed_in(club: Club, terminal: Terminal, tmp_path: Path) -> None:
    club.at("2026-11-30T21:00")
    told = terminal("export", "monthly", MONTH, "--out", str(tmp_path), "--hand-in")
    assert told.status == 1
    assert told.err.startswith("2026-11 ")
    assert list(tmp_path.glob("*.xlsx")) == []
    assert club.refused("hand_in", month=MONTH).code == "month_not_over"
    assert club.ask("handed_in", month=MONTH)["at"] is None


def test_only_the_figures_that_were_looked_at_are_kept(stayed_away: Club, terminal: Terminal) -> None:
    """As a script does it: the digest is that of the figures in its answer."""
    looked = terminal.batch({"ask": "handed_in", "month": MONTH}).json["result"]
    assert (looked["at"], looked["changes"]) == (None, [])
    came_after_all(stayed_away)
    refused = terminal.batch({"do": "hand_in", "month": MONTH, "digest": looked["digest"]}).json
    assert refused["error"] == "figures_changed"
    again = terminal.batch({"ask": "handed_in", "month": MONTH}).json["result"]
    done = terminal.batch({"do": "hand_in", "month": MONTH, "digest": again["digest"]}).json
    assert (done["ok"], done["result"]["changed"]) == (True, 0)
    kept = terminal.batch({"ask": "handed_in", "month": MONTH}).json["result"]
    assert (kept["at"], kept["digest"]) == ("2026-12-02T09:00", again["digest"])


# ---------------------------------------------------------------- odd months


def test_a_leap_years_february_has_29_days_and_the_last_midnight(
    club: Club, terminal: Terminal, tmp_path: Path
) -> None:
    """What is sold a minute before March is of February, what is sold at midnight is not."""
    club.at("2028-02-01T05:00")
    club.facility("gym", slots=False, capacity=3)
    club.member("000001")
    club.do("add_item", sku="RICE", name="米", kind="goods", price="10.00")
    club.do("receive_stock", sku="RICE", quantity=9)
    days = [*(f"2028-02-{number:02d}" for number in range(1, 30)), "2028-03-01"]
    slots = [{"facility": "gym", "date": day, "start": "22:00", "end": "23:30"} for day in days]
    club.do("publish_slots", slots=slots)
    lines = [{"sku": "RICE", "quantity": 1}]
    for at in ("2028-02-29T23:59", "2028-03-01T00:00"):
        club.at(at)
        club.do("redeem", member="000001", lines=lines, cash="10.00")
    book = export(terminal, tmp_path, "2028-02")
    for sheet in ("Days", "Takings", "Takings by tender", "Shift differences"):
        assert [str(row["Day"])[:10] for row in table_below(book[sheet], "Day")[:29]] == days[:29], sheet
        assert table_below(book[sheet], "Day")[29]["Day"] == "All"
    assert table_below(book["Days"], "Day")[28]["Offered"] == 3
    last = table_below(book["Takings"], "Day")[28]
    assert (last["Orders placed"], last["Cash"]) == (1, 10)
    assert figures(book, "2028-02")["Orders placed"] == 1


def test_slots_that_are_withdrawn_in_mid_month_are_not_offered(
    club: Club, terminal: Terminal, tmp_path: Path
) -> None:
    club.facility("gym", slots=False, capacity=2)
    days = [f"2026-12-{number:02d}" for number in range(1, 29)]
    slots = [{"facility": "gym", "date": day, "start": "18:00", "end": "19:00"} for day in days]
    club.do("publish_slots", slots=slots)
    club.at("2026-12-12T20:00")
    rest = [day for day in days if day >= "2026-12-14"]
    club.do("publish_slots", slots=[], replace=True, facilities=["gym"], dates=rest)
    book = export(terminal, tmp_path, "2026-12")
    offered = {str(row["Day"])[:10]: row["Offered"] for row in table_below(book["Days"], "Day")[:-1]}
    assert offered == {day: 2 for day in days if day not in rest}
    told = table_below(book["Facilities"], "Code")[0]["Offered"]
    assert told == figures(book, "2026-12")["Units offered"] == 26


def test_who_leaves_in_mid_month_is_off_the_roll_and_what_was_left_is_recalled(
    club: Club, terminal: Terminal, tmp_path: Path
) -> None:
    club.member("000001", name="张三", department="车间")
    club.member("000002", name="李四", department="车间")
    grant = {"unit": "allowance", "amount": "100.00", "reason": "x", "expires_on": "2027-06-30"}
    for member in ("000001", "000002"):
        club.do("grant", member=member, **grant)
    club.do("spend", member="000001", unit="allowance", amount="30.00")
    club.at("2026-11-25T10:00")
    club.do("member_leaves", staff_no="000001")
    club.at("2026-12-01T09:00")
    club.do("change_settings", return_days=7)
    book = export(terminal, tmp_path)
    told = figures(book)
    assert (told["On the roll at the end"], told["Left in the month"]) == (1, 1)
    assert told["Allowance at the end"] == 100
    workshop = table_below(book["Allowance use"], "Department")[0]
    assert (workshop["Spent"], workshop["Recalled"], workshop["Closing balance"]) == (30, 70, 100)


# ---------------------------------------------------------------- a second count


def test_the_summary_is_what_the_rows_come_to(club: Club, terminal: Terminal, tmp_path: Path) -> None:
    """Trade at random into December, and bookings: November is what happened until its last midnight."""
    club.facility("gym", capacity=2)
    club.member("000009", department="车间")
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        club.book("000009", "gym", day, "17:30")
    club.do("cancel", booking="B2")
    Trade(club, 7).live(90)
    end = int(datetime(2026, 12, 1, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp())
    told = figures(export(terminal, tmp_path))
    orders = {one["id"]: one for one in raw(club, "orders") if one["at"] < end}
    lines = [one for one in raw(club, "order_line") if one["order_id"] in orders]
    assert told["Orders placed"] == len(orders) > 10
    assert told["Members who bought"] == len({one["member_id"] for one in orders.values()})
    assert told["Sold, yuan"] == sum(one["quantity"] * (one["price"] or 0) for one in lines) / 100
    moved = [one for one in raw(club, "stock_movement") if one["at"] < end]
    assert told["On hand at the month's end"] == sum(one["quantity"] for one in moved)
    by_kind = {kind: sum(one["quantity"] for one in moved if one["kind"] == kind) for kind in KINDS}
    assert told["Received, pieces"] == by_kind["received"] > 0
    assert told["Written off, pieces"] == -by_kind["written_off"]
    assert told["Difference found by counting, pieces"] == by_kind["counted"]
    own = [one for one in raw(club, "entry") if one["account"] == "member" and one["at"] < end]
    for unit, name, share in (("points", "Points", 1), ("allowance", "Allowance", 100)):
        assert told[f"{name} at the end"] == sum(one["amount"] for one in own if one["unit"] == unit) / share
    granted = [one["amount"] for one in own if (one["unit"], one["kind"]) == ("allowance", "granted")]
    assert told["Allowance granted"] == sum(granted) / 100
    paid = [one["amount"] for one in raw(club, "till") if one["order_id"] and one["day"] < "2026-12"]
    assert told["Net in money, yuan"] == sum(paid) / 100 > 0
    states = Counter(one["state"] for one in raw(club, "booking"))
    assert (told["Cancelled"], told["No-shows"]) == (states["cancelled"], states["no_show"]) == (1, 2)
    assert told["On the roll at the end"] == len(raw(club, "member")) == 5


KINDS = ("received", "written_off", "counted")


# ---------------------------------------------------------------- the file


def test_a_workbook_that_is_open_elsewhere_stays_and_the_new_one_lies_beside_it(
    stayed_away: Club, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"monthly report {MONTH}.xlsx"
    (tmp_path / name).write_bytes(b"open in a spreadsheet program")
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == name:
            raise PermissionError(13, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    told = terminal("export", "monthly", MONTH, "--out", str(tmp_path))
    beside = tmp_path / f"monthly report {MONTH} (2).xlsx"
    assert (told.status, told.out) == (0, f"Written: {beside}\n")
    assert told.err == f"{tmp_path / name} is open in another program; the new one lies beside it.\n"
    assert (tmp_path / name).read_bytes() == b"open in a spreadsheet program"
    assert "Summary" in read_book(beside)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_spreadsheet_program_opens_the_workbook_and_prints_each_sheet(
    stayed_away: Club, terminal: Terminal, tmp_path: Path
) -> None:
    titles = {rows[0][0] for rows in export(terminal, tmp_path).values()}
    [path] = tmp_path.glob("*.xlsx")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    line = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(line, check=True, capture_output=True, timeout=120)
    pages = [page.extract_text() for page in PdfReader(path.with_suffix(".pdf")).pages]
    printed = {title for title in titles if any(title in page for page in pages)}
    assert printed == titles
