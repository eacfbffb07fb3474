"""`frontdesk points rules`, `add-rule`, `add-promotion`: by what points are earned, without a script."""

from tests.support.club import Club
from tests.support.terminal import Terminal


def test_rules_and_promotions_are_added_and_listed(club: Club, terminal: Terminal) -> None:
    assert terminal("points", "rules").out == "There are no earning rules yet.\n"
    assert terminal("points", "add-rule", "全勤", "20").out == "全勤 is added.\n"
    terminal("points", "add-rule", "prize", "100", "--name", "[/]表彰", "--for-ever")
    terminal("points", "add-promotion", "week", "--from", "2026-11-23", "--to", "2026-11-29")
    assert [line.split() for line in terminal("points", "rules").out.splitlines()] == [
        ["prize", "[/]表彰", "100", "points", "for", "ever"],
        ["全勤", "全勤", "20", "points", "12", "months"],
        ["week", "x2", "2026-11-23", "-", "2026-11-29"],
    ]
    club.member("000001")
    assert club.do("award", member="000001", rule="全勤")["points"] == 40


def test_what_cannot_be_is_a_sentence(club: Club, terminal: Terminal) -> None:
    told = terminal("points", "add-promotion", "w", "--from", "2026-11-23", "--to", "2026-11-22")
    assert (told.status, told.err) == (2, "to must be after the start, not 2026-11-22.\n")
    terminal("points", "add-rule", "a", "5")
    assert terminal("points", "add-rule", "a", "5").err == "a is in use already.\n"
    assert "must be at least 1" in terminal("points", "add-rule", "b", "0").err
