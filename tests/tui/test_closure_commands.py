"""`frontdesk closure`: planned, closed, looked at, rebooked and ended (domain.md section 5)."""

from collections.abc import Iterator

import pytest

from tests.support.club import MONDAY, Club
from tests.support.terminal import Terminal

TUESDAY = "2026-11-24"
SPAN = ("--from", f"{TUESDAY}T17:00", "--to", f"{TUESDAY} 20:30")


@pytest.fixture
def gym(club: Club) -> Iterator[Club]:
    """Two gyms of a group; in the first, for two, 张三 and 李四 on Tuesday at 17:30, 王五 waits."""
    club.facility("gym", name="健身房", capacity=2, group="gyms")
    club.facility("annex", name="健身房副馆", capacity=1, group="gyms")
    for number, name in enumerate(("张三", "李四", "王五"), 1):
        club.member(f"00000{number}", name=name, phone=f"1380000000{number}")
    for number in (1, 2):
        club.book(f"00000{number}", "gym", TUESDAY, "17:30")
    club.do("join_waitlist", member="000003", facility="gym", date=TUESDAY, start="17:30")
    yield club
    club.check()


def close(terminal: Terminal, *options: str) -> None:
    assert terminal("closure", "close", "gym", *SPAN, "--reason", "漏水", *options).status == 0


def test_a_plan_says_what_would_happen_whom_to_call_and_writes_nothing(gym: Club, terminal: Terminal) -> None:
    told = terminal("closure", "plan", "gym", *SPAN)
    assert told.out.splitlines() == [
        "健身房: 2 slots would close.",
        "2026-11-24  17:30-19:30, 19:30-20:30",
        "2 bookings would lose their place.",
        "B1  2026-11-24  17:30-19:30  000001  张三  13800000001",
        "B2  2026-11-24  17:30-19:30  000002  李四  13800000002",
        "1 entry of the waitlist would stay.",
        "W1  2026-11-24  17:30  000003  王五  13800000003  waiting",
    ]
    assert (told.status, gym.state("B1")) == (0, "confirmed")


def test_closing_names_the_closure_and_who_lost_a_place(gym: Club, terminal: Terminal) -> None:
    told = terminal("closure", "close", "gym", *SPAN, "--reason", "漏水")
    assert told.out.splitlines() == [
        "C1: 健身房 is closed, 2 slots.",
        "2 bookings lost their place; they are moved by: frontdesk closure rebook C1",
        "B1  2026-11-24  17:30-19:30  000001  张三  13800000001",
        "B2  2026-11-24  17:30-19:30  000002  李四  13800000002",
    ]
    assert gym.state("B1") == "displaced"


def test_the_same_in_chinese(gym: Club, terminal: Terminal) -> None:
    told = terminal("closure", "close", "gym", *SPAN, "--reason", "漏水", lang="zh")
    assert told.out.splitlines()[:2] == [
        "C1：健身房已停用，共 2 个场次。",
        "2 个预约失去了场次；改期请用：frontdesk closure rebook C1",
    ]


@pytest.mark.parametrize(
    ("begin", "end", "starts"),
    [
        ("2026-11-24", "2026-11-25", ["24 17:30", "24 19:30", "25 17:30", "25 19:30"]),
        ("2026-11-24 8:00", "2026-11-24T18:00", ["24 17:30"]),
        ("２０２６-１１-２４　１９:３０", "2026-11-24", ["24 19:30"]),
    ],
)
def test_a_date_alone_is_its_whole_day(
    gym: Club, terminal: Terminal, begin: str, end: str, starts: list[str]
) -> None:
    told = terminal("closure", "plan", "gym", "--from", begin, "--to", end, "--json").json
    assert [f"{slot['date'][-2:]} {slot['start']}" for slot in told["slots"]] == starts


def test_an_event_is_listed_as_one(gym: Club, terminal: Terminal) -> None:
    close(terminal, "--event")
    assert terminal("closure", "list").out.splitlines() == [
        "C1  gym  2026-11-24 17:00-20:30  event  2 of 2 without a place  漏水"
    ]
    assert gym.slot("gym", TUESDAY, "17:30")["event"] is True


def test_a_stretch_of_days_ends_at_midnight_of_its_last(gym: Club, terminal: Terminal) -> None:
    for last in (TUESDAY, "2026-11-25"):
        terminal("closure", "close", "gym", "--from", TUESDAY, "--to", last, "--reason", "x")
    told = [line.partition("  out")[0].rstrip() for line in terminal("closure", "list").out.splitlines()]
    assert told == [
        "C2  gym  2026-11-24 00:00 - 2026-11-25 24:00",
        "C1  gym  2026-11-24 00:00-24:00",
    ]


def test_only_closures_that_stand_are_listed_unless_all_are_asked_for(gym: Club, terminal: Terminal) -> None:
    assert terminal("closure", "list").out == "No closure stands.\n"
    close(terminal)
    terminal("closure", "reopen", "C1")
    assert terminal("closure", "list", "--facility", "gym").out == "No closure stands.\n"
    [line] = terminal("closure", "list", "--all").out.splitlines()
    assert line.endswith(f"out of service  ended {MONDAY} 09:00  漏水")
    assert terminal("closure", "list", "--all", "--facility", "annex").out == "There is no closure.\n"


def test_who_lost_a_place_is_shown_with_what_has_become_of_them(gym: Club, terminal: Terminal) -> None:
    close(terminal)
    gym.do("move", booking="B1", facility="annex", date=TUESDAY, start="17:30")
    lines = terminal("closure", "show", "C1").out.splitlines()
    assert [line.partition("1380000000")[2][3:] for line in lines[1:]] == [
        "confirmed: 健身房副馆 2026-11-24 17:30-19:30",
        "best: 健身房副馆 2026-11-24 19:30-20:30",
    ]


def test_all_are_rebooked_the_assignment_shown_first(gym: Club, terminal: Terminal) -> None:
    close(terminal)
    shown = terminal("closure", "rebook", "C1", "--dry-run")
    assert shown.out.splitlines()[-1] == "2 bookings would be moved."
    assert gym.state("B1") == "displaced"
    told = terminal("closure", "rebook", "C1")
    assert (told.status, told.out.splitlines()[-1]) == (0, "2 bookings were moved.")
    assert told.out.splitlines()[:2] == shown.out.splitlines()[:2]
    assert sorted(line.split("->  ")[1] for line in told.out.splitlines()[:2]) == [
        "健身房副馆 2026-11-24 17:30-19:30",
        "健身房副馆 2026-11-24 19:30-20:30  +2:00",
    ]


def test_who_is_left_out_is_named_with_exit_status_one(gym: Club, terminal: Terminal) -> None:
    gym.member("900000", shared=True)
    for day in gym.week():
        for start in ("17:30", "19:30"):
            for code, party in (("gym", 2), ("annex", 1)):
                if day != TUESDAY or (code, start) == ("annex", "19:30"):
                    gym.book("900000", code, day, start, party=party)
    close(terminal)
    told = terminal("closure", "rebook", "C1")
    assert told.status == 1
    assert told.out.splitlines()[-1] == "No place was found for: B2"


def test_reopening_says_which_slots_are_back_and_who_is_offered_a_place(
    gym: Club, terminal: Terminal
) -> None:
    close(terminal)
    told = terminal("closure", "reopen", "C1")
    assert told.out.splitlines() == [
        "2 slots are open again.",
        "2026-11-24  17:30-19:30, 19:30-20:30",
        "Offered to the waitlist: W1",
    ]


def test_facts_are_those_of_the_commands(gym: Club, terminal: Terminal) -> None:
    closed = terminal("closure", "close", "gym", *SPAN, "--reason", "漏水", "--json").json
    assert (closed["closure"], closed["displaced"], closed["waiting"]) == ("C1", ["B1", "B2"], ["W1"])
    assert terminal("closure", "list", "--json").json == gym.ask("closures", standing_only=True)
    assert terminal("closure", "show", "C1", "--json").json == gym.ask("displaced", closure="C1")
    rebooked = terminal("closure", "rebook", "C1", "--json").json
    assert (rebooked["left_out"], rebooked["proven"], len(rebooked["moved"])) == ([], True, 2)
    assert terminal("closure", "reopen", "C1", "--json").json["offered"] == ["W1"]


@pytest.mark.parametrize(
    ("line", "status", "sentence"),
    [
        (("plan", "pool", *SPAN), 1, "There is no facility pool."),
        (("plan", "gym", "--from", "tomorrow", "--to", TUESDAY), 2, "from must be a date and time such as"),
        (("plan", "gym", "--from", TUESDAY, "--to", "2026-11-23"), 2, "to must be after the start"),
        (("plan", "gym", "--from", "2026-11-20", "--to", "2026-11-20"), 2, "to is past already"),
        (("close", "gym", *SPAN, "--reason", " "), 2, "reason is empty."),
        (("reopen", "C7"), 1, "There is no closure C7."),
        (("show", "C7"), 1, "There is no closure C7."),
        (("rebook", "7"), 2, "closure must be an id such as C12, not 7."),
        (("list", "--facility", "pool"), 1, "There is no facility pool."),
    ],
)
def test_what_can_not_be_is_said_in_a_sentence(
    gym: Club, terminal: Terminal, line: tuple[str, ...], status: int, sentence: str
) -> None:
    told = terminal("closure", *line)
    assert (told.status, told.out) == (status, "")
    assert sentence in told.err


def test_a_second_reopening_is_refused_with_the_time_of_the_first(gym: Club, terminal: Terminal) -> None:
    close(terminal)
    terminal("closure", "reopen", "C1")
    told = terminal("closure", "reopen", "C1", "--json")
    assert (told.status, told.json["error"]) == (1, "already_done")
    assert told.json["message"] == f"C1 was ended before, at {MONDAY} 09:00."


def test_a_reason_from_a_stranger_does_nothing_to_the_terminal(gym: Club, terminal: Terminal) -> None:
    close(terminal)
    with gym.database.write() as store:
        store.connection.execute("UPDATE closure SET reason = ?", ("\x1b[31m[/]",))
    assert "‹U+001B›[31m[/]" in terminal("closure", "list").out
