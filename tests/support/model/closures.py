"""A facility out of service for a while, and back again."""

from tests.support.model.records import HOLDING, Fields, Records, Refused, time_told


class ClosuresRoom(Records):
    def close_facility(
        self, *, facility: str, from_: str, to: str, reason: str | None = None, event: bool = False,
        dry_run: bool = False,
    ) -> Fields:  # fmt: skip
        self.facility(facility)
        begin, end = self.instant_of(from_), self.instant_of(to)
        if reason is None or end <= begin or end <= self.now:
            raise Refused("invalid")
        closure: Fields = {"facility": facility, "from": begin, "to": end, "reopened": False}
        slots = self._within(closure)
        displaced = [kept for kept in self.bookings if kept["slot"] in slots and kept["state"] in HOLDING]
        displaced.sort(key=lambda kept: (kept["slot"]["begins"], kept["number"]))
        waiting = [entry for slot in slots for entry in self.line_of(slot)]
        if not dry_run:
            closure = self.keep("C", self.closures, closure)
            for booking in displaced:
                self.step(booking, "displaced", "displaced")
            for slot in slots:
                self.wait_again(slot)
                slot["closed"] = True
        return {
            "closure": None if dry_run else f"C{closure['number']}",
            "slots": _told(slots),
            "displaced": [f"B{booking['number']}" for booking in displaced],
            "waiting": [f"W{entry['number']}" for entry in waiting],
        }

    def reopen_facility(self, *, closure: str) -> Fields:
        kept = self.closure(closure)
        if kept["reopened"]:
            raise Refused("already_done")
        kept["reopened"] = True
        slots = [slot for slot in self._within(kept) if slot["closed"] and not self.is_covered(slot)]
        for slot in slots:
            slot["closed"] = False
        return {"slots": _told(slots)}

    def is_covered(self, slot: Fields) -> bool:
        """Whether a closure that stands shares a minute with a slot."""
        return any(
            not closure["reopened"] and _shares(closure, slot)
            for closure in self.closures
            if closure["facility"] == slot["facility"]
        )

    def fit_to_closures(self, facilities: set[str]) -> None:
        """Slots go by the closures that stand, unless someone is in them."""
        for slot in self.slots:
            if slot["facility"] in facilities and self.now < slot["ends"]:
                covered = self.is_covered(slot)
                nobody = not self.taken(slot) and not self.held(slot)
                slot["closed"] = covered and (slot["closed"] or nobody)

    def _within(self, closure: Fields) -> list[Fields]:
        """The slots that share a minute with a closure and have not ended, soonest first."""
        found = [
            slot
            for slot in self.slots
            if slot["facility"] == closure["facility"]
            and not slot["withdrawn"]
            and _shares(closure, slot)
            and self.now < slot["ends"]
        ]
        return sorted(found, key=lambda slot: (slot["date"], slot["start"]))


def _shares(closure: Fields, slot: Fields) -> bool:
    return bool(slot["begins"] < closure["to"] and closure["from"] < slot["ends"])


def _told(slots: list[Fields]) -> list[Fields]:
    return [
        {"date": slot["date"], "start": time_told(slot["start"]), "end": time_told(slot["end"])}
        for slot in slots
    ]
