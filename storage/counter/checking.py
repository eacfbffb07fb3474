"""The counter's part of the check (domain.md section 11, rules 8 and 9): of what breaks a rule the first
record, and how many there are."""

from collections.abc import Callable, Iterator
from typing import Any

from core.check import Finding
from core.ledger.records import Unit, amount_told
from core.records import ledger_entry_told, order_told
from core.wire import yuan_told

_TOTALS = """
SELECT min(id), total, points_total, paid, lines, points, points_paid, count(*) FROM (
  SELECT o.id, o.total, o.points_total,
    coalesce((SELECT sum(value) FROM tender_part WHERE order_id = o.id), 0) AS paid,
    coalesce((SELECT sum(quantity * price) FROM order_line WHERE order_id = o.id), 0) AS lines,
    coalesce((SELECT sum(quantity * points_price) FROM order_line WHERE order_id = o.id), 0) AS points,
    coalesce((SELECT -amount FROM entry WHERE id = o.points_entry_id), 0) AS points_paid
  FROM orders o
) WHERE total <> paid OR total <> lines OR points_total <> points OR points_total <> points_paid
"""

_BACK = """
SELECT min(id), paid, back, count(*) FROM (
  SELECT o.id,
    coalesce((SELECT sum(value) FROM tender_part WHERE order_id = o.id), 0) AS paid,
    coalesce((SELECT sum(value_back) FROM tender_part WHERE order_id = o.id), 0) AS back,
    coalesce((SELECT sum(points - points_back) FROM tender_part WHERE order_id = o.id), 0) AS points,
    o.state = 'cancelled' OR NOT EXISTS (
      SELECT 1 FROM order_line WHERE order_id = o.id AND returned < quantity
    ) AS whole
  FROM orders o
) WHERE back > paid OR (whole AND (back <> paid OR points <> 0))
"""

_RETURNS = """
SELECT min(order_id), count(*) FROM (
  SELECT l.order_id, l.returned, l.quantity,
    coalesce((SELECT sum(r.quantity) FROM return_line r WHERE r.order_line_id = l.id), 0) AS came
  FROM order_line l
) WHERE returned <> came OR returned > quantity
"""

_SPENDS = """
SELECT min(entry_id), unit, kept, spent, count(*) FROM (
  SELECT t.entry_id, e.unit,
    sum(CASE t.kind WHEN 'points' THEN t.points - t.points_back ELSE t.value - t.value_back END) AS kept,
    -e.amount - coalesce((
      SELECT sum(r.amount) FROM entry r
      WHERE r.origin_id = e.id AND r.kind = 'restored' AND r.origin_id IS NOT NULL
    ), 0) AS spent
  FROM tender_part t JOIN entry e ON e.id = t.entry_id
  WHERE t.entry_id IS NOT NULL GROUP BY t.entry_id
) WHERE kept <> spent
"""

_STOCK = """
SELECT sku, on_hand, moved, held, awaited FROM (
  SELECT i.sku, i.on_hand, i.held,
    coalesce((SELECT sum(quantity) FROM stock_movement WHERE item_id = i.id), 0) AS moved,
    coalesce((
      SELECT sum(l.quantity) FROM orders o JOIN order_line l ON l.order_id = o.id
      WHERE o.state IN ('open', 'scheduled') AND o.received_on IS NULL AND l.item_id = i.id
    ), 0) AS awaited
  FROM item i WHERE i.kind = 'goods'
) WHERE on_hand <> moved OR held <> awaited OR on_hand < 0 OR held > on_hand
"""

_HANDED_OUT = """
SELECT code, sku, due, moved FROM (
  SELECT s.code, i.sku, l.quantity * (SELECT count(at) FROM hand_out WHERE session_id = s.id) AS due,
    coalesce((
      SELECT -sum(m.quantity) FROM stock_movement m
      WHERE m.item_id = l.item_id AND m.kind = 'handed_out' AND m.document = s.code
    ), 0) AS moved
  FROM hand_out_session s JOIN hand_out_line l ON l.session_id = s.id JOIN item i ON i.id = l.item_id
) WHERE due <> moved
"""


class CounterChecks:
    """What the check asks of the counter; what the methods promise stands with core's protocols."""

    connection: Any

    def counter_astray(self) -> Iterator[Finding]:
        for look, finding in _LOOKS.items():
            row = self.connection.execute(look).fetchone()
            if row[-1]:
                yield finding(*row)
        for sku, on_hand, moved, held, awaited in self.connection.execute(_STOCK):
            facts = {"sku": sku, "on_hand": on_hand, "moved": moved, "held": held, "awaited": awaited}
            yield Finding(9, f"item {sku}", "stock_astray", facts)
        for code, sku, due, moved in self.connection.execute(_HANDED_OUT):
            facts = {"session": code, "sku": sku, "due": due, "moved": moved}
            yield Finding(9, f"hand-out {code}", "hand_out_astray", facts)


def _total_astray(
    order: int,
    total: int,
    points_total: int,
    paid: int,
    lines: int,
    points: int,
    points_paid: int,
    count: int,
) -> Finding:
    told = order_told(order)
    facts = {
        "order": told,
        "total": yuan_told(total),
        "paid": yuan_told(paid),
        "lines": yuan_told(lines),
        "points_total": points_total,
        "points": points,
        "points_paid": points_paid,
        "count": count,
    }
    return Finding(8, told, "order_astray", facts)


def _refund_astray(order: int, paid: int, back: int, count: int) -> Finding:
    told = order_told(order)
    facts = {"order": told, "paid": yuan_told(paid), "back": yuan_told(back), "count": count}
    return Finding(8, told, "refund_astray", facts)


def _returns_astray(order: int, count: int) -> Finding:
    told = order_told(order)
    return Finding(8, told, "returns_astray", {"order": told, "count": count})


def _spend_astray(entry: int, unit: Unit, kept: int, spent: int, count: int) -> Finding:
    told = ledger_entry_told(entry)
    facts = {
        "entry": told,
        "kept": amount_told(unit, kept),
        "spent": amount_told(unit, spent),
        "count": count,
    }
    return Finding(8, told, "spend_astray", facts)


_LOOKS: dict[str, Callable[..., Finding]] = {
    _TOTALS: _total_astray,
    _BACK: _refund_astray,
    _RETURNS: _returns_astray,
    _SPENDS: _spend_astray,
}
