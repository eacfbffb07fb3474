"""Text from people: what comes in, what is refused, and how odd characters are shown."""

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import LONGEST, MOST_MARKS, escaped, folded, problem_of, retold, visible
from tests.support.examples import examples

GOOD = (
    "a", "张三", "尉迟 恭", "Zoë O’Brien-Łuk", "a b", "  a", "=1+1", "[/]", "{x}", "%s", "\\n", "ＡＢＣ１２",
    "○×△", "नेपाल", "ทดสอบ", "ไม้", "Việt", "한글", "ありがとう", "مرحبا", "שלום", "½", "🏸", "👍🏽",
    "👨‍👩‍👧", "👩🏽‍💻", "❤️", "❤️‍🔥", "1️⃣", "🇨🇳", "葛\U000e0100城", "e\u0301", "a\u00a0b",
)  # fmt: skip
"""What stands on staff cards and in reasons, and comes in as it is."""

INVISIBLE = {
    "nul": "a\x00", "tab": "a\tb", "line feed": "a\nb", "carriage return": "a\rb", "escape": "\x1b[2J",
    "delete": "a\x7f", "c1": "a\x9b31m", "next line": "a\x85b", "line separator": "a\u2028b",
    "paragraph separator": "a\u2029b", "right to left override": "gpj.\u202eexe", "isolate": "a\u2066b",
    "left to right mark": "a\u200eb", "arabic letter mark": "a\u061cb", "zero width space": "a\u200bb",
    "zero width non-joiner": "a\u200cb",
    "joiner between letters": "a\u200db", "joiner at the start": "\u200d👩",
    "joiner at the end": "👩\u200d", "two joiners": "👩\u200d\u200d💻", "word joiner": "a\u2060b",
    "byte order mark": "\ufeffa", "soft hyphen": "a\u00adb", "tag": "🏴\U000e0067\U000e007f",
    "selector after a letter": "a\ufe0f",
    "selector at the start": "\ufe0fa", "two selectors": "❤\ufe0f\ufe0f",
    "ideographic selector after a latin letter": "a\U000e0100", "combining joiner": "a\u034fb",
    "hangul filler": "a\u3164b", "halfwidth filler": "a\uffa0b", "choseong filler": "\u115fa",
    "braille blank": "a\u2800b",
    "khmer inherent vowel": "a\u17b4b", "surrogate": "a\ud800", "private use": "\ue000",
    "noncharacter": "\ufffe", "unassigned": "\u0378", "interlinear": "a\ufff9b", "high private": "\U0010ffff",
}  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_what_people_write_comes_in(text: str) -> None:
    assert problem_of(text) is None


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE.keys())
def test_what_acts_on_a_screen_or_is_not_seen_is_refused(text: str) -> None:
    assert problem_of(text) == "invisible"


@pytest.mark.parametrize("text", ["", " ", "   ", "\u3000", "\u00a0", "\u2003\u3000"])
def test_blank_text_is_refused(text: str) -> None:
    assert problem_of(text) == "blank"


def test_marks_that_pile_up_are_refused() -> None:
    assert problem_of("a" + "\u0301" * MOST_MARKS) is None
    assert problem_of("a" + "\u0301" * (MOST_MARKS + 1)) == "marks"
    assert problem_of("a" + "\u20dd" * (MOST_MARKS + 1)) == "marks"


def test_marks_are_counted_anew_after_each_letter() -> None:
    assert problem_of("e\u0301\u0323" * 20) is None


def test_text_may_be_as_long_as_it_may_be_and_no_longer() -> None:
    assert problem_of("长" * LONGEST) is None
    assert problem_of("长" * (LONGEST + 1)) == "too_long"
    assert problem_of("abc", longest=2) == "too_long"


def test_the_length_is_looked_at_first() -> None:
    assert problem_of("\x00" * (LONGEST + 1)) == "too_long"


@given(st.text())
@examples(300)
def test_what_comes_in_is_shown_as_it_is(text: str) -> None:
    if problem_of(text) is None:
        assert visible(text) == text


@given(st.text(st.characters()))
@examples(300)
def test_what_is_shown_holds_nothing_that_acts_on_a_terminal(text: str) -> None:
    shown = visible(text)
    acting = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not {unicodedata.category(character) for character in shown} & acting
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE.keys())
def test_what_was_there_before_is_shown_by_its_number(text: str) -> None:
    shown = visible(text)
    assert shown == text or "‹U+" in shown


def test_a_hidden_turn_of_direction_is_shown_for_what_it_is() -> None:
    assert visible("gpj.\u202eexe") == "gpj.‹U+202E›exe"
    assert visible("\x1b[2Jhi") == "‹U+001B›[2Jhi"
    assert visible("a\U000e0067") == "a‹U+E0067›"


def test_marks_that_pile_up_and_stray_selectors_are_shown_for_what_they_are() -> None:
    assert visible("e" + "\u0301" * 3) == "e\u0301\u0301‹U+0301›"
    assert visible("a\ufe0f") == "a‹U+FE0F›"
    assert visible("❤\ufe0f") == "❤\ufe0f"


@given(st.text())
@examples(300)
def test_what_is_shown_as_it_is_would_come_in(text: str) -> None:
    assert (visible(text) == text) == (problem_of(text) in {None, "blank"})


def test_no_character_slips_through_where_plain_text_is_passed_over_at_once() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    acting = {one for one in every if retold(f"a{one}b", lambda _: "!") != f"a{one}b"}
    assert {one for one in acting if visible(f"a{one}b") == f"a{one}b"} == set()


@given(st.text())
@examples(300)
def test_json_is_escaped_to_the_same_value_and_nothing_in_it_acts(text: str) -> None:
    told = escaped(json.dumps({"name": text}, ensure_ascii=False))
    assert json.loads(told) == {"name": text}
    assert visible(told) == told


def test_plain_text_is_shown_as_it_is() -> None:
    assert visible("张三 [/] =1+1 👨‍👩‍👧") == "张三 [/] =1+1 👨‍👩‍👧"


@pytest.mark.parametrize(
    ("text", "plain"),
    [("１８：００", "18:00"), ("　A－１　", "A-1"), ("ＡＢＣ", "ABC"), (" x ", "x"), ("①", "1"), ("", "")],
)
def test_full_width_digits_and_signs_fold_to_their_plain_twins(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.text())
@examples(100)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
