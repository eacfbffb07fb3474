"""Moments as the desk types them."""

from datetime import date

import pytest

from tui.grid.dates import read_moment

NEAR = date(2026, 11, 24)


def moment(text: str, *, end: bool = False) -> str:
    """The moment that a text names, `-` for one that names none."""
    try:
        return read_moment(text, NEAR, end=end).isoformat(" ", "minutes")
    except ValueError:
        return "-"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-11-25 17:30", "2026-11-25 17:30"),
        ("2026-11-25T17:30", "2026-11-25 17:30"),
        ("11-25 8:00", "2026-11-25 08:00"),
        ("25 17:30", "2026-11-25 17:30"),
        ("+2 17:30", "2026-11-26 17:30"),
        ("17:30", "2026-11-24 17:30"),
        ("24:00", "2026-11-25 00:00"),
        ("11月25日 １７：３０", "2026-11-25 17:30"),
    ],
)
def test_a_moment_is_a_day_and_a_time(text: str, told: str) -> None:
    assert moment(text) == moment(text, end=True) == told


def test_a_day_alone_is_its_beginning_or_its_end() -> None:
    assert (moment("25"), moment("25", end=True)) == ("2026-11-25 00:00", "2026-11-26 00:00")


@pytest.mark.parametrize("text", ["", "soon", "25:00", "24:01", "12:60", "32 17:30", "17:30 25", ":", "1:2"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    assert moment(text) == moment(text, end=True) == "-"
