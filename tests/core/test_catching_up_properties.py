"""Whatever stands on the paper: it is taken whole or not at all, no place is given twice, and the same paper
again changes nothing."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.errors import DeskError
from tests.support.club import Club, new_club
from tests.support.examples import examples

DAY = "2026-11-24"
STARTS = ("17:30", "19:30")
FACILITIES = ("gym", "court", "room")
MEMBERS = ("1", "2", "3", "4")

places = st.fixed_dictionaries(
    {
        "member": st.sampled_from(MEMBERS),
        "facility": st.sampled_from(FACILITIES),
        "date": st.just(DAY),
        "start": st.sampled_from(STARTS),
    }
)
AROUND = {
    "came": (-31, -20, 0, 30),
    "walk_in": (-20, 5, 30, 130),
    "booked": (-90, -30, 0, 1),
    "cancelled": (-60, 0, 10),
    "stayed_away": (-1, 0, 20),
}
"""Minutes from the slot's start at which such a thing happens, and some at which it can't."""

lines = st.builds(
    lambda what, place, after, party: {
        "what": what,
        "at": _moment(place["start"], AROUND[what][after % len(AROUND[what])]),
        **({"party": party} if what in ("walk_in", "booked") else {}),
        **place,
    },
    st.sampled_from(sorted(AROUND)),
    places,
    st.integers(0, 11),
    st.integers(1, 2),
)
papers = st.lists(lines, min_size=1, max_size=4)
now = st.sampled_from([f"{DAY}T17:20", f"{DAY}T18:10", f"{DAY}T19:50", f"{DAY}T21:00"])


def _moment(start: str, after: int) -> str:
    return (datetime.fromisoformat(f"{DAY}T{start}") + timedelta(minutes=after)).isoformat()


def filled(club: Club, bookings: list[dict[str, Any]]) -> None:
    """A gym for 3, a court that is booked whole, a room that asks for approval; one no-show suspends."""
    club.facility("gym", capacity=3, promotion="auto")
    club.facility("court", capacity=2, whole_slot=True)
    club.facility("room", capacity=2, approval_levels=1)
    club.do("change_settings", no_show_limit=1)
    for member in MEMBERS:
        club.member(member)
    for wish in bookings:
        try:
            club.do("book", **wish)
        except DeskError as error:
            if error.code == "slot_full":
                with suppress(DeskError):
                    club.do("join_waitlist", **wish)


def picture(club: Club) -> list[Any]:
    """Everything that the paper could have changed."""
    with club.database.read() as store:
        return [
            store.connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
            for table in ("booking", "booking_step", "slot", "waitlist", "notice", "audit")
        ]


def answer(club: Club, paper: list[dict[str, Any]], **fields: Any) -> tuple[dict[str, Any], DeskError | None]:
    """What came of a paper, or its refusal."""
    try:
        return club.do("catch_up", lines=paper, reason="x", **fields), None
    except DeskError as error:
        return {}, error


@examples(25)
@given(bookings=st.lists(places, max_size=8), at=now, paper=papers)
def test_a_paper_is_taken_whole_or_not_at_all_and_once(
    bookings: list[dict[str, Any]], at: str, paper: list[dict[str, Any]]
) -> None:
    with new_club() as club:
        filled(club, bookings)
        club.at(at)
        club.do("tick")
        before = picture(club)
        rehearsed, error = answer(club, paper, dry_run=True)
        assert picture(club) == before
        if error is not None:
            assert error.code == "catch_up_errors"
            again = answer(club, paper)[1]
            assert again is not None
            assert again.facts == error.facts
            assert picture(club) == before
            return
        done = club.do("catch_up", lines=paper, reason="x")
        told = [(line["what"], line["state"], line["already"]) for line in done["lines"]]
        assert told == [(line["what"], line["state"], line["already"]) for line in rehearsed["lines"]]
        club.check()
        club.at(f"{DAY}T23:00")
        assert club.do("tick")["set_aside"] == 0
        club.check()


@examples(15)
@given(bookings=st.lists(places, max_size=8), paper=papers)
def test_at_the_end_of_the_day_the_same_paper_again_changes_nothing(
    bookings: list[dict[str, Any]], paper: list[dict[str, Any]]
) -> None:
    with new_club() as club:
        filled(club, bookings)
        club.at(f"{DAY}T22:00")
        if answer(club, paper)[1] is not None:
            return
        before = picture(club)[:-1]
        told, error = answer(club, paper)
        # A paper that says two things of one booking, one after the other, is refused the second time.
        assert error is not None or all(line["already"] for line in told["lines"])
        assert picture(club)[:-1] == before
