"""The file against the model: after each step what changed, now and then everything. Read with plain SQL,
beside the program's own queries."""

import hashlib
from collections import Counter
from typing import Any

from tests.support.model import FastModel
from tests.support.model.counter import MONEY
from tests.support.model.records import HOLDING, Fields

KINDS = {
    "offer_ends": "offers_ended", "lapse": "lapsed", "remind": "reminded", "ask": "asked",
    "release": "released", "expire": "expired", "no_show": "no_shows", "complete": "completed",
    "lot_lapses": "lots_lapsed", "recall": "recalled", "unlock": "unlocked",
}  # fmt: skip
"""What happens by itself, as the audit and as the model call it. `runs_out` (a warning) and `reconsider` (the
model looks at everybody all the time) are not counted."""

UNCOUNTED = {"runs_out", "reconsider"}


class Different(AssertionError):  # noqa: N818 - what was found
    """The desk and the model are not of one mind."""


def same(what: str, found: Any, expected: Any) -> None:
    if found != expected:
        raise Different(f"{what}: the desk has {found}, the model {expected}")


class Comparing:
    """Remembers how far the file was read."""

    def __init__(self, file: Any, model: FastModel) -> None:
        self.file = file
        self.model = model
        self._hash = hashlib.sha256(b"frontdesk audit").hexdigest()
        self._record = self._at = self._entry = 0
        self._happened = Counter[str]()
        self._lots = 0
        self._members: dict[str, int] = {}

    def rows(self, sql: str, *values: Any) -> list[Any]:
        found: list[Any] = self.file.execute(sql, values).fetchall()
        return found

    def one(self, sql: str, *values: Any) -> Any:
        rows = self.rows(sql, *values)
        return rows[0] if rows else None

    # ------------------------------------------------------------ after each step

    def step(self, actions: list[str]) -> None:
        """`actions`: the audit records that the step must have left, those of the clock aside."""
        self.file.execute("BEGIN")
        try:
            same("audit records", self._new_records(), actions)
            self._what_happened()
            self._new_entries()
            touched, self.model.touched = dict(self.model.touched), self.model.touched
            self.model.touched.clear()
            for told, kept in touched.items():
                self._record_of(told, kept)
            lots = [self.model.ledger.lots[number - 1] for number in self.model.ledger.touched]
            self.model.ledger.touched.clear()
            for lot in lots:
                row = self.one("SELECT remaining, original, expires_on FROM lot WHERE id = ?", lot.number)
                last = None if lot.last is None else lot.last.isoformat()
                same(f"lot L{lot.number}", row, (lot.left, lot.original, last))
            for member, unit in {(lot.member, lot.unit) for lot in lots}:
                self._balance(member, unit)
        finally:
            self.file.execute("ROLLBACK")

    def _new_records(self) -> list[str]:
        """The actions of the new audit records; each must follow the one before it."""
        actions = []
        for number, at, operator, action, body, salt, digest, own in self.rows(
            "SELECT id, at, operator, action, body, salt, digest, hash FROM audit WHERE id > ? ORDER BY id",
            self._record,
        ):
            same("the number of an audit record", number, self._record + 1)
            same(f"digest of audit {number}", digest, _sha(f"{salt}{body}"))
            chained = _sha(f"{self._hash}|{number}|{at}|{operator}|{action}|{digest}")
            same(f"hash of audit {number}", own, chained)
            if at < self._at:
                raise Different(f"audit {number} lies before the one before it")
            self._record, self._at, self._hash = number, at, own
            if operator != "clock":
                actions.append(action)
            elif action not in UNCOUNTED:
                self._happened[KINDS.get(action, action)] += 1
        return actions

    def _what_happened(self) -> None:
        expected = Counter(self.model.counts) + self.model.ledger.counts
        same("what happened by itself", self._happened, +expected)

    def _new_entries(self) -> None:
        unequal = self.rows(
            "SELECT posting_id, unit, sum(amount) FROM entry WHERE id > ? GROUP BY posting_id, unit"
            " HAVING sum(amount) <> 0",
            self._entry,
        )
        same("postings that do not sum to zero", unequal, [])
        self._entry = self.one("SELECT coalesce(max(id), 0) FROM entry")[0]
        same("ledger entries", self._entry, self.model.ledger.entries)

    # ------------------------------------------------------------ one record

    def _record_of(self, told: str, kept: Fields) -> None:
        number = kept.get("number")
        match told[0]:
            case "B":
                row = self.one(
                    "SELECT slot_id, state, places, level, pardoned FROM booking WHERE id = ?", number
                )
                slot = kept["slot"]
                expected = (slot["number"], kept["state"], kept["places"], kept["level"], kept["pardoned"])
                same(told, row, expected)
                self._slot(slot)
            case "W":
                row = self.one(
                    "SELECT slot_id, state, CASE state WHEN 'offered' THEN held ELSE 0 END,"
                    " offered_until / 60 FROM waitlist WHERE id = ?",
                    number,
                )
                offered = kept["state"] == "offered"
                same(told, row[:3], (kept["slot"]["number"], kept["state"], kept["held"] if offered else 0))
                if offered:
                    same(f"end of the offer {told}", row[3], kept["offered_until"])
                self._slot(kept["slot"])
            case "s":
                self._slot(kept)
            case "C":
                row = self.one("SELECT reopened_at IS NOT NULL FROM closure WHERE id = ?", number)
                same(told, row, (kept["reopened"],))
            case "O":
                self._order(told, kept)
            case "i":
                row = self.one("SELECT on_hand, held FROM item WHERE sku = ?", kept["sku"])
                same(told, row, (kept["on_hand"], kept["held"]))

    def _slot(self, slot: Fields) -> None:
        if slot not in self.model.slots:
            return
        row = self.one(
            "SELECT capacity, taken, held, waiting, closed, withdrawn, begins_at / 60, ends_at / 60 FROM slot"
            " WHERE id = ?",
            slot["number"],
        )
        expected = (
            slot["capacity"], self.model.taken(slot), self.model.held(slot),
            len(self.model.line_of(slot, "waiting")), slot["closed"], slot["withdrawn"],
            slot["begins"], slot["ends"],
        )  # fmt: skip
        same(f"slot {slot['number']} ({slot['facility']} {self.model.told(slot['begins'])})", row, expected)
        if slot["withdrawn"]:
            return
        if row[1] + row[2] > row[0]:
            raise Different(f"slot {slot['number']} is oversold")

    def _order(self, told: str, order: Fields) -> None:
        row = self.one(
            "SELECT state, total, points_total, earned, received_on, service_on FROM orders WHERE id = ?",
            order["number"],
        )
        received = None if order["received_on"] is None else order["received_on"].isoformat()
        names = ("state", "total", "points_total", "earned")
        same(told, row, (*(order[name] for name in names), received, order["service_on"]))
        parts = self.rows(
            "SELECT kind, value, points, value_back, points_back FROM tender_part WHERE order_id = ?"
            " ORDER BY id",
            order["number"],
        )
        names = ("kind", "value", "points", "value_back", "points_back")
        same(f"tenders of {told}", parts, [tuple(part[name] for name in names) for part in order["parts"]])
        same(f"total of {told}", sum(part[1] for part in parts), order["total"])
        returned = self.rows(
            "SELECT returned FROM order_line WHERE order_id = ? ORDER BY id", order["number"]
        )
        same(
            f"lines of {told}", [back for (back,) in returned], [line["returned"] for line in order["lines"]]
        )

    def _balance(self, staff_no: str, unit: str) -> None:
        row = self.one(
            "SELECT coalesce(sum(remaining), 0) FROM lot JOIN member ON member.id = member_id"
            " WHERE staff_no = ? AND unit = ?",
            staff_no,
            unit,
        )
        same(f"{unit} of {staff_no}", row[0], self.model.ledger.balance(staff_no, unit))

    # ------------------------------------------------------------ everything

    def all(self, keys: int) -> None:
        """Every table that the model knows. `keys`: how many operation keys were used up."""
        model = self.model
        known: dict[str, dict[int, Fields]] = {letter: {} for letter in "BWCOs"}
        for told, kept in [*model.aside.items(), *model.known.items()]:
            known[told[0]][kept["number"]] = kept
        for letter, table in (("B", "booking"), ("W", "waitlist"), ("O", "orders")):
            found = dict(self.rows(f"SELECT id, state FROM {table}"))
            same(table, found, {number: kept["state"] for number, kept in known[letter].items()})
        for slot in model.slots:
            self._slot(slot)
        found = self.rows("SELECT id, remaining, original FROM lot ORDER BY id")
        same("lots", found, [(lot.number, lot.left, lot.original) for lot in model.ledger.lots])
        sums = {
            (staff_no, unit): total
            for staff_no, unit, total in self.rows(
                "SELECT staff_no, unit, sum(amount) FROM entry JOIN member ON member.id = member_id"
                " WHERE account = 'member' GROUP BY staff_no, unit"
            )
            if total
        }
        same("balances", sums, {who: total for who, total in model.ledger.sums.items() if total})
        self._counter()
        same("operation keys", self.one("SELECT count(*) FROM operation")[0], keys)
        same("members", self.one("SELECT count(*) FROM member")[0], len(model.members))
        held = self.rows(
            f"SELECT slot_id FROM booking WHERE state IN {HOLDING} GROUP BY slot_id"
            " HAVING sum(places) > (SELECT capacity FROM slot WHERE id = slot_id)"
        )
        same("slots that are oversold", held, [])

    def _counter(self) -> None:
        model = self.model
        items = {sku: (item["on_hand"], item["held"]) for sku, item in model.items.items()}
        found = {
            sku: (on_hand, held) for sku, on_hand, held in self.rows("SELECT sku, on_hand, held FROM item")
        }
        same("stock", found, items)
        moved = dict(
            self.rows(
                "SELECT sku, sum(quantity) FROM stock_movement JOIN item ON item.id = item_id GROUP BY sku"
            )
        )
        same(
            "movements",
            {sku: moved.get(sku, 0) for sku in items},
            {sku: on for sku, (on, _) in items.items()},
        )
        tills = {
            (operator, tender): total
            for operator, tender, total in self.rows(
                "SELECT shift.operator, tender, sum(amount) FROM till JOIN shift ON shift.id = shift_id"
                " WHERE closed_at IS NULL GROUP BY shift.operator, tender"
            )
            if total
        }
        expected = {
            (who, kind): shift[kind] for who, shift in model.shifts.items() for kind in MONEY if shift[kind]
        }
        same("tills", tills, expected)
        days = {
            (sku, day): taken
            for sku, day, taken in self.rows(
                "SELECT sku, day, taken FROM service_day JOIN item ON item.id = item_id WHERE taken <> 0"
            )
        }
        same(
            "service places",
            days,
            {at: day["taken"] for at, day in model.service_days.items() if day["taken"]},
        )
        handed = self.one("SELECT count(at) FROM hand_out")[0]
        same("handed out", handed, sum(sum(one["listed"].values()) for one in model.sessions.values()))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
