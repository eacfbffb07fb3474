"""What the desk shows of all this."""

from tests.support.model.records import HOLDING, Fields, Records, time_told


class LookingRoom(Records):
    def grid(self) -> list[Fields]:
        """All slots, as the grid tells of them, by facility, date and start."""
        order = list(self.facilities)
        standing = [slot for slot in self.slots if not slot["withdrawn"]]
        standing.sort(key=lambda slot: (order.index(slot["facility"]), slot["date"], slot["start"]))
        return [
            {
                "facility": slot["facility"],
                "date": slot["date"],
                "start": time_told(slot["start"]),
                "end": time_told(slot["end"]),
                "capacity": slot["capacity"],
                "peak": slot["peak"],
                "taken": self.taken(slot),
                "held": self.held(slot),
                "waiting": len(self.line_of(slot, "waiting")),
                "state": "over" if self.now >= slot["ends"] else "closed" if slot["closed"] else "open",
                "bookings": [
                    (f"B{kept['number']}", kept["member"]["staff_no"], kept["places"], kept["state"])
                    for kept in self.bookings
                    if kept["slot"] is slot and kept["state"] in (*HOLDING, "no_show")
                ],
            }
            for slot in standing
        ]

    @staticmethod
    def place_told(slot: Fields) -> Fields:
        """How a slot is named."""
        return {"facility": slot["facility"], "date": slot["date"], "start": time_told(slot["start"])}

    def card(self, booking: Fields) -> Fields:
        """One booking, with its trail."""
        return {
            "state": booking["state"],
            "date": booking["slot"]["date"],
            "start": time_told(booking["slot"]["start"]),
            "facility": booking["slot"]["facility"],
            "party": booking["places"],
            "level": booking["level"],
            "pardoned": booking["pardoned"],
            "override": booking["override"],
            "trail": [(self.told(at), event, state) for at, event, state in booking["trail"]],
        }
