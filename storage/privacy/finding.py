"""All that is kept about somebody, over every table, and the audit records about them."""
# ruff: noqa: S608 - the statements are words of this file; what comes from outside is bound

import json
from typing import Any

from core.privacy.records import Held, Person
from core.records import (
    booking_told,
    entry_told,
    ledger_entry_told,
    lot_told,
    notice_told,
    order_told,
    refused_award_told,
    return_told,
)
from storage.privacy.naming import Naming, strings_in

_THEIR_ORDERS = "SELECT id FROM orders WHERE member_id = :member"
_THEIR_BOOKINGS = "SELECT id FROM booking WHERE member_id = :member"
_THEIR_ENTRIES = "SELECT id FROM entry WHERE member_id = :member"
_LOOKED_AT = (
    "EXISTS (SELECT 1 FROM json_each(decision.candidates) WHERE json_extract(value, '$[1]') = :member)"
)

ABOUT: dict[str, str] = {
    "member": "id = :member",
    "member_key": "member_id = :member",
    "privacy_notice_shown": "member_id = :member",
    "erasure": "member_id = :member",
    "booking": "member_id = :member",
    "booking_step": f"booking_id IN ({_THEIR_BOOKINGS})",
    "displacement": f"booking_id IN ({_THEIR_BOOKINGS})",
    "waitlist": "member_id = :member",
    "decision": f"member_id = :member OR {_LOOKED_AT}",
    "notice": "member_id = :member",
    "lot": "member_id = :member",
    "entry": "member_id = :member",
    "draw": f"entry_id IN ({_THEIR_ENTRIES})",
    "posting": "id IN (SELECT posting_id FROM entry WHERE member_id = :member)",
    "award": "member_id = :member",
    "policy_entry": "member_id = :member",
    "refused_award": "member = :staff_no",
    "unused_reason": "member_id = :member",
    "orders": "member_id = :member",
    "order_line": f"order_id IN ({_THEIR_ORDERS})",
    "tender_part": f"order_id IN ({_THEIR_ORDERS})",
    "order_step": f"order_id IN ({_THEIR_ORDERS})",
    "goods_return": f"order_id IN ({_THEIR_ORDERS})",
    "return_line": f"return_id IN (SELECT id FROM goods_return WHERE order_id IN ({_THEIR_ORDERS}))",
    "till": f"order_id IN ({_THEIR_ORDERS})",
    "stock_movement": (
        f"document IN (SELECT 'O' || id FROM orders WHERE member_id = :member UNION ALL"
        f" SELECT 'R' || id FROM goods_return WHERE order_id IN ({_THEIR_ORDERS}))"
    ),
    "hand_out": "member_id = :member",
}
"""The rows of each table that are about a member."""

_LETTERS = {
    "booking": booking_told, "waitlist": entry_told, "notice": notice_told, "lot": lot_told,
    "entry": ledger_entry_told, "orders": order_told, "goods_return": return_told,
    "refused_award": refused_award_told,
}  # fmt: skip

_TRAILS = (
    f"SELECT audit_id FROM booking_step WHERE {ABOUT['booking_step']}",
    f"SELECT audit_id FROM order_step WHERE {ABOUT['order_step']}",
    f"SELECT audit_id FROM posting WHERE {ABOUT['posting']}",
    f"SELECT audit_id FROM decision WHERE {ABOUT['decision']}",
    f"SELECT audit_id FROM stock_movement WHERE {ABOUT['stock_movement']}",
)

PROXIES: dict[str, tuple[str, ...]] = {
    "orders": ("id", "at", "proxy_name", "proxy_relation"),
    "order_step": ("order_id", "at", "note"),
    "hand_out": ("session_id", "at", "proxy_name", "proxy_relation"),
}
"""What is told of those who collected for others: not for whom."""

HIDDEN_FOR_OTHERS = "(others)"
"""Stands in place of an audit record's body that names other members too."""


class FindingQueries:
    """Who somebody is, and what is about them."""

    connection: Any

    def person(self, member: int) -> Person:
        staff_no, name, *numbers = self.connection.execute(
            "SELECT staff_no, name, phone, email, card_no FROM member WHERE id = ?", (member,)
        ).fetchone()
        identifiers, names = dict.fromkeys([staff_no, *filter(None, numbers)]), {name}
        rows = self.connection.execute(
            "SELECT body FROM audit WHERE action IN ('add_member', 'change_member', 'undo')"
            " AND instr(body, ?) > 0",
            (json.dumps(staff_no, ensure_ascii=False),),
        )
        for (body,) in rows:
            for record in _records_in(json.loads(body)):
                if record.get("staff_no") == staff_no:
                    told = (record.get(field) for field in ("phone", "email", "card_no"))
                    identifiers.update(dict.fromkeys(filter(None, told)))
                    names |= {record["name"]} if record.get("name") else set()
        own = [one for one in sorted(names) if self._bearers(one) <= (1 if one == name else 0)]
        return Person(member, staff_no, name, tuple(identifiers), tuple(own))

    def _bearers(self, name: str) -> int:
        found = self.connection.execute("SELECT count(*) FROM member WHERE name = ?", (name,))
        return int(found.fetchone()[0])

    def naming_of(self, person: Person) -> Naming:
        """What they, and what is theirs, are known by."""
        records = {
            told(number)
            for table, told in _LETTERS.items()
            for (number,) in self.connection.execute(
                f"SELECT id FROM {table} WHERE {ABOUT[table]}",
                _of(person),
            )
        }
        return Naming(person, frozenset(records))

    def audit_ids_about(self, person: Person) -> list[int]:
        naming, own = self.naming_of(person), _of(person)
        found = {number for trail in _TRAILS for (number,) in self.connection.execute(trail, own)}
        for number, body in self.connection.execute("SELECT id, body FROM audit WHERE body <> ''"):
            if number not in found and naming.is_about(body):
                found.add(number)
        return sorted(found)

    def data_of(self, person: Person) -> list[Held]:
        held = [self._held(table, where, person) for table, where in ABOUT.items()]
        held += [self._collected_for_others(table, person) for table in PROXIES]
        held += [self._audit(person), self._operations(person), self._handed_in(person), self._aside(person)]
        return [one for one in held if one.rows]

    def _held(self, table: str, where: str, person: Person) -> Held:
        cursor = self.connection.execute(
            f"SELECT * FROM {table} WHERE {where}",
            _of(person),
        )
        columns = tuple(column[0] for column in cursor.description)
        rows = [tuple(row) for row in cursor]
        if table == "decision":
            at = columns.index("candidates")
            rows = [(*row[:at], _own_part(row[at], person.number), *row[at + 1 :]) for row in rows]
        return Held(table, columns, tuple(rows))

    def _collected_for_others(self, table: str, person: Person) -> Held:
        """Where the name of somebody who collected is theirs, and nobody else's."""
        columns = PROXIES[table]
        cursor = self.connection.execute(f"SELECT {', '.join(columns)} FROM {table}")
        naming = Naming(person, frozenset())
        rows = [tuple(row) for row in cursor if any(naming.names(str(value)) for value in row)]
        return Held(f"{table}_for_others", columns, tuple(rows))

    def _audit(self, person: Person) -> Held:
        """Who did what to them, and when. What names others too is told without its words."""
        others = {
            staff_no
            for (staff_no,) in self.connection.execute(
                "SELECT staff_no FROM member WHERE id <> ?", (person.number,)
            )
        }
        rows = []
        for number in self.audit_ids_about(person):
            _id, at, operator, action, body = self.connection.execute(
                "SELECT id, at, operator, action, body FROM audit WHERE id = ?", (number,)
            ).fetchone()
            names_others = body and not others.isdisjoint(strings_in(json.loads(body)))
            rows.append((number, at, operator, action, HIDDEN_FOR_OTHERS if names_others else body))
        return Held("audit", ("id", "at", "operator", "action", "body"), tuple(rows))

    def _operations(self, person: Person) -> Held:
        naming = Naming(person, frozenset())
        rows = [
            (key, result)
            for key, result in self.connection.execute("SELECT key, result FROM operation")
            if any(map(naming.names, (key, *strings_in(json.loads(result)))))
        ]
        return Held("operation", ("key", "result"), tuple(rows))

    def _handed_in(self, person: Person) -> Held:
        """The figures of theirs among those that were handed in."""
        rows = []
        for month, figures in self.connection.execute("SELECT month, figures FROM report_kept ORDER BY id"):
            for path, value in json.loads(figures).items():
                if person.staff_no in words_of(path):
                    rows.append((month, path, value))
        return Held("report_kept", ("month", "figure", "value"), tuple(rows))

    def _aside(self, person: Person) -> Held:
        naming = self.naming_of(person)
        rows = [
            row
            for row in map(tuple, self.connection.execute("SELECT due_at, reason FROM set_aside"))
            if naming.names(str(row[1]))
        ]
        return Held("set_aside", ("due_at", "reason"), tuple(rows))


def _of(person: Person) -> dict[str, Any]:
    return {"member": person.number, "staff_no": person.staff_no}


def _records_in(value: Any) -> list[dict[str, Any]]:
    """All records within a JSON value."""
    if isinstance(value, dict):
        return [value, *(record for part in value.values() for record in _records_in(part))]
    return [record for part in value for record in _records_in(part)] if isinstance(value, list) else []


def _own_part(candidates: str, member: int) -> str:
    """Of those who were looked at, the member alone."""
    own = [one for one in json.loads(candidates) if one[1] == member]
    return json.dumps(own, ensure_ascii=False)


def words_of(path: str) -> list[str]:
    return path.replace("/", " ").split(" ")
