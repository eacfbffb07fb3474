"""A console vouches for a program that it starts, for a minute."""

import json

import pytest

from core.desk import Desk
from core.errors import DeskError
from core.operators.records import Actor
from core.operators.vouching import vouch, vouched_for
from tests.support.club import Club
from tests.support.operators import first_owner, operator


def test_its_word_makes_another_door_act_for_the_same_operator(club: Club) -> None:
    clerk = operator(first_owner(club), club, "小王", "clerk")
    door = Desk(club.database, club.clock)
    assert vouched_for(door, vouch(clerk.desk)) == Actor("小王", 1)


def test_where_nobody_has_signed_in_there_is_no_word(club: Club) -> None:
    assert vouch(club.desk) == ""


@pytest.mark.parametrize(
    "change", [{"operator": "主任"}, {"session": 2}, {"until": 2_000_000_000}, {"proof": "é"}]
)
def test_a_word_that_was_changed_is_refused(club: Club, change: dict[str, object]) -> None:
    clerk = operator(first_owner(club), club, "小王", "clerk")
    word = json.dumps(json.loads(vouch(clerk.desk)) | change)
    with pytest.raises(DeskError, match="not_signed_in"):
        vouched_for(club.desk, word)


@pytest.mark.parametrize(
    "word", ["", "x", "[]", "{}", '{"operator": 1, "session": 1, "until": 1, "proof": ""}']
)
def test_what_is_no_word_is_refused(club: Club, word: str) -> None:
    with pytest.raises(DeskError, match="not_signed_in"):
        vouched_for(club.desk, word)


def test_a_word_is_too_old_after_a_minute(club: Club) -> None:
    word = vouch(first_owner(club).desk)
    club.at("2026-11-23T09:02")
    with pytest.raises(DeskError, match="not_signed_in"):
        vouched_for(club.desk, word)
