"""The best overall assignment of displaced bookings to places, beside the search of every possibility."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import Minute
from core.closures.assignment import Assignment, best_assignment
from core.closures.board import Board, Choice, Room, Seeker
from core.closures.flow import Edge, Network, OutOfWork, Work
from tests.support.examples import examples

MONDAY = date(2026, 11, 23)
Case = tuple[list[Room], list[Seeker]]
Score = tuple[int, int, int]
"""How many are left out, minutes moved, how many in another kind of place: less is better."""


def room(slot: int, start: int, free: int = 1, **more: object) -> Room:
    """A room of one hour that is facility 1's, unless said otherwise."""
    fields = {"facility": 1, "date": MONDAY, "whole": False, **more}
    return Room(slot=slot, start=Minute(start), end=Minute(start + 60), free=free, **fields)  # type: ignore[arg-type]


def seeker(booking: int, *choices: tuple[int, int, bool], **more: object) -> Seeker:
    """A booking of one place, of a member of its own unless said otherwise; its choices as (slot, minutes,
    whether another kind)."""
    fields = {"member": booking, "party": 1, "exempt": False, **more}
    return Seeker(booking=booking, choices=tuple(Choice(*choice) for choice in choices), **fields)  # type: ignore[arg-type]


def score(found: Assignment) -> Score:
    return len(found.left_out), found.minutes, found.farther


def legal(rooms: list[Room], seekers: list[Seeker], found: Assignment) -> bool:
    """Whether everybody can be where the assignment has them, one after the other, and the sums are right."""
    by_slot = {room.slot: room for room in rooms}
    by_booking = {seeker.booking: seeker for seeker in seekers}
    board = Board(rooms)
    for booking, slot in found.placed.items():
        if not board.takes(by_booking[booking], by_slot[slot]):
            return False
        board.put(by_booking[booking], by_slot[slot])
    everybody = sorted([*found.placed, *found.left_out]) == sorted(by_booking)
    return everybody and (board.minutes, board.farther) == (found.minutes, found.farther)


# ---------------------------------------------------------------- by example


def test_nobody_to_place_is_no_trouble() -> None:
    assert best_assignment([], []) == Assignment({}, (), 0, 0, proven=True)
    assert best_assignment([], [seeker(1)]) == Assignment({}, (1,), 0, 0, proven=True)


def test_who_has_one_choice_goes_before_who_has_two() -> None:
    rooms = [room(1, 0), room(2, 60)]
    found = best_assignment(rooms, [seeker(1, (1, 0, False), (2, 60, False)), seeker(2, (1, 60, False))])
    assert found == Assignment({1: 2, 2: 1}, (), 120, 0, proven=True)


def test_a_whole_room_takes_one_booking_however_small() -> None:
    court = room(1, 0, free=4, whole=True)
    found = best_assignment([court], [seeker(number, (1, 0, False)) for number in (1, 2)])
    assert (found.placed, found.left_out) == ({1: 1}, (2,))


def test_more_are_placed_where_a_large_party_is_left_out() -> None:
    rooms = [room(1, 0, free=3)]
    seekers = [seeker(1, (1, 0, False), party=3), *(seeker(number, (1, 90, False)) for number in (2, 3))]
    assert best_assignment(rooms, seekers).left_out == (1,)


def test_the_time_counts_before_the_kind_and_the_kind_breaks_a_tie() -> None:
    rooms = [room(1, 0), room(2, 60), room(3, 60)]
    assert best_assignment(rooms, [seeker(1, (2, 60, False), (1, 30, True))]).placed == {1: 1}
    assert best_assignment(rooms, [seeker(1, (2, 60, True), (3, 60, False))]).placed == {1: 3}


def test_a_members_bookings_are_not_put_into_the_same_time() -> None:
    rooms = [room(1, 0), room(2, 0), room(3, 60)]
    choices = ((1, 0, False), (2, 0, False), (3, 60, False))
    together = [seeker(number, *choices, member=7) for number in (1, 2)]
    assert score(best_assignment(rooms, together)) == (0, 60, 0)
    shared = [seeker._replace(exempt=True) for seeker in together]
    assert score(best_assignment(rooms, shared)) == (0, 0, 0)


def test_a_quota_counts_what_the_member_has_besides() -> None:
    rooms = [room(1, 0, daily_quota=2), room(2, 60, daily_quota=2), room(3, 120, facility=2)]
    choices = ((1, 0, False), (2, 0, False), (3, 30, False))
    seekers = [seeker(number, *choices, member=7, held=((1, MONDAY),)) for number in (1, 2)]
    assert score(best_assignment(rooms, seekers)) == (0, 30, 0)


def test_the_order_in_which_they_are_given_changes_nothing() -> None:
    rooms, seekers = _crowd(random.Random(3), 30)
    found = best_assignment(rooms, seekers)
    random.Random(4).shuffle(rooms)
    random.Random(5).shuffle(seekers)
    assert best_assignment(rooms, seekers) == found


def test_choices_that_are_not_all_prove_nothing() -> None:
    found = best_assignment([room(1, 0)], [seeker(1, (1, 0, False))], complete=False)
    assert (found.placed, found.proven) == ({1: 1}, False)


# ---------------------------------------------------------------- beside every possibility


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A few rooms and seekers; many alike, some of one member, some that may be in two places."""
    starts = st.sampled_from([0, 30, 60, 120])
    quotas = {
        number: draw(st.sampled_from([(None, None), (1, None), (None, 1), (2, None)])) for number in (1, 2)
    }
    rooms = []
    for slot in range(1, draw(st.integers(1, 5)) + 1):
        number = draw(st.sampled_from([1, 2, 3]))
        daily, weekly = quotas.get(number, (None, None))
        rooms.append(
            room(
                slot, draw(starts), draw(st.integers(1, 4)), facility=number, whole=number == 3,
                date=MONDAY + timedelta(days=draw(st.integers(0, 1))), daily_quota=daily, weekly_quota=weekly,
            )
        )  # fmt: skip
    held = {
        member: draw(st.sampled_from([(), (), ((1, MONDAY),), ((2, MONDAY), (2, MONDAY))]))
        for member in (1, 2)
    }
    wishes = [
        tuple((slot, draw(st.sampled_from([0, 30, 60, 60, 90])), draw(st.booleans())) for slot in slots)
        for slots in draw(st.lists(st.sets(st.integers(1, len(rooms))), min_size=1, max_size=3))
    ]
    seekers = []
    for booking in range(1, draw(st.integers(1, 5)) + 1):
        member = draw(st.sampled_from([1, 1, 2, 10 + booking, 20 + booking, 30]))
        one = seeker(
            booking, *draw(st.sampled_from(wishes)), member=member, exempt=member == 30,
            party=draw(st.sampled_from([1, 1, 2, 3])), held=held.get(member, ()),
        )  # fmt: skip
        by_slot = {each.slot: each for each in rooms}
        can = tuple(choice for choice in one.choices if Board(rooms).takes(one, by_slot[choice.slot]))
        seekers.append(one._replace(choices=can))
    return rooms, seekers


def best_of_all(rooms: list[Room], seekers: list[Seeker]) -> Score:
    """The best score by trying everything."""
    by_slot = {room.slot: room for room in rooms}

    def best_from(number: int, placed: list[tuple[Seeker, Room]], so_far: Score) -> Score:
        if number == len(seekers):
            return so_far
        one = seekers[number]
        left_out, minutes, farther = so_far
        found = best_from(number + 1, placed, (left_out + 1, minutes, farther))
        board = Board(rooms)
        for pair in placed:
            board.put(*pair)
        for choice in one.choices:
            if board.takes(one, by_slot[choice.slot]):
                score = left_out, minutes + choice.minutes, farther + choice.farther
                found = min(found, best_from(number + 1, [*placed, (one, by_slot[choice.slot])], score))
        return found

    return best_from(0, [], (0, 0, 0))


@examples(400)
@given(cases())
def test_no_other_assignment_does_better(case: Case) -> None:
    rooms, seekers = case
    found = best_assignment(rooms, seekers)
    assert legal(rooms, seekers, found)
    assert found.proven
    assert score(found) == best_of_all(rooms, seekers)


@examples(100)
@given(cases(), st.integers(0, 60))
def test_what_is_stopped_early_is_legal_and_claims_nothing_that_is_not_so(case: Case, work: int) -> None:
    rooms, seekers = case
    found = best_assignment(rooms, seekers, work=work)
    assert legal(rooms, seekers, found)
    assert not found.proven or score(found) == best_of_all(rooms, seekers)


# ---------------------------------------------------------------- as large as a real closure


def _crowd(chance: random.Random, size: int, parties: tuple[int, ...] = (1,)) -> Case:
    """Bookings of one evening, and two weeks of a hall with few places left, of courts that are booked whole,
    and of a second hall of another kind; every fifth member has two bookings."""
    rooms: list[Room] = []
    for ahead in range(14):
        for hour in range(11):
            day, start = MONDAY + timedelta(days=ahead), hour * 60
            for facility, whole in ((1, False), (2, False), (3, True), (4, True)):
                free = 4 if whole else chance.randint(0, 6)
                if free and (not whole or chance.random() < 0.5):
                    more = {"facility": facility, "whole": whole, "date": day}
                    rooms.append(room(len(rooms) + 1, start, free, **more))
    seekers = []
    for booking in range(1, size + 1):
        begins = 7 * 1440 + (booking % 11) * 60
        choices = []
        for each in rooms:
            minutes = abs((each.date - MONDAY).days * 1440 + each.start - begins)
            if minutes <= 3 * 1440:
                choices.append((each.slot, minutes, each.facility == 2))
        member = booking - booking % 2 if booking % 5 < 2 else booking
        seekers.append(seeker(booking, *choices, member=member, party=chance.choice(parties)))
    return rooms, seekers


@pytest.mark.parametrize("parties", [(4,), (1, 1, 1, 1, 2)])
def test_every_placement_of_a_large_closure_is_legal(parties: tuple[int, ...]) -> None:
    rooms, seekers = _crowd(random.Random(1), 200, parties)
    found = best_assignment(rooms, seekers)
    assert legal(rooms, seekers, found)
    assert len(found.placed) > 140


def test_a_large_closure_of_single_bookings_is_proven() -> None:
    rooms, seekers = _crowd(random.Random(1), 200)
    found = best_assignment(rooms, seekers)
    assert (found.proven, found.left_out) == (True, ())


# ---------------------------------------------------------------- the engine


def test_units_go_the_cheapest_way_round_what_is_full() -> None:
    """Both rows want the first column, which takes one: the row with the cheaper way out gives way."""
    edges = [{0: Edge(0, 1), 1: Edge(5, 1)}, {0: Edge(0, 1), 1: Edge(9, 1)}]
    assert Network([1, 1], edges, [1, 1]).solve(Work(100)) == [{1: 1}, {0: 1}]


def test_an_edge_takes_no_more_units_than_it_may() -> None:
    assert Network([3], [{0: Edge(0, 2), 1: Edge(9, 3)}], [5, 5]).solve(Work(100)) == [{0: 2, 1: 1}]


def test_a_search_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(OutOfWork):
        Network([1], [{0: Edge(0, 1)}], [1]).solve(Work(0))
