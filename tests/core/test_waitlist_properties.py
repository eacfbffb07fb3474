"""What is true of the line whatever happens: nobody waits who could have a place, nobody is overtaken by an
equal, and an offered place is never sold (domain.md sections 4 and 11). Looked at through questions alone."""

import random
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.errors import DeskError
from tests.support.club import Club, new_club
from tests.support.days import DAYS, AtTheDesk, random_day
from tests.support.examples import examples

HOLDING = ("pending", "confirmed", "checked_in", "completed")
Told = dict[str, Any]

seeds = st.integers(0, 2**40)


def grid(club: Club) -> list[Told]:
    return list(club.ask("grid", date=DAYS[0], days=len(DAYS))["slots"])


def line(club: Club, slot: Told) -> list[Told]:
    """Every entry that a slot ever had."""
    place = {name: slot[name] for name in ("facility", "date", "start")}
    return list(club.ask("waitlist", **place)["entries"])


def overlapping(one: Told, other: Told) -> bool:
    return one["date"] == other["date"] and one["start"] < other["end"] and other["start"] < one["end"]


# ---------------------------------------------------------------- nobody waits who could have a place


class Eligible:
    """Who may have a place at this moment, from what the desk tells of slots, bookings and people."""

    def __init__(self, club: Club, slots: list[Told], now: str) -> None:
        self.club = club
        self.today = now[:10]
        self.facilities = {told["code"]: told for told in club.ask("facilities")["facilities"]}
        self.held = [
            (slot, told["member"], told["state"], told["booking"])
            for slot in slots
            for told in slot["bookings"]
        ]

    def may_have(self, entry: Told, slot: Told) -> bool:
        person = self.club.ask("member", member=entry["member"])
        if person["left_on"] is not None and person["left_on"] <= max(self.today, slot["date"]):
            return False
        if person["shared"]:
            return True
        own = [(at, state, number) for at, member, state, number in self.held if member == entry["member"]]
        busy = any(state in HOLDING and overlapping(at, slot) for at, state, _ in own)
        return not busy and person["suspended_until"] is None and self._within_quotas(own, slot)

    def _within_quotas(self, own: list[tuple[Told, str, str]], slot: Told) -> bool:
        facility = self.facilities[slot["facility"]]
        counted = [
            date.fromisoformat(at["date"])
            for at, state, number in own
            if at["facility"] == slot["facility"]
            and (state in HOLDING or not self.club.ask("booking", booking=number)["pardoned"])
        ]
        day = date.fromisoformat(slot["date"])
        in_week = [other for other in counted if other.isocalendar()[:2] == day.isocalendar()[:2]]
        daily, weekly = facility["daily_quota"], facility["weekly_quota"]
        return (daily is None or counted.count(day) < daily) and (weekly is None or len(in_week) < weekly)

    def fits(self, entry: Told, slot: Told) -> bool:
        free = slot["capacity"] - slot["taken"] - slot["held"]
        if self.facilities[slot["facility"]]["whole_slot"] and free < slot["capacity"]:
            return False
        return bool(entry["party"] <= free)


@given(seed=seeds)
@examples(8, shrink=False)
def test_nobody_waits_who_fits_and_is_eligible_while_places_are_free(seed: int) -> None:
    with new_club() as club:
        desk = AtTheDesk(club)

        def look() -> None:
            now, slots = desk.model.told(desk.model.now), grid(club)
            eligible = Eligible(club, slots, now)
            for slot in slots:
                if slot["state"] == "open" and slot["waiting"] and now < f"{slot['date']}T{slot['start']}":
                    waiting = [entry for entry in line(club, slot) if entry["state"] == "waiting"]
                    assert len(waiting) == slot["waiting"]
                    for entry in waiting:
                        could = eligible.fits(entry, slot) and eligible.may_have(entry, slot)
                        assert not could, f"{entry} waits for {slot}: {desk.sent[-3:]}"

        random_day(desk, random.Random(seed), 50, look)


# ---------------------------------------------------------------- nobody is overtaken by an equal


class Watched:
    """Each new decision is looked at after the step that it was made in."""

    def __init__(self, desk: AtTheDesk) -> None:
        self.desk, self.club = desk, desk.club
        self.seen: dict[tuple[str, str, str], int] = {}
        self.waited: dict[tuple[str, str, str], set[str]] = {}

    def look(self) -> None:
        for slot in grid(self.club):
            key = (slot["facility"], slot["date"], slot["start"])
            entries = line(self.club, slot)
            waiting = {entry["entry"] for entry in entries if entry["state"] == "waiting"}
            throughout, self.waited[key] = self.waited.get(key, set()) & waiting, waiting
            if not entries:
                continue
            decisions = self.club.ask("why", **dict(zip(("facility", "date", "start"), key, strict=True)))
            handed = [told for told in decisions["decisions"] if told["kind"] == "hand_out"]
            for decision in handed[self.seen.get(key, 0) :]:
                self.prove_order(decision, [entry["entry"] for entry in entries], throughout)
            self.seen[key] = len(handed)

    def prove_order(self, decision: Told, order: list[str], throughout: set[str]) -> None:
        """`throughout` are those who waited before the step and wait after it."""
        looked_at = decision["candidates"]
        told = [candidate["entry"] for candidate in looked_at]
        assert told == sorted(told, key=order.index)
        for index, candidate in enumerate(looked_at):
            if candidate["outcome"] == "passed_over":
                self.prove_reason(decision, candidate)
                continue
            ahead = throughout & set(order[: order.index(candidate["entry"])])
            passed = [other for other in looked_at[:index] if other["outcome"] == "passed_over"]
            assert ahead <= {other["entry"] for other in passed}
            for other in passed:
                assert other["party"] > candidate["party"] or other["reason"] != "slot_full"

    def prove_reason(self, decision: Told, passed: Told) -> None:
        """What somebody was passed over for names what stood in their way at that moment."""
        reason, facts, at = passed["reason"], passed["facts"], decision["at"]
        if reason == "member_busy":
            card = self.club.ask("booking", booking=facts["booking"])
            assert card["member"] == passed["member"]
            assert self.states_at(facts["booking"], at) & set(HOLDING)
        elif reason == "member_suspended":
            assert facts["until"] > at
        elif reason == "quota_reached":
            assert len(facts["bookings"]) >= facts["quota"]
            for booking in facts["bookings"]:
                assert self.states_at(booking, at) & {*HOLDING, "no_show"}
        elif reason == "slot_full":
            assert facts["free"] < passed["party"] or self.was_whole(facts["facility"])
        else:
            assert reason == "member_left"

    def states_at(self, booking: str, at: str) -> set[str]:
        """The states that a booking was in within one minute."""
        trail = self.club.ask("booking", booking=booking)["trail"]
        before = [step["state"] for step in trail if step["at"] < at]
        return {*before[-1:], *(step["state"] for step in trail if step["at"] == at)}

    def was_whole(self, facility: str) -> bool:
        """Whether a facility was ever booked whole."""
        kept = [fields for _, command, fields in self.desk.sent if command.endswith("_facility")]
        return any(fields.get("code") == facility and fields.get("whole_slot") for fields in kept)


@given(seed=seeds)
@examples(8, shrink=False)
def test_nobody_is_overtaken_by_an_equal(seed: int) -> None:
    """In each decision everybody who stood in the line before one that was given places is told of, with a
    reason of their own; want of room is none for who asked for as few places."""
    with new_club() as club:
        watched = Watched(AtTheDesk(club))
        random_day(watched.desk, random.Random(seed), 50, watched.look)


# ---------------------------------------------------------------- an offer's places are never sold

TAKING_BACK = {"publish_slots", "close_facility", "member_leaves", "change_settings"}
"""What may end an offer before its time, other than its own answer."""

MAY_NOT = {"member_busy", "member_suspended", "quota_reached", "member_left"}
"""Why one may not have the places that are held for them."""


@given(seed=seeds)
@examples(8, shrink=False)
def test_the_places_of_an_offer_are_never_sold(seed: int) -> None:
    """Whatever is booked, moved or walked in: until an offer is answered or its time is over it stands, and
    who accepts it gets a booking, unless they may not have one."""
    with new_club() as club:
        desk = AtTheDesk(club)
        open_offers: dict[str, str] = {}
        done = 0

        def look() -> None:
            nonlocal done
            new, done = desk.sent[done:], len(desk.sent)
            answered = {fields.get("entry") for _, _, fields in new}
            undone = any(command in TAKING_BACK for _, command, _ in new)
            now, found = desk.model.told(desk.model.now), {}
            for slot in grid(club):
                entries = line(club, slot)
                offered = [entry for entry in entries if entry["state"] == "offered"]
                assert slot["taken"] + slot["held"] <= slot["capacity"]
                assert (slot["held"] == 0) == (offered == [])
                assert sum(entry["party"] for entry in offered) <= slot["held"]
                found |= {entry["entry"]: entry["offered_until"] for entry in offered}
            for entry, until in open_offers.items():
                assert entry in found or until <= now or entry in answered or undone
            if new and new[-1][1] == "accept_offer" and new[-1][2]["entry"] in open_offers:
                assert not isinstance(desk.told, DeskError) or desk.told.code in MAY_NOT
            open_offers.clear()
            open_offers.update(found)

        random_day(desk, random.Random(seed), 60, look)
