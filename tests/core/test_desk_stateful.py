"""The whole desk against a naive model: any commands in any order, and after each the same grid, the same
bookings with the same trails, the same lines, the same refusals, and a `check` that finds nothing; in the end
the same decisions."""

import random
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.errors import DeskError
from tests.support.club import Club
from tests.support.days import DAYS, FACILITIES, MEMBERS, TIMES, UNKNOWN, Deeds, random_day
from tests.support.examples import examples
from tests.support.model import Refused

picks = st.integers(0, 60)
reasons = st.sampled_from([None, "电话说过"])
members = st.sampled_from([*MEMBERS, *MEMBERS, UNKNOWN])
facilities = st.sampled_from(FACILITIES)
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
        "promotion": st.sampled_from(["offer", "auto"]),
        "offer_minutes": st.sampled_from([30, 30, 1, 90, 600]),
        "confirm_minutes_before": st.sampled_from([None, 120, 60, 40]),
        "release_unconfirmed": st.booleans(),
    },
)
club_rules = st.fixed_dictionaries(
    {},
    optional={
        "no_show_limit": st.sampled_from([None, 1, 2, 3]),
        "no_show_days": st.sampled_from([1, 30]),
        "suspension_days": st.sampled_from([0, 1, 7]),
        "remind_minutes_before": st.sampled_from([60, 30, 120, None]),
        "desk_hours": st.sampled_from(
            [None, "08:00-18:00", {"mon": "08:00-21:00", "tue": "12:00-24:00", "wed": None}]
        ),
        "timezone": st.sampled_from(["Asia/Shanghai", "Asia/Tokyo", "Asia/Kolkata"]),
    },
)
rows = st.fixed_dictionaries(
    {
        "facility": st.sampled_from([*FACILITIES * 4, "pool"]),
        "date": st.sampled_from([-1, 0, 0, 0, 1, 1, 1, 2]),
        "start": st.sampled_from(TIMES[:-1]),
        "end": st.sampled_from([*TIMES[3:], "24:00", "24:00"]),
    },
    optional={"capacity": st.sampled_from([1, 2, 3, 4, 5, 0]), "peak": st.booleans()},
)
"""The date as days from today."""


OVER = {"cancelled", "rejected", "expired", "released", "completed"}
"""The states of a booking that nothing follows."""

IN_ANY_ORDER = {"pardon_no_shows": ["bookings"], "close_facility": ["displaced"]}
"""Lists in results of which nothing is said about the order."""


class DeskMachine(Deeds, RuleBasedStateMachine):
    """Each rule sends one command, or a few, to the desk and to the model."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.club = Club.new(Path(self._folder.name))
        self.compared: dict[int, dict[str, Any]] = {}

    def teardown(self) -> None:
        try:
            self.the_whole_day_is_the_models()
        finally:
            self.close_the_club()

    def close_the_club(self) -> None:
        self.club.database.close()
        self._folder.cleanup()

    def both(self, command: str, /, **fields: Any) -> None:
        """The same outcome from the desk and from the model."""
        expected = self.model.answer(command, **fields)
        told: Any
        try:
            told = self.club.do(command, **{name.rstrip("_"): value for name, value in fields.items()})
        except DeskError as error:
            told = error
        if isinstance(expected, Refused):
            assert isinstance(told, DeskError), f"{told} where the model refuses: {expected.code}"
            assert told.code == expected.code, f"{told} where the model says {expected.code}"
            assert {name: told.facts[name] for name in expected.facts} == expected.facts
            return
        assert not isinstance(told, DeskError), f"{told} where the model says {expected}"
        for name in IN_ANY_ORDER.get(command, ()):
            told[name], expected[name] = sorted(told[name]), sorted(expected[name])
        assert {name: told[name] for name in expected} == expected

    def wait_until(self, instant: int) -> None:
        self.model.counts = dict.fromkeys(self.model.counts, 0)
        super().wait_until(instant)
        self.club.at(self.model.told(instant))

    # ------------------------------------------------------------ what may happen

    open_the_club = initialize(
        of=st.tuples(rules, rules, rules),
        opened=st.integers(1, 3),
        limit=st.sampled_from([1, 2, 3]),
        wishes=st.lists(st.tuples(st.sampled_from(MEMBERS), picks, st.integers(1, 2)), max_size=12),
    )(Deeds.open_the_club)
    keep_the_club = rule(
        which=st.integers(0, 4),
        code=facilities,
        name=st.sampled_from(["gym", "泳池"]),
        special=rules,
        staff_no=members,
        shared=st.booleans(),
    )(Deeds.keep_the_club)
    a_member_leaves = rule(staff_no=members, on=st.sampled_from([None, *DAYS[2:]]), really=st.integers(0, 2))(
        Deeds.a_member_leaves
    )
    change_the_settings = rule(changes=club_rules)(Deeds.change_the_settings)
    publish = rule(
        slots=st.lists(rows, min_size=1, max_size=3), replace=st.booleans(), displace=st.booleans()
    )(Deeds.publish)
    change_a_slot = rule(
        pick=picks,
        end=st.sampled_from([None, None, None, *TIMES]),
        capacity=st.integers(1, 5),
        displace=st.booleans(),
        replace=st.integers(0, 3),
        peak=st.booleans(),
    )(Deeds.change_a_slot)
    close = rule(
        code=facilities,
        ahead=st.integers(-200, 800),
        length=st.sampled_from([-5, 60, 400, 2000]),
        reason=st.sampled_from(["停电", "停电", None]),
        dry_run=st.booleans(),
    )(Deeds.close)
    reopen = rule(pick=picks)(Deeds.reopen)
    book_simply = rule(member=members, pick=picks)(Deeds.book_simply)
    walk_in = rule(member=st.sampled_from(MEMBERS), pick=picks)(Deeds.walk_in)
    book = rule(
        member=members,
        pick=picks,
        more=st.integers(0, 9),
        party=st.sampled_from([1, 1, 1, 2, 3]),
        override=st.sampled_from([None, None, "主任同意"]),
        walk_in=st.integers(0, 4),
    )(Deeds.book)
    cancel = rule(pick=picks, reason=reasons)(Deeds.cancel)
    make_room_for_the_line = rule(pick=picks, how=st.sampled_from(["cancel", "cancel", "move", "reject"]))(
        Deeds.make_room_for_the_line
    )
    move = rule(pick=picks, to=picks)(Deeds.move)
    approve = rule(pick=picks)(Deeds.approve)
    reject = rule(pick=picks, note=reasons)(Deeds.reject)
    promise = rule(pick=picks)(Deeds.promise)
    check_in = rule(pick=picks, override=reasons)(Deeds.check_in)
    mark_a_no_show = rule(pick=picks)(Deeds.mark_a_no_show)
    reset_the_attendance = rule(pick=picks)(Deeds.reset_the_attendance)
    give_more_time = rule(pick=picks)(Deeds.give_more_time)
    pardon = rule(back=st.integers(0, 2000), length=st.integers(-60, 2000))(Deeds.pardon)
    crowd = rule(pick=picks, first=st.integers(0, 5), number=st.integers(2, 6))(Deeds.crowd)
    join = rule(member=members, pick=picks, party=st.sampled_from([1, 1, 1, 2, 3, 9]))(Deeds.join)
    answer_an_offer = rule(
        pick=picks,
        command=st.sampled_from(["accept_offer", "accept_offer", "decline_offer", "leave_waitlist"]),
    )(Deeds.answer_an_offer)
    leave_the_line = rule(pick=picks)(Deeds.leave_the_line)
    get_in_ones_own_way = rule(pick=picks)(Deeds.get_in_ones_own_way)
    clear_ones_own_way = rule(pick=picks, how=st.sampled_from(["cancel", "cancel", "move"]))(
        Deeds.clear_ones_own_way
    )
    one_who_waits_does_not_come = rule(pick=picks)(Deeds.one_who_waits_does_not_come)
    time_passes_until_something_happens = rule(
        pick=picks,
        off=st.sampled_from([-120, -60, -31, -30, -20, -1, 0, 0, 0, 1, 15, 16]),
        end=st.booleans(),
    )(Deeds.time_passes_until_something_happens)
    time_passes_until_a_line_moves = rule(pick=picks, off=st.sampled_from([-1, 0, 0, 1]))(
        Deeds.time_passes_until_a_line_moves
    )
    time_passes = rule(minutes=st.integers(0, 90))(Deeds.time_passes)

    @rule(minutes=st.integers(0, 90))
    def a_tick_counts_what_it_does(self, minutes: int) -> None:
        self.time_passes(minutes)
        told = self.club.do("tick")
        assert {name: told[name] for name in self.model.counts} == self.model.counts
        assert told["set_aside"] == 0

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
        expected = self.model.grid()
        for slot in told:
            slot["bookings"] = [(b["booking"], b["member"], b["party"], b["state"]) for b in slot["bookings"]]
        assert [{name: slot[name] for name in expected[0]} for slot in told] == expected

    @invariant()
    def the_bookings_are_the_models(self) -> None:
        """Those that are over are looked at again only where they have changed, and in the end."""
        for kept in self.model.bookings:
            expected = self.model.card(kept)
            if expected["state"] not in OVER or self.compared.get(kept["number"]) != expected:
                told = self.club.ask("booking", booking=f"B{kept['number']}")
                told["trail"] = [(line["at"], line["event"], line["state"]) for line in told["trail"]]
                assert {name: told[name] for name in expected} == expected
                self.compared[kept["number"]] = expected

    @invariant()
    def the_lines_are_the_models(self) -> None:
        """Nobody was overtaken without a reason that is kept."""
        for slot in self.model.slots_with_entries():
            told = self.club.ask("waitlist", **self.model.place_told(slot))["entries"]
            expected = self.model.line_told(slot)
            assert [{name: line[name] for name in expected[0]} for line in told] == expected
            assert not [
                line["entry"]
                for line in told
                if line["passed_over"] is None and line["entry"] in self.model.overtaken
            ]

    @invariant()
    def the_suspensions_are_the_models(self) -> None:
        missed = [kept["member"] for kept in self.model.bookings if kept["state"] == "no_show"]
        for staff_no, person in self.model.members.items():
            if person not in missed:
                continue
            until = None if person["shared"] else self.model.suspended_until(person)
            told = self.club.ask("member", member=staff_no)["suspended_until"]
            assert told == (None if until is None else self.model.told(until))

    def the_whole_day_is_the_models(self) -> None:
        self.compared.clear()
        self.the_bookings_are_the_models()
        self.the_decisions_are_the_models()

    def the_decisions_are_the_models(self) -> None:
        """Each walk in which somebody got something: who was looked at until then, and what came of it."""
        for slot in self.model.slots_with_entries():
            decisions = self.club.ask("why", **self.model.place_told(slot))["decisions"]
            walks = [
                (decision["at"], [(c["entry"], c["outcome"], c["reason"]) for c in decision["candidates"]])
                for decision in decisions
                if decision["kind"] == "hand_out"
            ]
            assert [walk for walk in map(_until_the_last_given, walks) if walk[1]] == self.model.walks_told(
                slot
            )


def _until_the_last_given(walk: tuple[str, list[Any]]) -> tuple[str, list[Any]]:
    at, looked_at = walk
    given = [index for index, (_, outcome, _) in enumerate(looked_at) if outcome != "passed_over"]
    return at, looked_at[: given[-1] + 1] if given else []


TestDesk = DeskMachine.TestCase
TestDesk.settings = examples(12, steps=40)


def a_day_at_random(seed: int, steps: int) -> None:
    """A club and what happens to it, all from one seed. What fails tells every command before it."""
    desk = DeskMachine()

    def compare() -> None:
        desk.nothing_is_broken()
        desk.the_grid_is_the_models()
        desk.the_bookings_are_the_models()
        desk.the_lines_are_the_models()
        desk.the_suspensions_are_the_models()

    try:
        random_day(desk, random.Random(seed), steps, compare)
        desk.the_whole_day_is_the_models()
    except BaseException as error:
        error.add_note("\n".join([f"seed {seed}; what was done:", *map(str, desk.sent)]))
        raise
    finally:
        desk.close_the_club()


@given(seed=st.integers(0, 2**40))
@examples(16, shrink=False)
def test_days_at_random_go_as_the_model_says(seed: int) -> None:
    a_day_at_random(seed, steps=60)
