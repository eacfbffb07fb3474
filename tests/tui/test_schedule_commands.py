"""`frontdesk schedule`: the weekly schedule as a sheet (domain.md section 6, commands.md "Subcommands")."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.club import Club
from tests.support.examples import examples
from tests.support.hostile_files import BILLION_LAUGHS, workbook
from tests.support.terminal import Terminal, Told

SAMPLES = Path(__file__).parents[3] / "shared" / "data"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples lie beside the repository")

MONDAY = date(2026, 11, 23)
WEEK, NEXT = "2026-W48", "2026-W49"
HEAD = ("设施", "日期", "开始", "结束", "容量", "备注")
Row = Sequence[str]


@pytest.fixture
def gym(club: Club) -> Club:
    """A gym for twelve without slots, 职工1 and 职工2."""
    club.facility("gym", slots=False, name="健身房")
    for number in "12":
        club.member(number, name=f"职工{number}", phone=f"1390000000{number}")
    return club


def sheet(folder: Path, *rows: Row, head: Row = HEAD, name: str = "week.csv") -> Path:
    """A list of slots as a file."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


TWO = (
    ("gym", "2026-11-24", "17:30", "19:30", "", "高峰"),
    ("健身房", "周三", "8:00", "9:00", "6", ""),
)


def slots(club: Club, monday: date = MONDAY) -> list[tuple[Any, ...]]:
    """The slots of a week as (facility, date, start, end, capacity, peak)."""
    grid = club.ask("grid", date=monday.isoformat(), days=7)
    names = ("facility", "date", "start", "end", "capacity", "peak")
    return [tuple(slot[name] for name in names) for slot in grid["slots"]]


def counts(told: Told) -> tuple[int, int, int, int]:
    """new, unchanged, changed, removed."""
    found = told.json
    return found["new"], found["unchanged"], found["changed"], found["removed"]


def places(told: Told) -> list[tuple[str | None, str]]:
    """Cell and code of each error of a refused file."""
    assert told.json.keys() == {"errors"}
    assert all(error.keys() == {"sheet", "cell", "code", "message"} for error in told.json["errors"])
    return [(error["cell"], error["code"]) for error in told.json["errors"]]


class TestPlanAndImport:
    def test_a_plan_says_what_would_happen_and_writes_nothing(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        before = terminal.database.read_bytes()
        told = terminal("schedule", "plan", sheet(tmp_path, *TWO), "--week", WEEK)
        assert told == (0, "Would be: 2 new, 0 unchanged, 0 changed, 0 removed.\n", "")
        assert slots(gym) == []
        assert terminal.database.read_bytes() == before

    def test_an_import_does_it(self, gym: Club, terminal: Terminal, tmp_path: Path) -> None:
        told = terminal("schedule", "import", sheet(tmp_path, *TWO), "--week", WEEK)
        assert told == (0, "2 new, 0 unchanged, 0 changed, 0 removed.\n", "")
        assert slots(gym) == [
            ("gym", "2026-11-24", "17:30", "19:30", 12, True),
            ("gym", "2026-11-25", "08:00", "09:00", 6, False),
        ]

    def test_it_speaks_chinese(self, gym: Club, terminal: Terminal, tmp_path: Path) -> None:
        file = sheet(tmp_path, *TWO)
        assert terminal("schedule", "plan", file, "--week", WEEK, lang="zh").out == (
            "将会：新增 2，不变 0，更改 0，删除 0。\n"
        )

    def test_the_same_file_twice_changes_nothing(self, gym: Club, terminal: Terminal, tmp_path: Path) -> None:
        file = sheet(tmp_path, *TWO)
        assert counts(terminal("schedule", "import", file, "--week", WEEK, "--json")) == (2, 0, 0, 0)
        assert counts(terminal("schedule", "import", file, "--week", WEEK, "--json")) == (0, 2, 0, 0)

    def test_json_is_the_result_of_publish_slots(self, gym: Club, terminal: Terminal, tmp_path: Path) -> None:
        told = terminal("schedule", "plan", sheet(tmp_path, *TWO), "--week", WEEK, "--json")
        counted = {"new": 2, "unchanged": 0, "changed": 0, "removed": 0, "displaced": []}
        assert told.json == counted | {"promoted": [], "offered": []}

    def test_without_a_week_a_file_may_span_several(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        days = ("2026-11-24", "2026-12-01", "2027-11-30")
        file = sheet(tmp_path, *[("gym", day, "8:00", "9:00", "", "") for day in days])
        assert counts(terminal("schedule", "import", file, "--json")) == (3, 0, 0, 0)
        file = sheet(tmp_path, *[("gym", day, "8:00", "9:00", "", "") for day in (*days, "2027-12-07")])
        assert places(terminal("schedule", "import", file, "--json")) == [("B5", "span_too_long")]

    def test_without_replace_a_slot_that_the_file_does_not_name_stays(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        gym.publish(("gym", "2026-11-26", "08:00-09:00"))
        terminal("schedule", "import", sheet(tmp_path, *TWO), "--week", WEEK)
        assert len(slots(gym)) == 3

    def test_replace_takes_it_away_within_the_files_weeks_and_facilities(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        gym.facility("yoga", slots=False)
        gym.publish(*[(code, "2026-11-26", "08:00-09:00") for code in ("gym", "yoga")])
        gym.publish(("gym", "2026-12-01", "08:00-09:00"))
        told = terminal("schedule", "import", sheet(tmp_path, *TWO), "--week", WEEK, "--replace", "--json")
        assert counts(told) == (2, 0, 0, 1)
        assert [slot[:2] for slot in slots(gym)] == [
            ("gym", "2026-11-24"),
            ("gym", "2026-11-25"),
            ("yoga", "2026-11-26"),
        ]
        assert len(slots(gym, MONDAY + timedelta(days=7))) == 1


class TestDisplacing:
    @pytest.fixture
    def booked(self, gym: Club) -> Club:
        """Two bookings in a slot on Wednesday."""
        gym.publish(("gym", "2026-11-25", "08:00-09:00"))
        gym.book("1", "gym", "2026-11-25", "08:00")
        gym.book("2", "gym", "2026-11-25", "08:00")
        return gym

    @pytest.fixture
    def smaller(self, tmp_path: Path) -> Path:
        """The slot cut to one place, and another one."""
        return sheet(tmp_path, ("gym", "周三", "8:00", "9:00", "1", ""), TWO[0])

    def test_without_displace_nothing_is_written_and_every_booking_is_named(
        self, booked: Club, terminal: Terminal, smaller: Path
    ) -> None:
        told = terminal("schedule", "import", smaller, "--week", WEEK)
        assert (told.status, told.out) == (1, "")
        assert told.err.splitlines() == [
            "B2  gym  2026-11-25  08:00-09:00  2  职工2  13900000002",
            "1 booking would lose its place, so nothing is written. With --displace it does.",
        ]
        assert slots(booked) == [("gym", "2026-11-25", "08:00", "09:00", 12, False)]

    def test_a_plan_tells_the_counts_as_well(self, booked: Club, terminal: Terminal, smaller: Path) -> None:
        told = terminal("schedule", "plan", smaller, "--week", WEEK)
        assert (told.status, told.out) == (
            1,
            "Would be: 1 new, 0 unchanged, 1 changed, 0 removed.\n",
        )
        assert told.err.startswith("B2  gym")

    def test_json_is_the_refusal(self, booked: Club, terminal: Terminal, smaller: Path) -> None:
        for command in ("plan", "import"):
            told = terminal("schedule", command, smaller, "--week", WEEK, "--json")
            assert (told.status, told.err) == (1, "")
            assert (told.json["ok"], told.json["error"]) == (False, "has_bookings")
            assert told.json["detail"] == {
                "bookings": ["B2"],
                "count": 1,
                "new": 1,
                "unchanged": 0,
                "changed": 1,
                "removed": 0,
                "promoted": [],
                "offered": [],
            }

    def test_with_displace_a_plan_names_them_and_an_import_takes_their_place(
        self, booked: Club, terminal: Terminal, smaller: Path
    ) -> None:
        planned = terminal("schedule", "plan", smaller, "--week", WEEK, "--displace")
        assert planned.status == 0
        assert planned.out.splitlines()[1].startswith("B2  gym")
        assert booked.state("B2") == "confirmed"
        told = terminal("schedule", "import", smaller, "--week", WEEK, "--displace", "--json")
        assert told.json["displaced"] == ["B2"]
        assert [booked.state(booking) for booking in ("B1", "B2")] == ["confirmed", "displaced"]
        booked.check()

    def test_who_is_there_already_keeps_the_place_in_any_case(
        self, booked: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        booked.publish(("gym", "2026-11-23", "09:00-10:00"))
        for number in "12":
            booked.do("book", member=number, facility="gym", date="2026-11-23", start="09:00", walk_in=True)
        file = sheet(tmp_path, ("gym", "2026-11-23", "9:00", "10:00", "1", ""))
        for options in ((), ("--displace",)):
            told = terminal("schedule", "import", file, *options)
            assert (told.status, told.out) == (1, "")
            assert told.err == "Somebody is there already: B4 can't lose their place. Nothing was written.\n"


class TestErrors:
    WRONG = (
        ("gym", "2026-11-24", "18:00", "17:00", "", ""),
        ("pool", "2026-11-24", "18:00", "19:00", "", ""),
        ("gym", "11月31日", "18:00", "19:00", "", ""),
        ("gym", "2026-11-25", "18:00", "19:00", "0", ""),
        ("gym", "2026-11-24", "8:00", "9:00", "", ""),
        ("gym", "2026-11-24", "8:00", "9:00", "", ""),
        ("gym", "2026-11-24", "8:30", "9:30", "", ""),
        ("gym", "2026-11-20", "8:00", "9:00", "", ""),
    )

    def test_all_are_listed_by_cell_and_nothing_is_written(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        file = sheet(tmp_path, *self.WRONG, *TWO)
        for command in ("plan", "import"):
            told = terminal("schedule", command, file, "--json")
            assert (told.status, told.err) == (1, "")
            assert places(told) == [
                ("D2", "end_not_after_start"),
                ("A3", "unknown_facility"),
                ("B4", "bad_date"),
                ("E5", "bad_capacity"),
                ("C7", "duplicate"),
                ("C8", "overlap"),
                ("B9", "past"),
                ("B11", "bad_date"),
            ]
        assert slots(gym) == []

    def test_people_read_place_sentence_and_what_to_do(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        told = terminal("schedule", "import", sheet(tmp_path, *self.WRONG), "--week", WEEK)
        assert (told.status, told.out) == (1, "")
        lines = told.err.splitlines()
        assert lines[0] == "week.csv D2: The end, 17:00, is not after the start, 18:00: correct one of them."
        assert lines[-2] == (
            "week.csv B9: 2026-11-20 is not in the week that begins on 2026-11-23: "
            "correct the date, or the week after --week."
        )
        assert lines[-1] == "7 errors. Nothing was written."

    def test_people_read_it_in_chinese_too(self, gym: Club, terminal: Terminal, tmp_path: Path) -> None:
        told = terminal("schedule", "import", sheet(tmp_path, self.WRONG[1]), lang="zh")
        assert told.err.splitlines() == [
            "week.csv A2：没有「pool」这个设施：请写设施的编码或名称，或先新增该设施。",
            "共 1 处错误，未写入任何内容。",
        ]

    def test_a_file_that_is_not_there_is_status_2(self, gym: Club, terminal: Terminal) -> None:
        told = terminal("schedule", "plan", "none.xlsx")
        assert told == (2, "", "none.xlsx: There is no such file.\n")
        [error] = terminal("schedule", "plan", "none.xlsx", "--json").json["errors"]
        assert (error["sheet"], error["cell"], error["code"]) == (None, None, "file_missing")

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("far.xlsx", workbook('<row r="9"><c r="XFD9"><v>1</v></c></row>'), "too_many_columns"),
            ("laughs.xlsx", workbook("<row><c t='inlineStr'><is><t>&a9;</t></is></c></row>",
                                     before_rows=BILLION_LAUGHS), "damaged_file"),
            ("bomb.xlsx", workbook("", others={"xl/media/a.bin": bytes(30_000_000)}), "too_much_unpacked"),
            ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
            ("torn.xlsx", workbook("")[:300], "damaged_file"),
            ("zeros.csv", bytes(1000), "csv_damaged"),
            ("empty.csv", b"", "empty_file"),
            ("week.pdf", b"%PDF-1.7", "not_a_spreadsheet"),
        ],
    )  # fmt: skip
    def test_a_hostile_file_is_answered_with_a_sentence_and_status_2(
        self, gym: Club, terminal: Terminal, tmp_path: Path, name: str, content: bytes, code: str
    ) -> None:
        file = tmp_path / name
        file.write_bytes(content)
        told = terminal("schedule", "import", file)
        assert (told.status, told.out, len(told.err.splitlines())) == (2, "", 1)
        assert told.err.startswith(f"{name}")
        [error] = terminal("schedule", "import", file, "--json").json["errors"]
        assert error["code"] == code

    @pytest.mark.parametrize("week", ["2026-W54", "2026-48", "W48", "2026-W", "9999-W52", "0000-W01", "next"])
    def test_a_week_that_is_none_is_status_2(self, gym: Club, terminal: Terminal, week: str) -> None:
        told = terminal("schedule", "plan", "any.csv", "--week", week)
        assert told == (2, "", f"week must be a week such as 2026-W49, not {week}.\n")

    def test_without_a_database_there_is_a_sentence_and_none_is_made(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        told = terminal("schedule", "plan", sheet(tmp_path, *TWO))
        assert (told.status, told.out) == (2, "")
        assert told.err.startswith(f"There is no database at {terminal.database} yet")
        told = terminal("schedule", "plan", sheet(tmp_path, *TWO), "--json")
        assert (told.status, told.err, told.json["error"]) == (2, "", "no_database")
        assert not terminal.database.exists()


def exported(terminal: Terminal, folder: Path, *options: str, lang: str = "en", week: str = WEEK) -> Path:
    """The week as a file."""
    told = terminal("schedule", "export", "--week", week, "--out", folder, "--json", *options, lang=lang)
    assert told.status == 0, told
    return Path(told.json["path"])


class TestExport:
    @pytest.fixture
    def filled(self, gym: Club) -> Club:
        """Slots of odd lengths and capacities, of facilities with odd names."""
        gym.facility("001", slots=False, name="=1+1", capacity=3)
        gym.facility(
            "[/]", slots=False, name="羽毛球场/1：很长很长很长很长很长很长很长很长的名字", capacity=1
        )
        told = [
            ("gym", "2026-11-23", "17:30", "19:30", 12, True),
            ("gym", "2026-11-23", "19:30", "20:30", 1, True),
            ("gym", "2026-11-29", "00:00", "00:01", 10000, False),
            ("001", "2026-11-25", "06:15", "07:45", 3, False),
            ("001", "2026-11-25", "23:00", "24:00", 2, True),
            ("[/]", "2026-11-28", "08:00", "09:00", 1, False),
        ]
        names = ("facility", "date", "start", "end", "capacity", "peak")
        gym.do("publish_slots", slots=[dict(zip(names, slot, strict=True)) for slot in told])
        return gym

    @pytest.mark.parametrize("lang", ["en", "zh"])
    @pytest.mark.parametrize("shape", ["list", "grid"])
    def test_what_it_writes_is_imported_as_unchanged(
        self, filled: Club, terminal: Terminal, tmp_path: Path, shape: str, lang: str
    ) -> None:
        file = exported(terminal, tmp_path, "--shape", shape, lang=lang)
        for options in (("--week", WEEK), ("--replace",)):
            assert counts(terminal("schedule", "import", file, *options, "--json")) == (0, 6, 0, 0)

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_it_brings_back_what_was_taken_away(
        self, filled: Club, terminal: Terminal, tmp_path: Path, lang: str
    ) -> None:
        file = exported(terminal, tmp_path, "--shape", "grid", lang=lang)
        before = slots(filled)
        filled.do(
            "publish_slots",
            slots=[],
            replace=True,
            facilities=["gym", "001", "[/]"],
            dates=[MONDAY.isoformat()],
        )
        assert slots(filled) == []
        assert terminal("schedule", "import", file, lang=lang).status == 0
        assert slots(filled) == before

    def test_a_past_week_is_imported_as_unchanged_too(
        self, filled: Club, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = exported(terminal, tmp_path)
        filled.at("2027-01-04T09:00")
        filled.do("add_member", staff_no="9", name="A")
        assert counts(terminal("schedule", "import", file, "--json")) == (0, 6, 0, 0)

    def test_a_file_named_is_the_file_written(self, filled: Club, terminal: Terminal, tmp_path: Path) -> None:
        out = tmp_path / "W48.xlsx"
        told = terminal("schedule", "export", "--week", WEEK, "--out", out)
        assert told == (0, f"Written: {out}\n", "")
        assert out.exists()
        told = terminal("schedule", "export", "--week", WEEK, "--out", tmp_path, "--json")
        assert told.json == {"path": str(tmp_path / f"schedule-{WEEK}.xlsx"), "slots": 6}

    @pytest.mark.parametrize(
        ("options", "status", "error"),
        [
            (("--week", NEXT), 1, "empty_week"),
            (("--week", "2026-W99"), 2, "invalid"),
            (("--week", WEEK, "--shape", "round"), 2, "invalid"),
            (("--week", WEEK, "--out", "none/here.xlsx"), 2, "no_such_folder"),
            (("--week", WEEK, "--out", "here.csv"), 2, "not_xlsx_or_pdf"),
        ],
    )
    def test_a_refusal_is_a_sentence_or_with_json_a_line(
        self,
        filled: Club,
        terminal: Terminal,
        tmp_path: Path,
        options: Sequence[str],
        status: int,
        error: str,
    ) -> None:
        line = ("schedule", "export", "--out", str(tmp_path), *options)
        told = terminal(*line)
        assert (told.status, told.out, len(told.err.splitlines())) == (status, "", 1)
        told = terminal(*line, "--json")
        assert (told.status, told.err, told.json["error"]) == (status, "", error)

    def test_a_template_is_every_period_of_every_facility(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        gym.facility("yoga", slots=False, capacity=15)
        told = terminal("schedule", "template", "--week", WEEK, "--out", tmp_path)
        file = tmp_path / f"template-{WEEK}.xlsx"
        assert told == (0, f"Written: {file}\n", "")
        assert counts(terminal("schedule", "import", file, "--week", WEEK, "--json")) == (2 * 77, 0, 0, 0)
        capacities = {(slot[0], slot[4]) for slot in slots(gym)}
        assert capacities == {("gym", 12), ("yoga", 15)}
        assert {slot[2] for slot in slots(gym) if slot[5]} == {"17:30", "19:30"}

    def test_a_template_needs_a_facility(self, club: Club, terminal: Terminal, tmp_path: Path) -> None:
        told = terminal("schedule", "template", "--week", WEEK, "--out", tmp_path)
        assert (told.status, told.out) == (1, "")
        assert told.err == "There are no facilities yet: `frontdesk facilities import` brings them in.\n"


Periods = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.integers(0, 6),
        st.integers(0, 95),
        st.integers(1, 8),
        st.integers(1, 30),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


def without_overlaps(drawn: Iterable[tuple[str, int, int, int, int, bool]]) -> list[dict[str, Any]]:
    """Slots of quarters of an hour, those left out that would overlap one before."""
    taken: set[tuple[str, int, int]] = set()
    kept = []
    for facility, day, first, length, capacity, peak in drawn:
        quarters = {(facility, day, at) for at in range(first, min(first + length, 96))}
        if not quarters & taken:
            taken |= quarters
            kept.append(
                {
                    "facility": facility,
                    "date": (MONDAY + timedelta(days=7 + day)).isoformat(),
                    "start": clock(first),
                    "end": clock(min(first + length, 96)),
                    "capacity": capacity,
                    "peak": peak,
                }
            )
    return kept


def clock(quarters: int) -> str:
    return f"{quarters // 4:02d}:{quarters % 4 * 15:02d}"


@examples(12)
@given(drawn=Periods, shape=st.sampled_from(["list", "grid"]), lang=st.sampled_from(["en", "zh"]))
def test_whatever_is_exported_is_imported_as_unchanged(
    club: Club,
    terminal: Terminal,
    tmp_path: Path,
    drawn: list[tuple[str, int, int, int, int, bool]],
    shape: str,
    lang: str,
) -> None:
    if not club.ask("facilities")["facilities"]:
        club.facility("a", slots=False, name="一号场")
        club.facility("b", slots=False, name="Court 2")
    told = without_overlaps(drawn)
    club.do("publish_slots", slots=told, replace=True, facilities=["a", "b"])
    file = exported(terminal, tmp_path, "--shape", shape, lang=lang, week=NEXT)
    options = ("--week", NEXT, "--replace", "--json")
    assert counts(terminal("schedule", "import", file, *options)) == (0, len(told), 0, 0)


class TestCopy:
    def test_it_publishes_the_slots_of_one_week_in_another(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        terminal("schedule", "import", sheet(tmp_path, *TWO), "--week", WEEK)
        told = terminal("schedule", "copy", "--from", WEEK, "--to", NEXT)
        assert told == (0, "2 new, 0 unchanged, 0 changed, 0 removed.\n", "")
        assert slots(gym, MONDAY + timedelta(days=7)) == [
            ("gym", "2026-12-01", "17:30", "19:30", 12, True),
            ("gym", "2026-12-02", "08:00", "09:00", 6, False),
        ]
        assert counts(terminal("schedule", "copy", "--from", WEEK, "--to", NEXT, "--json")) == (0, 2, 0, 0)

    def test_what_cannot_stand_there_is_listed_by_slot(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        terminal("schedule", "import", sheet(tmp_path, *TWO), "--week", WEEK)
        gym.publish(("gym", "2026-12-02", "08:30-09:30"))
        told = terminal("schedule", "copy", "--from", WEEK, "--to", NEXT)
        assert (told.status, told.out) == (1, "")
        assert told.err.splitlines() == [
            "gym 2026-12-02 08:00: "
            "This overlaps the slot from 08:30 to 09:30: change or delete one of the two.",
            "1 error. Nothing was written.",
        ]

    def test_an_empty_week_is_refused(self, gym: Club, terminal: Terminal) -> None:
        told = terminal("schedule", "copy", "--from", NEXT, "--to", WEEK, "--json")
        assert (told.status, told.json["error"], told.json["detail"]) == (1, "empty_week", {"week": NEXT})


@needs_samples
class TestSamples:
    @pytest.fixture
    def sampled(self, terminal: Terminal) -> Terminal:
        """The facilities of the samples."""
        assert terminal("facilities", "import", SAMPLES / "facilities.xlsx", "--json").json["new"] == 12
        return terminal

    def test_the_grid_is_862_slots(self, sampled: Terminal) -> None:
        file = SAMPLES / "week-2027-W10-grid.xlsx"
        assert counts(sampled("schedule", "plan", file, "--week", "2027-W10", "--json")) == (862, 0, 0, 0)
        assert counts(sampled("schedule", "import", file, "--json")) == (862, 0, 0, 0)
        assert counts(sampled("schedule", "import", file, "--replace", "--json")) == (0, 862, 0, 0)

    def test_both_encodings_of_the_list_are_the_same_888_slots(self, sampled: Terminal) -> None:
        encodings = ("gb18030", "utf8bom")
        first, second = (SAMPLES / f"week-2027-W11-list-{encoding}.csv" for encoding in encodings)
        assert counts(sampled("schedule", "import", first, "--week", "2027-W11", "--json")) == (888, 0, 0, 0)
        assert counts(sampled("schedule", "import", second, "--replace", "--json")) == (0, 888, 0, 0)

    def test_each_fault_of_the_faulty_file_is_told_once(self, sampled: Terminal) -> None:
        told = sampled(
            "schedule", "import", SAMPLES / "week-2027-W12-faulty.xlsx", "--week", "2027-W12", "--json"
        )
        assert told.status == 1
        assert places(told) == [
            ("D2", "end_not_after_start"),
            ("A3", "unknown_facility"),
            ("C5", "overlap"),
            ("C6", "duplicate"),
            ("B7", "bad_date"),
            ("C8", "bad_time"),
            ("E9", "bad_capacity"),
            ("E10", "bad_capacity"),
            ("B11", "outside_week"),
            ("A12", "missing_facility"),
            ("B13", "outside_week"),
        ]
