"""What is kept of how personal data are treated: notice texts, who was shown which, who was erased."""

from sqlmodel import Field, SQLModel

from storage.columns import STRICT, number, table_of, text


class PrivacyNoticeTable(SQLModel, table=True):
    """The texts that tell members what is kept of them, each with its version. Only added to."""

    __tablename__ = "privacy_notice"
    __table_args__ = (STRICT,)

    version: int | None = number(default=None, primary_key=True)
    words: str = text()
    at: int = number()
    operator: str = text()


class NoticeShownTable(SQLModel, table=True):
    """Which member was shown which text, and on what day."""

    __tablename__ = "privacy_notice_shown"
    __table_args__ = ({**STRICT, "sqlite_with_rowid": False},)

    member_id: int = Field(primary_key=True, foreign_key="member.id")
    version: int = Field(primary_key=True, foreign_key="privacy_notice.version")
    day: str = text()
    operator: str = text()


class ErasureTable(SQLModel, table=True):
    """Members of whom nothing personal is kept any more."""

    __tablename__ = "erasure"
    __table_args__ = (STRICT,)

    member_id: int = Field(primary_key=True, foreign_key="member.id")
    at: int = number()
    operator: str = text()


class ErasingTable(SQLModel, table=True):
    """A row stands here only while personal data are taken away, within that transaction: the triggers that
    keep the books from being changed then let words go, and nothing else."""

    __tablename__ = "erasing"
    __table_args__ = (STRICT,)

    id: int | None = number(default=None, primary_key=True)


privacy_notice = table_of(PrivacyNoticeTable)
notice_shown = table_of(NoticeShownTable)
erasure = table_of(ErasureTable)

PRIVACY_TRIGGERS = tuple(
    f"""CREATE TRIGGER privacy_notice_no_{deed.lower()} BEFORE {deed} ON privacy_notice
    BEGIN SELECT RAISE(ABORT, 'a text that was shown is never changed'); END"""
    for deed in ("UPDATE", "DELETE")
)
"""What somebody was shown stays as it was."""
