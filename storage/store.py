"""The store that core asks for: all rooms' queries over one connection, within one transaction."""

from typing import Any

from storage.attention import AttentionQueries
from storage.audit import AuditQueries
from storage.audit_search import AuditSearchQueries
from storage.booking import BookingChanges, BookingLooks
from storage.check import CheckQueries
from storage.closures import ClosureQueries
from storage.counter import CounterChanges, CounterChecks, CounterLooks, DayCloseLooks, HandOutQueries
from storage.decisions import DecisionQueries
from storage.due import DueQueries
from storage.facilities import FacilityQueries
from storage.grid import GridQueries
from storage.ledger import (
    BatchQueries,
    DepartmentLooks,
    LedgerChanges,
    LedgerChecks,
    LedgerLooks,
    PolicyQueries,
)
from storage.members import MemberQueries
from storage.notices import NoticeQueries
from storage.operators import OperatorQueries
from storage.privacy import PrivacyQueries
from storage.reports import ReportQueries
from storage.schedule import ScheduleQueries
from storage.stock import StockQueries
from storage.waitlist import WaitlistQueries


class Store(
    AttentionQueries,
    AuditQueries,
    AuditSearchQueries,
    BatchQueries,
    BookingChanges,
    BookingLooks,
    CheckQueries,
    ClosureQueries,
    CounterChanges,
    CounterChecks,
    CounterLooks,
    DayCloseLooks,
    DecisionQueries,
    DepartmentLooks,
    DueQueries,
    FacilityQueries,
    GridQueries,
    HandOutQueries,
    LedgerChanges,
    LedgerChecks,
    LedgerLooks,
    MemberQueries,
    NoticeQueries,
    OperatorQueries,
    PolicyQueries,
    PrivacyQueries,
    ReportQueries,
    ScheduleQueries,
    StockQueries,
    WaitlistQueries,
):
    """One transaction's view of the club. Not to be kept when the transaction has ended."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.audit_number = 0
