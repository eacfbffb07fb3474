"""The line for a full slot. Nothing here knows what may have freed a place: everybody who waits is looked at
again and again (`go_down_the_lines`), which is what shows that the desk forgets nobody."""

from typing import Any

from tests.support.model.booking import BookingRoom
from tests.support.model.records import Fields, Refused, minute


class WaitlistRoom(BookingRoom):
    def __init__(self, local: str) -> None:
        super().__init__(local)
        self.decisions: dict[int, list[Any]] = {}
        """By the slot's number, each walk in which somebody got something: when, and who was looked at until
        then, with what came of it."""
        self.overtaken: set[str] = set()
        """Who waits while somebody behind them was given places, since they joined or were offered some."""

    # ------------------------------------------------------------ handing out

    def go_down_the_lines(self) -> Fields:
        """For each open slot that has not begun: down the line. Who was promoted, and who was offered."""
        given: Fields = {"promoted": [], "offered": []}
        for slot in sorted(self.slots_to_go_down(), key=lambda slot: (slot["begins"], slot["number"])):
            if not slot["withdrawn"] and not slot["closed"] and self.now < slot["begins"]:
                self._down_the_line(slot, given)
        return given

    def slots_to_go_down(self) -> list[Fields]:
        return self.slots

    def _down_the_line(self, slot: Fields, given: Fields) -> None:
        looked_at, until = [], 0
        for entry in self.line_of(slot, "waiting"):
            reason = self.obstacle(entry)
            told = f"W{entry['number']}"
            if reason is not None:
                looked_at.append((told, "passed_over", reason))
                continue
            if self.facility_of(slot)["promotion"] == "auto":
                looked_at.append((told, "promoted", None))
                given["promoted"].append(self.becomes_a_booking(entry, "promoted"))
            else:
                looked_at.append((told, "offered", None))
                given["offered"].append(told)
                self._offer(entry)
            until = len(looked_at)
        if until:
            self.overtaken |= {told for told, outcome, _ in looked_at[:until] if outcome == "passed_over"}
            self.decisions.setdefault(slot["number"], []).append((self.now, looked_at[:until]))

    def obstacle(self, entry: Fields) -> str | None:
        """Why an entry can't have free places at this moment: it does not fit, or its member may not."""
        return self.may_not(entry) if self.fits(entry["slot"], entry["party"]) else "slot_full"

    def may_not(self, entry: Fields) -> str | None:
        """Why an entry's member may not have a place, or None."""
        try:
            self.judge_member(entry["member"], entry["slot"])
        except Refused as refusal:
            return refusal.code
        return None

    def _offer(self, entry: Fields) -> None:
        self.overtaken.discard(f"W{entry['number']}")
        entry["state"] = "offered"
        entry["held"] = self.places_of(entry["slot"], entry["party"])
        entry["offered_until"] = self.offer_end(entry["slot"])

    def offer_end(self, slot: Fields) -> int:
        """So many minutes with somebody at the desk, never past the start."""
        left, at = self.facility_of(slot)["offer_minutes"], self.now
        while left and at < slot["begins"]:
            left -= self.desk_is_open(at)
            at += 1
        return at

    def becomes_a_booking(self, entry: Fields, state: str) -> str:
        """The booking's id. The places of an offer are those that were held."""
        slot = entry["slot"]
        places = entry["held"] if entry["state"] == "offered" else self.places_of(slot, entry["party"])
        entry["state"] = state
        booking = self.enter(entry["member"], slot, entry["party"], places, event=state)
        entry["booking"] = f"B{booking['number']}"
        return str(entry["booking"])

    # ------------------------------------------------------------ commands

    def join_waitlist(self, *, member: str, facility: str, date: str, start: str, party: int = 1) -> Fields:
        person, place = self.member(member), self.facility(facility)
        slot = self.slot(facility, date, minute(start))
        self.judge_party(slot, party)
        if any(entry["member"] is person for entry in self.line_of(slot)):
            raise Refused("already_waiting")
        if not person["shared"] and any(kept["member"] is person for kept in self.bookings_in(slot)):
            raise Refused("already_booked")
        self.judge_slot(place, slot)
        if self.now >= slot["begins"]:
            raise Refused("too_soon")
        self.judge_member(person, slot)
        if self.fits(slot, party):
            raise Refused("not_full")
        fields: Fields = {
            "slot": slot, "member": person, "party": party,
            "state": "waiting", "joined_at": self.now, "held": 0, "offered_until": None, "booking": None,
        }  # fmt: skip
        entry = self.keep("W", self.entries, fields)
        return {"entry": f"W{entry['number']}", "position": len(self.line_of(slot))}

    def accept_offer(self, *, entry: str) -> Fields:
        kept = self.entry(entry)
        if kept["state"] != "offered":
            raise Refused("wrong_state")
        self.judge_member(kept["member"], kept["slot"])
        booking = self.becomes_a_booking(kept, "accepted")
        return {"state": "accepted", "booking": booking, "booking_state": self.booking(booking)["state"]}

    def decline_offer(self, *, entry: str) -> Fields:
        kept = self.entry(entry)
        if kept["state"] != "offered":
            raise Refused("wrong_state")
        kept["state"] = "declined"
        return {"state": "declined"}

    def leave_waitlist(self, *, entry: str) -> Fields:
        kept = self.entry(entry)
        if kept["state"] not in ("waiting", "offered"):
            raise Refused("wrong_state")
        kept["state"] = "left"
        return {"state": "left"}

    # ------------------------------------------------------------ looking

    def slots_with_entries(self) -> list[Fields]:
        """The slots that somebody waits or has waited for, those taken out of the schedule aside."""
        waited_for = [entry["slot"] for entry in self.entries]
        return [slot for slot in self.slots if slot in waited_for and not slot["withdrawn"]]

    def walks_told(self, slot: Fields) -> list[Any]:
        """The decisions on a slot in which somebody got something."""
        return [(self.told(at), looked_at) for at, looked_at in self.decisions.get(slot["number"], [])]

    def line_told(self, slot: Fields) -> list[Fields]:
        """Every entry that a slot ever had, as the desk tells of it."""
        entries = [entry for entry in self.entries if entry["slot"] is slot]
        standing = self.line_of(slot)
        return [
            {
                "entry": f"W{entry['number']}",
                "member": entry["member"]["staff_no"],
                "party": entry["party"],
                "state": entry["state"],
                "position": standing.index(entry) + 1 if entry in standing else None,
                "offered_until": self.told(entry["offered_until"]) if entry["state"] == "offered" else None,
                "booking": entry["booking"],
            }
            for entry in entries
        ]
