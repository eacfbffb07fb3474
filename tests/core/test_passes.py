"""Passes: a number that only the club makes, read back however it is typed (domain.md section 2)."""

import pytest

from core.booking.passes import ALPHABET, code_of, parts_of
from core.errors import DeskError
from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"


@pytest.fixture
def booked(club: Club) -> Club:
    """B1: 张三's place in the gym on Tuesday at 17:30; B2 is 李四's."""
    club.facility("gym", name="健身房")
    club.member("000001", name="张三")
    club.member("000002", name="李四")
    club.book("000001", "gym", TUESDAY, "17:30", party=2)
    club.book("000002", "gym", TUESDAY, "17:30")
    return club


def code(club: Club, booking: str = "B1") -> str:
    return str(club.ask("pass", booking=booking)["code"])


def refused(club: Club, text: str) -> DeskError:
    with pytest.raises(DeskError) as error:
        club.ask("read_pass", text=text)
    return error.value


def test_a_pass_says_whose_it_is_and_for_what(booked: Club) -> None:
    told = booked.ask("pass", booking="B1")
    assert {name: told[name] for name in told if name != "code"} == {
        "booking": "B1",
        "member": "000001",
        "person": "张三",
        "facility": "gym",
        "name": "健身房",
        "date": TUESDAY,
        "start": "17:30",
        "end": "19:30",
        "party": 2,
        "people": None,
        "state": "confirmed",
    }


def test_its_number_is_the_bookings_and_six_characters_that_nobody_confuses(booked: Club) -> None:
    number, _, characters = code(booked).partition("-")
    assert number == "B1"
    assert len(characters) == 6
    assert set(characters) <= set(ALPHABET)
    assert not set(ALPHABET) & set("ILOU")


def test_what_a_pass_says_is_read_back_as_the_same_booking(booked: Club) -> None:
    for booking in ("B1", "B2"):
        assert booked.ask("read_pass", text=code(booked, booking)) == booked.ask("pass", booking=booking)


def test_it_stays_the_same_for_as_long_as_the_booking_is_there(booked: Club) -> None:
    first = code(booked)
    booked.do("move", booking="B1", date=TUESDAY, start="19:30")
    assert code(booked) == first
    booked.do("cancel", booking="B1")
    assert booked.ask("read_pass", text=first)["state"] == "cancelled"


def test_every_booking_has_another(booked: Club) -> None:
    assert code(booked, "B1").partition("-")[2] != code(booked, "B2").partition("-")[2]


def test_another_club_makes_another_of_the_same_booking() -> None:
    assert code_of(12, "one key") != code_of(12, "another")


def test_the_code_is_the_first_thirty_bits_of_the_keyed_digest() -> None:
    """`openssl dgst -sha256 -hmac key` of `B12` begins with 030bd0d9."""
    assert code_of(12, "key") == "0C5X1P"


# ---------------------------------------------------------------- typed by people


def lower(text: str) -> str:
    return text.lower()


def full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def spaced(text: str) -> str:
    return f"  {text[:4]} {text[4:]}　"


def dashed(text: str) -> str:
    return text.replace("-", "—")


def undashed(text: str) -> str:
    return text.replace("-", "")


@pytest.mark.parametrize("typed", [lower, full_width, spaced, dashed, undashed])
def test_case_blanks_dashes_and_full_width_do_not_matter(booked: Club, typed: object) -> None:
    assert callable(typed)
    assert booked.ask("read_pass", text=typed(code(booked)))["booking"] == "B1"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("B1O-7K3Q5T", (10, "7K3Q5T")),
        ("Bl2-7K3Q5T", (12, "7K3Q5T")),
        ("b12-oil000", (12, "011000")),
        ("B12 7k3 q5t", (12, "7K3Q5T")),
    ],
)
def test_letters_taken_for_digits_are_understood(typed: str, meant: tuple[int, str]) -> None:
    assert parts_of(typed) == meant


@pytest.mark.parametrize(
    "text", ["B12", "88001001", "12-7K3Q5T", "B-7K3Q5T", "B12-7K3Q5U", "张三", "B12-7K3Q5T-U"]
)
def test_what_is_no_pass_does_not_look_like_one(text: str) -> None:
    assert parts_of(text) is None


def test_a_wrong_code_is_refused_and_what_was_read_is_told(booked: Club) -> None:
    error = refused(booked, "B1-000000")
    assert (error.code, error.facts["value"]) == ("unknown_pass", "B1-000000")


def test_the_code_of_one_booking_is_not_good_for_another(booked: Club) -> None:
    assert refused(booked, code(booked, "B1").replace("B1", "B2")).code == "unknown_pass"


@pytest.mark.parametrize("text", ["B99-7K3Q5T", "hello", "B0-000000", "B999999999999-7K3Q5T"])
def test_a_pass_of_no_booking_is_refused(booked: Club, text: str) -> None:
    assert refused(booked, text).code == "unknown_pass"


def test_an_unknown_booking_has_no_pass(club: Club) -> None:
    with pytest.raises(DeskError) as error:
        club.ask("pass", booking="B1")
    assert error.value.code == "unknown_booking"


# ---------------------------------------------------------------- at the desk


def test_a_pass_that_is_scanned_twice_checks_in_once(booked: Club) -> None:
    booked.at(f"{TUESDAY}T17:10")
    for already in (False, True):
        booking = booked.ask("read_pass", text=code(booked))["booking"]
        assert booked.do("check_in", booking=booking) == {"state": "checked_in", "already": already}
    assert booked.events("B1") == ["booked", "checked_in"]


def test_on_another_day_its_check_in_says_from_when(booked: Club) -> None:
    booked.at(f"{MONDAY}T17:10")
    error = booked.refused("check_in", booking=booked.ask("read_pass", text=code(booked))["booking"])
    assert (error.code, error.facts["opens"]) == ("too_soon", f"{TUESDAY}T17:00")
