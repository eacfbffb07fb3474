"""Commands, questions and answers as JSON, all made from the dataclasses and their type hints.

Dates are `2026-11-24`, minutes of a day `18:00`, local date-times `2026-11-24T18:00`, money a string of
yuan, ids a letter and a number. What does not fit is refused with the field named, never mended.
A field called `from_` is `from` outside.
"""

import dataclasses
import json
import re
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from core.clock import Minute
from core.errors import DeskError
from core.records import LETTERS
from core.text import LONGEST, NAME_LONGEST, problem_of

T = TypeVar("T")

Name = NewType("Name", str)
"""A short text: a name, a code, a number on a card."""

Fen = NewType("Fen", int)
"""Money, in hundredths of a yuan."""


class Unset(Enum):
    """The value of a field that was left out of a `change_*` command: leave it as it is."""

    UNSET = "unset"


UNSET = Unset.UNSET

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MINUTE = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::([0-5]\d))?", re.ASCII)
_YUAN = re.compile(r"(-?)(\d{1,10})(?:\.(\d{1,2}))?", re.ASCII)
_YEARS = range(1900, 9990)
"""The years that are taken: days and weeks around a date must be dates too."""
LARGEST = 10**12
"""The largest whole number that is taken."""


class Misfit(Exception):  # noqa: N818 - becomes a DeskError with the whole path
    """A value that does not fit its field; the path grows on the way out."""

    def __init__(self, problem: str, **facts: Any) -> None:
        super().__init__(problem)
        self.problem = problem
        if "value" in facts:
            facts["value"] = _shown(facts["value"])
        self.facts = facts
        self.path = ""

    def under(self, step: str) -> "Misfit":
        self.path = step + ("." if self.path and not self.path.startswith("[") else "") + self.path
        return self


def _shown(value: Any) -> str:
    """A value as an error quotes it: short, and no more than its kind for a list or an object."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 60 else text[:60] + "…"


Decode = Callable[[Any], Any]
Encode = Callable[[Any], Any]


# ---------------------------------------------------------------- the small forms


def minute_told(minute: int) -> str:
    """`18:00`; 1440 is `24:00`."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def local_told(moment: datetime) -> str:
    """`2026-11-24T18:00`, with seconds only where there are any."""
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def yuan_told(fen: int) -> str:
    """`12.50` for 1250 fen."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def read_date(value: Any) -> date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise Misfit("not_a_date", value=value)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Misfit("not_a_date", value=value) from None
    if day.year not in _YEARS:
        raise Misfit("not_a_date", value=value)
    return day


def read_minute(value: Any) -> int:
    match = _MINUTE.fullmatch(value) if isinstance(value, str) else None
    if match:
        return int(match[1]) * 60 + int(match[2])
    if value == "24:00":
        return 1440
    raise Misfit("not_a_time", value=value)


def read_local(value: Any) -> datetime:
    match = _LOCAL.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise Misfit("not_a_date_time", value=value)
    day, minute, seconds = read_date(match[1]), read_minute(match[2]), int(match[3] or 0)
    if day.year == _YEARS[0]:  # the clock of a rehearsal stands at its beginning
        raise Misfit("not_a_date_time", value=value)
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute, seconds=seconds)  # noqa: DTZ001


def read_yuan(value: Any) -> int:
    match = _YUAN.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise Misfit("not_money", value=value)
    fen = int(match[2]) * 100 + int((match[3] or "").ljust(2, "0"))
    return -fen if match[1] else fen


def _read_text(longest: int) -> Decode:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise Misfit("not_text", value=value)
        problem = problem_of(value, longest)
        if problem:
            raise Misfit(problem, longest=longest)
        return value

    return read


def _read_whole(value: Any) -> int:
    if type(value) is not int:
        raise Misfit("not_whole", value=value)
    if not -LARGEST <= value <= LARGEST:
        raise Misfit("too_large", value=str(value))
    return value


def _read_flag(value: Any) -> bool:
    if type(value) is not bool:
        raise Misfit("not_a_flag", value=value)
    return value


def _read_id(letter: str) -> Decode:
    pattern = re.compile(rf"{letter}([1-9]\d{{0,14}})", re.ASCII)

    def read(value: Any) -> int:
        match = pattern.fullmatch(value) if isinstance(value, str) else None
        if not match:
            raise Misfit("not_an_id", value=value, letter=letter)
        return int(match[1])

    return read


def _read_choice(choices: tuple[Any, ...]) -> Decode:
    def read(value: Any) -> Any:
        if not isinstance(value, str) or value not in choices:
            raise Misfit("not_a_choice", value=value, choices=list(choices))
        return value

    return read


# ---------------------------------------------------------------- type hints to readers, writers, schemas


@dataclasses.dataclass(frozen=True, slots=True)
class Form:
    """How one type hint is read, written and described. `write` None: as it is."""

    read: Decode
    write: Encode | None
    schema: dict[str, Any]


def _plain(schema_type: str, read: Decode, **more: Any) -> Form:
    return Form(read, None, {"type": schema_type, **more})


_FORMS: dict[Any, Form] = {
    str: _plain("string", _read_text(LONGEST), minLength=1, maxLength=LONGEST),
    Name: _plain("string", _read_text(NAME_LONGEST), minLength=1, maxLength=NAME_LONGEST),
    int: _plain("integer", _read_whole),
    bool: _plain("boolean", _read_flag),
    date: Form(read_date, date.isoformat, {"type": "string", "format": "date"}),
    Minute: Form(
        read_minute, minute_told, {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"}
    ),
    datetime: Form(
        read_local, local_told, {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$"}
    ),
    Fen: Form(read_yuan, yuan_told, {"type": "string", "pattern": r"^-?\d{1,10}(\.\d{1,2})?$"}),
}


def outside(name: str) -> str:
    """A field's name in JSON."""
    return name.rstrip("_")


def form_of(hint: Any) -> Form:
    """The form of a type hint. TypeError for a hint that has none: a mistake in the program."""
    form = _FORMS.get(hint)
    if form is None:
        form = _FORMS[hint] = _make_form(hint)
    return form


def _make_form(hint: Any) -> Form:
    if isinstance(hint, NewType):
        letter = LETTERS[hint.__name__]
        return Form(
            _read_id(letter),
            lambda number: f"{letter}{number}",
            {"type": "string", "pattern": rf"^{letter}[1-9]\d*$"},
        )
    origin = get_origin(hint)
    if origin is Literal:
        choices = get_args(hint)
        return Form(_read_choice(choices), None, {"enum": list(choices)})
    if origin in (Union, types.UnionType):
        return _form_of_union(get_args(hint))
    if origin is tuple:
        return _form_of_list(get_args(hint)[0])
    if origin is dict:
        return _form_of_mapping(get_args(hint)[1])
    if hint is Any:  # facts: plain values already
        return Form(lambda value: value, None, {})
    if hasattr(hint, "read_wire"):  # a value with forms of its own
        return Form(hint.read_wire, hint.write_wire, hint.schema_wire())
    if dataclasses.is_dataclass(hint) or hasattr(hint, "_fields"):
        return _form_of_record(hint)
    raise TypeError(f"no JSON form for {hint!r}")


def _form_of_union(parts: tuple[Any, ...]) -> Form:
    kept = [part for part in parts if part not in (type(None), Unset)]
    if len(kept) != 1:
        raise TypeError(f"no JSON form for a choice of {kept!r}")
    inner = form_of(kept[0])
    write = inner.write
    if type(None) not in parts:
        return Form(inner.read, write, inner.schema)
    return Form(
        lambda value: None if value is None else inner.read(value),
        None if write is None else lambda value: None if value is None else write(value),
        {"anyOf": [inner.schema, {"type": "null"}]},
    )


def _form_of_list(part: Any) -> Form:
    inner = form_of(part)

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Misfit("not_a_list", value=value)
        items = []
        for index, item in enumerate(value):
            try:
                items.append(inner.read(item))
            except Misfit as misfit:
                raise misfit.under(f"[{index}]") from None
        return tuple(items)

    write = inner.write
    return Form(
        read,
        list if write is None else lambda value: [write(item) for item in value],
        {"type": "array", "items": inner.schema},
    )


def _form_of_mapping(part: Any) -> Form:
    inner = form_of(part)

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Misfit("not_a_record")
        return {key: inner.read(item) for key, item in value.items()}

    write = inner.write
    return Form(
        read,
        None if write is None else lambda value: {key: write(item) for key, item in value.items()},
        {"type": "object", "additionalProperties": inner.schema},
    )


def _defaults(record: Any) -> dict[str, Any]:
    if dataclasses.is_dataclass(record):
        return {
            field.name: field.default
            for field in dataclasses.fields(record)
            if field.default is not dataclasses.MISSING
        }
    return dict(record._field_defaults)


def _form_of_record(record: Any) -> Form:
    hints = get_type_hints(record)
    names = (
        [field.name for field in dataclasses.fields(record)]
        if dataclasses.is_dataclass(record)
        else list(record._fields)
    )
    defaults = _defaults(record)
    forms = {outside(name): (name, form_of(hints[name])) for name in names}
    required = [outside(name) for name in names if name not in defaults]

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise Misfit("not_a_record")
        given: dict[str, Any] = {}
        for key, item in value.items():
            known = forms.get(key)
            if known is None:
                raise Misfit("unknown_field").under(key)
            try:
                given[known[0]] = known[1].read(item)
            except Misfit as misfit:
                raise misfit.under(key) from None
        for key in required:
            if key not in value:
                raise Misfit("missing").under(key)
        return record(**given)

    writers = tuple((key, name, form.write) for key, (name, form) in forms.items())

    def write(value: Any) -> dict[str, Any]:
        written = {}
        for key, name, form_write in writers:
            item = getattr(value, name)
            if item is not UNSET:
                written[key] = item if form_write is None else form_write(item)
        return written

    properties = {}
    for key, (name, form) in forms.items():
        properties[key] = dict(form.schema)
        default = defaults.get(name, UNSET)
        if default is not UNSET and default is not None:
            properties[key]["default"] = default if form.write is None else form.write(default)
    schema = {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    return Form(read, write, schema)


# ---------------------------------------------------------------- the door's use of it


def read_record(record: type[T], fields: Mapping[str, Any]) -> T:
    """A command, question or answer from its JSON fields. `invalid` with the field's whole path."""
    try:
        return typing.cast(T, form_of(record).read(fields))
    except Misfit as misfit:
        raise DeskError("invalid", field=misfit.path, problem=misfit.problem, **misfit.facts) from None


def write_record(value: Any) -> dict[str, Any]:
    """A command, question or answer as plain JSON values."""
    write = form_of(type(value)).write
    assert write is not None  # noqa: S101 - every record has a writer
    return typing.cast(dict[str, Any], write(value))


def schema_of(record: type[Any]) -> dict[str, Any]:
    """The JSON Schema of a command or a question."""
    return form_of(record).schema
