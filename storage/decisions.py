"""Decision records: their table and queries."""

import json
from typing import Any

from sqlalchemy import CheckConstraint, Index, insert, select
from sqlmodel import Field, SQLModel

from core.audit import canonical
from core.decisions.records import Candidate, Decision
from storage.columns import STRICT, number, table_of, text
from storage.statement import Statement, given


class DecisionTable(SQLModel, table=True):
    """Each hand-out of places, with everyone who was looked at, and each refused booking. `candidates` is
    JSON; `member_id`, `code` and `party` repeat it for a refusal, which has one. `audit_id` is the record of
    the change that the decision was part of."""

    __tablename__ = "decision"
    __table_args__ = (
        Index("decision_slot", "slot_id", "id"),
        CheckConstraint("kind IN ('hand_out', 'refusal')", name="kinds"),
        CheckConstraint("(kind = 'refusal') = (member_id IS NOT NULL)", name="refusals"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    slot_id: int = Field(foreign_key="slot.id")
    at: int = number()
    kind: str = text()
    cause: str = text()
    record: str | None = text()
    operator: str = text()
    free: int = number()
    member_id: int | None = Field(foreign_key="member.id")
    code: str | None = text()
    party: int | None = number()
    candidates: str = text()
    audit_id: int = number()


decision = table_of(DecisionTable)

_NEW = (
    "slot_id", "at", "kind", "cause", "record", "operator", "free", "member_id", "code", "party",
    "candidates", "audit_id",
)  # fmt: skip
_ADD = Statement(insert(decision).values({name: given(name) for name in _NEW}), *_NEW)
_OF_SLOT = Statement(
    select(
        *(
            decision.c[name]
            for name in ("slot_id", "at", "kind", "cause", "record", "operator", "free", "candidates")
        )
    )
    .where(decision.c.slot_id == given("slot"))
    .order_by(decision.c.id),
    "slot",
)


class DecisionQueries:
    """The decisions' part of the store; what the methods promise stands with core's protocols."""

    connection: Any
    audit_number: int

    def add_decision(self, decision: Decision) -> None:
        refused = decision.candidates[0] if decision.kind == "refusal" else None
        _ADD.run(
            self.connection,
            *decision[:-1],
            *((None, None, None) if refused is None else (refused.member, refused.code, refused.party)),
            canonical([list(candidate) for candidate in decision.candidates]),
            self.audit_number,
        )

    def decisions_on(self, slot: int) -> list[Decision]:
        return [
            Decision._make((*row[:-1], tuple(Candidate(*fields) for fields in json.loads(row[-1]))))
            for row in _OF_SLOT.run(self.connection, slot)
        ]
