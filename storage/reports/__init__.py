"""The reports' queries, a room for each section of the month's report."""

from storage.reports.details import DetailQueries
from storage.reports.kept import KeptFigures
from storage.reports.lapsing import LapsingFigures
from storage.reports.ledger import LedgerFigures
from storage.reports.sales import SalesQueries
from storage.reports.shelf import ShelfQueries
from storage.reports.takings import TakingsQueries
from storage.reports.use import UseQueries

__all__ = ["ReportQueries"]


class ReportQueries(
    DetailQueries,
    KeptFigures,
    LapsingFigures,
    LedgerFigures,
    SalesQueries,
    ShelfQueries,
    TakingsQueries,
    UseQueries,
):
    """The reports' part of the store; what the methods promise stands with core's protocols."""
