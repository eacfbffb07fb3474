"""Passwords: what they cost, how they are proved, and which new ones are refused."""

import re
import time
import unicodedata

import pytest

from core.errors import DeskError
from storage import passwords
from storage.passwords import COST, Cost, digest_of, hashed, judge, new_secret, one_time_password, proof_of

CHEAP = Cost(1, 8, 1, 16, 8)


@pytest.fixture
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", CHEAP)


def test_a_hash_says_argon2id_with_three_passes_64_mebibytes_and_four_lanes() -> None:
    kept = hashed("sieben graue Katzen")
    found = re.fullmatch(r"\$argon2id\$v=19\$m=65536,t=3,p=4\$([^$]+)\$([^$]+)", kept)
    assert found is not None
    assert (len(found[1]), len(found[2])) == (22, 43)  # 16 and 32 bytes in base64
    assert Cost() == COST


@pytest.mark.usefixtures("_cheap")
def test_the_right_password_is_proved_and_another_is_not() -> None:
    kept = hashed("sieben graue Katzen")
    assert proof_of("sieben graue Katzen")(kept) == (True, None)
    assert proof_of("sieben graue Kater!")(kept) == (False, None)
    assert proof_of("sieben graue Katzen")("no hash") == (False, None)


@pytest.mark.usefixtures("_cheap")
def test_all_of_a_long_password_counts() -> None:
    assert not proof_of("x" * 127 + "y")(hashed("x" * 128)).right


@pytest.mark.usefixtures("_cheap")
def test_the_same_letters_are_the_same_however_the_keyboard_sends_them() -> None:
    composed = "Zürich im März"
    apart = unicodedata.normalize("NFD", composed)
    assert apart != composed
    assert proof_of(apart)(hashed(composed)).right


def test_a_hash_that_cost_less_is_made_anew_at_the_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", CHEAP)
    kept = hashed("sieben graue Katzen")
    monkeypatch.setattr(passwords, "COST", Cost(2, 16, 1, 16, 8))
    proof = proof_of("sieben graue Katzen")(kept)
    assert proof.right
    assert proof.better_hash is not None
    assert proof.better_hash.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert proof_of("sieben graue Katzen")(proof.better_hash) == (True, None)


def test_a_name_that_nobody_has_takes_as_long_as_one_that_somebody_has() -> None:
    kept = hashed("sieben graue Katzen")

    def seconds(of: str | None) -> float:
        begun = time.perf_counter()
        assert not proof_of("another one")(of).right
        return time.perf_counter() - begun

    known, unknown = (min(seconds(of) for _ in range(3)) for of in (kept, None))
    assert 1 / 3 < known / unknown < 3


# ---------------------------------------------------------------- new ones


def problem(password: str, *names: str) -> str | None:
    try:
        judge(password, names)
    except DeskError as error:
        return str(error.facts["problem"])
    return None


@pytest.mark.parametrize(
    "password",
    ["sieben graue Katzen", "红烧肉 四喜丸子 加辣", "kwjxhqzr", "73915402", "".join(map(str, range(60)))],
)
def test_any_characters_will_do_where_there_are_eight(password: str) -> None:
    assert problem(password) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("a1!B2@c", "password_short"),
        ("xy" * 64 + "z", "too_long"),
        ("woaini1314", "password_common"),
        ("WoAiNi1314", "password_common"),
        ("ｗｏａｉｎｉ１３１４", "password_common"),
        ("12345678", "password_common"),
        ("87654321", "password_common"),
        ("qwertyuiop", "password_common"),
        ("abababababab", "password_common"),
        ("aaaaaaaaaaaa", "password_common"),
        ("frontdesk2026", "password_names"),
        ("职工之家123456"[:9], "password_names"),
        ("zhangsan99", "password_names"),
        ("ZhangSan!!", "password_names"),
    ],
)
def test_what_is_tried_first_is_refused(password: str, why: str) -> None:
    assert problem(password, "zhangsan") == why


def test_a_long_one_may_have_a_name_in_it() -> None:
    assert problem("zhangsan isst Nudeln", "zhangsan") is None


def test_one_time_passwords_and_secrets_differ_each_time_and_pass() -> None:
    made = {one_time_password() for _ in range(100)}
    assert len(made) == 100
    assert {problem(password) for password in made} == {None}
    assert len({new_secret() for _ in range(100)}) == 100
    assert re.fullmatch(r"[0-9a-f]{64}", digest_of(new_secret()))
