"""Working out anew when things fall due, after a change of what that depends on."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple, Protocol

from core.booking.records import Attendance, Slot, State, due_of
from core.clock import Instant
from core.command import Now
from core.due import Due
from core.errors import invalid
from core.facilities.records import Facility
from core.waitlist.records import LineStore, retime_line
from core.wire import minute_told


class LiveBooking(NamedTuple):
    """A booking that something is still due for."""

    number: int
    slot: Slot
    facility: Facility
    state: State
    placed_at: Instant
    reminded: bool
    attendance: Attendance | None

    def due(self, now: Now) -> Due | None:
        """What happens next by itself to it."""
        return due_of(
            self.state,
            self.slot,
            self.facility,
            self.placed_at,
            now,
            reminded=self.reminded,
            attendance=self.attendance,
        )


class TimingStore(LineStore, Protocol):
    """What the timing needs of the database."""

    def live_bookings(self, facility: int | None, slot: int | None) -> list[LiveBooking]:
        """All bookings that something is due for: of one facility, one slot, or (None, None) of the club."""

    def set_due(self, booking: int, due: Due | None) -> None: ...

    def slots_from(self, day: date) -> list[Slot]:
        """All slots of a day and later."""

    def set_instants(self, slot: int, begins_at: Instant, ends_at: Instant) -> None: ...


def retime_bookings(
    store: TimingStore, now: Now, *, facility: int | None = None, slot: int | None = None
) -> None:
    """After a change of the grace, the reminders, the desk hours or a slot's time."""
    for booking in store.live_bookings(facility, slot):
        store.set_due(booking.number, booking.due(now))


def retime_slots(store: TimingStore, now: Now) -> None:
    """After a change of the club's zone: slots are wall-clock times, so their instants move with it.
    `invalid` for a zone whose clocks leave out the time of a slot."""
    for slot in store.slots_from(now.today):
        begins_at, ends_at = now.instant_at(slot.date, slot.start), now.instant_at(slot.date, slot.end)
        if ends_at > begins_at:
            store.set_instants(slot.number, begins_at, ends_at)
            if slot.waiting or slot.held:
                retime_line(store, replace(slot, begins_at=begins_at, ends_at=ends_at))
        elif not slot.withdrawn:
            start, end = minute_told(slot.start), minute_told(slot.end)
            raise invalid("timezone", "no_such_time", date=slot.date.isoformat(), start=start, end=end)
