"""Members: adding, changing, finding, leaving."""

from typing import Any

import pytest

from core.errors import DeskError
from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
WEDNESDAY = "2026-11-25"

WHOLE: dict[str, Any] = {
    "staff_no": "000123",
    "name": "尉迟刚",
    "department": "财务科",
    "grade": "三级",
    "hired_on": "2019-02-28",
    "phone": "13800001234",
    "email": "gang@example.org",
    "card_no": "C-0123",
    "performance": "优",
    "shared": False,
}


# Adding


def test_a_member_is_added_with_a_staff_number_and_a_name_alone(club: Club) -> None:
    assert club.do("add_member", staff_no="000001", name="单俊英") == {"staff_no": "000001"}
    told = club.ask("member", member="000001")
    assert (told["name"], told["shared"], told["left"], told["coming"], told["past"]) == (
        "单俊英",
        False,
        False,
        [],
        [],
    )


def test_everything_that_is_given_is_kept_as_it_stands(club: Club) -> None:
    club.do("add_member", **WHOLE)
    told = club.ask("member", member="000123")
    assert {name: told[name] for name in WHOLE if name != "staff_no"} == {
        name: value for name, value in WHOLE.items() if name != "staff_no"
    }
    assert told["member"] == "000123"


def test_a_staff_number_in_use_is_refused_with_who_has_it(club: Club) -> None:
    club.do("add_member", **WHOLE)
    error = club.refused("add_member", staff_no="000123", name="某人")
    assert (error.code, error.facts["field"], error.facts["name"]) == ("exists", "staff_no", "尉迟刚")


def test_a_card_in_use_is_refused_with_who_has_it(club: Club) -> None:
    club.do("add_member", **WHOLE)
    error = club.refused("add_member", staff_no="000124", name="某人", card_no="C-0123")
    assert (error.code, error.facts["field"], error.facts["member"]) == ("exists", "card_no", "000123")


def test_zeros_make_another_staff_number(club: Club) -> None:
    club.do("add_member", staff_no="000123", name="甲")
    club.do("add_member", staff_no="123", name="乙")
    assert club.ask("member", member="123")["name"] == "乙"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("staff_no", "12 34"),
        ("card_no", "C 1"),
        ("phone", "none"),
        ("phone", "12a34"),
        ("email", "nobody"),
        ("email", "a b@c"),
        ("name", ""),
        ("name", "  "),
        ("name", "a\u202eb"),
        ("name", "tab\there"),
        ("name", "x" * 81),
        ("department", ""),
        ("hired_on", "2019-02-29"),
        ("shared", 1),
    ],
)
def test_what_a_field_cannot_hold_is_invalid_with_the_field(club: Club, field: str, value: object) -> None:
    error = club.refused("add_member", **WHOLE | {field: value})
    assert (error.code, error.facts["field"]) == ("invalid", field)


@pytest.mark.parametrize("phone", ["13800001234", "+86 138 0000 1234", "0571-8888 1234", "666"])
def test_the_usual_forms_of_a_phone_number_are_taken(club: Club, phone: str) -> None:
    club.do("add_member", staff_no="1", name="甲", phone=phone)
    assert club.ask("member", member="1")["phone"] == phone


@pytest.mark.parametrize("name", ["[/]", "[@click=app.quit]x[/]", "=1+1", "O'Brien", "阿卜杜拉·买买提"])
def test_a_name_is_text_and_nothing_else(club: Club, name: str) -> None:
    club.do("add_member", staff_no="1", name=name)
    assert club.ask("member", member="1")["name"] == name


# Changing


def test_a_change_touches_only_what_is_given(club: Club) -> None:
    club.do("add_member", **WHOLE)
    before = club.ask("member", member="000123")
    club.do("change_member", staff_no="000123", grade="四级")
    assert club.ask("member", member="000123") == before | {"grade": "四级"}


def test_a_field_given_as_null_is_emptied(club: Club) -> None:
    club.do("add_member", **WHOLE)
    club.do("change_member", staff_no="000123", card_no=None, phone=None)
    told = club.ask("member", member="000123")
    assert (told["card_no"], told["phone"], told["email"]) == (None, None, "gang@example.org")


def test_the_name_cannot_be_emptied(club: Club) -> None:
    club.do("add_member", **WHOLE)
    assert club.refused("change_member", staff_no="000123", name=None).code == "invalid"


def test_what_was_before_is_told_as_the_change_that_brings_it_back(club: Club) -> None:
    club.do("add_member", **WHOLE)
    before = club.ask("member", member="000123")
    was = club.do("change_member", staff_no="000123", grade="四级", phone=None)["was"]
    assert was == {"staff_no": "000123", "grade": "三级", "phone": "13800001234"}
    club.do("change_member", **was)
    assert club.ask("member", member="000123") == before


def test_another_members_card_is_refused_and_ones_own_is_not(club: Club) -> None:
    club.do("add_member", **WHOLE)
    club.do("add_member", staff_no="2", name="乙")
    assert club.refused("change_member", staff_no="2", card_no="C-0123").code == "exists"
    club.do("change_member", staff_no="000123", card_no="C-0123")


def test_a_card_that_was_given_back_may_go_to_another(club: Club) -> None:
    club.do("add_member", **WHOLE)
    club.do("change_member", staff_no="000123", card_no=None)
    club.do("add_member", staff_no="2", name="乙", card_no="C-0123")


def test_an_unknown_member_is_not_changed(club: Club) -> None:
    error = club.refused("change_member", staff_no="9", name="某人")
    assert (error.code, error.facts["member"]) == ("unknown_member", "9")


def test_a_member_who_becomes_a_shared_account_is_exempt_from_then_on(club: Club) -> None:
    club.facility(daily_quota=1)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    club.do("change_member", staff_no="000001", shared=True)
    assert club.outcome("book", member="000001", facility="gym", date=TUESDAY, start="17:30") == "confirmed"


# Finding


def found(club: Club, text: str, **fields: Any) -> list[str]:
    return [hit["staff_no"] for hit in club.ask("find_members", text=text, **fields)["members"]]


@pytest.mark.parametrize(
    "text",
    [
        "尉迟刚",
        "尉迟",
        "刚",
        "yuchigang",
        "yuchi gang",
        "YuChi",
        "ycg",
        "000123",
        "123",
        "C-0123",
        "c-01",
        "1234",
    ],
)
def test_a_member_is_found_by_name_pinyin_initials_numbers_and_the_end_of_the_phone(
    club: Club, text: str
) -> None:
    club.do("add_member", **WHOLE)
    club.do("add_member", staff_no="777", name="欧阳娜", phone="13999999999")
    assert found(club, text) == ["000123"]


def test_full_width_digits_find_what_plain_ones_find(club: Club) -> None:
    club.do("add_member", **WHOLE)
    assert found(club, "０００１２３") == ["000123"]


def test_after_a_change_of_name_the_new_one_is_found_and_the_old_one_is_not(club: Club) -> None:
    club.do("add_member", **WHOLE)
    club.do("change_member", staff_no="000123", name="欧阳娜")
    assert (found(club, "ouyang"), found(club, "yuchi")) == (["000123"], [])


def test_one_who_has_left_is_found_last_and_marked(club: Club) -> None:
    club.do("add_member", staff_no="1", name="王芳")
    club.do("add_member", staff_no="2", name="王芳")
    club.do("member_leaves", staff_no="1")
    hits = club.ask("find_members", text="王芳")["members"]
    assert [(hit["staff_no"], hit["left"], hit["left_on"]) for hit in hits] == [
        ("2", False, None),
        ("1", True, MONDAY),
    ]


def test_one_who_will_leave_is_not_marked_yet(club: Club) -> None:
    club.do("add_member", staff_no="1", name="王芳")
    club.do("member_leaves", staff_no="1", on=TUESDAY)
    assert club.ask("find_members", text="王芳")["members"][0]["left"] is False
    club.at("2026-11-24T00:00")
    assert club.ask("find_members", text="王芳")["members"][0]["left"] is True


def test_as_many_are_found_as_the_limit(club: Club) -> None:
    for number in range(25):
        club.do("add_member", staff_no=f"9{number:03d}", name="王芳")
    assert (len(found(club, "wang")), len(found(club, "wang", limit=3))) == (20, 3)


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_the_limit_lies_between_1_and_200(club: Club, limit: int) -> None:
    with pytest.raises(DeskError) as refused:
        club.ask("find_members", text="wang", limit=limit)
    assert (refused.value.code, refused.value.facts["field"]) == ("invalid", "limit")


def test_nobody_is_found_for_what_nobody_has(club: Club) -> None:
    club.do("add_member", **WHOLE)
    assert found(club, "%") == []
    assert found(club, "zzz") == []


# One member


def test_what_is_coming_stands_soonest_first_and_what_has_been_latest_first(club: Club) -> None:
    club.facility(no_show_grace_minutes=None)
    club.member()
    for day in (TUESDAY, MONDAY, WEDNESDAY):
        for start in ("19:30", "17:30"):
            club.book("000001", "gym", day, start)
    club.at("2026-11-24T19:30")
    told = club.ask("member", member="000001")
    assert [(line["date"], line["start"]) for line in told["coming"]] == [
        (TUESDAY, "19:30"),
        (WEDNESDAY, "17:30"),
        (WEDNESDAY, "19:30"),
    ]
    assert [(line["date"], line["start"], line["state"]) for line in told["past"]] == [
        (TUESDAY, "17:30", "completed"),
        (MONDAY, "19:30", "completed"),
        (MONDAY, "17:30", "completed"),
    ]


def test_a_booking_is_told_with_its_place_party_and_state(club: Club) -> None:
    club.facility(approval_levels=1)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30", party=2)
    assert club.ask("member", member="000001")["coming"] == [
        {
            "booking": "B1",
            "facility": "gym",
            "date": TUESDAY,
            "start": "17:30",
            "end": "19:30",
            "party": 2,
            "state": "pending",
        }
    ]


def test_an_unknown_member_is_told(club: Club) -> None:
    with pytest.raises(DeskError) as refused:
        club.ask("member", member="9")
    assert (refused.value.code, refused.value.facts["member"]) == ("unknown_member", "9")


# Leaving


def booking(club: Club, date: str) -> str:
    return club.outcome("book", member="000001", facility="gym", date=date, start="17:30")


def test_who_leaves_today_books_no_more(club: Club) -> None:
    club.facility()
    club.member()
    told = club.do("member_leaves", staff_no="000001")
    assert (told["cancelled"], told["recalled"]) == ([], {"allowance": "0.00", "points": 0})
    error = club.refused("book", member="000001", facility="gym", date=TUESDAY, start="17:30")
    assert (error.code, error.facts["left_on"]) == ("member_left", MONDAY)


def test_who_leaves_later_books_until_the_day_before(club: Club) -> None:
    club.facility()
    club.member()
    club.do("member_leaves", staff_no="000001", on=WEDNESDAY)
    assert (booking(club, TUESDAY), booking(club, WEDNESDAY)) == ("confirmed", "member_left")


def test_coming_bookings_from_that_day_on_are_cancelled_and_their_places_are_free(club: Club) -> None:
    club.facility()
    club.member()
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        club.book("000001", "gym", day, "17:30", party=3)
    assert club.do("member_leaves", staff_no="000001", on=TUESDAY)["cancelled"] == ["B2", "B3"]
    assert [club.state(booking) for booking in ("B1", "B2", "B3")] == ["confirmed", "cancelled", "cancelled"]
    assert club.free("gym", TUESDAY, "17:30") == 12
    assert club.events("B2") == ["booked", "member_left"]
    club.check()


def test_a_pending_booking_is_cancelled_too(club: Club) -> None:
    club.facility(approval_levels=1)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    assert club.do("member_leaves", staff_no="000001")["cancelled"] == ["B1"]


def test_a_booking_that_has_begun_is_left_as_it_is(club: Club) -> None:
    club.facility()
    club.member()
    club.book("000001", "gym", MONDAY, "17:30")
    club.book("000001", "gym", MONDAY, "19:30")
    club.at("2026-11-23T17:30")
    assert club.do("member_leaves", staff_no="000001")["cancelled"] == ["B2"]
    assert club.outcome("check_in", booking="B1") == "checked_in"


def test_nothing_of_who_has_left_is_deleted(club: Club) -> None:
    club.facility(no_show_grace_minutes=None)
    club.do("add_member", **WHOLE)
    club.book("000123", "gym", MONDAY, "17:30")
    club.at("2026-11-24T09:00")
    club.do("member_leaves", staff_no="000123")
    told = club.ask("member", member="000123")
    assert (told["name"], told["left"], told["left_on"]) == ("尉迟刚", True, TUESDAY)
    assert [line["booking"] for line in told["past"]] == ["B1"]


def test_nobody_leaves_before_the_day_of_hire(club: Club) -> None:
    club.do("add_member", **WHOLE)
    error = club.refused("member_leaves", staff_no="000123", on="2019-02-27")
    assert (error.code, error.facts["field"], error.facts["hired_on"]) == ("invalid", "on", "2019-02-28")


def test_an_unknown_member_does_not_leave(club: Club) -> None:
    assert club.refused("member_leaves", staff_no="9").code == "unknown_member"


def test_a_day_of_leaving_entered_wrongly_is_entered_again(club: Club) -> None:
    club.facility()
    club.member()
    club.do("member_leaves", staff_no="000001")
    club.do("member_leaves", staff_no="000001", on=WEDNESDAY)
    assert booking(club, TUESDAY) == "confirmed"


def test_a_shared_account_leaves_too(club: Club) -> None:
    club.facility()
    club.member(shared=True)
    club.do("member_leaves", staff_no="000001")
    assert booking(club, TUESDAY) == "member_left"
