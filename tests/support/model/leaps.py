"""The model for long runs: it leaps over the minutes in which nothing can happen, looks at the lines that
somebody stands in, and leaves aside what no rule looks at any more. `test_simulation.py` holds it against the
one that looks at every minute."""

from typing import Any

from tests.support.model.due import DueRoom
from tests.support.model.records import DAY, HOLDING, OPEN, Fields, Refused

KEPT_DAYS = 8
"""Quotas look back over an ISO week."""

NO_SHOW_DAYS = 38
"""A suspension of a week counts the no-shows of the month before the last one: the most that is set here."""


class LeapingRoom(DueRoom):
    def stand_at(self, local: str) -> None:
        """Stops at each minute at which something may happen until then."""
        until = self.instant_of(local)
        if until < self.now:
            raise Refused("clock_went_back")
        while self.now < until:
            self.now = min([until, *(at for at in self._moments() if at > self.now)])
            self.pass_minute()

    def _moments(self) -> list[int]:
        """When something may happen by itself."""
        found: list[int | None] = []
        for entry in self.entries:
            if entry["state"] == "offered":
                found.append(entry["offered_until"])
            elif entry["state"] == "waiting":
                found += [entry["slot"]["begins"], self.suspended_until(entry["member"])]
        for booking in self.bookings:
            if booking["state"] in HOLDING[:3]:
                slot = booking["slot"]
                found += [slot["begins"], slot["ends"]]
                if booking["state"] == "confirmed":
                    ask = self.facility_of(slot)["confirm_minutes_before"]
                    ahead = (self.settings["remind_minutes_before"], ask, ask and ask // 2)
                    found += [slot["begins"] - minutes for minutes in ahead if minutes is not None]
                    found.append(self.no_show_instant(slot, booking["placed_at"]))
        return [at for at in found if at is not None]

    def slots_to_go_down(self) -> list[Fields]:
        return list({entry["slot"]: None for entry in self.entries if entry["state"] == "waiting"})

    def bookings_ever(self) -> list[Fields]:
        old = [kept for told, kept in self.aside.items() if told[0] == "B"]
        return [*old, *self.bookings]

    def leave_aside(self) -> None:
        """What is over for long: it can still be named, but no rule looks at it."""
        quota, suspension = self.now - KEPT_DAYS * DAY, self.now - NO_SHOW_DAYS * DAY
        self.bookings = [
            kept
            for kept in self.bookings
            if kept["slot"]["ends"] > quota
            or kept["state"] == "displaced"
            or (kept["state"] == "no_show" and kept["no_show_at"] > suspension and not kept["pardoned"])
        ]
        self.entries = [
            kept for kept in self.entries if kept["state"] in OPEN or kept["slot"]["ends"] > quota
        ]
        self.slots = [slot for slot in self.slots if slot["ends"] > quota]
        self.closures = [kept for kept in self.closures if kept["to"] > quota]
        live = {id(kept) for kept in (*self.bookings, *self.entries, *self.slots, *self.closures)}
        for told in [told for told, kept in self.known.items() if told[0] in "BWCs" and id(kept) not in live]:
            self.aside[told] = self.known.pop(told)

    def all_or_none(self, orders: list[tuple[str, Fields]]) -> list[Any] | tuple[int, Refused]:
        """Several commands as one: what came of each, or which was refused, and nothing is changed."""
        before = self.snapshot()
        told: list[Any] = []
        for index, (command, fields) in enumerate(orders):
            answer = self.answer(command, **fields)
            if isinstance(answer, Refused):
                self.go_back(before)
                return index, answer
            told.append(answer)
        return told
