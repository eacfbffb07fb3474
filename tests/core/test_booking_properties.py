"""Booking against naive models: sets of minutes, counting, a dictionary of who stands where."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.booking.rules import suspended_until
from core.clock import instant_of, local_of
from core.command import Now
from core.settings import Settings
from core.wire import minute_told
from tests.support.club import new_club
from tests.support.examples import examples

DAYS = ("2026-11-24", "2026-11-25")


# ---------------------------------------------------------------- overlap

spans = st.tuples(st.sampled_from(DAYS), st.integers(0, 1439), st.integers(0, 1439)).map(
    lambda drawn: (drawn[0], min(drawn[1:]), max(drawn[1:]) + 1)
)
"""A day and [start, end) in minutes, up to 24:00."""

near = st.tuples(st.sampled_from(DAYS), st.integers(600, 606), st.integers(1, 4)).map(
    lambda drawn: (drawn[0], drawn[1], drawn[1] + drawn[2])
)
"""Spans that often touch or overlap by a minute."""


@examples(25)
@given(st.lists(st.one_of(near, spans), min_size=2, max_size=8))
def test_a_member_is_busy_exactly_when_two_slots_share_a_minute(wanted: list[tuple[str, int, int]]) -> None:
    with new_club() as club:
        club.member()
        busy: set[tuple[str, int]] = set()
        for index, (day, start, end) in enumerate(wanted):
            code = f"room {index}"
            club.facility(code, slots=False)
            club.publish((code, day, f"{minute_told(start)}-{minute_told(end)}"))
            minutes = {(day, minute) for minute in range(start, end)}
            told = club.outcome("book", member="000001", facility=code, date=day, start=minute_told(start))
            assert told == ("member_busy" if busy & minutes else "confirmed")
            if told == "confirmed":
                busy |= minutes
        club.check()


# ---------------------------------------------------------------- quotas


@examples(25)
@given(
    st.one_of(st.none(), st.integers(1, 3)),
    st.one_of(st.none(), st.integers(1, 5)),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from([9, 11, 13]), st.booleans()), max_size=25),
)
def test_a_quota_is_reached_exactly_when_counting_says_so(
    daily: int | None, weekly: int | None, wanted: list[tuple[int, int, bool]]
) -> None:
    with new_club() as club:
        first = date(2026, 11, 24)
        days = [first + timedelta(days=number) for number in range(21)]
        club.facility("gym", slots=False, daily_quota=daily, weekly_quota=weekly, max_days_ahead=30)
        club.publish(
            *[
                ("gym", day.isoformat(), f"{hour:02d}:00-{hour + 1:02d}:00")
                for day in days
                for hour in (9, 11, 13)
            ]
        )
        club.member()
        held: dict[tuple[date, int], str] = {}
        for number, hour, cancels in wanted:
            day = days[number]
            if (day, hour) in held:
                if cancels:
                    club.do("cancel", booking=held.pop((day, hour)))
                continue
            on_day = sum(1 for other, _ in held if other == day)
            in_week = sum(1 for other, _ in held if other.isocalendar()[:2] == day.isocalendar()[:2])
            reached = (daily is not None and on_day >= daily) or (weekly is not None and in_week >= weekly)
            asked = {
                "member": "000001",
                "facility": "gym",
                "date": day.isoformat(),
                "start": f"{hour:02d}:00",
            }
            if reached:
                assert club.refused("book", **asked).code == "quota_reached"
            else:
                held[day, hour] = str(club.do("book", **asked)["booking"])
        club.check()


# ---------------------------------------------------------------- moves

PLACES = [
    ("hall", "09:00", 540, 600, 4),
    ("hall", "10:00", 600, 660, 4),
    ("court", "09:30", 570, 630, 3),
    ("court", "10:30", 630, 690, 2),
    ("room", "09:00", 540, 690, 1),
]
"""Facility, start, the same in minutes, end, capacity. Some overlap, some touch."""

steps = st.one_of(
    st.tuples(st.just("book"), st.integers(0, 2), st.integers(0, 4), st.integers(1, 3)),
    st.tuples(st.just("move"), st.integers(0, 9), st.integers(0, 4), st.just(0)),
    st.tuples(st.just("cancel"), st.integers(0, 9), st.just(0), st.just(0)),
)


class Standing:
    """Who stands where: the naive model of parties in places."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[int, int, int]] = {}
        """Booking to member, place and party."""

    def taken(self, place: int, without: str = "") -> int:
        return sum(party for key, (_, at, party) in self.held.items() if at == place and key != without)

    def busy(self, member: int, place: int, without: str = "") -> bool:
        _, _, start, end, _ = PLACES[place]
        wanted = set(range(start, end))
        return any(
            wanted & set(range(PLACES[at][2], PLACES[at][3]))
            for key, (who, at, _) in self.held.items()
            if who == member and key != without
        )

    def judge(self, member: int, place: int, party: int, without: str = "") -> str:
        if self.busy(member, place, without):
            return "member_busy"
        return "slot_full" if self.taken(place, without) + party > PLACES[place][4] else "confirmed"


@examples(25)
@given(st.lists(steps, min_size=6, max_size=25))
def test_a_move_keeps_the_id_loses_nothing_and_conserves_places(
    taken_steps: list[tuple[str, int, int, int]],
) -> None:
    day, model = DAYS[0], Standing()
    with new_club() as club:
        for code in ("hall", "court", "room"):
            club.facility(code, slots=False, capacity=4)
        club.do(
            "publish_slots",
            slots=[
                {"facility": code, "date": day, "start": start, "end": minute_told(end), "capacity": capacity}
                for code, start, _, end, capacity in PLACES
            ],
        )
        for number in range(3):
            club.member(str(number))
        for name, who, place, party in taken_steps:
            code, start = PLACES[place][:2]
            if name == "book":
                fields = {"member": str(who), "facility": code, "date": day, "start": start, "party": party}
                expected = "invalid" if party > PLACES[place][4] else model.judge(who, place, party)
                if expected == "confirmed":
                    model.held[club.do("book", **fields)["booking"]] = (who, place, party)
                else:
                    assert club.refused("book", **fields).code == expected
                continue
            if not model.held:
                continue
            booking = sorted(model.held)[who % len(model.held)]
            if name == "cancel":
                club.do("cancel", booking=booking)
                del model.held[booking]
                continue
            member, stands, size = model.held[booking]
            expected = "confirmed" if stands == place else model.judge(member, place, size, without=booking)
            assert club.outcome("move", booking=booking, facility=code, date=day, start=start) == expected
            if expected == "confirmed":
                model.held[booking] = (member, place, size)
        for place, (code, start, *_) in enumerate(PLACES):
            slot = club.slot(code, day, start)
            inside = {(line["booking"], int(line["member"]), line["party"]) for line in slot["bookings"]}
            assert inside == {
                (key, member, party) for key, (member, at, party) in model.held.items() if at == place
            }
            assert slot["taken"] == model.taken(place)
        club.check()


# ---------------------------------------------------------------- suspension

moments = st.lists(
    st.datetimes(datetime.fromisoformat("2027-02-20T04:00"), datetime.fromisoformat("2027-05-10T00:00")).map(
        lambda drawn: drawn.replace(hour=max(4, drawn.hour), second=0, microsecond=0)
    ),
    max_size=8,
)
"""After four in the morning, where every zone shows each minute once."""


@examples(150)
@given(
    moments,
    st.datetimes(datetime.fromisoformat("2027-03-01T04:00"), datetime.fromisoformat("2027-05-20T00:00")).map(
        lambda drawn: drawn.replace(hour=max(4, drawn.hour), microsecond=0)
    ),
    st.integers(1, 4),
    st.integers(1, 40),
    st.integers(0, 20),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin"]),
)
def test_a_member_is_suspended_exactly_when_a_naive_look_back_says_so(
    missed: list[datetime], at: datetime, limit: int, within: int, for_days: int, zone_name: str
) -> None:
    zone = ZoneInfo(zone_name)
    missed = sorted(moment for moment in missed if moment <= at)
    until: datetime | None = None
    for moment in missed:
        before = [other for other in missed if moment - timedelta(days=within) <= other <= moment]
        end = moment + timedelta(days=for_days)
        if len(before) >= limit and at < end:
            until = end if until is None else max(until, end)
    club = Settings(no_show_limit=limit, no_show_days=within, suspension_days=for_days, timezone=zone_name)
    now = Now.at(instant_of(at, zone), club, "owner")
    told = suspended_until([instant_of(moment, zone) for moment in missed], now)
    assert (None if told is None else local_of(told, zone)) == until
