"""What is known of the window before the toolkit is loaded: the least size, and the first line."""

from datetime import date, datetime

from tui.grid.words import day_told
from tui.language import say

SMALLEST = (60, 15)
"""Columns and lines from which on the screens are drawn."""

ZONE = "Asia/Shanghai"
"""The zone of the clock until the club has told its own."""


def header_told(
    now: datetime,
    shown: date,
    connection: str = "",
    attention: str = "",
    operator: str = "",
    width: int | None = None,
) -> str:
    """The first line of every screen: the club, the time, what is wrong with the connection, the day that is
    shown if it is another one, who is at the desk, and what needs attention. In a window of too few columns
    it goes without the club's name."""
    time = f"{day_told(now.date())} {now:%H:%M}"
    club = say("Staff club  {day} {time}", day=day_told(now.date()), time=f"{now:%H:%M}")
    elsewhere = ""
    if shown != now.date():
        elsewhere = say("showing {year}-{day}", year=shown.year, day=day_told(shown))
    parts = [part for part in (connection, elsewhere, operator, attention) if part]
    told = "  |  ".join((club, *parts))
    if width is not None and len(told) * 2 > width:
        from rich.cells import cell_len

        if cell_len(told) + 1 > width:
            told = " | ".join((time, *parts))
    return f" {told}"
