"""`frontdesk demo`: an example club that is believable, the same for the same seed, and never in the way."""

import json
import shutil
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from core.booking.approval import Approve, Reject
from core.booking.attendance import CheckIn
from core.booking.book import Book
from core.booking.cancel import Cancel
from core.booking.move import Move
from core.check import Check
from core.clock import Rehearsal, week_of
from core.counter.hand_out_looking import AskHandOuts
from core.counter.looking import AskOrders
from core.counter.shifts import AskShift
from core.counter.till import AskTill
from core.desk import Desk
from core.errors import DeskError
from core.facilities.keeping import AddFacility
from core.members.finding import AskMember, FindMembers
from core.members.keeping import AddMember
from core.members.leaving import MemberLeaves
from core.records import BookingId, ShiftId
from core.reports.allowance import AskAllowance
from core.reports.points import AskPoints
from core.reports.shelf import AskShelf
from core.reports.told import AskNoticeFigures
from core.schedule.grid import AskGrid, GridSlot
from core.schedule.publish import PublishSlots
from core.schedule.slots import SlotSpec
from core.stock.items import AskRestock
from core.waitlist.joining import AcceptOffer, DeclineOffer, JoinWaitlist
from core.waitlist.looking import AskWaitlist
from core.wire import write_record
from storage.database import open_database
from storage.demo import is_demo
from storage.places import data_folder
from tui.demo.fill import Example, Sender, first_monday, make_example
from tui.demo.history import Deed, Story
from tui.demo.people import MEMBERS, SHARED, people
from tui.main import main

MONDAY = datetime.fromisoformat("2026-11-23T12:30")
WEDNESDAY = datetime.fromisoformat("2026-11-25T18:10")
MOST_OF_IT = 4
"""Weeks that show everything there is."""


def desk_at(path: Path, now: datetime) -> Desk:
    desk = Desk(open_database(path, create_missing=False), Rehearsal())
    desk.stand_at(now)
    return desk


def grid_of(path: Path, now: datetime, first: date, days: int) -> str:
    return json.dumps(write_record(desk_at(path, now).ask(AskGrid(first, days))), ensure_ascii=False)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """A club on a Wednesday evening."""
    return make_example(tmp_path_factory.mktemp("demo") / "demo.db", WEDNESDAY, weeks=MOST_OF_IT)


@pytest.fixture(scope="module")
def desk(example: Example) -> Desk:
    return desk_at(Path(example.database), WEDNESDAY)


@pytest.fixture(scope="module")
def past(example: Example, desk: Desk) -> list[GridSlot]:
    """The slots of the days before today."""
    days = (WEDNESDAY.date() - example.first).days
    return list(desk.ask(AskGrid(example.first, days)).slots)


@pytest.fixture(scope="module")
def story() -> list[Deed]:
    """What was sent to make it."""
    return Story(1, first_monday(WEDNESDAY, MOST_OF_IT), MOST_OF_IT, WEDNESDAY).deeds("demo")


# The same seed, the same club


def test_the_same_seed_at_the_same_moment_gives_the_same_club_to_the_last_letter(tmp_path: Path) -> None:
    told = []
    for name in ("one.db", "two.db"):
        made = make_example(tmp_path / name, MONDAY, seed=7, weeks=2)
        told.append(grid_of(tmp_path / name, MONDAY, made.first, 14))
    assert told[0] == told[1]


def test_another_seed_tells_another_story() -> None:
    one, two = (Story(seed, first_monday(WEDNESDAY, 2), 2, WEDNESDAY).deeds("demo") for seed in (1, 2))
    assert one != two


def test_later_on_the_same_day_the_story_has_only_gone_on() -> None:
    morning, evening = (datetime.combine(WEDNESDAY.date(), time(hour)) for hour in (9, 21))
    monday = first_monday(morning, 2)
    before, after = (Story(1, monday, 2, now).deeds("demo") for now in (morning, evening))
    assert after[: len(before)] == before
    assert before[-1].at <= morning < after[len(before)].at
    assert after[-1].at <= evening


# What the club is like


def test_all_that_must_be_true_is_true(desk: Desk) -> None:
    assert desk.ask(Check()).problems == ()


def test_it_spans_the_weeks_before_this_one_and_the_next(example: Example, desk: Desk) -> None:
    assert (example.first, example.last) == (date(2026, 11, 9), date(2026, 12, 6))
    assert example.facilities == 12
    assert len(desk.ask(AskGrid(example.first, 7 * MOST_OF_IT)).slots) == example.slots
    assert desk.ask(AskGrid(example.last + timedelta(days=1), 7)).slots == ()


def test_a_day_has_eleven_periods_save_for_closed_mornings(desk: Desk) -> None:
    slots = desk.ask(AskGrid(WEDNESDAY.date())).slots
    number = Counter(slot.facility for slot in slots)
    assert number["badminton-1"] == 11
    assert number["gym"] == 6
    assert {slot.start for slot in slots if slot.peak} == {17 * 60 + 30, 19 * 60 + 30}


def test_a_third_of_the_bookings_is_cancelled(past: list[GridSlot], story: list[Deed]) -> None:
    over = {
        deed.visit
        for deed in story
        if isinstance(deed.command, Book) and deed.command.date < WEDNESDAY.date()
    }
    cancelled = {deed.visit for deed in story if isinstance(deed.command, Cancel)} & over
    assert 0.28 < len(cancelled) / len(over) < 0.38


def test_most_cancellations_come_one_or_two_hours_before_the_start(story: list[Deed]) -> None:
    moved = {deed.visit for deed in story if isinstance(deed.command, Move)}
    starts = {
        deed.visit: datetime.combine(deed.command.date, time()) + timedelta(minutes=deed.command.start or 0)
        for deed in story
        if isinstance(deed.command, Book) and deed.visit not in moved
    }
    ahead = [
        starts[deed.visit] - deed.at
        for deed in story
        if isinstance(deed.command, Cancel) and deed.visit in starts
    ]
    soon = [span for span in ahead if timedelta(hours=1) <= span <= timedelta(hours=2)]
    assert len(soon) > 0.75 * len(ahead)


def test_peaks_are_nearly_full_and_mornings_thin(past: list[GridSlot]) -> None:
    def full(slots: list[GridSlot]) -> float:
        return sum(slot.taken for slot in slots) / sum(slot.capacity for slot in slots)

    workdays = [
        slot for slot in past if slot.date.weekday() < 5 and not slot.facility.startswith(("meeting", "read"))
    ]
    assert full([slot for slot in workdays if slot.peak]) > 0.8
    assert full([slot for slot in workdays if slot.start < 12 * 60]) < 0.15


def test_some_did_not_come_and_somebody_is_suspended_for_it(
    example: Example, desk: Desk, past: list[GridSlot]
) -> None:
    missed = sum(booking.state == "no_show" for slot in past for booking in slot.bookings)
    assert 0 < missed <= example.no_shows < 0.05 * example.bookings
    suspended = [
        member.staff_no
        for member in people(1)
        if desk.ask(AskMember(member.staff_no)).suspended_until is not None
    ]
    assert len(suspended) == example.suspended > 0


def test_on_every_day_of_the_week_the_next_days_are_booked_ahead() -> None:
    monday = week_of(WEDNESDAY.date())[0]
    for day in range(7):
        now = datetime.combine(monday + timedelta(days=day), time(12))
        deeds = Story(1, first_monday(now, 2), 2, now).deeds("demo")
        days = Counter(
            (deed.command.date - now.date()).days for deed in deeds if isinstance(deed.command, Book)
        )
        assert days[1] > 30
        assert sum(number for ahead, number in days.items() if ahead >= 7 - day) > 5


def test_everything_that_happens_at_a_desk_has_happened(story: list[Deed]) -> None:
    commands = [deed.command for deed in story]
    books = [command for command in commands if isinstance(command, Book)]
    happened = {type(command) for command in commands}
    assert {Approve, Cancel, CheckIn, MemberLeaves, Move, Reject} <= happened
    assert {JoinWaitlist, AcceptOffer, DeclineOffer} <= happened
    assert any(book.walk_in for book in books)
    assert any(book.override for book in books)
    assert any(isinstance(command, CheckIn) and command.override for command in commands)
    assert all(book.purpose and book.people for book in books if book.facility.startswith("meeting"))


def coming(desk: Desk) -> list[GridSlot]:
    """The slots from today on that have not begun."""
    begun = WEDNESDAY.hour * 60 + WEDNESDAY.minute
    slots = desk.ask(AskGrid(WEDNESDAY.date(), 12)).slots
    return [slot for slot in slots if slot.date > WEDNESDAY.date() or slot.start > begun]


def test_some_full_peak_slots_have_people_in_line_and_some_an_open_offer(
    example: Example, desk: Desk
) -> None:
    lined = [slot for slot in coming(desk) if slot.waiting or slot.held]
    assert len(lined) > 5
    assert all(slot.taken + slot.held == slot.capacity for slot in lined if slot.waiting)
    assert sum(slot.peak for slot in lined) > len(lined) / 2
    assert example.waiting == sum(slot.waiting for slot in lined) > 5
    assert example.offered == sum(slot.held for slot in lined) > 0


def test_places_from_the_line_were_taken_declined_and_not_answered(desk: Desk, past: list[GridSlot]) -> None:
    states = Counter(
        entry.state
        for slot in past
        if slot.peak
        for entry in desk.ask(AskWaitlist(slot.facility, slot.date, slot.start)).entries
    )
    assert states.keys() == {"accepted", "declined", "expired", "lapsed"}


def test_the_large_meeting_room_waits_for_an_approval(desk: Desk) -> None:
    """Somewhere in the coming days, for the second level or the first."""
    states = [
        booking.state
        for slot in coming(desk)
        if slot.facility == "meeting-large"
        for booking in slot.bookings
    ]
    assert "pending" in states


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_at_most_hours_of_any_day_an_offer_is_open(hour: int) -> None:
    """As the story knows it, which is as the door has it: it refuses nothing."""
    now = datetime.combine(WEDNESDAY.date(), time(hour))
    story = Story(1, first_monday(now, 2), 2, now)
    story.deeds("demo")
    places = [place for group in story._places.values() for place in group]
    assert sum(entry.state == "offered" for place in places for entry in place.line) > 0


def test_nothing_happens_at_night(story: list[Deed]) -> None:
    assert {deed.at.hour for deed in story} <= set(range(6, 22))


def test_the_counter_has_stock_orders_returns_one_to_be_collected_and_a_hand_out(desk: Desk) -> None:
    orders = desk.ask(AskOrders(limit=500)).orders
    states = Counter(order.state for order in orders)
    assert (states["open"], states["cancelled"]) == (1, 2)
    assert states["collected"] > 10
    assert sum(order.returned for order in orders) == 6  # given back and exchanged, once a week each
    assert [item.sku for item in desk.ask(AskRestock()).items] == ["UMBRELLA"]
    [session] = desk.ask(AskHandOuts()).sessions
    assert (session.handed, session.listed) == (12, 118)


def test_shifts_were_closed_with_small_differences_and_todays_is_open(desk: Desk) -> None:
    till = desk.ask(AskTill())
    assert till.shift is not None
    assert till.shift.opened_at.date() == WEDNESDAY.date()
    assert [line.kind for line in till.moved][:2] == ["float", "in"]
    closed = [desk.ask(AskShift(ShiftId(number))) for number in range(1, till.shift.shift)]
    assert len(closed) >= 3
    differences = [one.difference for one in closed if one.difference is not None]
    assert len(differences) == len(closed)
    assert {one.cash for one in differences} == {0, -500, 200}
    assert {(one.wechat, one.alipay, one.card) for one in differences} == {(0, 0, 0)}


def test_there_is_something_of_everything_that_a_months_report_tells(example: Example, desk: Desk) -> None:
    first, last = example.first, WEDNESDAY.date()
    allowance = desk.ask(AskAllowance(first, last))
    assert len({reason.why for reason in allowance.reasons} - {"not_asked", "left"}) > 2
    points = desk.ask(AskPoints(first, last))
    assert min(points.purchased, points.unlocked, points.forfeited, points.locked_closing) > 0
    told = desk.ask(AskNoticeFigures(first, last))
    assert min(told.sent, told.told, told.missed, told.failed) > 0
    shelf = desk.ask(AskShelf(first, last))
    assert (shelf.written_off < 0, shelf.counted < 0, shelf.returned > 0) == (True, True, True)


def test_a_treadmill_was_away_to_be_repaired_for_two_weeks(past: list[GridSlot]) -> None:
    weeks = Counter(week_of(slot.date)[0] for slot in past if slot.facility == "treadmill-2")
    assert [monday.isoformat() for monday in weeks] == ["2026-11-23"]


# The people


def test_there_are_120_members_one_of_them_shared_and_one_who_left(example: Example, desk: Desk) -> None:
    members = [desk.ask(AskMember(member.staff_no)) for member in people(1)]
    assert example.members == len({member.member for member in members}) == MEMBERS == 120
    assert [(member.member, member.name) for member in members if member.shared] == [(SHARED, "工会活动")]
    assert sum(member.left for member in members) == 1


@pytest.mark.parametrize("seed", range(5))
def test_two_have_one_name_and_are_told_apart_by_their_departments(seed: int) -> None:
    names = Counter(member.name for member in people(seed))
    assert [name for name, times in names.items() if times > 1] == ["张伟"]
    assert len({member.department for member in people(seed) if member.name == "张伟"}) == 2


@pytest.mark.parametrize("seed", range(5))
def test_numbers_phones_and_cards_are_nobody_elses_and_follow_the_hiring(seed: int) -> None:
    staff = people(seed)[:-1]
    for field in ("staff_no", "phone", "card_no"):
        assert len({getattr(member, field) for member in staff}) == len(staff)
    assert [member.hired_on for member in staff] == sorted(member.hired_on or date.min for member in staff)


@pytest.mark.parametrize(
    ("surname", "readings"),
    [
        ("单", ["shan", "dan"]),
        ("仇", ["qiu", "chou"]),
        ("解", ["xie", "jie"]),
        ("查", ["zha", "cha"]),
        ("曾", ["zeng", "ceng"]),
        ("尉迟", ["yuchi", "weichi"]),
    ],
)
def test_the_surnames_that_are_read_in_two_ways_are_there(
    surname: str, readings: list[str], desk: Desk
) -> None:
    for reading in readings:
        hits = desk.ask(FindMembers(reading, limit=200)).members
        assert any(hit.name.startswith(surname) for hit in hits)


# Through the door


@pytest.mark.parametrize(("seed", "now"), [(2, "2027-01-03T23:00"), (3, "2028-03-01T07:40")])
def test_the_door_refuses_nothing_of_the_story(seed: int, now: str, tmp_path: Path) -> None:
    until = datetime.fromisoformat(now)
    deeds = Story(seed, first_monday(until, 2), 2, until).deeds("demo")
    desk = Desk(open_database(tmp_path / "demo.db", replayed=True), Rehearsal())
    assert Sender(desk).send(deeds) == deeds
    desk.stand_at(until)
    assert desk.ask(Check()).problems == ()


def by_hand(*deeds: Deed) -> list[Deed]:
    """A gym with one place on a Tuesday evening, two members, and these deeds, on the Monday before."""
    at = MONDAY
    slots = (SlotSpec("gym", date(2026, 11, 24), 1080, 1140),)
    commands = (AddFacility("gym", "健身区", "area"), AddMember("1", "张伟"), AddMember("2", "王芳"))
    return [*(Deed(at, command) for command in commands), Deed(at, PublishSlots(slots)), *deeds]


def test_a_visit_that_the_door_refuses_is_left_out_with_all_that_follows_from_it(tmp_path: Path) -> None:
    at = MONDAY
    deeds = by_hand(
        Deed(at, Book("1", "gym", date(2026, 11, 24), 1200), visit=1),
        Deed(at, Book("2", "gym", date(2026, 11, 24), 1080), visit=2),
        Deed(at, Cancel(BookingId(1)), visit=1),
        Deed(at, Cancel(BookingId(2)), visit=2),
    )
    desk = Desk(open_database(tmp_path / "demo.db", replayed=True), Rehearsal())
    sender = Sender(desk)
    assert [deed.visit for deed in sender.send(deeds) if deed.visit] == [2, 2]
    assert sender.send([Deed(at, CheckIn(BookingId(1)), visit=1)]) == []


def test_a_refused_deed_that_is_no_visit_is_told(tmp_path: Path) -> None:
    desk = Desk(open_database(tmp_path / "demo.db", replayed=True), Rehearsal())
    twice = by_hand(Deed(MONDAY, AddMember("1", "张伟")))
    with pytest.raises(DeskError, match="exists"):
        Sender(desk).send(twice)


# On the command line


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with nothing yet, who speaks English."""
    for variable in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.delenv("FRONTDESK_DB", raising=False)
    monkeypatch.setenv("FRONTDESK_LANG", "en")
    return tmp_path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small example club."""
    return Path(make_example(tmp_path_factory.mktemp("small") / "demo.db", MONDAY, weeks=2).database)


@pytest.fixture
def made(home: Path, small: Path) -> Path:
    """A small example club in its usual place."""
    data_folder().mkdir(parents=True)
    return Path(shutil.copy(small, data_folder() / "demo.db"))


def test_it_says_where_the_club_is_what_is_in_it_and_what_to_try(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--weeks", "2"]) == 0
    told = capsys.readouterr()
    path = data_folder() / "demo.db"
    lines = told.out.splitlines()
    assert lines[0] == f"The example club is filled: {path}"
    assert lines[1].startswith("Members: 120, of whom suspended for no-shows: ")
    assert lines[2].startswith("Facilities: 12. Slots: 1778, from 20")
    assert lines[3].startswith("Bookings: ")
    assert lines[4].startswith("Waitlist: ")
    assert lines[5] == "To try next:"
    assert all(f"frontdesk --db {path} " in line for line in lines[6:])
    assert told.err == ""  # no progress bar where nobody sees it


def test_it_speaks_chinese(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--weeks", "2", "--lang", "zh"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"示例职工之家已生成：{data_folder() / 'demo.db'}"
    assert lines[1].startswith("职工：120 人，其中因爽约暂停预约：")
    assert main(["demo", "--lang", "zh"]) == 1
    assert "用 --db 打开它，或用 --fresh 重新生成。" in capsys.readouterr().err


def test_it_prints_its_facts_as_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--weeks", "2", "--seed", "5", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["database"] == str(data_folder() / "demo.db")
    assert (facts["seed"], facts["weeks"], facts["members"], facts["facilities"]) == (5, 2, 120, 12)
    assert facts["bookings"] >= facts["cancelled"] + facts["coming"]


def test_what_it_suggests_works(
    made: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    question = home / "question.jsonl"
    question.write_text('{"ask": "grid", "date": "2026-11-24", "facilities": ["gym"]}', encoding="utf-8")
    assert main(["--db", str(made), "batch", str(question)]) == 0
    assert json.loads(capsys.readouterr().out)["result"]["slots"]
    assert main(["--db", str(made), "schedule", "export", "--week", "2026-W48", "--out", "week.xlsx"]) == 0
    assert (home / "week.xlsx").exists()


@pytest.mark.parametrize("line", [["--db", "there.db", "demo"], ["demo", "--out", "there.db"]])
def test_it_can_be_put_elsewhere(line: list[str], home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    assert main([*line, "--weeks", "2"]) == 0
    assert is_demo(home / "there.db")
    assert not (data_folder() / "demo.db").exists()


def test_one_that_is_there_is_kept_unless_a_fresh_one_is_asked_for(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = made.read_bytes()
    assert main(["demo", "--weeks", "2"]) == 1
    assert capsys.readouterr().err == (
        f"The example club is at {made} already: work on it with --db, or make it anew with --fresh.\n"
    )
    assert made.read_bytes() == before
    assert main(["demo", "--weeks", "2", "--fresh"]) == 0
    assert made.read_bytes() != before
    assert [path.name for path in made.parent.iterdir()] == ["demo.db"]


def test_one_that_is_open_elsewhere_is_not_replaced(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = open_database(made)
    Desk(elsewhere).ask(Check())
    assert main(["demo", "--weeks", "2", "--fresh"]) == 1
    assert capsys.readouterr().err == f"{made} is open in another program: close it there first.\n"
    elsewhere.close()
    assert main(["demo", "--weeks", "2", "--fresh"]) == 0


@pytest.mark.parametrize("kind", ["club", "rehearsal", "text", "empty"])
def test_any_other_file_is_left_alone(kind: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = home / "other.db"
    if kind in ("club", "rehearsal"):
        open_database(path, replayed=kind == "rehearsal").close()
    else:
        path.write_text("" if kind == "empty" else "keep me", encoding="utf-8")
    before = path.read_bytes()
    assert main(["demo", "--out", str(path), "--fresh"]) == 1
    assert capsys.readouterr().err == f"{path} is not a demo, and is left alone.\n"
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_is_refused_with_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "file").write_text("keep me", encoding="utf-8")
    assert main(["demo", "--out", str(home / "file" / "demo.db")]) == 2
    assert main(["demo", "--out", str(home)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert [path.name for path in home.iterdir()] == ["file"]


def test_the_place_of_the_clubs_own_database_is_never_taken(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = home / "own.db"
    monkeypatch.setenv("FRONTDESK_DB", str(own))
    assert main(["demo", "--out", str(own), "--weeks", "2"]) == 1
    assert capsys.readouterr().err == (
        f"{own} is the place of the club's own database: name another with --out.\n"
    )
    assert main(["demo", "--weeks", "2"]) == 0
    assert not own.exists()
    assert is_demo(data_folder() / "demo.db")


def test_a_refusal_can_be_read_by_a_program(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["error"], told["detail"]) == (False, "demo_exists", {"path": str(made)})


def test_a_story_needs_this_week_and_the_next(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--weeks", "1"]) == 2
    assert not (data_folder() / "demo.db").exists()
