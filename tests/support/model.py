"""A naive desk: the rules of domain.md in lists, dictionaries and loops over minutes, to hold the real one
against. It knows nothing of databases or of when things are written down as due; it looks at every minute.

Commands take the fields of commands.md and give back what is promised there; a refusal is `Refused(code)`.
Instants are minutes since 1970 in UTC.
"""

from datetime import date, datetime, timedelta
from typing import Any

Fields = dict[str, Any]

HOLDING = ("pending", "confirmed", "checked_in", "completed")
OFFSETS = {"Asia/Shanghai": 480, "Asia/Tokyo": 540, "Asia/Kolkata": 330}
"""Zones without clock changes, in minutes east of UTC."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60


class Refused(Exception):  # noqa: N818 - the model's refusal
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def minute(told: str) -> int:
    """`18:00` as the minute of the day."""
    return int(told[:2]) * 60 + int(told[3:])


def time_told(number: int) -> str:
    return f"{number // 60:02d}:{number % 60:02d}"


def minutes(start: int, end: int) -> set[int]:
    """Every minute of [start, end)."""
    return set(range(start, end))


class Model:
    """One club. The clock stands at `now` and only moves by `stand_at`."""

    def __init__(self, local: str) -> None:
        self.settings: Fields = {
            "no_show_limit": 3,
            "no_show_days": 30,
            "suspension_days": 7,
            "desk_hours": None,
            "timezone": "Asia/Shanghai",
        }
        self.facilities: dict[str, Fields] = {}
        self.members: dict[str, Fields] = {}
        self.slots: list[Fields] = []
        self.bookings: list[Fields] = []
        self.now = self.instant_of(local)
        self.counts = {"expired": 0, "no_show": 0, "completed": 0}

    # ------------------------------------------------------------ time

    def instant(self, day: str, at: int) -> int:
        return (
            (date.fromisoformat(day) - date(1970, 1, 1)).days * DAY + at - OFFSETS[self.settings["timezone"]]
        )

    def instant_of(self, local: str) -> int:
        return self.instant(local[:10], minute(local[11:]))

    def local(self, instant: int) -> datetime:
        return datetime.fromisoformat("1970-01-01") + timedelta(
            minutes=instant + OFFSETS[self.settings["timezone"]]
        )

    def today(self) -> str:
        return self.local(self.now).date().isoformat()

    def stand_at(self, local: str) -> None:
        """Lets every minute until then pass."""
        until = self.instant_of(local)
        if until < self.now:
            raise Refused("clock_went_back")
        while self.now < until:
            self.now += 1
            self.pass_minute()
            if not any(booking["state"] in HOLDING[:3] for booking in self.bookings):
                self.now = until

    def pass_minute(self) -> None:
        """Does what is due by now, and counts it: expiries, then no-shows, then completions."""
        for outcome in self.counts:
            for booking in self.bookings:
                at, what = self.due(booking)
                if at is not None and what == outcome and at <= self.now:
                    self.step(booking, outcome, outcome)
                    if outcome == "no_show":
                        booking["no_show_at"] = self.now
                    self.counts[outcome] += 1

    def due(self, booking: Fields) -> tuple[int | None, str]:
        """When something happens by itself to a booking, and what it becomes."""
        slot = booking["slot"]
        if booking["state"] == "pending":
            return slot["begins"], "expired"
        if booking["state"] == "checked_in":
            return slot["ends"], "completed"
        if booking["state"] == "confirmed":
            missed = self.no_show_instant(slot, booking["placed_at"])
            return (slot["ends"], "completed") if missed is None else (missed, "no_show")
        return None, ""

    def no_show_instant(self, slot: Fields, placed_at: int) -> int | None:
        """The grace runs from the start, or from when the place was taken if that was later."""
        grace = self.facilities[slot["facility"]]["no_show_grace_minutes"]
        if grace is None:
            return None
        at = min(max(slot["begins"], placed_at) + grace + 10 * slot["more_time"], slot["ends"])
        return at if self.desk_is_open(at) else None

    def desk_is_open(self, instant: int) -> bool:
        hours, local = self.settings["desk_hours"], self.local(instant)
        if isinstance(hours, dict):
            hours = hours.get(WEEKDAYS[local.weekday()]) or "00:00-00:00"
        return hours is None or local.hour * 60 + local.minute in minutes(
            minute(hours[:5]), minute(hours[6:])
        )

    # ------------------------------------------------------------ looking things up

    def facility(self, code: str) -> Fields:
        if code not in self.facilities:
            raise Refused("unknown_facility")
        return self.facilities[code]

    def member(self, staff_no: str) -> Fields:
        if staff_no not in self.members:
            raise Refused("unknown_member")
        return self.members[staff_no]

    def booking(self, told: str) -> Fields:
        number = int(told[1:])
        if number > len(self.bookings):
            raise Refused("unknown_booking")
        return self.bookings[number - 1]

    def find_slot(self, facility: str, day: str, start: int, *, withdrawn: bool = False) -> Fields | None:
        for slot in self.slots:
            if (slot["facility"], slot["date"], slot["start"]) == (facility, day, start):
                return slot if withdrawn or not slot["withdrawn"] else None
        return None

    def slot(self, facility: str, day: str, start: int) -> Fields:
        found = self.find_slot(facility, day, start)
        if found is None:
            raise Refused("unknown_slot")
        return found

    def bookings_in(self, slot: Fields) -> list[Fields]:
        """The holding bookings of a slot."""
        return [kept for kept in self.bookings if kept["slot"] is slot and kept["state"] in HOLDING]

    def taken(self, slot: Fields) -> int:
        return sum(booking["places"] for booking in self.bookings_in(slot))

    # ------------------------------------------------------------ the club

    def add_facility(self, **fields: Any) -> Fields:
        for other in self.facilities.values():
            if {fields["code"], fields["name"]} & {other["code"], other["name"]}:
                raise Refused("exists")
        defaults: Fields = {
            "capacity": 1, "whole_slot": False, "approval_levels": 0, "buffer_minutes": 0,
            "min_notice_minutes": 0, "max_days_ahead": 14, "daily_quota": None, "weekly_quota": None,
            "no_show_grace_minutes": 15,
        }  # fmt: skip
        self.facilities[fields["code"]] = defaults | fields
        return {"code": fields["code"]}

    def change_facility(self, *, code: str, **fields: Any) -> Fields:
        self.facility(code).update(fields)
        return {"code": code}

    def add_member(self, **fields: Any) -> Fields:
        if fields["staff_no"] in self.members:
            raise Refused("exists")
        self.members[fields["staff_no"]] = {"shared": False, "left_on": None} | fields
        return {"staff_no": fields["staff_no"]}

    def change_member(self, *, staff_no: str, **fields: Any) -> Fields:
        member = self.member(staff_no)
        held = [kept for kept in self.bookings if kept["member"] is member and kept["state"] in HOLDING]
        twice = any(
            self.overlap(one["slot"], other["slot"]) for one in held for other in held if one is not other
        )
        if twice and member["shared"] and not fields.get("shared", True):
            raise Refused("member_busy")
        member.update(fields)
        return {"staff_no": staff_no}

    def member_leaves(self, *, staff_no: str, on: str | None = None) -> Fields:
        member, first = self.member(staff_no), on or self.today()
        member["left_on"] = first
        cancelled = []
        for booking in sorted(self.bookings, key=lambda kept: (kept["slot"]["begins"], kept["number"])):
            slot, open_still = booking["slot"], booking["state"] in ("pending", "confirmed")
            if (
                booking["member"] is member
                and open_still
                and slot["date"] >= first
                and slot["begins"] > self.now
            ):
                self.step(booking, "member_left", "cancelled")
                cancelled.append(f"B{booking['number']}")
        return {"cancelled": cancelled}

    def change_settings(self, **fields: Any) -> Fields:
        zone = self.settings["timezone"]
        self.settings.update(fields)
        if self.settings["timezone"] != zone:
            for slot in self.slots:
                if slot["date"] >= self.today():
                    slot["begins"] = self.instant(slot["date"], slot["start"])
                    slot["ends"] = self.instant(slot["date"], slot["end"])
        return {}

    # ------------------------------------------------------------ the weekly schedule

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
            for slot, row in [*changed, *new]:
                self._set_slot(slot, row)
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
                is_named = any(
                    (slot["facility"], slot["date"], time_told(slot["start"]))
                    == (other["facility"], other["date"], other["start"])
                    for other in rows
                )
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
        """All of a slot that goes, those who are elsewhere when it grows, and the latest booked of one that
        is cut below its bookings."""
        lost = [booking for slot in removed for booking in self.bookings_in(slot)]
        gone = list(lost)
        for slot, row in changed:
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

    def _is_whole(self, booking: Fields) -> bool:
        """Whether a booking has its slot for itself."""
        slot = booking["slot"]
        return self.facilities[slot["facility"]]["whole_slot"] and booking["places"] == slot["capacity"]

    def _set_slot(self, slot: Fields | None, row: Fields) -> None:
        if slot is None:
            slot = {"facility": row["facility"], "date": row["date"], "start": minute(row["start"])}
            self.slots.append(slot | {"more_time": 0})
            slot = self.slots[-1]
        elif not slot["withdrawn"]:
            for booking in self.bookings_in(slot):
                if self._is_whole(booking):
                    booking["places"] = row["capacity"]
        slot.update(end=minute(row["end"]), capacity=row["capacity"], peak=row.get("peak", False))
        slot.update(
            begins=self.instant(slot["date"], slot["start"]), ends=self.instant(slot["date"], slot["end"])
        )
        slot["withdrawn"] = False

    # ------------------------------------------------------------ taking a place

    def book(
        self, *, member: str, facility: str, date: str, start: str | None = None,
        starts: list[str] | None = None, party: int = 1, walk_in: bool = False, override: str | None = None,
    ) -> Fields:  # fmt: skip
        person, place = self.member(member), self.facility(facility)
        slots = [self.slot(facility, date, minute(at)) for at in (starts or [start])]
        before = len(self.bookings)
        try:
            for slot in slots:
                self.judge_party(slot, party)
                self.judge(person, place, slot, party, walk_in=walk_in, override=override)
                self._enter(person, place, slot, party, walk_in=walk_in, override=override)
        except Refused:
            del self.bookings[before:]
            raise
        made = [f"B{booking['number']}" for booking in self.bookings[before:]]
        state = self.bookings[-1]["state"]
        return {"state": state, "bookings": made} if starts else {"state": state, "booking": made[0]}

    def judge_party(self, slot: Fields, party: int) -> None:
        if party > slot["capacity"]:
            raise Refused("invalid")

    def _enter(
        self, person: Fields, place: Fields, slot: Fields, party: int, *, walk_in: bool, override: str | None
    ) -> None:
        booking: Fields = {
            "number": len(self.bookings) + 1,
            "slot": slot,
            "member": person,
            "party": party,
            "places": slot["capacity"] if place["whole_slot"] else party,
            "override": override,
            "walk_in": walk_in,
            "level": 0,
            "booked_at": self.now,
            "placed_at": self.now,
            "no_show_at": None,
            "pardoned": False,
            "trail": [],
        }
        state = "checked_in" if walk_in else "pending" if place["approval_levels"] else "confirmed"
        self.step(booking, "walk_in" if walk_in else "booked", state)
        self.bookings.append(booking)

    def step(self, booking: Fields, event: str, state: str) -> None:
        booking["state"] = state
        booking["trail"].append((self.now, event, state))

    def judge(
        self, person: Fields, place: Fields, slot: Fields, party: int,
        *, walk_in: bool = False, override: str | None = None, moving: Fields | None = None,
    ) -> None:  # fmt: skip
        """What is wrong, in this order: the slot, the member, the places."""
        if self.now >= slot["ends"]:
            raise Refused("slot_over")
        if walk_in:
            if self.now < slot["begins"] - 30:
                raise Refused("too_soon")
        else:
            if place["approval_levels"] and self.now >= slot["begins"]:
                raise Refused("too_soon")
            if override is None and self.now > slot["begins"] - place["min_notice_minutes"]:
                raise Refused("too_soon")
            last = self.local(self.now).date() + timedelta(days=place["max_days_ahead"])
            if override is None and date.fromisoformat(slot["date"]) > last:
                raise Refused("too_far_ahead")
        if person["left_on"] is not None and max(self.today(), slot["date"]) >= person["left_on"]:
            raise Refused("member_left")
        if not person["shared"] and override is None:
            self._judge_member(person, place, slot, moving)
        free = slot["capacity"] - self.taken(slot)
        if free < party or (place["whole_slot"] and free < slot["capacity"]):
            raise Refused("slot_full")

    def _judge_member(self, person: Fields, place: Fields, slot: Fields, moving: Fields | None) -> None:
        if self.suspended_until(person) is not None:
            raise Refused("member_suspended")
        own = [kept for kept in self.bookings if kept["member"] is person and kept is not moving]
        if any(self.overlap(kept["slot"], slot) for kept in own if kept["state"] in HOLDING):
            raise Refused("member_busy")
        counted = [
            date.fromisoformat(kept["slot"]["date"])
            for kept in own
            if kept["slot"]["facility"] == place["code"]
            and (kept["state"] in HOLDING or (kept["state"] == "no_show" and not kept["pardoned"]))
        ]
        day = date.fromisoformat(slot["date"])
        of_day = [other for other in counted if other == day]
        of_week = [other for other in counted if other.isocalendar()[:2] == day.isocalendar()[:2]]
        for quota, used in ((place["daily_quota"], of_day), (place["weekly_quota"], of_week)):
            if quota is not None and len(used) >= quota:
                raise Refused("quota_reached")

    def overlap(self, one: Fields, other: Fields) -> bool:
        same_day = one["date"] == other["date"]
        return same_day and bool(minutes(one["start"], one["end"]) & minutes(other["start"], other["end"]))

    def suspended_until(self, person: Fields) -> int | None:
        """Enough no-shows within the days before one of them suspend from that one on."""
        limit = self.settings["no_show_limit"]
        missed = [
            kept["no_show_at"]
            for kept in self.bookings
            if kept["member"] is person and kept["state"] == "no_show" and not kept["pardoned"]
        ]
        until = None
        for last in sorted(missed):
            within = [at for at in missed if last - self.settings["no_show_days"] * DAY <= at <= last]
            end = last + self.settings["suspension_days"] * DAY
            if limit is not None and len(within) >= limit and end > self.now:
                until = end
        return until

    # ------------------------------------------------------------ what becomes of a booking

    def cancel(self, *, booking: str, reason: str | None = None) -> Fields:
        kept = self.booking(booking)
        if kept["state"] not in ("pending", "confirmed", "checked_in"):
            raise Refused("wrong_state")
        if self.now > kept["slot"]["begins"] and reason is None:
            raise Refused("invalid")
        self.step(kept, "cancelled", "cancelled")
        return {"state": "cancelled"}

    def move(self, *, booking: str, date: str, start: str, facility: str | None = None) -> Fields:
        kept = self.booking(booking)
        place = self.facility(facility or kept["slot"]["facility"])
        slot = self.slot(place["code"], date, minute(start))
        if kept["state"] not in ("pending", "confirmed", "displaced"):
            raise Refused("wrong_state")
        if slot is kept["slot"] and kept["state"] != "displaced":
            return {"booking": booking, "state": kept["state"]}
        self.judge(kept["member"], place, slot, kept["party"], moving=kept)
        kept.update(slot=slot, placed_at=self.now, level=0)
        kept["places"] = slot["capacity"] if place["whole_slot"] else kept["party"]
        self.step(kept, "moved", "pending" if place["approval_levels"] else "confirmed")
        return {"booking": booking, "state": kept["state"]}

    def approve(self, *, booking: str) -> Fields:
        kept = self.booking(booking)
        if kept["state"] != "pending":
            raise Refused("wrong_state")
        kept["level"] += 1
        done = kept["level"] >= self.facilities[kept["slot"]["facility"]]["approval_levels"]
        self.step(kept, "approved", "confirmed" if done else "pending")
        return {"state": kept["state"], "level": kept["level"]}

    def reject(self, *, booking: str, note: str | None = None) -> Fields:
        kept = self.booking(booking)
        if kept["state"] != "pending":
            raise Refused("wrong_state")
        if note is None:
            raise Refused("invalid")
        self.step(kept, "rejected", "rejected")
        return {"state": "rejected", "level": kept["level"]}

    def check_in(self, *, booking: str, override: str | None = None) -> Fields:
        kept = self.booking(booking)
        slot = kept["slot"]
        if kept["state"] == "checked_in":
            return {"state": "checked_in", "already": True}
        late = kept["state"] == "no_show" and override is not None and slot["date"] == self.today()
        if not late and kept["state"] != "confirmed":
            raise Refused("wrong_state")
        if self.now < slot["begins"] - 30:
            raise Refused("too_soon")
        if late:
            self._need_places(kept)
            kept.update(override=override, no_show_at=None)
        self.step(kept, "checked_in", "checked_in")
        return {"state": "checked_in", "already": False}

    def _need_places(self, kept: Fields) -> None:
        slot = kept["slot"]
        if self.taken(slot) + kept["places"] > slot["capacity"]:
            raise Refused("slot_full")

    def mark_no_show(self, *, booking: str) -> Fields:
        kept = self.booking(booking)
        if kept["state"] != "confirmed":
            raise Refused("wrong_state")
        if self.now < kept["slot"]["begins"]:
            raise Refused("too_soon")
        self.step(kept, "no_show", "no_show")
        kept["no_show_at"] = self.now
        return {"state": "no_show"}

    def reset_attendance(self, *, booking: str) -> Fields:
        kept = self.booking(booking)
        slot, person = kept["slot"], kept["member"]
        if kept["state"] not in (("no_show",) if kept["walk_in"] else ("checked_in", "no_show")):
            raise Refused("wrong_state")
        if self.now >= slot["ends"]:
            raise Refused("slot_over")
        if kept["state"] == "no_show":
            if not person["shared"] and kept["override"] is None:
                for other in self.bookings:
                    if (
                        other["member"] is person
                        and other["state"] in HOLDING
                        and self.overlap(other["slot"], slot)
                    ):
                        raise Refused("member_busy")
            self._need_places(kept)
        kept.update(placed_at=self.now, no_show_at=None, pardoned=False)
        self.step(kept, "reset", "confirmed")
        return {"state": "confirmed"}

    def give_more_time(self, *, facility: str, date: str, start: str) -> Fields:
        place, slot = self.facility(facility), self.slot(facility, date, minute(start))
        awaited = [kept for kept in self.bookings_in(slot) if kept["state"] == "confirmed"]
        if self.now >= slot["ends"] or slot["more_time"] >= 2 or not awaited:
            raise Refused("wrong_state")
        slot["more_time"] += 1
        if place["no_show_grace_minutes"] is None or self.no_show_instant(slot, slot["begins"]) is None:
            slot["more_time"] -= 1
            raise Refused("wrong_state")
        return {}

    def pardon_no_shows(self, *, from_: str, to: str, reason: str) -> Fields:
        first, last = self.instant_of(from_), self.instant_of(to)
        if last <= first:
            raise Refused("invalid")
        pardoned = [
            kept
            for kept in self.bookings
            if kept["state"] == "no_show"
            and not kept["pardoned"]
            and kept["slot"]["begins"] < last
            and kept["no_show_at"] >= first
        ]
        for kept in pardoned:
            kept["pardoned"] = True
            self.step(kept, "pardoned", "no_show")
        return {"bookings": sorted(f"B{kept['number']}" for kept in pardoned)}

    # ------------------------------------------------------------ what the desk shows

    def grid(self) -> list[Fields]:
        """All slots, as the grid tells of them, by facility, date and start."""
        order = list(self.facilities)
        standing = [slot for slot in self.slots if not slot["withdrawn"]]
        standing.sort(key=lambda slot: (order.index(slot["facility"]), slot["date"], slot["start"]))
        return [
            {
                "facility": slot["facility"],
                "date": slot["date"],
                "start": time_told(slot["start"]),
                "end": time_told(slot["end"]),
                "capacity": slot["capacity"],
                "peak": slot["peak"],
                "taken": self.taken(slot),
                "state": "over" if self.now >= slot["ends"] else "open",
                "bookings": [
                    (f"B{kept['number']}", kept["member"]["staff_no"], kept["places"], kept["state"])
                    for kept in self.bookings
                    if kept["slot"] is slot and kept["state"] in (*HOLDING, "no_show")
                ],
            }
            for slot in standing
        ]

    def card(self, booking: Fields) -> Fields:
        """One booking, with its trail."""
        return {
            "state": booking["state"],
            "date": booking["slot"]["date"],
            "start": time_told(booking["slot"]["start"]),
            "facility": booking["slot"]["facility"],
            "party": booking["places"],
            "level": booking["level"],
            "pardoned": booking["pardoned"],
            "override": booking["override"],
            "trail": [
                (f"{self.local(at):%Y-%m-%dT%H:%M}", event, state) for at, event, state in booking["trail"]
            ],
        }
