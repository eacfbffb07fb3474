"""What members are told: the program's words and the club's own, in both languages; masked for a group."""

import re

import pytest

from core.notices.templates import KINDS, LANGUAGES, PROGRAMS, Language, judge, placeholders
from core.notices.wording import masked_name, without_phones
from core.text import problem_of
from tests.support.club import Club

TUESDAY = "2026-11-24"
AT = {"facility": "gym", "date": TUESDAY, "start": "17:30"}


@pytest.fixture
def gym(club: Club) -> Club:
    club.facility("gym", name="阅览室", capacity=1)
    club.member("100013", name="张三", phone="13800000001")
    club.member("100014", name="欧阳娜娜")
    return club


def text(club: Club, notice: str = "N1") -> str:
    return next(str(line["text"]) for line in club.ask("notices")["notices"] if line["notice"] == notice)


def group(club: Club, **asked: bool) -> str | None:
    told: str | None = club.ask("group_message", **asked)["text"]
    return told


# ---------------------------------------------------------------- the program's own


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_words_in_both_languages_that_a_club_may_write_too(language: Language) -> None:
    assert set(PROGRAMS[language]) == set(KINDS)
    for kind, words in PROGRAMS[language].items():
        judge(kind, words.text)
        assert problem_of(words.text) is None
        assert words.title


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_say_the_same_things(kind: str) -> None:
    used = [set(re.findall(r"\{(\w+)\}", PROGRAMS[language][kind].text)) for language in LANGUAGES]  # type: ignore[index]
    assert used[0] == used[1]


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_can_be_said_is_said(kind: str) -> None:
    said = set(re.findall(r"\{(\w+)\}", PROGRAMS["zh_CN"][kind].text))  # type: ignore[index]
    missing = set(placeholders(kind)) - said  # type: ignore[arg-type]
    assert missing <= ({"weekday", "end"} if kind == "suspended" else set())


CHINESE = {
    "booked": "张三您好，您的预约已登记：阅览室 11月24日 周二 17:30-19:30。",
    "pending": "张三您好，您的预约已登记，尚待审批：阅览室 11月24日 周二 17:30-19:30。",
    "moved": "张三您好，您的预约已由阅览室 11月24日 17:30改为阅览室 11月25日 周三 19:30-20:30。",
    "displaced": "张三您好，您预约的阅览室 11月24日 周二 17:30-19:30 因空调检修不能使用，十分抱歉。"
    "请与前台联系，改约其他时段或场地。",
}


def test_a_booking_is_told_in_plain_chinese(gym: Club) -> None:
    gym.book("100013", **AT)
    assert text(gym) == CHINESE["booked"]


def test_one_that_needs_approval_says_so(gym: Club) -> None:
    gym.do("change_facility", code="gym", approval_levels=2)
    gym.book("100013", **AT)
    assert text(gym) == CHINESE["pending"]


def test_a_move_names_the_place_before(gym: Club) -> None:
    gym.do("move", booking=gym.book("100013", **AT), date="2026-11-25", start="19:30")
    assert text(gym, "N2") == CHINESE["moved"]


def test_a_closure_gives_its_reason_and_one_without_is_told_without(gym: Club) -> None:
    gym.book("100013", **AT)
    closed = {"facility": "gym", "from": f"{TUESDAY}T17:00", "to": f"{TUESDAY}T18:00"}
    gym.do("close_facility", **closed, reason="空调检修")
    assert text(gym, "N2") == CHINESE["displaced"]
    gym.book("100014", "gym", "2026-11-25", "17:30")
    gym.publish(("gym", "2026-11-25", "19:30-20:30"), replace=True, displace=True)
    displaced = [line for line in gym.ask("notices")["notices"] if line["member"] == "100014"]
    assert "17:30-19:30 不能使用，十分抱歉。" in displaced[0]["text"]


def test_an_offer_says_until_when(gym: Club) -> None:
    booking = gym.book("100014", **AT)
    gym.do("join_waitlist", member="100013", **AT)
    gym.do("cancel", booking=booking)
    assert "有空出的名额，为您保留至11月23日 09:30。" in text(gym, "N2")


@pytest.mark.parametrize(
    ("released", "end"),
    [
        (True, "请回复前台是否按时到场；11月24日 16:30前未回复的，名额将让给候补的同事。"),
        (False, "请回复前台是否按时到场。"),
    ],
)
def test_the_question_before_a_peak_says_what_becomes_of_the_place_only_where_something_does(
    gym: Club, *, released: bool, end: str
) -> None:
    gym.do("publish_slots", slots=[{**AT, "end": "19:30", "peak": True}])
    gym.do("change_facility", code="gym", confirm_minutes_before=120, release_unconfirmed=released)
    gym.book("100013", **AT)
    gym.at(f"{TUESDAY}T15:30")
    assert text(gym, "N2").endswith(end)


def test_a_club_can_speak_english_to_its_members(gym: Club) -> None:
    gym.book("100013", **AT)
    gym.do("change_settings", notice_language="en")
    assert text(gym) == "Dear 张三, your booking is made: 阅览室 on Tue 24 Nov, 17:30-19:30."


def test_a_facility_is_called_by_the_name_that_it_has_now(gym: Club) -> None:
    gym.book("100013", **AT)
    gym.do("change_facility", code="gym", name="健身房")
    assert "健身房 11月24日" in text(gym)


# ---------------------------------------------------------------- a club's own words


def test_a_clubs_own_words_take_the_place_of_the_programs_until_they_are_taken_back(gym: Club) -> None:
    gym.book("100013", **AT)
    own = "{person}，{facility}[（{approval}）]{start}见！"
    changed = gym.do("change_template", kind="booked", language="zh_CN", text=own)
    assert changed["text"] == own
    assert text(gym) == "张三，阅览室17:30见！"
    gym.do("change_template", **changed["was"])
    assert text(gym) == CHINESE["booked"]


def test_words_of_the_other_language_wait_until_it_is_spoken(gym: Club) -> None:
    gym.book("100013", **AT)
    gym.do("change_template", kind="booked", language="en", text="Hi {person}")
    assert text(gym) == CHINESE["booked"]
    gym.do("change_settings", notice_language="en")
    assert text(gym) == "Hi 张三"


def test_all_words_are_shown_with_what_may_stand_in_them(gym: Club) -> None:
    gym.do("change_template", kind="offered", language="zh_CN", text="{person}：{until}前回复")
    told = {line["kind"]: line for line in gym.ask("notice_templates")["templates"]}
    assert list(told) == list(KINDS)
    assert (told["offered"]["text"], told["offered"]["own"]) == ("{person}：{until}前回复", True)
    assert told["offered"]["placeholders"] == [
        "person", "facility", "date", "weekday", "start", "end", "until",
    ]  # fmt: skip
    assert (told["booked"]["own"], told["booked"]["tier"]) == (False, "light")
    english = gym.ask("notice_templates", language="en")["templates"]
    assert not any(line["own"] for line in english)


def test_an_unknown_placeholder_is_refused_with_those_that_may_be_used(gym: Club) -> None:
    error = gym.refused("change_template", kind="booked", language="zh_CN", text="{name}您好")
    assert (error.code, error.facts["field"], error.facts["problem"]) == (
        "invalid", "text", "unknown_placeholder",
    )  # fmt: skip
    assert error.facts["value"] == "{name}"
    assert "{person}" in error.facts["choices"]
    assert "{until}" not in error.facts["choices"]


@pytest.mark.parametrize(
    "words",
    [
        "{person", "person}", "{{person}}", "{}", "{person.phone}", "{person!r}",
        "a [b", "a] b", "[a [b]]", "[{person]}",
    ],
)  # fmt: skip
def test_braces_and_brackets_that_stand_alone_are_refused(gym: Club, words: str) -> None:
    error = gym.refused("change_template", kind="booked", language="zh_CN", text=words)
    assert (error.code, error.facts["field"]) == ("invalid", "text")
    assert error.facts["problem"] in ("unknown_placeholder", "stray_bracket")


@pytest.mark.parametrize("words", ["", "  ", "a\nb", "a\u202eb", "好" * 2001])
def test_words_are_text_like_any_other(gym: Club, words: str) -> None:
    error = gym.refused("change_template", kind="booked", language="zh_CN", text=words)
    assert (error.code, error.facts["field"]) == ("invalid", "text")


def test_a_name_that_looks_like_a_placeholder_stays_a_name(gym: Club) -> None:
    gym.member("7", name="{until}[x]")
    gym.book("7", **AT)
    assert text(gym).startswith("{until}[x]您好")


# ---------------------------------------------------------------- for a group


def test_a_group_message_masks_names_and_names_no_phone(gym: Club) -> None:
    gym.book("100013", **AT)
    gym.do("join_waitlist", member="100014", **AT)
    gym.do("cancel", booking="B1")
    told = gym.ask("group_message", light=True)
    assert told == {
        "text": "【职工之家通知】\n"
        "1. 欧*(0014)您好，您候补的阅览室 11月24日 周二 17:30-19:30 有空出的名额，为您保留至11月23日 09:30。"
        "请在此之前回复前台是否需要，逾期将通知下一位。\n"
        "2. 张*(0013)您好，您预约的阅览室 11月24日 周二 17:30-19:30 已取消。",
        "notices": ["N2", "N3"],
        "more": False,
    }


def test_it_covers_what_the_call_list_does(gym: Club) -> None:
    gym.book("100013", **AT)
    gym.do("join_waitlist", member="100014", **AT)
    gym.do("cancel", booking="B1")
    told = gym.ask("group_message")
    assert told["notices"] == [line["notice"] for line in gym.ask("call_list")["notices"]] == ["N2"]
    assert "1. " not in told["text"]


def test_with_nothing_to_tell_there_is_no_message(gym: Club) -> None:
    assert gym.ask("group_message", light=True) == {"text": None, "notices": [], "more": False}


def test_why_an_application_was_rejected_is_between_the_desk_and_the_member(gym: Club) -> None:
    gym.do("change_facility", code="gym", approval_levels=1)
    gym.do("reject", booking=gym.book("100013", **AT), note="三次爽约")
    assert "三次爽约" in text(gym, "N2")
    message = group(gym)
    assert message is not None
    assert "未获批准。" in message
    assert "三次爽约" not in message


def test_a_phone_number_in_a_reason_is_hidden_from_a_group_and_a_date_is_not(gym: Club) -> None:
    gym.book("100013", **AT)
    closed = {"facility": "gym", "from": f"{TUESDAY}T17:00", "to": f"{TUESDAY}T18:00"}
    gym.do("close_facility", **closed, reason="检修至2026-11-25，电话 138 0000-0001")
    message = group(gym)
    assert message is not None
    assert "检修至2026-11-25，电话 ***" in message
    assert "138 0000-0001" in text(gym, "N2")


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("请打13800000001", "请打***"),
        ("+86 138-0000-0001", "***"),
        ("(010) 6552-1234", "***"),
        ("2026-11-24 17:30 停电", "2026-11-24 17:30 停电"),
        ("3号楼2层", "3号楼2层"),
        ("2026-11-241234567", "***"),
    ],
)
def test_what_is_read_as_a_phone_number(reason: str, shown: str) -> None:
    assert without_phones(reason) == shown


@pytest.mark.parametrize(
    ("name", "staff_no", "shown"),
    [
        ("张三", "100013", "张*(0013)"),
        ("欧阳娜娜", "7", "欧*(7)"),
        ("John Smith", "AB12345", "J*(2345)"),
        ("李", "0001", "李*(0001)"),
    ],
)
def test_how_a_name_is_masked(name: str, staff_no: str, shown: str) -> None:
    assert masked_name(name, staff_no) == shown


def test_an_unknown_kind_or_language_is_invalid(gym: Club) -> None:
    for wrong in ({"kind": "thanks", "language": "en"}, {"kind": "booked", "language": "fr"}):
        error = gym.refused("change_template", **wrong, text="x")
        assert (error.code, error.facts["problem"]) == ("invalid", "not_a_choice")


def test_words_can_be_taken_back_that_were_never_changed(gym: Club) -> None:
    changed = gym.do("change_template", kind="booked", language="zh_CN", text=None)
    assert changed["text"] == PROGRAMS["zh_CN"]["booked"].text
