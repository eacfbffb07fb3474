"""`utilisation`: what was offered, booked and used, what came to nothing, and who found no place."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from core.errors import DeskError
from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
COURT = {"facility": "court", "date": TUESDAY, "start": "17:30"}
LATE = COURT | {"start": "19:30"}


@pytest.fixture
def court(club: Club) -> Club:
    """A court for two on Tuesday, 17:30 and 19:30, and members up to 000008."""
    club.facility("court", slots=False, name="球场", capacity=2)
    club.publish(("court", TUESDAY, "17:30-19:30"), ("court", TUESDAY, "19:30-20:30"))
    for number in range(1, 9):
        club.member(f"00000{number}")
    return club


def used(club: Club, first: str = MONDAY, last: str = "2026-11-29", **fields: Any) -> dict[str, Any]:
    """The answer."""
    return club.ask("utilisation", **{"from": first, "to": last}, **fields)


def told(figures: dict[str, Any]) -> dict[str, int]:
    """The figures that are not zero."""
    return {name: value for name, value in figures.items() if type(value) is int and value}


def book(club: Club, number: int, **fields: Any) -> str:
    return club.book(f"00000{number}", **(COURT | fields))


def refuse(club: Club, number: int, **fields: Any) -> str:
    return club.refused("book", member=f"00000{number}", **(COURT | fields)).code


def waits(club: Club, number: int, **fields: Any) -> str:
    return str(club.do("join_waitlist", **{"member": f"00000{number}", **COURT, **fields})["entry"])


# ---------------------------------------------------------------- offered and booked


def test_offered_are_the_places_of_all_slots_of_the_period(court: Club) -> None:
    assert told(used(court)) == {"offered": 4}
    assert told(used(court, TUESDAY, TUESDAY)) == {"offered": 4}
    assert told(used(court, MONDAY, MONDAY)) == {}


def test_both_days_count_and_no_day_beside_them(court: Club) -> None:
    for day in (MONDAY, "2026-11-25", "2026-11-26"):
        court.publish(("court", day, "17:30-19:30"))
    assert used(court, TUESDAY, "2026-11-25")["offered"] == 6
    assert [day["date"] for day in used(court, TUESDAY, "2026-11-25")["days"]] == [TUESDAY, "2026-11-25"]


def test_a_slot_that_is_booked_whole_is_one_and_so_is_its_booking(club: Club) -> None:
    club.facility("hall", capacity=8, whole_slot=True)
    club.member("000001")
    club.book("000001", "hall", TUESDAY, "17:30", party=3)
    assert told(used(club)) == {"offered": 14, "booked": 1}


def test_elsewhere_a_booking_counts_by_its_places(court: Club) -> None:
    book(court, 1, party=2)
    assert told(used(court)) == {"offered": 4, "booked": 2}


def test_closed_and_withdrawn_slots_are_not_offered(court: Club) -> None:
    court.shut("court", TUESDAY, "19:30")
    assert used(court)["offered"] == 2
    court.publish(("court", "2026-11-25", "17:30-19:30"))
    slots = [{"facility": "court", "date": "2026-11-25", "start": "19:30", "end": "20:30"}]
    court.do("publish_slots", slots=slots, replace=True)
    assert used(court)["offered"] == 2


def test_a_booking_that_waits_for_approval_is_booked(court: Club) -> None:
    court.do("change_facility", code="court", approval_levels=2)
    book(court, 1)
    assert told(used(court)) == {"offered": 4, "booked": 1}


# ---------------------------------------------------------------- used and not used


def test_a_worked_evening(court: Club) -> None:
    """One comes, one stays away, and a walk-in gets that place; later one comes and one cancels in time."""
    book(court, 1)
    book(court, 2)
    book(court, 3, start="19:30")
    late = book(court, 4, start="19:30")
    court.at(f"{TUESDAY}T17:25")
    court.do("check_in", booking="B1")
    court.at(f"{TUESDAY}T17:50")
    court.do("book", member="000005", walk_in=True, **COURT)
    court.at(f"{TUESDAY}T18:30")
    court.do("cancel", booking=late)
    court.at(f"{TUESDAY}T19:30")
    court.do("check_in", booking="B3")
    court.at(f"{TUESDAY}T21:00")
    answer = used(court)
    assert told(answer) == {
        "offered": 4,
        "booked": 4,
        "used": 3,
        "no_shows": 1,
        "walk_ins": 1,
        "cancelled": 1,
        "given_up": 1,
        "minutes_empty": 60,
    }
    assert told(answer["cancelled_ahead"]) == {"hours_1_to_2": 1}
    early, later = answer["periods"]
    assert (early["start"], early["booked"], early["used"], early["cancelled"]) == ("17:30", 3, 2, 0)
    assert (later["start"], later["booked"], later["used"], later["cancelled"]) == ("19:30", 1, 1, 1)


def test_a_pardoned_no_show_is_still_a_place_that_nobody_used(court: Club) -> None:
    court.no_show("000001", "court", TUESDAY, "17:30")
    span = {"from": f"{TUESDAY}T17:00", "to": f"{TUESDAY}T20:00"}
    court.do("pardon_no_shows", reason="停电", **span)
    assert used(court)["no_shows"] == 1


def test_where_no_check_in_is_asked_a_booking_is_used_at_its_end(court: Club) -> None:
    court.do("change_facility", code="court", no_show_grace_minutes=None)
    book(court, 1)
    court.at(f"{TUESDAY}T19:29")
    assert used(court)["used"] == 0
    court.at(f"{TUESDAY}T19:30")
    assert used(court)["used"] == 1


def test_what_fell_due_has_happened_in_the_answer(court: Club) -> None:
    book(court, 1)
    court.at(f"{TUESDAY}T17:45")
    assert used(court)["no_shows"] == 1


# ---------------------------------------------------------------- what came to nothing


@pytest.mark.parametrize(
    ("at", "bucket"),
    [
        (f"{TUESDAY}T17:30", "after_start"),
        (f"{TUESDAY}T17:29:59", "under_1_hour"),
        (f"{TUESDAY}T16:30:01", "under_1_hour"),
        (f"{TUESDAY}T16:30", "hours_1_to_2"),
        (f"{TUESDAY}T15:30", "hours_1_to_2"),
        (f"{TUESDAY}T15:29:59", "hours_2_to_24"),
        (f"{MONDAY}T17:30", "hours_2_to_24"),
        (f"{MONDAY}T17:29:59", "days_1_to_7"),
    ],
)
def test_how_long_before_the_start_a_booking_was_cancelled(court: Club, at: str, bucket: str) -> None:
    booking = book(court, 1)
    court.at(at)
    court.do("cancel", booking=booking)
    assert told(used(court)["cancelled_ahead"]) == {bucket: 1}


def test_a_week_ahead_and_more(court: Club) -> None:
    """From Monday at nine: eight days and a half, and seven to the minute."""
    court.publish(("court", "2026-12-01", "21:00-22:00"), ("court", "2026-11-30", "09:00-10:00"))
    for day, start in (("2026-12-01", "21:00"), ("2026-11-30", "09:00")):
        court.do("cancel", booking=court.book("000001", "court", day, start))
    ahead = used(court, MONDAY, "2026-12-06")["cancelled_ahead"]
    assert told(ahead) == {"over_7_days": 1, "days_1_to_7": 1}


def test_a_cancellation_taken_over_from_elsewhere_has_no_time(court: Club) -> None:
    rows = [{"member": "000001", **COURT, "state": "cancelled"}]
    court.do("import_bookings", rows=rows)
    answer = used(court)
    assert told(answer["cancelled_ahead"]) == {"unknown": 1}
    assert (answer["cancelled"], answer["given_up"]) == (1, 0)


def test_rejected_expired_released_and_displaced_are_told_apart(court: Club) -> None:
    court.do("change_facility", code="court", approval_levels=1)
    book(court, 1)
    book(court, 2)
    court.do("reject", booking="B1", note="no")
    court.at(f"{TUESDAY}T17:30")
    court.do("change_facility", code="court", approval_levels=0)
    court.publish(("court", "2026-11-25", "17:30-19:30"), ("court", "2026-11-26", "17:30-19:30"))
    book(court, 3, date="2026-11-25")
    book(court, 4, date="2026-11-25", party=1)
    court.do(
        "close_facility",
        facility="court",
        reason="漏水",
        **{"from": "2026-11-25T17:00", "to": "2026-11-25T20:00"},
    )
    answer = used(court)
    assert {name: answer[name] for name in ("rejected", "expired", "released", "displaced", "booked")} == {
        "rejected": 1,
        "expired": 1,
        "released": 0,
        "displaced": 2,
        "booked": 0,
    }
    court.do("move", booking="B3", date="2026-11-26", start="17:30")
    assert (used(court)["displaced"], used(court)["booked"]) == (1, 1)


def test_a_place_that_was_released_for_want_of_an_answer(court: Club) -> None:
    court.do("change_facility", code="court", confirm_minutes_before=120, release_unconfirmed=True)
    slots = [{"facility": "court", "date": "2026-11-25", "start": "17:30", "end": "19:30", "peak": True}]
    court.do("publish_slots", slots=slots)
    book(court, 1, date="2026-11-25")
    court.at("2026-11-25T17:00")
    assert told(used(court)["peak"]) == {"offered": 2, "released": 1, "given_up": 1, "minutes_empty": 60}


# ---------------------------------------------------------------- who found no place


def test_turned_away_is_a_member_once_a_slot(court: Club) -> None:
    book(court, 1, party=2)
    book(court, 2, party=2, start="19:30")
    assert [refuse(court, 3), refuse(court, 3), refuse(court, 4), refuse(court, 3, start="19:30")] == [
        "slot_full"
    ] * 4
    assert used(court)["turned_away"] == 3
    assert [period["turned_away"] for period in used(court)["periods"]] == [2, 1]


def test_who_was_refused_for_another_reason_was_not_turned_away(court: Club) -> None:
    book(court, 1)
    assert refuse(court, 1) == "member_busy"
    assert used(court)["turned_away"] == 0


def test_of_several_slots_asked_for_only_the_full_one_turned_them_away(court: Club) -> None:
    book(court, 1, party=2, start="19:30")
    fields = {name: value for name, value in COURT.items() if name != "start"}
    error = court.refused("book", member="000002", starts=["17:30", "19:30"], **fields)
    assert (error.code, error.facts["start"]) == ("slot_full", "19:30")
    assert [period["turned_away"] for period in used(court)["periods"]] == [0, 1]


def test_the_line_and_who_got_a_place_from_it(court: Club) -> None:
    book(court, 1, party=2)
    for number in (2, 3, 4):
        waits(court, number)
    court.do("cancel", booking="B1")
    court.at(f"{MONDAY}T09:10")
    court.do("accept_offer", entry="W1")
    court.do("decline_offer", entry="W2")
    answer = used(court)
    assert (answer["waitlisted"], answer["promoted"]) == (3, 1)
    assert (answer["given_up"], answer["taken_again"], answer["by_waitlist"]) == (2, 1, 1)


def test_who_is_promoted_at_once_is_promoted_too(court: Club) -> None:
    court.do("change_facility", code="court", promotion="auto")
    book(court, 1, party=2)
    waits(court, 2, party=2)
    court.do("cancel", booking="B1")
    answer = used(court)
    assert (answer["waitlisted"], answer["promoted"]) == (1, 1)
    assert (answer["given_up"], answer["taken_again"], answer["by_waitlist"]) == (2, 2, 2)
    assert answer["minutes_empty"] == 0


# ---------------------------------------------------------------- what became of places given up


def test_a_place_that_somebody_else_books_reached_them(court: Club) -> None:
    book(court, 1, party=2)
    court.do("cancel", booking="B1")
    court.at(f"{MONDAY}T10:00")
    book(court, 2)
    answer = told(used(court))
    assert (answer["given_up"], answer["taken_again"], answer.get("by_waitlist", 0)) == (2, 1, 0)


def test_who_could_have_had_another_place_did_not_depend_on_it(court: Club) -> None:
    book(court, 1)
    court.do("cancel", booking="B1")
    book(court, 2)
    assert "taken_again" not in told(used(court))
    book(court, 3)
    assert used(court)["taken_again"] == 1


def test_a_place_given_up_twice_counts_twice(court: Club) -> None:
    book(court, 8, party=1)
    for number in (1, 2):
        court.do("cancel", booking=book(court, number))
    answer = used(court)
    assert (answer["given_up"], answer["taken_again"]) == (2, 1)


def test_a_walk_in_takes_the_place_that_stood_empty(court: Club) -> None:
    book(court, 1, party=2)
    court.at(f"{TUESDAY}T17:00")
    court.do("cancel", booking="B1")
    court.at(f"{TUESDAY}T17:10")
    court.do("book", member="000002", walk_in=True, **COURT)
    court.at(f"{TUESDAY}T17:40")
    court.do("book", member="000003", walk_in=True, **COURT)
    answer = used(court)
    assert (answer["given_up"], answer["taken_again"], answer["by_walk_in"]) == (2, 2, 2)
    assert answer["minutes_empty"] == 10 + 30


def test_from_the_start_on_a_place_is_not_given_up_for_anybody(court: Club) -> None:
    book(court, 1)
    court.at(f"{TUESDAY}T17:30")
    court.do("cancel", booking="B1")
    assert (used(court)["cancelled"], used(court)["given_up"]) == (1, 0)


def test_who_moved_in_is_seen_from_then_on(court: Club) -> None:
    booking = book(court, 1, start="19:30", party=2)
    book(court, 2, party=2)
    court.do("cancel", booking="B2")
    court.do("move", booking=booking, date=TUESDAY, start="17:30")
    answer = used(court)
    assert (answer["given_up"], answer["taken_again"]) == (2, 2)
    court.do("cancel", booking=booking)
    assert used(court)["given_up"] == 4


def test_a_no_show_who_comes_after_all_took_nobodys_place(court: Club) -> None:
    book(court, 1)
    book(court, 2)
    court.do("cancel", booking="B2")
    court.at(f"{TUESDAY}T17:50")
    court.do("check_in", booking="B1", override="堵车")
    answer = used(court)
    assert (answer["used"], answer["given_up"], answer["taken_again"]) == (1, 1, 0)


# ---------------------------------------------------------------- by facility, start, day and at the peak


def test_every_facility_is_listed_in_its_order_also_one_without_slots(court: Club) -> None:
    court.facility("table", slots=False, capacity=4)
    book(court, 1)
    answer = used(court)
    assert [(part["facility"], part["name"], part["booked"]) for part in answer["facilities"]] == [
        ("court", "球场", 1),
        ("table", "name of table", 0),
    ]


def test_of_one_facility_all_figures_are_its_own(court: Club) -> None:
    court.facility("table", capacity=4)
    court.book("000001", "table", TUESDAY, "17:30")
    answer = used(court, facility="table")
    assert told(answer) == {"offered": 56, "booked": 1}
    assert [part["facility"] for part in answer["facilities"]] == ["table"]
    assert len(answer["days"]) == 7
    assert answer["periods"][0] == {name: answer["periods"][0][name] for name in answer["periods"][1]}


def test_the_peak_is_of_the_slots_marked_so(court: Club) -> None:
    assert told(used(court)["peak"]) == {}
    slots = [{"facility": "court", "date": TUESDAY, "start": "17:30", "end": "19:30", "peak": True}]
    court.do("publish_slots", slots=slots)
    book(court, 1)
    book(court, 2, start="19:30")
    assert told(used(court)["peak"]) == {"offered": 2, "booked": 1}


@pytest.mark.parametrize(
    ("fields", "code", "problem"),
    [
        ({"to": MONDAY, "from": TUESDAY}, "invalid", "before_first"),
        ({"to": TUESDAY, "from": "2026-11-31"}, "invalid", "not_a_date"),
        ({"to": TUESDAY}, "invalid", "missing"),
        ({"to": TUESDAY, "from": MONDAY, "facility": "pool"}, "unknown_facility", None),
    ],
)
def test_what_can_not_be_asked(court: Club, fields: dict[str, Any], code: str, problem: str | None) -> None:
    with pytest.raises(DeskError) as refused:
        court.ask("utilisation", **fields)
    assert (refused.value.code, refused.value.facts.get("problem")) == (code, problem)


# ---------------------------------------------------------------- each figure against the bare rows


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    """A week in which much is asked for at random, at four facilities of different kinds."""
    club = Club.new(tmp_path_factory.mktemp("busy"))
    club.facility("court", capacity=3, slots=False)
    club.facility("hall", capacity=6, slots=False, whole_slot=True, promotion="auto")
    club.facility("room", capacity=4, slots=False, approval_levels=1)
    club.facility(
        "gym", capacity=4, slots=False, confirm_minutes_before=120, release_unconfirmed=True, offer_minutes=20
    )
    slots = [
        {"facility": code, "date": day, "start": start, "end": end, "peak": start >= "17:30"}
        for code in ("court", "hall", "room", "gym")
        for day in club.week()[:5]
        for start, end in (("10:00", "12:00"), ("17:30", "19:30"), ("19:30", "20:30"))
    ]
    club.do("publish_slots", slots=slots)
    club.do("change_settings", no_show_limit=None)
    for number in range(60):
        club.member(f"{number:06d}")
    _live(club, random.Random(1))
    yield club
    club.database.close()


def _live(club: Club, rng: random.Random) -> None:
    """Four days of whatever comes to mind, most of it about what was done last."""
    now, booked, joined = datetime.fromisoformat(f"{MONDAY}T09:00"), 1, 1
    while now < datetime.fromisoformat("2026-11-27T09:00"):
        now += timedelta(seconds=rng.randint(10, 240 if 9 <= now.hour < 21 else 9000))
        club.at(now.isoformat())
        slot = {
            "facility": rng.choice(("court", "hall", "room", "gym")),
            "date": (now.date() + timedelta(days=now.hour >= 20)).isoformat(),
            "start": rng.choice(("10:00", "17:30", "19:30")),
        }
        member = f"{rng.randrange(60):06d}"
        booking = {"booking": f"B{max(booked - rng.randrange(25), 1)}"}
        entry = {"entry": f"W{max(joined - rng.randrange(12), 1)}"}
        command, fields = rng.choice(
            [
                *[("book", {"member": member, **slot, "party": rng.choice((1, 1, 2))})] * 8,
                *[("book", {"member": member, **slot, "walk_in": True})] * 4,
                *[("join_waitlist", {"member": member, **slot})] * 4,
                *[("cancel", {**booking, "reason": "x"})] * 2,
                ("move", {**booking, "date": slot["date"], "start": slot["start"]}),
                ("approve", booking),
                ("reject", {**booking, "note": "x"}),
                *[("check_in", booking)] * 3,
                ("check_in", {**booking, "override": "x"}),
                ("reset_attendance", booking),
                ("confirm", booking),
                *[("accept_offer", entry)] * 5,
                ("decline_offer", entry),
                ("leave_waitlist", entry),
            ]
        )
        try:
            told = club.do(command, **fields)
        except DeskError as error:
            assert not error.code.startswith("database_")  # noqa: PT017 - all others are the rules'
        else:
            booked = int(str(told["booking"])[1:]) if command == "book" else booked
            joined = int(told["entry"][1:]) if command == "join_waitlist" else joined
    span = {"from": "2026-11-27T17:00", "to": "2026-11-27T22:00"}
    for number in range(60):  # somebody has a place that is lost now
        club.outcome("book", member=f"{number:06d}", facility="court", date="2026-11-27", start="19:30")
    club.do("close_facility", facility="court", reason="x", **span)


class Rows:
    """The bare rows of a club, and the figures by plain Python over them."""

    def __init__(self, club: Club) -> None:
        with club.database.read() as store:
            self.slots, self.bookings, self.steps, self.entries, self.decisions, self.facilities = (
                self._all(store.connection, name)
                for name in ("slot", "booking", "booking_step", "waitlist", "decision", "facility")
            )

    @staticmethod
    def _all(connection: Any, table: str) -> list[dict[str, Any]]:
        cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def figures(self, slots: list[dict[str, Any]]) -> dict[str, int]:
        whole = {row["id"] for row in self.facilities if row["whole_slot"]}
        total: Counter[str] = Counter()
        for slot in slots:
            one = slot["facility_id"] in whole
            inside = [row for row in self.bookings if row["slot_id"] == slot["id"]]
            if not slot["closed"] and not slot["withdrawn"]:
                total["offered"] += 1 if one else slot["capacity"]
            for row in inside:
                units = 1 if one else row["places"]
                state = "no_shows" if row["state"] == "no_show" else row["state"]
                total[state] += units
                if state in ("pending", "confirmed", "checked_in", "completed", "no_shows"):
                    total["booked"] += units
                    total["walk_ins"] += units * row["walk_in"]
                total["used"] += units * (state in ("checked_in", "completed"))
            line = [row["state"] for row in self.entries if row["slot_id"] == slot["id"]]
            total["waitlisted"] += len(line)
            total["promoted"] += line.count("promoted") + line.count("accepted")
            full = [
                row for row in self.decisions if row["slot_id"] == slot["id"] and row["code"] == "slot_full"
            ]
            total["turned_away"] += len({row["member_id"] for row in full})
            total.update(self._seats(slot, inside, one=one))
        total["minutes_empty"] = total.pop("seconds_empty", 0) // 60
        return {
            name: number
            for name, number in total.items()
            if number and name not in ("pending", "confirmed", "checked_in", "completed")
        }

    def _seats(self, slot: dict[str, Any], inside: list[dict[str, Any]], *, one: bool) -> Counter[str]:
        """Each place of a slot as a seat of its own, on which somebody sits down and gets up."""
        told: Counter[str] = Counter()
        seats: list[tuple[Any, ...]] = [("fresh",)] * (1 if one else slot["capacity"])
        units = {row["id"]: 1 if one else row["places"] for row in inside}
        sat: defaultdict[int, list[int]] = defaultdict(list)
        here = [step for step in self.steps if step["booking_id"] in units]
        moved = {step["booking_id"]: step["id"] for step in here if step["event"] == "moved"}
        rank = {"fresh": 0, "given_up": 1, "left": 2}
        for step in here:
            number = step["booking_id"]
            if step["id"] < moved.get(number, 0):
                continue
            holds = step["state"] in ("pending", "confirmed", "checked_in", "completed")
            if holds and seats.count((number,)) == 0:
                back = number in sat
                free = [place for place, seat in enumerate(seats) if seat[0] in rank]
                free.sort(
                    key=lambda place: (
                        seats[place][0] != "left" if back else rank[seats[place][0]],
                        seats[place][1:],
                        place,
                    )
                )
                for place in free[: units[number]]:
                    if seats[place][0] == "given_up" and not back:
                        told["taken_again"] += 1
                        told["by_waitlist"] += step["event"] in ("promoted", "accepted")
                        told["by_walk_in"] += step["event"] == "walk_in"
                        told["seconds_empty"] += max(min(step["at"], slot["begins_at"]) - seats[place][1], 0)
                    seats[place] = (number,)
                    sat[number].append(place)
            elif not holds:
                for place, seat in enumerate(seats):
                    if seat == (number,):
                        given_up = step["state"] in ("cancelled", "rejected", "released")
                        early = step["at"] < slot["begins_at"]
                        seats[place] = ("given_up", step["at"]) if given_up and early else ("left",)
                        told["given_up"] += given_up and early
        told["seconds_empty"] += sum(slot["begins_at"] - seat[1] for seat in seats if seat[0] == "given_up")
        return told


def test_each_figure_is_what_plain_python_counts_in_the_bare_rows(busy: Club) -> None:
    rows, answer = Rows(busy), used(busy)
    assert told(answer) == rows.figures(rows.slots)
    assert told(answer["peak"]) == rows.figures([slot for slot in rows.slots if slot["peak"]])
    codes = {row["code"]: row["id"] for row in rows.facilities}
    for part in answer["facilities"]:
        mine = [slot for slot in rows.slots if slot["facility_id"] == codes[part["facility"]]]
        assert told(part) == rows.figures(mine)
        alone = used(busy, facility=part["facility"])
        assert told(alone) == told(part)
    for part in answer["periods"]:
        start = int(part["start"][:2]) * 60 + int(part["start"][3:])
        assert told(part) == rows.figures([slot for slot in rows.slots if slot["start_minute"] == start])
    for part in answer["days"]:
        assert told(part) == rows.figures([slot for slot in rows.slots if slot["day"] == part["date"]])


def test_the_busy_week_has_some_of_everything(busy: Club) -> None:
    """So that the comparison means something."""
    names = {name for name, value in used(busy).items() if type(value) is int}
    assert set(told(used(busy))) == names
    assert sum(used(busy)["cancelled_ahead"].values()) == used(busy)["cancelled"]


def test_days_and_periods_sum_to_the_whole(busy: Club) -> None:
    answer = used(busy)
    for group in ("facilities", "periods", "days"):
        total: Counter[str] = Counter()
        for part in answer[group]:
            total.update({name: value for name, value in told(part).items() if name != "minutes_empty"})
        assert total == {name: value for name, value in told(answer).items() if name != "minutes_empty"}


def test_a_part_of_the_week_is_that_part(busy: Club) -> None:
    first, last = (date.fromisoformat(MONDAY) + timedelta(days=ahead) for ahead in (1, 2))
    days = {part["date"]: part for part in used(busy)["days"]}
    part = used(busy, first.isoformat(), last.isoformat())
    assert part["days"] == [days[first.isoformat()], days[last.isoformat()]]
