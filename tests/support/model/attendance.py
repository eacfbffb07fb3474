"""The day itself: reminders and promises, who came and who did not."""

from tests.support.model.records import HOLDING, Fields, Records, Refused, minute, overlap


class AttendanceRoom(Records):
    def confirm(self, *, booking: str) -> Fields:
        kept = self.booking(booking)
        if kept["state"] != "confirmed":
            raise Refused("wrong_state")
        if self.now >= kept["slot"]["ends"]:
            raise Refused("slot_over")
        already = kept["attendance"] == "promised"
        if not already:
            kept["attendance"] = "promised"
            self.step(kept, "promised", "confirmed")
        return {"state": "confirmed", "attendance": "promised", "already": already}

    def no_show_instant(self, slot: Fields, placed_at: int) -> int | None:
        """The grace runs from the start, or from when the place was taken if that was later."""
        grace = self.facility_of(slot)["no_show_grace_minutes"]
        if grace is None:
            return None
        at = min(max(slot["begins"], placed_at) + grace + 10 * slot["more_time"], slot["ends"])
        return at if self.desk_is_open(at) else None

    def check_in(self, *, booking: str, override: str | None = None) -> Fields:
        kept = self.booking(booking)
        slot = kept["slot"]
        if kept["state"] == "checked_in":
            return {"state": "checked_in", "already": True}
        late = kept["state"] == "no_show" and override is not None and slot["date"] == self.today()
        if not late and kept["state"] != "confirmed":
            raise Refused("wrong_state")
        if slot["closed"]:
            raise Refused("slot_closed")
        if self.now < slot["begins"] - 30:
            raise Refused("too_soon")
        if late:
            self._need_places(kept)
            kept.update(override=override, no_show_at=None)
        self.step(kept, "checked_in", "checked_in")
        return {"state": "checked_in", "already": False}

    def _need_places(self, kept: Fields) -> None:
        if self.free(kept["slot"]) < kept["places"]:
            raise self.full(kept["slot"])

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
        if slot["closed"]:
            raise Refused("slot_closed")
        if self.now >= slot["ends"]:
            raise Refused("slot_over")
        if kept["state"] == "no_show":
            if not person["shared"] and kept["override"] is None:
                for other in self.bookings:
                    if (
                        other["member"] is person
                        and other["state"] in HOLDING
                        and overlap(other["slot"], slot)
                    ):
                        raise Refused("member_busy")
            self._need_places(kept)
        kept.update(placed_at=self.now, no_show_at=None, pardoned=False)
        self.step(kept, "reset", "confirmed")
        return {"state": "confirmed"}

    def give_more_time(self, *, facility: str, date: str, start: str) -> Fields:
        place, slot = self.facility(facility), self.slot(facility, date, minute(start))
        awaited = [kept for kept in self.bookings_in(slot) if kept["state"] == "confirmed"]
        if slot["closed"] or self.now >= slot["ends"] or slot["more_time"] >= 2 or not awaited:
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
