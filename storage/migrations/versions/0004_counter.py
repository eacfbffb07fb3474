"""The counter: items and stock, orders, returns, shifts.

The tables are written out as they were at this version, so that later changes of the declarations change
nothing here.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = (
    """CREATE TABLE item (
    id INTEGER NOT NULL, sku TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, category TEXT,
    specification TEXT, price INTEGER, points_price INTEGER, low_stock INTEGER, returnable INTEGER NOT
    NULL, supplier TEXT, barcode TEXT, sale_from TEXT, sale_to TEXT, on_hand INTEGER NOT NULL, held
    INTEGER NOT NULL, PRIMARY KEY (id), CONSTRAINT kinds CHECK (kind IN ('goods', 'service')), CONSTRAINT
    priced CHECK (price IS NOT NULL OR points_price IS NOT NULL), CONSTRAINT numbers CHECK (price > 0 AND
    points_price > 0 AND low_stock >= 0), CONSTRAINT never_negative CHECK (0 <= held AND held <= on_hand),
    CONSTRAINT flags CHECK (returnable IN (0, 1)), UNIQUE (sku)
) STRICT""",
    """CREATE TABLE item_key (
    "key" TEXT NOT NULL, item_id INTEGER NOT NULL, PRIMARY KEY ("key", item_id), FOREIGN KEY(item_id)
    REFERENCES item (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE stock_movement (
    id INTEGER NOT NULL, item_id INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, quantity
    INTEGER NOT NULL, reason TEXT, unit_cost INTEGER, document TEXT, operator TEXT NOT NULL, audit_id
    INTEGER NOT NULL, PRIMARY KEY (id), CONSTRAINT kinds CHECK (kind IN ('received', 'written_off',
    'counted', 'sold', 'returned', 'handed_out')), CONSTRAINT quantities CHECK (quantity <> 0), FOREIGN
    KEY(item_id) REFERENCES item (id)
) STRICT""",
    """CREATE TABLE orders (
    id INTEGER NOT NULL, member_id INTEGER NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL, day TEXT
    NOT NULL, total INTEGER NOT NULL, points_total INTEGER NOT NULL, points_per_yuan INTEGER NOT NULL,
    points_entry_id INTEGER, earned INTEGER NOT NULL, unlocked INTEGER NOT NULL, received_on TEXT,
    proxy_name TEXT, proxy_relation TEXT, carrier TEXT, tracking TEXT, service_on TEXT, operator TEXT NOT
    NULL, due_at INTEGER, due_kind INTEGER, PRIMARY KEY (id), CONSTRAINT states CHECK (state IN ('open',
    'collected', 'shipped', 'scheduled', 'done', 'cancelled')), CONSTRAINT sums CHECK (total >= 0 AND
    points_total >= 0 AND earned >= 0), CONSTRAINT ratio CHECK (points_per_yuan > 0), CONSTRAINT due CHECK
    ((due_at IS NULL) = (due_kind IS NULL)), CONSTRAINT flags CHECK (unlocked IN (0, 1)), FOREIGN
    KEY(member_id) REFERENCES member (id), FOREIGN KEY(points_entry_id) REFERENCES entry (id)
) STRICT""",
    """CREATE TABLE order_line (
    id INTEGER NOT NULL, order_id INTEGER NOT NULL, item_id INTEGER NOT NULL, quantity INTEGER NOT NULL,
    price INTEGER, points_price INTEGER, returned INTEGER NOT NULL, PRIMARY KEY (id), CONSTRAINT
    quantities CHECK (quantity > 0 AND 0 <= returned AND returned <= quantity), CONSTRAINT priced CHECK
    ((price IS NULL) <> (points_price IS NULL)), FOREIGN KEY(order_id) REFERENCES orders (id), FOREIGN
    KEY(item_id) REFERENCES item (id)
) STRICT""",
    """CREATE TABLE tender_part (
    id INTEGER NOT NULL, order_id INTEGER NOT NULL, kind TEXT NOT NULL, value INTEGER NOT NULL, points
    INTEGER NOT NULL, entry_id INTEGER, value_back INTEGER NOT NULL, points_back INTEGER NOT NULL, PRIMARY
    KEY (id), CONSTRAINT kinds CHECK (kind IN ('points', 'allowance', 'cash', 'wechat', 'alipay',
    'card')), CONSTRAINT no_more_back CHECK (value > 0 AND 0 <= value_back AND value_back <= value AND
    points >= 0 AND 0 <= points_back AND points_back <= points), CONSTRAINT spends CHECK ((entry_id IS NOT
    NULL) = (kind IN ('points', 'allowance'))), FOREIGN KEY(order_id) REFERENCES orders (id), FOREIGN
    KEY(entry_id) REFERENCES entry (id)
) STRICT""",
    """CREATE TABLE order_step (
    id INTEGER NOT NULL, order_id INTEGER NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL, state TEXT
    NOT NULL, operator TEXT NOT NULL, note TEXT, audit_id INTEGER NOT NULL, PRIMARY KEY (id), FOREIGN
    KEY(order_id) REFERENCES orders (id)
) STRICT""",
    """CREATE TABLE goods_return (
    id INTEGER NOT NULL, order_id INTEGER NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL, override
    TEXT, operator TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(order_id) REFERENCES orders (id)
) STRICT""",
    """CREATE TABLE return_line (
    id INTEGER NOT NULL, return_id INTEGER NOT NULL, order_line_id INTEGER NOT NULL, quantity INTEGER NOT
    NULL, condition TEXT NOT NULL, PRIMARY KEY (id), CONSTRAINT quantities CHECK (quantity > 0),
    CONSTRAINT conditions CHECK (condition IN ('resalable', 'damaged')), FOREIGN KEY(return_id) REFERENCES
    goods_return (id), FOREIGN KEY(order_line_id) REFERENCES order_line (id)
) STRICT""",
    """CREATE TABLE service_day (
    item_id INTEGER NOT NULL, day TEXT NOT NULL, places INTEGER, taken INTEGER NOT NULL, PRIMARY KEY
    (item_id, day), CONSTRAINT places CHECK (taken >= 0 AND (places IS NULL OR taken <= places)), FOREIGN
    KEY(item_id) REFERENCES item (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE shift (
    id INTEGER NOT NULL, operator TEXT NOT NULL, opened_at INTEGER NOT NULL, closed_at INTEGER, counted
    TEXT, note TEXT, PRIMARY KEY (id), CONSTRAINT closed CHECK ((closed_at IS NULL) = (counted IS NULL))
) STRICT""",
    """CREATE TABLE till (
    id INTEGER NOT NULL, shift_id INTEGER, at INTEGER NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL,
    tender TEXT NOT NULL, amount INTEGER NOT NULL, reason TEXT, order_id INTEGER, operator TEXT NOT NULL,
    PRIMARY KEY (id), CONSTRAINT kinds CHECK (kind IN ('float', 'in', 'out', 'sale', 'refund')),
    CONSTRAINT tenders CHECK (tender IN ('cash', 'wechat', 'alipay', 'card')), CONSTRAINT amounts CHECK
    (amount <> 0), FOREIGN KEY(shift_id) REFERENCES shift (id), FOREIGN KEY(order_id) REFERENCES orders
    (id)
) STRICT""",
    """CREATE TABLE hand_out_session (
    id INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, fund TEXT, reason TEXT, opened_at INTEGER
    NOT NULL, operator TEXT NOT NULL, closed_at INTEGER, PRIMARY KEY (id), UNIQUE (code)
) STRICT""",
    """CREATE TABLE hand_out_line (
    session_id INTEGER NOT NULL, item_id INTEGER NOT NULL, quantity INTEGER NOT NULL, PRIMARY KEY
    (session_id, item_id), CONSTRAINT quantities CHECK (quantity > 0), FOREIGN KEY(session_id) REFERENCES
    hand_out_session (id), FOREIGN KEY(item_id) REFERENCES item (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE hand_out (
    session_id INTEGER NOT NULL, member_id INTEGER NOT NULL, at INTEGER, operator TEXT, proxy_name TEXT,
    proxy_relation TEXT, PRIMARY KEY (session_id, member_id), CONSTRAINT collected CHECK ((at IS NULL) =
    (operator IS NULL) AND (at IS NOT NULL OR proxy_name IS NULL) AND (proxy_name IS NOT NULL OR
    proxy_relation IS NULL)), FOREIGN KEY(session_id) REFERENCES hand_out_session (id), FOREIGN
    KEY(member_id) REFERENCES member (id)
) WITHOUT ROWID, STRICT""",
)

INDEXES = (
    "CREATE UNIQUE INDEX item_barcode ON item (barcode) WHERE barcode IS NOT NULL",
    "CREATE INDEX item_key_item ON item_key (item_id)",
    "CREATE INDEX stock_movement_item ON stock_movement (item_id, at, id)",
    "CREATE INDEX orders_state ON orders (state, day, id)",
    "CREATE INDEX orders_member ON orders (member_id, day, id)",
    "CREATE INDEX orders_due ON orders (due_at, due_kind, id) WHERE due_at IS NOT NULL",
    "CREATE INDEX orders_day ON orders (day, id)",
    "CREATE INDEX order_line_order ON order_line (order_id, id)",
    "CREATE INDEX order_line_item ON order_line (item_id, order_id)",
    "CREATE INDEX tender_part_order ON tender_part (order_id, id)",
    "CREATE INDEX order_step_order ON order_step (order_id, id)",
    "CREATE INDEX goods_return_order ON goods_return (order_id, id)",
    "CREATE INDEX goods_return_at ON goods_return (at)",
    "CREATE INDEX return_line_return ON return_line (return_id, id)",
    "CREATE UNIQUE INDEX shift_open ON shift (operator) WHERE closed_at IS NULL",
    "CREATE INDEX shift_closed ON shift (closed_at, opened_at)",
    "CREATE INDEX till_shift ON till (shift_id, id)",
    "CREATE INDEX till_day ON till (day, id)",
)


def upgrade() -> None:
    """All of it is new."""
    for statement in (*TABLES, *INDEXES):
        op.execute(statement)
