"""A month on the screen: its panels, each a block of lines, and how they are laid out in a width.

A panel more is a function `(report, width, shown) -> lines` and a line in PANELS; `shown` are all months on
the screen, which have one scale; `needs` is the field of the report without which the panel is not there.
"""

import calendar
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.cells import cell_len

from core.wire import minute_told
from exports.tables.model import shown
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

LONGEST_MONTH = 31
"""So many days: all months are drawn as wide."""

MOST_BARS = 10
"""So many facilities or departments are drawn."""


class Panel(NamedTuple):
    """A part of the page."""

    heading: str
    draw: Callable[["MonthReport", int, Sequence["MonthReport"]], Sequence[Line]]
    needs: str = "use"
    together: Callable[["MonthReport", "MonthReport", int], Sequence[Line]] | None = None
    """Draws two months as one block, where that is better than two."""


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
        lines += [()] if lines else []
        if panel.together is not None:
            lines += [line_of(_(panel.heading), "heading"), *panel.together(one, other, width)]
            continue
        blocks = [_block(panel, report, each, [one, other]) for report in (one, other)]
        lines += in_columns(blocks, columns, width=each)
    return lines


def columns_in(width: int) -> int:
    """How many blocks stand side by side."""
    return max((width + GAP) // (LEAST_WIDTH + GAP), 1)


def _panels_of(report: "MonthReport") -> list[Panel]:
    """The figures of the first section, the plots, and the figures of the others."""
    first, *others = _figure_panels()
    plots = [panel for panel in PANELS if getattr(report, panel.needs, None) is not None]
    return [first, *plots, *others]


def _figure_panels() -> list[Panel]:
    from tui.reports.month import SECTIONS

    return [
        Panel(
            section.GROUP,
            partial(_figures, section.SUMMARY),
            together=partial(_figures_of_two, section.SUMMARY),
        )
        for section in SECTIONS
    ]


def _block(panel: Panel, report: "MonthReport", width: int, shown: "Sequence[MonthReport]") -> Block:
    heading = _(panel.heading)
    if len(shown) > 1:
        heading = f"{report.month.write_wire()}  {heading}"
    drawn = panel.draw(report, width, shown)
    return [line_of(heading, "heading"), *(drawn or [line_of(_("Nothing to show."), "muted")])]


# ---------------------------------------------------------------- figures


def _figures(
    figures: Sequence[Figure], report: "MonthReport", width: int, _shown: "Sequence[MonthReport]"
) -> list[Line]:
    """What a section has in the summary."""
    return _figure_lines([(_(figure.label), value_told(figure, report)) for figure in figures], width)


def _figures_of_two(
    figures: Sequence[Figure], one: "MonthReport", other: "MonthReport", width: int
) -> list[Line]:
    """The same of two months, and the change."""
    heads = ("", one.month.write_wire(), other.month.write_wire(), _("Change"))
    rows = [
        (_(figure.label), value_told(figure, one), value_told(figure, other), _change(figure, one, other))
        for figure in figures
    ]
    return _figure_lines([heads, *rows], width, headed=True)


def _figure_lines(rows: Sequence[tuple[str, ...]], width: int, *, headed: bool = False) -> list[Line]:
    """Labels with values behind them, in as many columns as there is room for."""
    labels, *values = (max(map(cell_len, column)) for column in zip(*rows, strict=True))
    each = min(labels + sum(wide + 2 for wide in values), width)
    labels = each - sum(wide + 2 for wide in values)
    lines: list[Line] = [
        (
            Piece(fitted(row[0], labels)),
            *(
                Piece("  " + fitted(cell, wide, right=True), "" if at else "strong")
                for at, (cell, wide) in enumerate(zip(row[1:], values, strict=True))
            ),
        )
        for row in rows
    ]
    head, body = (lines[:1], lines[1:]) if headed else ([], lines)
    columns = max((width + GAP) // (each + GAP), 1)
    long = -(-len(body) // columns)
    return beside([[*head, *body[at : at + long]] for at in range(0, len(body), long)], each)


def value_told(figure: Figure, report: "MonthReport") -> str:
    """A figure as it is read."""
    value = figure.value(report)
    return "-" if value is None else shown(figure.kind, value)


def _change(figure: Figure, one: "MonthReport", other: "MonthReport") -> str:
    """In the figure's own unit; of a share, in percentage points."""
    now, before = figure.value(one), figure.value(other)
    if now is None or before is None:
        return "-"
    return ("+" if now > before else "") + shown(figure.kind, now - before)


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
    return [*day_columns(days, DAYS_HEIGHT, width, most, room_for=LONGEST_MONTH), legend]


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
    Panel(N_("Use over the days"), _days),
    Panel(N_("Used by day of the week and start"), _heat),
    Panel(N_("Facilities, best used first"), _facilities),
    Panel(N_("Allowance used by department"), _allowance, needs="allowance"),
)
"""The plots, in the order in which they are read."""
