"""`frontdesk simulate`: the same people with and without waitlist and reminders, through the real door."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.booking.book import Book
from core.check import Finding
from core.errors import DeskError
from core.schedule.grid import AskGrid
from storage.database import open_database
from tests.support.terminal import Terminal
from tui.commands.simulate import facts_of, lines_of
from tui.demo.club import PERIODS
from tui.language import CHINESE, ENGLISH, use
from tui.printing import json_line
from tui.simulate import assumed
from tui.simulate.outcome import MONDAY, SWITCHES, Outcome, Simulation, simulate
from tui.simulate.run import Run
from tui.simulate.wants import Want, wants_of
from tui.simulate.words import model

WEEKS = 1
"""Four runs of it take some seconds."""


@pytest.fixture(scope="module")
def progress() -> list[tuple[int, int]]:
    """What was told while `told` came about."""
    return []


@pytest.fixture(scope="module")
def told(progress: list[tuple[int, int]]) -> Simulation:
    return simulate(1, WEEKS, lambda done, every: progress.append((done, every)))


@pytest.fixture(scope="module")
def runs(told: Simulation) -> tuple[Outcome, ...]:
    """Neither, reminders, waitlist, both."""
    return told.runs


@pytest.fixture(scope="module")
def wants() -> list[Want]:
    """Of some weeks more, which costs nothing."""
    return wants_of(1, MONDAY, MANY)


MANY = 6


# ---------------------------------------------------------------- what is put in


def test_there_are_96_members_and_eleven_slots_a_day(told: Simulation, wants: list[Want]) -> None:
    assert told.members == 96
    assert {want.member for want in wants} <= {f"{number:06d}" for number in range(1, 97)}
    assert len(PERIODS) == 11


def test_a_third_would_cancel_one_to_two_hours_ahead(wants: list[Want]) -> None:
    ahead = [want.cancels_ahead for want in wants if want.cancels_ahead is not None]
    assert 0.29 < len(ahead) / len(wants) < 0.37
    assert 60 <= min(ahead) < 65 < 115 < max(ahead) <= 120


def test_of_the_others_28_in_a_hundred_would_stay_away(wants: list[Want]) -> None:
    others = [want for want in wants if want.cancels_ahead is None]
    assert 0.24 < sum(want.misses for want in others) / len(others) < 0.32


def test_the_peak_is_asked_for_more_than_once_over_and_other_times_are_not(wants: list[Want]) -> None:
    asked = Counter(want.spot.peak for want in wants if want.calls_at is not None)
    assert asked[True] > 13 * 14 * MANY  # places of a peak slot, peak slots of a week
    assert asked[False] < 13 * 63 * MANY / 2


def test_nobody_wants_two_things_at_once(wants: list[Want]) -> None:
    spans: dict[str, list[tuple[int, int]]] = {}
    for want in wants:
        for start, end in spans.setdefault(want.member, []):
            assert end <= want.spot.start or want.spot.end <= start
        spans[want.member].append((want.spot.start, want.spot.end))


def test_with_more_weeks_the_first_ones_are_the_same(wants: list[Want]) -> None:
    fewer = wants_of(1, MONDAY, WEEKS)
    assert wants[: len(fewer)] == fewer


# ---------------------------------------------------------------- what comes of it


def test_the_same_seed_gives_the_same_figures_and_leaves_nothing_behind(
    told: Simulation, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "temporary"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    again = terminal("simulate", "--weeks", str(WEEKS), "--json")
    assert (again.status, again.err) == (0, "")  # no progress bar where nobody sees it
    assert again.out == json_line(facts_of(told)) + "\n"
    assert list(room.iterdir()) == []
    assert not terminal.database.exists()


def test_another_seed_is_other_people_who_want_other_things(wants: list[Want]) -> None:
    assert wants_of(2, MONDAY, WEEKS) != wants[: len(wants_of(2, MONDAY, WEEKS))]


def test_all_that_must_be_true_is_true_at_the_end_of_each_run(runs: tuple[Outcome, ...]) -> None:
    assert [run.problems for run in runs] == [()] * 4
    assert [(run.waitlist, run.reminders) for run in runs] == [
        (switches.waitlist, switches.reminders) for switches in SWITCHES
    ]


def test_the_pilots_figures_that_were_put_in_are_found_again(runs: tuple[Outcome, ...]) -> None:
    neither, reminders = runs[:2]
    assert 0.28 < neither.cancelled < 0.38
    assert neither.cancelled_1_to_2_hours == 1.0
    assert 0.2 < neither.meetings_unused < 0.4
    assert reminders.meetings_unused < 0.1


def test_with_the_waitlist_more_of_the_places_given_up_reach_somebody_and_sooner(
    runs: tuple[Outcome, ...],
) -> None:
    for without, with_it in (runs[::2], runs[1::2]):
        assert with_it.reached > 1.5 * without.reached
        assert with_it.minutes_empty < without.minutes_empty
        assert with_it.use > without.use
        assert (without.by_waitlist, with_it.by_waitlist > 0) == (0, True)


def test_reminders_bring_places_back_before_the_start(runs: tuple[Outcome, ...]) -> None:
    neither, reminders = runs[:2]
    assert reminders.given_up > neither.given_up
    assert (neither.released, reminders.released > 0) == (0, True)
    assert reminders.use > neither.use


def test_progress_is_told_by_weeks_of_all_runs(told: Simulation, progress: list[tuple[int, int]]) -> None:
    assert told.weeks == 1
    assert progress == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, wants: list[Want]) -> Iterator[Run]:
    """A week with everything on."""
    database = open_database(tmp_path_factory.mktemp("lived") / "club.db", replayed=True)
    run = Run(database, [want for want in wants if want.spot.start < 7 * 1440], MONDAY, SWITCHES[-1])
    run.live(1, 1, lambda _week: None)
    yield run
    database.close()


def test_everything_went_through_the_door(lived: Run) -> None:
    grid = lived.desk.ask(AskGrid(MONDAY, 7))
    assert len(grid.facilities) == 10
    slots = [slot for slot in grid.slots if slot.facility == "badminton-1"]
    assert len(slots) == 77
    with lived.desk._database.read() as store:
        records = Counter(record.action for record in store.audit_records())
    assert all(
        records[action]
        for action in ("book", "cancel", "join_waitlist", "accept_offer", "decline_offer", "confirm")
    )
    assert all(records[action] for action in ("ask", "remind", "release", "no_show"))
    assert records["book_refused"] > 10


def test_a_refusal_that_nobody_reckoned_with_is_a_mistake_and_not_passed_over(lived: Run) -> None:
    with pytest.raises(DeskError, match="unknown_slot"):
        lived._do(Book("000001", "badminton-1", MONDAY + timedelta(days=90), 1050))


# ---------------------------------------------------------------- on the command line


def test_the_help_states_the_model(terminal: Terminal) -> None:
    told = terminal("simulate", "--help").out
    for line in (
        "- 96 members; nobody is suspended;",
        "- 33 % of all bookings are cancelled, 60 to 120 minutes before the start;",
        "- 28 % of the others are not used, as long as nobody reminds.",
        "Assumed:",
        "- of those who would have stayed away 89 % heed that (so that 28 % become",
        "it promises nothing",
    ):
        assert line in " ".join(told.split()) or line in told
    assert all(len(line) <= 80 for line in told.splitlines())


def test_the_help_speaks_chinese(terminal: Terminal) -> None:
    told = terminal("simulate", "--help", lang="zh").out
    assert "- 预约有 33% 被取消，在开始前 60 至 120 分钟；" in told
    assert "假设：" in told


def test_every_number_of_the_model_is_one_of_the_assumptions(monkeypatch: pytest.MonkeyPatch) -> None:
    before = model()
    for name in ("CANCELS", "MISSES", "HEEDS", "JOINS", "TAKES", "DECLINES", "ANSWERS", "CALLS_AGAIN"):
        with monkeypatch.context() as patched:
            patched.setattr(assumed, name, 0.123)
            assert model() != before


def test_the_table_stands_beside_the_pilots_figures(told: Simulation) -> None:
    use(ENGLISH)
    lines = lines_of(told)
    assert lines[0].startswith("96 members, 10 facilities, 1 weeks from 2026-03-02, seed 1; the same ")
    assert lines[2].split() == ["Pilot", "Neither", "Reminders", "Waitlist", "Both"]
    assert lines[3] == "Put in, or made to fit:"
    assert lines[4].split()[:3] == ["bookings", "cancelled", "33%"]
    assert "Came of it, at the peak:" in lines
    assert any(line.startswith("  that reached somebody") for line in lines)
    assert any(line.startswith("  gained by the waitlist") and "+12%" in line for line in lines)
    assert lines[-1] == "The model, and what is assumed in it: frontdesk simulate --help"
    assert all(len(line) <= 80 for line in lines[1:])


def test_the_table_speaks_chinese(told: Simulation) -> None:
    use(CHINESE)
    lines = lines_of(told)
    assert lines[0].startswith("职工 96 人，设施 10 个，自 2026-03-02 起 1 周，种子 1；")
    assert lines[2].split() == ["试点", "都无", "提醒", "候补", "都有"]
    assert any(line.startswith("  又有人得到的") for line in lines)


def test_as_json_it_tells_what_was_assumed_too(told: Simulation) -> None:
    facts = facts_of(told)
    assert (facts["seed"], facts["weeks"], facts["members"]) == (1, 1, 96)
    assert [(run["waitlist"], run["reminders"]) for run in facts["runs"]] == [
        (False, False), (False, True), (True, False), (True, True),
    ]  # fmt: skip
    assert [run["problems"] for run in facts["runs"]] == [[]] * 4
    assert facts["assumed"]["cancels"] == facts["published"]["cancelled"] == 0.33


def test_a_rule_that_is_broken_at_the_end_is_told(
    told: Simulation, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Finding(1, "slot 3", "slots_overlap", {"facility": "gym", "date": MONDAY, "start": 1, "other": 2})
    broken = replace(told, runs=(*told.runs[:3], replace(told.runs[3], problems=(found,))))
    monkeypatch.setattr("tui.simulate.outcome.simulate", lambda *_: broken)
    again = terminal("simulate", "--weeks", "1")
    assert (again.status, again.err) == (
        1,
        "slot 3: gym on 2026-03-02: the slots at 1 and at 2 overlap.\n",
    )


@pytest.mark.parametrize("weeks", ["0", "55", "two"])
def test_a_number_of_weeks_that_is_none_is_a_sentence(terminal: Terminal, weeks: str) -> None:
    told = terminal("simulate", "--weeks", weeks)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("'--weeks' must be a whole number from 1 to 54.")
