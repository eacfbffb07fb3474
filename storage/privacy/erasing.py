"""Taking away what tells who somebody is. What is counted and summed stays: bookings, ledger, stock,
orders."""
# ruff: noqa: S608 - the statements are words of these files; what comes from outside is bound

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.clock import Instant
from core.privacy.records import ERASED, Person
from storage.privacy.finding import ABOUT, FindingQueries, words_of
from storage.privacy.naming import Naming, strings_in

_IS_ID = "({0} GLOB '[A-Z][0-9]*' AND NOT substr({0}, 2) GLOB '*[^0-9]*')"
"""Whether the id of another record stands in a column by itself: the books are tied by those."""

_RULE = "iif(facts ->> '$.rule' IS NULL, NULL, json_object('rule', facts ->> '$.rule'))"
"""Of how an amount came about the earning rule stays: the reports of points are by it."""

_WORDS: tuple[tuple[str, str, str], ...] = (
    ("purposes", "booking", "purpose = NULL"),
    ("purposes", "booking", "override = :erased"),
    ("purposes", "waitlist", "purpose = NULL"),
    ("notes", "booking_step", "note = NULL"),
    ("notes", "order_step", "note = NULL"),
    ("notes", "goods_return", "reason = :erased"),
    ("notes", "goods_return", "override = :erased"),
    ("notes", "till", "reason = NULL"),
    ("notes", "stock_movement", "reason = NULL"),
    ("notes", "unused_reason", "note = NULL"),
    ("notices", "notice", "facts = '{}'"),
    ("notices", "notice", "said = :erased"),
    ("ledger_words", "posting", "reason = NULL"),
    ("ledger_words", "posting", "document = :erased"),
    ("ledger_words", "posting", f"facts = {_RULE}"),
    ("ledger_words", "lot", "reason = NULL"),
    ("ledger_words", "award", "event = :erased || lot_id"),
    ("proxies", "orders", "proxy_name = :erased"),
    ("proxies", "orders", "proxy_relation = NULL"),
    ("proxies", "orders", "tracking = NULL"),
    ("proxies", "hand_out", "proxy_name = :erased"),
    ("proxies", "hand_out", "proxy_relation = NULL"),
)
"""By kind and table, the words that go, and what stands there then."""

_REFUSED_AWARD = """
UPDATE refused_award SET member = :pseudonym, event = :erased || id, name = NULL, place = NULL, facts = '{}',
  note = CASE WHEN note IS NULL THEN NULL ELSE :erased END WHERE member = :staff_no
"""
WITHOUT_DETAILS = """candidates = (
  SELECT json_group_array(json_array(
    json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
    json_extract(value, '$[3]'), json_extract(value, '$[4]'),
    CASE WHEN {whose} THEN iif(json_extract(value, '$[5].start') IS NULL, NULL,
        json_object('start', json_extract(value, '$[5].start')))
      ELSE json(json_extract(value, '$[5]')) END,
    json_extract(value, '$[6]')
  )) FROM json_each(decision.candidates)
)"""
"""A decision with the facts of some who were looked at gone, save the start of the slot that was asked for:
the reports count who was turned away by it."""

_THEIRS = WITHOUT_DETAILS.format(whose="json_extract(value, '$[1]') = :member")
_MEMBER = """
UPDATE member SET staff_no = :pseudonym, name = :erased, pinyin = '', phone = NULL, email = NULL,
  card_no = NULL, performance = NULL, hired_on = substr(hired_on, 1, 8) || '01',
  left_on = substr(left_on, 1, 8) || '01' WHERE id = :member
"""
"""Department and grade stay, and of the days the month: the reports of past months are by them."""

FREE: dict[str, tuple[str, ...]] = {
    "booking": ("purpose", "override"),
    "booking_step": ("note",),
    "closure": ("reason",),
    "goods_return": ("reason", "override"),
    "hand_out_session": ("name", "reason"),
    "lot": ("reason",),
    "notice": ("facts", "said"),
    "order_step": ("note",),
    "orders": ("proxy_name", "proxy_relation", "tracking"),
    "posting": ("reason", "document", "facts"),
    "refused_award": ("name", "note", "event", "facts"),
    "set_aside": ("reason",),
    "shift": ("note",),
    "stock_movement": ("reason", "document"),
    "till": ("reason",),
    "unused_reason": ("note",),
    "waitlist": ("purpose",),
}
"""Where people write what they like: somebody may be named in what is about others."""

_IN_THE_WAY: dict[str, str] = {
    "coming_bookings": """SELECT 'B' || b.id FROM booking b JOIN slot s ON s.id = b.slot_id
        WHERE b.member_id = :member AND b.state IN ('pending', 'confirmed', 'checked_in')
          AND s.ends_at > :at ORDER BY b.id""",
    "waiting": """SELECT 'W' || id FROM waitlist
        WHERE member_id = :member AND state IN ('waiting', 'offered') ORDER BY id""",
    "open_orders": """SELECT 'O' || id FROM orders
        WHERE member_id = :member AND state IN ('open', 'scheduled') ORDER BY id""",
    "hand_outs": """SELECT s.code FROM hand_out h JOIN hand_out_session s ON s.id = h.session_id
        WHERE h.member_id = :member AND h.at IS NULL AND s.closed_at IS NULL ORDER BY s.code""",
    "balance": """SELECT unit || ' ' || sum(amount) FROM entry
        WHERE member_id = :member GROUP BY unit HAVING sum(amount) <> 0 ORDER BY unit""",
    "refused_awards": """SELECT 'X' || id FROM refused_award
        WHERE member = :staff_no AND how IS NULL ORDER BY id""",
}
"""What keeps a member from being erased."""


@contextmanager
def letting_words_go(connection: Any) -> Iterator[None]:
    """Within this the triggers of the books let words go (`ErasingTable`)."""
    connection.execute("INSERT INTO erasing (id) VALUES (1)")
    yield
    connection.execute("DELETE FROM erasing")


def _of_words(table: str, change: str) -> str:
    """Which rows of a member have such words still."""
    column, _, value = change.partition(" = ")
    where = f"({ABOUT[table]}) AND {column} IS NOT NULL"
    if column in ("note", "document"):
        where += f" AND NOT {_IS_ID.format(column)}"
    if value in (":erased", "'{}'"):
        where += f" AND {column} IS NOT {value}"
    if table == "posting":  # words that are others' too, of one posting for many, stay
        where += (
            " AND NOT EXISTS (SELECT 1 FROM entry WHERE posting_id = posting.id AND member_id <> :member)"
        )
    return where


class ErasureQueries(FindingQueries):
    """Erasing somebody."""

    scrub_wanted = False
    """The file itself is to be made anew when this transaction has ended: its free pages hold what went."""

    def in_the_way(self, member: int, at: Instant) -> dict[str, list[str]]:
        staff_no = self.connection.execute("SELECT staff_no FROM member WHERE id = ?", (member,)).fetchone()
        given = {"member": member, "at": at, "staff_no": staff_no[0]}
        found = {
            what: [str(told) for (told,) in self.connection.execute(query, given)]
            for what, query in _IN_THE_WAY.items()
        }
        return {what: records for what, records in found.items() if records}

    def erasure_counts(self, person: Person) -> dict[str, int]:
        given = self._given(person, "", Instant(0))
        counts: dict[str, int] = {}
        for kind, table, change in _WORDS:
            query = f"SELECT count(*) FROM {table} WHERE {_of_words(table, change)}"
            counts[kind] = counts.get(kind, 0) + int(self.connection.execute(query, given).fetchone()[0])
        naming = self.naming_of(person)
        counts["audit_bodies"] = len(self._bodies_telling(naming))
        counts["mentioned"] = self._mentioned(person)
        return counts

    def erase(self, person: Person, pseudonym: str, at: Instant, operator: str) -> dict[str, int]:
        self.scrub_wanted = True
        naming = self.naming_of(person)
        given = self._given(person, pseudonym, at)
        counts: dict[str, int] = {}
        with letting_words_go(self.connection):
            self._erase_audit(naming, counts)
            self._erase_figures(person.staff_no, pseudonym)
            self.connection.execute(
                "UPDATE notice SET useful_until = min(useful_until, :at) WHERE member_id = :member", given
            )
            for kind, table, change in _WORDS:
                update = f"UPDATE {table} SET {change} WHERE {_of_words(table, change)}"
                counts[kind] = counts.get(kind, 0) + self.connection.execute(update, given).rowcount
            self.connection.execute(f"UPDATE decision SET {_THEIRS} WHERE {ABOUT['decision']}", given)
            self.connection.execute(_REFUSED_AWARD, given)
            self.connection.execute("DELETE FROM member_key WHERE member_id = :member", given)
            self._sweep(naming)
            self.connection.execute(_MEMBER, given)
            self.connection.execute("INSERT INTO erasure VALUES (:member, :at, :operator)",
                                    given | {"operator": operator})  # fmt: skip
        counts["mentioned"] = self._mentioned(person)
        return counts

    @staticmethod
    def _given(person: Person, pseudonym: str, at: Instant) -> dict[str, Any]:
        return {
            "member": person.number,
            "staff_no": person.staff_no,
            "pseudonym": pseudonym,
            "erased": ERASED,
            "at": at,
        }

    def _bodies_telling(self, naming: Naming) -> list[int]:
        rows = self.connection.execute("SELECT id, body FROM audit WHERE body <> ''")
        return [number for number, body in rows if naming.is_told_by(body)]

    def _erase_audit(self, naming: Naming, counts: dict[str, int]) -> None:
        """The bodies with their salts: without its salt nobody can prove by trying what a body was. A key
        that was used stays used, with no result."""
        numbers = self._bodies_telling(naming)
        self.connection.executemany(
            "UPDATE audit SET body = '', salt = '' WHERE id = ?", [(number,) for number in numbers]
        )
        counts["audit_bodies"] = len(numbers)
        gone = frozenset(numbers)
        keys = [
            (key,)
            for key, result, record in self.connection.execute("SELECT key, result, audit_id FROM operation")
            if record in gone or any(map(naming.names, strings_in(json.loads(result))))
        ]
        self.connection.executemany("UPDATE operation SET digest = '', result = '{}' WHERE key = ?", keys)
        naming_keys = [(key,) for (key,) in keys if naming.names(key)]
        self.connection.executemany("DELETE FROM operation WHERE key = ?", naming_keys)
        counts["operations"] = len(keys)

    def _erase_figures(self, staff_no: str, pseudonym: str) -> None:
        """In the figures that were handed in their number becomes the pseudonym, and notes go."""
        rows = self.connection.execute(
            "SELECT id, figures FROM report_kept WHERE instr(figures, ?) > 0", (staff_no,)
        ).fetchall()
        for number, figures in rows:
            kept = {}
            for path, value in json.loads(figures).items():
                theirs = staff_no in words_of(path)
                told = " ".join(
                    "/".join(pseudonym if word == staff_no else word for word in part.split("/"))
                    for part in path.split(" ")
                )
                kept[told] = None if theirs and path.endswith("/note") else value
            self.connection.execute(
                "UPDATE report_kept SET figures = ? WHERE id = ?",
                (json.dumps(kept, ensure_ascii=False), number),
            )

    def _sweep(self, naming: Naming) -> None:
        """Their numbers and addresses, and their name where it stands alone, in the words about others."""
        for table, columns in FREE.items():
            for column in columns:
                rows = self.connection.execute(
                    f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL"
                ).fetchall()
                changed = [
                    (told, number) for number, text in rows if (told := naming.without(text, ERASED)) != text
                ]
                update = f"UPDATE {table} SET {column} = ? WHERE id = ?"
                self.connection.executemany(update, changed)
        for name in naming.person.names:
            self.connection.execute(
                "UPDATE hand_out SET proxy_name = ?, proxy_relation = NULL WHERE proxy_name = ?",
                (ERASED, name),
            )
            self.connection.execute(
                "UPDATE orders SET proxy_relation = NULL WHERE proxy_name = ? AND proxy_relation IS NOT NULL",
                (ERASED,),
            )

    def _mentioned(self, person: Person) -> int:
        """Free texts about others in which the name stands among other words."""
        count = 0
        for table, columns in FREE.items():
            others = f" AND NOT ({ABOUT[table]})" if table in ABOUT else ""
            for column in columns:
                query = f"SELECT count(*) FROM {table} WHERE instr({column}, :name) > 0{others}"
                for name in person.names:
                    given = self._given(person, "", Instant(0)) | {"name": name}
                    count += int(self.connection.execute(query, given).fetchone()[0])
        return count
