"""Operators: making them, their passwords and tokens, signing in, and how often somebody may try."""

from dataclasses import replace

import pytest

from core.desk import Desk
from core.errors import DeskError
from core.operators.records import Attempts
from core.operators.signing_in import Proof, sign_in, sign_in_by_token, sign_out, wait_after, wait_left
from tests.support.club import Club
from tests.support.operators import HASH, AtDesk, at, first_owner, let_in, operator


@pytest.fixture
def owner(club: Club) -> AtDesk:
    return first_owner(club)


def refused(desk: Desk, name: str, *, right: bool = False, uptime: int = 1000) -> DeskError:
    with pytest.raises(DeskError) as told:
        let_in(desk, name, right=right, uptime=uptime)
    return told.value


def actions(club: Club, number: int) -> list[tuple[str, str]]:
    """The last records of the trail, oldest first."""
    with club.database.read() as store:
        records = store.audit_backwards()
        return [(record.operator, record.action) for record in (next(records) for _ in range(number))][::-1]


# ---------------------------------------------------------------- making and changing them


@pytest.mark.parametrize("fields", [{"roles": ["manager"], "password": HASH}, {"roles": ["owner"]}])
def test_the_first_operator_is_an_owner_who_can_sign_in(club: Club, fields: dict[str, object]) -> None:
    assert club.refused("add_operator", name="李四", **fields).code == "first_is_owner"
    club.do("add_operator", name="李四", roles=["owner"], password=HASH)
    assert club.ask("operators_there") == {"there": True}


def test_a_name_is_given_once_and_stays(owner: AtDesk) -> None:
    assert owner.refused("add_operator", name="主任", roles=["clerk"]).code == "exists"


def test_roles_are_told_in_their_own_order_and_at_least_one_is_needed(club: Club, owner: AtDesk) -> None:
    operator(owner, club, "小王", "approver_1", "clerk")
    assert owner.ask("operators")["operators"][1]["roles"] == ["clerk", "approver_1"]
    assert owner.refused("change_operator", name="小王", roles=[]).code == "invalid"


def test_nothing_of_a_password_or_token_stands_in_the_trail(club: Club, owner: AtDesk) -> None:
    owner.do("add_operator", name="小王", roles=["clerk"], password=HASH)
    owner.do("reset_password", name="小王", password=HASH)
    owner.do("give_token", name="小王", token="ab" * 32)
    owner.do("change_password", password=HASH)
    with club.database.read() as store:
        kept = "".join(record.body for record in store.audit_records())
    assert "argon2" not in kept
    assert "abab" not in kept


@pytest.mark.parametrize("fields", [{"disabled": True}, {"roles": ["manager"]}])
def test_the_last_owner_stays_one(owner: AtDesk, fields: dict[str, object]) -> None:
    assert owner.refused("change_operator", name="主任", **fields).code == "last_owner"
    owner.do("add_operator", name="副主任", roles=["owner"], password=HASH)
    owner.do("change_operator", name="主任", **fields)


def test_whose_access_is_ended_is_signed_out_at_once_and_not_let_in_again(club: Club, owner: AtDesk) -> None:
    clerk = operator(owner, club, "小王", "clerk")
    owner.do("change_operator", name="小王", disabled=True)
    assert clerk.refused("add_member", staff_no="000001", name="张三").code == "signed_out"
    assert refused(clerk.desk, "小王", right=True).code == "not_let_in"


def test_a_change_of_roles_is_taken_back_by_its_inverse(club: Club, owner: AtDesk) -> None:
    operator(owner, club, "小王", "clerk")
    told = owner.do("change_operator", name="小王", roles=["manager"])
    owner.do("change_operator", **told["was"])
    assert owner.ask("operators")["operators"][1]["roles"] == ["clerk"]


def test_with_a_password_for_one_sign_in_nothing_is_done_before_another_is_set(
    club: Club, owner: AtDesk
) -> None:
    owner.do("add_operator", name="小王", roles=["clerk"], password=HASH)
    signed = let_in(owner.desk, "小王")
    assert signed.must_change
    clerk = AtDesk(Desk(club.database, club.clock))
    clerk.desk.act_as(signed.actor)
    assert clerk.refused("add_member", staff_no="000001", name="张三").code == "password_must_change"
    told = clerk.do("change_password", password=HASH)
    clerk.desk.act_as(signed.actor._replace(session=told["session"]))
    clerk.do("add_member", staff_no="000001", name="张三")


def test_a_new_password_ends_what_was_open_elsewhere(club: Club, owner: AtDesk) -> None:
    elsewhere = at(club, "主任")
    owner.do("change_password", password=HASH)
    assert elsewhere.refused("add_member", staff_no="1", name="x").code == ("signed_out")


# ---------------------------------------------------------------- signing in


def test_signing_in_is_noted_and_so_is_a_refusal(club: Club, owner: AtDesk) -> None:
    assert refused(owner.desk, "主任").code == "not_let_in"
    assert refused(owner.desk, "谁").code == "not_let_in"
    sign_out(owner.desk, owner.desk.actor, "idle")
    assert actions(club, 4) == [
        ("主任", "signed_in"),
        ("主任", "sign_in_refused"),
        ("谁", "sign_in_refused"),
        ("主任", "signed_out"),
    ]


def test_a_name_that_nobody_has_takes_as_long_as_a_wrong_password(owner: AtDesk) -> None:
    asked: list[str | None] = []

    def prove(kept: str | None) -> Proof:
        asked.append(kept)
        return Proof(right=False)

    for name in ("主任", "谁"):
        with pytest.raises(DeskError, match="not_let_in"):
            sign_in(owner.desk, name, prove, 1000)
    assert asked == [HASH, None]


def test_a_right_proof_of_nothing_lets_nobody_in(owner: AtDesk) -> None:
    owner.do("add_operator", name="脚本", roles=["clerk"])
    assert refused(owner.desk, "脚本", right=False).code == "not_let_in"
    assert refused(owner.desk, "谁", right=True).code == "not_let_in"


def test_a_hash_that_is_too_weak_by_now_is_kept_anew(club: Club, owner: AtDesk) -> None:
    better = HASH.replace("m=8", "m=65536")
    sign_in(owner.desk, "主任", lambda _: Proof(right=True, better_hash=better), 1000)
    with club.database.read() as store:
        kept = store.operator("主任")
    assert kept is not None
    assert kept.password == better


def test_a_script_signs_in_by_its_token_and_that_is_noted_once_a_day(club: Club, owner: AtDesk) -> None:
    owner.do("add_operator", name="人事系统", roles=["clerk"])
    owner.do("give_token", name="人事系统", token="ab" * 32)
    for _ in range(3):
        assert sign_in_by_token(owner.desk, "人事系统", "ab" * 32).roles == ("clerk",)
    assert actions(club, 2) == [("主任", "give_token"), ("人事系统", "signed_in_by_token")]
    owner.do("take_token_back", name="人事系统")
    with pytest.raises(DeskError, match="not_let_in"):
        sign_in_by_token(owner.desk, "人事系统", "ab" * 32)


# ---------------------------------------------------------------- how often somebody may try


def test_five_tries_are_free_and_then_each_waits_twice_as_long_up_to_five_minutes() -> None:
    assert [wait_after(failures) for failures in (0, 4, 5, 6, 7, 12, 13, 14, 90)] == [
        0, 0, 1, 2, 4, 128, 256, 300, 300,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("uptime", "left"), [(1000, 4), (1003, 1), (1004, 0), (2, 2), (3, 1), (4, 0), (999, 0)]
)
def test_waiting_is_measured_by_how_long_the_machine_has_run(uptime: int, left: int) -> None:
    assert wait_left(Attempts(7, 1000), uptime) == left


def test_a_wrong_password_is_waited_for_whatever_the_clock_says(club: Club, owner: AtDesk) -> None:
    for _ in range(5):
        assert refused(owner.desk, "主任").code == "not_let_in"
    club.at("2027-11-23T09:00")
    anew = Desk(club.database, club.clock)  # another console, or the same after a restart
    told = refused(anew, "主任", right=True)
    assert (told.code, told.facts) == ("too_many_tries", {"seconds": 1})
    assert refused(anew, "主任", uptime=1001).code == "not_let_in"
    assert refused(anew, "主任", right=True, uptime=1002).facts == {"seconds": 1}
    assert let_in(anew, "主任", uptime=1003).roles == ("owner",)
    assert refused(anew, "主任", uptime=1003).code == "not_let_in"


def test_names_tried_one_after_the_other_are_counted_together(owner: AtDesk) -> None:
    for number in range(5):
        refused(owner.desk, f"谁{number}")
    assert refused(owner.desk, "主任", right=True).code == "too_many_tries"


def test_an_attempt_is_counted_before_it_is_known_what_comes_of_it(club: Club, owner: AtDesk) -> None:
    class Killed(Exception):  # noqa: N818 - nothing went wrong: the power did
        pass

    def die(_kept: str | None) -> Proof:
        raise Killed

    for _ in range(5):
        with pytest.raises(Killed):
            sign_in(owner.desk, "主任", die, 1000)
    assert refused(owner.desk, "主任", right=True).code == "too_many_tries"


def test_who_was_changed_while_the_password_was_looked_at_is_not_let_in(club: Club, owner: AtDesk) -> None:
    def prove(_kept: str | None) -> Proof:
        with club.database.write() as store:
            known = store.operator("主任")
            assert known is not None
            store.change_operator(replace(known, session=known.session + 1))
        return Proof(right=True)

    with pytest.raises(DeskError, match="not_let_in"):
        sign_in(owner.desk, "主任", prove, 1000)
