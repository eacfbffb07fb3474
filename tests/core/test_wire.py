"""JSON in and out: strict on the way in, the same on the way back, described by JSON Schemas that agree."""

import dataclasses
import json
import types
import typing
from datetime import date, datetime, timedelta
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import core.catalog  # noqa: F401 - enters all rooms
from core.booking.book import Book, Booked
from core.booking.cancel import Cancel
from core.catalog import describe
from core.clock import Minute
from core.command import COMMANDS, QUESTIONS
from core.counter.redeem import AllowanceAsked
from core.errors import DeskError
from core.facilities.keeping import AddFacility, ChangeFacility
from core.ledger.records import Amount
from core.members.keeping import AddMember, ChangeMember
from core.privacy.informing import Paragraphs
from core.records import LETTERS
from core.reports.month import Month
from core.schedule.publish import PublishSlots
from core.settings import DeskHours
from core.text import NAME_LONGEST, problem_of
from core.wire import (
    LARGEST,
    UNSET,
    Fen,
    Name,
    Unset,
    form_of,
    read_record,
    read_yuan,
    schema_of,
    write_record,
    yuan_told,
)
from tests.support.examples import examples

A_BOOKING: dict[str, Any] = {"member": "000001", "facility": "gym", "date": "2026-11-24", "start": "18:00"}
REQUESTS = {name: entry.request for name, entry in (COMMANDS | QUESTIONS).items()}
RESULTS = {name: entry.result for name, entry in (COMMANDS | QUESTIONS).items()}


def refusal(record: type[Any], fields: Any) -> tuple[str, str]:
    """The field and the problem for which a record is refused."""
    with pytest.raises(DeskError) as refused:
        read_record(record, fields)
    assert refused.value.code == "invalid"
    return refused.value.facts["field"], refused.value.facts["problem"]


def problem_with(**fields: Any) -> tuple[str, str]:
    return refusal(Book, A_BOOKING | fields)


# ---------------------------------------------------------------- forms


def test_a_command_is_read_from_its_fields() -> None:
    told = read_record(Book, A_BOOKING | {"start": "24:00", "party": 2, "walk_in": True})
    assert told == Book("000001", "gym", date(2026, 11, 24), Minute(1440), party=2, walk_in=True)


def test_a_field_that_may_be_null_may_be_null() -> None:
    assert read_record(Book, A_BOOKING | {"people": None, "starts": None}).people is None


@pytest.mark.parametrize(
    "told",
    [
        "24:01",
        "24:00 ",
        "8:00",
        "08:0",
        "08:60",
        "25:00",
        "0800",
        "08:00:00",
        "-1:00",
        "1８:00",
        "",
        800,
        8.5,
    ],
)
def test_a_time_is_two_digits_a_colon_and_two_digits(told: Any) -> None:
    assert problem_with(start=told) == ("start", "not_a_time")


@pytest.mark.parametrize(
    "told",
    [
        "2026-2-3", "2026-02-30", "2026/11/24", "20261124", "2026-W48-2", "26-11-24", "２０２６-11-24",
        "2026-11-24T00:00", "2026-11-24 ", "", 20261124, None, True, ["2026-11-24"],
    ],
)  # fmt: skip
def test_a_date_is_a_day_of_the_calendar_as_year_month_day(told: Any) -> None:
    assert problem_with(date=told) == ("date", "not_a_date")


@pytest.mark.parametrize("told", ["0001-01-01", "1899-12-31", "9990-01-01", "9999-12-31"])
def test_a_date_so_far_off_that_its_week_may_be_none_is_refused(told: str) -> None:
    assert problem_with(date=told) == ("date", "not_a_date")


@pytest.mark.parametrize(
    "told", ["B0", "B", "12", "b12", "B12 ", "B-1", "B1.0", "W12", "B１２", "B" + "9" * 16, 12, None]
)
def test_an_id_is_its_letter_and_a_number(told: Any) -> None:
    assert refusal(Cancel, {"booking": told}) == ("booking", "not_an_id")


@pytest.mark.parametrize(
    "told", ["2026-11-24", "2026-11-24 18:00", "2026-11-24T18:00Z", "2026-11-24T18:00+08:00", 5]
)
def test_a_local_time_has_a_t_and_no_zone(told: Any) -> None:
    record = COMMANDS["pardon_no_shows"].request
    assert refusal(record, {"from": told, "to": "2026-11-24T18:00"}) == ("from", "not_a_date_time")


def test_a_local_time_may_have_seconds_and_end_a_day_at_24_00() -> None:
    record = COMMANDS["pardon_no_shows"].request
    told = read_record(record, {"from": "2026-11-24T18:00:05", "to": "2026-11-24T24:00"})
    assert (told.from_, told.to) == (
        datetime.fromisoformat("2026-11-24T18:00:05"),
        datetime.fromisoformat("2026-11-25"),
    )
    assert write_record(told)["from"] == "2026-11-24T18:00:05"


@pytest.mark.parametrize(
    ("told", "fen"), [("12.50", 1250), ("12.5", 1250), ("12", 1200), ("0", 0), ("-0.01", -1)]
)
def test_money_is_a_string_of_yuan(told: str, fen: int) -> None:
    assert form_of(Fen).read(told) == fen


@pytest.mark.parametrize(
    "told", [12.5, 12, "12.505", "1e3", "１２", "12.", ".5", "", "+1", "1,000", "12345678901", None]
)
def test_money_is_no_number_and_no_other_string(told: Any) -> None:
    with pytest.raises(Exception, match="not_money"):
        form_of(Fen).read(told)


@given(st.integers(1 - 10**12, 10**12 - 1))
@examples(50)
def test_money_that_is_told_reads_back(fen: int) -> None:
    assert read_yuan(yuan_told(fen)) == fen


@pytest.mark.parametrize(
    "told",
    [
        None, "08:00-21:00", ["08:00", "21:00"], {"from": "08:00", "to": "24:00"},
        {"mon": "08:00-21:00", "sat": None, "sun": {"from": "10:00", "to": "12:00"}}, {},
    ],
)  # fmt: skip
def test_desk_hours_have_several_forms_that_read_back_as_they_are_told(told: Any) -> None:
    record = COMMANDS["change_settings"].request
    read = read_record(record, {"desk_hours": told})
    assert read_record(record, write_record(read)) == read


@pytest.mark.parametrize(
    ("told", "field", "problem"),
    [
        ("08:00", "desk_hours", "not_hours"),
        ("21:00-08:00", "desk_hours", "end_not_after_start"),
        ("08:00-08:00", "desk_hours", "end_not_after_start"),
        ("08:00-25:00", "desk_hours", "not_a_time"),
        (["08:00"], "desk_hours", "not_hours"),
        (8, "desk_hours", "not_hours"),
        ({"from": "08:00"}, "desk_hours", "not_hours"),
        ({"mon": "8-9"}, "desk_hours.mon", "not_hours"),
        ({"mon": ["08:00", {}]}, "desk_hours.mon", "not_a_time"),
        ({"monday": "08:00-21:00"}, "desk_hours.monday", "unknown_field"),
    ],
)
def test_desk_hours_that_are_none_are_refused_with_the_day_named(told: Any, field: str, problem: str) -> None:
    assert refusal(COMMANDS["change_settings"].request, {"desk_hours": told}) == (field, problem)


def test_a_change_touches_only_what_is_given() -> None:
    told = read_record(ChangeMember, {"staff_no": "000001", "phone": None})
    assert (told.phone, told.name) == (None, UNSET)
    assert write_record(told) == {"staff_no": "000001", "phone": None}


def test_a_result_leaves_out_what_it_does_not_have() -> None:
    assert write_record(Booked("confirmed", booking=12)) == {"state": "confirmed", "booking": "B12"}  # type: ignore[arg-type]


# ---------------------------------------------------------------- strictness


@pytest.mark.parametrize("told", [True, False, 1.0, 2.5, "1", None, [1], {}, float("nan"), float("inf")])
def test_a_count_is_a_whole_number_and_neither_a_flag_nor_a_float(told: Any) -> None:
    assert problem_with(party=told) == ("party", "not_whole")


@pytest.mark.parametrize("told", [LARGEST + 1, -LARGEST - 1, 10**400, 2**63])
def test_a_count_that_no_database_holds_is_too_large(told: int) -> None:
    assert problem_with(party=told) == ("party", "too_large")


@pytest.mark.parametrize("told", [0, 1, "true", None, 1.0, []])
def test_a_flag_is_true_or_false(told: Any) -> None:
    assert problem_with(walk_in=told) == ("walk_in", "not_a_flag")


@pytest.mark.parametrize("told", ["rooms", "Room", "", None, 1, ["room"], {}, True])
def test_a_choice_is_one_of_its_words(told: Any) -> None:
    fields = {"code": "a", "name": "a", "kind": told}
    assert refusal(AddFacility, fields) == ("kind", "not_a_choice")


@pytest.mark.parametrize("told", [5, 5.5, True, None, ["a"], {"a": 1}])
def test_a_text_is_a_string(told: Any) -> None:
    assert problem_with(member=told) == ("member", "not_text")


def test_a_field_that_is_missing_is_named() -> None:
    assert refusal(Book, {"member": "000001"}) == ("facility", "missing")


@pytest.mark.parametrize("name", ["Member", "member ", "by_", "from_", "__class__", "", "左"])
def test_a_field_that_is_unknown_is_named(name: str) -> None:
    assert problem_with(**{name: 1}) == (name, "unknown_field")


def test_a_field_with_a_pythons_underscore_is_known_by_its_own_name_only() -> None:
    record = COMMANDS["pardon_no_shows"].request
    told = {"from_": "2026-11-24T08:00", "to": "2026-11-24T18:00"}
    assert refusal(record, told) == ("from_", "unknown_field")


@pytest.mark.parametrize("told", [None, [], "x", 5, [["member", "1"]]])
def test_a_command_is_an_object(told: Any) -> None:
    assert refusal(Book, told) == ("", "not_a_record")


def test_a_list_is_a_list() -> None:
    for told in ("18:00", {"0": "18:00"}, 18, True):
        assert problem_with(start=None, starts=told) == ("starts", "not_a_list")


@pytest.mark.parametrize(
    ("slot", "field", "problem"),
    [
        ({"date": "2026-11-31"}, "slots[3].date", "not_a_date"),
        ({"colour": 1}, "slots[3].colour", "unknown_field"),
        ({"capacity": 2.0}, "slots[3].capacity", "not_whole"),
        ({"facility": " "}, "slots[3].facility", "blank"),
        (None, "slots[3]", "not_a_record"),
        ([], "slots[3]", "not_a_record"),
    ],
)
def test_the_whole_path_of_a_wrong_field_is_named(slot: Any, field: str, problem: str) -> None:
    good = {"facility": "gym", "date": "2026-11-24", "start": "18:00", "end": "19:00"}
    slots = [good, good, good, good | slot if isinstance(slot, dict) else slot]
    assert refusal(PublishSlots, {"slots": slots}) == (field, problem)


def test_a_wrong_item_of_a_plain_list_is_named_by_its_place() -> None:
    assert problem_with(start=None, starts=["18:00", "19"]) == ("starts[1]", "not_a_time")


def test_deep_nesting_is_refused_like_any_other_wrong_value() -> None:
    deep: Any = []
    for _ in range(200_000):
        deep = [deep]
    for name in A_BOOKING:
        assert problem_with(**{name: deep})[0] == name
    assert refusal(PublishSlots, {"slots": deep}) == ("slots[0]", "not_a_record")


def test_a_refusal_quotes_a_wrong_value_shortly_and_as_plain_text() -> None:
    for told in ("9" * 5_000, [1] * 5_000, {"a": "b" * 5_000}, float("nan"), True, -0.0):
        with pytest.raises(DeskError) as refused:
            read_record(Book, A_BOOKING | {"start": told})
        assert len(json.dumps(refused.value.facts, allow_nan=False)) < 200


# ---------------------------------------------------------------- text from people

HOSTILE = {
    "tab": "a\tb",
    "line break": "a\nb",
    "nul": "a\x00b",
    "escape": "\x1b[31mred",
    "c1 control": "a\x9bb",
    "bidi": "abc\u202etxt.exe",
    "bidi isolate": "a\u2066b",
    "zero width": "zero\u200bwidth",
    "joiner of letters": "a\u200db",
    "byte order mark": "\ufeffa",
    "soft hyphen": "a\u00adb",
    "line separator": "a\u2028b",
    "invisible letter": "a\u3164b",
    "braille blank": "a\u2800b",
    "surrogate": "a\ud800b",
    "private use": "a\ue000b",
    "tag": "a\U000e0041b",
    "unassigned": "a\u0378b",
    "marks": "a" + "\u0301" * 20,
    "empty": "",
    "blank": "   ",
    "wide blank": "\u3000",
}


def _text_fields() -> list[tuple[str, str]]:
    """Every field of every command and question that takes text from people."""
    found = []
    for name, record in REQUESTS.items():
        for field, hint in get_type_hints(record).items():
            parts = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
            if {str, Name} & set(parts) and field not in {"timezone"}:
                found.append((name, field))
    return found


def _problem_at(record: type[Any], field: str, value: str) -> str:
    """What is wrong with one field; the others are left out, and are looked at after those that are there."""
    where, problem = refusal(record, {field.rstrip("_"): value})
    assert where == field
    return problem


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_field_takes_control_bidi_invisible_or_blank_text(text: str) -> None:
    for name, field in _text_fields():
        assert _problem_at(REQUESTS[name], field, text) in {"invisible", "blank", "marks"}


def test_there_are_text_fields_to_try() -> None:
    assert {("book", "purpose"), ("add_member", "name"), ("reject", "note")} <= set(_text_fields())


def test_no_text_field_takes_an_endless_text() -> None:
    for name, field in _text_fields():
        assert _problem_at(REQUESTS[name], field, "长" * 2_001) == "too_long"


def test_a_name_is_shorter_than_a_reason() -> None:
    assert problem_with(member="1" * (NAME_LONGEST + 1)) == ("member", "too_long")
    assert read_record(Book, A_BOOKING | {"purpose": "事" * 2_000}).purpose == "事" * 2_000


@pytest.mark.parametrize(
    "text", ["单于", "Zoë O'Brien-Łuk", "👨‍👩‍👧", "❤️", "=1+1", "[/]", "a  b", "ÅÄÖ", "नेपाल"]
)
def test_a_name_is_taken_as_it_stands(text: str) -> None:
    assert read_record(AddMember, {"staff_no": "1", "name": text}).name == text


# ---------------------------------------------------------------- round trips


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type hint as commands and results hold them, by the letter of what the wire promises."""
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: _texts(200),
        Name: _texts(NAME_LONGEST),
        int: st.integers(-LARGEST, LARGEST),
        bool: st.booleans(),
        date: st.dates(date(1900, 1, 1), date(9989, 12, 31)),
        Minute: st.integers(0, 1440),
        Month: st.builds(Month, st.integers(1901, 9988), st.integers(1, 12)),
        Amount: st.builds(
            Amount, st.sampled_from(["allowance", "points"]), st.integers(-(10**12) + 1, 10**12 - 1)
        ),
        AllowanceAsked: st.builds(
            AllowanceAsked, st.one_of(st.none(), st.integers(-(10**12) + 1, 10**12 - 1))
        ),
        Fen: st.integers(-(10**12) + 1, 10**12 - 1),
        datetime: st.datetimes(
            datetime.fromisoformat("1901-01-01"), datetime.fromisoformat("9989-12-31")
        ).map(lambda moment: moment.replace(microsecond=0)),
        Paragraphs: st.lists(_texts(200).map(str.strip).filter(bool), min_size=1, max_size=3).map(
            lambda lines: Paragraphs(tuple(lines))
        ),
        DeskHours: st.lists(_spans(), min_size=7, max_size=7).map(lambda days: DeskHours(tuple(days))),
        Any: st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=5)
        | st.lists(st.integers(), max_size=3),
    }
    if hint in plain:
        return plain[hint]
    if isinstance(hint, NewType):
        assert hint.__name__ in LETTERS
        return st.integers(1, 10**14)
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(parts)
    if origin in (Union, types.UnionType):
        return st.one_of([values_of(part) for part in parts])
    if hint is type(None):
        return st.none()
    if hint is Unset:
        return st.just(UNSET)
    if origin is tuple:
        return st.lists(values_of(parts[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(st.text(max_size=5), values_of(parts[1]), max_size=3)
    return records(hint)


def _texts(longest: int) -> st.SearchStrategy[str]:
    letters = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs", "Mc"))
    return st.text(letters, min_size=1, max_size=longest).filter(
        lambda text: problem_of(text, longest) is None
    )


def _spans() -> st.SearchStrategy[tuple[int, int] | None]:
    pair = st.tuples(st.integers(0, 1440), st.integers(0, 1440)).filter(lambda span: span[0] < span[1])
    return st.none() | pair


def records(record: type[Any]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(record)
    names = (
        [field.name for field in dataclasses.fields(record)]
        if dataclasses.is_dataclass(record)
        else list(record._fields)
    )
    return st.builds(record, **{name: values_of(hints[name]) for name in names})


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_what_is_written_reads_back_as_it_was(name: str) -> None:
    for record in (REQUESTS[name], RESULTS[name]):
        _reads_back(record)


def _reads_back(record: type[Any]) -> None:
    judge = jsonschema.Draft202012Validator(schema_of(record))

    @given(records(record))
    @examples(8)
    def round_trip(value: Any) -> None:
        told = json.loads(json.dumps(write_record(value), allow_nan=False))
        assert read_record(record, told) == value
        judge.validate(told)

    round_trip()


# ---------------------------------------------------------------- JSON Schemas


def test_what_describe_prints_is_json() -> None:
    described = describe()
    assert set(described["commands"]) == set(COMMANDS)
    assert set(described["questions"]) == set(QUESTIONS)
    assert json.loads(json.dumps(described)) == described


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_every_schema_is_a_json_schema(name: str) -> None:
    for record in (REQUESTS[name], RESULTS[name]):
        jsonschema.Draft202012Validator.check_schema(schema_of(record))


def test_every_command_says_how_it_is_taken_back() -> None:
    for name, told in describe()["commands"].items():
        inverse = typing.cast(dict[str, Any], told)["inverse"]
        assert inverse == {"declared": True} or isinstance(inverse["none"], str), name


def test_a_schema_names_the_defaults() -> None:
    properties = schema_of(AddFacility)["properties"]
    assert properties["capacity"]["default"] == 1
    assert properties["promotion"]["default"] == "offer"
    assert properties["no_show_grace_minutes"]["default"] == 15
    assert "default" not in schema_of(ChangeFacility)["properties"]["capacity"]


def test_only_what_the_commands_promise_must_be_given() -> None:
    assert schema_of(AddFacility)["required"] == ["code", "name", "kind"]
    assert schema_of(Book)["required"] == ["member", "facility", "date"]
    assert schema_of(AddMember)["required"] == ["staff_no", "name"]
    assert schema_of(PublishSlots)["required"] == ["slots"]


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("book", {}),
    ("book", A_BOOKING | {"colour": "red"}),
    ("book", A_BOOKING | {"party": "2"}),
    ("book", A_BOOKING | {"party": 1.5}),
    ("book", A_BOOKING | {"party": True}),
    ("book", A_BOOKING | {"walk_in": 1}),
    ("book", A_BOOKING | {"start": "25:00"}),
    ("book", A_BOOKING | {"start": "6pm"}),
    ("book", A_BOOKING | {"starts": "18:00"}),
    ("book", A_BOOKING | {"starts": ["18:00", 19]}),
    ("book", A_BOOKING | {"member": None}),
    ("book", A_BOOKING | {"member": ""}),
    ("book", A_BOOKING | {"member": "1" * 81}),
    ("cancel", {"booking": "12"}),
    ("cancel", {"booking": "B0"}),
    ("cancel", {"booking": 12}),
    ("add_facility", {"code": "a", "name": "a", "kind": "castle"}),
    ("publish_slots", {"slots": [{"facility": "a"}]}),
    ("publish_slots", {"slots": {"facility": "a"}}),
    ("change_settings", {"desk_hours": "always"}),
    ("change_settings", {"desk_hours": {"monday": "08:00-21:00"}}),
    ("pardon_no_shows", {"from": "yesterday", "to": "2026-11-24T18:00"}),
]


@pytest.mark.parametrize(("name", "fields"), WRONG)
def test_what_the_schema_refuses_the_desk_refuses_too(name: str, fields: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(schema_of(REQUESTS[name])).is_valid(fields)
    refusal(REQUESTS[name], fields)


RIGHT: list[tuple[str, dict[str, Any]]] = [
    ("book", A_BOOKING),
    ("book", A_BOOKING | {"start": None, "starts": ["18:00", "24:00"], "party": 2, "override": "主任同意"}),
    ("cancel", {"booking": "B12"}),
    ("tick", {}),
    ("add_facility", {"code": "a", "name": "a", "kind": "room", "no_show_grace_minutes": None}),
    ("change_facility", {"code": "a", "daily_quota": None}),
    ("change_settings", {"desk_hours": {"mon": "08:00-21:00", "sun": None}}),
    ("change_settings", {"desk_hours": ["08:00", "21:00"], "no_show_limit": None}),
    ("pardon_no_shows", {"from": "2026-11-24T08:00", "to": "2026-11-24T18:00", "reason": "停电"}),
    ("grid", {"date": "2026-11-24", "days": 7, "facilities": ["gym"]}),
]


@pytest.mark.parametrize(("name", "fields"), RIGHT)
def test_what_the_desk_takes_the_schema_takes_too(name: str, fields: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(schema_of(REQUESTS[name])).validate(fields)
    read_record(REQUESTS[name], fields)


def _edits(fields: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A right line with a field changed into anything, or one more."""
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates().map(str),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=3,
    )
    names = st.sampled_from([*fields, "people", "slots", "x"])
    return st.builds(lambda name, value: fields | {name: value}, names, anything)


@given(st.sampled_from(RIGHT).flatmap(lambda line: st.tuples(st.just(line[0]), _edits(line[1]))))
@examples(150)
def test_whatever_is_sent_is_taken_as_the_schema_has_it_or_refused_as_invalid(
    line: tuple[str, dict[str, Any]],
) -> None:
    name, fields = line
    refused, read = None, None
    try:
        read = read_record(REQUESTS[name], fields)
    except DeskError as error:
        refused = error
    if refused is None:
        jsonschema.Draft202012Validator(schema_of(REQUESTS[name])).validate(fields)
        assert read_record(REQUESTS[name], write_record(read)) == read
    else:
        assert refused.code == "invalid"
        json.dumps(refused.facts, allow_nan=False)


def test_a_day_and_a_week_around_every_date_that_is_taken_are_dates() -> None:
    for told in ("1900-01-01", "9989-12-31"):
        day = read_record(Book, A_BOOKING | {"date": told}).date
        assert day - timedelta(days=400) < day < day + timedelta(days=3_650)
