"""`frontdesk catch-up`: a sheet of what stood on paper, all or none."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from exports.catching_up import WHATS
from exports.sheets.cells import match_key
from tests.support.club import MONDAY, Club
from tests.support.terminal import Terminal, Told

REASON = ("--reason", "停电")


@pytest.fixture
def gym(club: Club, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Club:
    """A gym for 2 on Monday from 09:00, 10:00 and 19:00; it is 12:00. B1 and B2 are no-shows of 09:00 and
    10:00, B3 is of 19:00; offers are not made."""
    club.facility("gym", name="健身房", capacity=2, slots=False, promotion="auto")
    club.publish(*[("gym", MONDAY, span) for span in ("09:00-10:00", "10:00-11:00", "19:00-20:00")])
    for number in range(1, 6):
        club.member(f"00000{number}", name=f"职工{number}")
    club.book("000001", "gym", MONDAY, "09:00")
    club.book("000002", "gym", MONDAY, "10:00")
    club.book("000003", "gym", MONDAY, "19:00")
    club.at(f"{MONDAY}T12:00")
    for place in ("core.clock.machine_clock", "tui.opening.machine_clock"):
        monkeypatch.setattr(place, club.clock)
    return club


def sheet(folder: Path, *rows: str) -> Path:
    path = folder / "paper.csv"
    head = "情况,时间,预约号,工号,设施,日期,开始,占位"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def caught_up(terminal: Terminal, path: Path, *options: str) -> Told:
    return terminal("catch-up", path, *REASON, *options)


def test_a_sheet_is_entered_in_one_pass(gym: Club, terminal: Terminal, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        "来了,09:05,B1",
        "没来,10:20,B2",
        "现场,10:10,,000004,健身房,2026-11-23,10:00,1",
        "预约,10:30,,000005,gym,2026-11-23,19:00",
        "取消,11:00,B3",
    )
    told = caught_up(terminal, path)
    assert told == (
        0,
        "Came: 1, stayed away: 0, walk-ins: 1, booked: 1, cancelled: 1.\n1 line was known already.\n",
        "",
    )
    assert [gym.state(f"B{number}") for number in range(1, 6)] == [
        "completed", "no_show", "cancelled", "completed", "confirmed",
    ]  # fmt: skip
    assert gym.ask("booking", booking="B1")["trail"][-2]["note"] == "停电"
    gym.check()


def test_what_came_of_each_line_can_be_had_as_json(gym: Club, terminal: Terminal, tmp_path: Path) -> None:
    told = caught_up(terminal, sheet(tmp_path, "来了,09:05,B1", "来了,10:05,B2"), "--json").json
    assert told["lines"] == [
        {"what": "came", "booking": "B1", "state": "completed", "already": False},
        {"what": "came", "booking": "B2", "state": "completed", "already": False},
    ]


def test_a_dry_run_writes_nothing(gym: Club, terminal: Terminal, tmp_path: Path) -> None:
    told = caught_up(terminal, sheet(tmp_path, "来了,09:05,B1"), "--dry-run")
    assert told.out.splitlines()[-1] == "Nothing was written."
    assert gym.state("B1") == "no_show"


def test_no_time_is_the_slots_start_and_a_time_alone_is_of_its_day(
    gym: Club, terminal: Terminal, tmp_path: Path
) -> None:
    caught_up(terminal, sheet(tmp_path, "来了,,B1", "现场,10:10,,000004,gym,2026-11-23,10:00"))
    assert gym.ask("booking", booking="B1")["trail"][-2]["at"] == f"{MONDAY}T09:00"
    assert gym.ask("booking", booking="B4")["trail"][0]["at"] == f"{MONDAY}T10:10"


def test_what_was_booked_with_no_word_of_its_outcome_is_told_by_its_cell(
    gym: Club, terminal: Terminal, tmp_path: Path
) -> None:
    told = caught_up(terminal, sheet(tmp_path, "预约,09:30,,000005,gym,2026-11-23,10:00"))
    assert "Booked with no word whether they came, taken as there: A2." in told.out


def test_who_got_a_place_by_it_is_told(gym: Club, terminal: Terminal, tmp_path: Path) -> None:
    gym.book("000004", "gym", MONDAY, "19:00")
    gym.do("join_waitlist", member="000005", facility="gym", date=MONDAY, start="19:00")
    assert "From the waitlist: B5." in caught_up(terminal, sheet(tmp_path, "取消,11:00,B3")).out


def test_every_wrong_cell_is_told_and_nothing_is_written(
    gym: Club, terminal: Terminal, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path,
        "来了,09:05,B1",
        "来了,08:00,B1",
        "来了,10:05,B99",
        "现场,10:10,,000004,泳池,2026-11-23,10:00",
        "来过,10:10,B2",
        "现场,10:10,,000004,gym,2026-11-23",
    )
    told = caught_up(terminal, path)
    assert (told.status, told.out) == (1, "")
    assert told.err.splitlines() == [
        "paper.csv C4: There is no booking B99.",
        "paper.csv E5: There is no facility 泳池: write its code or its name, or add it first.",
        f"paper.csv A6: 来过 is none of these: {', '.join(WHATS)}.",
        "3 errors. Nothing was written.",
    ]
    assert gym.state("B1") == "no_show"


def test_what_the_door_refuses_is_told_by_its_cell(gym: Club, terminal: Terminal, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        "来了,09:05,B1",
        "来了,09:20,B2",
        "来了,12:01,B3",
        "现场,10:10,,000009,gym,2026-11-23,10:00",
        "现场,10:10,,000001,gym,2026-11-23,09:00",
        "现场,10:10,,000004,gym,2026-11-23,08:00",
        "来了,09:05,B1,000002",
    )
    told = caught_up(terminal, path, "--json")
    assert [(error["cell"], error["code"]) for error in told.json["errors"]] == [
        ("B3", "too_soon"),
        ("B4", "invalid"),
        ("D5", "unknown_member"),
        ("B6", "slot_over"),
        ("G7", "unknown_slot"),
        ("D8", "booking_differs"),
    ]
    assert gym.state("B1") == "no_show"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("paper.csv",), "reason is missing."),
        (("paper.csv", "--reason", " "), "reason is missing."),
        (("paper.csv", "--reason", "a\u202eb"), "reason has control, direction or invisible characters"),
        (("--reason", "x"), "file is missing."),
        (("--template", "x.xlsx", "--on", "monday"), "on must be a date such as 2026-11-24, not monday."),
        (("--template", "x.csv"), "x.csv: the name must end in .xlsx, or be that of a folder."),
    ],
)
def test_what_is_missing_is_a_sentence(
    gym: Club, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Any, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    sheet(tmp_path, "来了,09:05,B1")
    answer = terminal("catch-up", *arguments)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(told)


def test_a_file_that_is_not_there_is_a_sentence(gym: Club, terminal: Terminal, tmp_path: Path) -> None:
    assert caught_up(terminal, tmp_path / "none.csv").err == "none.csv: There is no such file.\n"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_template_with_the_days_bookings_is_filled_in_and_entered(
    gym: Club, terminal: Terminal, tmp_path: Path, lang: str
) -> None:
    written = terminal("catch-up", "--template", tmp_path, "--json", lang=lang).json
    path = tmp_path / f"paper-{MONDAY}.xlsx"
    assert written == {"path": str(path), "bookings": 3}
    book = load_workbook(path)
    page = book.worksheets[0]
    assert [page.cell(row, 3).value for row in (3, 4, 5)] == ["B1", "B2", "B3"]
    choices = page.data_validations.dataValidation[0].formula1.strip('"').split(",")
    page["A3"], page["B3"] = choices[0], "09:05"
    page["A4"] = choices[1]
    book.save(path)
    lines = caught_up(terminal, path, "--json").json["lines"]
    assert [(line["what"], line["booking"]) for line in lines] == [("came", "B1"), ("stayed_away", "B2")]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_word_that_a_template_offers_is_understood(
    gym: Club, terminal: Terminal, tmp_path: Path, lang: str
) -> None:
    terminal("catch-up", "--template", tmp_path / "paper.xlsx", lang=lang)
    page = load_workbook(tmp_path / "paper.xlsx").worksheets[0]
    offered = page.data_validations.dataValidation[0].formula1.strip('"').split(",")
    assert [WHATS[match_key(word)] for word in offered] == [
        "came", "stayed_away", "walk_in", "booked", "cancelled",
    ]  # fmt: skip


def test_another_days_template_is_asked_for_by_its_date(
    gym: Club, terminal: Terminal, tmp_path: Path
) -> None:
    told = terminal("catch-up", "--template", tmp_path, "--on", "2026-11-24", "--json").json
    assert told["bookings"] == 0
