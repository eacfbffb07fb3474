"""A member's entries, balances and lots as a workbook to be printed."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.ledger.records import Amount
from exports.ledger.statement import Account, LotLine, Movement, StatementTexts, write_statement

TEXTS = StatementTexts(
    title="Statement",
    lots_title="Lots",
    head=(("Club", "Staff club"), ("Member", "王伟 (000001)"), ("Department", "=1+1")),
    units={"allowance": "welfare allowance", "points": "points"},
    measures={"allowance": "yuan", "points": "points"},
    headers=("Entry", "Time", "What", "Document", "Reason", "Lots", "By", "Amount", "Balance"),
    lot_headers=("Lot", "Granted on", "Last valid day", "Granted", "Remaining", "Reason", "Fund"),
    opening="Opening",
    closing="Closing",
    for_ever="for ever",
    pages="Page {page} of {pages}",
)
AT = datetime.fromisoformat("2026-11-23T09:05")


def yuan(fen: int) -> Amount:
    return Amount("allowance", fen)


def allowance(*movements: Movement, lots: Sequence[LotLine] = ()) -> Account:
    return Account("allowance", yuan(1050), movements, yuan(123456789), lots)


def written(folder: Path, *accounts: Account) -> list[Worksheet]:
    path = write_statement(folder / "statement.xlsx", accounts, TEXTS)
    return list(load_workbook(path).worksheets)


def _plain(value: Any) -> Any:
    return value.date().isoformat() if isinstance(value, datetime) and value != AT else value


def rows(sheet: Worksheet) -> list[list[Any]]:
    """The cells of each row below the header, what is empty left out; days as text."""
    return [
        [_plain(value) for value in row if value is not None]
        for row in sheet.iter_rows(min_row=7, values_only=True)
    ]


def test_a_unit_has_a_sheet_with_opening_entries_and_closing(tmp_path: Path) -> None:
    gift = Movement("E1", AT, "granted", "moon", "中秋", "L1", "owner", yuan(30000), yuan(31050))
    spent = Movement("E3", AT, "spent", None, None, "L1, L2", "owner", yuan(-5), yuan(31045))
    sheet, lots = written(tmp_path, allowance(gift, spent))
    assert (sheet.title, lots.title) == ("welfare allowance", "Lots")
    assert sheet["A1"].value == "Statement · welfare allowance"
    assert [sheet["A3"].value, sheet["B3"].value] == ["Member", "王伟 (000001)"]
    assert [cell.value for cell in sheet[6]] == list(TEXTS.headers)
    assert rows(sheet) == [
        ["Opening", 10.5],
        ["E1", AT, "granted", "moon", "中秋", "L1", "owner", 300, 310.5],
        ["E3", AT, "spent", "L1, L2", "owner", -0.05, 310.45],
        ["Closing", 1234567.89],
    ]


def test_amounts_are_numbers_that_show_their_unit_to_the_right_and_a_change_its_sign(tmp_path: Path) -> None:
    gift = Movement("E1", AT, "granted", None, None, "L1", "owner", Amount("points", 5), Amount("points", 5))
    none = Amount("points", 0)
    sheet, _ = written(tmp_path, Account("points", none, [gift], none, []))
    assert sheet["H8"].number_format == '+#,##0" points";-#,##0" points"'
    assert sheet["I8"].number_format == '#,##0" points"'
    assert {sheet[f"{column}{row}"].alignment.horizontal for column in "HI" for row in (6, 8)} == {"right"}
    assert written(tmp_path, allowance())[0]["I7"].number_format == '#,##0.00" yuan"'


def test_a_large_amount_has_the_room_that_it_needs(tmp_path: Path) -> None:
    large = yuan(-123_456_789_012_34)
    gift = Movement("E1", AT, "spent", None, None, "L1", "owner", large, large)
    narrow, wide = written(tmp_path, allowance())[0], written(tmp_path, allowance(gift))[0]
    assert narrow.column_dimensions["H"].width == 16
    assert wide.column_dimensions["H"].width > len("-123,456,789,012.34 yuan")


def test_every_lot_of_every_unit_stands_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    first = LotLine("L1", date(2026, 11, 23), date(2026, 12, 31), yuan(30000), yuan(0), "中秋", "工会")
    second = LotLine("L2", date(2026, 11, 1), None, Amount("points", 40), Amount("points", 15), None, None)
    points = Account("points", Amount("points", 0), [], Amount("points", 15), [second])
    sheets = written(tmp_path, allowance(lots=[first]), points)
    assert [sheet.title for sheet in sheets] == ["welfare allowance", "points", "Lots"]
    assert [cell.value for cell in sheets[2][6]] == list(TEXTS.lot_headers)
    assert rows(sheets[2]) == [
        ["L1", "2026-11-23", "2026-12-31", 300, 0, "中秋", "工会"],
        ["L2", "2026-11-01", "for ever", 40, 15],
    ]


def test_text_from_people_is_text_and_never_a_formula(tmp_path: Path) -> None:
    gift = Movement("E1", AT, "granted", "@x", "=HYPERLINK(1)", "L1", "+86", yuan(5), yuan(5))
    sheet, _ = written(tmp_path, allowance(gift))
    assert {sheet[at].data_type for at in ("B4", "D8", "E8", "G8")} == {"s"}
    assert sheet["E8"].value == "=HYPERLINK(1)"


def test_it_is_ready_to_be_printed_on_a4_with_its_header_on_every_page(tmp_path: Path) -> None:
    for sheet in written(tmp_path, allowance()):
        assert sheet.print_title_rows == "$6:$6"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.freeze_panes == "A7"
        assert sheet.oddFooter is not None
        assert sheet.oddFooter.center.text == "Page &P of &N"
        assert sheet.column_dimensions["A"].width > 8


def test_an_older_statement_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "taken.xlsx"
    path.write_text("old", encoding="utf-8")
    assert write_statement(path, [allowance()], TEXTS) == path
    assert load_workbook(path).sheetnames == ["welfare allowance", "Lots"]
