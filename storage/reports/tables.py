"""What is kept for the reports alone."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from storage.columns import STRICT, number, text

_REASONS = "'not_aware', 'nothing_suitable', 'out_of_stock', 'too_little', 'saving_up', 'on_leave', 'other'"


class UnusedReasonTable(SQLModel, table=True):
    """Why a member uses none of their allowance, as it was said at the desk; `day` is what it is about. Only
    added to: the last counts, and one without a reason takes back what was noted before."""

    __tablename__ = "unused_reason"
    __table_args__ = (
        Index("unused_reason_day", "day", "id"),
        Index("unused_reason_member", "member_id", "day"),
        CheckConstraint(f"reason IN ({_REASONS})", name="reasons"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    day: str = text()
    reason: str | None = text()
    note: str | None = text()
    at: int = number()
    operator: str = text()


unused_reason = UnusedReasonTable.__table__  # type: ignore[attr-defined]
