"""The bookings that a closure displaced: what has become of them, and rebooking all at once."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.club import Club

TUESDAY, WEDNESDAY = "2026-11-24", "2026-11-25"
SPANS = ("16:30-17:30", "17:30-18:30", "18:30-19:30")


@pytest.fixture
def courts(club: Club) -> Iterator[Club]:
    """Three badminton courts, booked whole, and a gym for three of the same kind, with three slots on Tuesday
    and on Wednesday; 00000N have court1 on Tuesday: 000001 at 16:30 (B1), 000002 at 17:30 (B2), 000003 at
    18:30 (B3)."""
    for number in (1, 2, 3):
        club.facility(f"court{number}", slots=False, group="badminton", capacity=4, whole_slot=True)
    club.facility("gym", slots=False, capacity=3)
    for number in range(1, 9):
        club.member(f"00000{number}", phone=f"1380000000{number}")
    for code in ("court1", "court2", "court3", "gym"):
        club.publish(*[(code, day, span) for day in (TUESDAY, WEDNESDAY) for span in SPANS])
    for number, span in enumerate(SPANS, 1):
        club.book(f"00000{number}", "court1", TUESDAY, span[:5])
    yield club
    club.check()


def close(club: Club, facility: str = "court1", day: str = TUESDAY) -> None:
    club.do("close_facility", facility=facility, reason="x", **{"from": f"{day}T00:00", "to": f"{day}T24:00"})


def rebooked(club: Club, closure: str = "C1", **fields: Any) -> dict[str, Any]:
    return club.do("rebook_displaced", closure=closure, **fields)


def where(place: dict[str, Any] | None) -> str | None:
    return place and f"{place['facility']} {place['date'][-2:]} {place['start']}"


def moves(told: dict[str, Any]) -> dict[str, str | None]:
    """Where each booking goes."""
    return {line["booking"]: where(line["to"]) for line in told["moved"]}


def displaced(club: Club, closure: str = "C1") -> dict[str, dict[str, Any]]:
    return {line["booking"]: line for line in club.ask("displaced", closure=closure)["bookings"]}


# ---------------------------------------------------------------- who was displaced


def test_who_was_displaced_is_listed_with_the_phone_and_the_best_other_place(courts: Club) -> None:
    close(courts)
    told = courts.ask("displaced", closure="C1")
    assert (told["closure"]["closure"], told["closure"]["unplaced"]) == ("C1", 3)
    first = told["bookings"][0]
    assert (first["booking"], first["name"], first["phone"], first["state"], first["now"]) == (
        "B1", "职工000001", "13800000001", "displaced", None,
    )  # fmt: skip
    assert [where(line["lost"]) for line in told["bookings"]] == [
        "court1 24 16:30", "court1 24 17:30", "court1 24 18:30",
    ]  # fmt: skip
    assert [where(line["best"]) for line in told["bookings"]] == [
        "court2 24 16:30", "court2 24 17:30", "court2 24 18:30",
    ]  # fmt: skip


def test_it_is_told_what_has_become_of_each(courts: Club) -> None:
    close(courts)
    for booking, start in (("B1", "16:30"), ("B2", "17:30")):
        courts.do("move", booking=booking, facility="court2", date=TUESDAY, start=start)
    courts.do("cancel", booking="B2")
    told = displaced(courts)
    assert [(line["state"], where(line["now"])) for line in told.values()] == [
        ("confirmed", "court2 24 16:30"),
        ("cancelled", "court2 24 17:30"),
        ("displaced", None),
    ]
    assert [line["best"] is None for line in told.values()] == [True, True, False]


def test_one_that_is_displaced_again_stands_in_both_lists(courts: Club) -> None:
    close(courts)
    courts.do("move", booking="B1", facility="court2", date=TUESDAY, start="16:30")
    close(courts, "court2")
    assert (where(displaced(courts)["B1"]["now"]), displaced(courts)["B1"]["best"]) == (
        "court2 24 16:30",
        None,
    )
    assert where(displaced(courts, "C2")["B1"]["best"]) == "court3 24 16:30"
    assert [told["unplaced"] for told in courts.ask("closures")["closures"]] == [1, 2]


def test_a_closure_that_there_is_not_has_no_list(courts: Club) -> None:
    with pytest.raises(Exception, match="unknown_closure"):
        courts.ask("displaced", closure="C7")
    assert courts.refused("rebook_displaced", closure="C7").code == "unknown_closure"


# ---------------------------------------------------------------- all at once


def test_all_are_rebooked_at_their_own_time_where_that_can_be(courts: Club) -> None:
    close(courts)
    told = rebooked(courts)
    assert moves(told) == {"B1": "court2 24 16:30", "B2": "court2 24 17:30", "B3": "court2 24 18:30"}
    assert (told["left_out"], told["proven"]) == ([], True)
    assert [courts.state(booking) for booking in ("B1", "B2", "B3")] == ["confirmed"] * 3
    assert where(told["moved"][0]["from"]) == "court1 24 16:30"
    assert told["moved"][0]["minutes_moved"] == 0


def test_the_best_for_all_is_not_the_best_for_each_in_turn(courts: Club) -> None:
    """Two places are left, and 000003 is busy at one of them: 000002, who could have either, gives way."""
    courts.do("cancel", booking="B1")
    _busy(courts, "000003", "16:30")
    _fill(courts, leave=["court2 16:30", "court2 17:30"])
    close(courts)
    assert where(displaced(courts)["B2"]["best"]) == "court2 24 17:30"
    told = rebooked(courts)
    assert moves(told) == {"B2": "court2 24 16:30", "B3": "court2 24 17:30"}
    assert (told["left_out"], told["proven"]) == ([], True)
    assert [line["minutes_moved"] for line in told["moved"]] == [60, 60]


def _busy(club: Club, member: str, start: str) -> None:
    """A booking of the member in a facility of another kind."""
    club.facility("room", slots=False, kind="room")
    club.publish(*[("room", TUESDAY, span) for span in SPANS])
    club.book(member, "room", TUESDAY, start)


def _fill(club: Club, leave: list[str]) -> None:
    """Takes every place but some of Tuesday, for an account that may be everywhere; court1 on Tuesday is that
    of the bookings under test."""
    club.member("900000", shared=True)
    for code in ("court1", "court2", "court3", "gym"):
        for day in (TUESDAY, WEDNESDAY):
            for start in (span[:5] for span in SPANS):
                if (code, day) != ("court1", TUESDAY) and not (day == TUESDAY and f"{code} {start}" in leave):
                    club.book("900000", code, day, start, party=3)


def test_fewest_are_left_out_before_the_time_counts(courts: Club) -> None:
    """000003 could have its own time only where 000002 is left out."""
    courts.do("cancel", booking="B1")
    _busy(courts, "000002", "16:30")
    _fill(courts, leave=["court2 16:30", "court2 18:30"])
    close(courts)
    assert moves(rebooked(courts)) == {"B2": "court2 24 18:30", "B3": "court2 24 16:30"}


def test_who_can_have_no_place_is_left_out_and_stays_displaced(courts: Club) -> None:
    _fill(courts, leave=["court3 17:30"])
    close(courts)
    told = rebooked(courts)
    assert moves(told) == {"B2": "court3 24 17:30"}
    assert told["left_out"] == ["B1", "B3"]
    assert [courts.state(booking) for booking in ("B1", "B2", "B3")] == [
        "displaced",
        "confirmed",
        "displaced",
    ]


def test_the_least_time_counts_before_the_group(courts: Club) -> None:
    for booking in ("B1", "B3"):
        courts.do("cancel", booking=booking)
    _fill(courts, leave=["court2 18:30", "gym 17:30"])
    close(courts)
    assert moves(rebooked(courts)) == {"B2": "gym 24 17:30"}


def test_at_the_same_time_the_group_comes_before_the_kind(courts: Club) -> None:
    for booking in ("B1", "B3"):
        courts.do("cancel", booking=booking)
    _fill(courts, leave=["court3 17:30", "gym 17:30"])
    close(courts)
    assert moves(rebooked(courts)) == {"B2": "court3 24 17:30"}


def test_parties_share_a_slot_that_is_booked_by_places(courts: Club) -> None:
    """Three places at 17:30 in the gym are for a party of two and one, not for two parties of two."""
    club = courts
    club.facility("pool", slots=False, capacity=6)
    club.publish(("pool", TUESDAY, "17:30-18:30"))
    parties = [
        club.book(f"00000{n}", "pool", TUESDAY, "17:30", party=party) for n, party in ((4, 2), (5, 2), (6, 1))
    ]
    _fill(club, leave=["gym 17:30", "gym 18:30"])
    close(club, "pool")
    told = rebooked(club)
    assert told["left_out"] == []
    assert [line["minutes_moved"] for line in told["moved"]] in ([0, 60, 0], [60, 0, 0])
    assert set(moves(told)) == set(parties)


def test_a_members_own_bookings_do_not_overlap(courts: Club) -> None:
    courts.do("cancel", booking="B2")
    courts.do("cancel", booking="B3")
    mine = courts.book("000001", "court1", TUESDAY, "17:30")
    _fill(courts, leave=["court2 17:30", "court3 17:30", "gym 18:30"])
    close(courts)
    told = rebooked(courts)
    assert (told["left_out"], told["proven"]) == ([], True)
    assert sorted(str(place)[-5:] for place in moves(told).values()) == ["17:30", "18:30"]
    assert set(moves(told)) == {"B1", mine}


def test_quotas_hold_over_those_that_are_placed_together(courts: Club) -> None:
    courts.do("cancel", booking="B2")
    courts.do("cancel", booking="B3")
    mine = courts.book("000001", "court1", TUESDAY, "18:30")
    courts.do("change_facility", code="court2", daily_quota=1)
    _fill(courts, leave=["court2 16:30", "court2 18:30", "gym 17:30"])
    close(courts)
    told = rebooked(courts)
    assert moves(told) in (
        {"B1": "court2 24 16:30", mine: "gym 24 17:30"},
        {"B1": "gym 24 17:30", mine: "court2 24 18:30"},
    )


def test_a_dry_run_shows_the_assignment_and_moves_nobody(courts: Club) -> None:
    close(courts)
    shown = rebooked(courts, dry_run=True)
    assert [courts.state(booking) for booking in ("B1", "B2", "B3")] == ["displaced"] * 3
    assert rebooked(courts) == shown


def test_only_who_has_no_place_yet_is_moved(courts: Club) -> None:
    close(courts)
    courts.do("move", booking="B2", facility="court3", date=WEDNESDAY, start="17:30")
    assert set(moves(rebooked(courts))) == {"B1", "B3"}
    assert rebooked(courts) == {"moved": [], "left_out": [], "proven": True}


def test_each_is_moved_as_by_a_move_and_all_in_one_audit_record(courts: Club) -> None:
    close(courts)
    rebooked(courts)
    trail = courts.ask("booking", booking="B1")["trail"]
    assert [step["event"] for step in trail] == ["booked", "displaced", "moved"]
    assert trail[-1]["note"] == "court1 2026-11-24 16:30"
    with courts.database.read() as store:
        kinds = "SELECT record FROM notice WHERE kind = 'moved' ORDER BY id"
        assert [record for (record,) in store.connection.execute(kinds)] == ["B1", "B2", "B3"]
        actions = "SELECT count(*) FROM audit WHERE action IN ('move', 'rebook_displaced')"
        assert store.connection.execute(actions).fetchone() == (1,)


def test_the_same_key_rebooks_once(courts: Club) -> None:
    close(courts)
    first = courts.do("rebook_displaced", key="k1", closure="C1")
    assert courts.do("rebook_displaced", key="k1", closure="C1") == first


def test_a_new_place_that_asks_for_approval_waits_for_it(courts: Club) -> None:
    for code in ("court2", "court3"):
        courts.do("change_facility", code=code, approval_levels=1)
    close(courts)
    assert {line["state"] for line in rebooked(courts)["moved"]} == {"pending"}
    assert courts.state("B1") == "pending"


def test_it_is_not_taken_back_by_undo(courts: Club) -> None:
    from core.catalog import describe

    assert describe()["commands"]["rebook_displaced"]["inverse"] == {"none": "old_places_are_closed"}


def test_beyond_what_can_be_judged_the_assignment_is_still_legal_and_says_that_it_is_not_proven(
    courts: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.closures.rebooking.MOST_JUDGED", 3)
    close(courts)
    told = rebooked(courts)
    assert (set(moves(told)) | set(told["left_out"]), told["proven"]) == ({"B1", "B2", "B3"}, False)
    assert len(set(moves(told).values())) == len(told["moved"])


def test_who_has_left_is_left_out(courts: Club) -> None:
    close(courts)
    courts.do("member_leaves", staff_no="000002")
    assert rebooked(courts)["left_out"] == ["B2"]


def test_bookings_whose_day_is_past_find_the_nearest_place_that_is_not(courts: Club) -> None:
    close(courts)
    courts.at(f"{WEDNESDAY}T08:00")
    told = rebooked(courts)
    assert {str(place)[7:9] for place in moves(told).values()} == {"25"}
    assert sum(line["minutes_moved"] for line in told["moved"]) == (22 + 23 + 24) * 60
