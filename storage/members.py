"""Members: their table, the table of search keys, and the queries."""

from typing import Any, NamedTuple

from sqlalchemy import CheckConstraint, Index, delete, insert, select, update
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from core.due import Due
from core.members.records import Member
from storage.columns import STRICT, day_or_none, due_columns, flag, flags, number, table_of, text
from storage.statement import Statement, given


class MemberTable(SQLModel, table=True):
    """`due_at` and `due_kind`: when what a leaving member has is recalled."""

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint("(due_at IS NULL) = (due_kind IS NULL)", name="due"),
        flags("shared"),
        Index("member_card", "card_no", unique=True, sqlite_where=sql_text("card_no IS NOT NULL")),
        Index("member_due", "due_at", "due_kind", "id", sqlite_where=sql_text("due_at IS NOT NULL")),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    staff_no: str = text(unique=True)
    name: str = text()
    department: str | None = text()
    grade: str | None = text()
    hired_on: str | None = text()
    phone: str | None = text()
    email: str | None = text()
    card_no: str | None = text()
    performance: str | None = text()
    shared: int = flag()
    left_on: str | None = text()
    pinyin: str = text()
    due_at: int | None = number()
    due_kind: int | None = number()


class MemberKeyTable(SQLModel, table=True):
    """Every text that a member is found by, as a prefix."""

    __tablename__ = "member_key"
    __table_args__ = (Index("member_key_member", "member_id"), {**STRICT, "sqlite_with_rowid": False})

    key: str = text(primary_key=True)
    member_id: int = Field(primary_key=True, foreign_key="member.id")


member = table_of(MemberTable)
member_key = table_of(MemberKeyTable)
MEMBER_COLUMNS = tuple(column for column in member.c if not column.name.startswith("due_"))
_VALUES = tuple(column.name for column in MEMBER_COLUMNS if column.name != "id")

_BY_STAFF_NO = Statement(select(*MEMBER_COLUMNS).where(member.c.staff_no == given("staff_no")), "staff_no")
_ALL = Statement(select(*MEMBER_COLUMNS).order_by(member.c.staff_no))
_BY_NUMBER = Statement(select(*MEMBER_COLUMNS).where(member.c.id == given("number")), "number")
_BY_CARD = Statement(select(*MEMBER_COLUMNS).where(member.c.card_no == given("card_no")), "card_no")
_ADD = Statement(insert(member).values({name: given(name) for name in _VALUES}), *_VALUES)
_CHANGE = Statement(
    update(member).where(member.c.id == given("number")).values({name: given(name) for name in _VALUES}),
    *_VALUES,
    "number",
)
_ADD_KEY = Statement(
    insert(member_key).values(key=given("key"), member_id=given("member_id")), "key", "member_id"
)
_SET_DUE = Statement(
    update(member)
    .where(member.c.id == given("number"))
    .values(due_at=given("new_due_at"), due_kind=given("new_due_kind")),
    "new_due_at",
    "new_due_kind",
    "number",
)
_DROP_KEYS = Statement(delete(member_key).where(member_key.c.member_id == given("member_id")), "member_id")

_PREFIX = Statement(
    select(
        member_key.c.key,
        member.c.id,
        member.c.name,
        member.c.staff_no,
        member.c.card_no,
        member.c.pinyin,
    )
    .select_from(member_key.join(member, member.c.id == member_key.c.member_id))
    .where(member_key.c.key >= given("first"), member_key.c.key < given("beyond"))
    .order_by(member_key.c.key)
    .limit(given("limit")),
    "first",
    "beyond",
    "limit",
)

_BETWEEN_DIGITS = str.maketrans("", "", "-+() ")
"""What people put between the digits of a phone number."""

BEYOND = "\U0010ffff"
CANDIDATES = 20
"""Keys looked at for each hit wanted: one member, or item, has several keys that begin alike."""


def member_from(row: tuple[Any, ...]) -> Member:
    """A member from its columns."""
    fields = (*row[:5], day_or_none(row[5]), *row[6:10], bool(row[10]), day_or_none(row[11]), row[12])
    return Member(*fields)


def _row(kept: Member, pinyin: str) -> tuple[Any, ...]:
    return (
        kept.staff_no,
        kept.name,
        kept.department,
        kept.grade,
        None if kept.hired_on is None else kept.hired_on.isoformat(),
        kept.phone,
        kept.email,
        kept.card_no,
        kept.performance,
        int(kept.shared),
        None if kept.left_on is None else kept.left_on.isoformat(),
        pinyin,
    )


class MemberQueries:
    """The member part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def member(self, staff_no: str) -> Member | None:
        row = _BY_STAFF_NO.run(self.connection, staff_no).fetchone()
        return None if row is None else member_from(row)

    def members(self) -> list[Member]:
        return [member_from(row) for row in _ALL.run(self.connection)]

    def members_numbered(self, numbers: list[int]) -> dict[int, Member]:
        rows = ((number_, _BY_NUMBER.run(self.connection, number_).fetchone()) for number_ in numbers)
        return {number_: member_from(row) for number_, row in rows if row is not None}

    def member_with_card(self, card_no: str) -> Member | None:
        row = _BY_CARD.run(self.connection, card_no).fetchone()
        return None if row is None else member_from(row)

    def add_member(self, member: Member) -> None:
        from storage.names import keys_of, pinyin_of

        cursor = _ADD.run(self.connection, *_row(member, pinyin_of(member.name)))
        _ADD_KEY.run_many(self.connection, [(key, cursor.lastrowid) for key in keys_of(member)])

    def change_member(self, member: Member) -> None:
        from storage.names import keys_of, pinyin_of

        _CHANGE.run(self.connection, *_row(member, pinyin_of(member.name)), member.number)
        _DROP_KEYS.run(self.connection, member.number)
        _ADD_KEY.run_many(self.connection, [(key, member.number) for key in keys_of(member)])

    def set_member_due(self, member: int, due: Due | None) -> None:
        _SET_DUE.run(self.connection, *due_columns(due), member)

    def search_members(self, text: str, limit: int) -> list[Member]:
        """Whose name or number is the text, then whose name begins with it, then who is found by a part."""
        from storage.names import tail_key

        whole: dict[_Met, bool] = {}
        digits = text.translate(_BETWEEN_DIGITS)
        for prefix in [text, tail_key(digits)] if digits.isdecimal() else [text]:
            rows = _PREFIX.run(self.connection, prefix, prefix + BEYOND, limit * CANDIDATES)
            for row in rows:
                met = _Met._make(row[1:])
                whole[met] = whole.get(met, False) or row[0] == prefix
        best = sorted(whole, key=lambda met: _rank(met, whole[met], text))[:limit]
        return [member_from(_BY_NUMBER.run(self.connection, met.number).fetchone()) for met in best]


def rest_member(connection: Any, number: int) -> None:
    """Lets a member wait for nothing more by itself."""
    _SET_DUE.run(connection, None, None, number)


class _Met(NamedTuple):
    """A member who is met by a key: what the order of the hits looks at."""

    number: int
    name: str
    staff_no: str
    card_no: str | None
    pinyin: str


def _rank(met: _Met, whole: bool, text: str) -> tuple[bool, bool, bool, bool, str, str]:
    """Less is better: the name or number itself, its beginning, a surname of the same letter, a whole key."""
    pinyin = met.pinyin.replace(" ", "")
    return (
        text not in (met.name, met.staff_no, met.card_no, pinyin),
        not (met.name.startswith(text) or pinyin.startswith(text)),
        not pinyin.startswith(text[:1]),
        not whole,
        met.pinyin,
        met.staff_no,
    )
