"""Several desks at once, and a desk that dies in the middle: no place sold twice, nothing half done."""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.club import NINE, Club
from tests.support.dying import die
from tests.support.together import Workers, workers

DESKS = 8
DAY = "2026-11-24"
STARTS = ("17:30", "19:30")

DESK = """
def answer(asked):
    told = []
    try:
        database = open_database(Path(asked["path"]), replayed=True)
    except DeskError as error:
        return [str(error)]
    desk = desk_of(database, asked.get("at", "2026-11-23T09:00"))
    for number, (command, fields) in enumerate(asked["commands"]):
        try:
            told.append(do(desk, command, **fields).get("state", "done"))
            if number % 5 == 0:
                ask(desk, "grid", date="2026-11-23", days=7)
        except DeskError as error:
            told.append(error.code)
    database.close()
    return told
serve(answer)
"""


@pytest.fixture(scope="module")
def desks() -> Iterator[Workers]:
    with workers(DESK, DESKS) as together:
        yield together


def _club(folder: Path, members: int, **facilities: int) -> Path:
    """A club with members and with facilities of some places; its path."""
    club = Club.new(folder)
    for code, capacity in facilities.items():
        club.facility(code, capacity=capacity)
    for number in range(members):
        club.member(f"{number:06d}", name="Li")
    club.database.close()
    return club.database.path


def _told(path: Path) -> tuple[dict[tuple[str, str, str], int], list[Any]]:
    """The places taken in each slot, and what `check` finds."""
    again = Club.new(path.parent)
    slots = again.ask("grid", date="2026-11-23", days=7)["slots"]
    problems = again.ask("check")["problems"]
    again.database.close()
    return {(slot["facility"], slot["date"], slot["start"]): slot["taken"] for slot in slots}, problems


def _fight(desks: Workers, path: Path, wishes: list[dict[str, Any]]) -> Counter[str]:
    """All wishes, dealt out to the desks; what came of them, counted."""
    lines = [("book", wish) for wish in wishes]
    hands = [{"path": str(path), "commands": lines[desk::DESKS]} for desk in range(DESKS)]
    return Counter(outcome for told in desks.all_at_once(hands) for outcome in told)


def test_eight_desks_fighting_for_a_hundred_places_sell_exactly_a_hundred(
    desks: Workers, tmp_path: Path
) -> None:
    path = _club(tmp_path, 144, gym=100)
    wishes = [
        {"member": f"{number:06d}", "facility": "gym", "date": DAY, "start": "17:30"} for number in range(144)
    ]
    assert _fight(desks, path, wishes) == {"confirmed": 100, "slot_full": 44}
    taken, problems = _told(path)
    assert taken["gym", DAY, "17:30"] == 100
    assert problems == []


def test_eight_desks_fighting_over_several_slots_fill_each_and_oversell_none(
    desks: Workers, tmp_path: Path
) -> None:
    path = _club(tmp_path, 96, gym=20, court=5)
    wishes = [
        {"member": f"{(number * 5 + turn) % 96:06d}", "facility": facility, "date": DAY, "start": start}
        for turn, (facility, start) in enumerate(
            [("gym", "17:30"), ("court", "17:30"), ("court", "19:30"), ("gym", "19:30")]
        )
        for number in range(48)
    ]
    outcomes = _fight(desks, path, wishes)
    taken, problems = _told(path)
    slots = [taken[facility, DAY, start] for facility in ("gym", "court") for start in STARTS]
    assert slots == [20, 20, 5, 5]
    assert set(outcomes) <= {"confirmed", "slot_full", "member_busy"}
    assert outcomes["confirmed"] == 50
    assert problems == []


def test_parties_and_whole_slots_fought_for_are_sold_no_more_than_once(
    desks: Workers, tmp_path: Path
) -> None:
    path = _club(tmp_path, 48, gym=50)
    again = Club.new(path.parent)
    again.facility("hall", whole_slot=True, capacity=30)
    again.database.close()
    wishes = [
        {"member": f"{number:06d}", "facility": "gym", "date": DAY, "start": "17:30", "party": 3}
        for number in range(24)
    ] + [
        {"member": f"{number:06d}", "facility": "hall", "date": DAY, "start": "17:30"}
        for number in range(24, 48)
    ]
    outcomes = _fight(desks, path, wishes)
    taken, problems = _told(path)
    assert (taken["gym", DAY, "17:30"], taken["hall", DAY, "17:30"]) == (48, 30)
    assert outcomes == {"confirmed": 16 + 1, "slot_full": 8 + 23}
    assert problems == []


def test_one_member_booked_by_eight_desks_at_once_has_one_booking(desks: Workers, tmp_path: Path) -> None:
    path = _club(tmp_path, 1, gym=50, court=50)
    wishes = [
        {"member": "000000", "facility": ("gym", "court")[number % 2], "date": DAY, "start": "17:30"}
        for number in range(DESKS)
    ]
    assert _fight(desks, path, wishes) == {"confirmed": 1, "member_busy": DESKS - 1}
    assert _told(path)[1] == []


def test_eight_desks_that_open_a_new_club_at_once_all_find_it(desks: Workers, tmp_path: Path) -> None:
    lines = [("add_member", {"staff_no": f"{desk:06d}", "name": "Li"}) for desk in range(DESKS)]
    for number in range(6):
        path = tmp_path / f"{number}" / "club.db"
        asked = [{"path": str(path), "commands": [line]} for line in lines]
        assert desks.all_at_once(asked) == [["done"]] * DESKS
        club = Club.new(path.parent)
        with club.database.read() as store:
            actions = [record.action for record in store.audit_records()]
        assert actions == ["add_member"] * DESKS
        club.check()
        club.database.close()


# ---------------------------------------------------------------- a slot with a long line

GYM = {"facility": "gym", "date": DAY, "start": "17:30"}
Deal = tuple[str, dict[str, Any]]


def _lined_up(folder: Path, places: int, waiting: int, members: int, **rules: Any) -> Path:
    """A club whose gym is full on that day by the first members (B1 …), with the next ones in line (W1 …)."""
    club = Club.new(folder)
    club.facility("gym", capacity=places, **rules)
    club.facility("court", capacity=places)
    for number in range(members):
        club.member(f"{number:06d}", name="Li")
    for number in range(places):
        club.book(f"{number:06d}", **GYM)
    for number in range(places, places + waiting):
        club.do("join_waitlist", member=f"{number:06d}", **GYM)
    club.database.close()
    return club.database.path


def _all_at_once(
    desks: Workers, path: Path, deals: list[Deal], number: int = DESKS, **more: Any
) -> list[str]:
    """Some of the desks do all of it, dealt out to them; what came of each, desk by desk."""
    hands = [deals[desk::number] if desk < number else [] for desk in range(DESKS)]
    told = desks.all_at_once([{"path": str(path), "commands": hand, **more} for hand in hands])
    return [outcome for outcomes in told for outcome in outcomes]


def _look(path: Path, at: str = NINE) -> tuple[dict[str, Any], dict[str, list[str]], list[dict[str, Any]]]:
    """The gym's slot, its entries by their state, and the decisions on it; all of it proved."""
    club = Club.new(path.parent, at)
    club.check()
    slot, states = club.slot(**GYM), {}
    for entry in club.ask("waitlist", **GYM)["entries"]:
        states.setdefault(entry["state"], []).append(entry["entry"])
    decisions = [told for told in club.ask("why", **GYM)["decisions"] if told["kind"] == "hand_out"]
    club.database.close()
    assert slot["taken"] + slot["held"] <= slot["capacity"]
    for told in decisions:
        given = [candidate for candidate in told["candidates"] if candidate["outcome"] != "passed_over"]
        assert sum(candidate["party"] for candidate in given) <= told["free"]
    return slot, states, decisions


def _entries(first: int, last: int) -> list[str]:
    return [f"W{number}" for number in range(first, last + 1)]


@pytest.mark.parametrize("number", [2, 8])
@pytest.mark.parametrize(("promotion", "state"), [("offer", "offered"), ("auto", "promoted")])
def test_desks_that_cancel_book_and_join_at_once_give_each_place_to_one_in_line(
    desks: Workers, tmp_path: Path, number: int, promotion: str, state: str
) -> None:
    path = _lined_up(tmp_path, 10, 20, 60, promotion=promotion)
    cancels: list[Deal] = [("cancel", {"booking": f"B{booking}"}) for booking in range(1, 11)]
    joins: list[Deal] = [("join_waitlist", {"member": f"{member:06d}", **GYM}) for member in range(30, 45)]
    books: list[Deal] = [("book", {"member": f"{member:06d}", **GYM}) for member in range(45, 60)]
    deals = [deal for hand in zip(cancels, joins, books, strict=False) for deal in hand]
    outcomes = Counter(_all_at_once(desks, path, deals + joins[10:] + books[10:], number))
    assert outcomes == {"cancelled": 10, "done": 15, "slot_full": 15}
    slot, states, decisions = _look(path)
    assert (slot["taken"], slot["held"]) == ((0, 10) if promotion == "offer" else (10, 0))
    assert states == {state: _entries(1, 10), "waiting": _entries(11, 35)}
    assert [[told["entry"] for told in decision["candidates"]] for decision in decisions] == [
        [entry] for entry in _entries(1, 10)
    ]


@pytest.mark.parametrize("number", [2, 8])
def test_one_booking_cancelled_by_several_desks_at_once_is_offered_once(
    desks: Workers, tmp_path: Path, number: int
) -> None:
    path = _lined_up(tmp_path, 2, 4, 6)
    outcomes = _all_at_once(desks, path, [("cancel", {"booking": "B1"})] * number, number)
    assert Counter(outcomes) == {"cancelled": 1, "wrong_state": number - 1}
    slot, states, _ = _look(path)
    assert (slot["taken"], slot["held"]) == (1, 1)
    assert states == {"offered": ["W1"], "waiting": _entries(2, 4)}


def test_an_offer_answered_by_eight_desks_at_once_is_answered_once(desks: Workers, tmp_path: Path) -> None:
    path = _lined_up(tmp_path, 2, 4, 6)
    _all_at_once(desks, path, [("cancel", {"booking": "B1"})], 1)
    answers: list[Deal] = [
        (("accept_offer", "decline_offer")[desk % 2], {"entry": "W1"}) for desk in range(DESKS)
    ]
    outcomes = Counter(_all_at_once(desks, path, answers))
    assert outcomes.pop("wrong_state") == DESKS - 1
    slot, states, _ = _look(path)
    assert states["waiting"] == (_entries(2, 4) if outcomes == {"accepted": 1} else _entries(3, 4))
    assert slot["taken"] + slot["held"] == 2


@pytest.mark.parametrize("number", [2, 8])
def test_ticks_of_several_desks_at_once_pass_each_offer_on_once(
    desks: Workers, tmp_path: Path, number: int
) -> None:
    path = _lined_up(tmp_path, 10, 25, 35)
    _all_at_once(desks, path, [("cancel", {"booking": f"B{booking}"}) for booking in range(1, 11)])
    later = "2026-11-23T09:30"
    _all_at_once(desks, path, [("tick", {})] * number, number, at=later)
    slot, states, decisions = _look(path, later)
    assert (slot["taken"], slot["held"]) == (0, 10)
    assert states == {"expired": _entries(1, 10), "offered": _entries(11, 20), "waiting": _entries(21, 25)}
    assert len(decisions) == 20


def test_whatever_eight_desks_do_at_once_no_place_is_given_twice(desks: Workers, tmp_path: Path) -> None:
    path = _lined_up(tmp_path, 6, 12, 30)
    dice = random.Random(11)
    deals: list[Deal] = []
    for _ in range(240):
        command = dice.choice(
            (
                "cancel",
                "cancel",
                "move",
                "book",
                "join_waitlist",
                "accept_offer",
                "decline_offer",
                "leave_waitlist",
            )
        )
        if command in ("cancel", "move"):
            fields = {"booking": f"B{dice.randint(1, 20)}"}
            deals.append((command, fields | ({} if command == "cancel" else GYM | {"facility": "court"})))
        elif command in ("book", "join_waitlist"):
            party = dice.choice((1, 1, 2))
            deals.append((command, {"member": f"{dice.randrange(30):06d}", "party": party, **GYM}))
        else:
            deals.append((command, {"entry": f"W{dice.randint(1, 25)}"}))
    outcomes = set(_all_at_once(desks, path, deals))
    refusals = {
        "slot_full", "member_busy", "not_full", "already_waiting", "already_booked", "wrong_state",
        "unknown_booking", "unknown_entry",
    }  # fmt: skip
    assert outcomes <= {"cancelled", "confirmed", "done", "accepted", "declined", "left"} | refusals
    assert {"cancelled", "accepted", "done"} <= outcomes
    _look(path)


# ---------------------------------------------------------------- dying in the middle

DYING_COMMANDS: dict[str, dict[str, Any]] = {
    "book": {"member": "000001", "facility": "gym", "date": DAY, "starts": list(STARTS)},
    "move": {"booking": "B1", "date": DAY, "start": "19:30"},
}
DYING_IN_THE_LINE: dict[str, dict[str, Any]] = {
    "cancel": {"booking": "B2"},
    "decline_offer": {"entry": "W1"},
    "accept_offer": {"entry": "W1"},
    "join_waitlist": {"member": "000006", **GYM},
}


@pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")
@pytest.mark.parametrize("command", DYING_COMMANDS)
def test_a_desk_killed_at_any_statement_leaves_the_whole_change_or_nothing(
    tmp_path: Path, command: str
) -> None:
    path = _club(tmp_path, 2, gym=2)
    club = Club.new(tmp_path)
    club.book("000000", **GYM)
    club.database.close()
    die(path, command, DYING_COMMANDS[command])


@pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")
@pytest.mark.parametrize(
    ("command", "promotion"),
    [
        ("cancel", "offer"),
        ("cancel", "auto"),
        *((command, "offer") for command in list(DYING_IN_THE_LINE)[1:]),
    ],
)
def test_a_desk_killed_while_it_hands_places_out_has_given_them_or_still_has_them(
    tmp_path: Path, command: str, promotion: str
) -> None:
    """The first in line is busy, so the second gets what comes free, and the first is passed over."""
    path = _lined_up(tmp_path, 2, 4, 7, promotion=promotion)
    club = Club.new(tmp_path)
    club.book("000002", **GYM | {"facility": "court"})
    if command in ("accept_offer", "decline_offer"):
        club.do("leave_waitlist", entry="W2")
        club.do("cancel", booking="B3")
        club.do("cancel", booking="B1")
    club.database.close()
    told = die(path, command, DYING_IN_THE_LINE[command])
    if command in ("cancel", "decline_offer"):
        assert len(told["after"]["decision"]) == len(told["before"]["decision"]) + 1
