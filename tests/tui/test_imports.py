"""`frontdesk facilities|members|bookings import`: what the club has, from sheets."""

import csv
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.terminal import Terminal, Told

SAMPLES = Path(__file__).parents[3] / "shared" / "data"
CLUBDATA = SAMPLES / "clubdata" / "clubdata.sql"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples lie beside the repository")
Row = Sequence[str]


def sheet(folder: Path, head: str, *rows: Row, name: str = "sheet.csv") -> Path:
    """A file of these columns and rows."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head.split(), *rows])
    return path


def workbook(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """A workbook of several sheets."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def places(told: Told) -> list[tuple[str | None, str]]:
    """Cell and code of each error of a refused file."""
    assert told.json.keys() == {"errors"}
    return [(error["cell"], error["code"]) for error in told.json["errors"]]


class TestMembers:
    HEAD = "工号 姓名 手机 部门"
    TWO = (("0001", "王伟", "13900000001", "财务科"), ("0002", "单红", "13900000002", ""))

    def test_it_tells_how_many_are_new_changed_and_unchanged(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        told = terminal("members", "import", sheet(tmp_path, self.HEAD, *self.TWO))
        assert told == (0, "Members: 2 new, 0 changed, 0 unchanged.\n", "")
        changed = sheet(
            tmp_path, self.HEAD, self.TWO[0], ("0002", "单红", "13911111111", ""), ("3", "C", "", "")
        )
        told = terminal("members", "import", changed, "--json")
        assert told == (0, '{"new": 1, "changed": 1, "unchanged": 1}\n', "")
        told = terminal("members", "import", changed, lang="zh")
        assert told.out == "职工：新增 0，更改 0，不变 3。\n"

    def test_an_import_makes_the_database(self, terminal: Terminal, tmp_path: Path) -> None:
        terminal("members", "import", sheet(tmp_path, self.HEAD, *self.TWO))
        [found] = terminal.batch({"ask": "find_members", "text": "shanhong"}).lines
        assert [member["staff_no"] for member in found["result"]["members"]] == ["0002"]

    def test_columns_that_the_sheet_lacks_are_left_alone(
        self, club: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        club.member("0001", name="王伟", phone="13900000001", card_no="C1", department="财务科")
        told = terminal("members", "import", sheet(tmp_path, "工号 姓名 部门", ("0001", "王伟", "后勤科")))
        assert told.out == "Members: 0 new, 1 changed, 0 unchanged.\n"
        member = club.ask("member", member="0001")
        assert (member["phone"], member["card_no"], member["department"]) == ("13900000001", "C1", "后勤科")

    def test_each_sheet_of_a_workbook_speaks_of_its_own_columns(
        self, club: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        club.member("0001", name="A", phone="13900000001", department="财务科")
        club.member("0002", name="B", phone="13900000002", department="财务科")
        file = workbook(
            tmp_path / "staff.xlsx",
            phones=[["工号", "姓名", "手机"], ["0001", "A", "13900000009"]],
            departments=[["工号", "姓名", "部门"], ["0002", "B", "后勤科"]],
        )
        assert terminal("members", "import", file, "--json").json["changed"] == 2
        first, second = (club.ask("member", member=number) for number in ("0001", "0002"))
        assert (first["phone"], first["department"]) == ("13900000009", "财务科")
        assert (second["phone"], second["department"]) == ("13900000002", "后勤科")

    def test_an_empty_cell_empties_the_field(self, club: Club, terminal: Terminal, tmp_path: Path) -> None:
        club.member("0001", name="王伟", phone="13900000001")
        terminal("members", "import", sheet(tmp_path, "工号 姓名 手机", ("0001", "王伟", "")))
        assert club.ask("member", member="0001")["phone"] is None

    def test_all_errors_of_the_cells_are_told_at_once_and_nothing_is_written(
        self, club: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        file = sheet(
            tmp_path, "工号 姓名 入职日期 共享账户",
            ("1", "A", "2020-02-30", "maybe"), ("1", "B", "", ""), ("", "C", "", ""),
            ("4", "D\u202e", "", ""),
        )  # fmt: skip
        told = terminal("members", "import", file, "--json")
        assert (told.status, told.err) == (1, "")
        assert places(told) == [
            ("C2", "bad_date"),
            ("D2", "bad_flag"),
            ("A3", "duplicate"),
            ("A4", "missing"),
            ("B5", "invisible"),
        ]
        assert club.ask("members") == {"members": []}

    def test_all_refusals_of_the_door_are_told_at_once_by_cell_and_nothing_is_written(
        self, club: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        club.member("9", name="李芳", card_no="C9")
        rows = (("1", "A", "none", "C1"), ("2", "B", "", "C9"), ("3", "C", "", "C 3"), ("4", "D", "", ""))
        file = sheet(tmp_path, "工号 姓名 手机 卡号", *rows)
        told = terminal("members", "import", file, "--json")
        assert (told.status, places(told)) == (1, [("C2", "invalid"), ("D3", "exists"), ("D4", "invalid")])
        told = terminal("members", "import", file)
        assert told.err.splitlines() == [
            "sheet.csv C2: This must be a phone number: digits, blanks and dashes, not none.",
            "sheet.csv D3: C9 is in use already, by 李芳 (9).",
            "sheet.csv D4: This must not have blanks in it.",
            "3 errors. Nothing was written.",
        ]
        assert len(club.ask("members")["members"]) == 1

    def test_a_sheet_without_its_columns_is_told_which(self, terminal: Terminal, tmp_path: Path) -> None:
        file = sheet(tmp_path, "工号 手机", ("1", "139"))
        told = terminal("members", "import", file)
        assert told.err.startswith("sheet.csv A1: These columns are missing: name.\n")
        told = terminal("members", "import", file, lang="zh")
        assert told.err.startswith("sheet.csv A1：缺少这些列：姓名。\n")
        assert not terminal.database.exists()

    def test_a_sheet_of_something_else_is_told_what_is_needed(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        file = sheet(tmp_path, "商品 价格", ("水杯", "33.33"))
        told = terminal("members", "import", file)
        assert told.err.splitlines()[0] == (
            "sheet.csv: There is no header in the first ten rows: it must name staff_no, name."
        )
        told = terminal("members", "import", file, lang="zh")
        assert told.err.splitlines()[0] == "sheet.csv：前十行中没有表头：须有 工号、姓名 等列。"

    def test_one_who_left_is_no_error(self, club: Club, terminal: Terminal, tmp_path: Path) -> None:
        club.member("0001", name="王伟")
        club.do("member_leaves", staff_no="0001")
        file = sheet(tmp_path, "工号 姓名", ("0001", "王伟"))
        assert terminal("members", "import", file, "--json").json["unchanged"] == 1
        assert club.ask("member", member="0001")["left"] is True

    @needs_samples
    def test_the_sample_is_120_members(self, terminal: Terminal) -> None:
        file = SAMPLES / "members.xlsx"
        for new, unchanged in ((120, 0), (0, 120)):
            told = terminal("members", "import", file, "--json")
            assert told.json == {"new": new, "changed": 0, "unchanged": unchanged}


class TestFacilities:
    HEAD = "编码 名称 类型 容量 整场预约 每日限次"
    TWO = (("gym", "健身房", "场地", "12", "否", "不限"), ("court", "羽毛球场", "area", "4", "是", "1"))

    def test_it_tells_how_many_are_new_changed_and_unchanged(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        told = terminal("facilities", "import", sheet(tmp_path, self.HEAD, *self.TWO))
        assert told == (0, "Facilities: 2 new, 0 changed, 0 unchanged.\n", "")
        larger = ("gym", "健身房", "场地", "14", "否", "不限")
        changed = sheet(tmp_path, self.HEAD, larger, self.TWO[1], ("3", "C", "room", "", "", ""))
        told = terminal("facilities", "import", changed, "--json")
        assert told.json == {"new": 1, "changed": 1, "unchanged": 1}

    def test_columns_that_the_sheet_lacks_are_left_alone(
        self, club: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        club.facility("gym", slots=False, capacity=12, daily_quota=1, group="健身")
        told = terminal("facilities", "import", sheet(tmp_path, "编码 名称 类型", ("gym", "新名", "area")))
        assert told.out == "Facilities: 0 new, 1 changed, 0 unchanged.\n"
        [gym] = club.ask("facilities")["facilities"]
        assert (gym["name"], gym["capacity"], gym["daily_quota"], gym["group"]) == ("新名", 12, 1, "健身")

    def test_all_errors_are_told_at_once_by_cell_and_nothing_is_written(
        self, club: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        rows = (("a", "A", "hall", "0", "是", ""), ("a", "", "room", "1.5", "?", "0"))
        told = terminal("facilities", "import", sheet(tmp_path, self.HEAD, *rows), "--json")
        assert (told.status, places(told)) == (
            1,
            [
                ("C2", "unknown_choice"),
                ("D2", "out_of_range"),
                ("A3", "duplicate"),
                ("B3", "missing"),
                ("D3", "not_whole"),
                ("E3", "bad_flag"),
                ("F3", "out_of_range"),
            ],
        )
        assert club.ask("facilities")["facilities"] == []

    def test_refusals_of_the_door_are_told_by_cell(
        self, club: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        club.facility("gym", slots=False, name="健身房")
        rows = (
            ("x", "健身房", "room", "", "", ""),
            ("GYM", "A", "room", "", "", ""),
            ("b", "B", "room", "99999", "", ""),
        )
        told = terminal("facilities", "import", sheet(tmp_path, self.HEAD, *rows), "--json")
        assert (told.status, places(told)) == (1, [("B2", "exists"), ("A3", "exists"), ("D4", "invalid")])
        assert told.json["errors"][2]["message"] == "This must be at most 10000, not 99999."

    @needs_samples
    def test_the_sample_is_12_facilities(self, terminal: Terminal) -> None:
        for new, unchanged in ((12, 0), (0, 12)):
            told = terminal("facilities", "import", SAMPLES / "facilities.xlsx", "--json")
            assert told.json == {"new": new, "changed": 0, "unchanged": unchanged}


class TestBookings:
    HEAD = "工号 设施 日期 开始 结束 占位 状态"

    @pytest.fixture
    def gym(self, club: Club) -> Club:
        """A gym for two, slots from Monday on at 17:30 and 19:30, and four members."""
        club.facility("gym", name="健身房", capacity=2)
        for number in "1234":
            club.member(number)
        return club

    def test_past_bookings_make_their_slots_and_coming_ones_go_by_the_rule(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        file = sheet(
            tmp_path, self.HEAD,
            ("1", "gym", "2026-11-02", "8:00", "9:30", "", ""),
            ("2", "健身房", "2026-11-02", "8:00", "9:30", "", "爽约"),
            ("3", "GYM", "2026-11-03", "8:00", "9:00", "2", "已取消"),
            ("1", "gym", "11月24日", "17:30", "", "", "已预约"),
        )  # fmt: skip
        told = terminal("bookings", "import", file)
        assert told == (0, "Bookings: 4 taken over, 0 there already, 2 past slots made.\n", "")
        assert [gym.state(f"B{n}") for n in (1, 2, 3, 4)] == [
            "completed",
            "no_show",
            "cancelled",
            "confirmed",
        ]
        gym.check()

    def test_the_same_file_again_changes_nothing(self, gym: Club, terminal: Terminal, tmp_path: Path) -> None:
        twice = [("4", "gym", "2026-11-02", "8:00", "9:00", "", "cancelled")] * 2
        coming = ("1", "gym", "2026-11-24", "17:30", "19:30", "", "")
        file = sheet(tmp_path, self.HEAD, *twice, coming)
        first, second = (terminal("bookings", "import", file, "--json").json for _ in range(2))
        assert first == {"booked": 3, "unchanged": 0, "slots": 1, "refused": []}
        assert second == {"booked": 0, "unchanged": 3, "slots": 0, "refused": []}

    def test_each_refused_row_is_told_with_its_cell_and_reason_and_the_others_go_in(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        past = ("gym", "2026-11-02", "8:00", "9:00")
        file = sheet(
            tmp_path, self.HEAD,
            ("1", *past, "", ""),
            ("9", *past, "", ""),
            ("2", "pool", *past[1:], "", ""),
            ("1", "gym", "2026-11-02", "8:30", "9:30", "", ""),
            ("2", *past, "2", ""),
            ("2", *past, "3", ""),
            ("2", "gym", "2026-11-02", "8:00", "8:30", "", ""),
            ("2", "gym", "2026-11-02", "12:00", "", "", ""),
            ("2", *past, "", "待审批"),
            ("2", "gym", "2026-11-24", "8:00", "", "", ""),
            ("2", "gym", "2026-11-24", "17:30", "", "", "已完成"),
            ("2", "gym", "2026-13-24", "17:30", "17:00", "x", "?"),
            ("3", *past, "", ""),
            ("2", "gym", "2026-11-29", "19:30", "", "", ""),
        )  # fmt: skip
        told = terminal("bookings", "import", file, "--json")
        assert told.status == 1
        assert [(error["cell"], error["code"]) for error in told.json["refused"]] == [
            ("A3", "unknown_member"),
            ("B4", "unknown_facility"),
            ("D5", "overlap"),
            ("D6", "slot_full"),
            ("F7", "invalid"),
            ("E8", "slot_differs"),
            ("D9", "unknown_slot"),
            ("G10", "wrong_state"),
            ("D11", "unknown_slot"),
            ("G12", "wrong_state"),
            ("C13", "bad_date"),
            ("F13", "not_whole"),
            ("G13", "unknown_choice"),
        ]
        assert (told.json["booked"], told.json["slots"]) == (3, 1)
        gym.check()

    def test_people_read_the_refused_rows_and_how_many(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        file = sheet(
            tmp_path, self.HEAD,
            ("1", "gym", "2026-11-24", "17:30", "", "", ""), ("9", "gym", "2026-11-24", "17:30", "", "", ""),
        )  # fmt: skip
        told = terminal("bookings", "import", file)
        assert told.out == "Bookings: 1 taken over, 0 there already, 0 past slots made.\n"
        assert told.err == ("sheet.csv A3: There is no member with the staff number 9.\n1 row was refused.\n")

    @pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo terminal")
    def test_a_progress_bar_is_shown_on_a_terminal_and_none_in_a_pipe(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        import pty

        file = sheet(tmp_path, self.HEAD, ("1", "gym", "2026-01-05", "8:00", "9:00", "", ""))
        gym.database.close()
        shown, end = pty.openpty()
        process = terminal.start("bookings", "import", file, stderr=end)
        out, _ = process.communicate(timeout=60)
        os.close(end)
        assert b"100%" in os.read(shown, 10_000)
        os.close(shown)
        assert out == b"Bookings: 1 taken over, 0 there already, 1 past slots made.\n"
        assert terminal.process("bookings", "import", file).err == ""

    def test_a_file_without_its_columns_is_refused_whole(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        told = terminal("bookings", "import", sheet(tmp_path, "工号 设施", ("1", "gym")), "--json")
        assert (told.status, places(told)) == (1, [("A1", "missing_columns")])

    def test_a_row_alone_that_cannot_be_read_is_refused_by_cell(
        self, gym: Club, terminal: Terminal, tmp_path: Path
    ) -> None:
        told = terminal("bookings", "import", tmp_path / "none.csv", "--json")
        assert (told.status, places(told)) == (2, [(None, "file_missing")])


def copied(table: str) -> Iterator[dict[str, str]]:
    """The rows of a table of the clubdata set: a COPY block, its columns named in its first line."""
    lines = iter(CLUBDATA.read_text(encoding="utf-8").splitlines())
    head = next(line for line in lines if line.startswith(f"COPY {table} ("))
    columns = head[head.index("(") + 1 : head.index(")")].split(", ")
    for line in lines:
        if line == "\\.":
            return
        yield dict(zip(columns, line.split("\t"), strict=True))


@pytest.mark.skipif(not CLUBDATA.exists(), reason="the clubdata set lies beside the repository")
def test_every_booking_of_the_clubdata_set_is_taken_and_none_twice(
    terminal: Terminal, tmp_path: Path
) -> None:
    facilities = [(row["facid"], row["name"], "area", "1") for row in copied("facilities")]
    people = [
        (row["memid"], f"{row['firstname']} {row['surname']}", "是" if row["memid"] == "0" else "否")
        for row in copied("members")
    ]
    bookings = []
    for row in copied("bookings"):
        start = datetime.fromisoformat(row["starttime"])
        end = start + timedelta(minutes=30 * int(row["slots"]))
        when = (f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%H:%M}")
        bookings.append((row["memid"], row["facid"], *when))
    assert (len(facilities), len(people), len(bookings)) == (9, 31, 4044)

    terminal("facilities", "import", sheet(tmp_path, "code name kind capacity", *facilities))
    terminal("members", "import", sheet(tmp_path, "staff_no name shared", *people))
    file = sheet(tmp_path, "member facility date start end", *bookings)
    for booked, unchanged in ((4044, 0), (0, 4044)):
        told = terminal("bookings", "import", file, "--json")
        assert told.status == 0
        assert told.json == {"booked": booked, "unchanged": unchanged, "slots": booked, "refused": []}
    assert terminal("check") == (0, "All is as it must be.\n", "")
    grid = {"ask": "grid", "date": "2012-07-01", "days": 400}
    slots = terminal.batch(grid).lines[0]["result"]["slots"]
    assert sum(slot["taken"] for slot in slots) == len(slots) == 4044
