"""Time passes: every minute is looked at, and everybody who waits is looked at again after everything."""

from typing import Any

from tests.support.model.attendance import AttendanceRoom
from tests.support.model.records import HOLDING, Fields, Refused
from tests.support.model.waitlist import WaitlistRoom

KINDS = ("offers_ended", "lapsed", "reminded", "asked", "released", "expired", "no_shows", "completed")
"""What falls due, in the order in which things of one minute happen."""

TELLING = {
    "cancel", "reject", "move", "publish_slots", "reopen_facility", "accept_offer", "decline_offer",
    "leave_waitlist", "member_leaves",
}  # fmt: skip
"""The commands whose results name who got what came free."""

Due = tuple[int, int, int, str, Fields]
"""The instant, the kind's place among the kinds, the record's number, the kind and the record."""


class DueRoom(WaitlistRoom, AttendanceRoom):
    def __init__(self, local: str) -> None:
        super().__init__(local)
        self.counts = dict.fromkeys(KINDS, 0)

    def do(self, command: str, /, **fields: Any) -> Fields:
        """Carries out a command; whatever it is, everybody who waits is looked at after it."""
        try:
            told: Fields = getattr(self, command)(**fields)
            given = self.go_down_the_lines()
        finally:
            self.pass_minute()
        return told | given if command in TELLING else told

    def answer(self, command: str, /, **fields: Any) -> Fields | Refused:
        """As `do`; a refusal is told instead of raised."""
        try:
            return self.do(command, **fields)
        except Refused as refusal:
            return refusal

    def stand_at(self, local: str) -> None:
        """Lets every minute until then pass."""
        until = self.instant_of(local)
        if until < self.now:
            raise Refused("clock_went_back")
        while self.now < until:
            self.now += 1
            self.pass_minute()
            waited_for = any(booking["state"] in HOLDING[:3] for booking in self.bookings)
            if not waited_for and not any(entry["state"] in ("waiting", "offered") for entry in self.entries):
                self.now = until

    def pass_minute(self) -> None:
        """Does what is due by now, one thing after the other, and counts it."""
        while things := [*self._due_entries(), *self._due_bookings()]:
            *_, what, record = min(things, key=lambda thing: thing[:3])
            self.counts[what] += 1
            self._happens(what, record)
            self.go_down_the_lines()
        self.go_down_the_lines()

    def _due_entries(self) -> list[Due]:
        """Offers that have run out, and entries that waited until the start."""
        return [
            thing
            for entry in self.entries
            for thing in (
                _due(entry, "offers_ended", entry["offered_until"] if entry["state"] == "offered" else None),
                _due(entry, "lapsed", entry["slot"]["begins"] if entry["state"] == "waiting" else None),
            )
            if thing is not None and thing[0] <= self.now
        ]

    def _due_bookings(self) -> list[Due]:
        found = []
        for booking in self.bookings:
            slot, state = booking["slot"], booking["state"]
            if state == "pending":
                found.append(_due(booking, "expired", slot["begins"]))
            elif state == "checked_in":
                found.append(_due(booking, "completed", slot["ends"]))
            elif state == "confirmed":
                found += self._before_the_start(booking)
                if self.now < slot["begins"]:
                    continue
                missed = self.no_show_instant(slot, booking["placed_at"])
                found.append(_due(booking, "no_shows", missed))
                if missed is None:
                    found.append(_due(booking, "completed", slot["ends"]))
        return [thing for thing in found if thing is not None and thing[0] <= self.now]

    def _before_the_start(self, booking: Fields) -> list[Due | None]:
        """A reminder, at a peak the question whether they will come, and at half of the time for an answer
        the place is given up: each at its minute or not at all, and only for who had the place before."""
        slot, place, remind = (
            booking["slot"],
            self.facility_of(booking["slot"]),
            self.settings["remind_minutes_before"],
        )
        ask, answer = place["confirm_minutes_before"], booking["attendance"]
        wanted = [
            ("reminded", remind, not booking["reminded"]),
            ("asked", ask, slot["peak"] and answer is None),
            ("released", ask and ask // 2, place["release_unconfirmed"] and answer == "asked"),
        ]
        return [
            _due(booking, what, self.now)
            for what, before, is_open in wanted
            if is_open
            and before is not None
            and self.now == slot["begins"] - before
            and booking["placed_at"] < self.now
        ]

    def _happens(self, what: str, record: Fields) -> None:
        if what == "offers_ended":
            record["state"] = "expired"
        elif what == "lapsed":
            record["state"] = "lapsed"
        elif what == "reminded":
            record["reminded"] = True
        elif what == "asked":
            record["attendance"] = "asked"
            self.step(record, "asked", "confirmed")
        elif what == "no_shows":
            record["no_show_at"] = self.now
            self.step(record, "no_show", "no_show")
        else:
            self.step(record, what, what)


def _due(record: Fields, what: str, at: int | None) -> Due | None:
    return None if at is None else (at, KINDS.index(what), record["number"], what, record)
