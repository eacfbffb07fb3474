"""What a spreadsheet's cells become, and that each one keeps its address."""

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from exports.sheets import Cell, FileFault, Rows, read_sheets
from exports.sheets.limits import address
from tests.support.hostile_files import A_ROW, many_rows, open_document, workbook


def saved(folder: Path, cells: dict[str, object], name: str = "周排期.xlsx") -> Path:
    """A workbook of one sheet, made as a spreadsheet program would."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "排期"
    for place, value in cells.items():
        sheet[place].value = value
    path = folder / name
    book.save(path)
    return path


def written(folder: Path, name: str, content: bytes) -> list[Rows]:
    path = folder / name
    path.write_bytes(content)
    return list(read_sheets(path))


def by_address(chunks: list[Rows]) -> dict[str, Cell]:
    return {
        address(number, column): cell
        for chunk in chunks
        for number, row in enumerate(chunk.rows, chunk.first_row)
        for column, cell in enumerate(row, chunk.first_column)
        if cell is not None
    }


# Workbooks


def test_each_kind_of_value_has_one_form(tmp_path: Path) -> None:
    cells: dict[str, object] = {
        "A1": "羽毛球 1 号",
        "B1": dt.date(2026, 11, 23),
        "C1": dt.time(18, 0),
        "D1": dt.time(18, 0, 30),
        "E1": dt.datetime.fromisoformat("2026-11-23T18:30:00"),
        "F1": dt.timedelta(hours=24),
        "G1": 10,
        "H1": 0.5,
        "I1": True,
        "J1": False,
        "K1": 0,
        "L1": dt.timedelta(hours=-2),
    }
    (chunk,) = read_sheets(saved(tmp_path, cells))
    assert chunk.rows == [
        [
            "羽毛球 1 号",
            "2026-11-23",
            "18:00",
            "18:00:30",
            "2026-11-23T18:30:00",
            "24:00",
            10.0,
            0.5,
            True,
            False,
            0.0,
            "-02:00",
        ]
    ]
    assert [type(cell) for cell in chunk.rows[0][6:11]] == [float, float, bool, bool, float]


def test_every_minute_of_a_day_keeps_its_minute(tmp_path: Path) -> None:
    times = {f"A{minute + 1}": dt.time(minute // 60, minute % 60) for minute in range(1440)}
    (chunk,) = read_sheets(saved(tmp_path, dict(times)))
    assert [row[0] for row in chunk.rows] == [f"{time:%H:%M}" for time in times.values()]


def test_empty_rows_and_columns_before_the_first_value_keep_the_addresses_true(tmp_path: Path) -> None:
    (chunk,) = read_sheets(saved(tmp_path, {"C4": "开始", "E6": 3}))
    assert chunk == Rows("排期", 4, 3, [["开始", None, None], [None, None, None], [None, None, 3.0]])


def test_rows_come_by_chunks_of_two_thousand_that_keep_their_numbers(tmp_path: Path) -> None:
    chunks = written(tmp_path, "w.xlsx", workbook(many_rows(4_500, first=11)))
    assert [(chunk.first_row, len(chunk.rows)) for chunk in chunks] == [(11, 2000), (2011, 2000), (4011, 500)]


def test_a_long_stretch_of_blank_rows_is_left_out_and_counted(tmp_path: Path) -> None:
    chunks = written(tmp_path, "w.xlsx", workbook(A_ROW + many_rows(1, 9_000)))
    assert by_address(chunks) == {"A1": 1.0, "A9000": 1.0}
    assert sum(len(chunk.rows) for chunk in chunks) == 2


def test_all_sheets_are_read_in_order_hidden_ones_too_and_empty_ones_yield_nothing(tmp_path: Path) -> None:
    book = Workbook()
    for name, value in (("一", 1), ("空", None), ("藏", 2)):
        sheet = book.create_sheet(name)
        sheet["A1"] = value
    book["藏"].sheet_state = "hidden"
    book.create_chartsheet("图")
    del book["Sheet"]
    book.save(tmp_path / "w.xlsx")
    assert [chunk.sheet for chunk in read_sheets(tmp_path / "w.xlsx")] == ["一", "藏"]


def test_a_workbook_without_a_value_yields_nothing(tmp_path: Path) -> None:
    assert list(read_sheets(saved(tmp_path, {}))) == []


def test_merged_cells_hold_their_value_in_the_first_one(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = "周一"
    sheet["C2"] = 1
    sheet.merge_cells("A1:C1")
    book.save(tmp_path / "w.xlsx")
    assert by_address(list(read_sheets(tmp_path / "w.xlsx"))) == {"A1": "周一", "C2": 1.0}


def test_a_formula_is_its_stored_value(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>C1</f><v>周一</v></c></row>'
    assert by_address(written(tmp_path, "w.xlsx", workbook(row))) == {"A1": 2.0, "B1": "周一"}


def test_a_formula_that_was_never_calculated_is_not_taken_for_an_empty_cell(tmp_path: Path) -> None:
    cells = by_address(list(read_sheets(saved(tmp_path, {"A1": 1, "B2": "=A1+1", "B3": '=A1&"<"'}))))
    assert cells == {"A1": 1.0, "B2": "=A1+1", "B3": '=A1&"<"'}


def test_a_sheet_of_nothing_but_formulas_never_calculated_yields_them(tmp_path: Path) -> None:
    row = '<row r="5"><c r="B5"><f>1+1</f></c><c r="D5"><f t="shared" si="0"/></c></row>'
    chunks = written(tmp_path, "w.xlsx", workbook({"一": A_ROW, "二": row}))
    assert chunks == [Rows("一", 1, 1, [[1.0]]), Rows("二", 5, 1, [[None, "=1+1", None, "="]])]


def test_a_formula_whose_stored_value_is_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
    assert by_address(written(tmp_path, "w.xlsx", workbook(row))) == {"A1": 1.0}


def test_an_error_cell_is_not_taken_for_an_empty_cell(tmp_path: Path) -> None:
    rows = A_ROW + '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    assert by_address(written(tmp_path, "w.xlsx", workbook(rows)))["B2"] == "#DIV/0!"


def test_an_error_cell_far_down_a_large_sheet_is_found(tmp_path: Path) -> None:
    error = '<row r="19999"><c r="A19999" t="e"><v>#REF!</v></c></row>'
    rows = many_rows(19_998).replace("<v>1</v>", "<v>1</v>" + " " * 40) + error
    assert by_address(written(tmp_path, "w.xlsx", workbook(rows)))["A19999"] == "#REF!"


def test_a_number_that_is_none_is_text(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1e999</v></c></row>'
    assert by_address(written(tmp_path, "w.xlsx", workbook(row))) == {"A1": "nan", "B1": "inf"}


def test_dates_of_the_1904_system_are_right(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = dt.date(2026, 11, 23)
    book.save(tmp_path / "w.xlsx")
    assert by_address(list(read_sheets(tmp_path / "w.xlsx"))) == {"A1": "2026-11-23"}


def test_an_ending_in_capitals_is_an_ending(tmp_path: Path) -> None:
    assert by_address(list(read_sheets(saved(tmp_path, {"A1": 1}, "WEEK.XLSX")))) == {"A1": 1.0}


def test_text_comes_through_unchanged(tmp_path: Path) -> None:
    text = "𠮷野家 👨‍👩‍👧 <b>&amp;\u202e\"'\\"
    assert by_address(list(read_sheets(saved(tmp_path, {"A1": text})))) == {"A1": text}


def test_an_open_document_is_read_by_the_same_forms(tmp_path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row><table:table-row><table:table-cell/>"
        '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2026-11-23"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT18H30M00S"/>'
        '<table:table-cell office:value-type="float" office:value="10"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048573">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert written(tmp_path, "w.ods", open_document(rows)) == [
        Rows("排期", 3, 2, [["甲", "2026-11-23", "18:30", 10.0, True]])
    ]


# Text files


TEXT = "设施,日期,备注\n羽毛球,2026-11-23,\n,,\n篮球,,高峰\n\n,,\n"
ROWS: list[list[Cell]] = [
    ["设施", "日期", "备注"],
    ["羽毛球", "2026-11-23", None],
    [None, None, None],
    ["篮球", None, "高峰"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_the_encodings_that_programs_save(tmp_path: Path, encoding: str) -> None:
    assert written(tmp_path, "周.csv", TEXT.encode(encoding)) == [Rows("周.csv", 1, 1, ROWS)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_line_tells_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    content = f'\n"a,b;c\t"{delimiter}d{delimiter}e\n1{delimiter}2{delimiter}3\n'.encode()
    assert written(tmp_path, "w.txt", content) == [
        Rows("w.txt", 2, 1, [["a,b;c\t", "d", "e"], ["1", "2", "3"]])
    ]


def test_numbers_of_a_text_file_stay_text(tmp_path: Path) -> None:
    assert written(tmp_path, "w.csv", b"007,1.50\n") == [Rows("w.csv", 1, 1, [["007", "1.50"]])]


def test_a_record_over_two_lines_is_one_row(tmp_path: Path) -> None:
    content = b'a,"b\r\nc"\r\nd,e\r\n'
    assert written(tmp_path, "w.csv", content) == [Rows("w.csv", 1, 1, [["a", "b\r\nc"], ["d", "e"]])]


def test_rows_of_a_text_file_come_by_chunks_that_keep_their_numbers(tmp_path: Path) -> None:
    content = b"a\n" * 2_000 + b"\n" * 500 + b"b\n" * 10
    chunks = written(tmp_path, "w.csv", content)
    assert [(chunk.first_row, len(chunk.rows)) for chunk in chunks] == [(1, 2000), (2501, 10)]


@pytest.mark.parametrize(
    ("content", "code", "cell", "facts"),
    [
        (b"a,b\n\xff\xff\n", "unknown_encoding", None, {}),
        (b"a,b\nc\0,d\n", "csv_damaged", None, {"line": 2, "problem": "nul"}),
        (b'a,b\n"c\nd,e\n', "csv_damaged", "A2", {"line": 2, "problem": "quotes"}),
        (b'a,b\n"c"d,e\n', "csv_damaged", "A2", {"line": 2, "problem": "quotes"}),
        (b"a\n" * 20_001, "too_many_rows", "A20001", {"limit": 20_000}),
        (b"a\n" + b"," * 64 + b"x\n", "too_many_columns", "BM2", {"limit": 64}),
        (b"a\nb," + b"x" * 2_001, "cell_too_long", "B2", {"limit": 2_000, "found": 2_001}),
    ],
)
def test_a_text_file_that_cannot_be_read_exactly_is_refused_with_its_place(
    tmp_path: Path, content: bytes, code: str, cell: str | None, facts: dict[str, object]
) -> None:
    with pytest.raises(FileFault) as caught:
        written(tmp_path, "w.csv", content)
    fault = caught.value
    assert (fault.code, fault.cell, fault.facts) == (code, cell, facts)


def test_trailing_blank_rows_and_columns_do_not_count(tmp_path: Path) -> None:
    content = b"a" + b"," * 100 + b"\n" + b"\n" * 25_000
    assert written(tmp_path, "w.csv", content) == [Rows("w.csv", 1, 1, [["a"]])]


def test_a_text_file_of_blank_rows_yields_nothing(tmp_path: Path) -> None:
    assert written(tmp_path, "w.csv", b"\n,,\n\n") == []
