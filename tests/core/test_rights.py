"""Rights in the one door: each role tries each command, question and look at rows."""

import dataclasses
import typing
from datetime import date, datetime
from enum import Enum
from typing import Any, get_args

import pytest

from core.catalog import COMMANDS, QUESTIONS, STREAMS
from core.command import Entry
from core.desk import Desk
from core.errors import DeskError
from core.operators.rights import ANYBODYS, OWN_AFFAIRS, RIGHTS, ROLES, Role
from tests.support.club import Club
from tests.support.operators import AtDesk, first_owner, operator

ENTRIES: dict[str, Entry] = {
    **{f"do {name}": entry for name, entry in COMMANDS.items()},
    **{f"ask {name}": entry for name, entry in QUESTIONS.items()},
    **{f"rows {name}": entry for name, entry in STREAMS.items()},
}

ALLOWED: dict[str, str] = {
    # who may, by the letters of the roles: c clerk, 1 and 2 approvers, m manager, a auditor, o owner
    "do book": "cmo", "do cancel": "cmo", "do redeem": "cmo", "do add_member": "cmo", "do award": "cmo",
    "do approve": "12mo", "do reject": "12mo",
    "do grant": "mo", "do contra": "mo", "do publish_slots": "mo", "do change_settings": "mo",
    "do write_off": "mo", "do change_item": "mo", "do close_facility": "mo", "do pardon_no_shows": "mo",
    "do add_operator": "o", "do change_operator": "o", "do reset_password": "o",
    "do undo": "c12mao", "do tick": "c12mao", "do change_password": "c12mao",
    "ask grid": "c12mao", "ask member": "c12mao", "ask check": "c12mao", "ask call_list": "cmo",
    "ask month": "mao", "ask operators": "mao", "rows ledger_rows": "mao",
}  # fmt: skip
"""Worked out by hand, as a second reading of the table."""

LETTERS: dict[str, Role] = {
    "c": "clerk", "1": "approver_1", "2": "approver_2", "m": "manager", "a": "auditor", "o": "owner",
}  # fmt: skip


def a_request(record: type[Any]) -> Any:
    """Some request of a kind; whether it makes sense is not what is asked here."""
    hints = typing.get_type_hints(record)
    values = {
        field.name: _a_value(hints[field.name])
        for field in dataclasses.fields(record)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    return record(**values)


def _a_value(hint: Any) -> Any:
    if get_args(hint) and typing.get_origin(hint) is tuple:
        return (_a_value(get_args(hint)[0]),)
    if typing.get_origin(hint) is typing.Literal:
        return get_args(hint)[0]
    if typing.get_origin(hint) is not None:
        return next((_a_value(part) for part in get_args(hint) if not _is_nothing(part)), None)
    if isinstance(hint, typing.NewType):
        return _a_value(hint.__supertype__)
    if dataclasses.is_dataclass(hint) or hasattr(hint, "_fields"):
        return a_request(hint) if dataclasses.is_dataclass(hint) else _a_tuple(hint)
    if hint is Any:
        return "x"
    return {
        int: 1, str: "x", bool: False, date: date(2026, 11, 24), datetime: datetime(2026, 11, 24, 9)  # noqa: DTZ001
    }.get(hint)  # fmt: skip


def _a_tuple(hint: Any) -> Any:
    hints = typing.get_type_hints(hint)
    return hint(**{name: _a_value(hints[name]) for name in hint._fields if name not in hint._field_defaults})


def _is_nothing(part: Any) -> bool:
    return part is type(None) or (isinstance(part, type) and issubclass(part, Enum))


def is_let_in(desk: Desk, what: str, entry: Entry) -> bool:
    """Whether the door lets a request in; what comes of it inside is not asked here."""
    request = a_request(entry.request)
    try:
        if what.startswith("do "):
            desk.rehearse(request)
        elif what.startswith("ask "):
            desk.ask(request)
        else:
            with desk.reading() as reading:
                next(reading.rows(request), None)
    except DeskError as error:
        return error.code != "forbidden" or error.facts["field"] is not None
    except Exception:  # a request without sense went as far as its handler
        return True
    return True


@pytest.fixture
def people(club: Club) -> dict[Role, AtDesk]:
    """One operator of each role."""
    owner = first_owner(club)
    made = {role: operator(owner, club, role, role) for role in ROLES if role != "owner"}
    return made | {"owner": owner}


def test_each_role_is_let_in_with_what_stands_under_its_rights_and_refused_the_rest(
    people: dict[Role, AtDesk],
) -> None:
    wrong = []
    for role, person in people.items():
        for what, entry in ENTRIES.items():
            having = {right for right, names in RIGHTS.items() if entry.name in names}
            should = entry.name in ANYBODYS | OWN_AFFAIRS or bool(having & ROLES[role])
            if is_let_in(person.desk, what, entry) != should:
                wrong.append((role, what))
    assert wrong == []


@pytest.mark.parametrize("what", ALLOWED)
def test_the_table_says_what_was_meant(people: dict[Role, AtDesk], what: str) -> None:
    let_in = [letter for letter, role in LETTERS.items() if is_let_in(people[role].desk, what, ENTRIES[what])]
    assert "".join(let_in) == ALLOWED[what]


def test_every_name_of_the_catalog_stands_in_the_table_and_no_other() -> None:
    named = set().union(*RIGHTS.values()) | ANYBODYS | OWN_AFFAIRS
    assert named == {entry.name for entry in ENTRIES.values()}


def test_a_name_that_is_a_command_and_a_question_needs_one_right() -> None:
    both = COMMANDS.keys() & QUESTIONS.keys()
    assert {name: [right for right in RIGHTS if name in RIGHTS[right]] for name in both} == {
        "hand_out": ["serve"]
    }


def test_without_signing_in_only_what_is_anybodys_is_let_in(club: Club) -> None:
    first_owner(club)
    nobody = Desk(club.database, club.clock)
    let_in = set()
    for entry in (*COMMANDS.values(), *QUESTIONS.values()):
        try:
            request = a_request(entry.request)
            nobody.rehearse(request) if entry.name in COMMANDS else nobody.ask(request)
        except DeskError as error:
            if error.code == "not_signed_in":
                continue
        let_in.add(entry.name)
    assert let_in == ANYBODYS


def test_until_the_first_operator_is_made_everybody_is_the_owner(club: Club) -> None:
    club.member()
    assert club.do("grant", member="000001", unit="points", amount=5, reason="年会")["balance"] == 5
    assert club.ask("operators_there") == {"there": False}


# ---------------------------------------------------------------- what needs a right of its own


def test_an_override_is_for_a_manager(club: Club, people: dict[Role, AtDesk]) -> None:
    manager, clerk = people["manager"], people["clerk"]
    manager.do("add_facility", code="gym", name="健身房", kind="area", capacity=5, max_days_ahead=1)
    manager.do(
        "publish_slots",
        slots=[{"facility": "gym", "date": "2026-11-28", "start": "18:00", "end": "19:00"}],
    )
    manager.do("add_member", staff_no="000001", name="张三")
    wish = {"member": "000001", "facility": "gym", "date": "2026-11-28", "start": "18:00"}
    refused = clerk.refused("book", **wish, override="领导交代")
    assert (refused.code, refused.facts["field"]) == ("forbidden", "override")
    assert refused.facts["roles"] == ["manager", "owner"]
    assert clerk.refused("book", **wish).code == "too_far_ahead"
    assert manager.do("book", **wish, override="领导交代")["state"] == "confirmed"


def test_what_has_begun_is_cancelled_by_a_manager(club: Club, people: dict[Role, AtDesk]) -> None:
    manager, clerk = people["manager"], people["clerk"]
    manager.do("add_facility", code="gym", name="健身房", kind="area", no_show_grace_minutes=60)
    manager.do(
        "publish_slots",
        slots=[{"facility": "gym", "date": "2026-11-23", "start": "18:00", "end": "19:30"}],
    )
    manager.do("add_member", staff_no="000001", name="张三")
    wish = {"member": "000001", "facility": "gym", "date": "2026-11-23", "start": "18:00"}
    booking = clerk.do("book", **wish)["booking"]
    club.at("2026-11-23T18:10")
    assert clerk.refused("cancel", booking=booking, reason="停电").code == "forbidden"
    assert manager.do("cancel", booking=booking, reason="停电")["state"] == "cancelled"


def test_a_walk_in_that_skips_an_approval_is_let_in_by_a_manager(
    club: Club, people: dict[Role, AtDesk]
) -> None:
    manager, clerk = people["manager"], people["clerk"]
    manager.do("add_facility", code="hall", name="大会议室", kind="room", approval_levels=2)
    manager.do(
        "publish_slots",
        slots=[{"facility": "hall", "date": "2026-11-23", "start": "09:15", "end": "11:00"}],
    )
    manager.do("add_member", staff_no="000001", name="张三")
    wish = {"member": "000001", "facility": "hall", "date": "2026-11-23", "start": "09:15", "walk_in": True}
    assert clerk.refused("book", **wish).facts["field"] == "walk_in"
    assert manager.do("book", **wish)["state"] == "checked_in"


# ---------------------------------------------------------------- two levels, two people


@pytest.fixture
def applied(people: dict[Role, AtDesk]) -> str:
    """A booking that waits for two approvals."""
    manager = people["manager"]
    manager.do("add_facility", code="hall", name="大会议室", kind="room", approval_levels=2)
    manager.do(
        "publish_slots",
        slots=[{"facility": "hall", "date": "2026-11-24", "start": "09:00", "end": "11:00"}],
    )
    manager.do("add_member", staff_no="000001", name="张三")
    wish = {"member": "000001", "facility": "hall", "date": "2026-11-24", "start": "09:00"}
    return str(people["clerk"].do("book", **wish)["booking"])


def test_each_level_needs_its_own_right(people: dict[Role, AtDesk], applied: str) -> None:
    assert people["approver_2"].refused("approve", booking=applied).facts["roles"] == ["approver_1", "owner"]
    assert people["manager"].refused("approve", booking=applied).code == "forbidden"
    assert people["approver_1"].do("approve", booking=applied) == {"state": "pending", "level": 1}
    assert people["approver_1"].refused("approve", booking=applied).code == "forbidden"
    assert people["approver_2"].do("approve", booking=applied)["state"] == "confirmed"


def test_the_second_level_is_given_by_another_person_whatever_rights_the_first_has(
    people: dict[Role, AtDesk], applied: str
) -> None:
    people["owner"].do("approve", booking=applied)
    assert people["owner"].refused("approve", booking=applied).code == "same_person"
    assert people["approver_2"].do("approve", booking=applied)["state"] == "confirmed"


def test_what_was_signed_on_paper_is_entered_by_a_manager_and_two_must_have_signed(
    people: dict[Role, AtDesk], applied: str
) -> None:
    manager = people["manager"]
    assert people["clerk"].refused("approve", booking=applied, on_behalf_of="王主任").code == "forbidden"
    manager.do("approve", booking=applied, on_behalf_of="王主任", paper="P-7", note="同意")
    assert manager.refused("approve", booking=applied, on_behalf_of="王主任").code == "same_person"
    assert manager.do("approve", booking=applied, on_behalf_of="李局长")["state"] == "confirmed"


def test_who_has_no_right_to_a_level_does_not_reject_at_it(people: dict[Role, AtDesk], applied: str) -> None:
    assert people["approver_2"].refused("reject", booking=applied, note="冲突").code == "forbidden"
    assert people["approver_1"].do("reject", booking=applied, note="冲突")["state"] == "rejected"


# ---------------------------------------------------------------- for somebody else


def test_a_manager_acts_for_a_clerk_with_the_clerks_rights_and_the_trail_names_both(
    club: Club, people: dict[Role, AtDesk]
) -> None:
    manager = people["manager"]
    manager.do("add_member", by="clerk", staff_no="000001", name="张三")
    with club.database.read() as store:
        record = next(store.audit_backwards())
    assert (record.operator, record.action) == ("clerk", "add_member")
    assert '"through":"manager"' in record.body
    assert manager.refused(
        "grant", by="clerk", member="000001", unit="points", amount=1, reason="x"
    ).code == ("forbidden")


@pytest.mark.parametrize(("who", "by"), [("clerk", "manager"), ("manager", "owner"), ("manager", "nobody")])
def test_nobody_acts_for_one_who_may_more(people: dict[Role, AtDesk], who: Role, by: str) -> None:
    name = "主任" if by == "owner" else by
    refused = people[who].refused("add_member", by=name, staff_no="000001", name="张三")
    assert (refused.code, refused.facts["field"]) == ("forbidden", "by")


# ---------------------------------------------------------------- what is kept of a refusal


def test_what_was_refused_for_want_of_a_right_stands_in_the_trail(
    club: Club, people: dict[Role, AtDesk]
) -> None:
    people["clerk"].refused("grant", member="000001", unit="points", amount=1, reason="x")
    with pytest.raises(DeskError):
        people["approver_1"].ask("month", month="2026-10")
    with club.database.read() as store:
        records = store.audit_backwards()
        kept = [(record.operator, record.action) for record in (next(records), next(records))]
    assert kept == [("approver_1", "month_refused"), ("clerk", "grant_refused")]
    assert people["owner"].ask("check")["problems"] == []
