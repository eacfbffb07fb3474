"""What has changed in a month since its figures were handed in."""

from typing import TYPE_CHECKING

from tui.language import N_, _
from tui.reports.words import Field, columns
from tui.sentences.fields import by_told
from tui.sentences.reports import figure_told

if TYPE_CHECKING:
    from core.doing import Reading
    from core.reports.handed_in import Change
    from core.reports.month import MonthReport
    from exports.tables.model import Row, Sheet

SECTIONS = {
    "use": N_("Bookings"),
    "approvals": N_("Approvals"),
    "people": N_("Members"),
    "allowance": N_("Allowance"),
    "points": N_("Points"),
    "sales": N_("Sales"),
    "takings": N_("Takings"),
    "shelf": N_("Stock"),
    "notices": N_("Notices"),
}
"""What the sections of a report are called."""


def changes_sheet(reading: "Reading", report: "MonthReport") -> "Sheet | None":
    """Each figure that is not what it was; None where nothing was handed in for the month."""
    from core.reports.handed_in import AskFiguresKept, handed_in_card
    from exports.tables.model import Sheet, Table

    card = handed_in_card(report, reading.ask(AskFiguresKept(report.month)))
    if card.at is None:
        return None
    fields = (
        Field("section", N_("Section")),
        Field("about", N_("About")),
        Field("figure", N_("Figure")),
        Field("was", N_("Handed in")),
        Field("now", N_("Now")),
    )
    notes = [] if card.changes else [_("Nothing has changed.")]
    return Sheet(
        name=_("Changed since"),
        title=_("What has changed since the figures were handed in"),
        head=[(_("Handed in at"), f"{card.at:%Y-%m-%d %H:%M}"), (_("By"), by_told(card.by or ""))],
        tables=[Table(columns=columns(*fields), rows=[_row(change) for change in card.changes], notes=notes)],
        printed=True,
    )


def _row(change: "Change") -> "Row":
    section, *about, figure = change.figure.split("/")
    own = f"{section}_{figure}"
    told = figure_told(own) if figure_told(own) != own else figure_told(figure)
    return [_(SECTIONS.get(section, section)), " ".join(about), told, change.was, change.now]
