"""What is kept for the reports alone."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from storage.columns import STRICT, number, table_of, text, unless_erasing

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


class ReportKeptTable(SQLModel, table=True):
    """The figures of a month as they were handed in; `figures` is JSON by path. Only added to."""

    __tablename__ = "report_kept"
    __table_args__ = (
        Index("report_kept_month", "month", "id"),
        CheckConstraint("length(month) = 7", name="month"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    month: str = text()
    at: int = number()
    operator: str = text()
    figures: str = text()


report_kept = table_of(ReportKeptTable)
unused_reason = table_of(UnusedReasonTable)

REPORT_TRIGGERS = (
    """CREATE TRIGGER report_kept_no_delete BEFORE DELETE ON report_kept
    BEGIN SELECT RAISE(ABORT, 'what was handed in is never changed'); END""",
    f"""CREATE TRIGGER report_kept_no_update BEFORE UPDATE ON report_kept
    WHEN {unless_erasing("id", "month", "at", "operator")}
    BEGIN SELECT RAISE(ABORT, 'what was handed in is never changed'); END""",
)
"""What the manager was given stays as it was."""
