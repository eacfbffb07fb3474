"""What is known of the window before the toolkit is loaded: the least size, and the first line."""

from datetime import date, datetime

from tui.grid.words import day_told
from tui.language import say

SMALLEST = (60, 15)
"""Columns and lines from which on the screens are drawn."""

ZONE = "Asia/Shanghai"
"""The zone of the clock until the club has told its own."""


def header_told(
    now: datetime, shown: date, connection: str = "", attention: str = "", operator: str = ""
) -> str:
    """The first line of every screen: the club, the time, who is at the desk, what is wrong with the
    connection, the day that is shown if it is another one, and what needs attention."""
    told = say("Staff club  {day} {time}", day=day_told(now.date()), time=f"{now:%H:%M}")
    told += "".join(f"  |  {part}" for part in (operator, connection) if part)
    if shown != now.date():
        told += "  |  " + say("showing {year}-{day}", year=shown.year, day=day_told(shown))
    if attention:
        told += "  |  " + attention
    return f" {told}"
