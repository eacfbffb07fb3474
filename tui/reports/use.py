"""Use: the sheets on facilities, days, the heat map, and what was given up."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.grid.words import WEEKDAYS
from tui.language import N_, _
from tui.reports.summary import Line
from tui.reports.words import Field, columns, row_of, share

if TYPE_CHECKING:
    from core.reports.month import MonthReport
    from core.reports.utilisation import Figures, Utilisation
    from exports.tables.model import Row, Sheet, Table

GROUP = N_("Bookings")

SUMMARY = (
    Line(N_("Units offered"), "whole", lambda report: report.use.offered),
    Line(N_("Units booked"), "whole", lambda report: report.use.booked),
    Line(N_("Booked of offered"), "share", lambda report: share(report.use.booked, report.use.offered)),
    Line(N_("Units used"), "whole", lambda report: report.use.used),
    Line(
        N_("Peak: used of offered"),
        "share",
        lambda report: share(report.use.peak.used, report.use.peak.offered),
    ),
    Line(N_("No-shows"), "whole", lambda report: report.use.no_shows),
    Line(N_("No-shows of booked"), "share", lambda report: share(report.use.no_shows, report.use.booked)),
    Line(N_("Cancelled"), "whole", lambda report: report.use.cancelled),
    Line(N_("Turned away"), "whole", lambda report: report.use.turned_away),
    Line(N_("Joined the waitlist"), "whole", lambda report: report.use.waitlisted),
    Line(N_("Promoted from the waitlist"), "whole", lambda report: report.use.promoted),
    Line(
        N_("Places given up that reached someone"),
        "share",
        lambda report: share(report.use.taken_again, report.use.given_up),
    ),
)

FIGURES = (
    Field("offered", N_("Offered"), "whole"),
    Field("booked", N_("Booked"), "whole"),
    Field("used", N_("Used"), "whole"),
    Field("no_shows", N_("No-shows"), "whole"),
    Field("walk_ins", N_("Walk-ins"), "whole"),
    Field("cancelled", N_("Cancelled"), "whole"),
    Field("rejected", N_("Rejected"), "whole"),
    Field("expired", N_("Undecided at the start"), "whole"),
    Field("released", N_("Released"), "whole"),
    Field("displaced", N_("Displaced"), "whole"),
    Field("turned_away", N_("Turned away"), "whole"),
)
SHARES = (
    Field("booked_share", N_("Booked %"), "share"),
    Field("used_share", N_("Used %"), "share"),
)
AHEAD = (
    ("under_1_hour", N_("Less than 1 hour")),
    ("hours_1_to_2", N_("1 to 2 hours")),
    ("hours_2_to_24", N_("Up to a day")),
    ("days_1_to_7", N_("Up to 7 days")),
    ("over_7_days", N_("More than 7 days")),
    ("after_start", N_("After the start")),
    ("unknown", N_("Not known")),
)


def sheets(report: "MonthReport") -> "Iterator[Sheet]":
    """The section's sheets."""
    from exports.tables.model import Sheet

    use = report.use
    yield Sheet(name=_("Facilities"), title=_("Use by facility"), tables=[_facilities(use)], printed=True)
    yield Sheet(
        name=_("Heat map"), title=_("Use by day of the week and time"), tables=_heat(use), printed=True
    )
    yield Sheet(name=_("Days"), title=_("Use by day"), tables=[_days(use)], printed=True)
    yield Sheet(name=_("Given up"), title=_("Cancellations, no-shows and the waitlist"), tables=_line(use))


def _figures(figures: "Figures") -> list[object]:
    return [
        *row_of(figures, *FIGURES),
        share(figures.booked, figures.offered),
        share(figures.used, figures.offered),
    ]


def _facilities(use: "Utilisation") -> "Table":
    from exports.tables.model import Chart, Table

    parts = [part for part in use.facilities if part.offered or part.booked or part.cancelled]
    heads = columns(Field("facility", N_("Code")), Field("name", N_("Facility")), *FIGURES, *SHARES)
    return Table(
        columns=heads,
        rows=[[part.facility, part.name, *_figures(part)] for part in parts],
        totals=["", _("All"), *_figures(use)],
        chart=Chart("bar", _("Used % by facility"), 1, (len(heads) - 1,)),
    )


def _heat(use: "Utilisation") -> "list[Table]":
    """Times down, days of the week across: the share that was used, and the units behind it."""
    from core.wire import minute_told
    from exports.tables.model import Column, Table

    found = {(part.weekday, part.start): part for part in use.weekdays}
    starts = sorted({part.start for part in use.weekdays})
    days = range(1, 8)

    def table(heading: str, kind: "str", value: object) -> "Table":
        return Table(
            heading=heading,
            columns=[
                Column("start", _("Start")),
                *(Column(f"day_{day}", _(WEEKDAYS[day - 1]), kind) for day in days),  # type: ignore[arg-type]
            ],
            rows=[
                [minute_told(start), *(value(found.get((day, start))) for day in days)]  # type: ignore[operator]
                for start in starts
            ],
            heat=(1, 7),
        )

    return [
        table(_("Used of offered"), "share", lambda part: part and share(part.used, part.offered)),
        table(_("Units used"), "whole", lambda part: part and part.used),
    ]


def _days(use: "Utilisation") -> "Table":
    from exports.tables.model import Chart, Table

    heads = columns(Field("date", N_("Day"), "day"), Field("weekday", N_("Weekday")), *FIGURES, *SHARES)
    rows: list[Row] = [[part.date, _(WEEKDAYS[part.date.weekday()]), *_figures(part)] for part in use.days]
    return Table(
        columns=heads,
        rows=rows,
        totals=[_("All"), "", *_figures(use)],
        chart=Chart("line", _("Booked and used"), 0, (3, 4), _("Units")),
    )


def _line(use: "Utilisation") -> "list[Table]":
    from exports.tables.model import Chart, Table

    ahead: list[Row] = [[_(label), getattr(use.cancelled_ahead, key)] for key, label in AHEAD]
    minutes = round(use.minutes_empty / use.given_up) if use.given_up else None
    line: list[Row] = [
        [_("Turned away because it was full (members)"), use.turned_away],
        [_("Entries that joined the waitlist"), use.waitlisted],
        [_("Entries that became bookings"), use.promoted],
        [_("Units given up before the start"), use.given_up],
        [_("Of these, had by somebody again"), use.taken_again],
        [_("Of these, from the waitlist"), use.by_waitlist],
        [_("Of these, by walking in"), use.by_walk_in],
        [_("Minutes that such a unit was nobody's, on average"), minutes],
    ]
    return [
        Table(
            heading=_("Cancelled so long before the start (units)"),
            columns=columns(Field("ahead", N_("How long ahead")), Field("units", N_("Units"), "whole")),
            rows=ahead,
            totals=[_("All"), use.cancelled],
            chart=Chart("column", _("Cancelled so long before the start (units)"), 0, (1,)),
        ),
        Table(
            heading=_("Waitlist and places given up"),
            columns=columns(Field("figure", N_("Figure")), Field("number", N_("How many"), "whole")),
            rows=line,
        ),
    ]
