"""Nothing is kept for longer than its period."""

import json
from typing import Any

import pytest

from core.catalog import COMMANDS
from core.privacy.subjects import ACCESS_ACTIONS, CLUB_ACTIONS, PERSONAL_ACTIONS
from tests.support.canary import NAME, OTHER, STAFF_NO, fill_canary, found_in, raw_of, tables_of
from tests.support.club import Club
from tests.support.operators import first_owner


@pytest.fixture
def canary(club: Club) -> Club:
    fill_canary(club)
    return club


def purge(club: Club, **fields: Any) -> dict[str, dict[str, Any]]:
    return {one["kind"]: one for one in club.do("purge", **fields)["kinds"]}


def words(club: Club) -> set[str]:
    """Where words of the canary stand, the books aside."""
    places = set(found_in(club, ("canary", "CANARY")))
    return places - {"posting.reason", "posting.document", "lot.reason", "award.event", "till.reason"}


def test_within_the_periods_nothing_goes(canary: Club) -> None:
    before = found_in(canary)
    assert {kind: one["records"] for kind, one in purge(canary).items()} == dict.fromkeys(
        ["members", "notices", "notes", "proxies", "welfare", "audit", "access"], 0
    )
    assert found_in(canary) == before


def test_a_dry_run_lists_each_kind_with_how_much_and_since_when_and_takes_nothing(canary: Club) -> None:
    canary.do("change_settings", keep_note_months=1, keep_notice_months=1)
    canary.at("2027-02-01T09:00")
    before = found_in(canary)
    told = purge(canary, dry_run=True)
    assert told["notes"]["records"] > 5
    assert (told["notes"]["months"], told["notes"]["before"]) == (1, "2027-01-01")
    assert told["notes"]["oldest"] == "2026-11-23"
    assert told["notices"]["records"] > 0
    assert told["proxies"]["records"] == 0
    assert found_in(canary) == before
    done = purge(canary)
    assert {kind: one["records"] for kind, one in done.items()} == {
        kind: one["records"] for kind, one in told.items()
    }


@pytest.mark.parametrize(
    ("setting", "kind", "places"),
    [
        ("keep_notice_months", "notices", {"notice.facts", "notice.said"}),
        (
            "keep_note_months",
            "notes",
            {
                "booking.purpose", "booking.override", "booking_step.note", "waitlist.purpose",
                "order_step.note", "goods_return.reason", "goods_return.override", "refused_award.note",
            },
        ),
        (
            "keep_proxy_months",
            "proxies",
            {
                "orders.proxy_name", "orders.proxy_relation", "orders.tracking", "hand_out.proxy_name",
                "hand_out.proxy_relation",
            },
        ),
        ("keep_welfare_months", "welfare", {"unused_reason.note"}),
        ("keep_audit_months", "audit", {"audit.body"}),
    ],
)  # fmt: skip
def test_after_its_period_no_word_of_a_kind_is_left_and_once_more_changes_nothing(
    canary: Club, setting: str, kind: str, places: set[str]
) -> None:
    canary.do("change_settings", **{setting: 1, "keep_left_months": 1200})
    canary.at("2027-03-01T09:00")
    before = words(canary)
    told = purge(canary)
    assert told[kind]["records"] > 0
    left = words(canary)
    if kind == "audit":
        bodies = [row for name, _, rows in tables_of(canary) if name == "audit" for row in rows if row[4]]
        assert {row[3] for row in bodies} & set(PERSONAL_ACTIONS) == set()
    else:
        assert (left & places, before - left - {"operation.result"}) == (set(), before & places)
    assert purge(canary)[kind]["records"] == 0
    assert canary.ask("check")["problems"] == []


def test_who_left_long_ago_is_erased_unless_something_is_in_the_way(canary: Club) -> None:
    canary.member("000009", name="王五")
    canary.do("member_leaves", staff_no="000009")
    canary.do("add_earning_rule", code="sport", name="运动会", points=1)
    row = {"member": "000009", "rule": "sport", "on": "2026-12-22", "event": "x"}
    canary.do("award_batch", file="late.xlsx", rows=[row])
    canary.at("2029-01-02T09:00")
    told = purge(canary)
    assert (told["members"]["records"], told["members"]["kept"]) == (1, 1)
    assert told["members"]["oldest"] == "2026-12-20"
    assert found_in(canary, (STAFF_NO, NAME)) == {}
    assert canary.ask("member", member="000009")["name"] == "王五"
    assert purge(canary)["members"]["records"] == 0


def test_what_went_is_not_in_the_bytes_of_the_file_either(canary: Club) -> None:
    canary.at("2032-01-01T09:00")
    purge(canary)
    assert raw_of(canary.database.path) == {}


def test_sums_stay_and_others_stay(canary: Club) -> None:
    def books() -> str:
        rows = {name: rows for name, _, rows in tables_of(canary) if name in ("entry", "draw", "tender_part")}
        return json.dumps(rows)

    before = books()
    canary.at("2032-01-01T09:00")
    canary.do("tick")
    with_lapses = books()
    purge(canary)
    assert books() == with_lapses
    assert len(before) <= len(with_lapses)
    assert canary.ask("member", member=OTHER)["phone"] == "13900000002"
    assert canary.ask("check")["problems"] == []


def test_records_of_what_was_seen_are_kept_for_three_years_at_least(canary: Club) -> None:
    refused = canary.refused("change_settings", keep_access_months=35)
    assert (refused.facts["field"], refused.facts["problem"]) == ("keep_access_months", "too_small")
    canary.do("change_settings", keep_left_months=1200, keep_audit_months=1)
    canary.at("2029-11-20T09:00")
    assert purge(canary)["access"]["records"] == 0
    canary.at("2029-12-20T09:00")
    assert purge(canary)["access"]["records"] == 2


def test_a_purge_is_in_the_trail_with_its_counts(canary: Club) -> None:
    canary.at("2032-01-01T09:00")
    owner = first_owner(canary)
    owner.do("purge")
    with canary.database.read() as store:
        record = next(store.audit_backwards())
    assert (record.operator, record.action) == ("主任", "purge")
    kinds = {one["kind"]: one["records"] for one in json.loads(record.body)["result"]["kinds"]}
    assert kinds["members"] == 1


def test_every_command_is_about_people_or_their_data_or_the_club() -> None:
    named = [*PERSONAL_ACTIONS, *ACCESS_ACTIONS, *CLUB_ACTIONS]
    assert len(named) == len(set(named))
    assert set(COMMANDS) - set(named) == set()
    assert {name for name in named if name not in COMMANDS} == {"book_refused"}
