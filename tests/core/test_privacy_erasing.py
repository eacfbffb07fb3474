"""Who can be erased, and what stands in the way."""

import pytest

from tests.support.canary import STAFF_NO, fill_canary
from tests.support.club import Club
from tests.support.operators import first_owner, operator


def obstacles(club: Club) -> dict[str, list[str]]:
    """What is in the way, and the records of it."""
    refused = club.refused("erase_member", staff_no="000001", reason="本人申请")
    assert refused.code == "cannot_erase"
    return {one["what"]: one["records"] for one in refused.facts["obstacles"]}


def test_somebody_who_has_not_left_is_not_erased(club: Club) -> None:
    club.member()
    assert obstacles(club) == {"not_left": []}


def test_everything_that_is_in_the_way_is_named_at_once(club: Club) -> None:
    club.member()
    club.facility("gym")
    club.book("000001", "gym", "2026-11-24", "17:30")
    full = {"facility": club.facility("court", capacity=1), "date": "2026-11-25", "start": "19:30"}
    club.do("book", member=club.member("000002"), **full)
    club.do("join_waitlist", member="000001", **full)
    club.do("grant", member="000001", unit="allowance", amount="20.00", reason="中秋")
    club.do("add_item", sku="MUG", name="杯", kind="goods", price="5.00")
    club.do("receive_stock", sku="MUG", quantity=5)
    club.do("redeem", member="000001", lines=[{"sku": "MUG", "quantity": 1}], collect=False)
    club.do("open_hand_out", code="moon", name="中秋", lines=[{"sku": "MUG"}], members=["000001"])
    assert obstacles(club) == {
        "not_left": [],
        "coming_bookings": ["B1"],
        "waiting": ["W1"],
        "open_orders": ["O1"],
        "hand_outs": ["moon"],
        "balance": ["allowance 1500"],
    }


def test_a_refused_award_is_settled_before(club: Club) -> None:
    club.do("add_earning_rule", code="course", name="培训", points=10)
    row = {"member": "000001", "rule": "course", "on": "2026-11-23", "event": "x"}
    club.do("award_batch", file="points.xlsx", rows=[row])
    club.member()
    club.do("member_leaves", staff_no="000001")
    assert obstacles(club) == {"refused_awards": ["X1"]}


def test_a_dry_run_counts_and_takes_nothing_away(club: Club) -> None:
    fill_canary(club)
    told = club.do("erase_member", staff_no=STAFF_NO, reason="本人申请", dry_run=True)
    assert told["member"] is None
    done = club.do("erase_member", staff_no=STAFF_NO, reason="本人申请")
    same = {name: done["erased"][name] for name in told["erased"]}
    assert same == told["erased"]
    assert min(same.values()) > 0


def test_the_reason_does_not_say_who_it_was(club: Club) -> None:
    club.member(name="金丝雀")
    club.do("member_leaves", staff_no="000001")
    refused = club.refused("erase_member", staff_no="000001", reason="金丝雀申请")
    assert (refused.facts["field"], refused.facts["problem"]) == ("reason", "names_the_person")


def test_the_trail_says_that_somebody_was_erased_by_whom_and_why_and_not_who(club: Club) -> None:
    club.member(name="金丝雀")
    club.do("member_leaves", staff_no="000001")
    told = club.do("erase_member", staff_no="000001", reason="本人申请")
    with club.database.read() as store:
        record = next(store.audit_backwards())
    assert (record.action, record.operator) == ("erase_member", "owner")
    assert "本人申请" in record.body
    assert told["member"] in record.body
    assert "000001" not in record.body


def test_it_is_not_undone(club: Club) -> None:
    club.member()
    club.do("member_leaves", staff_no="000001")
    club.do("erase_member", staff_no="000001", reason="本人申请")
    assert club.refused("undo").facts["reason"] == "data_are_gone"
    assert club.refused("member_leaves", staff_no="000001").code == "unknown_member"


def test_the_number_can_be_given_to_somebody_new(club: Club) -> None:
    club.member()
    club.do("member_leaves", staff_no="000001")
    club.do("erase_member", staff_no="000001", reason="本人申请")
    club.member("000001", name="新人")
    assert club.ask("member", member="000001")["past"] == []


def test_a_namesakes_name_is_left_where_it_may_be_theirs(club: Club) -> None:
    club.member("000001", name="李伟")
    club.member("000002", name="李伟")
    club.member("000003")
    club.do("add_item", sku="MUG", name="杯", kind="goods", price="5.00")
    club.do("receive_stock", sku="MUG", quantity=5)
    lines = [{"sku": "MUG", "quantity": 1}]
    club.do("redeem", member="000003", lines=lines, cash="5.00", proxy={"name": "李伟"})
    club.do("member_leaves", staff_no="000001")
    club.do("erase_member", staff_no="000001", reason="本人申请")
    assert club.ask("order", order="O1")["proxy"]["name"] == "李伟"


def test_a_name_among_other_words_is_counted_for_somebody_to_look_at(club: Club) -> None:
    club.member("000001", name="金丝雀")
    club.facility("gym")
    club.do("book", member=club.member("000002"), facility="gym", date="2026-11-24", start="17:30",
            purpose="和金丝雀一起")  # fmt: skip
    club.do("member_leaves", staff_no="000001")
    assert club.do("erase_member", staff_no="000001", reason="本人申请")["mentioned"] == 1


@pytest.mark.parametrize("role", ["clerk", "manager", "auditor"])
def test_it_is_the_owners(club: Club, role: str) -> None:
    club.member()
    club.do("member_leaves", staff_no="000001")
    owner = first_owner(club)
    other = operator(owner, club, role, role)
    assert other.refused("erase_member", staff_no="000001", reason="x").code == "forbidden"
    assert owner.do("erase_member", staff_no="000001", reason="本人申请")["member"]
