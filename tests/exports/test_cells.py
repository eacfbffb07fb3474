"""What one cell of a sheet may look like, and what it means (domain.md section 6)."""

from datetime import date

import pytest

from exports.sheets import Cell
from exports.sheets.cells import (
    CellFault,
    address,
    choice,
    day,
    flag,
    hundredths,
    identifier,
    minute,
    period,
    whole,
    whole_within,
    words,
)

MONDAY = date(2026, 11, 23)


def fault_of(read: object) -> str:
    with pytest.raises(CellFault) as caught:
        read()  # type: ignore[operator]
    return caught.value.code


@pytest.mark.parametrize(("cell", "number"), [(10.0, 10), ("１２", 12), (" 7 ", 7), ("-1", -1), ("4.0", 4)])
def test_a_whole_number_may_be_a_number_or_a_text(cell: Cell, number: int) -> None:
    assert whole(cell) == number


@pytest.mark.parametrize(
    "cell", [10.5, "十二", True, False, "1e3", "1,000", float("nan"), float("inf"), "9" * 20]
)
def test_what_is_not_a_whole_number_is_refused(cell: Cell) -> None:
    assert fault_of(lambda: whole(cell)) == "not_whole"


def test_a_number_too_long_for_a_spreadsheet_is_refused() -> None:
    assert fault_of(lambda: whole(1e15)) == "digits_lost"
    assert fault_of(lambda: identifier(6.2284804e18)) == "digits_lost"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12.0, 1200), (12.5, 1250), (300.29999999999995, 30030), (0.07, 7), (1.1 * 3, 330), (-5.0, -500),
        ("12.50", 1250), ("１２.５", 1250), ("1,234.50", 123450), ("￥12", 1200), ("12 元", 1200),
        ("12.500", 1250), ("-3", -300), (1e9, 10**11),
    ],
)  # fmt: skip
def test_a_figure_with_two_decimals_is_read_in_hundredths(cell: Cell, number: int) -> None:
    assert hundredths(cell) == number


@pytest.mark.parametrize(
    "cell", [12.345, "12.345", True, "1,23", "12,5", "1.234,50", "十二", "1e3", 1e12, float("nan"), "- 3"]
)
def test_what_is_no_figure_with_two_decimals_is_refused(cell: Cell) -> None:
    assert fault_of(lambda: hundredths(cell)) == "bad_amount"


def test_an_empty_cell_is_no_number() -> None:
    assert fault_of(lambda: hundredths(" ")) == "missing"
    assert fault_of(lambda: whole(None)) == "missing"
    assert fault_of(lambda: whole("　")) == "missing"


def test_a_number_outside_its_range_is_refused_with_the_range() -> None:
    with pytest.raises(CellFault) as caught:
        whole_within(3.0, 0, 2)
    assert (caught.value.code, caught.value.facts) == ("out_of_range", {"value": "3", "least": 0, "most": 2})


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-23", "2026/11/23", "2026.11.23", "2026年11月23日", "２０２６－１１－２３", "2026–11–23",
        "2026-11-23T00:00:00", "2026/11/23 0:00", "2026-11-23 周一", "11月23日", "周一 11月23日",
        "11月23日（星期一）", "周一", "星期一", "礼拜一", "Monday", "mon", "Mon.", "ＭＯＮ", "Mon 2026-11-23",
    ],
)  # fmt: skip
def test_a_day_of_a_given_week_may_be_spelt_in_many_ways(cell: str) -> None:
    assert day(cell, MONDAY, None) == MONDAY


@pytest.mark.parametrize(
    ("cell", "offset"), [("周日", 6), ("星期天", 6), ("Thurs", 3), ("Tues", 1), ("wednesday", 2), ("Sun", 6)]
)
def test_a_weekday_names_a_day_of_the_week_given(cell: str, offset: int) -> None:
    assert (day(cell, MONDAY, None) - MONDAY).days == offset


def test_a_date_without_a_year_lies_nearest_to_today() -> None:
    assert day("周一 3月8日", None, date(2026, 11, 23)) == date(2027, 3, 8)
    assert day("11月1日", None, date(2026, 11, 23)) == date(2026, 11, 1)


def test_a_date_without_a_year_lies_nearest_to_the_week_given() -> None:
    assert day("1月2日", date(2026, 12, 28), date(2026, 1, 1)) == date(2027, 1, 2)


@pytest.mark.parametrize(
    ("cell", "monday", "problem"),
    [
        ("2027-02-30", None, "no_such_day"),
        ("2月30日", None, "no_such_day"),
        ("周一", None, "week_needed"),
        ("周二 11月23日", MONDAY, "weekday_mismatch"),
        ("下周", None, "format"),
        ("23-11-2026", None, "format"),
        ("2026-11/23", None, "format"),
        ("2026-11-23T08:30:00", None, "format"),
        (46349.0, None, "format"),
        (None, None, "format"),
        ("1899-12-31", None, "no_such_day"),
    ],
)
def test_a_date_that_is_none_is_refused_with_its_problem(
    cell: Cell, monday: date | None, problem: str
) -> None:
    with pytest.raises(CellFault) as caught:
        day(cell, monday, date(2026, 11, 23))
    assert (caught.value.code, caught.value.facts["problem"]) == ("bad_date", problem)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("8:00", 480),
        ("08:00", 480),
        ("8：００", 480),
        ("８：30", 510),
        ("08:00:00", 480),
        ("24:00", 1440),
        ("0:00", 0),
    ],
)
def test_a_time_may_be_spelt_in_many_ways(cell: str, at: int) -> None:
    assert minute(cell) == at


@pytest.mark.parametrize("cell", ["8点", "8", "25:00", "24:01", "08:60", "08:00:30", 0.333, None, "8:0"])
def test_a_time_that_is_none_is_refused(cell: Cell) -> None:
    assert fault_of(lambda: minute(cell)) == "bad_time"


@pytest.mark.parametrize(
    "cell",
    ["08:00-09:00", "8:00–9:00", "8:00—9:00", "8:00——9:00", "8:00～9:00", "8:00 ~ 9:00", "8:00至9:00",
     "8:00 到 9:00", "０８：００－０９：００"],
)  # fmt: skip
def test_a_period_may_be_spelt_in_many_ways(cell: str) -> None:
    assert period(cell) == (480, 540)


@pytest.mark.parametrize("cell", ["08:00", "上午", "08:00-25:00", None, 8.0])
def test_a_period_that_is_none_is_refused(cell: Cell) -> None:
    assert fault_of(lambda: period(cell)) == "bad_period"


def test_a_text_loses_its_outer_blanks_and_nothing_else() -> None:
    assert words(" 单 俊英　") == "单 俊英"
    assert words(123.0) == "123"
    assert words(None) is None
    assert words("  ") is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [("a\u202eb", "invisible"), ("x" * 2001, "too_long"), (True, "not_text"), ("a\nb", "invisible")],
)
def test_a_text_that_the_desk_refuses_is_refused_with_its_code(cell: Cell, code: str) -> None:
    assert fault_of(lambda: words(cell)) == code


def test_a_staff_number_keeps_the_zeros_of_a_text() -> None:
    assert identifier("000001") == "000001"
    assert identifier("００１") == "001"
    assert identifier(1.0) == "1"
    assert fault_of(lambda: identifier(1.5)) == "not_whole"


@pytest.mark.parametrize("cell", ["是", "Y", "yes", "TRUE", "1", 1.0, "√", True])
def test_a_flag_is_set_by_many_words(cell: Cell) -> None:
    assert flag(cell) is True


@pytest.mark.parametrize("cell", ["否", "n", "No", "false", "0", 0.0, "×", False, None, ""])
def test_a_flag_is_not_set_by_their_opposites_nor_by_nothing(cell: Cell) -> None:
    assert flag(cell) is False


def test_a_flag_of_another_word_is_refused() -> None:
    assert fault_of(lambda: flag("也许")) == "bad_flag"


def test_a_choice_tells_what_could_have_been_said() -> None:
    assert choice(" ROOM ", {"room": "room"}) == "room"
    assert fault_of(lambda: choice("pool", {"room": "room"})) == "unknown_choice"


def test_an_address_is_the_one_that_a_spreadsheet_shows() -> None:
    assert [address(7, 2), address(1, 26), address(1, 27), address(9, 703)] == ["B7", "Z1", "AA1", "AAA9"]
