"""What all rooms and the door need of the database, together: for the type checker alone, since loading it is
loading every room."""

from contextlib import AbstractContextManager
from typing import Any, Protocol

from core.attention.listing import AttentionStore
from core.attention.since import SinceStore
from core.audit import AuditRecord, Link
from core.audit_proof import ProofStore
from core.audit_search import AuditSearchStore
from core.booking.applications import ApplicationStore
from core.booking.approval import ApprovalStore
from core.booking.card import CardStore
from core.booking.history import HistoryStore
from core.booking.outlook import OutlookStore
from core.booking.paper import CatchingUpStore
from core.booking.passes import PassStore
from core.booking.reminders import ReminderStore
from core.check import CheckStore
from core.closures.rebooking import RebookingStore
from core.club import SettingsStore
from core.counter.exchange import ExchangeStore
from core.counter.hand_out import HandOutStore
from core.counter.looking import OrderLookStore
from core.counter.till import TillStore
from core.counter.unlocking import UnlockingStore
from core.decisions.why import WhyStore
from core.doing import Operation
from core.due import TickStore
from core.facilities.keeping import FacilityStore
from core.ledger.batches import GrantBatchStore
from core.ledger.clearing import ClearingStore
from core.ledger.departments import DepartmentStore
from core.ledger.looking import LedgerLookStore
from core.ledger.policies import PolicyStore
from core.ledger.refused import RefusedStore
from core.members.finding import FindingStore
from core.members.keeping import KeepingStore
from core.members.leaving import LeavingStore
from core.notices.keeping import TemplateStore
from core.notices.looking import LookingStore
from core.notices.sending import SendingStore
from core.operators.admission import AdmissionStore
from core.operators.records import OperatorStore
from core.privacy.informing import MemberInformingStore
from core.privacy.records import PurgeStore
from core.reports.counter_rows import CounterRowStore
from core.reports.details import DetailStore
from core.reports.handed_in import HandedInStore
from core.reports.lapsing_soon import RemindingStore
from core.reports.ledger_rows import EntryRowStore
from core.reports.needed import NeededStore
from core.reports.unused import ReasonStore
from core.schedule.grid import GridStore
from core.schedule.publish import ScheduleStore
from core.settings import Settings
from core.stock.items import ItemStore
from core.stock.moving import MovingStore
from core.undo import UndoStore
from core.waitlist.looking import WaitlistStore


class DeskStore(
    AdmissionStore,
    ApplicationStore,
    ApprovalStore,
    AttentionStore,
    AuditSearchStore,
    CardStore,
    CatchingUpStore,
    CheckStore,
    ClearingStore,
    CounterRowStore,
    DepartmentStore,
    DetailStore,
    EntryRowStore,
    ExchangeStore,
    FacilityStore,
    FindingStore,
    GrantBatchStore,
    GridStore,
    HandOutStore,
    HandedInStore,
    HistoryStore,
    ItemStore,
    KeepingStore,
    LeavingStore,
    LedgerLookStore,
    LookingStore,
    MemberInformingStore,
    MovingStore,
    NeededStore,
    OperatorStore,
    OrderLookStore,
    OutlookStore,
    PassStore,
    PolicyStore,
    ProofStore,
    PurgeStore,
    ReasonStore,
    RebookingStore,
    RefusedStore,
    ReminderStore,
    RemindingStore,
    ScheduleStore,
    SendingStore,
    SettingsStore,
    SinceStore,
    TemplateStore,
    TickStore,
    TillStore,
    UndoStore,
    UnlockingStore,
    WaitlistStore,
    WhyStore,
    Protocol,
):
    """What all rooms and the door need of the database, within one transaction."""

    def settings(self) -> Settings: ...

    def last_link(self) -> Link:
        """The last audit record; its instant is the last committed one."""

    def append_audit(self, record: AuditRecord) -> None: ...

    def operation(self, key: str) -> Operation | None: ...

    def keep_operation(self, key: str, digest: str, result: dict[str, Any]) -> None: ...

    def savepoint(self) -> AbstractContextManager[None]:
        """Undoes what was written inside it when an error leaves it."""


class Database(Protocol):
    """Transactions. Leaving `write` commits, an error leaving it rolls everything back."""

    def write(self) -> AbstractContextManager[DeskStore]:
        """Takes the write lock first. `database_busy` after half a minute without it, `database_trouble`
        and other `database_` codes for what the disk or the file does."""

    def read(self) -> AbstractContextManager[DeskStore]:
        """One unchanging picture of the database."""
