"""Places of a slot: no oversell, parties, whole slots (domain.md section 3)."""

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"


@pytest.fixture
def court(club: Club) -> Club:
    """A court with 4 places a slot, and members 000001 to 000005."""
    club.facility("court", capacity=4)
    for number in range(1, 6):
        club.member(f"00000{number}")
    return club


def test_the_last_place_is_given_and_not_one_more(court: Club) -> None:
    told = [
        court.outcome("book", member=f"00000{number}", facility="court", date=TUESDAY, start="17:30")
        for number in range(1, 6)
    ]
    assert told == ["confirmed"] * 4 + ["slot_full"]
    assert court.free("court", TUESDAY, "17:30") == 0
    court.check()


def test_a_full_slot_is_told_with_how_many_wait(court: Club) -> None:
    court.book("000001", "court", TUESDAY, "17:30", party=4)
    error = court.refused("book", member="000002", facility="court", date=TUESDAY, start="17:30")
    assert (error.code, error.facts["waitlist"], error.facts["free"]) == ("slot_full", 0, 0)


def test_places_held_for_someone_are_not_free(court: Club) -> None:
    asked = {"facility": "court", "date": TUESDAY, "start": "17:30"}
    court.do("book", member="000001", party=4, **asked)
    court.do("join_waitlist", member="000003", party=3, **asked)
    court.do("cancel", booking="B1")
    assert court.slot("court", TUESDAY, "17:30")["held"] == 3
    assert court.outcome("book", member="000002", party=2, **asked) == "slot_full"
    assert court.outcome("book", member="000002", party=1, **asked) == "confirmed"
    court.check()


def test_a_party_takes_as_many_places_as_it_has_people(court: Club) -> None:
    court.book("000001", "court", TUESDAY, "17:30", party=3)
    assert court.slot("court", TUESDAY, "17:30")["taken"] == 3


def test_full_means_not_enough_for_this_party(court: Club) -> None:
    court.book("000001", "court", TUESDAY, "17:30", party=3)
    asked = {"member": "000002", "facility": "court", "date": TUESDAY, "start": "17:30"}
    error = court.refused("book", party=2, **asked)
    assert (error.code, error.facts["free"]) == ("slot_full", 1)
    assert court.outcome("book", party=1, **asked) == "confirmed"


def test_a_party_may_have_all_places(court: Club) -> None:
    assert court.state(court.book("000001", "court", TUESDAY, "17:30", party=4)) == "confirmed"


def test_a_party_of_more_than_the_slot_has_is_invalid(court: Club) -> None:
    error = court.refused("book", member="000001", facility="court", date=TUESDAY, start="17:30", party=5)
    assert (error.code, error.facts["field"], error.facts["most"]) == ("invalid", "party", 4)


@pytest.mark.parametrize("party", [0, -1])
def test_a_party_has_at_least_one(court: Club, party: int) -> None:
    error = court.refused("book", member="000001", facility="court", date=TUESDAY, start="17:30", party=party)
    assert (error.code, error.facts["field"]) == ("invalid", "party")


@pytest.mark.parametrize("people", [0, -1])
def test_at_least_one_person_comes_where_a_number_is_given(court: Club, people: int) -> None:
    error = court.refused(
        "book", member="000001", facility="court", date=TUESDAY, start="17:30", people=people
    )
    assert (error.code, error.facts["field"]) == ("invalid", "people")


def test_a_slots_capacity_may_be_smaller_or_larger_than_the_facilitys(club: Club) -> None:
    club.facility("court", capacity=4, slots=False)
    club.member()
    for start, capacity in (("09:00", 2), ("10:00", 6)):
        told = {"facility": "court", "date": TUESDAY, "start": start, "end": start[:2] + ":30"}
        club.do("publish_slots", slots=[told | {"capacity": capacity}])
    asked = {"member": "000001", "facility": "court", "date": TUESDAY}
    assert club.outcome("book", start="09:00", party=3, **asked) == "invalid"
    assert club.outcome("book", start="10:00", party=6, **asked) == "confirmed"


def test_places_of_a_booking_waiting_for_approval_are_held(club: Club) -> None:
    club.facility("court", capacity=4, approval_levels=1)
    club.member()
    club.book("000001", "court", TUESDAY, "17:30", party=3)
    assert club.free("court", TUESDAY, "17:30") == 1


@pytest.mark.parametrize(
    ("command", "fields"),
    [("cancel", {}), ("reject", {"note": "no"}), ("move", {"date": TUESDAY, "start": "19:30"})],
)
def test_the_places_of_a_booking_that_lets_go_are_free_at_once(
    club: Club, command: str, fields: dict[str, str]
) -> None:
    club.facility("court", capacity=4, approval_levels=1)
    club.member()
    booking = club.book("000001", "court", TUESDAY, "17:30", party=3)
    club.do(command, booking=booking, **fields)
    assert club.free("court", TUESDAY, "17:30") == 4
    club.check()


def test_the_places_of_a_completed_booking_stay_taken(club: Club) -> None:
    club.facility("court", no_show_grace_minutes=None)
    club.member()
    club.book("000001", "court", MONDAY, "17:30", party=3)
    club.at("2026-11-23T19:30")
    assert club.slot("court", MONDAY, "17:30")["taken"] == 3
    club.check()


def test_a_whole_slot_is_taken_with_all_its_places_by_one_booking(club: Club) -> None:
    club.facility("room", kind="room", capacity=20, whole_slot=True)
    club.member()
    booking = club.book("000001", "room", TUESDAY, "17:30", people=8)
    told = club.ask("booking", booking=booking)
    assert (told["party"], told["people"]) == (20, 8)
    assert club.free("room", TUESDAY, "17:30") == 0


def test_a_whole_slot_is_full_as_soon_as_one_booking_has_it(club: Club) -> None:
    club.facility("room", capacity=20, whole_slot=True)
    club.member()
    club.member("000002")
    club.book("000001", "room", TUESDAY, "17:30", people=1)
    assert club.outcome("book", member="000002", facility="room", date=TUESDAY, start="17:30") == "slot_full"


def test_a_whole_slot_of_another_size_is_taken_in_that_size(club: Club) -> None:
    club.facility("room", capacity=20, whole_slot=True, slots=False)
    club.member()
    told = {"facility": "room", "date": TUESDAY, "start": "09:00", "end": "10:00", "capacity": 6}
    club.do("publish_slots", slots=[told])
    booking = club.book("000001", "room", TUESDAY, "09:00")
    assert club.ask("booking", booking=booking)["party"] == 6


def test_a_facility_that_became_whole_is_full_where_anyone_has_a_place(club: Club) -> None:
    club.facility("room", capacity=20)
    club.member()
    club.member("000002")
    club.book("000001", "room", TUESDAY, "17:30")
    club.do("change_facility", code="room", whole_slot=True)
    assert club.outcome("book", member="000002", facility="room", date=TUESDAY, start="17:30") == "slot_full"
    assert club.outcome("book", member="000002", facility="room", date=TUESDAY, start="19:30") == "confirmed"
    club.check()


def test_purpose_and_people_are_kept_with_the_booking(club: Club) -> None:
    club.facility("room", approval_levels=2)
    club.member()
    booking = club.book("000001", "room", TUESDAY, "17:30", people=8, purpose="季度总结会")
    told = club.ask("booking", booking=booking)
    assert (told["state"], told["purpose"], told["people"]) == ("pending", "季度总结会", 8)
