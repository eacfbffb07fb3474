"""Items and stock movements: tables and queries."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, delete, func, insert, select, update
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from core.clock import Instant
from core.stock.records import Item, Movement
from core.text import folded
from storage.columns import STRICT, day_or_none, flag, flags, number, table_of, text, unless_erasing
from storage.members import BEYOND, CANDIDATES
from storage.statement import Statement, given

_IS_LOW = "low_stock IS NOT NULL AND kind = 'goods' AND on_hand - held <= low_stock"


class ItemTable(SQLModel, table=True):
    """`on_hand` is what the movements sum to, `held` what open orders wait for: `check` works both out
    anew."""

    __tablename__ = "item"
    __table_args__ = (
        Index("item_barcode", "barcode", unique=True, sqlite_where=sql_text("barcode IS NOT NULL")),
        CheckConstraint("kind IN ('goods', 'service')", name="kinds"),
        CheckConstraint("price IS NOT NULL OR points_price IS NOT NULL", name="priced"),
        CheckConstraint("price > 0 AND points_price > 0 AND low_stock >= 0", name="numbers"),
        CheckConstraint("0 <= held AND held <= on_hand", name="never_negative"),
        flags("returnable"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    sku: str = text(unique=True)
    name: str = text()
    kind: str = text()
    category: str | None = text()
    specification: str | None = text()
    price: int | None = number()
    points_price: int | None = number()
    low_stock: int | None = number()
    returnable: int = flag()
    supplier: str | None = text()
    barcode: str | None = text()
    sale_from: str | None = text()
    sale_to: str | None = text()
    on_hand: int = number()
    held: int = number()


class ItemKeyTable(SQLModel, table=True):
    """Every text that an item is found by, as a prefix."""

    __tablename__ = "item_key"
    __table_args__ = (Index("item_key_item", "item_id"), {**STRICT, "sqlite_with_rowid": False})

    key: str = text(primary_key=True)
    item_id: int = Field(primary_key=True, foreign_key="item.id")


class StockMovementTable(SQLModel, table=True):
    """Only ever added. `audit_id` is the audit record of the change that it was part of."""

    __tablename__ = "stock_movement"
    __table_args__ = (
        Index("stock_movement_item", "item_id", "at", "id"),
        CheckConstraint(
            "kind IN ('received', 'written_off', 'counted', 'sold', 'returned', 'handed_out')", name="kinds"
        ),
        CheckConstraint("quantity <> 0", name="quantities"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id")
    at: int = number()
    kind: str = text()
    quantity: int = number()
    reason: str | None = text()
    unit_cost: int | None = number()
    document: str | None = text()
    operator: str = text()
    audit_id: int = number()


item = table_of(ItemTable)
item_key = table_of(ItemKeyTable)
stock_movement = table_of(StockMovementTable)

STOCK_TRIGGERS = (
    f"""CREATE TRIGGER stock_movement_no_update BEFORE UPDATE ON stock_movement
    WHEN {unless_erasing("id", "item_id", "at", "kind", "quantity", "unit_cost", "operator", "audit_id")}
    BEGIN SELECT RAISE(ABORT, 'stock movements are never changed'); END""",
    """CREATE TRIGGER stock_movement_no_delete BEFORE DELETE ON stock_movement
    BEGIN SELECT RAISE(ABORT, 'stock movements are never changed'); END""",
    """CREATE TRIGGER stock_movement_only_append BEFORE INSERT ON stock_movement
    WHEN NEW.id > 0 AND NEW.id <= (SELECT max(id) FROM stock_movement)
    BEGIN SELECT RAISE(ABORT, 'stock movements are only added at the end'); END""",
)

ITEM_COLUMNS = tuple(item.c)
_OWN = tuple(column.name for column in ITEM_COLUMNS if column.name not in ("id", "on_hand", "held"))
_BY_SKU = Statement(select(*ITEM_COLUMNS).where(item.c.sku == given("sku")), "sku")
_BY_BARCODE = Statement(select(*ITEM_COLUMNS).where(item.c.barcode == given("barcode")), "barcode")
_ALL = Statement(select(*ITEM_COLUMNS).order_by(item.c.category.is_(None), item.c.category, item.c.sku))
_LOW = Statement(
    select(*ITEM_COLUMNS)
    .where(sql_text(_IS_LOW))
    .order_by(item.c.on_hand - item.c.held - item.c.low_stock, item.c.sku)
)
_ADD = Statement(
    insert(item).values({**{name: given(name) for name in _OWN}, "on_hand": 0, "held": 0}), *_OWN
)
_ADD_KEY = Statement(insert(item_key).values(key=given("key"), item_id=given("item_id")), "key", "item_id")
_DROP_KEYS = Statement(delete(item_key).where(item_key.c.item_id == given("item_id")), "item_id")
_PREFIX = Statement(
    select(item_key.c.key, *ITEM_COLUMNS)
    .select_from(item_key.join(item, item.c.id == item_key.c.item_id))
    .where(item_key.c.key >= given("first"), item_key.c.key < given("beyond"))
    .order_by(item_key.c.key)
    .limit(given("limit")),
    "first",
    "beyond",
    "limit",
)
_CHANGE = Statement(
    update(item).where(item.c.id == given("number")).values({name: given(f"new_{name}") for name in _OWN}),
    *(f"new_{name}" for name in _OWN),
    "number",
)
_COUNT = Statement(
    update(item)
    .where(item.c.id == given("number"))
    .values(on_hand=item.c.on_hand + given("more"), held=item.c.held + given("more_held")),
    "more",
    "more_held",
    "number",
)
_MOVEMENT = ("item_id", "at", "kind", "quantity", "reason", "unit_cost", "document", "operator", "audit_id")
_MOVE = Statement(insert(stock_movement).values({name: given(name) for name in _MOVEMENT}), *_MOVEMENT)
_MOVEMENTS = Statement(
    select(*(stock_movement.c[name] for name in _MOVEMENT[1:-1]))
    .where(stock_movement.c.item_id == given("item"))
    .order_by(stock_movement.c.at.desc(), stock_movement.c.id.desc())
    .limit(given("limit")),
    "item",
    "limit",
)
_MOVED_SINCE = Statement(
    select(func.coalesce(func.sum(stock_movement.c.quantity), 0)).where(
        stock_movement.c.item_id == given("item"), stock_movement.c.at > given("instant")
    ),
    "item",
    "instant",
)


def item_from(row: tuple[Any, ...]) -> Item:
    """An item from its columns."""
    fields = (*row[:9], bool(row[9]), *row[10:12], day_or_none(row[12]), day_or_none(row[13]), *row[14:])
    return Item(*fields)


def _row(kept: Item) -> tuple[Any, ...]:
    return (
        *kept[1:9],
        int(kept.returnable),
        *kept[10:12],
        None if kept.sale_from is None else kept.sale_from.isoformat(),
        None if kept.sale_to is None else kept.sale_to.isoformat(),
    )


def _rank(found: Item, whole: bool, text: str) -> tuple[bool, bool, bool, str]:
    """Less is better: the code or barcode itself, a name that begins so, a whole key."""
    codes = ("".join(folded(code).lower().split()) for code in (found.sku, found.barcode or ""))
    name = "".join(folded(found.name).lower().split())
    return (text not in codes, not name.startswith(text), not whole, found.sku)


class StockQueries:
    """The stock part of the store; what the methods promise stands with core's protocols."""

    connection: Any
    audit_number: int

    def item(self, sku: str) -> Item | None:
        row = _BY_SKU.run(self.connection, sku).fetchone()
        return None if row is None else item_from(row)

    def item_with_barcode(self, barcode: str) -> Item | None:
        row = _BY_BARCODE.run(self.connection, barcode).fetchone()
        return None if row is None else item_from(row)

    def items(self) -> list[Item]:
        return [item_from(row) for row in _ALL.run(self.connection)]

    def low_items(self) -> list[Item]:
        return [item_from(row) for row in _LOW.run(self.connection)]

    def add_item(self, item: Item) -> None:
        self._add_keys(int(_ADD.run(self.connection, *_row(item)).lastrowid), item)

    def change_item(self, item: Item) -> None:
        _CHANGE.run(self.connection, *_row(item), item.number)
        _DROP_KEYS.run(self.connection, item.number)
        self._add_keys(item.number, item)

    def _add_keys(self, number: int, item: Item) -> None:
        from storage.names import item_keys_of

        _ADD_KEY.run_many(self.connection, [(key, number) for key in item_keys_of(item)])

    def search_items(self, text: str, limit: int) -> list[Item]:
        """Whose code, barcode or name is the text, then whose name begins with it, then who is found by a
        part."""
        from storage.names import tail_key

        whole: dict[Item, bool] = {}
        for prefix in [text, tail_key(text)] if text.isdecimal() else [text]:
            for row in _PREFIX.run(self.connection, prefix, prefix + BEYOND, limit * CANDIDATES):
                found = item_from(row[1:])
                whole[found] = whole.get(found, False) or row[0] == prefix
        return sorted(whole, key=lambda one: _rank(one, whole[one], text))[:limit]

    def move_stock(self, item: int, movement: Movement) -> None:
        _MOVE.run(self.connection, item, *movement, self.audit_number)
        _COUNT.run(self.connection, movement.quantity, 0, item)

    def hold_stock(self, item: int, change: int) -> None:
        _COUNT.run(self.connection, 0, change, item)

    def movements_of(self, item: int, limit: int) -> list[Movement]:
        return [Movement(*row) for row in _MOVEMENTS.run(self.connection, item, limit)]

    def moved_since(self, item: int, instant: Instant) -> int:
        return int(_MOVED_SINCE.run(self.connection, item, instant).fetchone()[0])
