"""What the model knows of the club: plain dictionaries, its clock, and the looks that every room needs."""

import pickle
from datetime import date, datetime, timedelta
from typing import Any

Fields = dict[str, Any]
"""A record of the model or what is told of it."""

HOLDING = ("pending", "confirmed", "checked_in", "completed")
OPEN = ("waiting", "offered")
OFFSETS = {"Asia/Shanghai": 480, "Asia/Tokyo": 540, "Asia/Kolkata": 330}
"""Zones without clock changes, in minutes east of UTC."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60


class Refused(Exception):  # noqa: N818 - the model's refusal
    """`facts` are those that the desk must tell with it."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def minute(told: str) -> int:
    """`18:00` as the minute of the day."""
    return int(told[:2]) * 60 + int(told[3:])


def time_told(number: int) -> str:
    return f"{number // 60:02d}:{number % 60:02d}"


def minutes(start: int, end: int) -> set[int]:
    """Every minute of [start, end)."""
    return set(range(start, end))


def overlap(one: Fields, other: Fields) -> bool:
    """Whether two slots share a minute of the wall clock."""
    same_day = one["date"] == other["date"]
    return same_day and bool(minutes(one["start"], one["end"]) & minutes(other["start"], other["end"]))


class Kept(Fields):
    """A record of the model: itself and no other, and it says when it has changed."""

    def __init__(self, touched: "dict[str, Kept]", told: str, fields: Fields) -> None:
        super().__init__(fields)
        self._touched, self._told = touched, told
        touched[told] = self

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __reduce__(self) -> Any:
        return _kept_again, (), (dict(self), self._touched, self._told)

    def __setstate__(self, state: Any) -> None:
        fields, self._touched, self._told = state
        super().update(fields)

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        self._touched[self._told] = self

    def update(self, *others: Fields, **fields: Any) -> None:
        for other in (*others, fields):
            for name, value in other.items():
                self[name] = value


def _kept_again() -> Kept:
    return Kept.__new__(Kept)


class Records:
    """One club. The clock stands at `now`, in minutes since 1970 in UTC."""

    def __init__(self, local: str) -> None:
        self.settings: Fields = {
            "no_show_limit": 3,
            "no_show_days": 30,
            "suspension_days": 7,
            "remind_minutes_before": 60,
            "desk_hours": None,
            "timezone": "Asia/Shanghai",
        }
        self.facilities: dict[str, Fields] = {}
        self.members: dict[str, Fields] = {}
        self.slots: list[Fields] = []
        self.bookings: list[Fields] = []
        self.entries: list[Fields] = []
        self.closures: list[Fields] = []
        self.known: dict[str, Kept] = {}
        """Every record by its id."""
        self.aside: dict[str, Kept] = {}
        """Those that no rule looks at any more."""
        self.touched: dict[str, Kept] = {}
        """The records that changed since somebody emptied this."""
        self.made: dict[str, int] = {}
        """How many records there are by the letter of their ids."""
        self.now = self.instant_of(local)

    def keep(self, letter: str, among: list[Fields], fields: Fields) -> Fields:
        """Adds a record, with the next number."""
        self.made[letter] = number = self.made.get(letter, 0) + 1
        kept = Kept(self.touched, f"{letter}{number}", {"number": number} | fields)
        self.known[f"{letter}{number}"] = kept
        among.append(kept)
        return kept

    def touch(self, kept: Fields) -> None:
        """Has it looked at, though only what hangs on it has changed."""
        kept.update({"number": kept["number"]})

    def unmake(self, letter: str, among: list[Fields], before: int) -> None:
        """Takes back what was added after the first so many."""
        for kept in among[before:]:
            del self.known[f"{letter}{kept['number']}"]
            del self.touched[f"{letter}{kept['number']}"]
            self.made[letter] -= 1
        del among[before:]

    def snapshot(self) -> bytes:
        """The model as it stands, for when a refusal takes back what was done."""
        return pickle.dumps({name: value for name, value in self.__dict__.items() if name != "aside"})

    def go_back(self, snapshot: bytes) -> None:
        self.__dict__ = pickle.loads(snapshot) | {"aside": self.aside}

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

    def told(self, instant: int) -> str:
        """An instant as the desk tells it."""
        return f"{self.local(instant):%Y-%m-%dT%H:%M}"

    def today(self) -> str:
        return self.local(self.now).date().isoformat()

    def desk_is_open(self, instant: int) -> bool:
        hours, local = self.settings["desk_hours"], self.local(instant)
        if isinstance(hours, dict):
            hours = hours.get(WEEKDAYS[local.weekday()]) or "00:00-00:00"
        at = local.hour * 60 + local.minute
        return hours is None or at in range(minute(hours[:5]), minute(hours[6:]))

    # ------------------------------------------------------------ looking things up

    def facility(self, code: str) -> Fields:
        if code not in self.facilities:
            raise Refused("unknown_facility")
        return self.facilities[code]

    def facility_of(self, slot: Fields) -> Fields:
        return self.facilities[slot["facility"]]

    def member(self, staff_no: str) -> Fields:
        if staff_no not in self.members:
            raise Refused("unknown_member")
        return self.members[staff_no]

    def booking(self, told: str) -> Fields:
        return self.named(told, "unknown_booking")

    def entry(self, told: str) -> Fields:
        return self.named(told, "unknown_entry")

    def closure(self, told: str) -> Fields:
        return self.named(told, "unknown_closure")

    def named(self, told: str, unknown: str) -> Fields:
        """The record of an id."""
        found = self.known.get(told) or self.aside.get(told)
        if found is None:
            raise Refused(unknown)
        return found

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

    # ------------------------------------------------------------ who is where

    def bookings_in(self, slot: Fields) -> list[Fields]:
        """The holding bookings of a slot."""
        return [kept for kept in self.bookings if kept["slot"] is slot and kept["state"] in HOLDING]

    def bookings_ever(self) -> list[Fields]:
        return self.bookings

    def line_of(self, slot: Fields, *states: str) -> list[Fields]:
        """Who stands in the line of a slot, first come first: by joining time, then by entry number."""
        line = [kept for kept in self.entries if kept["slot"] is slot and kept["state"] in (states or OPEN)]
        return sorted(line, key=lambda kept: (kept["joined_at"], kept["number"]))

    def taken(self, slot: Fields) -> int:
        return sum(booking["places"] for booking in self.bookings_in(slot))

    def held(self, slot: Fields) -> int:
        """The places of open offers."""
        return sum(entry["held"] for entry in self.line_of(slot, "offered"))

    def free(self, slot: Fields) -> int:
        return int(slot["capacity"] - self.taken(slot) - self.held(slot))

    def fits(self, slot: Fields, party: int) -> bool:
        """Whether a party fits into what is free; a whole slot must be free altogether."""
        whole = self.facility_of(slot)["whole_slot"]
        return self.free(slot) >= (slot["capacity"] if whole else 1) and self.free(slot) >= party

    def places_of(self, slot: Fields, party: int) -> int:
        return int(slot["capacity"] if self.facility_of(slot)["whole_slot"] else party)

    def full(self, slot: Fields) -> Refused:
        return Refused("slot_full", waitlist=len(self.line_of(slot, "waiting")), free=self.free(slot))

    def wait_again(self, slot: Fields) -> None:
        """Open offers turn back to waiting, in their place."""
        for entry in self.line_of(slot, "offered"):
            entry["state"] = "waiting"

    def step(self, booking: Fields, event: str, state: str) -> None:
        booking["state"] = state
        booking["trail"].append((self.now, event, state))

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
