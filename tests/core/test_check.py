"""`check` says which record breaks what is always true (domain.md section 11)."""

from typing import Any

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"


@pytest.fixture
def booked(club: Club) -> Club:
    """B1 of member 000001 and B2 of 000002, a place each of the gym on Tuesday at 17:30; B3 of 000001 in the
    court on Tuesday at 19:30."""
    club.facility(capacity=4)
    club.facility("court")
    for number in ("000001", "000002"):
        club.member(number)
        club.book(number, "gym", TUESDAY, "17:30")
    club.book("000001", "court", TUESDAY, "19:30")
    club.check()
    return club


def spoil(club: Club, *statements: str) -> list[tuple[int, str, str]]:
    """Writes past the rules; what the check then finds: rule, record and code."""
    with club.database.write() as store:
        connection = store.connection
        connection.execute("PRAGMA ignore_check_constraints = ON")
        try:
            for statement in statements:
                connection.execute(statement)
        finally:
            connection.execute("PRAGMA ignore_check_constraints = OFF")
    return problems(club)


def problems(club: Club) -> list[tuple[int, str, str]]:
    return [(told["rule"], told["record"], told["code"]) for told in club.ask("check")["problems"]]


def facts(club: Club) -> dict[str, Any]:
    return dict(club.ask("check")["problems"][0]["facts"])


def test_a_club_in_order_has_no_problems(booked: Club) -> None:
    booked.at("2026-11-24T17:40")
    booked.do("check_in", booking="B1")
    booked.at("2026-11-25T09:00")
    assert problems(booked) == []


def test_an_empty_club_has_no_problems(club: Club) -> None:
    assert problems(club) == []


# Rule 1


def test_more_places_held_than_there_are_is_found(booked: Club) -> None:
    assert spoil(
        booked, "UPDATE booking SET places = 4 WHERE id = 1", "UPDATE slot SET taken = 5 WHERE id = 3"
    ) == [(1, "slot 3", "oversold")]
    assert facts(booked) == {
        "facility": "gym",
        "date": TUESDAY,
        "start": "17:30",
        "capacity": 4,
        "taken": 5,
        "held": 0,
        "booked": 5,
    }


def test_a_counter_that_differs_from_its_bookings_is_found(booked: Club) -> None:
    assert spoil(booked, "UPDATE slot SET taken = 3 WHERE id = 3") == [(1, "slot 3", "counter_astray")]


def test_a_place_taken_without_the_counter_is_found(booked: Club) -> None:
    assert spoil(booked, "UPDATE slot SET taken = 0 WHERE id = 3") == [(1, "slot 3", "counter_astray")]


def test_places_held_for_offers_count_too(booked: Club) -> None:
    assert spoil(booked, "UPDATE slot SET held = 3 WHERE id = 3") == [
        (1, "slot 3", "oversold"),
        (1, "slot 3", "line_astray"),
    ]


def test_slots_of_one_facility_that_overlap_are_found(booked: Club) -> None:
    assert spoil(booked, "UPDATE slot SET end_minute = 1171 WHERE id = 5") == [
        (1, "slot gym 2026-11-25 17:30", "slots_overlap")
    ]


def test_a_slot_that_was_removed_overlaps_with_nothing(booked: Club) -> None:
    removed = "UPDATE slot SET withdrawn = 1 WHERE id = 1"
    assert spoil(booked, removed, "UPDATE slot SET end_minute = 1171 WHERE id = 1") == []


# Rule 2

INTO_ONE_TIME = "UPDATE slot SET start_minute = 1140 WHERE id = (SELECT slot_id FROM booking WHERE id = 3)"
"""The court's slot of B3 begins at 19:00 then, within that of B1."""


def test_a_member_in_two_overlapping_bookings_is_found(booked: Club) -> None:
    shorter = "UPDATE slot SET end_minute = 1140 WHERE facility_id = 2 AND start_minute = 1050"
    assert spoil(booked, shorter, INTO_ONE_TIME) == [(2, "B1", "double_booking")]
    assert facts(booked) == {"member": "000001", "date": TUESDAY, "booking": "B1", "other": "B3"}


@pytest.mark.parametrize(
    "excuse",
    [
        "UPDATE booking SET override = 'leads both' WHERE id = 1",
        "UPDATE booking SET override = 'leads both' WHERE id = 3",
        "UPDATE member SET shared = 1",
    ],
)
def test_a_recorded_override_and_a_shared_account_are_no_problem(booked: Club, excuse: str) -> None:
    shorter = "UPDATE slot SET end_minute = 1140 WHERE facility_id = 2 AND start_minute = 1050"
    assert spoil(booked, shorter, INTO_ONE_TIME, excuse) == []


def test_bookings_that_touch_are_no_problem(booked: Club) -> None:
    assert booked.outcome("book", member="000001", facility="gym", date=MONDAY, start="17:30") == "confirmed"
    assert (
        booked.outcome("book", member="000001", facility="court", date=MONDAY, start="19:30") == "confirmed"
    )
    assert problems(booked) == []


@pytest.fixture
def waited_for(booked: Club) -> Club:
    """The court, for two, on Tuesday at 17:30 (slot 17): a place is 000003's, the other held for 000005 (W1);
    000006 (W2) waits for one place, 000007 (W3) for two."""
    place = {"facility": "court", "date": TUESDAY, "start": "17:30"}
    booked.do("publish_slots", slots=[place | {"end": "19:30", "capacity": 2}])
    for number in range(3, 8):
        booked.member(f"00000{number}")
    for number in (3, 4):
        booked.book(f"00000{number}", **place)
    for number in (5, 6):
        booked.do("join_waitlist", member=f"00000{number}", **place)
    booked.do("join_waitlist", member="000007", party=2, **place)
    booked.do("cancel", booking="B4")
    booked.check()
    return booked


def test_a_place_held_for_an_offer_without_the_counter_is_found(waited_for: Club) -> None:
    assert spoil(waited_for, "UPDATE slot SET held = 0 WHERE id = 17") == [
        (1, "slot 17", "line_astray"),
        (3, "W2", "left_waiting"),
    ]


@pytest.mark.parametrize(
    "spoiled",
    [
        "UPDATE slot SET waiting = 1 WHERE id = 17",
        "UPDATE waitlist SET state = 'left', due_at = NULL, due_kind = NULL WHERE id = 2",
        "DELETE FROM waitlist WHERE id = 3",
        "UPDATE waitlist SET slot_id = 16 WHERE id = 3",
    ],
)
def test_a_line_that_differs_from_its_counter_is_found(waited_for: Club, spoiled: str) -> None:
    found = spoil(waited_for, spoiled)
    assert (1, "slot 17", "line_astray") in found
    assert {told[1:] for told in found} <= {("slot 17", "line_astray"), ("slot 16", "line_astray")}


def test_what_differs_in_a_line_is_told(waited_for: Club) -> None:
    spoil(waited_for, "UPDATE slot SET waiting = 5 WHERE id = 17")
    assert facts(waited_for) == {
        "facility": "court",
        "date": TUESDAY,
        "start": "17:30",
        "held": 1,
        "offered": 1,
        "waiting": 5,
        "entries": 2,
    }


# Rule 3

ROOM = "UPDATE slot SET capacity = 3 WHERE id = 17"
"""A place more, which nobody was given."""


def test_one_who_waits_while_a_place_is_free_is_found(waited_for: Club) -> None:
    """W3, who waits for two places, does not fit into one."""
    assert spoil(waited_for, ROOM) == [(3, "W2", "left_waiting")]
    assert facts(waited_for) == {
        "entry": "W2",
        "facility": "court",
        "date": TUESDAY,
        "start": "17:30",
        "free": 1,
    }


def test_everybody_who_could_have_the_places_is_told(waited_for: Club) -> None:
    assert spoil(waited_for, "UPDATE slot SET capacity = 4 WHERE id = 17") == [
        (3, "W2", "left_waiting"),
        (3, "W3", "left_waiting"),
    ]


@pytest.mark.parametrize(
    "excuse",
    [
        "UPDATE slot SET closed = 1 WHERE id = 17",
        "UPDATE member SET left_on = '2026-11-01' WHERE staff_no = '000006'",
        "UPDATE waitlist SET party = 2 WHERE id = 2",
        "UPDATE facility SET whole_slot = 1 WHERE code = 'court'",
    ],
)
def test_who_does_not_fit_or_may_not_is_no_problem(waited_for: Club, excuse: str) -> None:
    assert spoil(waited_for, ROOM, excuse) == []


def test_who_is_busy_or_suspended_waits_for_good_reason(waited_for: Club) -> None:
    waited_for.do("add_facility", code="table", name="table", kind="area", capacity=9)
    waited_for.publish(("table", TUESDAY, "17:00-18:00"))
    busy = waited_for.book("000006", "table", TUESDAY, "17:00")
    assert spoil(waited_for, ROOM) == []
    waited_for.do("cancel", booking=busy)
    assert problems(waited_for) == []
    assert waited_for.ask("waitlist", facility="court", date=TUESDAY, start="17:30")["entries"][1][
        "state"
    ] == ("offered")


def test_from_the_start_on_nobody_waits(waited_for: Club) -> None:
    spoil(waited_for, ROOM)
    waited_for.at("2026-11-24T17:30")
    assert problems(waited_for) == []


# Rule 11


def test_a_state_that_the_trail_does_not_tell_of_is_found(booked: Club) -> None:
    told = spoil(
        booked,
        "UPDATE booking SET state = 'completed', due_at = NULL, due_kind = NULL WHERE id = 2",
    )
    assert told == [(11, "B2", "trail_astray")]


def test_a_booking_without_a_trail_is_found(booked: Club) -> None:
    assert spoil(booked, "DELETE FROM booking_step WHERE booking_id = 2") == [(11, "B2", "trail_astray")]


def test_a_booking_on_another_day_than_its_slot_is_found(booked: Club) -> None:
    assert spoil(booked, f"UPDATE booking SET day = '{MONDAY}' WHERE id = 2") == [(11, "B2", "day_astray")]


def test_a_step_that_no_audit_record_tells_of_is_found(booked: Club) -> None:
    assert spoil(booked, "UPDATE booking_step SET audit_id = 999 WHERE booking_id = 2") == [
        (11, "B2", "step_unrecorded")
    ]


def test_each_change_has_one_audit_record(booked: Club) -> None:
    def records() -> int:
        with booked.database.read() as store:
            return len(list(store.audit_records()))

    before = records()
    booked.do("cancel", booking="B1")
    assert records() == before + 1
    booked.refused("cancel", booking="B1")
    assert records() == before + 1
    booked.at("2026-11-24T18:00")  # a reminder and a no-show of B2, each told by a record of its own
    booked.do("tick")
    assert records() == before + 3


def test_several_problems_are_all_told(booked: Club) -> None:
    told = spoil(
        booked, "UPDATE slot SET taken = 3 WHERE id = 3", "DELETE FROM booking_step WHERE booking_id = 2"
    )
    assert told == [(1, "slot 3", "counter_astray"), (11, "B2", "trail_astray")]
