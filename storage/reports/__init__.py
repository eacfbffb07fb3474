"""The reports' queries, a room for each section of the month's report."""

from storage.reports.details import DetailQueries
from storage.reports.needed import NeededQueries
from storage.reports.use import UseQueries

__all__ = ["ReportQueries"]


class ReportQueries(DetailQueries, NeededQueries, UseQueries):
    """The reports' part of the store; what the methods promise stands with core's protocols."""
