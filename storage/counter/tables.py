"""Orders, their lines, payments and trails; returns; shifts and their till."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from storage.columns import STRICT, flag, flags, number, table_of, text, unless_erasing

_STATES = "'open', 'collected', 'shipped', 'scheduled', 'done', 'cancelled'"
_TENDERS = "'points', 'allowance', 'cash', 'wechat', 'alipay', 'card'"
_MONEY = "'cash', 'wechat', 'alipay', 'card'"


class OrdersTable(SQLModel, table=True):
    """A redemption; `day` is the club's day of it. `due_at`: when its earned points unlock."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("orders_member", "member_id", "day", "id"),
        Index("orders_day", "day", "id"),
        Index("orders_state", "state", "day", "id"),
        Index("orders_due", "due_at", "due_kind", "id", sqlite_where=sql_text("due_at IS NOT NULL")),
        CheckConstraint(f"state IN ({_STATES})", name="states"),
        CheckConstraint("total >= 0 AND points_total >= 0 AND earned >= 0", name="sums"),
        CheckConstraint("points_per_yuan > 0", name="ratio"),
        CheckConstraint("(due_at IS NULL) = (due_kind IS NULL)", name="due"),
        flags("unlocked"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    state: str = text()
    at: int = number()
    day: str = text()
    total: int = number()
    points_total: int = number()
    points_per_yuan: int = number()
    points_entry_id: int | None = Field(foreign_key="entry.id")
    earned: int = number()
    unlocked: int = flag()
    received_on: str | None = text()
    proxy_name: str | None = text()
    proxy_relation: str | None = text()
    carrier: str | None = text()
    tracking: str | None = text()
    service_on: str | None = text()
    operator: str = text()
    due_at: int | None = number()
    due_kind: int | None = number()


class OrderLineTable(SQLModel, table=True):
    """A price is that of the day: fen each, or points each."""

    __tablename__ = "order_line"
    __table_args__ = (
        Index("order_line_order", "order_id", "id"),
        Index("order_line_item", "item_id", "order_id"),
        CheckConstraint("quantity > 0 AND 0 <= returned AND returned <= quantity", name="quantities"),
        CheckConstraint("(price IS NULL) <> (points_price IS NULL)", name="priced"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")
    item_id: int = Field(foreign_key="item.id")
    quantity: int = number()
    price: int | None = number()
    points_price: int | None = number()
    returned: int = number()


class TenderPartTable(SQLModel, table=True):
    """A part of what was paid; `entry_id` is the spend in the ledger."""

    __tablename__ = "tender_part"
    __table_args__ = (
        Index("tender_part_order", "order_id", "id"),
        CheckConstraint(f"kind IN ({_TENDERS})", name="kinds"),
        CheckConstraint(
            "value > 0 AND 0 <= value_back AND value_back <= value"
            " AND points >= 0 AND 0 <= points_back AND points_back <= points",
            name="no_more_back",
        ),
        CheckConstraint("(entry_id IS NOT NULL) = (kind IN ('points', 'allowance'))", name="spends"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")
    kind: str = text()
    value: int = number()
    points: int = number()
    entry_id: int | None = Field(foreign_key="entry.id")
    value_back: int = number()
    points_back: int = number()


class OrderStepTable(SQLModel, table=True):
    """The trail. `audit_id` is the audit record of the change that the step was part of."""

    __tablename__ = "order_step"
    __table_args__ = (Index("order_step_order", "order_id", "id"), STRICT)

    id: int | None = number(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")
    at: int = number()
    event: str = text()
    state: str = text()
    operator: str = text()
    note: str | None = text()
    audit_id: int = number()


class GoodsReturnTable(SQLModel, table=True):
    """Once that something came back."""

    __tablename__ = "goods_return"
    __table_args__ = (
        Index("goods_return_order", "order_id", "id"),
        Index("goods_return_at", "at"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")
    at: int = number()
    reason: str = text()
    override: str | None = text()
    operator: str = text()


class ReturnLineTable(SQLModel, table=True):
    __tablename__ = "return_line"
    __table_args__ = (
        Index("return_line_return", "return_id", "id"),
        CheckConstraint("quantity > 0", name="quantities"),
        CheckConstraint("condition IN ('resalable', 'damaged')", name="conditions"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    return_id: int = Field(foreign_key="goods_return.id")
    order_line_id: int = Field(foreign_key="order_line.id")
    quantity: int = number()
    condition: str = text()


class ServiceDayTable(SQLModel, table=True):
    """How many places a service has on a day, null for no limit, and how many are taken."""

    __tablename__ = "service_day"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND (places IS NULL OR taken <= places)", name="places"),
        {**STRICT, "sqlite_with_rowid": False},
    )

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    day: str = text(primary_key=True)
    places: int | None = number()
    taken: int = number()


class ShiftTable(SQLModel, table=True):
    """`counted` is JSON of fen by tender; `note` is for the next shift."""

    __tablename__ = "shift"
    __table_args__ = (
        Index("shift_open", "operator", unique=True, sqlite_where=sql_text("closed_at IS NULL")),
        Index("shift_closed", "closed_at", "opened_at"),
        CheckConstraint("(closed_at IS NULL) = (counted IS NULL)", name="closed"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    operator: str = text()
    opened_at: int = number()
    closed_at: int | None = number()
    counted: str | None = text()
    note: str | None = text()


class TillTable(SQLModel, table=True):
    """Money that went into a till, or out of it; `shift_id` null beside all shifts."""

    __tablename__ = "till"
    __table_args__ = (
        Index("till_shift", "shift_id", "id"),
        Index("till_day", "day", "id"),
        CheckConstraint("kind IN ('float', 'in', 'out', 'sale', 'refund')", name="kinds"),
        CheckConstraint(f"tender IN ({_MONEY})", name="tenders"),
        CheckConstraint("amount <> 0", name="amounts"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    shift_id: int | None = Field(foreign_key="shift.id")
    at: int = number()
    day: str = text()
    kind: str = text()
    tender: str = text()
    amount: int = number()
    reason: str | None = text()
    order_id: int | None = Field(foreign_key="orders.id")
    operator: str = text()


orders = table_of(OrdersTable)
order_line = table_of(OrderLineTable)
tender_part = table_of(TenderPartTable)
order_step = table_of(OrderStepTable)
goods_return = table_of(GoodsReturnTable)
return_line = table_of(ReturnLineTable)
service_day = table_of(ServiceDayTable)
shift = table_of(ShiftTable)
till = table_of(TillTable)

_FIXED: dict[str, tuple[str, ...]] = {
    "order_step": ("id", "order_id", "at", "event", "state", "operator", "audit_id"),
    "goods_return": ("id", "order_id", "at", "operator"),
    "till": ("id", "shift_id", "at", "day", "kind", "tender", "amount", "order_id", "operator"),
}
"""What is never changed in these tables; the rest are words."""


def _refused(name: str, deed: str) -> str:
    words = f"WHEN {unless_erasing(*_FIXED[name])}" if deed == "UPDATE" and name in _FIXED else ""
    return f"""CREATE TRIGGER {name}_no_{deed.lower()} BEFORE {deed} ON {name} {words}
    BEGIN SELECT RAISE(ABORT, 'the till and the trails are never changed: {name}'); END"""


COUNTER_TRIGGERS = tuple(
    _refused(name, deed)
    for name in ("order_step", "goods_return", "return_line", "till")
    for deed in ("UPDATE", "DELETE")
)
"""What was taken, what came back and who did it is never changed."""
