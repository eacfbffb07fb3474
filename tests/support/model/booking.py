"""Taking a place and what becomes of it until the day: the rule, moving, cancelling, approval."""

from datetime import date, timedelta

from tests.support.model.records import HOLDING, Fields, Records, Refused, minute, overlap


class BookingRoom(Records):
    # ------------------------------------------------------------ the rule

    def judge_party(self, slot: Fields, party: int) -> None:
        if not 1 <= party <= slot["capacity"]:
            raise Refused("invalid")

    def judge_slot(
        self, place: Fields, slot: Fields, *, walk_in: bool = False, override: str | None = None
    ) -> None:
        """Closed, over, or out of the window."""
        if slot["closed"]:
            raise Refused("slot_closed")
        if self.now >= slot["ends"]:
            raise Refused("slot_over")
        if walk_in:
            if self.now < slot["begins"] - 30:
                raise Refused("too_soon")
            return
        if place["approval_levels"] and self.now >= slot["begins"]:
            raise Refused("too_soon")
        if override is None and self.now > slot["begins"] - place["min_notice_minutes"]:
            raise Refused("too_soon")
        last = self.local(self.now).date() + timedelta(days=place["max_days_ahead"])
        if override is None and date.fromisoformat(slot["date"]) > last:
            raise Refused("too_far_ahead")

    def judge_member(
        self, person: Fields, slot: Fields, *, override: str | None = None, moving: Fields | None = None
    ) -> None:
        """Left, suspended, busy, or with the quota used up."""
        if person["left_on"] is not None and max(self.today(), slot["date"]) >= person["left_on"]:
            raise Refused("member_left")
        if person["shared"] or override is not None:
            return
        if self.suspended_until(person) is not None:
            raise Refused("member_suspended")
        own = [kept for kept in self.bookings if kept["member"] is person and kept is not moving]
        if any(overlap(kept["slot"], slot) for kept in own if kept["state"] in HOLDING):
            raise Refused("member_busy")
        counted = [
            date.fromisoformat(kept["slot"]["date"])
            for kept in own
            if kept["slot"]["facility"] == slot["facility"]
            and (kept["state"] in HOLDING or (kept["state"] == "no_show" and not kept["pardoned"]))
        ]
        day, place = date.fromisoformat(slot["date"]), self.facility_of(slot)
        of_day = [other for other in counted if other == day]
        of_week = [other for other in counted if other.isocalendar()[:2] == day.isocalendar()[:2]]
        for quota, used in ((place["daily_quota"], of_day), (place["weekly_quota"], of_week)):
            if quota is not None and len(used) >= quota:
                raise Refused("quota_reached")

    def judge(
        self, person: Fields, slot: Fields, party: int,
        *, walk_in: bool = False, override: str | None = None, moving: Fields | None = None,
    ) -> None:  # fmt: skip
        """What is wrong, in this order: the slot, the member, the places."""
        self.judge_slot(self.facility_of(slot), slot, walk_in=walk_in, override=override)
        self.judge_member(person, slot, override=override, moving=moving)
        if not self.fits(slot, party):
            raise self.full(slot)

    # ------------------------------------------------------------ taking a place

    def book(
        self, *, member: str, facility: str, date: str, start: str | None = None,
        starts: list[str] | None = None, party: int = 1, walk_in: bool = False, override: str | None = None,
    ) -> Fields:  # fmt: skip
        person = self.member(member)
        self.facility(facility)
        slots = [self.slot(facility, date, minute(at)) for at in (starts or [start])]
        before = len(self.bookings)
        event = "walk_in" if walk_in else "booked"
        try:
            for slot in slots:
                self.judge_party(slot, party)
                self.judge(person, slot, party, walk_in=walk_in, override=override)
                places = self.places_of(slot, party)
                self.enter(person, slot, party, places, event=event, override=override)
        except Refused:
            self.unmake("B", self.bookings, before)
            raise
        made = [f"B{booking['number']}" for booking in self.bookings[before:]]
        state = self.bookings[-1]["state"]
        return {"state": state, "bookings": made} if starts else {"state": state, "booking": made[0]}

    def enter(
        self,
        person: Fields,
        slot: Fields,
        party: int,
        places: int,
        *,
        event: str,
        override: str | None = None,
    ) -> Fields:
        fields: Fields = {
            "slot": slot,
            "member": person,
            "party": party,
            "places": places,
            "override": override,
            "walk_in": event == "walk_in",
            "level": 0,
            "booked_at": self.now,
            "placed_at": self.now,
            "no_show_at": None,
            "pardoned": False,
            "reminded": False,
            "attendance": None,
            "trail": [],
        }
        booking = self.keep("B", self.bookings, fields)
        ahead = "pending" if self.facility_of(slot)["approval_levels"] else "confirmed"
        self.step(booking, event, "checked_in" if event == "walk_in" else ahead)
        return booking

    # ------------------------------------------------------------ what becomes of a booking

    def cancel(self, *, booking: str, reason: str | None = None) -> Fields:
        kept = self.booking(booking)
        if kept["state"] not in ("pending", "confirmed", "checked_in", "displaced"):
            raise Refused("wrong_state")
        if self.now > kept["slot"]["begins"] and reason is None and kept["state"] != "displaced":
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
        self.judge(kept["member"], slot, kept["party"], moving=kept)
        self.touch(kept["slot"])
        kept.update(slot=slot, placed_at=self.now, level=0, reminded=False, attendance=None)
        kept["places"] = self.places_of(slot, kept["party"])
        self.step(kept, "moved", "pending" if place["approval_levels"] else "confirmed")
        return {"booking": booking, "state": kept["state"]}

    def approve(self, *, booking: str) -> Fields:
        kept = self.booking(booking)
        if kept["state"] != "pending":
            raise Refused("wrong_state")
        kept["level"] += 1
        done = kept["level"] >= self.facility_of(kept["slot"])["approval_levels"]
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
