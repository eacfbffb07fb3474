"""The club's settings, its facilities and its people."""

from typing import Any

from tests.support.model.closures import ClosuresRoom
from tests.support.model.records import HOLDING, Fields, Records, Refused, overlap


class ClubRoom(ClosuresRoom):
    def add_facility(self, **fields: Any) -> Fields:
        for other in self.facilities.values():
            if {fields["code"], fields["name"]} & {other["code"], other["name"]}:
                raise Refused("exists")
        defaults: Fields = {
            "capacity": 1, "whole_slot": False, "approval_levels": 0, "promotion": "offer",
            "offer_minutes": 30, "buffer_minutes": 0, "min_notice_minutes": 0, "max_days_ahead": 14,
            "daily_quota": None, "weekly_quota": None, "no_show_grace_minutes": 15,
            "confirm_minutes_before": None, "release_unconfirmed": False,
        }  # fmt: skip
        self.facilities[fields["code"]] = defaults | fields
        return {"code": fields["code"]}

    def change_facility(self, *, code: str, **fields: Any) -> Fields:
        self.facility(code).update(fields)
        return {"code": code}

    def change_settings(self, **fields: Any) -> Fields:
        """Slots are wall-clock times, and so are the closures that are not over."""
        standing = [kept for kept in self.closures if not kept["reopened"] and kept["to"] > self.now]
        told = [(kept, self.told(kept["from"]), self.told(kept["to"])) for kept in standing]
        zone = self.settings["timezone"]
        self.settings.update(fields)
        if self.settings["timezone"] == zone:
            return {}
        for slot in self.slots:
            if slot["date"] >= self.today():
                slot["begins"] = self.instant(slot["date"], slot["start"])
                slot["ends"] = self.instant(slot["date"], slot["end"])
                for entry in self.line_of(slot, "offered"):
                    entry["offered_until"] = min(entry["offered_until"], slot["begins"])
        for closure, from_, to in told:
            closure.update({"from": self.instant_of(from_), "to": self.instant_of(to)})
        self.fit_to_closures({closure["facility"] for closure in standing})
        return {}


class MembersRoom(Records):
    def add_member(self, **fields: Any) -> Fields:
        if fields["staff_no"] in self.members:
            raise Refused("exists")
        self.members[fields["staff_no"]] = {"shared": False, "left_on": None} | fields
        return {"staff_no": fields["staff_no"]}

    def change_member(self, *, staff_no: str, **fields: Any) -> Fields:
        member = self.member(staff_no)
        ever = self.bookings_ever()
        held = [kept for kept in ever if kept["member"]["staff_no"] == staff_no and kept["state"] in HOLDING]
        twice = any(overlap(one["slot"], other["slot"]) for one in held for other in held if one is not other)
        if twice and member["shared"] and not fields.get("shared", True):
            raise Refused("member_busy")
        member.update(fields)
        return {"staff_no": staff_no}

    def member_leaves(self, *, staff_no: str, on: str | None = None) -> Fields:
        member, first = self.member(staff_no), on or self.today()
        member["left_on"] = first
        cancelled = []
        for booking in sorted(self.bookings, key=lambda kept: (kept["slot"]["begins"], kept["number"])):
            slot, open_still = booking["slot"], booking["state"] in ("pending", "confirmed")
            if (
                booking["member"] is member
                and open_still
                and slot["date"] >= first
                and slot["begins"] > self.now
            ):
                self.step(booking, "member_left", "cancelled")
                cancelled.append(f"B{booking['number']}")
        entries = []
        for entry in sorted(self.entries, key=lambda kept: (kept["slot"]["begins"], kept["number"])):
            standing = entry["state"] in ("waiting", "offered")
            if entry["member"] is member and standing and entry["slot"]["date"] >= first:
                entry["state"] = "left"
                entries.append(f"W{entry['number']}")
        return {"cancelled": cancelled, "entries": entries}
