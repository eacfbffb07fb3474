"""The reports' queries, a room for each section of the month's report."""

from storage.reports.approvals import ApprovalsQueries
from storage.reports.counter_rows import CounterRowQueries
from storage.reports.details import DetailQueries
from storage.reports.kept import KeptFigures
from storage.reports.lapsing import LapsingFigures
from storage.reports.ledger import LedgerFigures
from storage.reports.needed import NeededQueries
from storage.reports.people import PeopleQueries
from storage.reports.sales import SalesQueries
from storage.reports.shelf import ShelfQueries
from storage.reports.takings import TakingsQueries
from storage.reports.told import ToldQueries
from storage.reports.use import UseQueries

__all__ = ["ReportQueries"]


class ReportQueries(
    ApprovalsQueries,
    CounterRowQueries,
    DetailQueries,
    KeptFigures,
    LapsingFigures,
    LedgerFigures,
    NeededQueries,
    PeopleQueries,
    SalesQueries,
    ShelfQueries,
    TakingsQueries,
    ToldQueries,
    UseQueries,
):
    """The reports' part of the store; what the methods promise stands with core's protocols."""
