"""The weekly schedule."""

from datetime import date
from typing import Any

from tests.support.model.closures import ClosuresRoom
from tests.support.model.records import HOLDING, Fields, Refused, minute, minutes


class ScheduleRoom(ClosuresRoom):
    def publish_slots(
        self, *, slots: list[Fields], replace: bool = False, displace: bool = False, dry_run: bool = False
    ) -> Fields:
        named = {(row["facility"], row["date"], minute(row["start"])) for row in slots}
        weeks = {(row["facility"], *date.fromisoformat(row["date"]).isocalendar()[:2]) for row in slots}
        spans = {week[1:] for week in weeks}
        removed = [
            slot
            for slot in self.slots
            if replace
            and not slot["withdrawn"]
            and slot["facility"] in {week[0] for week in weeks}
            and date.fromisoformat(slot["date"]).isocalendar()[:2] in spans
            and (slot["facility"], slot["date"], slot["start"]) not in named
            and slot["begins"] > self.now
        ]
        new, changed, unchanged = self._compare(slots, removed)
        lost = self._who_loses_the_place(removed, changed)
        if lost and (not displace or any(kept["state"] not in ("pending", "confirmed") for kept in lost)):
            raise Refused("has_bookings")
        if not dry_run:
            for booking in lost:
                self.step(booking, "displaced", "displaced")
            for slot in removed:
                slot["withdrawn"] = True
                for entry in self.line_of(slot):
                    entry["state"] = "lapsed"
            order = list(self.facilities)
            new.sort(key=lambda one: (order.index(one[1]["facility"]), one[1]["date"], one[1]["start"]))
            for slot, row in [*changed, *new]:
                self._set_slot(slot, row)
            self.fit_to_closures({row["facility"] for _, row in [*changed, *new]})
        return {
            "new": len(new),
            "changed": len(changed),
            "unchanged": unchanged,
            "removed": len(removed),
            "displaced": [f"B{booking['number']}" for booking in lost],
        }

    def _compare(self, rows: list[Fields], removed: list[Fields]) -> tuple[list[Any], list[Any], int]:
        """New and changed as (slot or None, row), and the count of the unchanged."""
        standing = [slot for slot in self.slots if not slot["withdrawn"] and slot not in removed]
        named = {(row["facility"], row["date"], minute(row["start"])) for row in rows}
        new, changed, unchanged = [], [], 0
        for index, row in enumerate(rows):
            if row["facility"] not in self.facilities:
                raise Refused("schedule_errors")
            facility = self.facilities[row["facility"]]
            start, end, capacity = minute(row["start"]), minute(row["end"]), row.get("capacity")
            if end <= start or (capacity is not None and capacity < 1):
                raise Refused("schedule_errors")
            capacity, buffer = capacity or facility["capacity"], facility["buffer_minutes"]
            for other in rows[:index]:
                same_day = (other["facility"], other["date"]) == (row["facility"], row["date"])
                if same_day and self._collide(
                    start, end, minute(other["start"]), minute(other["end"]), buffer
                ):
                    raise Refused("schedule_errors")
            for slot in standing:
                same_day = (slot["facility"], slot["date"]) == (row["facility"], row["date"])
                is_named = (slot["facility"], slot["date"], slot["start"]) in named
                if (
                    same_day
                    and not is_named
                    and self._collide(start, end, slot["start"], slot["end"], buffer)
                ):
                    raise Refused("schedule_errors")
            known = self.find_slot(row["facility"], row["date"], start, withdrawn=True)
            if known in standing and known is not None:
                wanted = (end, capacity, row.get("peak", False))
                if wanted == (known["end"], known["capacity"], known["peak"]):
                    unchanged += 1
                    continue
                changed.append((known, row | {"capacity": capacity}))
            else:
                new.append((known, row | {"capacity": capacity}))
            if row["date"] < self.today():
                raise Refused("schedule_errors")
        return new, changed, unchanged

    def _collide(self, start: int, end: int, other_start: int, other_end: int, buffer: int) -> bool:
        return bool(minutes(start, end + buffer) & minutes(other_start, other_end + buffer))

    def _who_loses_the_place(self, removed: list[Fields], changed: list[Any]) -> list[Fields]:
        """All of a slot that goes, or grows into a closure; those who are elsewhere when theirs grows; and of
        one that is cut below its bookings the latest booked."""
        closed = [slot for slot, row in changed if self._grows_into_a_closure(slot, minute(row["end"]))]
        lost = [booking for slot in [*removed, *closed] for booking in self.bookings_in(slot)]
        gone = list(lost)
        for slot, row in changed:
            if slot in closed:
                continue
            staying = []
            for booking in self.bookings_in(slot):
                added = minutes(slot["end"], minute(row["end"]))
                exempt = booking["member"]["shared"] or booking["override"] is not None
                busy = any(
                    other["member"] is booking["member"]
                    and other["state"] in HOLDING
                    and other["slot"]["date"] == slot["date"]
                    and added & minutes(other["slot"]["start"], other["slot"]["end"])
                    for other in self.bookings
                    if other is not booking and other not in gone
                )
                (lost if busy and not exempt else staying).append(booking)
            staying.sort(key=lambda kept: (kept["booked_at"], kept["number"]))
            whole = (
                len(staying) == 1 and self._is_whole(staying[0]) and staying[0]["party"] <= row["capacity"]
            )
            while not whole and sum(kept["places"] for kept in staying) > row["capacity"]:
                lost.append(staying.pop())
        return sorted(lost, key=lambda kept: (kept["booked_at"], kept["number"]), reverse=True)

    def _grows_into_a_closure(self, slot: Fields, end: int) -> bool:
        longer = slot | {"ends": self.instant(slot["date"], end)}
        return end > slot["end"] and not slot["closed"] and self.is_covered(longer)

    def _is_whole(self, booking: Fields) -> bool:
        """Whether a booking has its slot for itself."""
        slot = booking["slot"]
        return self.facility_of(slot)["whole_slot"] and booking["places"] == slot["capacity"]

    def _set_slot(self, slot: Fields | None, row: Fields) -> None:
        if slot is None:
            slot = {"facility": row["facility"], "date": row["date"], "start": minute(row["start"])}
            slot = self.keep("slot ", self.slots, slot | {"more_time": 0, "closed": False})
        elif not slot["withdrawn"]:
            if (slot["end"], slot["capacity"]) != (minute(row["end"]), row["capacity"]):
                self.wait_again(slot)
            for booking in self.bookings_in(slot):
                if self._is_whole(booking):
                    booking["places"] = row["capacity"]
        slot.update(end=minute(row["end"]), capacity=row["capacity"], peak=row.get("peak", False))
        slot.update(
            begins=self.instant(slot["date"], slot["start"]), ends=self.instant(slot["date"], slot["end"])
        )
        slot["withdrawn"] = False
