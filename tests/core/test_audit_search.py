"""Who did what to whom, and why: the audit trail is searched, the newest record first."""

from typing import Any

import pytest

from core import audit_search
from core.errors import DeskError
from tests.support.club import Club
from tests.support.operators import first_owner, operator

DAY, START = "2026-11-24", "17:30"


@pytest.fixture
def told(club: Club) -> Club:
    """Two members with bookings, an entry, a grant and an order's goods; on three days."""
    club.facility(capacity=2)
    for number in (1, 2, 3):
        club.member(f"00000{number}", name=f"员工{number}", phone=f"1380000001{number}")
    club.book("000001", "gym", DAY, START)
    club.book("000002", "gym", DAY, START)
    club.do("join_waitlist", member="000003", facility="gym", date=DAY, start=START)
    club.at("2026-11-24T10:00")
    club.do("cancel", booking="B1", reason="孩子发烧")
    club.do("grant", member="000001", unit="points", amount=100, reason="年会")
    club.at("2026-11-25T09:00")
    club.do("change_member", staff_no="000002", phone="13900000099")
    return club


def _found(club: Club, **asked: Any) -> list[str]:
    return [record["action"] for record in club.ask("audit", **asked)["records"]]


def test_all_is_told_newest_first_with_who_whom_where_and_why(told: Club) -> None:
    records = told.ask("audit")["records"]
    numbers = [record["number"] for record in records]
    assert numbers == sorted(numbers, reverse=True)
    cancelled = next(record for record in records if record["action"] == "cancel")
    assert cancelled["operator"] == "owner"
    assert [member["name"] for member in cancelled["members"]] == ["员工1", "员工3"]  # who got the offer
    assert cancelled["places"] == [{"name": "name of gym", "date": DAY, "start": START}]
    assert cancelled["records"] == ["B1", "W1"]
    assert (cancelled["at"], cancelled["why"]) == ("2026-11-24T10:00", "孩子发烧")


def test_an_action_is_found(told: Club) -> None:
    assert _found(told, action="cancel") == ["cancel"]
    assert _found(told, action="add_member") == ["add_member"] * 3


def test_a_members_records_are_found_also_where_only_their_booking_is_named(told: Club) -> None:
    assert _found(told, member="000001") == ["grant", "cancel", "book", "add_member"]


def test_a_members_place_in_a_line_is_found_also_where_only_its_id_is_named(told: Club) -> None:
    actions = _found(told, member="000003")
    assert actions[-2:] == ["join_waitlist", "add_member"]
    assert "offer_ends" in actions


def test_a_record_is_found_by_its_id_with_everything_that_names_it(told: Club) -> None:
    assert _found(told, record="B1") == ["cancel", "book"]


def test_of_a_member_and_a_record_both_must_be_named(told: Club) -> None:
    assert _found(told, record="B1", member="000001") == ["cancel", "book"]
    assert _found(told, record="B1", member="000002") == []


def test_a_ledger_entry_is_found_by_its_id(told: Club) -> None:
    assert _found(told, record="E1") == ["grant"]


def test_words_are_found_in_what_was_given_and_in_what_came_of_it(told: Club) -> None:
    assert _found(told, text="孩子发烧") == ["cancel"]
    assert _found(told, text="nobody wrote this") == []


def test_days_are_found_both_included(told: Club) -> None:
    cancelled = _found(told, **{"from": "2026-11-24", "to": "2026-11-24"})
    assert {"cancel", "grant"} <= set(cancelled)
    assert not {"add_member", "change_member"} & set(cancelled)
    assert _found(told, **{"from": "2026-11-25"}, action="change_member") == ["change_member"]
    assert _found(told, to="2026-11-22") == []


def test_the_next_page_begins_where_this_one_ended_and_the_last_says_so(told: Club) -> None:
    whole = [record["number"] for record in told.ask("audit")["records"]]
    numbers, before = [], None
    while True:
        page = told.ask("audit", limit=4, **({} if before is None else {"before": before}))
        numbers += [record["number"] for record in page["records"]]
        before = page["more_before"]
        if before is None:
            break
        assert page["looked_to"] == numbers[-1]
    assert numbers == whole


def test_a_page_looks_at_so_many_records_and_says_how_far_back_it_came(
    told: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_search, "WALK", 3)
    last = told.ask("audit_head")["number"]
    page = told.ask("audit", action="add_facility")
    assert (page["records"], page["looked_to"], page["more_before"]) == ([], last - 2, last - 2)
    pages = 1
    while page["more_before"] is not None:
        page = told.ask("audit", action="add_facility", before=page["more_before"])
        pages += 1
    assert [record["number"] for record in page["records"]] == [1]
    assert pages == -(-last // 3)


def test_what_a_records_own_trail_knows_is_told_however_far_back_it_is_and_once(
    told: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_search, "WALK", 1)
    page = told.ask("audit", record="B1")
    assert [record["action"] for record in page["records"]] == ["cancel", "book"]
    while page["more_before"] is not None:
        page = told.ask("audit", record="B1", before=page["more_before"])
        assert page["records"] == []
    assert page["looked_to"] == 6  # where it was booked: nothing names a record before it was made


def test_what_is_no_search_is_refused(told: Club) -> None:
    for asked, problem in (
        ({"record": "12"}, "not_an_id"),
        ({"from": "2026-11-25", "to": "2026-11-24"}, "before_first"),
        ({"limit": 0}, "too_small"),
        ({"limit": 1001}, "too_large"),
    ):
        with pytest.raises(DeskError) as error:
            told.ask("audit", **asked)
        assert error.value.facts["problem"] == problem
    with pytest.raises(DeskError) as error:
        told.ask("audit", member="999999")
    assert error.value.code == "unknown_member"


def test_who_did_it_is_found_and_who_was_signed_in_for_another(told: Club) -> None:
    owner = first_owner(told)
    manager = operator(owner, told, "经理", "manager")
    clerk = operator(owner, told, "小王", "clerk")
    clerk.do("add_member", staff_no="000010", name="某人")
    manager.do("add_member", by="小王", staff_no="000011", name="别人")
    page = owner.ask("audit", operator="小王", action="add_member")
    assert [(record["operator"], record["through"]) for record in page["records"]] == [
        ("小王", "经理"),
        ("小王", None),
    ]
    assert [record["action"] for record in owner.ask("audit", operator="经理")["records"]] == [
        "add_member",
        "signed_in",
    ]


def test_what_was_refused_for_want_of_a_right_is_told_with_its_code(told: Club) -> None:
    owner = first_owner(told)
    clerk = operator(owner, told, "小王", "clerk")
    clerk.refused("grant", member="000001", unit="points", amount=5, reason="年会")
    line = owner.ask("audit", action="grant_refused")["records"][0]
    assert (line["operator"], line["error"], line["members"][0]["name"]) == ("小王", "forbidden", "员工1")


def test_one_record_tells_its_fields_its_hash_and_that_the_chain_holds_there(told: Club) -> None:
    number = told.ask("audit", action="cancel")["records"][0]["number"]
    record = told.ask("audit_record", record=number)
    before = told.ask("audit_record", record=number - 1)
    assert record["body"]["command"] == {"booking": "B1", "reason": "孩子发烧"}
    assert (record["before"], record["broken"]) == (before["hash"], [])
    assert told.ask("audit_record", record=1)["broken"] == []


def test_phone_numbers_are_hidden_where_they_are_masked(told: Club) -> None:
    owner = first_owner(told)
    number = owner.ask("audit", action="change_member")["records"][0]["number"]
    body = owner.ask("audit_record", record=number)["body"]
    assert body["command"]["phone"] == audit_search.HIDDEN
    assert "139" not in str(body)
    assert "138" not in str(body)


def test_a_record_that_is_not_there_is_refused(told: Club) -> None:
    with pytest.raises(DeskError) as error:
        told.ask("audit_record", record=9999)
    assert error.value.code == "unknown_audit_record"


def test_an_erased_record_still_tells_who_when_and_what(told: Club) -> None:
    number = told.ask("audit", action="grant")["records"][0]["number"]
    with told.database.write() as store:
        store.connection.execute("UPDATE audit SET body = '', salt = '' WHERE id = ?", (number,))
    line = told.ask("audit", record="E1")["records"][0]
    assert (line["action"], line["erased"], line["members"]) == ("grant", True, [])
    assert told.ask("audit_record", record=number)["broken"] == []
