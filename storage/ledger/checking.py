"""The ledger's part of the check (domain.md section 11, rules 4 to 7).

Each look is one walk along an index or a table; of what breaks a rule it tells the first entry, and how many
there are."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from core.check import Finding
from core.clock import Instant
from core.ledger.records import Unit, amount_told
from core.records import ledger_entry_told, lot_told
from storage.columns import day

_GIVING = "('granted', 'awarded', 'restored', 'unlocked')"

_UNBALANCED = """
SELECT min(first), posting_id, allowance, points, count(*) FROM (
  SELECT min(id) AS first, posting_id,
    sum(CASE unit WHEN 'allowance' THEN amount ELSE 0 END) AS allowance,
    sum(CASE unit WHEN 'points' THEN amount ELSE 0 END) AS points
  FROM entry GROUP BY posting_id HAVING allowance <> 0 OR points <> 0
)
"""

_OVERDRAWN = """
SELECT min(entry_id), lot_id, unit, original, standing, count(*) FROM (
  SELECT d.entry_id, d.lot_id, l.unit, l.original,
    sum(d.amount) OVER (PARTITION BY d.lot_id ORDER BY d.entry_id) AS standing
  FROM draw d JOIN lot l ON l.id = d.lot_id
) WHERE standing < 0 OR standing > original
"""

_LOTS_ASTRAY = """
SELECT min(number), unit, original, remaining, drawn, given, entry, count(*) FROM (
  SELECT l.id AS number, l.unit, l.original, l.remaining,
    coalesce((SELECT sum(amount) FROM draw WHERE lot_id = l.id), 0) AS drawn,
    coalesce((SELECT amount FROM draw WHERE lot_id = l.id ORDER BY entry_id LIMIT 1), 0) AS given,
    (SELECT max(entry_id) FROM draw WHERE lot_id = l.id) AS entry
  FROM lot l
) WHERE remaining <> drawn OR given <> original
"""

_UNDRAWN = """
SELECT min(id), unit, amount, drawn, count(*) FROM (
  SELECT e.id, e.unit, e.amount,
    coalesce((SELECT sum(d.amount) FROM draw d WHERE d.entry_id = e.id), 0) AS drawn
  FROM entry e WHERE e.account = 'member'
) WHERE amount <> drawn
"""

_CROSSED = f"""
SELECT min(d.entry_id), d.lot_id, count(*)
FROM draw d JOIN entry e ON e.id = d.entry_id JOIN lot l ON l.id = d.lot_id
WHERE e.account <> 'member' OR e.member_id <> l.member_id OR e.unit <> l.unit
  OR (d.amount > 0) <> (e.kind IN {_GIVING})
"""  # noqa: S608 - words of this file

_ORIGIN_ASTRAY = """
SELECT min(e.id), e.origin_id, count(*)
FROM entry e JOIN entry o ON o.id = e.origin_id
WHERE e.origin_id IS NOT NULL AND (
  e.member_id IS NOT o.member_id OR e.unit <> o.unit
  OR (e.kind = 'reversed' AND e.amount <> -o.amount)
  OR (e.kind = 'restored' AND (
    SELECT sum(r.amount) FROM entry r
    WHERE r.origin_id = o.id AND r.kind = 'restored' AND r.origin_id IS NOT NULL
  ) > -o.amount)
)
"""

_UNRECORDED = """
SELECT min(p.id), (SELECT min(id) FROM entry WHERE posting_id = p.id), count(*) FROM posting p
LEFT JOIN audit a ON a.id = p.audit_id WHERE a.id IS NULL
"""

_ENTERED = """
SELECT member_id, unit, sum(amount), min(id) FROM entry WHERE account = 'member' GROUP BY member_id, unit
"""
_KEPT = "SELECT member_id, unit, sum(remaining) FROM lot GROUP BY member_id, unit"
_STAFF_NO = "SELECT staff_no FROM member WHERE id = ?"

_PERHAPS_LATE = """
SELECT e.id, d.lot_id, e.at, l.expires_on
FROM lot l JOIN draw d ON d.lot_id = l.id JOIN entry e ON e.id = d.entry_id
WHERE l.expires_on IS NOT NULL AND e.kind = 'spent' AND e.at > unixepoch(l.expires_on) + 36000
ORDER BY e.id
"""
"""Ten hours into a last day it is the day after in the easternmost zone."""


class LedgerChecks:
    """What the check asks of the ledger; what the methods promise stands with core's protocols."""

    connection: Any

    def ledger_astray(self) -> Iterator[Finding]:
        for look, finding in _LOOKS.items():
            row = self.connection.execute(look).fetchone()
            if row[-1]:
                yield finding(*row)
        yield from self._balances_astray()

    def _balances_astray(self) -> Iterator[Finding]:
        kept = {(number, unit): total for number, unit, total in self.connection.execute(_KEPT)}
        for number, unit, entered, first in self.connection.execute(_ENTERED):
            remaining = kept.pop((number, unit), 0)
            if entered != remaining:
                yield self._balance(number, unit, entered, remaining, ledger_entry_told(first))
        for (number, unit), remaining in kept.items():
            if remaining:
                yield self._balance(number, unit, 0, remaining, None)

    def _balance(self, number: int, unit: Unit, entered: int, kept: int, first: str | None) -> Finding:
        member = self.connection.execute(_STAFF_NO, (number,)).fetchone()[0]
        facts = {
            "member": member,
            "unit": unit,
            "entered": amount_told(unit, entered),
            "kept": amount_told(unit, kept),
            "entry": first,
        }
        return Finding(7, first or f"member {member}", "balance_astray", facts)

    def perhaps_spent_late(self) -> Iterator[tuple[int, int, Instant, date]]:
        for entry, lot, at, last in self.connection.execute(_PERHAPS_LATE):
            yield entry, lot, Instant(at), day(last)


def _unbalanced(first: int, posting: int, allowance: int, points: int, count: int) -> Finding:
    told = ledger_entry_told(first)
    facts = {
        "entry": told,
        "posting": posting,
        "allowance": amount_told("allowance", allowance),
        "points": points,
        "count": count,
    }
    return Finding(4, told, "posting_unbalanced", facts)


def _overdrawn(entry: int, lot: int, unit: Unit, original: int, standing: int, count: int) -> Finding:
    told = ledger_entry_told(entry)
    facts = {
        "entry": told,
        "lot": lot_told(lot),
        "original": amount_told(unit, original),
        "standing": amount_told(unit, standing),
        "count": count,
    }
    return Finding(5, told, "lot_overdrawn", facts)


def _lot_astray(
    number: int,
    unit: Unit,
    original: int,
    remaining: int,
    drawn: int,
    given: int,
    entry: int | None,
    count: int,
) -> Finding:
    told = lot_told(number)
    facts = {
        "lot": told,
        "original": amount_told(unit, original),
        "given": amount_told(unit, given),
        "remaining": amount_told(unit, remaining),
        "drawn": amount_told(unit, drawn),
        "entry": None if entry is None else ledger_entry_told(entry),
        "count": count,
    }
    return Finding(5, told, "lot_astray", facts)


def _undrawn(entry: int, unit: Unit, amount: int, drawn: int, count: int) -> Finding:
    told = ledger_entry_told(entry)
    facts = {
        "entry": told,
        "amount": amount_told(unit, amount),
        "drawn": amount_told(unit, drawn),
        "count": count,
    }
    return Finding(6, told, "draws_astray", facts)


def _crossed(entry: int, lot: int, count: int) -> Finding:
    told = ledger_entry_told(entry)
    return Finding(6, told, "draw_crossed", {"entry": told, "lot": lot_told(lot), "count": count})


def _origin_astray(entry: int, origin: int, count: int) -> Finding:
    told = ledger_entry_told(entry)
    facts = {"entry": told, "origin": ledger_entry_told(origin), "count": count}
    return Finding(6, told, "origin_astray", facts)


def _unrecorded(posting: int, entry: int | None, count: int) -> Finding:
    told = f"posting {posting}" if entry is None else ledger_entry_told(entry)
    return Finding(11, told, "posting_unrecorded", {"entry": told, "count": count})


_LOOKS: dict[str, Callable[..., Finding]] = {
    _UNBALANCED: _unbalanced,
    _OVERDRAWN: _overdrawn,
    _LOTS_ASTRAY: _lot_astray,
    _UNDRAWN: _undrawn,
    _CROSSED: _crossed,
    _ORIGIN_ASTRAY: _origin_astray,
    _UNRECORDED: _unrecorded,
}
