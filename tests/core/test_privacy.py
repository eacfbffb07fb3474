"""What is told of a person is masked; telling it whole is on record; who was shown which notice."""

import json
from typing import Any

import pytest

from core.members.finding import AskMembers
from core.operators.records import Actor
from core.privacy.masks import card_masked, email_masked, phone_masked
from tests.support.club import Club
from tests.support.operators import AtDesk, first_owner, operator

PHONE, MAIL, CARD = "13812340001", "wangwei@example.com", "04A2B3C4"
WHOLE = (PHONE, MAIL, CARD)


@pytest.fixture
def person(club: Club) -> Club:
    """Somebody in a booking, a line, an approval, a closure, with a notice and a lot that lapses."""
    club.member(phone=PHONE, email=MAIL, card_no=CARD)
    return club


def masked(club: Club) -> AtDesk:
    """A door with a screen that others can see."""
    club.desk.act_as(Actor("owner", None, masked=True))
    return AtDesk(club.desk)


# ---------------------------------------------------------------- masks


@pytest.mark.parametrize(
    ("phone", "told"),
    [
        ("13812340001", "138****0001"),
        ("138-1234-0001", "138-****-0001"),
        ("+8613812340001", "+861******0001"),
        ("5551267", "*****67"),
        ("010 5551267", "*** *****67"),
        ("12345", "****"),
    ],
)
def test_of_a_phone_number_the_middle_is_hidden_and_of_a_short_one_all(phone: str, told: str) -> None:
    assert phone_masked(phone) == told


@pytest.mark.parametrize(
    ("mail", "told"),
    [("wangwei@example.com", "w***@example.com"), ("ww@x.cn", "***@x.cn"), ("a@b@c.cn", "a***@c.cn")],
)
def test_of_a_mail_address_the_first_letter_and_the_place_stay(mail: str, told: str) -> None:
    assert email_masked(mail) == told


@pytest.mark.parametrize(
    ("card", "told"), [("04A2B3C4", "****B3C4"), ("123456", "****56"), ("12345", "****"), ("1", "****")]
)
def test_of_a_card_the_end_stays_if_it_is_long(card: str, told: str) -> None:
    assert card_masked(card) == told


def test_until_there_are_operators_scripts_are_told_all_of_it(person: Club) -> None:
    card = person.ask("member", member="000001")
    assert (card["phone"], card["email"], card["card_no"]) == WHOLE
    assert person.ask("find_members", text="000001")["members"][0]["phone"] == PHONE


def test_a_screen_is_told_masks_from_the_first_day_on(person: Club) -> None:
    card = masked(person).ask("member", member="000001")
    assert (card["phone"], card["email"], card["card_no"]) == ("138****0001", "w***@example.com", "****B3C4")


def test_once_there_are_operators_everybody_is_told_masks(person: Club) -> None:
    owner = first_owner(person)
    assert owner.ask("member", member="000001")["phone"] == "138****0001"
    assert operator(owner, person, "clerk", "clerk").ask("member", member="000001")["phone"] == "138****0001"


@pytest.mark.parametrize("text", ["0001", "2340001", "04A2B3C4", "04a2 b3c4", "000001"])
def test_a_member_is_found_by_the_whole_number_and_by_its_end_as_before(person: Club, text: str) -> None:
    (hit,) = masked(person).ask("find_members", text=text)["members"]
    assert hit["phone"] == "138****0001"
    assert hit["by_card"] is text.upper().startswith("04A")


def test_no_question_tells_a_masked_door_a_whole_number(person: Club) -> None:
    everywhere(person)
    desk = masked(person)
    closed = {"facility": "gym", "from": "2026-11-24T00:00", "to": "2026-11-25T00:00"}
    asked: list[tuple[str, dict[str, Any]]] = [
        ("member", {"member": "000001"}),
        ("members", {}),
        ("find_members", {"text": "000001"}),
        ("attention", {}),
        ("applications", {}),
        ("application", {"booking": "B2"}),
        ("waitlist", {"facility": "court", "date": "2026-11-26", "start": "19:30"}),
        ("closure_plan", closed),
        ("notices", {}),
        ("call_list", {"light": True}),
        ("running_out", {}),
        ("likely_to_lapse", {}),
        ("undoable", {}),
    ]
    told = {name: json.dumps(desk.ask(name, **fields), ensure_ascii=False) for name, fields in asked}
    assert [name for name, answer in told.items() if any(whole in answer for whole in WHOLE)] == []
    showing = {name for name, answer in told.items() if "138****0001" in answer}
    assert showing >= {name for name, _ in asked} - {"likely_to_lapse"}
    desk.do("close_facility", reason="保养", **closed)
    told["displaced"] = json.dumps(desk.ask("displaced", closure="C1"))
    assert "138****0001" in told["displaced"]


def everywhere(club: Club) -> None:
    """The person where every question meets them; last their data are changed."""
    club.do("grant", member="000001", unit="allowance", amount="5.00", reason="中秋",
            expires_on="2026-12-01")  # fmt: skip
    club.facility("gym")
    club.book("000001", "gym", "2026-11-24", "17:30")
    club.facility("hall", approval_levels=1)
    club.book("000001", "hall", "2026-11-25", "17:30")
    full = {"facility": club.facility("court", capacity=1), "date": "2026-11-26", "start": "19:30"}
    club.do("book", member=club.member("000002"), **full)
    club.do("join_waitlist", member="000001", **full)
    club.do("change_member", staff_no="000001", phone=PHONE, email=MAIL, card_no=CARD)


def test_machines_deliver_to_the_whole_address(person: Club) -> None:
    everywhere(person)
    desk = masked(person)
    letters = desk.ask("outbox", tier="light", reach=["phone"])["letters"]
    assert {letter["phone"] for letter in letters} == {PHONE}


def test_a_mask_that_is_sent_back_is_refused_and_does_not_overwrite(person: Club) -> None:
    for field, told in (("phone", "138****0001"), ("email", "w***@example.com"), ("card_no", "****B3C4")):
        refused = person.refused("change_member", staff_no="000001", **{field: told})
        assert (refused.facts["field"], refused.facts["problem"]) == (field, "masked")
    assert person.ask("member", member="000001")["phone"] == PHONE


def test_the_whole_roll_for_comparing_is_a_managers(person: Club) -> None:
    owner = first_owner(person)
    clerk, manager = (operator(owner, person, name, name) for name in ("clerk", "manager"))
    assert manager.ask("members", whole=True)["members"][0]["phone"] == PHONE
    assert clerk.ask("members")["members"][0]["phone"] == "138****0001"
    with pytest.raises(Exception, match="forbidden"):
        clerk.desk.ask(AskMembers(whole=True))


# ---------------------------------------------------------------- revealed, taken out


def last_record(club: Club) -> tuple[str, str, dict[str, Any]]:
    with club.database.read() as store:
        record = next(store.audit_backwards())
    return record.operator, record.action, json.loads(record.body)


def test_what_is_revealed_is_told_whole_and_on_record_without_the_number(person: Club) -> None:
    owner = first_owner(person)
    clerk = operator(owner, person, "前台", "clerk")
    told = clerk.do("reveal", member="000001", fields=["phone"], why="attention")
    assert (told["phone"], told["email"], told["card_no"]) == (PHONE, None, None)
    by, action, body = last_record(person)
    assert (by, action) == ("前台", "reveal")
    assert body["command"] == {"member": "000001", "fields": ["phone"], "why": "attention"}
    assert PHONE not in json.dumps(body)


def test_a_key_that_revealed_once_keeps_no_number(person: Club) -> None:
    person.do("reveal", member="000001", key="k1")
    assert person.do("reveal", member="000001", key="k1")["phone"] is None
    with person.database.read() as store:
        (result,) = store.connection.execute("SELECT result FROM operation WHERE key = 'k1'").fetchone()
    assert PHONE not in result


def test_what_leaves_the_desk_is_on_record(club: Club) -> None:
    club.do("note_taken_out", what="ledger", name="ledger.xlsx", rows=12, filters={"from": "2026-11-01"})
    by, action, body = last_record(club)
    assert (by, action) == ("owner", "note_taken_out")
    assert body["command"]["rows"] == 12
    assert body["command"]["personal"] is True


def test_of_a_file_no_folder_is_kept(club: Club) -> None:
    assert club.refused("note_taken_out", what="x", name="home/me/x.xlsx").facts["problem"] == "has_a_path"


def test_what_was_seen_is_not_undone_and_is_no_ones_last_action(person: Club) -> None:
    person.do("change_member", staff_no="000001", grade="三级")
    person.do("reveal", member="000001")
    assert person.ask("undoable")["action"] == "change_member"


# ---------------------------------------------------------------- informed


def test_each_text_is_a_version_and_none_is_changed(club: Club) -> None:
    assert club.ask("privacy_notice")["version"] is None
    assert club.do("set_privacy_notice", text="第一版\n两行")["version"] == 1
    assert club.do("set_privacy_notice", text="第二版")["version"] == 2
    assert club.do("set_privacy_notice", text="第二版") == {"version": 2, "unchanged": True}
    assert club.ask("privacy_notice", version=1)["text"] == "第一版\n两行"
    assert club.ask("privacy_notice")["version"] == 2


def test_a_text_with_what_acts_on_a_terminal_is_refused(club: Club) -> None:
    assert club.refused("set_privacy_notice", text="好\n\x1b[2J").facts["problem"] == "invisible"


def test_a_new_member_is_noted_as_informed_of_the_version_that_was_shown(club: Club) -> None:
    club.do("set_privacy_notice", text="第一版")
    club.do("add_member", staff_no="000001", name="张三", notice_version=1)
    club.do("add_member", staff_no="000002", name="李四")
    assert club.ask("member", member="000001")["informed"] == {"version": 1, "day": "2026-11-23"}
    assert club.ask("member", member="000002")["informed"] is None
    refused = club.refused("add_member", staff_no="000003", name="王五", notice_version=2)
    assert refused.code == "unknown_notice_version"
    assert club.refused("member_leaves", staff_no="000003").code == "unknown_member"


def test_somebody_is_informed_later_and_of_the_next_version_again(club: Club) -> None:
    club.member()
    assert club.refused("note_informed", member="000001").code == "no_privacy_notice"
    club.do("set_privacy_notice", text="第一版")
    club.do("note_informed", member="000001", on="2026-11-20")
    club.do("set_privacy_notice", text="第二版")
    assert club.ask("member", member="000001")["informed"] == {"version": 1, "day": "2026-11-20"}
    club.do("note_informed", member="000001")
    assert club.ask("member", member="000001")["informed"] == {"version": 2, "day": "2026-11-23"}


def test_what_is_corrected_keeps_the_old_value_on_record(person: Club) -> None:
    person.do("change_member", staff_no="000001", phone="13900000009")
    _, _, body = last_record(person)
    assert body["result"]["was"]["phone"] == PHONE
    assert body["command"]["phone"] == "13900000009"
