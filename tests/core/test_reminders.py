"""Peak confirmations, reminders and the release of places without an answer (domain.md section 9)."""

import json
from typing import Any

import pytest

from core.clock import Instant, local_of, zone_named
from core.wire import local_told
from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
START = f"{TUESDAY}T17:30"
PEAK = {"facility": "gym", "date": TUESDAY, "start": "17:30"}
OFF_PEAK = {"facility": "gym", "date": TUESDAY, "start": "19:30"}


@pytest.fixture
def gym(club: Club) -> Club:
    """B1: a place in the gym on Tuesday at 17:30, a peak of which is asked two hours ahead; members up to
    000004. The reminder comes one hour ahead."""
    club.facility("gym", capacity=2, slots=False, confirm_minutes_before=120)
    publish(club, peak=True)
    for number in range(1, 5):
        club.member(f"00000{number}")
    club.book("000001", **PEAK)
    return club


def publish(club: Club, *, peak: bool, end: str = "19:30") -> None:
    """Tuesday's slots; the later one is never a peak."""
    slots: list[dict[str, Any]] = [PEAK | {"end": end, "peak": peak}, OFF_PEAK | {"end": "20:30"}]
    club.do("publish_slots", slots=slots)


def told(club: Club, *kinds: str, booking: str = "B1") -> list[tuple[str, str]]:
    """The notices of some kinds about a booking: kind and when each fell due, in the club's time."""
    rows = notices(club, booking)
    return [(row["kind"], row["due_at"]) for row in rows if row["kind"] in (kinds or ("confirm", "reminder"))]


def notices(club: Club, booking: str = "B1") -> list[dict[str, Any]]:
    """What stands in the outbox about a booking, oldest first, with everything due done."""
    club.do("tick")
    with club.database.read() as store:
        rows = store.connection.execute(
            "SELECT kind, tier, due_at, useful_until, state, facts FROM notice WHERE record = ? ORDER BY id",
            (booking,),
        ).fetchall()
    return [
        {
            "kind": kind, "tier": tier, "due_at": local(due), "useful_until": local(until), "state": state,
            "facts": json.loads(facts),
        }
        for kind, tier, due, until, state, facts in rows
    ]  # fmt: skip


def local(instant: int | None) -> str:
    return "" if instant is None else local_told(local_of(Instant(instant), zone_named("Asia/Shanghai")))


def attendance(club: Club, booking: str = "B1") -> str | None:
    """Whether the member was asked, or has promised, with everything due done."""
    club.do("tick")
    with club.database.read() as store:
        kept = store.booking(int(booking[1:]))
    assert kept is not None
    return kept.attendance


# ---------------------------------------------------------------- the question before a peak


def test_before_a_peak_the_member_is_asked_so_many_minutes_ahead(gym: Club) -> None:
    gym.at(f"{TUESDAY}T15:29:59")
    assert (told(gym, "confirm"), attendance(gym)) == ([], None)
    gym.at(f"{TUESDAY}T15:30")
    assert told(gym, "confirm") == [("confirm", f"{TUESDAY}T15:30")]
    assert attendance(gym) == "asked"
    assert gym.events("B1")[-1] == "asked"


def test_off_the_peak_nobody_is_asked_but_everybody_reminded(gym: Club) -> None:
    gym.book("000002", **OFF_PEAK)
    gym.at(f"{TUESDAY}T19:29")
    assert told(gym, booking="B2") == [("reminder", f"{TUESDAY}T18:30")]
    assert attendance(gym, "B2") is None


def test_where_the_facility_does_not_ask_a_peak_is_only_reminded_of(gym: Club) -> None:
    gym.do("change_facility", code="gym", confirm_minutes_before=None)
    gym.at(f"{TUESDAY}T17:29")
    assert told(gym) == [("reminder", f"{TUESDAY}T16:30")]


@pytest.mark.parametrize("at", [f"{TUESDAY}T15:30", f"{TUESDAY}T15:31"])
def test_who_books_at_that_moment_or_later_is_not_asked(gym: Club, at: str) -> None:
    gym.at(at)
    gym.book("000002", **PEAK)
    gym.at(START)
    assert told(gym, booking="B2") == [("reminder", f"{TUESDAY}T16:30")]


def test_who_books_within_the_last_hour_is_neither_asked_nor_reminded(gym: Club) -> None:
    gym.at(f"{TUESDAY}T16:30")
    gym.book("000002", **PEAK)
    gym.at(START)
    assert told(gym, booking="B2") == []


def test_the_question_says_until_when_to_answer_where_the_place_may_be_lost(gym: Club) -> None:
    gym.do("change_facility", code="gym", release_unconfirmed=True)
    gym.at(f"{TUESDAY}T15:30")
    question = notices(gym)[-1]
    assert question["facts"]["until"] == f"{TUESDAY}T16:30"
    assert question["useful_until"] == f"{TUESDAY}T16:30"


def test_where_nothing_is_lost_the_question_is_of_use_until_the_start(gym: Club) -> None:
    gym.at(f"{TUESDAY}T15:30")
    question = notices(gym)[-1]
    assert (question["facts"]["until"], question["useful_until"]) == (None, START)


# ---------------------------------------------------------------- the answer


def test_who_promises_keeps_the_place(gym: Club) -> None:
    gym.do("change_facility", code="gym", release_unconfirmed=True)
    gym.at(f"{TUESDAY}T16:00")
    promised = {"state": "confirmed", "attendance": "promised", "already": False}
    assert gym.do("confirm", booking="B1") == promised
    gym.at(f"{TUESDAY}T17:29")
    assert gym.state("B1") == "confirmed"
    assert gym.events("B1") == ["booked", "asked", "promised"]
    assert told(gym) == [("confirm", f"{TUESDAY}T15:30"), ("reminder", f"{TUESDAY}T16:30")]


def test_a_promise_given_twice_is_one(gym: Club) -> None:
    gym.do("confirm", booking="B1")
    assert gym.do("confirm", booking="B1")["already"] is True
    assert gym.events("B1") == ["booked", "promised"]


def test_who_has_promised_before_is_not_asked(gym: Club) -> None:
    gym.do("confirm", booking="B1")
    gym.at(START)
    assert told(gym) == [("reminder", f"{TUESDAY}T16:30")]


def test_a_promise_does_not_save_from_a_no_show(gym: Club) -> None:
    gym.do("confirm", booking="B1")
    gym.at(f"{TUESDAY}T17:45")
    assert gym.state("B1") == "no_show"


def test_only_a_confirmed_booking_is_promised(gym: Club) -> None:
    gym.do("cancel", booking="B1")
    error = gym.refused("confirm", booking="B1")
    assert (error.code, error.facts["state"]) == ("wrong_state", "cancelled")
    assert gym.refused("confirm", booking="B7").code == "unknown_booking"


def test_when_the_slot_is_over_nothing_is_promised(gym: Club) -> None:
    gym.do("change_facility", code="gym", no_show_grace_minutes=None)
    gym.at(f"{TUESDAY}T19:29:59")
    assert gym.outcome("confirm", booking="B1") == "confirmed"
    gym.at(f"{TUESDAY}T19:30")
    assert gym.refused("confirm", booking="B1").facts["state"] == "completed"


# ---------------------------------------------------------------- the release


def released(club: Club, **rules: Any) -> Club:
    """Without an answer by half of the asking time the place is released."""
    club.do("change_facility", code="gym", release_unconfirmed=True, **rules)
    return club


def test_without_an_answer_the_place_is_released_at_half_of_the_asking_time(gym: Club) -> None:
    released(gym).at(f"{TUESDAY}T16:29:59")
    assert (gym.state("B1"), gym.free(**PEAK)) == ("confirmed", 1)
    gym.at(f"{TUESDAY}T16:30")
    assert (gym.state("B1"), gym.free(**PEAK)) == ("released", 2)
    assert told(gym, "released") == [("released", f"{TUESDAY}T16:30")]
    gym.check()


def test_who_loses_the_place_at_that_moment_is_not_reminded_of_it(gym: Club) -> None:
    released(gym).at(START)
    assert told(gym) == [("confirm", f"{TUESDAY}T15:30")]


def test_who_may_still_answer_is_reminded(gym: Club) -> None:
    gym.do("change_settings", remind_minutes_before=90)
    released(gym).at(START)
    assert told(gym) == [("confirm", f"{TUESDAY}T15:30"), ("reminder", f"{TUESDAY}T16:00")]


def test_a_released_place_goes_to_the_next_in_line(gym: Club) -> None:
    gym.book("000002", **PEAK)
    gym.do("confirm", booking="B2")
    gym.do("join_waitlist", member="000003", **PEAK)
    released(gym, promotion="auto").at(f"{TUESDAY}T16:30")
    assert gym.state("B1") == "released"
    entry = gym.ask("waitlist", **PEAK)["entries"][0]
    assert (entry["state"], entry["booking"]) == ("promoted", "B3")
    assert gym.state("B3") == "confirmed"
    gym.check()


def test_who_got_a_released_place_is_not_asked_any_more(gym: Club) -> None:
    gym.book("000002", **PEAK)
    gym.do("confirm", booking="B2")
    gym.do("join_waitlist", member="000003", **PEAK)
    released(gym, promotion="auto").at(START)
    assert told(gym, booking="B3") == []
    assert gym.state("B3") == "confirmed"


def test_a_released_booking_is_no_no_show(gym: Club) -> None:
    gym.do("change_settings", no_show_limit=1)
    released(gym).at(f"{TUESDAY}T18:00")
    assert gym.outcome("book", member="000001", **OFF_PEAK) == "confirmed"


def test_who_was_never_asked_is_never_released(gym: Club) -> None:
    gym.at(f"{TUESDAY}T15:30")
    gym.book("000002", **PEAK)
    released(gym).at(f"{TUESDAY}T17:29")
    assert gym.state("B2") == "confirmed"


def test_who_was_checked_in_is_not_released(gym: Club) -> None:
    released(gym, confirm_minutes_before=40).at(f"{TUESDAY}T17:00")
    gym.do("check_in", booking="B1")
    gym.at(f"{TUESDAY}T17:29")
    assert gym.state("B1") == "checked_in"


def test_after_a_check_in_entered_for_the_wrong_person_the_question_still_stands(gym: Club) -> None:
    released(gym, confirm_minutes_before=40).at(f"{TUESDAY}T17:00")
    gym.do("check_in", booking="B1")
    gym.do("reset_attendance", booking="B1")
    gym.at(f"{TUESDAY}T17:10")
    assert gym.state("B1") == "released"


# ---------------------------------------------------------------- the reminder


def test_the_reminder_comes_once_so_many_minutes_ahead(gym: Club) -> None:
    gym.at(f"{TUESDAY}T16:29:59")
    assert told(gym, "reminder") == []
    gym.at(f"{TUESDAY}T16:30")
    assert told(gym, "reminder") == [("reminder", f"{TUESDAY}T16:30")]
    gym.do("change_settings", remind_minutes_before=30)
    gym.at(START)
    assert told(gym, "reminder") == [("reminder", f"{TUESDAY}T16:30")]


def test_a_reminder_is_light_and_of_use_until_the_start(gym: Club) -> None:
    gym.at(f"{TUESDAY}T16:30")
    reminder = notices(gym)[-1]
    assert (reminder["kind"], reminder["tier"], reminder["useful_until"]) == ("reminder", "light", START)


def test_what_still_waits_for_approval_is_neither_asked_about_nor_reminded_of(gym: Club) -> None:
    gym.do("change_facility", code="gym", approval_levels=1)
    gym.book("000002", **PEAK)
    gym.at(f"{TUESDAY}T17:29")
    assert told(gym, booking="B2") == []


def test_what_was_approved_in_time_is_asked_about_and_reminded_of(gym: Club) -> None:
    gym.do("change_facility", code="gym", approval_levels=1)
    gym.book("000002", **PEAK)
    gym.at(f"{TUESDAY}T15:00")
    gym.do("approve", booking="B2")
    gym.at(START)
    assert told(gym, booking="B2") == [
        ("confirm", f"{TUESDAY}T15:30"),
        ("reminder", f"{TUESDAY}T16:30"),
    ]


def test_what_was_approved_after_the_question_is_reminded_of_only(gym: Club) -> None:
    gym.do("change_facility", code="gym", approval_levels=1)
    gym.book("000002", **PEAK)
    gym.at(f"{TUESDAY}T16:00")
    gym.do("approve", booking="B2")
    gym.at(START)
    assert told(gym, booking="B2") == [("reminder", f"{TUESDAY}T16:30")]


def test_what_is_cancelled_is_not_reminded_of(gym: Club) -> None:
    gym.do("cancel", booking="B1")
    gym.at(START)
    assert told(gym) == []


# ---------------------------------------------------------------- what moves the instants


def test_a_moved_booking_is_asked_about_and_reminded_of_anew(gym: Club) -> None:
    gym.do("publish_slots", slots=[{**PEAK, "date": "2026-11-25", "end": "19:30", "peak": True}])
    gym.at(f"{TUESDAY}T16:30")
    gym.do("confirm", booking="B1")
    gym.do("move", booking="B1", date="2026-11-25", start="17:30")
    assert attendance(gym) is None
    gym.at("2026-11-25T17:30")
    assert told(gym) == [
        ("confirm", f"{TUESDAY}T15:30"),
        ("reminder", f"{TUESDAY}T16:30"),
        ("confirm", "2026-11-25T15:30"),
        ("reminder", "2026-11-25T16:30"),
    ]


def test_another_reminding_time_holds_for_what_is_booked_already(gym: Club) -> None:
    gym.do("change_settings", remind_minutes_before=15)
    gym.at(START)
    assert told(gym, "reminder") == [("reminder", f"{TUESDAY}T17:15")]


def test_without_reminders_nobody_is_reminded_and_peaks_are_asked_about_all_the_same(gym: Club) -> None:
    gym.do("change_settings", remind_minutes_before=None)
    gym.at(START)
    assert told(gym) == [("confirm", f"{TUESDAY}T15:30")]


def test_another_asking_time_holds_for_what_is_booked_already(gym: Club) -> None:
    gym.do("change_facility", code="gym", confirm_minutes_before=180)
    gym.at(START)
    assert told(gym, "confirm") == [("confirm", f"{TUESDAY}T14:30")]


def test_a_slot_that_becomes_a_peak_is_asked_about(gym: Club) -> None:
    publish(gym, peak=False)
    publish(gym, peak=True)
    gym.at(START)
    assert told(gym, "confirm") == [("confirm", f"{TUESDAY}T15:30")]


def test_a_slot_that_is_no_peak_any_more_is_not_asked_about(gym: Club) -> None:
    publish(gym, peak=False)
    gym.at(START)
    assert told(gym) == [("reminder", f"{TUESDAY}T16:30")]


def test_the_releases_can_be_switched_off_after_the_question(gym: Club) -> None:
    released(gym).at(f"{TUESDAY}T16:00")
    assert attendance(gym) == "asked"
    gym.do("change_facility", code="gym", release_unconfirmed=False)
    gym.at(f"{TUESDAY}T17:29")
    assert gym.state("B1") == "confirmed"


def test_a_half_time_that_is_past_already_takes_no_place(gym: Club) -> None:
    """The asking time was made longer after the question."""
    released(gym).at(f"{TUESDAY}T15:45")
    assert attendance(gym) == "asked"
    gym.do("change_facility", code="gym", confirm_minutes_before=240)
    gym.at(f"{TUESDAY}T17:29")
    assert gym.state("B1") == "confirmed"


# ---------------------------------------------------------------- a late tick


def test_what_a_late_tick_finds_is_told_as_of_its_due_time(gym: Club) -> None:
    released(gym).at(f"{TUESDAY}T21:00")
    assert told(gym, "confirm", "reminder", "released") == [
        ("confirm", f"{TUESDAY}T15:30"),
        ("released", f"{TUESDAY}T16:30"),
    ]
    trail = gym.ask("booking", booking="B1")["trail"]
    assert [(step["event"], step["at"], step["by"]) for step in trail[1:]] == [
        ("asked", f"{TUESDAY}T15:30", "clock"),
        ("released", f"{TUESDAY}T16:30", "clock"),
    ]


def test_a_late_tick_and_one_in_time_leave_the_same(gym: Club) -> None:
    gym.at(f"{TUESDAY}T15:40")
    in_time = told(gym)
    gym.at(f"{TUESDAY}T21:00")
    assert told(gym)[:1] == in_time
    assert told(gym) == [("confirm", f"{TUESDAY}T15:30"), ("reminder", f"{TUESDAY}T16:30")]


def test_what_a_late_tick_tells_too_late_is_known_by_until_when_it_was_of_use(gym: Club) -> None:
    gym.at(f"{TUESDAY}T21:00")
    late = [row for row in notices(gym) if row["kind"] in ("confirm", "reminder")]
    assert [(row["state"], row["useful_until"]) for row in late] == [("pending", START)] * 2


def test_a_tick_counts_questions_reminders_and_releases(gym: Club) -> None:
    gym.book("000002", **OFF_PEAK)
    gym.do("change_settings", remind_minutes_before=90)
    released(gym).at(f"{TUESDAY}T18:30")
    counts = gym.do("tick")
    assert (counts["asked"], counts["reminded"], counts["released"]) == (1, 2, 1)


def test_a_walk_in_is_neither_asked_nor_reminded(gym: Club) -> None:
    gym.do("change_settings", remind_minutes_before=10)
    gym.at(f"{TUESDAY}T17:00")
    gym.book("000002", walk_in=True, **PEAK)
    gym.at(START)
    assert told(gym, booking="B2") == []


def test_today_a_booking_hours_ahead_is_asked_and_reminded_as_any_other(gym: Club) -> None:
    gym.do("publish_slots", slots=[{**PEAK, "date": MONDAY, "end": "19:30", "peak": True}])
    gym.book("000002", "gym", MONDAY, "17:30")
    gym.at(f"{MONDAY}T17:30")
    assert told(gym, booking="B2") == [("confirm", f"{MONDAY}T15:30"), ("reminder", f"{MONDAY}T16:30")]
