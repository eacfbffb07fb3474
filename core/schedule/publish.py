"""Publishing slots: a week's sheet, a script's list or a copied week, planned first and then applied.

All errors are found at once and nothing is written where there is one (domain.md section 6).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from core.audit import digest_of_rows
from core.booking.records import HOLDING, Booking, Slot, let_go
from core.booking.timing import TimingStore, retime_bookings
from core.clock import Instant, week_of
from core.closures.records import ClosureFinder
from core.collecting import without_collecting
from core.command import Command, NoInverse, Now, command
from core.errors import DeskError
from core.facilities.records import Facility
from core.notices.records import tell
from core.records import BookingId, EntryId, booking_told, entry_told
from core.schedule.plan import Plan, SlotError, SlotRow, plan_slots
from core.schedule.slots import SlotSpec
from core.waitlist.hand_out import Handed, QueueStore, hand_out
from core.wire import Name


class ScheduleStore(QueueStore, TimingStore, ClosureFinder, Protocol):
    """What publishing needs of the database."""

    def facilities(self) -> list[Facility]: ...

    def slots_of(self, facilities: list[int], first: date, last: date) -> list[Slot]:
        """All slots of facilities and days, the withdrawn ones too."""

    def bookings_on(self, slots: list[int]) -> list[Booking]:
        """The holding bookings of slots, the latest booked first (ties: the higher number)."""

    def add_slots(self, rows: list[SlotRow]) -> None: ...

    def change_slots(self, rows: list[tuple[Slot, SlotRow]]) -> None:
        """Gives slots their new end, capacity and peak mark; brings withdrawn ones back."""

    def withdraw_slots(self, slots: list[int]) -> None: ...

    def fit_to_closures(self, facilities: list[int], now: Instant) -> None:
        """Closes the slots of facilities, without anybody in them, that lie in a closure and are not over;
        opens those that do not lie in one any more."""

    def set_places(self, booking: int, slot: int, places: int, change: int) -> None:
        """Gives a booking of a whole slot the slot's new capacity; `change` is by how many places."""


@dataclass(frozen=True, slots=True)
class PublishSlots(Command["Published"]):
    """`facilities` and `dates` are what a file speaks of where it opens no slot; `replace` covers them."""

    slots: tuple[SlotSpec, ...]
    replace: bool = False
    displace: bool = False
    dry_run: bool = False
    facilities: tuple[Name, ...] = ()
    dates: tuple[date, ...] = ()

    def summary(self) -> dict[str, Any]:
        """What the audit keeps of a long list: its size, its span and its digest."""
        dates = {spec.date for spec in self.slots}
        return {
            "slots": len(self.slots),
            "facilities": sorted({spec.facility for spec in self.slots}),
            "from": min(dates).isoformat() if dates else None,
            "to": max(dates).isoformat() if dates else None,
            "sha256": digest_of_rows(self.slots),
            "also": [list(self.facilities), [day.isoformat() for day in self.dates]],
            "replace": self.replace,
            "displace": self.displace,
        }


@dataclass(frozen=True, slots=True)
class Published:
    """Counts, the bookings that lost their place, and who got places that came free."""

    new: int
    unchanged: int
    changed: int
    removed: int
    displaced: tuple[BookingId, ...]
    promoted: tuple[BookingId, ...] = ()
    offered: tuple[EntryId, ...] = ()


@command("publish_slots", inverse=NoInverse("publish_again"))
@without_collecting()
def publish_slots(store: ScheduleStore, command: PublishSlots, now: Now) -> Published:
    """Applies a list of slots, or with `dry_run` only says what it would do.

    `schedule_errors` with every error; `has_bookings` where a slot with bookings would be removed, or cut or
    lengthened so that a booking cannot stay, unless `displace`.
    """
    plan = plan_of(store, command, now)
    if plan.errors:
        raise DeskError("schedule_errors", errors=[_error_facts(error) for error in plan.errors])
    displaced = displaced_by(store, plan)
    if displaced and not command.displace:
        raise DeskError(
            "has_bookings",
            bookings=[booking_told(booking.number) for booking in displaced],
            count=len(displaced),
        )
    immovable = [booking for booking in displaced if booking.state not in ("pending", "confirmed")]
    if immovable:
        raise DeskError(
            "has_bookings",
            bookings=[booking_told(booking.number) for booking in immovable],
            count=len(immovable),
            attended=True,
        )
    handed = Handed() if command.dry_run else _write(store, plan, displaced, now)
    return Published(
        len(plan.new) + len(plan.revived),
        plan.unchanged,
        len(plan.changed),
        len(plan.removed),
        tuple(BookingId(booking.number) for booking in displaced),
        handed.promoted,
        handed.offered,
    )


def plan_of(store: ScheduleStore, command: PublishSlots, now: Now) -> Plan:
    """Loads what the list touches, and plans."""
    facilities = {facility.code: facility for facility in store.facilities()}
    named = {spec.facility for spec in command.slots} | set(command.facilities)
    numbers = [facility.number for code, facility in facilities.items() if code in named]
    dates = {spec.date for spec in command.slots} | set(command.dates)
    existing: list[Slot] = []
    if numbers and dates:
        monday, sunday = min(dates), max(dates)
        if command.replace:
            monday, sunday = week_of(monday)[0], week_of(sunday)[1]
        existing = store.slots_of(numbers, monday, sunday)
    replaced = {week_of(day)[0] for day in dates} if command.replace else set()
    return plan_slots(command.slots, facilities, existing, now, replaced)


def _error_facts(error: SlotError) -> dict[str, Any]:
    return {"index": error.index, "code": error.code, **error.facts}


def displaced_by(store: ScheduleStore, plan: Plan) -> list[Booking]:
    """The bookings that cannot stay: all of a slot that goes, or grows into a closure; those who are
    elsewhere when theirs grows; and of one that is cut below its bookings the latest booked."""
    touched = {slot.number: row for slot, row in plan.changed if slot.taken}
    gone = {slot.number for slot in plan.removed if slot.taken}
    bookings = store.bookings_on([*touched, *gone])
    gone.update(slot.number for slot, row in plan.changed if slot.taken and _enters_closure(store, slot, row))
    ended = frozenset(booking.number for booking in bookings if booking.slot.number in gone)
    lost = set(ended)
    left: dict[int, int] = {}
    for booking in bookings:
        slot, row = booking.slot, touched.get(booking.slot.number)
        if row is None or slot.number in gone:
            continue
        if row.end > slot.end and _busy_until(store, booking, row.end, ended):
            lost.add(booking.number)
        else:
            left[slot.number] = left.get(slot.number, 0) + booking.places
    for booking in bookings:
        number = booking.slot.number
        if booking.number in lost or left.get(number, 0) <= touched[number].capacity:
            continue
        if not (_is_whole(booking) and booking.party <= touched[number].capacity):
            lost.add(booking.number)
            left[number] -= booking.places
    return [booking for booking in bookings if booking.number in lost]


def _enters_closure(store: ScheduleStore, slot: Slot, row: SlotRow) -> bool:
    """Whether an open slot grows into a closure."""
    if row.end <= slot.end or slot.closed:
        return False
    return bool(store.standing_closures(slot.facility, row.begins_at, row.ends_at))


def _is_whole(booking: Booking) -> bool:
    """Whether a booking has its slot for itself and is resized with it: not one that was made before the
    facility was booked whole."""
    return booking.facility.whole_slot and booking.places == booking.slot.capacity


def _busy_until(store: ScheduleStore, booking: Booking, end: int, ended: frozenset[int]) -> bool:
    """Whether the member is elsewhere in the time by which a slot grows; `ended` bookings aside."""
    if booking.member.shared or booking.override is not None:
        return False
    day = booking.slot.date
    return any(
        place.booking not in (booking.number, *ended)
        and place.state in HOLDING
        and place.start < end
        and booking.slot.end < place.end
        for place in store.held_places(booking.member.number, day, day)
    )


def _write(store: ScheduleStore, plan: Plan, displaced: list[Booking], now: Now) -> Handed:
    for booking in displaced:
        let_go(store, booking, "displaced", now, event="displaced", note=None)
        told = booking_told(booking.number)
        tell(store, now, "displaced", booking.member, told, booking.slot, booking.facility)
    _take_back_offers(store, plan, now)
    _fit_whole_slots(store, plan, {booking.number for booking in displaced})
    _end_lines(store, plan.removed, now)
    store.withdraw_slots([slot.number for slot in plan.removed])
    store.change_slots(plan.changed + plan.revived)
    store.add_slots(plan.new)
    touched = [row.facility for row in plan.new] + [slot.facility for slot, _ in plan.changed + plan.revived]
    store.fit_to_closures(sorted(set(touched)), now.instant)
    members = {booking.member.number for booking in displaced}
    for slot, row in plan.changed:
        if (row.end, row.peak) != (slot.end, slot.peak):
            retime_bookings(store, now, slot=slot.number)
        if row.end != slot.end:
            members.update(booking.member.number for booking in store.bookings_on([slot.number]))
    return hand_out(
        store, now, "schedule_changed", slots=[slot.number for slot, _ in plan.changed], members=members
    )


def _take_back_offers(store: ScheduleStore, plan: Plan, now: Now) -> None:
    """Offers yield before bookings do: in a slot of another size or end they turn back to waiting in their
    place, and are made again where there is still room."""
    for slot, row in plan.changed:
        if slot.held and (row.capacity, row.end) != (slot.capacity, slot.end):
            for entry in store.line_of(slot.number):
                if entry.state == "offered":
                    store.wait_again(entry)
                    store.outdate_notices(entry_told(entry.number), now.instant)


def _end_lines(store: ScheduleStore, removed: list[Slot], now: Now) -> None:
    """Who waits for a slot that goes has nothing to wait for."""
    for slot in removed:
        for entry in store.line_of(slot.number) if slot.waiting or slot.held else ():
            store.end_entry(entry, "lapsed", now.instant)
            tell(store, now, "closed", entry.member, entry_told(entry.number), slot, entry.facility)


def _fit_whole_slots(store: ScheduleStore, plan: Plan, displaced: set[int]) -> None:
    """A whole slot's booking takes all places, also of another capacity. A smaller one is fitted before the
    slot is cut, a larger one grows with it; the slot's own check holds at each statement."""
    resized = {
        slot.number: (slot, row) for slot, row in plan.changed if slot.taken and row.capacity != slot.capacity
    }
    for booking in store.bookings_on(list(resized)):
        if _is_whole(booking) and booking.number not in displaced:
            slot, row = resized[booking.slot.number]
            if row.capacity > slot.capacity:
                store.change_slots([(slot, row)])
            store.set_places(booking.number, slot.number, row.capacity, row.capacity - booking.places)
