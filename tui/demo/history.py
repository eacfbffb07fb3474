"""What happens in the example club, minute by minute: who calls, cancels, comes, stays away.

A small simulation of its own keeps well within the club's rules, so that the door, which judges every deed,
has nothing to refuse. Times are minutes since the story's first Monday, 00:00 by the club's clock.
"""

from datetime import date, datetime, timedelta
from functools import partial

from core.booking.approval import Approve, Reject
from core.booking.attendance import CheckIn
from core.booking.book import Book
from core.booking.cancel import Cancel
from core.booking.move import Move
from core.facilities.keeping import AddFacility
from core.members.leaving import MemberLeaves
from core.records import BookingId
from core.schedule.publish import PublishSlots
from tui.demo.club import (
    FACILITIES,
    PEAK_FROM,
    PERIODS,
    REPAIR_AGO,
    REPAIR_WEEKS,
    REPAIRED,
    SETTINGS,
    slots_of_week,
)
from tui.demo.habits import (
    CANCELLED,
    CLASS_WANTED,
    DAY,
    LATE,
    LATE_CALLERS,
    OVERRIDES,
    PARTIES,
    PURPOSES,
    REJECTED,
    Crowd,
    Person,
    after_night,
    at_desk,
    at_work,
    call_minute,
    fullness,
    group_of,
)
from tui.demo.people import people
from tui.demo.purse import happenings
from tui.demo.shop import counter_happenings
from tui.demo.telling import FIRST, GRACE, PUBLISHED, WEEK, Deed, Place, Visit
from tui.demo.waiting import Waiting


class Story(Waiting):
    """The story of some weeks from a Monday on, as far as it has come by `now`."""

    def __init__(self, seed: int, monday: date, weeks: int, now: datetime) -> None:
        self._seed = seed
        self._weeks = weeks
        self._members = people(seed)
        self._crowd = Crowd(self._members, FACILITIES, seed)
        super().__init__(monday, now, self._crowd.random)
        self._places: dict[tuple[str, int], list[Place]] = {}
        self._thought_better: set[int] = set()
        """The starts of the classes that somebody is to give up on the eve."""
        self._leaves = max(weeks - 4, 0) * WEEK + 2 * DAY + 10 * 60
        """When one of the members leaves."""

    def deeds(self, key: str) -> list[Deed]:
        """All that was done by now, in the order of time; the first deed has the operation key."""
        self._deed(SETTINGS, key=key)
        for facility in FACILITIES:
            self._deed(facility)
        for member in self._members:
            self._deed(member)
        for week in range(self._weeks):
            self._later(week * WEEK + PUBLISHED, partial(self._publish, week))
        leaver = self._crowd.leaver.staff_no
        monday = self._begin.date()
        for tell in (happenings, counter_happenings):
            for minute, command in tell(self._seed, monday, self._weeks, self._members, leaver):
                self._later(minute, partial(self._deed, command))
        self._later(self._leaves, lambda: self._deed(MemberLeaves(leaver)))
        return self._tell()

    # ------------------------------------------------------------ the week is published

    def _publish(self, week: int) -> None:
        monday = self._begin.date() + timedelta(weeks=week)
        slots = slots_of_week(monday)
        self._deed(PublishSlots(tuple(slots)))
        facilities: dict[str, AddFacility] = {facility.code: facility for facility in FACILITIES}
        periods = {start: index for index, (start, _) in enumerate(PERIODS)}
        for spec in slots:
            facility = facilities[spec.facility]
            if facility.code == REPAIRED and self._is_away(week):
                continue  # nobody asks for it: its slots are withdrawn before the week begins
            midnight = week * WEEK + (spec.date - monday).days * DAY
            place = Place(facility, group_of(facility), midnight + spec.start, midnight + spec.end)
            self._places.setdefault((place.group, week), []).append(place)
            self._expect(place, fullness(facility, spec.date.weekday(), periods[spec.start]))
        self._later(week * WEEK - WEEK + 10 * 60, partial(self._union_books, week))
        if self._is_away(week):
            days = tuple(monday + timedelta(days=day) for day in range(7))
            withdrawn = PublishSlots((), replace=True, facilities=(REPAIRED,), dates=days)
            self._later(week * WEEK - 3 * DAY + 17 * 60, partial(self._deed, withdrawn))

    def _is_away(self, week: int) -> bool:
        """Whether what is repaired is away in a week."""
        begins = self._weeks - 2 - REPAIR_AGO
        return begins <= week < begins + REPAIR_WEEKS

    def _expect(self, place: Place, share: float) -> None:
        """The calls that will come for a slot, and those who come without one."""
        facility = place.facility
        seats = 1 if facility.whole_slot else facility.capacity
        if self._is_class(place):
            for _ in range(CLASS_WANTED):
                minute = place.start - self._random.randint(2, 9) * DAY - self._random.randint(0, 8 * 60)
                self._later(after_night(max(minute, self._minute + 60)), partial(self._call, place, 1))
            return
        wanted = sum(self._chance(share) for _ in range(seats))
        while wanted > 0:
            party = min(wanted, self._random.choices((1, 2, 3), PARTIES)[0])
            wanted -= party
            minute = call_minute(self._random, place.start, self._minute)
            if facility.approval_levels:
                weekend = (minute // DAY - 2) % 7 > 4
                minute = max(at_work(minute - (4 if weekend else 2) * DAY), at_work(self._minute + 60))
            self._later(minute, partial(self._call, place, party))
        for _ in range(2 if self._peak(place) and not facility.approval_levels else 0):
            if self._chance(LATE_CALLERS):
                minute = call_minute(self._random, place.start, self._minute)
                self._later(minute, partial(self._call, place, 1))
        for _ in range(0 if facility.approval_levels else seats):
            if self._chance(0.10 if self._peak(place) else 0.01):
                minute = place.start + self._random.randint(-15, 25)
                self._later(minute, partial(self._walk_in, place))

    def _union_books(self, week: int) -> None:
        """The union's own: reading on Wednesday noon, families on both courts on Saturday morning."""
        for group, minute, party, coming, purpose in (
            ("reading", 2 * DAY + 12 * 60, 8, 8, "读书会"),
            ("羽毛球", 5 * DAY + 9 * 60, 1, 6, "家庭羽毛球日"),
        ):
            for place in self._places[group, week]:
                if place.start == week * WEEK + minute and place.free >= party:
                    self._book(self._crowd.shared, place, party, people=coming, purpose=purpose)

    @staticmethod
    def _peak(place: Place) -> bool:
        return place.start % DAY >= PEAK_FROM

    def _is_class(self, place: Place) -> bool:
        """An evening's yoga class: full days ahead, with a line."""
        return place.group == "yoga" and self._peak(place)

    # ------------------------------------------------------------ somebody calls, or stands at the counter

    def _call(self, place: Place, party: int) -> None:
        if self._minute >= place.start:
            return
        if not place.free:
            self._may_wait(place)
            return
        person, obstacle = self._somebody(place)
        if person is None:
            return
        override = self._random.choice(OVERRIDES[obstacle]) if obstacle else None
        if place.facility.approval_levels:
            self._book(
                person,
                place,
                people=self._random.randint(3, 8) * place.facility.approval_levels,
                purpose=self._random.choice(PURPOSES),
                override=override,
            )
        elif place.facility.whole_slot:
            coming = self._random.randint(2, place.facility.capacity)
            self._book(person, place, people=coming, override=override)
        else:
            self._book(person, place, min(party, place.free), override=override)

    def _may_wait(self, place: Place) -> None:
        """Most join the line, unless something may be in their own way when a place comes free."""
        person, obstacle = self._somebody(place)
        if person is None or obstacle is not None or person.misses > 0.5 or person.no_shows:
            return
        if self._chance(0.8):
            self._join(person, place)

    def _somebody(self, place: Place) -> tuple[Person | None, str | None]:
        """Somebody who wants to come and can, or whom the desk lets pass for a reason."""
        for _ in range(40):
            person = self._crowd.anybody(place.group, place.start)
            obstacle = self._obstacle(person, place)
            if obstacle is None or (obstacle in OVERRIDES and self._chance(0.06)):
                return person, obstacle
        return None, None

    def _obstacle(self, person: Person, place: Place, moving: Visit | None = None) -> str | None:
        """Why somebody will not book; stricter than the rules, which do not count what was cancelled."""
        day = place.start // DAY
        if person is self._crowd.leaver and (day + 1) * DAY > self._leaves:
            return "left"
        own = None if moving is None else moving.place.start
        that_day = [span for span in person.spans[day] if span[0] != own]
        if len(that_day) >= 2 or any(start < place.end and place.start < end for start, end, _ in that_day):
            return "busy"
        if person.suspended(self._minute):
            return "suspended"
        if any(group == place.group for _, _, group in that_day):
            return "again"
        quota = place.facility.weekly_quota
        others = 0 if quota is None else person.times(place.group, place.start // WEEK) - (moving is not None)
        return "quota" if quota is not None and others >= quota else None

    def _book(
        self,
        person: Person,
        place: Place,
        party: int = 1,
        *,
        people: int | None = None,
        purpose: str | None = None,
        override: str | None = None,
    ) -> None:
        places = place.facility.capacity if place.facility.whole_slot else party
        state = "pending" if place.facility.approval_levels else "confirmed"
        visit = Visit(next(self._numbers), person, place, places, state)
        place.taken += places
        person.remember(place.start, place.end, place.group)
        day, start = self._day_and_start(place)
        book = Book(
            person.staff_no, place.facility.code, day, start, None, party, people, purpose, override=override
        )
        self._deed(book, visit.number)
        if state == "pending":
            self._submit(visit, 1)
        self._foresee(visit)

    def _walk_in(self, place: Place) -> None:
        person, obstacle = self._somebody(place)
        if person is None or obstacle is not None or not place.free:
            return
        visit = Visit(next(self._numbers), person, place, 1, "settled")
        visit.places = place.facility.capacity if place.facility.whole_slot else 1
        place.taken += visit.places
        person.remember(place.start, place.end, place.group)
        day, start = self._day_and_start(place)
        self._deed(Book(person.staff_no, place.facility.code, day, start, walk_in=True), visit.number)

    # ------------------------------------------------------------ what becomes of a booking

    def _foresee(self, visit: Visit) -> None:
        """How it will end: cancelled, moved, missed, or kept."""
        place, ahead = visit.place, visit.place.start - self._minute
        fate = 1.0 if visit.person.shared or ahead < 150 else self._random.random()
        if self._is_class(place) and place.start not in self._thought_better and ahead > 2 * DAY:
            self._thought_better.add(place.start)
            early = place.start % DAY == PEAK_FROM
            eve = place.start - place.start % DAY - DAY + (9 if early else 18) * 60
            self._later(eve + self._random.randint(5, 25), lambda: self._cancel(visit, place))
            fate = 1.0
        if fate < (0.51 if visit.state == "confirmed" else 0.25):
            soon = self._chance(0.85)
            before = self._random.randint(60, 120) if soon else self._random.randint(15, ahead - 10)
            self._later(at_desk(place.start - before), lambda: self._cancel(visit, place))
        elif fate < 0.55 and visit.state == "confirmed":
            minute = at_desk(self._minute + self._random.randint(10, ahead - 130))
            self._later(minute, lambda: self._move(visit))
        elif not self._chance(self._missing(visit)):
            arrives = place.start + self._random.randint(-20, 12)
            self._later(arrives, lambda: self._arrive(visit, place))
        self._later(place.start, lambda: self._expire(visit), FIRST)
        self._later(place.start + GRACE, lambda: self._miss(visit, place), FIRST)

    def _missing(self, visit: Visit) -> float:
        """How likely somebody stays away; meetings did, until the desk began to remind."""
        if visit.place.facility.approval_levels:
            return 0.20 if visit.place.start < self._weeks // 2 * WEEK else 0.03
        return 0.0 if visit.person.shared else visit.person.misses

    def _cancel(self, visit: Visit, place: Place) -> None:
        if visit.state == "settled" or visit.place is not place:
            return
        self._leave(visit)
        self._deed(Cancel(BookingId(visit.number), self._random.choice(CANCELLED)), visit.number)
        self._hand_out(place)
        if self._chance(0.95 if self._peak(place) else 0.25):
            self._later(self._minute + self._random.randint(2, 50), partial(self._call, place, visit.places))

    def _leave(self, visit: Visit) -> None:
        visit.state = "settled"
        visit.place.taken -= visit.places

    def _move(self, visit: Visit) -> None:
        """To another slot of the same kind and week, at the next time that suits."""
        old = visit.place
        if visit.state != "confirmed":
            return
        choice = [
            place
            for place in self._places[old.group, old.start // WEEK]
            if place.start > self._minute + 60
            and place.start != old.start
            and place.free >= visit.places
            and place.facility.capacity == old.facility.capacity
            and place.start % DAY >= 9 * 60
            and self._obstacle(visit.person, place, visit) is None
        ]
        if choice:
            new = min(
                choice, key=lambda other: (abs(other.start - old.start), other.start, other.facility.code)
            )
            old.taken -= visit.places
            new.taken += visit.places
            visit.place = new
            visit.person.remember(new.start, new.end, new.group)
            day, start = self._day_and_start(new)
            self._deed(Move(BookingId(visit.number), day, start, new.facility.code), visit.number)
            self._hand_out(old)
            self._later(new.start + GRACE, lambda: self._miss(visit, new), FIRST)
        place = visit.place
        self._later(place.start + self._random.randint(-20, 10), lambda: self._arrive(visit, place))

    def _arrive(self, visit: Visit, place: Place) -> None:
        if visit.state == "confirmed" and visit.place is place:
            visit.state = "settled"
            self._deed(CheckIn(BookingId(visit.number)), visit.number)

    def _miss(self, visit: Visit, place: Place) -> None:
        """By itself, at the desk: nobody came. Some turn up late all the same."""
        if visit.state != "confirmed" or visit.place is not place:
            return
        self._leave(visit)
        visit.person.no_shows.append(self._minute)
        if self._chance(0.2):
            self._later(self._minute + self._random.randint(2, 25), lambda: self._arrive_late(visit))
        elif not place.facility.approval_levels and self._chance(0.4):
            self._later(self._minute + self._random.randint(1, 12), lambda: self._walk_in(place))

    def _arrive_late(self, visit: Visit) -> None:
        if visit.place.free >= visit.places:
            visit.place.taken += visit.places
            visit.person.no_shows.remove(visit.place.start + GRACE)
            reason = self._random.choice(LATE)
            self._deed(CheckIn(BookingId(visit.number), override=reason), visit.number)

    # ------------------------------------------------------------ approval

    def _submit(self, visit: Visit, level: int) -> None:
        """Somebody will decide in office hours, sooner where it is soon."""
        patience = max(30, min(9 * 60, (visit.place.start - self._minute) // 6))
        minute = at_work(self._minute + self._random.randint(15, patience))
        self._later(minute, lambda: self._decide(visit, level))

    def _decide(self, visit: Visit, level: int) -> None:
        if visit.state != "pending" or self._minute >= visit.place.start or self._chance(0.02):
            return
        number = BookingId(visit.number)
        if self._chance(0.06):
            self._leave(visit)
            self._deed(Reject(number, self._random.choice(REJECTED)), visit.number)
            self._hand_out(visit.place)
            return
        signed = f"纸质审批单{self._random.randint(1, 400):04d}" if self._chance(0.3) else None
        self._deed(Approve(number, on_behalf_of=signed), visit.number)
        if level == visit.place.facility.approval_levels:
            visit.state = "confirmed"
        else:
            self._submit(visit, level + 1)

    def _expire(self, visit: Visit) -> None:
        """By itself: nobody decided by the start."""
        if visit.state == "pending":
            self._leave(visit)
