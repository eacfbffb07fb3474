"""Orders, returns, shifts: tables and queries."""

from storage.counter.checking import CounterChecks
from storage.counter.closing_day import DayCloseLooks
from storage.counter.finding import CounterLooks
from storage.counter.hand_out import HandOutQueries
from storage.counter.tables import COUNTER_TRIGGERS, orders
from storage.counter.writing import CounterChanges, rest_order

__all__ = [
    "COUNTER_TRIGGERS",
    "CounterChanges",
    "CounterChecks",
    "CounterLooks",
    "DayCloseLooks",
    "HandOutQueries",
    "orders",
    "rest_order",
]
