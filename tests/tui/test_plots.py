"""Plots as rows of text: what is drawn is read without colour."""

import pytest

from tests.support.console_club import HOSTILE, LONG
from tui.widgets.plot import (
    Bar,
    DayColumn,
    bars,
    beside,
    day_columns,
    heat,
    heat_level,
    in_columns,
    line_of,
    padded,
    plain,
)


def text(lines: object) -> list[str]:
    return [plain(line).rstrip() for line in lines]  # type: ignore[attr-defined]


def test_a_bar_is_as_long_as_its_whole_with_what_was_used_booked_and_neither() -> None:
    rows = [Bar("gym", 5, 8, 10, ("50.0%",)), Bar("hall", 0, 0, 4, ("0.0%",))]
    assert text(bars(rows, 21)) == [
        "gym  #####---.. 50.0%",
        "hall ..........  0.0%",
    ]


def test_a_little_is_more_than_nothing_and_never_more_than_all() -> None:
    rows = [Bar("a", 1, 1, 1000, ("x",)), Bar("b", 9, 9, 4, ("x",))]
    assert text(bars(rows, 14)) == ["a #......... x", "b ########## x"]


def test_what_stands_behind_the_bars_stands_in_columns() -> None:
    rows = [Bar("a", 1, 1, 1, ("100.0%", "1/1")), Bar("b", 0, 0, 10, ("0.0%", "0/10"))]
    assert text(bars(rows, 18)) == ["a #### 100.0%  1/1", "b ....   0.0% 0/10"]


def test_a_bar_of_nothing_is_empty() -> None:
    assert text(bars([Bar("a", 0, 0, 0, ("-",))], 14)) == ["a .......... -"]
    assert bars([], 40) == []


@pytest.mark.parametrize("name", [*HOSTILE, "a\x1b[31mb", "\u202ex"])
def test_names_are_cut_and_shown_as_they_are_written(name: str) -> None:
    (line,) = bars([Bar(name, 1, 1, 2, ("50.0%",))], 60)
    from rich.cells import cell_len

    assert cell_len(plain(line)) == 60
    assert "\x1b" not in plain(line)
    assert "\u202e" not in plain(line)
    assert plain(line).endswith(" 50.0%")


def test_wide_names_keep_the_bars_below_each_other() -> None:
    lines = text(bars([Bar(LONG, 1, 1, 1, ("x",)), Bar("球", 1, 1, 1, ("x",))], 40))
    assert lines == ["长" * 6 + "  " + "#" * 24 + " x", "球" + " " * 12 + "#" * 24 + " x"]


def test_days_are_columns_on_a_scale_from_nothing_to_the_most() -> None:
    days = [DayColumn(1, 4, 4), DayColumn(2, 2, 3), DayColumn(3, 0, 0), DayColumn(4, 1, 1)]
    assert text(day_columns(days, 4, 15, 4)) == [
        "4 |##",
        "  |## --",
        "  |## ##",
        "  |## ##    ##",
        "0 +------------",
        "   1  2  3  4",
    ]


def test_a_month_of_thirty_one_days_fits_into_forty_cells() -> None:
    lines = text(day_columns([DayColumn(day, day, day) for day in range(1, 32)], 2, 40, 31))
    assert lines == [
        "31 |" + " " * 23 + "#" * 8,
        "   |" + "#" * 31,
        " 0 +" + "-" * 31,
        "    1   5    10   15   20   25   30",
    ]


def test_a_scale_of_another_month_makes_the_columns_lower() -> None:
    assert text(day_columns([DayColumn(1, 5, 5)], 4, 15, 10))[:4] == ["10 |", "   |", "   |" + "#" * 10,
                                                                       "   |" + "#" * 10]  # fmt: skip


def test_a_short_month_has_columns_as_narrow_as_a_long_one() -> None:
    assert text(day_columns([DayColumn(1, 1, 1), DayColumn(2, 1, 1)], 1, 15, 1, room_for=4)) == [
        "1 |## ##",
        "0 +------",
        "   1  2",
    ]


def test_shares_are_shaded_and_told_and_nothing_offered_is_a_dash() -> None:
    rows = [("07:00", [0.0, 0.1, 0.25]), ("18:00", [0.5, 1.0, None])]
    assert text(heat(rows, ["Mon", "Tue", "Wed"], 21)) == [
        "       Mon  Tue  Wed",
        "07:00    0 . 10 : 25",
        "18:00 + 50 #100    -",
    ]


@pytest.mark.parametrize(("share", "level"), [(0, 0), (0.001, 1), (0.2499, 1), (0.25, 2), (0.74, 3), (1, 4)])
def test_the_shades_begin_at_quarters(share: float, level: int) -> None:
    assert heat_level(share) == level


def test_blocks_stand_beside_each_other_or_below_the_shortest() -> None:
    one, two = [line_of("a"), line_of("b")], [line_of("c")]
    assert text(beside([one, two], 4)) == ["a      c", "b"]
    assert text(in_columns([one, two, [line_of("d")]], 2, 4)) == ["a      c", "b", "       d"]


def test_a_line_is_cut_or_filled_to_a_width() -> None:
    assert plain(padded(line_of("球场"), 3)) == "球 "
    assert plain(padded(line_of("a"), 3)) == "a  "
