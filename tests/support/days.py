"""What may happen at a desk, and days at random made of it. Which booking, slot or entry a deed is about is
looked up in the model; who sends the command, and to whom, says the subclass."""

import random
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from core.errors import DeskError
from tests.support.club import NINE, Club
from tests.support.model import Model, Refused, time_told

MEMBERS = ("000001", "000002", "000003", "000004", "000005", "000006")
SHARED = MEMBERS[3]
UNKNOWN = "999999"
FACILITIES = ("gym", "court", "hall")
TIMES = ("08:00", "09:00", "09:30", "10:00", "11:00", "17:30", "19:00", "23:00", "24:00")
DAYS = tuple((date(2026, 11, 22) + timedelta(days=number)).isoformat() for number in range(11))
SPANS = (("09:30", "11:00"), ("11:30", "13:00"), ("17:30", "19:00"), ("22:30", "24:00"))

NULLABLE = {
    "daily_quota", "weekly_quota", "no_show_grace_minutes", "confirm_minutes_before", "no_show_limit",
    "remind_minutes_before", "desk_hours",
}  # fmt: skip
"""Fields in which null is told; elsewhere a field that is None is not given."""

Sent = tuple[str, str, dict[str, Any]]
"""When (local), which command, and its fields."""


class Deeds:
    """One club and what is done at its desk. `sent` are the commands so far."""

    people: Sequence[str] = MEMBERS
    sent: list[Sent] | deque[Sent]

    def __init__(self) -> None:
        super().__init__()
        self.model = self.new_model()
        self.sent = []

    def new_model(self) -> Any:
        return Model(NINE)

    def both(self, command: str, /, **fields: Any) -> None:
        """Sends a command to whom it may concern, and to the model."""
        raise NotImplementedError

    def send(self, command: str, /, **fields: Any) -> None:
        if any(fields.get(name, "") is None for name in ("booking", "entry")):
            return
        fields = {name: value for name, value in fields.items() if value is not None or name in NULLABLE}
        told = {name.rstrip("_"): value for name, value in fields.items()}
        self.sent.append((self.model.told(self.model.now), command, told))
        self.both(command, **fields)

    def wait_until(self, instant: int) -> None:
        self.model.stand_at(self.model.told(instant))

    # ------------------------------------------------------------ about whom and about what

    def a_booking(self, pick: int, *states: str, begun: bool = False) -> str | None:
        """One of the bookings in these states (of slots that check-in is open for); where there is none, and
        now and then, any, also one that is not there; or None, for nothing to be done."""
        opens = self.model.now + 30 if begun else self.model.now + 10**6
        kept = [kept for kept in self.model.bookings if kept["slot"]["begins"] <= opens]
        return _one_of("B", self.model.bookings, kept, states, pick)

    def an_entry(self, pick: int, *states: str) -> str | None:
        """One of the entries, as with a booking."""
        return _one_of("W", self.model.entries, self.model.entries, states, pick)

    def a_slot(self, pick: int, *, begun: bool = True) -> dict[str, str]:
        """Facility, date and start of one of the next slots, also of those that have begun; now and then of a
        later one, or of one that was taken out of the schedule."""
        bound = "ends" if begun or pick > 50 else "begins"
        slots = [slot for slot in self.model.slots if slot[bound] > self.model.now] or self.model.slots
        if pick % 10 < 9:
            slots = [slot for slot in slots if not slot["withdrawn"]]
        slots = sorted(slots, key=lambda slot: (slot["begins"], slot["facility"]))
        if not slots or pick == 60:
            return {"facility": "gym", "date": self.far_day(), "start": "12:34"}
        return _place(slots[pick % min(len(slots), 8 if pick % 3 else 30)])

    def far_day(self) -> str:
        """For which there may be nothing."""
        return DAYS[4]

    def a_full_slot(self, pick: int, party: int) -> dict[str, str]:
        """One of the next slots that has no room for a party, where there is one."""
        full = [
            slot
            for slot in sorted(self.model.slots, key=lambda slot: (slot["begins"], slot["facility"]))
            if slot["begins"] > self.model.now and not slot["withdrawn"] and not self.model.fits(slot, party)
        ]
        return _place(full[pick % min(len(full), 6)]) if full and pick % 10 < 9 else self.a_slot(pick)

    # ------------------------------------------------------------ the club

    def open_the_club(
        self, of: Iterable[dict[str, Any]], opened: int, limit: int, wishes: Iterable[tuple[str, int, int]]
    ) -> None:
        self.send("change_settings", no_show_limit=limit, suspension_days=1)
        for code, special in zip(FACILITIES, of, strict=True):
            told = {"code": code, "name": f"name of {code}", "kind": "area", "capacity": 2}
            self.send("add_facility", **told | special)
        for staff_no in MEMBERS:
            self.send("add_member", staff_no=staff_no, name="职工", shared=staff_no == SHARED)
        self.send(
            "publish_slots",
            slots=[
                {"facility": code, "date": day, "start": start, "end": end, "peak": start == "17:30"}
                for code in FACILITIES
                for day in DAYS[1 : 1 + opened]
                for start, end in SPANS
            ],
        )
        for member, pick, party in wishes:
            self.send("book", member=member, party=party, **self.a_slot(pick))

    def keep_the_club(
        self, which: int, code: str, name: str, special: dict[str, Any], staff_no: str, shared: bool
    ) -> None:
        if which == 0:
            self.send("add_facility", **{"code": code, "name": name, "kind": "room"} | special)
        elif which == 1 and staff_no != UNKNOWN:
            self.send("add_member", staff_no=staff_no, name="又一位")
        elif which == 2:
            self.send("change_member", staff_no=staff_no, shared=shared)
        else:
            self.send("change_facility", **{"code": code} | special)

    def a_member_leaves(self, staff_no: str, on: str | None, really: int) -> None:
        if really == 0:
            self.send("member_leaves", staff_no=staff_no, on=on)

    def change_the_settings(self, changes: dict[str, Any]) -> None:
        self.send("change_settings", **changes)

    def publish(self, slots: list[dict[str, Any]], replace: bool, displace: bool) -> None:
        today = self.model.local(self.model.now).date()
        slots = [row | {"date": (today + timedelta(days=row["date"])).isoformat()} for row in slots]
        self.send("publish_slots", slots=slots, replace=replace, displace=displace, dry_run=True)
        self.send("publish_slots", slots=slots, replace=replace, displace=displace)

    def change_a_slot(
        self, pick: int, end: str | None, capacity: int, displace: bool, replace: int, peak: bool
    ) -> None:
        """Without `end`: its size alone, or whether it is a peak; then often one that somebody waits for."""
        place = self.a_slot(pick) if end else self._slot_waited_for(pick)
        stands = self.model.find_slot(place["facility"], place["date"], _minute(place["start"]))
        end = end or (time_told(stands["end"]) if stands else "24:00")
        row = place | {"end": end, "capacity": capacity, "peak": peak}
        self.send("publish_slots", slots=[row], displace=displace, replace=replace == 0)

    def close(self, code: str, ahead: int, length: int, reason: str | None, dry_run: bool) -> None:
        begin = self.model.now + ahead
        told = {"from_": self.model.told(begin), "to": self.model.told(begin + length)}
        if dry_run:
            self.send("close_facility", facility=code, reason=reason, dry_run=True, **told)
        self.send("close_facility", facility=code, reason=reason, **told)

    def reopen(self, pick: int) -> None:
        closed = [kept["number"] for kept in self.model.closures if not kept["reopened"]]
        if pick % 10 == 9:
            closed = list(range(1, len(self.model.closures) + 2))
        if closed:
            self.send("reopen_facility", closure=f"C{closed[pick % len(closed)]}")

    # ------------------------------------------------------------ bookings

    def book_simply(self, member: str, pick: int) -> None:
        self.send("book", member=member, **self.a_slot(pick, begun=False))

    def walk_in(self, member: str, pick: int) -> None:
        self.send("book", member=member, walk_in=True, **self.a_slot(pick % 3))

    def book(self, member: str, pick: int, more: int, party: int, override: str | None, walk_in: int) -> None:
        place: dict[str, Any] = self.a_slot(pick, begun=False)
        if more == 0:
            start = place.pop("start")
            starts = {start} | {
                time_told(slot["start"])
                for slot in self.model.slots
                if (slot["facility"], slot["date"]) == (place["facility"], place["date"])
            }
            place["starts"] = sorted(starts)[:3]
        self.send("book", member=member, party=party, override=override, walk_in=walk_in == 0, **place)

    def cancel(self, pick: int, reason: str | None) -> None:
        self.send("cancel", booking=self.a_booking(pick, "pending", "confirmed", "checked_in"), reason=reason)

    def make_room_for_the_line(self, pick: int, how: str) -> None:
        """A booking ends, or goes elsewhere, in a slot that somebody waits for: rather where one of those who
        wait may not have the place."""
        waiting = self._waiting()
        may_not = [entry for entry in waiting if self.model.may_not(entry)]
        waited_for = [entry["slot"] for entry in (may_not if pick % 3 and may_not else waiting)]
        inside = [
            f"B{kept['number']}"
            for kept in self.model.bookings
            if kept["state"] in ("pending", "confirmed") and kept["slot"] in waited_for
        ]
        booking = inside[pick % len(inside)] if inside else None
        if how == "move":
            self.send("move", booking=booking, **self.a_slot(pick * 7 % 61, begun=False))
        else:
            self.send(how, booking=booking, **({"note": "不合适"} if how == "reject" else {}))

    def move(self, pick: int, to: int) -> None:
        booking = self.a_booking(pick, "pending", "confirmed", "displaced")
        self.send("move", booking=booking, **self.a_slot(to, begun=False))

    def approve(self, pick: int) -> None:
        self.send("approve", booking=self.a_booking(pick, "pending"))

    def reject(self, pick: int, note: str | None) -> None:
        self.send("reject", booking=self.a_booking(pick, "pending"), note=note)

    def promise(self, pick: int) -> None:
        self.send("confirm", booking=self.a_booking(pick, "confirmed"))

    def check_in(self, pick: int, override: str | None) -> None:
        booking = self.a_booking(pick, "confirmed", "no_show", begun=True)
        self.send("check_in", booking=booking, override=override)

    def mark_a_no_show(self, pick: int) -> None:
        self.send("mark_no_show", booking=self.a_booking(pick, "confirmed", begun=True))

    def reset_the_attendance(self, pick: int) -> None:
        self.send("reset_attendance", booking=self.a_booking(pick, "checked_in", "no_show"))

    def give_more_time(self, pick: int) -> None:
        self.send("give_more_time", **self.a_slot(pick))

    def pardon(self, back: int, length: int) -> None:
        begin = self.model.now - back
        told = {"from_": self.model.told(begin), "to": self.model.told(begin + length)}
        self.send("pardon_no_shows", reason="停电", **told)

    # ------------------------------------------------------------ the line

    def crowd(self, pick: int, first: int, number: int) -> None:
        """So many come for one slot, one after the other: while it has a place they book, then they wait."""
        place = self.a_slot(pick, begun=False)
        for turn in range(number):
            member = self.people[(first + turn) % len(self.people)]
            slot = self.model.find_slot(place["facility"], place["date"], _minute(place["start"]))
            if slot is None:
                return
            room = self.model.fits(slot, 1)
            self.send("book" if room else "join_waitlist", member=member, **place)

    def join(self, member: str, pick: int, party: int) -> None:
        self.send("join_waitlist", member=member, party=party, **self.a_full_slot(pick, party))

    def answer_an_offer(self, pick: int, command: str) -> None:
        self.send(command, entry=self.an_entry(pick, "offered"))

    def leave_the_line(self, pick: int) -> None:
        self.send("leave_waitlist", entry=self.an_entry(pick, "waiting"))

    def _waiting(self) -> list[dict[str, Any]]:
        return [entry for entry in self.model.entries if entry["state"] == "waiting"]

    def _slot_waited_for(self, pick: int) -> dict[str, str]:
        waiting = self._waiting()
        return _place(waiting[pick % len(waiting)]["slot"]) if waiting else self.a_slot(pick)

    def get_in_ones_own_way(self, pick: int) -> None:
        """One who waits books at the same time elsewhere, or another time at the same place."""
        waiting = self._waiting()
        if waiting:
            entry = waiting[pick % len(waiting)]
            beside = [
                slot
                for slot in self.model.slots
                if slot is not entry["slot"]
                and slot["date"] == entry["slot"]["date"]
                and (slot["start"] == entry["slot"]["start"] or slot["facility"] == entry["slot"]["facility"])
            ]
            if beside:
                self.send("book", member=entry["member"]["staff_no"], **_place(beside[pick % len(beside)]))

    def clear_ones_own_way(self, pick: int, how: str) -> None:
        """A booking of one who waits ends, or goes elsewhere."""
        waiting = [entry["member"] for entry in self._waiting()]
        own = [
            f"B{kept['number']}"
            for kept in self.model.bookings
            if kept["member"] in waiting and kept["state"] in ("pending", "confirmed")
        ]
        if own and how == "move":
            self.send("move", booking=own[pick % len(own)], **self.a_slot(pick * 7 % 61, begun=False))
        elif own:
            self.send(how, booking=own[pick % len(own)])

    def one_who_waits_does_not_come(self, pick: int) -> None:
        """To the next slot somewhere else, which they miss: it may suspend them for as long as they wait."""
        waiting = [entry["member"] for entry in self._waiting()]
        own = [
            kept for kept in self.model.bookings if kept["state"] == "confirmed" and kept["member"] in waiting
        ]
        if own:
            missed = sorted(own, key=lambda kept: kept["slot"]["begins"])[pick % min(len(own), 2)]
            self.wait_until(max(missed["slot"]["begins"], self.model.now))
            self.send("mark_no_show", booking=f"B{missed['number']}")

    # ------------------------------------------------------------ time

    def time_passes_until_something_happens(self, pick: int, off: int, end: bool) -> None:
        """To about the start or the end of one of the next slots."""
        self._wait_for_one_of({slot["ends" if end else "begins"] + off for slot in self.model.slots}, pick)

    def time_passes_until_a_line_moves(self, pick: int, off: int) -> None:
        """To about the end of an offer, or of a suspension of one who waits."""
        ends = {entry["offered_until"] for entry in self.model.entries if entry["state"] == "offered"}
        ends |= {self.model.suspended_until(entry["member"]) for entry in self._waiting()}
        self._wait_for_one_of({end + off for end in ends if end is not None}, pick)

    def _wait_for_one_of(self, moments: set[int], pick: int) -> None:
        ahead = sorted(moment for moment in moments if moment >= self.model.now)
        if ahead:
            self.wait_until(ahead[pick % min(len(ahead), 2)])

    def time_passes(self, minutes: int) -> None:
        self.wait_until(self.model.now + minutes)


class Imagined(Deeds):
    """Days of which the model alone is told: what they sent can be done at any desk later. `accepted` says
    for each command whether the model did it."""

    def __init__(self) -> None:
        super().__init__()
        self.accepted: list[bool] = []

    def both(self, command: str, /, **fields: Any) -> None:
        self.accepted.append(not isinstance(self.model.answer(command, **fields), Refused))


class AtTheDesk(Deeds):
    """Days at a real desk; the model only knows about whom and about what the next command may be. `told` is
    what the desk said to the last one."""

    def __init__(self, club: Club) -> None:
        super().__init__()
        self.club = club
        self.told: dict[str, Any] | DeskError = {}

    def both(self, command: str, /, **fields: Any) -> None:
        self.model.answer(command, **fields)
        try:
            self.told = self.club.do(command, **{name.rstrip("_"): value for name, value in fields.items()})
        except DeskError as error:
            self.told = error

    def wait_until(self, instant: int) -> None:
        super().wait_until(instant)
        self.club.at(self.model.told(instant))


def _one_of(
    letter: str,
    records: list[dict[str, Any]],
    among: list[dict[str, Any]],
    states: tuple[str, ...],
    pick: int,
) -> str | None:
    numbers = [kept["number"] for kept in among if kept["state"] in states]
    if pick % 10 == 9:
        numbers = list(range(1, len(records) + 2))
    return f"{letter}{numbers[pick % len(numbers)]}" if numbers else None


def _place(slot: dict[str, Any]) -> dict[str, str]:
    return {"facility": slot["facility"], "date": slot["date"], "start": time_told(slot["start"])}


def _minute(told: str) -> int:
    return int(told[:2]) * 60 + int(told[3:])


# ---------------------------------------------------------------- days at random

Deal = Callable[[Any, random.Random], None]

RULES_TRIED: dict[str, tuple[Any, ...]] = {
    "capacity": (1, 2, 3, 4, 5), "approval_levels": (0, 0, 0, 1, 2), "buffer_minutes": (0, 0, 10, 30),
    "min_notice_minutes": (0, 0, 0, 60, 1440), "max_days_ahead": (14, 14, 1),
    "daily_quota": (None, None, 1, 2), "weekly_quota": (None, None, 2, 3),
    "no_show_grace_minutes": (15, 15, 0, 45, None), "whole_slot": (False, False, True),
    "promotion": ("auto", "offer"), "offer_minutes": (1, 10, 30, 30, 90, 600),
    "confirm_minutes_before": (None, 120, 60, 40), "release_unconfirmed": (True, True, False),
}  # fmt: skip
SETTINGS_TRIED: dict[str, tuple[Any, ...]] = {
    "no_show_limit": (None, 1, 2, 3), "no_show_days": (1, 30), "suspension_days": (0, 1, 7),
    "remind_minutes_before": (60, 30, 120, None),
    "desk_hours": (None, None, "08:00-18:00", {"mon": "08:00-21:00", "tue": "12:00-24:00", "wed": None}),
    "timezone": ("Asia/Shanghai", "Asia/Shanghai", "Asia/Tokyo", "Asia/Kolkata"),
}  # fmt: skip


def some_of(dice: random.Random, tried: dict[str, tuple[Any, ...]], chance: float) -> dict[str, Any]:
    """Some of the fields, each with one of its values."""
    return {name: dice.choice(values) for name, values in tried.items() if dice.random() < chance}


def _pick(dice: random.Random) -> int:
    return dice.randint(0, 60)


def _row(dice: random.Random) -> dict[str, Any]:
    start, end = sorted(dice.sample(TIMES, 2))
    row = {"facility": dice.choice(FACILITIES), "start": start, "end": end}
    return row | {"date": dice.choice((-1, 0, 1, 1))} | some_of(dice, {"capacity": (1, 2, 3, 4, 5)}, 0.5)


DEALS: tuple[tuple[float, Deal], ...] = (
    (3, lambda desk, dice: desk.book(
        dice.choice(MEMBERS), _pick(dice), dice.randint(0, 12), dice.choice((1, 1, 2, 3)),
        dice.choice((None, None, None, "主任同意")), 1,
    )),
    (2, lambda desk, dice: desk.book_simply(dice.choice(MEMBERS), _pick(dice))),
    (2, lambda desk, dice: desk.walk_in(dice.choice(MEMBERS), _pick(dice))),
    (6, lambda desk, dice: desk.crowd(_pick(dice), dice.randint(0, 5), dice.randint(2, 6))),
    (6, lambda desk, dice: desk.join(dice.choice(MEMBERS), _pick(dice), dice.choice((1, 1, 1, 2, 3)))),
    (2, lambda desk, dice: desk.cancel(_pick(dice), dice.choice((None, "电话说过")))),
    (6, lambda desk, dice: desk.make_room_for_the_line(
        _pick(dice), dice.choice(("cancel", "cancel", "move", "reject"))
    )),
    (3, lambda desk, dice: desk.answer_an_offer(_pick(dice), "accept_offer")),
    (2, lambda desk, dice: desk.answer_an_offer(_pick(dice), "decline_offer")),
    (1, lambda desk, dice: desk.answer_an_offer(_pick(dice), "leave_waitlist")),
    (1, lambda desk, dice: desk.leave_the_line(_pick(dice))),
    (5, lambda desk, dice: desk.get_in_ones_own_way(_pick(dice))),
    (5, lambda desk, dice: desk.clear_ones_own_way(_pick(dice), dice.choice(("cancel", "cancel", "move")))),
    (1.5, lambda desk, dice: desk.one_who_waits_does_not_come(_pick(dice))),
    (2, lambda desk, dice: desk.move(_pick(dice), _pick(dice))),
    (2, lambda desk, dice: desk.approve(_pick(dice))),
    (1, lambda desk, dice: desk.reject(_pick(dice), dice.choice((None, "不合适")))),
    (1, lambda desk, dice: desk.promise(_pick(dice))),
    (3, lambda desk, dice: desk.check_in(_pick(dice), dice.choice((None, "刚到")))),
    (1, lambda desk, dice: desk.mark_a_no_show(_pick(dice))),
    (1, lambda desk, dice: desk.reset_the_attendance(_pick(dice))),
    (1, lambda desk, dice: desk.give_more_time(_pick(dice))),
    (1, lambda desk, dice: desk.pardon(dice.randint(0, 1000), dice.randint(-10, 2000))),
    (2.5, lambda desk, dice: desk.time_passes_until_something_happens(
        _pick(dice), dice.choice((-120, -60, -31, -30, -20, -1, 0, 0, 0, 0, 1, 15, 16, 25, 35)),
        dice.random() < 0.3,
    )),
    (4, lambda desk, dice: desk.time_passes_until_a_line_moves(_pick(dice), dice.choice((-1, 0, 0, 1)))),
    (2, lambda desk, dice: desk.time_passes(dice.randint(0, 40))),
    (1, lambda desk, dice: desk.publish(
        [_row(dice) for _ in range(dice.randint(1, 2))], dice.random() < 0.2, dice.random() < 0.7
    )),
    (4, lambda desk, dice: desk.change_a_slot(
        _pick(dice), dice.choice((None, None, None, None, *TIMES[3:])), dice.randint(1, 5),
        dice.random() < 0.7, dice.randint(0, 6), dice.random() < 0.4,
    )),
    (2, lambda desk, dice: desk.close(
        dice.choice(FACILITIES), dice.randint(-200, 800), dice.choice((-5, 60, 400, 2000)),
        dice.choice(("停电", "停电", "停电", None)), dice.random() < 0.2,
    )),
    (3, lambda desk, dice: desk.reopen(_pick(dice))),
    (2, lambda desk, dice: desk.keep_the_club(
        dice.randint(2, 4), dice.choice(FACILITIES), "泳池", some_of(dice, RULES_TRIED, 0.3),
        dice.choice(MEMBERS), dice.random() < 0.5,
    )),
    (0.3, lambda desk, dice: desk.a_member_leaves(dice.choice(MEMBERS), dice.choice((None, *DAYS[2:])), 0)),
    (0.7, lambda desk, dice: desk.change_the_settings(some_of(dice, SETTINGS_TRIED, 0.4))),
)  # fmt: skip
"""What may be done next, and how often: more of what a desk does all day than Hypothesis would choose."""


def random_day(
    desk: Deeds, dice: random.Random, steps: int, after: Callable[[], None] = lambda: None
) -> None:
    """A club and what happens to it, all from one seed. `after` is called after each step."""
    specials = [
        {"promotion": dice.choice(("auto", "offer"))} | some_of(dice, RULES_TRIED, 0.2) for _ in FACILITIES
    ]
    wishes = [(dice.choice(MEMBERS), _pick(dice), dice.randint(1, 2)) for _ in range(8)]
    desk.open_the_club(specials, dice.choice((1, 2, 3, 3)), dice.choice((1, 1, 2, 3)), wishes)
    for _ in range(steps):
        before = (len(desk.sent), desk.model.now)
        while (len(desk.sent), desk.model.now) == before:
            ((_, deal),) = dice.choices(DEALS, [often for often, _ in DEALS])
            deal(desk, dice)
        after()
