"""Amounts as the desk reads and types them."""

import pytest
from rich.cells import cell_len

from core.errors import DeskError
from core.ledger.records import Amount, Unit
from core.members.finding import MemberHit
from core.wire import Name
from tui.language import CHINESE, ENGLISH, use
from tui.widgets.chosen import chosen_line
from tui.widgets.money import money_told, read_amount, signed_told


@pytest.mark.parametrize(
    ("unit", "number", "english", "chinese"),
    [
        ("allowance", 125000, "1,250.00 yuan", "1,250.00 元"),
        ("allowance", -5, "-0.05 yuan", "-0.05 元"),
        ("points", 1200, "1,200 points", "1,200 分"),
        ("points", 1, "1 point", "1 分"),
    ],
)
def test_an_amount_has_its_thousands_apart_and_its_unit(
    unit: Unit, number: int, english: str, chinese: str
) -> None:
    use(ENGLISH)
    assert money_told(unit, number) == english
    use(CHINESE)
    assert money_told(unit, number) == chinese


def test_a_gain_is_told_with_its_sign() -> None:
    use(ENGLISH)
    assert signed_told("points", 40) == "+40 points"
    assert signed_told("allowance", -123456) == "-1,234.56 yuan"


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("12.5", "allowance", 1250),
        ("１２。５", "allowance", 1250),
        (" 1,250.00 ", "allowance", 125000),
        ("１，２００", "points", 1200),
        ("７", "points", 7),
    ],
)
def test_full_width_digits_and_the_chinese_point_are_taken(typed: str, unit: Unit, number: int) -> None:
    assert read_amount(typed, unit) == Amount(unit, number)


@pytest.mark.parametrize(
    ("typed", "unit", "problem"),
    [
        ("", "points", "blank"),
        ("12.345", "allowance", "not_money"),
        ("1,20", "allowance", "not_money"),
        ("-5", "allowance", "not_money"),
        ("12.5", "points", "not_whole"),
        ("１e3", "points", "not_whole"),
    ],
)
def test_what_is_no_amount_is_told_as_it_was_typed(typed: str, unit: Unit, problem: str) -> None:
    with pytest.raises(DeskError) as refused:
        read_amount(typed, unit)
    assert (refused.value.facts["field"], refused.value.facts["problem"]) == ("amount", problem)
    assert refused.value.facts.get("value", "") == typed


def hit(name: str, department: str | None = None) -> MemberHit:
    return MemberHit(
        Name("000001"), Name("000001"), Name(name), "", None if department is None else Name(department),
        None, None, None, False, False, None,  # noqa: FBT003 - a row of fields
    )  # fmt: skip


def test_the_line_of_the_chosen_fits_whatever_the_name() -> None:
    use(ENGLISH)
    for width in (28, 48, 90):
        for name in ("张三", "长" * 40, "[@click=app.quit]x[/]"):
            told = chosen_line(hit(name, "财务科"), None, width)
            assert cell_len(told) <= width
            assert "000001" in told
