"""The looks of the check: each is a query that finds only what breaks a rule (domain.md section 11)."""

from collections.abc import Iterator
from typing import Any

from core.check import Finding
from core.wire import minute_told

_COUNTERS = """
SELECT s.id, f.code, s.day, s.start_minute, s.capacity, s.taken, s.held, coalesce(b.places, 0)
FROM slot s JOIN facility f ON f.id = s.facility_id
LEFT JOIN (
  SELECT slot_id, sum(places) AS places FROM booking
  WHERE state IN ('pending', 'confirmed', 'checked_in', 'completed') GROUP BY slot_id
) b ON b.slot_id = s.id
WHERE s.taken <> coalesce(b.places, 0) OR s.taken + s.held > s.capacity
"""

_LINES = """
SELECT s.id, f.code, s.day, s.start_minute, s.held, coalesce(w.held, 0), s.waiting, coalesce(w.waiting, 0)
FROM slot s JOIN facility f ON f.id = s.facility_id
LEFT JOIN (
  SELECT slot_id, sum(held) AS held, sum(state = 'waiting') AS waiting FROM waitlist GROUP BY slot_id
) w ON w.slot_id = s.id
WHERE s.held <> coalesce(w.held, 0) OR s.waiting <> coalesce(w.waiting, 0)
"""

_DOUBLE = """
SELECT a.id, b.id, m.staff_no, a.day
FROM booking a
JOIN booking b ON b.member_id = a.member_id AND b.day = a.day AND b.id > a.id
JOIN slot sa ON sa.id = a.slot_id
JOIN slot sb ON sb.id = b.slot_id
JOIN member m ON m.id = a.member_id
WHERE a.state IN ('pending', 'confirmed', 'checked_in', 'completed')
  AND b.state IN ('pending', 'confirmed', 'checked_in', 'completed')
  AND m.shared = 0 AND a.override IS NULL AND b.override IS NULL
  AND sa.start_minute < sb.end_minute AND sb.start_minute < sa.end_minute
"""

_OVERLAPPING = """
SELECT f.code, a.day, a.start_minute, b.start_minute
FROM slot a
JOIN slot b ON b.facility_id = a.facility_id AND b.day = a.day
  AND b.start_minute > a.start_minute AND b.start_minute < a.end_minute AND b.withdrawn = 0
JOIN facility f ON f.id = a.facility_id
WHERE a.withdrawn = 0
"""

_ASTRAY = """
SELECT b.id, b.state, b.day <> s.day, (
  SELECT t.state FROM booking_step t WHERE t.booking_id = b.id ORDER BY t.id DESC LIMIT 1
) AS told
FROM booking b JOIN slot s ON s.id = b.slot_id
WHERE told IS NULL OR told <> b.state OR b.day <> s.day
"""

_UNRECORDED = """
SELECT t.booking_id, t.audit_id FROM booking_step t
LEFT JOIN audit a ON a.id = t.audit_id WHERE a.id IS NULL
"""


class CheckQueries:
    """The check's part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def counters_astray(self) -> Iterator[Finding]:
        for number, code, day, start, capacity, taken, held, places in self.connection.execute(_COUNTERS):
            facts = {
                "facility": code,
                "date": day,
                "start": minute_told(start),
                "capacity": capacity,
                "taken": taken,
                "held": held,
                "booked": places,
            }
            code_ = "oversold" if places + held > capacity else "counter_astray"
            yield Finding(1, f"slot {number}", code_, facts)
        for number, code, day, start, held, offered, waiting, entries in self.connection.execute(_LINES):
            facts = {
                "facility": code,
                "date": day,
                "start": minute_told(start),
                "held": held,
                "offered": offered,
                "waiting": waiting,
                "entries": entries,
            }
            yield Finding(1, f"slot {number}", "line_astray", facts)
        for code, day, first, second in self.connection.execute(_OVERLAPPING):
            facts = {"facility": code, "date": day, "start": minute_told(first), "other": minute_told(second)}
            yield Finding(1, f"slot {code} {day} {minute_told(first)}", "slots_overlap", facts)

    def double_bookings(self) -> Iterator[Finding]:
        for first, second, staff_no, day in self.connection.execute(_DOUBLE):
            facts = {"member": staff_no, "date": day, "booking": f"B{first}", "other": f"B{second}"}
            yield Finding(2, f"B{first}", "double_booking", facts)

    def trails_astray(self) -> Iterator[Finding]:
        for number, state, moved, told in self.connection.execute(_ASTRAY):
            code = "day_astray" if moved and told == state else "trail_astray"
            yield Finding(11, f"B{number}", code, {"booking": f"B{number}", "state": state, "told": told})
        for number, record in self.connection.execute(_UNRECORDED):
            yield Finding(11, f"B{number}", "step_unrecorded", {"booking": f"B{number}", "number": record})
