"""The door takes no text that acts or hides, in no field of no command; it says which, and cleans nothing."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import pytest

from core.catalog import COMMANDS, QUESTIONS
from core.errors import DeskError
from core.text import visible
from core.wire import Name, outside, read_record
from tests.support.hostile_texts import ALLOWED, REFUSED

Path = tuple[str | int, ...]
"""Where a text stands in the JSON of a command."""

REFUSALS = {"invisible", "marks", "blank"}


def texts_in(hint: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Where texts stand in a value of a type, each with a value around it that lacks nothing else."""
    if hint in (str, Name):
        yield path, None
    elif get_origin(hint) in (Union, UnionType):
        for part in get_args(hint):
            yield from texts_in(part, path)
    elif get_origin(hint) is tuple:
        yield from texts_in(get_args(hint)[0], (*path, 0))
    elif get_origin(hint) is dict:
        yield from texts_in(get_args(hint)[1], (*path, "x"))
    elif is_record(hint):
        for name, part in get_type_hints(hint).items():
            if name in names_of(hint):
                yield from texts_in(part, (*path, outside(name)))


def is_record(hint: Any) -> bool:
    own = hasattr(hint, "read_wire") or get_origin(hint) is Literal or isinstance(hint, NewType)
    return not own and (is_dataclass(hint) or hasattr(hint, "_fields"))


def names_of(record: Any) -> list[str]:
    return [one.name for one in fields(record)] if is_dataclass(record) else list(record._fields)


def value_with(path: Path, text: str) -> Any:
    """A JSON value in which the text stands at a place, and nothing else does."""
    if not path:
        return text
    step, *others = path
    inside = value_with(tuple(others), text)
    return [inside] if isinstance(step, int) else {step: inside}


def told(path: Path) -> str:
    """The place as a refusal names it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


REQUESTS = {**COMMANDS, **QUESTIONS}
PLACES = [(name, path) for name, entry in REQUESTS.items() for path, _ in texts_in(entry.request)]


def test_the_places_are_those_that_the_commands_have() -> None:
    assert ("add_member", ("name",)) in PLACES
    assert ("redeem", ("lines", 0, "sku")) in PLACES
    assert len(PLACES) > 150


@pytest.mark.parametrize(
    ("name", "path"), PLACES, ids=lambda part: told(part) if isinstance(part, tuple) else part
)
def test_no_field_takes_what_acts_or_hides(name: str, path: Path) -> None:
    for text in REFUSED.values():
        with pytest.raises(DeskError) as caught:
            read_record(REQUESTS[name].request, value_with(path, text))
        assert caught.value.code == "invalid"
        assert str(caught.value.facts["field"]).removesuffix(".x") == told(path).removesuffix(".x")
        assert caught.value.facts["problem"] in REFUSALS


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED.keys())
def test_what_can_be_seen_comes_in_as_it_is(text: str) -> None:
    """`problem_of` and `visible` agree: what comes in is shown as it is written."""
    request = read_record(COMMANDS["add_member"].request, {"staff_no": "1", "name": text})
    assert request.name == text  # type: ignore[attr-defined]
    assert visible(text) == text
