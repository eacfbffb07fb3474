"""Telling and delivering: a notice is never lost and never in two hands (domain.md section 10)."""

from typing import Any

import pytest

from core.errors import DeskError
from core.notices.sending import LEASE, MOST_TRIES, PAUSES, pause
from tests.support.club import MONDAY, NINE, Club

TUESDAY = "2026-11-24"
AT = {"facility": "gym", "date": TUESDAY, "start": "17:30"}


@pytest.fixture
def gym(club: Club) -> Club:
    """A gym, and two members: one with an address and a phone, one with neither."""
    club.facility("gym", name="健身房", max_days_ahead=60)
    club.member("1", name="张三", phone="13800000001", email="z3@example.com")
    club.member("2", name="李四")
    club.book("1", **AT)
    club.book("2", **AT)
    club.do(
        "close_facility",
        facility="gym",
        reason="检修",
        **{"from": f"{TUESDAY}T17:00", "to": f"{TUESDAY}T18:00"},
    )
    assert ids(club.ask("call_list")) == ["N3", "N4"]
    return club


def ids(told: dict[str, Any]) -> list[str]:
    return [str(line["notice"]) for line in told.get("notices", told.get("letters", ()))]


def line(club: Club, notice: str = "N3") -> dict[str, Any]:
    return next(line for line in club.ask("notices")["notices"] if line["notice"] == notice)


def outbox(club: Club, tier: str = "formal", reach: tuple[str, ...] = ("group",), **asked: Any) -> list[str]:
    return ids(club.ask("outbox", tier=tier, reach=list(reach), **asked))


def take(club: Club, *notices: str) -> tuple[list[str], str]:
    """Takes notices; which were to be had, and until when."""
    told = club.do("take_notices", notices=list(notices or ("N3",)))
    return told["notices"], told["until"]


def fail(club: Club, *notices: str, **fields: Any) -> dict[str, Any]:
    taken, until = take(club, *notices)
    asked = {"notices": taken, "until": until, "channel": "group", "error": "timeout"}
    return club.do("notices_failed", **asked | fields)


def later(club: Club, seconds: int) -> None:
    club.clock.stand_at(club.clock.at + seconds)


# ---------------------------------------------------------------- the desk tells


def test_the_desk_tells_by_phone_and_it_is_kept_what_was_said_by_whom_and_when(gym: Club) -> None:
    said = line(gym)["text"]
    assert gym.do("tell_notice", notice="N3") == {"told": ["N3"], "passed": []}
    gym.do("change_template", kind="displaced", language="zh_CN", text="另一句")
    told = line(gym)
    assert (told["state"], told["channel"], told["done_at"], told["done_by"]) == (
        "told", "phone", NINE, "owner",
    )  # fmt: skip
    assert told["text"] == said
    assert ids(gym.ask("call_list")) == ["N4"]


def test_what_was_told_is_not_told_again_and_the_refusal_says_by_whom(gym: Club) -> None:
    gym.do("tell_notice", notice="N3", how="counter")
    error = gym.refused("tell_notice", notice="N3")
    assert (error.code, error.facts) == (
        "wrong_state", {"notice": "N3", "state": "told", "at": NINE, "by": "owner"},
    )  # fmt: skip


def test_a_call_that_lasted_beyond_its_use_is_told_all_the_same(gym: Club) -> None:
    gym.at("2026-11-25T09:00")
    assert line(gym)["state"] == "missed"
    gym.do("tell_notice", notice="N3")
    assert line(gym)["state"] == "told"


def test_a_message_to_the_group_ticks_off_all_that_it_covers(gym: Club) -> None:
    covered = gym.ask("group_message")["notices"]
    gym.do("tell_notice", notice="N4")  # a colleague is quicker with one of them
    assert gym.do("tell_notices", notices=covered) == {"told": ["N3"], "passed": ["N4"]}
    assert (line(gym, "N3")["channel"], line(gym, "N4")["channel"]) == ("group", "phone")
    assert gym.ask("call_list")["notices"] == []


def test_a_slip_of_the_key_is_taken_back(gym: Club) -> None:
    gym.do("tell_notices", notices=["N3", "N4"])
    untold = gym.do("untell_notices", notices=["N3"])
    assert ids(gym.ask("call_list")) == ["N3"]
    assert (line(gym)["done_by"], line(gym)["channel"]) == (None, None)
    gym.do("tell_notices", **untold["was"])
    assert line(gym)["channel"] == "group"
    assert gym.refused("untell_notices", notices=["N1"]).code == "wrong_state"


def test_there_is_no_notice_of_that_number(gym: Club) -> None:
    for command, fields in {
        "tell_notice": {"notice": "N99"},
        "tell_notices": {"notices": ["N99"]},
        "untell_notices": {"notices": ["N99"]},
        "take_notices": {"notices": ["N99"]},
        "retry_notice": {"notice": "N99"},
    }.items():
        error = gym.refused(command, **fields)
        assert (error.code, error.facts) == ("unknown_notice", {"notice": "N99"})


def test_light_notices_are_on_the_call_list_only_when_asked_for_and_after_the_formal_ones(gym: Club) -> None:
    gym.book("1", "gym", "2026-11-25", "17:30")
    assert ids(gym.ask("call_list")) == ["N3", "N4"]
    assert ids(gym.ask("call_list", light=True)) == ["N3", "N4", "N5"]


# ---------------------------------------------------------------- the outbox


def test_the_outbox_holds_what_a_channel_can_deliver_now(gym: Club) -> None:
    assert outbox(gym) == ["N3", "N4"]
    assert outbox(gym, reach=("email",)) == ["N3"]
    assert outbox(gym, reach=("phone",)) == ["N3"]
    assert outbox(gym, reach=("email", "group")) == ["N3", "N4"]
    assert outbox(gym, reach=()) == []
    assert outbox(gym, tier="light") == []


def test_the_outbox_is_read_page_by_page(gym: Club) -> None:
    gym.book("1", "gym", "2026-11-25", "19:30")  # N5
    gym.book("2", "gym", "2026-11-25", "17:30")  # N6, of no use sooner
    assert outbox(gym, tier="light", limit=1) == ["N6"]
    assert outbox(gym, tier="light", limit=1, after="N6") == ["N5"]
    assert outbox(gym, tier="light", limit=1, after="N5") == []


def test_a_letter_is_for_the_member_in_full_and_for_a_group_masked(gym: Club) -> None:
    [letter, _] = gym.ask("outbox", tier="formal", reach=["group"])["letters"]
    assert letter["text"].startswith("张三您好，您预约的健身房")
    assert letter["masked"].startswith("张*(1)您好，您预约的健身房")
    assert (letter["email"], letter["phone"], letter["subject"]) == (
        "z3@example.com", "13800000001", "【职工之家】预约受影响",
    )  # fmt: skip


def test_what_is_missed_is_not_delivered(gym: Club) -> None:
    gym.at("2026-11-25T09:00")
    assert outbox(gym) == []
    assert take(gym, "N3") == ([], "2026-11-25T09:05")


# ---------------------------------------------------------------- taking


def test_what_one_has_taken_nobody_else_gets_until_the_lease_ends(gym: Club) -> None:
    assert take(gym, "N3", "N4") == (["N3", "N4"], f"{MONDAY}T09:05")
    assert outbox(gym) == []
    assert take(gym, "N3") == ([], f"{MONDAY}T09:05")
    later(gym, LEASE - 1)
    assert take(gym, "N3")[0] == []
    later(gym, 1)
    assert outbox(gym) == ["N3", "N4"]
    assert take(gym, "N3")[0] == ["N3"]


def test_taking_keeps_no_name_and_no_number_in_the_audit_trail(gym: Club) -> None:
    take(gym, "N3")
    gym.do("notices_sent", notices=["N3"], channel="group")
    with gym.database.read() as store:
        bodies = [record.body for record in store.audit_records()][-2:]
    assert all("N3" in body for body in bodies)
    assert not any(
        word in body for body in bodies for word in ("张三", "13800000001", "example.com", "健身房")
    )


def test_a_taken_notice_is_still_waiting_on_the_list(gym: Club) -> None:
    take(gym, "N3")
    assert line(gym)["state"] == "pending"


# ---------------------------------------------------------------- sent


def test_what_a_channel_accepted_is_sent_and_leaves_the_list_of_calls(gym: Club) -> None:
    take(gym, "N3")
    assert gym.do("notices_sent", notices=["N3"], channel="工会群") == {"sent": ["N3"], "passed": []}
    told = line(gym)
    assert (told["state"], told["channel"], told["done_at"]) == ("sent", "工会群", NINE)
    assert ids(gym.ask("call_list")) == ["N4"]
    assert take(gym, "N3")[0] == []


def test_sent_twice_after_a_crash_it_stands_once_in_the_list(gym: Club) -> None:
    take(gym, "N3")  # sent, and the program dies before it can say so
    later(gym, LEASE)
    take(gym, "N3")
    gym.do("notices_sent", notices=["N3"], channel="group")
    assert gym.do("notices_sent", notices=["N3"], channel="group") == {"sent": [], "passed": ["N3"]}
    assert [line["notice"] for line in gym.ask("notices", state="sent")["notices"]] == ["N3"]


def test_what_the_desk_told_while_it_was_under_way_stays_told(gym: Club) -> None:
    take(gym, "N3")
    gym.do("tell_notice", notice="N3")
    assert gym.do("notices_sent", notices=["N3"], channel="group")["passed"] == ["N3"]
    assert (line(gym)["state"], line(gym)["channel"]) == ("told", "phone")


# ---------------------------------------------------------------- failed


def test_a_failure_is_tried_again_after_a_pause_and_says_why(gym: Club) -> None:
    assert fail(gym, error="http_status 500") == {"waiting": ["N3"], "failed": [], "passed": []}
    told = line(gym)
    assert (told["state"], told["tries"], told["last_error"], told["next_try_at"]) == (
        "pending", 1, "http_status 500", f"{MONDAY}T09:01",
    )  # fmt: skip
    assert outbox(gym) == ["N4"]
    later(gym, 59)
    assert take(gym, "N3")[0] == []
    later(gym, 1)
    assert outbox(gym) == ["N3", "N4"]


def test_the_pauses_grow_and_then_stay() -> None:
    assert [pause(tries) // 60 for tries in range(1, 8)] == [1, 2, 5, 15, 60, 60, 60]
    assert sorted(PAUSES) == list(PAUSES)


def test_after_the_last_failure_it_is_left_to_the_desk_and_is_on_its_list(gym: Club) -> None:
    for _ in range(MOST_TRIES - 1):
        assert fail(gym)["waiting"] == ["N3"]
        later(gym, 3600)
    assert fail(gym)["failed"] == ["N3"]
    told = line(gym)
    assert (told["state"], told["tries"], told["last_error"], told["channel"]) == (
        "failed", MOST_TRIES, "timeout", "group",
    )  # fmt: skip
    assert ids(gym.ask("call_list")) == ["N3", "N4"]
    assert ids(gym.ask("notices", state="failed")) == ["N3"]
    assert outbox(gym) == ["N4"]


def test_what_is_final_is_not_tried_again(gym: Club) -> None:
    assert fail(gym, error="bad_address", final=True)["failed"] == ["N3"]
    later(gym, 7200)
    assert outbox(gym) == ["N4"]


def test_a_dead_letter_can_be_told_or_sent_anew(gym: Club) -> None:
    fail(gym, "N3", "N4", final=True)
    gym.do("tell_notice", notice="N3")
    assert line(gym)["state"] == "told"
    gym.do("retry_notice", notice="N4")
    assert (line(gym, "N4")["state"], line(gym, "N4")["tries"]) == ("pending", 0)
    assert outbox(gym) == ["N4"]
    error = gym.refused("retry_notice", notice="N4")
    assert (error.code, error.facts["state"]) == ("wrong_state", "pending")


def test_a_failure_told_late_does_not_take_it_out_of_other_hands(gym: Club) -> None:
    taken, until = take(gym, "N3")
    later(gym, LEASE)
    _, later_until = take(gym, "N3")
    late = {"notices": taken, "channel": "group", "error": "timeout"}
    assert gym.do("notices_failed", until=until, **late)["passed"] == ["N3"]
    assert take(gym, "N3")[0] == []
    assert gym.do("notices_failed", until=later_until, **late)["waiting"] == ["N3"]


@pytest.mark.parametrize(
    "error",
    [
        "https://example.com/send?key=geheim",
        "key geheim",
        "timeout 5 geheim",
        "Timeout",
        "timeout\n",
        "timeout " + "1" * 10,
    ],
)
def test_an_error_is_a_code_and_a_number_so_that_no_secret_gets_in(gym: Club, error: str) -> None:
    taken, until = take(gym, "N3")
    refused = gym.refused("notices_failed", notices=taken, until=until, channel="group", error=error)
    assert (refused.code, refused.facts["field"]) == ("invalid", "error")
    assert "geheim" not in str(refused)


def test_a_failed_notice_that_is_of_no_use_any_more_is_off_the_list_of_calls(gym: Club) -> None:
    fail(gym, final=True)
    gym.at("2026-11-25T09:00")
    assert gym.ask("call_list")["notices"] == []
    assert ids(gym.ask("notices", state="failed")) == ["N3"]


def test_nothing_is_lost_and_nothing_is_there_twice(gym: Club) -> None:
    fail(gym, "N3", final=True)
    take(gym, "N4")
    gym.do("tell_notice", notice="N1")
    told = gym.ask("notices")["notices"]
    assert sorted(line["notice"] for line in told) == ["N1", "N2", "N3", "N4"]


def test_an_outbox_without_a_limit_of_at_least_one_is_invalid(gym: Club) -> None:
    with pytest.raises(DeskError) as error:
        outbox(gym, limit=0)
    assert (error.value.code, error.value.facts["field"]) == ("invalid", "limit")
