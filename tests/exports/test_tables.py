"""One description of a table, written as a workbook, as csv, as JSON and as a pdf."""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PageObject, PdfReader

from exports.tables.delimited import write_csv
from exports.tables.model import Chart, Column, Row, Sheet, Table, Value
from exports.tables.pdf import write_pdf
from exports.tables.plain import write_json
from exports.tables.workbook import write_book

MOMENT = datetime.fromisoformat("2026-11-24T18:05")
COLUMNS = (
    Column("name", "姓名"),
    Column("count", "次数", "whole"),
    Column("paid", "金额", "yuan"),
    Column("used", "使用率", "share"),
    Column("day", "日期", "day"),
    Column("at", "时间", "moment"),
)
ROWS: tuple[Row, ...] = (
    ("=1+1", 12345, 123456, 0.25, date(2026, 11, 24), MOMENT),
    ("000012", 0, -5, None, None, None),
    ("@小明\x1b[31m", None, None, 1.0, date(2026, 11, 30), MOMENT),
)
PAGES = "第 {page} 页，共 {pages} 页"


def table(**more: object) -> Table:
    return Table(**{"columns": COLUMNS, "rows": ROWS, **more})  # type: ignore[arg-type]


def sheet(*tables: Table, **more: object) -> Sheet:
    return Sheet(**{"name": "明细", "title": "测试明细", "tables": tables or (table(),), **more})  # type: ignore[arg-type]


def text_of(page: PageObject) -> str:
    """What a reader copies out of a page; pypdf puts a NUL before characters of a font of glyph numbers."""
    return page.extract_text().replace("\x00", "")


# ---------------------------------------------------------------- workbook


def test_texts_are_texts_and_numbers_are_numbers_in_a_workbook(tmp_path: Path) -> None:
    cells = load_workbook(write_book(tmp_path / "a.xlsx", [sheet()], PAGES))["明细"]
    assert [cell.value for cell in cells[4]] == [
        "=1+1", 12345, 1234.56, 0.25, datetime.fromisoformat("2026-11-24"), MOMENT,
    ]  # fmt: skip
    assert [cell.data_type for cell in cells[4]] == ["s", "n", "n", "n", "d", "d"]
    assert [cell.number_format for cell in cells[4]][1:] == [
        "#,##0", "#,##0.00", "0.0%", "yyyy-mm-dd", "yyyy-mm-dd hh:mm",
    ]  # fmt: skip
    assert cells["A5"].value == "000012"
    assert cells["A6"].value == "@小明‹U+001B›[31m"


def test_a_long_sheet_keeps_its_header_in_sight_and_can_be_filtered(tmp_path: Path) -> None:
    cells = load_workbook(write_book(tmp_path / "a.xlsx", [sheet(long=True)], PAGES))["明细"]
    assert (cells.freeze_panes, cells.auto_filter.ref) == ("A4", "A3:F6")
    assert cells.print_title_rows == "$3:$3"


def test_columns_are_as_wide_as_chinese_needs(tmp_path: Path) -> None:
    wide = Table(columns=[Column("name", "姓名")], rows=[["十二个汉字的名称在此处"]])
    cells = load_workbook(write_book(tmp_path / "a.xlsx", [sheet(wide)], PAGES))["明细"]
    assert cells.column_dimensions["A"].width == 2 * 11 + 3


def test_a_heat_map_has_its_scale_of_colours_and_a_chart_its_columns(tmp_path: Path) -> None:
    drawn = table(heat=(3, 3), chart=Chart("column", "金额", 0, (2,)), totals=("合计", 1, 2, 0.5, None, None))
    cells = load_workbook(write_book(tmp_path / "a.xlsx", [sheet(drawn)], PAGES))["明细"]
    (area,) = cells.conditional_formatting
    assert (str(area.sqref), area.rules[0].type) == ("D4:D6", "colorScale")
    (chart,) = cells._charts
    assert chart.series[0].val.numRef.f == "'明细'!$C$4:$C$6"
    assert [cell.value for cell in cells[7]] == ["合计", 1, 0.02, 0.5, None, None]


def test_rows_are_taken_one_at_a_time(tmp_path: Path) -> None:
    """None is asked for before the one before it has been written."""
    alive: list[int] = []

    class Kept(list[object]):
        def __init__(self, number: int) -> None:
            super().__init__([f"n{number}"])
            alive.append(number)

        def __del__(self) -> None:
            alive.pop()

    def rows() -> Iterator[Row]:
        for number in range(50):
            yield Kept(number)
            assert len(alive) <= 2

    streamed = Table(columns=[Column("name", "姓名", width=10)], rows=rows())
    cells = load_workbook(write_book(tmp_path / "a.xlsx", [sheet(streamed)], PAGES))["明细"]
    assert cells.max_row == 53


@pytest.mark.parametrize("write", [write_book, write_pdf])
def test_an_error_among_the_rows_leaves_no_file_and_the_old_one_as_it_was(tmp_path: Path, write) -> None:  # type: ignore[no-untyped-def]
    def rows() -> Iterator[Row]:
        yield ROWS[0]
        raise RuntimeError

    path = tmp_path / "a.out"
    path.write_text("old")
    with pytest.raises(RuntimeError):
        write(path, [sheet(table(rows=rows()))], PAGES)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("a.out", "old")]


# ---------------------------------------------------------------- csv and JSON


def test_csv_begins_with_a_byte_order_mark_and_has_no_formula(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", table())
    assert path.read_bytes()[:3] == b"\xef\xbb\xbf"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["姓名", "次数", "金额", "使用率", "日期", "时间"],
        ["'=1+1", "12345", "1234.56", "0.25", "2026-11-24", "2026-11-24 18:05"],
        ["000012", "0", "-0.05", "", "", ""],
        ["'@小明‹U+001B›[31m", "", "", "1.0", "2026-11-30", "2026-11-24 18:05"],
    ]


def test_json_has_the_same_keys_in_every_language(tmp_path: Path) -> None:
    told = json.loads(write_json(tmp_path / "a.json", table()).read_text("utf-8"))
    assert told[0] == {
        "name": "=1+1", "count": 12345, "paid": "1234.56", "used": 0.25, "day": "2026-11-24",
        "at": "2026-11-24T18:05",
    }  # fmt: skip
    assert len(told) == 3


def test_json_of_no_rows_is_an_empty_list(tmp_path: Path) -> None:
    assert json.loads(write_json(tmp_path / "a.json", table(rows=())).read_text("utf-8")) == []


def test_a_value_of_its_own_kind_is_told_by_it(tmp_path: Path) -> None:
    mixed = Table(
        columns=[Column("value", "值", "mixed")], rows=[[Value("yuan", 150)], [Value("share", None)]]
    )
    assert write_csv(tmp_path / "a.csv", mixed, mark=False).read_text("utf-8") == "值\n1.50\n\n".replace(
        "\n\n", '\n""\n'
    )
    assert json.loads(write_json(tmp_path / "a.json", mixed).read_text("utf-8")) == [
        {"value": "1.50"}, {"value": None},
    ]  # fmt: skip


# ---------------------------------------------------------------- pdf


def test_a_pdf_brings_its_chinese_font_along(tmp_path: Path) -> None:
    reader = PdfReader(write_pdf(tmp_path / "a.pdf", [sheet(head=[("截至", "2026-11-30")])], PAGES))
    text = text_of(reader.pages[0])
    for told in (
        "测试明细",
        "截至  2026-11-30",
        "姓名",
        "1,234.56",
        "25.0%",
        "2026-11-24 18:05",
        "第 1 页，共 1 页",
    ):
        assert told in text
    (font,) = reader.pages[0]["/Resources"]["/Font"].values()
    assert "FontFile" in str(font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"])


def test_the_headers_of_a_long_table_stand_on_every_page(tmp_path: Path) -> None:
    reader = PdfReader(write_pdf(tmp_path / "a.pdf", [sheet(table(rows=ROWS * 40))], PAGES))
    assert len(reader.pages) > 2
    assert all("使用率" in text_of(page) for page in reader.pages)
    assert f"第 2 页，共 {len(reader.pages)} 页" in text_of(reader.pages[1])


def test_a_text_too_long_for_its_column_takes_more_lines_and_is_never_cut(tmp_path: Path) -> None:
    long = "甲乙丙丁戊己庚辛壬癸" * 30
    wide = Table(columns=[Column("a", "甲"), Column("b", "乙")], rows=[[long, "完"]])
    text = text_of(PdfReader(write_pdf(tmp_path / "a.pdf", [sheet(wide)], PAGES)).pages[0])
    assert text.replace("\n", "").count("癸") == 30


def test_bars_and_heat_are_drawn(tmp_path: Path) -> None:
    drawn = table(heat=(3, 3), chart=Chart("bar", "按人", 0, (1,)))
    page = PdfReader(write_pdf(tmp_path / "a.pdf", [sheet(drawn)], PAGES)).pages[0]
    assert "按人" in text_of(page)
    plain = PdfReader(write_pdf(tmp_path / "b.pdf", [sheet()], PAGES)).pages[0]
    assert _filled(page) == _filled(plain) + 2 + 3  # two cells that are not empty, three bars


def _filled(page: object) -> int:
    """Rectangles that are painted."""
    content = page.get_contents().get_data()  # type: ignore[attr-defined]
    return len([line for line in content.split(b"\n") if line.endswith((b" re f", b" re f*"))])
