"""A file is looked at before it is read: what is refused, with which code, and where the fault lies."""

import io
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest

from exports.sheets import FileFault, Rows, read_sheets
from exports.sheets.limits import WEEK, Limits, Watch, limits_for
from exports.sheets.parts import dropped_cells, far_cell
from tests.support.hostile_files import (
    A_ROW,
    BILLION_LAUGHS,
    many_rows,
    old_container,
    open_document,
    with_forged_size,
    workbook,
    zipped,
)

SHEET = "xl/worksheets/sheet1.xml"


def fault_in(folder: Path, name: str, content: bytes, *, year: bool = False) -> FileFault:
    """What reading a file of this content is refused with."""
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(FileFault) as caught:
        for _ in read_sheets(path, year=year):
            pass
    return caught.value


def rows_in(folder: Path, name: str, content: bytes) -> list[Rows]:
    path = folder / name
    path.write_bytes(content)
    return list(read_sheets(path))


# The file as it lies there


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileFault) as caught:
        next(read_sheets(tmp_path / "none.xlsx"))
    assert caught.value.code == "file_missing"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "folder.xlsx"
    folder.mkdir()
    with pytest.raises(FileFault) as caught:
        next(read_sheets(folder))
    assert caught.value.code == "not_a_file"


def test_a_name_that_no_file_can_have_is_told() -> None:
    with pytest.raises(FileFault) as caught:
        next(read_sheets(Path("a\0b.xlsx")))
    assert caught.value.code == "file_unreadable"


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    assert fault_in(tmp_path, "w.xlsx", b"").code == "empty_file"


def test_a_week_of_more_than_ten_megabytes_is_too_large(tmp_path: Path) -> None:
    fault = fault_in(tmp_path, "w.csv", b"a," * 5_000_001)
    assert (fault.code, fault.facts) == ("file_too_large", {"limit": 10_000_000, "found": 10_000_002})


# What it is


@pytest.mark.parametrize(
    ("name", "content", "code", "found"),
    [
        ("w.xlsx", b"facility,date\nG1,2026-11-23\n", "text_as_workbook", None),
        ("w.xlsx", "设施,日期\n".encode("gb18030") * 500, "text_as_workbook", None),
        ("w.xls", b"\xef\xbb\xbf \n<HTML><table><tr><td>1</td></tr></table></html>", "web_page", None),
        ("w.csv", b"<!DOCTYPE html><html></html>", "web_page", None),
        ("w.xlsx", bytes(5000), "not_a_spreadsheet", "unknown"),
        ("w.xlsx", b"%PDF-1.7\n", "not_a_spreadsheet", "pdf"),
        ("w.xls", b"<?xml version='1.0'?><Workbook/>", "not_a_spreadsheet", "xml"),
        ("w.xlsx", zipped({"word/document.xml": "", "[Content_Types].xml": ""}), "not_a_spreadsheet", "word"),
        ("w.xlsx", zipped({"xl/workbook.bin": "", "[Content_Types].xml": ""}), "not_a_spreadsheet", "xlsb"),
        ("w.xlsx", zipped({"photo.jpg": "x"}), "not_a_spreadsheet", "zip"),
        ("w.pdf", b"facility,date\n", "not_a_spreadsheet", ".pdf"),
        ("w.ods", workbook(A_ROW), "wrong_ending", "xlsx"),
        ("w.csv", workbook(A_ROW), "wrong_ending", "zip"),
        ("w.xls", workbook(A_ROW), "wrong_ending", "zip"),
        ("w.xlsx", open_document(""), "wrong_ending", "ods"),
        ("w.xlsx", old_container("Workbook"), "wrong_ending", "xls"),
        ("w.xls", old_container("WordDocument"), "not_a_spreadsheet", "ole"),
        ("w.xls", old_container("Workbook"), "damaged_file", None),
        ("w.xlsx", old_container("EncryptedPackage"), "encrypted_workbook", None),
    ],
)
def test_a_file_that_is_something_else_than_its_name_says_is_refused_by_its_kind(
    tmp_path: Path, name: str, content: bytes, code: str, found: str | None
) -> None:
    fault = fault_in(tmp_path, name, content)
    assert (fault.code, fault.facts.get("found")) == (code, found)


def test_an_encrypted_open_document_is_told(tmp_path: Path) -> None:
    locked = '<manifest:encryption-data manifest:checksum="x"/>'
    assert fault_in(tmp_path, "w.ods", open_document("", manifest=locked)).code == "encrypted_workbook"


# How far it would unpack


def test_a_part_packed_beyond_two_hundred_times_is_a_bomb(tmp_path: Path) -> None:
    fault = fault_in(tmp_path, "w.xlsx", workbook(A_ROW + " " * 40_000_000))
    assert (fault.code, fault.facts["part"], fault.facts["limit"]) == ("too_much_unpacked", SHEET, 200)


def test_many_parts_that_unpack_to_more_than_64_megabytes_are_a_bomb(tmp_path: Path) -> None:
    parts = {f"xl/media/{number}": bytes(900_000) for number in range(80)}
    fault = fault_in(tmp_path, "w.xlsx", workbook(A_ROW, others=parts))
    assert (fault.code, fault.facts["limit"]) == ("too_much_unpacked", 64_000_000)


def test_more_than_two_hundred_parts_are_too_many(tmp_path: Path) -> None:
    fault = fault_in(tmp_path, "w.xlsx", workbook(A_ROW, others={f"x/{number}": "" for number in range(300)}))
    assert (fault.code, fault.facts["limit"]) == ("too_many_parts", 200)


def test_a_directory_of_twenty_thousand_parts_is_not_even_read(tmp_path: Path) -> None:
    content = zipped({f"x/{number}": "" for number in range(20_000)})
    begun = time.process_time()
    assert fault_in(tmp_path, "w.xlsx", content).code == "too_many_parts"
    assert time.process_time() - begun < 0.2


def test_a_forged_size_gets_no_further_than_the_childs_limits(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c></row>" * 4_000_000
    fault = fault_in(tmp_path, "w.xlsx", with_forged_size(workbook(rows), SHEET, 1_500_000))
    assert fault.code in {"damaged_file", "too_many_rows"}


# What the XML holds


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "XFD1048576"),
        ('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>', "A99999999999"),
        ('<row r="99999999999"><c><v>1</v></c></row>', "A99999999999"),
        ('<row r="2"><c r="ZZZZZZZZ2"><v>1</v></c></row>', "ZZZZZZZZ2"),
        ('<row r="600000"><c r="ZZ600000" t="inlineStr"><is><t>x</t></is></c></row>', "ZZ600000"),
    ],
)
def test_a_cell_far_from_the_others_is_named(tmp_path: Path, row: str, cell: str) -> None:
    fault = fault_in(tmp_path, "w.xlsx", workbook({"好": A_ROW, "羽毛球&amp;篮球": A_ROW + row}))
    assert (fault.code, fault.sheet, fault.cell) == ("far_cell", "羽毛球&篮球", cell)


def test_a_far_cell_that_is_only_coloured_harms_nothing(tmp_path: Path) -> None:
    styled = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert rows_in(tmp_path, "w.xlsx", workbook(A_ROW + styled)) == [Rows("排期", 1, 1, [[1.0]])]


def test_the_row_after_the_last_allowed_one_is_named(tmp_path: Path) -> None:
    fault = fault_in(tmp_path, "w.xlsx", workbook(many_rows(20_001)))
    assert (fault.code, fault.sheet, fault.cell, fault.facts) == (
        "too_many_rows",
        "排期",
        "A20001",
        {"limit": 20_000},
    )


def test_a_year_may_have_more_rows_than_a_week(tmp_path: Path) -> None:
    path = tmp_path / "year.xlsx"
    path.write_bytes(workbook(many_rows(20_001)))
    assert sum(len(chunk.rows) for chunk in read_sheets(path, year=True)) == 20_001


@pytest.mark.parametrize("rows", [many_rows(1, 1_000_000), A_ROW + many_rows(1, 1_000_000)])
def test_a_lone_row_at_the_very_bottom_is_named(tmp_path: Path, rows: str) -> None:
    fault = fault_in(tmp_path, "w.xlsx", workbook(rows))
    assert (fault.code, fault.cell) == ("too_many_rows", "A1000000")


def test_a_column_beyond_the_64th_is_named(tmp_path: Path) -> None:
    fault = fault_in(tmp_path, "w.xlsx", workbook(A_ROW + '<row r="3"><c r="BM3"><v>1</v></c></row>'))
    assert (fault.code, fault.cell, fault.facts) == ("too_many_columns", "BM3", {"limit": 64})


def test_a_text_of_more_than_two_thousand_characters_is_named(tmp_path: Path) -> None:
    row = f'<row r="7"><c r="C7" t="inlineStr"><is><t>{"长" * 2001}</t></is></c></row>'
    fault = fault_in(tmp_path, "w.xlsx", workbook(A_ROW + row))
    assert (fault.code, fault.cell, fault.facts) == ("cell_too_long", "C7", {"limit": 2000, "found": 2001})


def test_more_than_three_hundred_sheets_are_too_many(tmp_path: Path) -> None:
    # All of them the same part: as many parts would be too many already.
    listed = "".join(f'<sheet name="s{number}" sheetId="{number}" r:id="rId1"/>' for number in range(2, 400))
    fault = fault_in(tmp_path, "w.xlsx", workbook(A_ROW, properties=f"<sheets>{listed}</sheets>"))
    assert (fault.code, fault.facts["limit"]) == ("too_many_sheets", 300)


def test_a_billion_laughs_are_not_laughed(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'
    try:
        rows = rows_in(tmp_path, "w.xlsx", workbook(row, before_rows=BILLION_LAUGHS))
    except FileFault as fault:
        assert fault.code == "damaged_file"  # noqa: PT017 - either is right, never the laughter
    else:
        assert all(len(str(cell)) < 10 for chunk in rows for cells in chunk.rows for cell in cells)


def test_an_entity_from_a_file_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret", encoding="utf-8")
    prologue = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&s;</t></is></c></row>'
    try:
        rows = rows_in(tmp_path, "w.xlsx", workbook(row, before_rows=prologue))
    except FileFault as fault:
        assert fault.code == "damaged_file"  # noqa: PT017
    else:
        assert "the secret" not in repr(rows)


@pytest.mark.parametrize("text", ["<c ", "<c r", "a", "<f ", "<row ", '<c t="e" '])
def test_xml_made_to_be_gone_through_again_and_again_is_gone_through_once(tmp_path: Path, text: str) -> None:
    begun = time.process_time()
    hostile = (text + " ") * (1_500_000 // (len(text) + 1))
    content = workbook(A_ROW + '<row r="99999999"><c r="A99999999" t="e"><v>1</v></c></row>' + hostile)
    path = tmp_path / "w.xlsx"
    path.write_bytes(content)
    dropped_cells(path)
    far_cell(path, WEEK)
    assert time.process_time() - begun < 5


def test_a_part_that_is_packed_in_an_unusual_way_is_damage(tmp_path: Path) -> None:
    file = io.BytesIO(workbook(A_ROW))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/more.xml", "<x/>")
    assert fault_in(tmp_path, "w.xlsx", file.getvalue()).code == "damaged_file"


# Damage


def test_a_truncated_workbook_is_damaged(tmp_path: Path) -> None:
    content = workbook(many_rows(500))
    assert fault_in(tmp_path, "w.xlsx", content[: len(content) // 2]).code == "damaged_file"


def test_a_workbook_without_its_sheet_is_damaged(tmp_path: Path) -> None:
    content = workbook(A_ROW).replace(b"sheet1.xml", b"sheet7.xml")
    assert fault_in(tmp_path, "w.xlsx", content).code == "damaged_file"


def test_flipped_bits_give_rows_or_a_fault_and_nothing_else(tmp_path: Path) -> None:
    content = workbook(many_rows(50))
    chance = random.Random(7)
    for _ in range(25):
        flipped = bytearray(content)
        flipped[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        try:
            rows_in(tmp_path, "w.xlsx", bytes(flipped))
        except FileFault as fault:
            assert fault.code  # noqa: PT017


# The child's bounds


def test_a_refused_file_costs_at_most_its_limits(tmp_path: Path) -> None:
    rows = A_ROW + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    begun = time.monotonic()
    assert fault_in(tmp_path, "w.xlsx", workbook(rows)).code == "far_cell"
    assert time.monotonic() - begun < WEEK.wall_seconds


@pytest.mark.skipif(sys.platform != "linux", reason="the system bounds memory by itself on Linux only")
def test_a_bounded_process_gets_no_more_memory_than_its_limit() -> None:
    assert _ended("a = bytearray(250_000_000)", memory=200_000_000) == "MemoryError"
    assert _ended("a = bytearray(150_000_000)", memory=200_000_000) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no processor limit")
def test_a_bounded_process_is_ended_when_its_processor_time_is_up() -> None:
    import signal

    process = subprocess.run([sys.executable, "-c", _bounded("while True: pass", 200_000_000)], check=False)
    assert process.returncode == -signal.SIGXCPU


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file limit")
def test_a_bounded_process_writes_no_file(tmp_path: Path) -> None:
    ignore = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)"
    code = f"{ignore}; from pathlib import Path; Path({str(tmp_path / 'x')!r}).write_text('x')"
    assert _ended(code, memory=200_000_000) == "OSError"


def _bounded(code: str, memory: int) -> str:
    return f"from exports.sheets.limits import bound_this_process; bound_this_process({memory}, 1)\n{code}"


def _ended(code: str, memory: int) -> str:
    root = Path(__file__).parents[2]
    process = subprocess.run(
        [sys.executable, "-c", _bounded(code, memory)], cwd=root, capture_output=True, text=True, check=False
    )
    return process.stderr.splitlines()[-1].split(":")[0] if process.returncode else ""


def _tight(memory: int, wall_seconds: float = 60.0) -> Limits:
    return Limits(
        file_bytes=1, unpacked_bytes=1, memory=memory, processor_seconds=9, wall_seconds=wall_seconds, rows=1
    )


def test_a_child_that_does_not_answer_in_time_is_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        with Watch(process, _tight(memory=10**9, wall_seconds=0.1)) as watch:
            watch.waiting = True
            process.wait(timeout=30)
        assert watch.reason == "time"


def test_a_child_that_waits_for_its_parent_is_not_slow() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        with (
            Watch(process, _tight(memory=10**9, wall_seconds=0.01)) as watch,
            pytest.raises(subprocess.TimeoutExpired),
        ):
            process.wait(timeout=0.2)
        assert watch.reason is None
        process.kill()


def test_a_child_that_takes_too_much_memory_is_ended_where_the_system_does_not_do_it() -> None:
    code = "a = bytearray(200_000_000); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as process:
        with Watch(process, _tight(memory=100_000_000), polls_memory=True):
            process.wait(timeout=30)
        assert process.returncode != 0


def test_a_reading_that_is_given_up_leaves_no_process_behind(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(workbook(many_rows(9_000)))
    reading = read_sheets(path)
    next(reading)
    assert psutil.Process().children()
    assert isinstance(reading, Generator)
    reading.close()
    assert not psutil.Process().children()


def test_only_a_file_that_unpacks_to_more_than_a_week_gets_a_years_memory() -> None:
    assert limits_for(year=False, unpacked_bytes=60_000_000).memory == 200_000_000
    assert limits_for(year=True, unpacked_bytes=8_000_000).memory == 200_000_000
    assert limits_for(year=True, unpacked_bytes=8_000_001).memory == 400_000_000
