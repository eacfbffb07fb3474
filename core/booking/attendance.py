"""Who came and who did not: check-in, no-shows, more time, pardon (domain.md section 3)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from core.booking.book import facts_of
from core.booking.records import (
    CHECK_IN_OPENS,
    MORE_TIME_MOST,
    Booking,
    State,
    Step,
    booking_of,
    due_of_booking,
    no_show_instant,
    require_state,
    slot_of,
)
from core.booking.rules import full, judge_busy, slot_facts, suspended_until
from core.booking.timing import LiveBooking
from core.clock import Instant, Minute, instant_of
from core.command import Command, NoInverse, Now, command
from core.due import Due, DueKind, when_due
from core.errors import DeskError, invalid
from core.facilities.records import facility_of
from core.notices.records import tell
from core.records import BookingId, booking_told
from core.waitlist.hand_out import QueueStore, free_places, hand_out
from core.wire import Name, local_told


class AttendanceStore(QueueStore, Protocol):
    """What attendance needs of the database."""

    def live_bookings(self, facility: int | None, slot: int | None) -> list[LiveBooking]: ...

    def set_due(self, booking: int, due: Due | None) -> None: ...

    def give_more_time(self, slot: int) -> None:
        """Counts one more extension of a slot's grace."""

    def begin_anew(self, booking: int, placed_at: Instant, due: Due | None) -> None:
        """Makes a booking confirmed again, waited for from `placed_at` on; a pardon is forgotten."""

    def no_shows_between(self, first: Instant, last: Instant) -> list[Booking]:
        """Unpardoned no-shows whose slot begins in [first, last) or before, and that came about at `first` or
        later."""

    def pardon(self, booking: int) -> None: ...

    def override_booking(self, booking: int, reason: str) -> None:
        """Keeps the reason for which a rule was let pass with the booking."""


@dataclass(frozen=True, slots=True)
class CheckIn(Command["Attended"]):
    booking: BookingId
    override: str | None = None


@dataclass(frozen=True, slots=True)
class MarkNoShow(Command["Attended"]):
    booking: BookingId


@dataclass(frozen=True, slots=True)
class ResetAttendance(Command["Attended"]):
    """Takes back a check-in or a no-show that was entered for the wrong booking."""

    booking: BookingId


@dataclass(frozen=True, slots=True)
class Attended:
    """`already` where there was nothing left to do."""

    state: State
    already: bool = False


def _reset(asked: Any, attended: Attended) -> tuple[Command[Any], ...]:
    return () if attended.already else (ResetAttendance(asked.booking),)


@command("check_in", inverse=_reset)
def check_in(store: AttendanceStore, command: CheckIn, now: Now) -> Attended:
    """From 30 minutes before the start until the end; twice does no harm. With `override`, the reason, a
    no-show of the same day is turned into a check-in if its places are still free."""
    booking = booking_of(store, command.booking)
    if booking.state == "checked_in":
        return Attended("checked_in", already=True)
    slot, facility = booking.slot, booking.facility
    late = booking.state == "no_show" and command.override is not None and slot.date == now.today
    if not late:
        require_state(booking, "confirmed")
    facts = slot_facts(slot, facility)
    if slot.closed:
        raise DeskError("slot_closed", **facts)
    opens = Instant(slot.begins_at - CHECK_IN_OPENS)
    if now.instant < opens:
        raise DeskError("too_soon", opens=local_told(now.local_of(opens)), **facts)
    if now.instant >= slot.ends_at and not late:
        raise DeskError("slot_over", **facts)
    if late:
        if not store.take(slot.number, booking.places):
            raise full(slot, facility)
        store.override_booking(booking.number, str(command.override))
    store.settle(booking.number, "checked_in", due_of_booking(booking, now, "checked_in"), None)
    store.add_step(
        booking.number, Step(now.instant, "checked_in", "checked_in", now.operator, command.override)
    )
    if late:
        store.outdate_notices(booking_told(booking.number), now.instant)
        _look_again(store, booking, now, "check_in")
    return Attended("checked_in")


@command("mark_no_show", inverse=_reset)
def mark_no_show(store: AttendanceStore, command: MarkNoShow, now: Now) -> Attended:
    """The desk says that someone did not come, from the start until the end, before the grace has run out."""
    booking = booking_of(store, command.booking)
    require_state(booking, "confirmed")
    facts = slot_facts(booking.slot, booking.facility)
    if now.instant < booking.slot.begins_at:
        raise DeskError("too_soon", opens=local_told(now.local_of(booking.slot.begins_at)), **facts)
    if now.instant >= booking.slot.ends_at:
        raise DeskError("slot_over", **facts)
    _miss(store, booking, now)
    return Attended("no_show")


def _miss(store: AttendanceStore, booking: Booking, now: Now) -> None:
    """A no-show that suspends is told of. The member's time is free again: they may wait for some of it."""
    before = suspension_of(store, booking, now)
    step = Step(now.instant, "no_show", "no_show", now.operator, None)
    record_no_show(store, booking, now.instant, step)
    tell_suspension(store, booking, before, now)
    _look_again(store, booking, now, "no_show")


def record_no_show(store: AttendanceStore, booking: Booking, missed_at: Instant, step: Step) -> None:
    """Who held places and did not come: the places are free from now on."""
    store.settle(booking.number, "no_show", None, missed_at)
    store.release(booking.slot.number, booking.places)
    store.add_step(booking.number, step)


def suspension_of(store: AttendanceStore, booking: Booking, now: Now) -> Instant | None:
    """Until when the booking's member is suspended, None where they are not."""
    facts = facts_of(store, booking.member, booking.facility, booking.slot, now)
    return suspended_until(facts.no_shows, now)


def tell_suspension(store: AttendanceStore, booking: Booking, before: Instant | None, now: Now) -> None:
    """Tells the member of a no-show that suspends, or for longer than `before`."""
    until = suspension_of(store, booking, now)
    if until is None or until == before:
        return
    tell(
        store,
        now,
        "suspended",
        booking.member,
        booking_told(booking.number),
        booking.slot,
        booking.facility,
        useful_until=until,
        until=local_told(now.local_of(until)),
    )


def _look_again(store: AttendanceStore, booking: Booking, now: Now, cause: str) -> None:
    """What stood in a member's own way has changed: the lines that they wait in are gone down again."""
    hand_out(store, now, cause, booking_told(booking.number), members=[booking.member.number])


@command("reset_attendance", inverse=NoInverse("check_in_again"))
def reset_attendance(store: AttendanceStore, command: ResetAttendance, now: Now) -> Attended:
    """Until the slot's end; a walk-in is cancelled instead, and a no-show's places and the member's time must
    still be free."""
    booking = booking_of(store, command.booking)
    if booking.walk_in:
        require_state(booking, "no_show")
    require_state(booking, "checked_in", "no_show")
    slot, facility = booking.slot, booking.facility
    if slot.closed:
        raise DeskError("slot_closed", **slot_facts(slot, facility))
    if now.instant >= slot.ends_at:
        raise DeskError("slot_over", **slot_facts(slot, facility))
    if booking.state == "no_show":
        member = booking.member
        if not member.shared and booking.override is None:
            judge_busy(member, store.held_places(member.number, slot.date, slot.date), slot)
        if not store.take(slot.number, booking.places):
            raise full(slot, facility)
    due = due_of_booking(replace(booking, placed_at=now.instant), now, "confirmed")
    store.begin_anew(booking.number, now.instant, due)
    store.add_step(booking.number, Step(now.instant, "reset", "confirmed", now.operator, None))
    if booking.state == "no_show":
        store.outdate_notices(booking_told(booking.number), now.instant)
        _look_again(store, booking, now, "reset")
    return Attended("confirmed")


@dataclass(frozen=True, slots=True)
class GiveMoreTime(Command["MoreTime"]):
    facility: Name
    date: date
    start: Minute


@dataclass(frozen=True, slots=True)
class MoreTime:
    until: datetime


@command("give_more_time", inverse=NoInverse("promise_stands"))
def give_more_time(store: AttendanceStore, command: GiveMoreTime, now: Now) -> MoreTime:
    """Ten more minutes for all who have not arrived, twice at most, never past the end. `wrong_state` where
    nobody is waited for, or no more can be given."""
    facility = facility_of(store, command.facility)
    slot = slot_of(store, facility, command.date, command.start)
    facts = slot_facts(slot, facility)
    awaited = [booking for booking in store.live_bookings(None, slot.number) if booking.state == "confirmed"]
    if slot.closed or now.instant >= slot.ends_at:
        raise DeskError("wrong_state", state="closed" if slot.closed else "over", **facts)
    if slot.more_time >= MORE_TIME_MOST:
        raise DeskError("wrong_state", state="more_time_given", times=slot.more_time, **facts)
    store.give_more_time(slot.number)
    longer = slot_of(store, facility, command.date, command.start)
    until = no_show_instant(longer, facility, longer.begins_at, now)
    if until is None or not awaited:
        raise DeskError("wrong_state", state="nobody_awaited", **facts)
    for booking in awaited:
        store.set_due(booking.number, booking._replace(slot=longer).due(now))
    return MoreTime(now.local_of(until))


@dataclass(frozen=True, slots=True)
class PardonNoShows(Command["Pardoned"]):
    from_: datetime
    to: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Pardoned:
    bookings: tuple[BookingId, ...]


@command("pardon_no_shows", inverse=NoInverse("pardon_stands"))
def pardon_no_shows(store: AttendanceStore, command: PardonNoShows, now: Now) -> Pardoned:
    """Pardons the no-shows of all who were waited for at any moment of [from, to): they count neither for a
    suspension nor for a quota any more. The state stays what happened."""
    if command.reason is None:
        raise invalid("reason", "missing")
    if command.to <= command.from_:
        raise invalid("to", "end_not_after_start", value=local_told(command.to))
    pardoned = store.no_shows_between(instant_of(command.from_, now.zone), instant_of(command.to, now.zone))
    for booking in pardoned:
        store.pardon(booking.number)
        store.outdate_notices(booking_told(booking.number), now.instant)
        step = Step(now.instant, "pardoned", "no_show", now.operator, command.reason)
        store.add_step(booking.number, step)
    hand_out(store, now, "pardoned", members=[booking.member.number for booking in pardoned])
    return Pardoned(tuple(BookingId(booking.number) for booking in pardoned))


# ---------------------------------------------------------------- what falls due


@when_due(DueKind.EXPIRE, "B")
def expire(store: AttendanceStore, number: int, now: Now) -> None:
    """A booking that nobody decided on by its start is expired."""
    booking = booking_of(store, number)
    require_state(booking, "pending")
    free_places(store, booking, "expired", now, event="expired", note=None)
    tell(store, now, "expired", booking.member, booking_told(number), booking.slot, booking.facility)


@when_due(DueKind.NO_SHOW, "B")
def miss(store: AttendanceStore, number: int, now: Now) -> None:
    """Nobody came: the places are free for walk-ins."""
    booking = booking_of(store, number)
    require_state(booking, "confirmed")
    _miss(store, booking, now)


@when_due(DueKind.COMPLETE, "B")
def complete(store: AttendanceStore, number: int, now: Now) -> None:
    """The slot is over, the place stays taken."""
    booking = booking_of(store, number)
    require_state(booking, "confirmed", "checked_in")
    store.settle(number, "completed", None, None)
    store.add_step(number, Step(now.instant, "completed", "completed", now.operator, None))
