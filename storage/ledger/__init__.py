"""The ledger of allowance and points: tables and queries."""

from storage.ledger.batches import BatchQueries
from storage.ledger.checking import LedgerChecks
from storage.ledger.departments import DepartmentLooks
from storage.ledger.finding import LedgerLooks
from storage.ledger.policies import PolicyQueries, policy, rest_policy
from storage.ledger.tables import LEDGER_TRIGGERS, lot
from storage.ledger.writing import LedgerChanges, rest_lot

__all__ = [
    "LEDGER_TRIGGERS",
    "BatchQueries",
    "DepartmentLooks",
    "LedgerChanges",
    "LedgerChecks",
    "LedgerLooks",
    "PolicyQueries",
    "lot",
    "policy",
    "rest_lot",
    "rest_policy",
]
