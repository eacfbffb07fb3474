"""The whole desk against a naive model: any commands in any order, and after each the same grid, the same
bookings with the same trails, the same refusals, and a `check` that finds nothing."""

import random
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.errors import DeskError
from tests.support.club import NINE, Club
from tests.support.examples import examples
from tests.support.model import Model, Refused, time_told

MEMBERS = ("000001", "000002", "000003", "000004")
UNKNOWN = "999999"
TIMES = ("08:00", "09:00", "09:30", "10:00", "11:00", "17:30", "19:00", "23:00", "24:00")
DAYS = tuple((date(2026, 11, 22) + timedelta(days=number)).isoformat() for number in range(11))

picks = st.integers(0, 60)
reasons = st.sampled_from([None, "电话说过"])
members = st.sampled_from([*MEMBERS, *MEMBERS, *MEMBERS, UNKNOWN])
rules = st.fixed_dictionaries(
    {},
    optional={
        "capacity": st.integers(1, 5),
        "approval_levels": st.integers(0, 2),
        "buffer_minutes": st.sampled_from([0, 0, 10, 30]),
        "min_notice_minutes": st.sampled_from([0, 0, 60, 1440]),
        "max_days_ahead": st.sampled_from([14, 14, 1, 0]),
        "daily_quota": st.sampled_from([None, None, 1, 2]),
        "weekly_quota": st.sampled_from([None, None, 2, 3]),
        "no_show_grace_minutes": st.sampled_from([15, 15, 0, 45, None]),
        "whole_slot": st.booleans(),
    },
)
club_rules = st.fixed_dictionaries(
    {},
    optional={
        "no_show_limit": st.sampled_from([None, 1, 2, 3]),
        "no_show_days": st.sampled_from([1, 30]),
        "suspension_days": st.sampled_from([0, 1, 7]),
        "desk_hours": st.sampled_from(
            [None, "08:00-18:00", {"mon": "08:00-21:00", "tue": "12:00-24:00", "wed": None}]
        ),
        "timezone": st.sampled_from(["Asia/Shanghai", "Asia/Tokyo", "Asia/Kolkata"]),
    },
)
facilities = st.sampled_from(["gym", "court", "hall"])
rows = st.fixed_dictionaries(
    {
        "facility": st.sampled_from(["gym", "court", "hall"] * 4 + ["pool"]),
        "date": st.sampled_from([-1, 0, 0, 0, 1, 1, 1, 2]),
        "start": st.sampled_from(TIMES[:-1]),
        "end": st.sampled_from([*TIMES[3:], "24:00", "24:00"]),
    },
    optional={"capacity": st.sampled_from([1, 2, 3, 4, 5, 0]), "peak": st.booleans()},
)
"""The date as days from today."""


class DeskMachine(RuleBasedStateMachine):
    """Each rule sends one command to the desk and to the model."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.club = Club.new(Path(self._folder.name))
        self.model = Model(NINE)
        self.done: list[str] = []

    def teardown(self) -> None:
        self.club.database.close()
        self._folder.cleanup()

    def both(self, command: str, /, **fields: Any) -> None:
        """The same outcome from the desk and from the model."""
        self.done.append(f"{self.model.local(self.model.now)} {command} {fields}")
        fields = {name: value for name, value in fields.items() if value is not None or name in NULLABLE}
        try:
            expected = getattr(self.model, command)(**fields)
        except Refused as refusal:
            expected = refusal.code
        fields = {name.rstrip("_"): value for name, value in fields.items()}
        told: Any
        try:
            told = self.club.do(command, **fields)
        except DeskError as error:
            told = error
        if isinstance(told, DeskError):
            assert told.code == expected, f"{told} where the model says {expected}"
        else:
            assert isinstance(expected, dict), f"{told} where the model refuses: {expected}"
            if command == "pardon_no_shows":
                told["bookings"].sort()
            assert {name: told[name] for name in expected} == expected
        self.model.pass_minute()

    def a_booking(self, pick: int, *states: str) -> str:
        """One of the bookings, mostly one in these states, now and then one that is not there."""
        numbers = [kept["number"] for kept in self.model.bookings if kept["state"] in states]
        if not numbers or pick % 10 == 9:
            numbers = list(range(1, len(self.model.bookings) + 2))
        return f"B{numbers[pick % len(numbers)]}"

    def a_slot(self, pick: int, *, begun: bool = True) -> dict[str, str]:
        """Facility, date and start of one of the next slots, also of those that have begun."""
        bound = "ends" if begun or pick > 50 else "begins"
        slots = [slot for slot in self.model.slots if slot[bound] > self.model.now] or self.model.slots
        slots = sorted(slots, key=lambda slot: (slot["begins"], slot["facility"]))
        if not slots or pick == 60:
            return {"facility": "gym", "date": DAYS[4], "start": "12:34"}
        slot = slots[pick % min(len(slots), 8)]
        return {"facility": slot["facility"], "date": slot["date"], "start": time_told(slot["start"])}

    # ------------------------------------------------------------ rules

    @initialize(
        of=st.tuples(rules, rules, rules),
        opened=st.integers(1, 3),
        limit=st.sampled_from([1, 2, 3]),
        wishes=st.lists(st.tuples(st.sampled_from(MEMBERS), picks, st.integers(1, 2)), max_size=12),
    )
    def open_the_club(
        self, of: tuple[dict[str, Any], ...], opened: int, limit: int, wishes: list[tuple[str, int, int]]
    ) -> None:
        self.both("change_settings", no_show_limit=limit)
        for code, special in zip(("gym", "court", "hall"), of, strict=True):
            told = {"code": code, "name": f"name of {code}", "kind": "area", "capacity": 3}
            self.both("add_facility", **told | special)
        for staff_no in MEMBERS:
            self.both("add_member", staff_no=staff_no, name="职工", shared=staff_no == MEMBERS[3])
        spans = [("09:30", "11:00"), ("11:30", "13:00"), ("17:30", "19:00"), ("22:30", "24:00")]
        self.both(
            "publish_slots",
            slots=[
                {"facility": code, "date": day, "start": start, "end": end}
                for code in ("gym", "court", "hall")
                for day in DAYS[1 : 1 + opened]
                for start, end in spans
            ],
        )
        for member, pick, party in wishes:
            self.both("book", member=member, party=party, **self.a_slot(pick))

    @rule(
        which=st.integers(0, 4), code=facilities, name=st.sampled_from(["gym", "泳池"]), special=rules,
        staff_no=members, shared=st.booleans(),
    )  # fmt: skip
    def keep_the_club(
        self, which: int, code: str, name: str, special: dict[str, Any], staff_no: str, shared: bool
    ) -> None:
        if which == 0:
            self.both("add_facility", **{"code": code, "name": name, "kind": "room"} | special)
        elif which == 1 and staff_no != UNKNOWN:
            self.both("add_member", staff_no=staff_no, name="又一位")
        elif which == 2:
            self.both("change_member", staff_no=staff_no, shared=shared)
        else:
            self.both("change_facility", **{"code": code} | special)

    @rule(staff_no=members, on=st.sampled_from([None, *DAYS[2:]]), really=st.integers(0, 2))
    def a_member_leaves(self, staff_no: str, on: str | None, really: int) -> None:
        if really == 0:
            self.both("member_leaves", staff_no=staff_no, on=on)

    @rule(changes=club_rules)
    def change_the_settings(self, changes: dict[str, Any]) -> None:
        self.both("change_settings", **changes)

    @rule(slots=st.lists(rows, min_size=1, max_size=3), replace=st.booleans(), displace=st.booleans())
    def publish(self, slots: list[dict[str, Any]], replace: bool, displace: bool) -> None:
        today = self.model.local(self.model.now).date()
        slots = [row | {"date": (today + timedelta(days=row["date"])).isoformat()} for row in slots]
        self.both("publish_slots", slots=slots, replace=replace, displace=displace, dry_run=True)
        self.both("publish_slots", slots=slots, replace=replace, displace=displace)

    @rule(
        pick=picks, end=st.sampled_from(TIMES), capacity=st.integers(1, 5), displace=st.booleans(),
        replace=st.integers(0, 3),
    )  # fmt: skip
    def change_a_slot(self, pick: int, end: str, capacity: int, displace: bool, replace: int) -> None:
        row = self.a_slot(pick) | {"end": end, "capacity": capacity}
        self.both("publish_slots", slots=[row], displace=displace, replace=replace == 0)

    @rule(member=members, pick=picks)
    def book_simply(self, member: str, pick: int) -> None:
        self.both("book", member=member, **self.a_slot(pick, begun=False))

    @rule(member=st.sampled_from(MEMBERS), pick=picks)
    def walk_in(self, member: str, pick: int) -> None:
        self.both("book", member=member, walk_in=True, **self.a_slot(pick % 3))

    @rule(
        member=members, pick=picks, more=st.integers(0, 9), party=st.sampled_from([1, 1, 1, 2, 3]),
        override=st.sampled_from([None, None, "主任同意"]), walk_in=st.integers(0, 4),
    )  # fmt: skip
    def book(self, member: str, pick: int, more: int, party: int, override: str | None, walk_in: int) -> None:
        place = self.a_slot(pick, begun=False)
        if more == 0:
            start = place.pop("start")
            starts = sorted(
                {start}
                | {
                    time_told(slot["start"])
                    for slot in self.model.slots
                    if (slot["facility"], slot["date"]) == (place["facility"], place["date"])
                }
            )[:3]
            place["starts"] = starts  # type: ignore[assignment]
        self.both("book", member=member, party=party, override=override, walk_in=walk_in == 0, **place)

    @rule(pick=picks, reason=reasons)
    def cancel(self, pick: int, reason: str | None) -> None:
        self.both("cancel", booking=self.a_booking(pick, "pending", "confirmed", "checked_in"), reason=reason)

    @rule(pick=picks, to=picks)
    def move(self, pick: int, to: int) -> None:
        self.both(
            "move",
            booking=self.a_booking(pick, "pending", "confirmed", "displaced"),
            **self.a_slot(to, begun=False),
        )

    @rule(pick=picks)
    def approve(self, pick: int) -> None:
        self.both("approve", booking=self.a_booking(pick, "pending"))

    @rule(pick=picks, note=reasons)
    def reject(self, pick: int, note: str | None) -> None:
        self.both("reject", booking=self.a_booking(pick, "pending"), note=note)

    @rule(pick=picks, override=reasons)
    def check_in(self, pick: int, override: str | None) -> None:
        self.both("check_in", booking=self.a_booking(pick, "confirmed", "no_show"), override=override)

    @rule(pick=picks)
    def mark_a_no_show(self, pick: int) -> None:
        self.both("mark_no_show", booking=self.a_booking(pick, "confirmed"))

    @rule(pick=picks)
    def reset_the_attendance(self, pick: int) -> None:
        self.both("reset_attendance", booking=self.a_booking(pick, "checked_in", "no_show"))

    @rule(pick=picks)
    def give_more_time(self, pick: int) -> None:
        self.both("give_more_time", **self.a_slot(pick))

    @rule(back=st.integers(0, 2000), length=st.integers(-60, 2000))
    def pardon(self, back: int, length: int) -> None:
        begin = self.model.now - back
        told = [f"{self.model.local(at):%Y-%m-%dT%H:%M}" for at in (begin, begin + length)]
        self.both("pardon_no_shows", from_=told[0], to=told[1], reason="停电")

    @rule(pick=picks, off=st.sampled_from([-31, -30, -1, 0, 0, 0, 1, 15, 16]), end=st.booleans())
    def time_passes_until_something_happens(self, pick: int, off: int, end: bool) -> None:
        """To about the start or the end of one of the next slots."""
        moments = sorted({slot["ends" if end else "begins"] + off for slot in self.model.slots})
        ahead = [moment for moment in moments if moment >= self.model.now]
        if ahead:
            self.wait_until(ahead[pick % min(len(ahead), 2)])

    @rule(minutes=st.integers(0, 90), then_tick=st.booleans())
    def time_passes(self, minutes: int, then_tick: bool) -> None:
        self.wait_until(self.model.now + minutes)
        if then_tick:
            told = self.club.do("tick")
            counts = {name: told[name] for name in ("expired", "completed")}
            assert counts | {"no_show": told["no_shows"]} == self.model.counts
            assert told["set_aside"] == 0

    def wait_until(self, instant: int) -> None:
        local = f"{self.model.local(instant):%Y-%m-%dT%H:%M}"
        self.model.counts = dict.fromkeys(self.model.counts, 0)
        self.model.stand_at(local)
        self.club.at(local)

    @rule()
    def the_clock_never_goes_back(self) -> None:
        before = self.model.local(self.model.now) - timedelta(minutes=1)
        with pytest.raises(DeskError, match="clock_went_back"):
            self.club.desk.stand_at(before)

    # ------------------------------------------------------------ what holds after each

    @invariant()
    def nothing_is_broken(self) -> None:
        assert self.club.ask("check")["problems"] == []

    @invariant()
    def the_grid_is_the_models(self) -> None:
        told = self.club.ask("grid", date=DAYS[0], days=len(DAYS))["slots"]
        shown = [
            {
                name: slot[name]
                for name in ("facility", "date", "start", "end", "capacity", "peak", "taken", "state")
            }
            | {"bookings": [(b["booking"], b["member"], b["party"], b["state"]) for b in slot["bookings"]]}
            for slot in told
        ]
        assert shown == self.model.grid()

    @invariant()
    def the_bookings_are_the_models(self) -> None:
        for kept in self.model.bookings:
            expected = self.model.card(kept)
            told = self.club.ask("booking", booking=f"B{kept['number']}")
            told["trail"] = [(line["at"], line["event"], line["state"]) for line in told["trail"]]
            assert {name: told[name] for name in expected} == expected

    @invariant()
    def the_suspensions_are_the_models(self) -> None:
        for staff_no, person in self.model.members.items():
            until = None if person["shared"] else self.model.suspended_until(person)
            told = self.club.ask("member", member=staff_no)["suspended_until"]
            local = None if until is None else f"{self.model.local(until):%Y-%m-%dT%H:%M}"
            assert told == local


NULLABLE = {
    "daily_quota", "weekly_quota", "no_show_grace_minutes", "no_show_limit", "desk_hours",
}  # fmt: skip

TestDesk = DeskMachine.TestCase
TestDesk.settings = examples(12, steps=40)


# ---------------------------------------------------------------- days at random

Deal = Callable[[DeskMachine, random.Random], None]


def _some(dice: random.Random, strategy_of: dict[str, tuple[Any, ...]], chance: float) -> dict[str, Any]:
    """Some of the fields, each with one of its values."""
    return {name: dice.choice(values) for name, values in strategy_of.items() if dice.random() < chance}


RULES_TRIED: dict[str, tuple[Any, ...]] = {
    "capacity": (1, 2, 3, 4, 5), "approval_levels": (0, 0, 0, 1, 2), "buffer_minutes": (0, 0, 10, 30),
    "min_notice_minutes": (0, 0, 0, 60, 1440), "max_days_ahead": (14, 14, 1),
    "daily_quota": (None, None, 1, 2), "weekly_quota": (None, None, 2, 3),
    "no_show_grace_minutes": (15, 15, 0, 45, None),
    "whole_slot": (False, False, True),
}  # fmt: skip
SETTINGS_TRIED: dict[str, tuple[Any, ...]] = {
    "no_show_limit": (None, 1, 2, 3), "no_show_days": (1, 30), "suspension_days": (0, 1, 7),
    "desk_hours": (None, None, "08:00-18:00", {"mon": "08:00-21:00", "tue": "12:00-24:00", "wed": None}),
    "timezone": ("Asia/Shanghai", "Asia/Shanghai", "Asia/Tokyo", "Asia/Kolkata"),
}  # fmt: skip


def _pick(dice: random.Random) -> int:
    return dice.randint(0, 60)


def _row(dice: random.Random) -> dict[str, Any]:
    start, end = sorted(dice.sample(TIMES, 2))
    row = {"facility": dice.choice(("gym", "court", "hall")), "start": start, "end": end}
    return row | {"date": dice.choice((-1, 0, 1, 1))} | _some(dice, {"capacity": (1, 2, 3, 4, 5)}, 0.5)


DEALS: tuple[tuple[float, Deal], ...] = (
    (6, lambda desk, dice: desk.book(
        dice.choice(MEMBERS), _pick(dice), dice.randint(0, 12), dice.choice((1, 1, 2, 3)),
        dice.choice((None, None, None, "主任同意")), 1,
    )),
    (4, lambda desk, dice: desk.book_simply(dice.choice(MEMBERS), _pick(dice))),
    (3, lambda desk, dice: desk.walk_in(dice.choice(MEMBERS), _pick(dice))),
    (2, lambda desk, dice: desk.cancel(_pick(dice), dice.choice((None, "电话说过")))),
    (4, lambda desk, dice: desk.move(_pick(dice), _pick(dice))),
    (2, lambda desk, dice: desk.approve(_pick(dice))),
    (1, lambda desk, dice: desk.reject(_pick(dice), dice.choice((None, "不合适")))),
    (3, lambda desk, dice: desk.check_in(_pick(dice), dice.choice((None, "刚到")))),
    (2, lambda desk, dice: desk.mark_a_no_show(_pick(dice))),
    (3, lambda desk, dice: desk.reset_the_attendance(_pick(dice))),
    (3, lambda desk, dice: desk.give_more_time(_pick(dice))),
    (1, lambda desk, dice: desk.pardon(dice.randint(0, 1000), dice.randint(-10, 2000))),
    (5, lambda desk, dice: desk.time_passes_until_something_happens(
        _pick(dice), dice.choice((-31, -30, -1, 0, 0, 0, 0, 1, 15, 16, 25, 35)), dice.random() < 0.3
    )),
    (2, lambda desk, dice: desk.time_passes(dice.randint(0, 40), dice.random() < 0.5)),
    (2, lambda desk, dice: desk.publish(
        [_row(dice) for _ in range(dice.randint(1, 2))], dice.random() < 0.2, dice.random() < 0.7
    )),
    (4, lambda desk, dice: desk.change_a_slot(
        _pick(dice), dice.choice(TIMES[3:]), dice.randint(1, 5), dice.random() < 0.7, dice.randint(0, 6)
    )),
    (2, lambda desk, dice: desk.keep_the_club(
        dice.randint(2, 4), dice.choice(("gym", "court", "hall")), "泳池", _some(dice, RULES_TRIED, 0.3),
        dice.choice(MEMBERS), dice.random() < 0.5,
    )),
    (0.3, lambda desk, dice: desk.a_member_leaves(dice.choice(MEMBERS), dice.choice((None, *DAYS[2:])), 0)),
    (0.7, lambda desk, dice: desk.change_the_settings(_some(dice, SETTINGS_TRIED, 0.4))),
)  # fmt: skip
"""What may be done next, and how often: more of what a desk does all day than Hypothesis would choose."""


def a_day_at_random(seed: int, steps: int) -> None:
    """A club and what happens to it, all from one seed. What fails tells every command before it."""
    dice, desk = random.Random(seed), DeskMachine()
    try:
        specials = tuple(_some(dice, RULES_TRIED, 0.25) for _ in range(3))
        wishes = [(dice.choice(MEMBERS), _pick(dice), dice.randint(1, 2)) for _ in range(8)]
        desk.open_the_club(specials, dice.randint(1, 3), dice.choice((1, 2, 3)), wishes)
        for _ in range(steps):
            ((_, deal),) = dice.choices(DEALS, [often for often, _ in DEALS])
            deal(desk, dice)
            desk.nothing_is_broken()
            desk.the_grid_is_the_models()
            desk.the_bookings_are_the_models()
            desk.the_suspensions_are_the_models()
    except BaseException as error:
        error.add_note("\n".join(["what was done:", *desk.done]))
        raise
    finally:
        desk.teardown()


@given(seed=st.integers(0, 2**40))
@examples(16, shrink=False)
def test_days_at_random_go_as_the_model_says(seed: int) -> None:
    a_day_at_random(seed, steps=60)
