"""The rules of taking a place, read from top to bottom (domain.md section 3).

What is wrong is told in this order: the slot (closed, over, window), the member (left, suspended, busy,
quota), the places. Nothing here looks anything up: the same judgement serves the command, the line that
says what Enter will do, a dry run and the waitlist.
"""

from dataclasses import dataclass
from datetime import timedelta

from core.booking.records import CHECK_IN_OPENS, HeldPlace, Slot, State
from core.clock import DAY_MINUTES, Instant, week_of
from core.command import Now
from core.errors import DeskError, invalid
from core.facilities.records import Facility
from core.members.records import Member
from core.operators.rights import forbidden
from core.records import booking_told
from core.wire import local_told, minute_told


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a slot. `override` is the reason for which overlap, quota, window and suspension are
    let pass; `moving` is the booking that would be moved, which is not in its own way."""

    party: int = 1
    walk_in: bool = False
    override: str | None = None
    moving: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a judgement looks at. `held` are the member's holding bookings and unpardoned no-shows of
    the slot's ISO week; `no_shows` the instants of unpardoned no-shows, oldest first."""

    member: Member
    facility: Facility
    slot: Slot
    held: list[HeldPlace]
    no_shows: list[Instant]


@dataclass(frozen=True, slots=True)
class Place:
    """The judgement where nothing is wrong: how many places are taken, and the booking's first state."""

    places: int
    state: State


def decide(facts: Facts, wish: Wish, now: Now) -> Place:
    """The whole rule of taking a place. Raises the first thing that is wrong."""
    if wish.moving is None:  # nobody is asked for the party of a moved booking: too small a slot is full
        judge_party(facts.slot, wish.party)
    judge_slot(facts.slot, facts.facility, wish, now)
    judge_member(facts, wish, now)
    judge_places(facts.slot, facts.facility, wish.party)
    places = places_of(facts.slot, facts.facility, wish.party)
    return Place(places, "checked_in" if wish.walk_in else state_of(facts.facility))


def places_of(slot: Slot, facility: Facility, party: int) -> int:
    """How many places a party takes: all, in a facility that is booked whole."""
    return slot.capacity if facility.whole_slot else party


def state_of(facility: Facility) -> State:
    """The first state of a booking that was made ahead."""
    return "pending" if facility.approval_levels else "confirmed"


def slot_facts(slot: Slot, facility: Facility) -> dict[str, str]:
    """Which slot an error is about."""
    return {
        "facility": facility.code,
        "name": facility.name,
        "date": slot.date.isoformat(),
        "start": minute_told(slot.start),
        "end": minute_told(slot.end),
    }


def judge_party(slot: Slot, party: int) -> None:
    """`invalid` for a party of none, or of more than the slot has."""
    if party < 1:
        raise invalid("party", "too_small", least=1)
    if party > slot.capacity:
        raise invalid("party", "too_large", value=str(party), most=slot.capacity)


def judge_slot(slot: Slot, facility: Facility, wish: Wish, now: Now) -> None:
    """`slot_closed`, `slot_over`, `too_soon`, `too_far_ahead`; `forbidden` for a walk-in that skips an
    approval, unless a manager lets them in."""
    if slot.closed:
        raise DeskError("slot_closed", **slot_facts(slot, facility))
    if now.instant >= slot.ends_at:
        raise DeskError("slot_over", **slot_facts(slot, facility))
    if wish.walk_in:
        opens = Instant(slot.begins_at - CHECK_IN_OPENS)
        if now.instant < opens:
            raise DeskError("too_soon", opens=local_told(now.local_of(opens)), **slot_facts(slot, facility))
        if facility.approval_levels and "manage" not in now.rights:
            raise forbidden("book", "manage", field="walk_in")
        return
    latest = slot.begins_at - facility.min_notice_minutes * 60
    begun_undecided = facility.approval_levels > 0 and now.instant >= slot.begins_at
    if begun_undecided or (now.instant > latest and wish.override is None):
        raise DeskError(
            "too_soon", latest=local_told(now.local_of(Instant(latest))), **slot_facts(slot, facility)
        )
    last_day = now.today + timedelta(days=facility.max_days_ahead)
    if slot.date > last_day and wish.override is None:
        raise DeskError("too_far_ahead", last_day=last_day.isoformat(), **slot_facts(slot, facility))


def judge_member(facts: Facts, wish: Wish, now: Now) -> None:
    """`member_left`, `member_suspended`, `member_busy`, `quota_reached`. A shared account is exempt from all
    but the first, an override lifts all but the first."""
    member, slot = facts.member, facts.slot
    who = {"member": member.staff_no, "person": member.name}
    if member.left_by(now.today) or member.left_by(slot.date):
        assert member.left_on is not None  # noqa: S101 - for the type checker
        raise DeskError("member_left", left_on=member.left_on.isoformat(), **who)
    if member.shared or wish.override is not None:
        return
    until = suspended_until(facts.no_shows, now)
    if until is not None:
        raise DeskError("member_suspended", until=local_told(now.local_of(until)), **who)
    held = [place for place in facts.held if place.booking != wish.moving]
    judge_busy(member, held, slot)
    _judge_quotas(facts, held, who)


def judge_busy(member: Member, held: list[HeldPlace], slot: Slot) -> None:
    """`member_busy` where one of the member's bookings overlaps a slot."""
    for place in held:
        if overlaps(place, slot):
            raise busy(member, place)


def busy(member: Member, place: HeldPlace) -> DeskError:
    """The refusal for a booking of the member that stands in the way."""
    return DeskError(
        "member_busy",
        booking=booking_told(place.booking),
        facility=place.facility_code,
        date=place.date.isoformat(),
        start=minute_told(place.start),
        end=minute_told(place.end),
        member=member.staff_no,
        person=member.name,
    )


def overlaps(place: HeldPlace, slot: Slot) -> bool:
    """Whether a holding booking and a slot share a moment. Time is half-open: touching is no overlap."""
    return (
        place.state != "no_show"
        and place.date == slot.date
        and place.start < slot.end
        and slot.start < place.end
    )


def _judge_quotas(facts: Facts, held: list[HeldPlace], who: dict[str, str]) -> None:
    facility, slot = facts.facility, facts.slot
    counted = [place for place in held if place.facility == facility.number]
    monday, sunday = week_of(slot.date)
    spans = (
        ("day", facility.daily_quota, slot.date, slot.date),
        ("week", facility.weekly_quota, monday, sunday),
    )
    for period, quota, first, last in spans:
        inside = [place for place in counted if first <= place.date <= last]
        if quota is not None and len(inside) >= quota:
            raise DeskError(
                "quota_reached",
                quota=quota,
                period=period,
                bookings=[booking_told(place.booking) for place in inside],
                facility=facility.code,
                **who,
            )


def suspended_until(no_shows: list[Instant], now: Now) -> Instant | None:
    """Until when booking is suspended by these no-shows (oldest first), None where it is not now.

    Each no-show that is the `no_show_limit`-th or later within `no_show_days` suspends for
    `suspension_days` from itself, counted by the club's calendar and clock.
    """
    limit = now.settings.no_show_limit
    if limit is None:
        return None
    latest: Instant | None = None
    for index in range(limit - 1, len(no_shows)):
        last, first = no_shows[index], no_shows[index - limit + 1]
        if last > _days_after(first, now.settings.no_show_days, now):
            continue
        until = _days_after(last, now.settings.suspension_days, now)
        if until > now.instant:
            latest = until
    return latest


def suspending_since(now: Now) -> Instant:
    """No-shows before this instant suspend nobody any more."""
    back = timedelta(days=now.settings.no_show_days + now.settings.suspension_days + 1)
    return Instant(now.instant - int(back.total_seconds()))


def _days_after(instant: Instant, days: int, now: Now) -> Instant:
    local = now.local_of(instant)
    minute = local.hour * 60 + local.minute
    return Instant(now.instant_at(local.date() + timedelta(days=days), minute % DAY_MINUTES) + local.second)


def judge_places(slot: Slot, facility: Facility, party: int) -> None:
    """`slot_full`: not enough for this party."""
    if not slot.free_for(facility, party):
        raise full(slot, facility)


def full(slot: Slot, facility: Facility) -> DeskError:
    """The refusal of a slot that has not enough places; `waitlist` is how many wait already."""
    return DeskError("slot_full", free=slot.free, waitlist=slot.waiting, **slot_facts(slot, facility))
