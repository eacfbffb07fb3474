"""A month on the screen: its panels, each a block of lines, and how they are laid out in a width.

A panel more is a function `(report, width, shown) -> lines` and a line in PANELS; `shown` are all months on
the screen, which have one scale; `needs` is the field of the report without which the panel is not there.
"""

import calendar
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.cells import cell_len

from core.wire import minute_told
from tui.grid.words import WEEKDAYS
from tui.language import N_, _, say
from tui.reports.summary import Line as Figure
from tui.reports.words import share
from tui.widgets.plot import (
    GAP,
    Bar,
    Block,
    DayColumn,
    Line,
    Piece,
    bars,
    beside,
    column_width,
    day_columns,
    heat,
    in_columns,
    line_of,
)
from tui.widgets.table import fitted

if TYPE_CHECKING:
    from core.reports.month import MonthReport

LEAST_WIDTH = 56
"""Cells that a block is read in: from twice as many on two stand side by side."""

DAYS_HEIGHT = 8
"""Lines of the plot over the days."""

MOST_BARS = 10
"""So many facilities or departments are drawn."""


class Panel(NamedTuple):
    """A part of the page."""

    heading: str
    draw: Callable[["MonthReport", int, Sequence["MonthReport"]], Sequence[Line]]
    needs: str = "use"


def month_lines(report: "MonthReport", width: int) -> list[Line]:
    """One month: its panels in as many columns as there is room for."""
    columns = columns_in(width)
    each = column_width(columns, width)
    blocks = [_block(panel, report, each, [report]) for panel in _panels_of(report)]
    return in_columns(blocks, columns, width=each)


def months_lines(one: "MonthReport", other: "MonthReport", width: int) -> list[Line]:
    """Two months, panel by panel: side by side, or one below the other where there is less room."""
    columns = min(columns_in(width), 2)
    each = column_width(columns, width)
    lines: list[Line] = []
    for panel in _panels_of(one):
        blocks = [_block(panel, report, each, [one, other]) for report in (one, other)]
        lines += [*([()] if lines else []), *in_columns(blocks, columns, width=each)]
    return lines


def columns_in(width: int) -> int:
    """How many blocks stand side by side."""
    return max((width + GAP) // (LEAST_WIDTH + GAP), 1)


def _panels_of(report: "MonthReport") -> list[Panel]:
    return [panel for panel in PANELS if getattr(report, panel.needs, None) is not None]


def _block(panel: Panel, report: "MonthReport", width: int, shown: "Sequence[MonthReport]") -> Block:
    heading = _(panel.heading)
    if len(shown) > 1:
        heading = f"{report.month.write_wire()}  {heading}"
    drawn = panel.draw(report, width, shown)
    return [line_of(heading, "heading"), *(drawn or [line_of(_("Nothing to show."), "muted")])]


# ---------------------------------------------------------------- figures


def _figures(report: "MonthReport", width: int, _shown: "Sequence[MonthReport]") -> list[Line]:
    """The figures of the summary, section by section, in two columns where they fit."""
    from tui.reports.month import SECTIONS

    figures = [figure for section in SECTIONS for figure in section.SUMMARY]
    told = [(_(figure.label), value_told(figure, report)) for figure in figures]
    labels = max(cell_len(label) for label, _value in told)
    values = max(cell_len(value) for _label, value in told)
    each = min(labels + values + 2, width)
    lines = [
        (
            Piece(fitted(label, each - values - 1) + " "),
            Piece(fitted(value, values, right=True), "strong"),
        )
        for label, value in told
    ]
    if 2 * each + GAP > width:
        return list(lines)
    half = (len(lines) + 1) // 2
    return beside([lines[:half], lines[half:]], each)


def value_told(figure: Figure, report: "MonthReport") -> str:
    """A figure as it is read."""
    from exports.tables.model import shown

    value = figure.value(report)
    return "-" if value is None else shown(figure.kind, value)


# ---------------------------------------------------------------- use


def _days(report: "MonthReport", width: int, shown: "Sequence[MonthReport]") -> list[Line]:
    """Every day of the month, those without anything too; two months have one scale."""
    told = {day.date.day: day for day in report.use.days}
    if not any(day.booked for day in report.use.days):
        return []
    last = calendar.monthrange(report.month.year, report.month.number)[1]
    days = [
        DayColumn(day, told[day].used, told[day].booked) if day in told else DayColumn(day, 0, 0)
        for day in range(1, last + 1)
    ]
    legend = line_of(_("# used  - booked besides; units a day"), "muted")
    most = max(day.booked for of_month in shown for day in of_month.use.days)
    return [*day_columns(days, DAYS_HEIGHT, width, most), legend]


def _heat(report: "MonthReport", width: int, _shown: "Sequence[MonthReport]") -> list[Line]:
    found = {(part.start, part.weekday): part for part in report.use.weekdays}
    rows = []
    for start in sorted({start for start, _weekday in found}):
        parts = [found.get((start, weekday)) for weekday in range(1, 8)]
        shares = [share(part.used, part.offered) if part is not None else None for part in parts]
        rows.append((minute_told(start), shares))
    if not rows:
        return []
    return [*heat(rows, [_(day) for day in WEEKDAYS], width), heat_legend(_("% used of offered"))]


def heat_legend(what: str) -> Line:
    """What the shades are, and of what."""
    return line_of(f"{what}   . < 25   : < 50   + < 75   # >= 75", "muted")


def _facilities(report: "MonthReport", width: int, _shown: "Sequence[MonthReport]") -> list[Line]:
    """The best used first."""
    offered = [part for part in report.use.facilities if part.offered]
    offered.sort(key=lambda part: (-part.used / part.offered, -part.booked / part.offered, part.facility))
    rows = [
        Bar(
            part.name,
            part.used,
            part.booked,
            part.offered,
            (share_told(part.used, part.offered), f"{part.used:,}/{part.offered:,}"),
        )
        for part in offered[:MOST_BARS]
    ]
    legend = line_of(_("# used  - booked besides  . not booked; used of offered"), "muted")
    return [*bars(rows, width), *_more(len(offered)), legend] if rows else []


def _more(number: int) -> Iterable[Line]:
    if number > MOST_BARS:
        yield line_of(say("... and {count} more", count=number - MOST_BARS), "muted")


def share_told(part: int, whole: int) -> str:
    """A part of a whole in per cent."""
    found = share(part, whole)
    return "-" if found is None else f"{found:.1%}"


# ---------------------------------------------------------------- allowance


def _allowance(report: Any, width: int, _shown: Sequence[Any]) -> list[Line]:
    """By department: what was used of what there was, the biggest first."""
    from tui.widgets.money import bare

    parts = [part for part in report.allowance.departments if part.available > 0]
    parts.sort(key=lambda part: (-part.available, part.department or ""))
    rows = [
        Bar(
            part.department or _("in no department"),
            part.net_used,
            part.net_used,
            part.available,
            (share_told(part.net_used, part.available), bare("allowance", part.net_used)),
        )
        for part in parts[:MOST_BARS]
    ]
    legend = line_of(_("# used, less what was returned, of what there was; yuan"), "muted")
    return [*bars(rows, width), *_more(len(parts)), legend] if rows else []


PANELS = (
    Panel(N_("Main figures"), _figures),
    Panel(N_("Use over the days"), _days),
    Panel(N_("Used by day of the week and start"), _heat),
    Panel(N_("Facilities, best used first"), _facilities),
    Panel(N_("Allowance used by department"), _allowance, needs="allowance"),
)
"""In the order in which they are read."""
