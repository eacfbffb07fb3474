"""What a member is found by: names, pinyin, initials, numbers and the end of the phone number."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.members.records import Member
from core.text import NAME_LONGEST, folded
from storage.names import MOST_SPELLINGS, MOST_SYLLABLES, keys_of, pinyin_of, tail_key


def member(name: str = "李明", staff_no: str = "000123", **more: str) -> Member:
    return Member(1, staff_no, name, **more)  # type: ignore[arg-type]


def found_by(typed: str, who: Member) -> bool:
    """Whether the desk finds a member by this beginning, folded as `find_members` does it."""
    text = "".join(folded(typed).lower().split())
    beginnings = (text, tail_key(text)) if text.isdigit() else (text,)
    return any(key.startswith(beginnings) for key in keys_of(who))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("单俊英", "shan junying"),
        ("仇英", "qiu ying"),
        ("解志霞", "xie zhixia"),
        ("查良镛", "zha liangyong"),
        ("曾国藩", "zeng guofan"),
        ("尉迟刚", "yuchi gang"),
        ("区志强", "ou zhiqiang"),
        ("朴正", "piao zheng"),
        ("盖文", "ge wen"),
        ("翟天", "zhai tian"),
        ("缪云", "miao yun"),
        ("乐云", "yue yun"),
        ("长孙文", "zhangsun wen"),
        ("万俟文", "moqi wen"),
        ("澹台文", "tantai wen"),
        ("单于文", "chanyu wen"),
        ("欧阳红", "ouyang hong"),
    ],
)
def test_the_surname_is_read_as_surnames_are(name: str, shown: str) -> None:
    assert pinyin_of(name) == shown


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王小燕", "wangxy"),
        ("王小燕", "wangx"),
        ("欧阳小燕", "ouyangxy"),
        ("单俊英", "shanjy"),
        ("单俊英", "danjy"),
    ],
)
def test_the_surname_in_full_and_the_rest_by_initials_find_a_member(name: str, typed: str) -> None:
    assert found_by(typed, member(name))


def test_a_surname_s_character_is_read_as_usual_in_a_given_name() -> None:
    assert pinyin_of("乐乐") == "yue le"


def test_two_characters_in_all_are_a_surname_and_a_given_name() -> None:
    assert pinyin_of("单于") == "shan yu"


def test_the_vowel_u_with_dots_is_shown_as_v() -> None:
    assert pinyin_of("吕强") == "lv qiang"


def test_latin_names_are_shown_in_lower_case() -> None:
    assert pinyin_of("Zhang San") == "zhang san"


def test_a_blank_inside_a_chinese_name_changes_nothing() -> None:
    assert pinyin_of("单　俊英") == pinyin_of("单俊英")


def test_a_transcribed_name_has_no_surname() -> None:
    assert pinyin_of("阿卜杜拉·买买提") == "abudula maimaiti"


def test_a_name_without_any_letter_is_shown_as_it_stands() -> None:
    assert pinyin_of("[/]") == "[/]"


@pytest.mark.parametrize("typed", ["单俊英", "单俊", "俊英", "英"])
def test_a_name_is_found_from_any_character_on(typed: str) -> None:
    assert found_by(typed, member("单俊英"))


@pytest.mark.parametrize("typed", ["shanjunying", "shanj", "junying", "ying", "shan jun ying"])
def test_a_name_is_found_by_its_pinyin_from_any_syllable_on(typed: str) -> None:
    assert found_by(typed, member("单俊英"))


@pytest.mark.parametrize("typed", ["sjy", "sj", "jy", "y"])
def test_a_name_is_found_by_its_initials_from_any_syllable_on(typed: str) -> None:
    assert found_by(typed, member("单俊英"))


def test_the_middle_of_a_syllable_finds_nobody() -> None:
    assert not found_by("anjun", member("单俊英"))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单俊英", ["shanj", "danj", "chanj", "sjy", "djy", "cjy"]),
        ("仇英", ["qiuy", "chouy", "qy", "cy"]),
        ("解缙", ["xiej", "jiej", "xj", "jj"]),
        ("查良镛", ["zhal", "chal", "zly", "cly"]),
        ("曾国藩", ["zengg", "cengg", "zgf", "cgf"]),
        ("尉迟刚", ["yuchig", "weichig", "ycg", "wcg", "chig"]),
        ("万俟文", ["moqiw", "wanqiw", "wansiw", "mqw", "wqw"]),
    ],
)
def test_a_polyphonic_surname_is_found_by_each_of_its_readings(name: str, typed: list[str]) -> None:
    assert [text for text in typed if not found_by(text, member(name))] == []


@pytest.mark.parametrize("typed", ["lichangle", "lizhangle", "lichangyue", "lzl"])
def test_a_polyphonic_given_name_is_found_by_each_of_its_readings(typed: str) -> None:
    assert found_by(typed, member("李长乐"))


def test_an_archaic_reading_of_a_common_character_finds_nobody() -> None:
    assert not found_by("yang", member("张英"))


def test_a_rare_character_is_found_by_its_first_two_readings() -> None:
    who = member("李玟")
    assert found_by("liwen", who)
    assert found_by("limin", who)


@pytest.mark.parametrize("typed", ["lvqiang", "luqiang", "lq"])
def test_the_vowel_u_with_dots_is_found_as_v_and_as_u(typed: str) -> None:
    assert found_by(typed, member("吕强"))


@pytest.mark.parametrize("typed", ["Zhang San", "zhangs", "san", "zs", "ＳＡＮ"])
def test_a_latin_name_is_found_by_each_word_and_by_initials(typed: str) -> None:
    assert found_by(typed, member("Zhang San"))


def test_a_latin_word_is_found_from_its_beginning_only() -> None:
    assert not found_by("an", member("Zhang San"))


@pytest.mark.parametrize("typed", ["josé", "jose"])
def test_an_accent_may_be_typed_or_not(typed: str) -> None:
    assert found_by(typed, member("José"))


@pytest.mark.parametrize(
    "typed", ["阿卜杜拉·买买提", "阿卜杜拉买买提", "买买提", "abudulamai", "maimaiti", "abdlmmt"]
)
def test_a_name_with_a_dot_is_found_with_and_without_it(typed: str) -> None:
    assert found_by(typed, member("阿卜杜拉·买买提"))


@pytest.mark.parametrize("typed", ["[/]", "[/"])
def test_a_name_of_signs_alone_is_found_by_them(typed: str) -> None:
    assert found_by(typed, member("[/]"))


@pytest.mark.parametrize("typed", ["张三2", "zhangsan2", "zs2"])
def test_digits_in_a_name_are_typed_as_they_stand(typed: str) -> None:
    assert found_by(typed, member("张三2"))


@pytest.mark.parametrize("typed", ["000123", "0001", "123", "１２３"])
def test_a_staff_number_is_found_with_and_without_its_leading_zeros(typed: str) -> None:
    assert found_by(typed, member(staff_no="000123"))


@pytest.mark.parametrize("typed", ["E0012", "e0012", "0012", "12"])
def test_a_staff_number_with_letters_is_found_by_its_digits_too(typed: str) -> None:
    assert found_by(typed, member(staff_no="E0012"))


def test_a_staff_number_of_zeros_alone_is_found_by_a_zero() -> None:
    assert "0" in keys_of(member(staff_no="0000"))


@pytest.mark.parametrize("typed", ["A88000037", "a8800", "Ａ８８"])
def test_a_card_number_is_found_from_its_beginning(typed: str) -> None:
    assert found_by(typed, member(card_no="Ａ88000037"))


@pytest.mark.parametrize(
    "phone", ["13900001234", "139 0000 1234", "+86 139-0000-1234", "１３９００００１２３４"]
)
@pytest.mark.parametrize("typed", ["34", "1234", "13900001234"])
def test_a_phone_is_found_by_its_last_digits_however_it_was_written(phone: str, typed: str) -> None:
    assert found_by(typed, member(phone=phone))


def test_the_middle_of_a_phone_number_finds_nobody() -> None:
    assert not found_by("0000123", member(staff_no="9", phone="13900001234"))


def test_a_tail_is_the_reversed_text_behind_a_tilde() -> None:
    assert tail_key("1234") == "~4321"


def test_a_member_with_only_name_and_number_has_no_tail() -> None:
    assert not any(key.startswith("~") for key in keys_of(member()))


def test_the_longest_name_has_a_bounded_number_of_keys() -> None:
    keys = keys_of(member("行乐" * (NAME_LONGEST // 2)))
    assert len(keys) <= 2 * MOST_SYLLABLES * (MOST_SPELLINGS + 1)
    assert max(map(len, keys)) <= NAME_LONGEST


def test_of_many_spellings_each_syllable_s_second_reading_is_kept() -> None:
    typed = ["xingle", "xingyue", "yuexing", "hangle", "lehang"]
    assert [text for text in typed if not found_by(text, member("李" + "行乐" * 5))] == []


@given(st.text(min_size=1, max_size=NAME_LONGEST))
def test_any_name_at_all_is_shown_and_found_by_itself(name: str) -> None:
    assert isinstance(pinyin_of(name), str)
    assert "" not in keys_of(member(name))
    assert found_by(name, member(name))


def test_naming_the_module_does_not_load_pypinyin() -> None:
    code = "import sys, storage.names; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
