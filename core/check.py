"""What is always true (domain.md section 11), proved over the whole database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from core.audit import BEGINNING, AuditRecord, digest_of, hash_of
from core.booking.book import facts_of
from core.clock import Instant
from core.command import Now, Question, question
from core.records import entry_told, ledger_entry_told, lot_told
from core.waitlist.hand_out import QueueStore, obstacle
from core.wire import minute_told


class Finding(NamedTuple):
    """One record that breaks a rule. `code` and `facts` make the sentence."""

    rule: int
    record: str
    code: str
    facts: dict[str, Any]


class CheckStore(QueueStore, Protocol):
    """What the check needs of the database. Each look yields what breaks a rule: nothing where all holds."""

    def counters_astray(self) -> Iterable[Finding]:
        """Rule 1: slots holding more than they have, or whose counters differ from their bookings and their
        waitlist."""

    def double_bookings(self) -> Iterable[Finding]:
        """Rule 2: members in two overlapping holding bookings without a recorded override."""

    def trails_astray(self) -> Iterable[Finding]:
        """Rule 11: bookings whose trail does not end in their state, steps without an audit record."""

    def ledger_astray(self) -> Iterable[Finding]:
        """Rules 4 to 7: postings that do not sum to zero, lots and entries that do not agree with what was
        drawn, balances that are not what the entries sum to; of each kind the first, and how many."""

    def perhaps_spent_late(self) -> Iterable[tuple[int, int, Instant, date]]:
        """Spends from a lot about or after the end of its last day: entry, lot, when, last day."""

    def counter_astray(self) -> Iterable[Finding]:
        """Rules 8 and 9: orders whose lines, payments or refunds do not agree, stock that is not the sum of
        its movements."""

    def audit_records(self) -> Iterable[AuditRecord]:
        """The whole chain, oldest first; a body that was erased is empty."""


@dataclass(frozen=True, slots=True)
class Check(Question["Checked"]):
    """Does all of domain.md section 11 hold?"""


@dataclass(frozen=True, slots=True)
class Checked:
    problems: tuple[Finding, ...]


@question("check")
def check(store: CheckStore, question: Check, now: Now) -> Checked:  # noqa: ARG001
    """Every record that breaks a rule. Operation keys (10) are a primary key, which the database itself
    keeps unique."""
    return Checked(
        (
            *store.counters_astray(),
            *store.double_bookings(),
            *left_waiting(store, now),
            *store.ledger_astray(),
            *spent_late(store, now),
            *store.counter_astray(),
            *store.trails_astray(),
            *broken_links(store.audit_records()),
        )
    )


def left_waiting(store: CheckStore, now: Now) -> Iterable[Finding]:
    """Rule 3: entries that fit and are eligible while places are free, by the rule of the hand-out itself."""
    for slot, facility in store.slots_with_a_line(store.all_lines(None)):
        if slot.closed or slot.withdrawn or now.instant >= slot.begins_at:
            continue
        for entry in store.line_of(slot.number):
            if entry.state != "waiting":
                continue
            if obstacle(facts_of(store, entry.member, facility, slot, now), entry, now) is None:
                told = entry_told(entry.number)
                facts = {
                    "entry": told,
                    "facility": facility.code,
                    "date": slot.date.isoformat(),
                    "start": minute_told(slot.start),
                    "free": slot.free,
                }
                yield Finding(3, told, "left_waiting", facts)


def spent_late(store: CheckStore, now: Now) -> Iterable[Finding]:
    """Rule 5: a lot is unspendable from the midnight after its last day on. The first entry that did."""
    for entry, lot, at, last in store.perhaps_spent_late():
        if now.local_of(at).date() > last:
            told = ledger_entry_told(entry)
            facts = {"entry": told, "lot": lot_told(lot), "expires_on": last.isoformat()}
            yield Finding(5, told, "spent_late", facts)
            return


def broken_links(
    records: Iterable[AuditRecord], first: int = 1, before: str = BEGINNING
) -> Iterable[Finding]:
    """Rule 11: the first record at which the chain breaks; what follows it proves nothing more. `first` and
    `before`: the number of the first record that is given, and the hash of the one before it."""
    for number, record in enumerate(records, start=first):
        if record.number != number:
            yield Finding(11, f"audit {number}", "audit_missing", {"number": number})
            return
        erased = record.body == "" and record.salt == ""
        if not erased and digest_of(record.salt, record.body) != record.digest:
            yield Finding(11, f"audit {number}", "audit_body_changed", {"number": number})
            return
        expected = hash_of(before, number, record.at, record.operator, record.action, record.digest)
        if expected != record.hash:
            yield Finding(11, f"audit {number}", "audit_chain_broken", {"number": number})
            return
        before = record.hash
