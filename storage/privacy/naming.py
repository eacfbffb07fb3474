"""Whether a text or a JSON value names somebody."""

import json
import re
from collections.abc import Iterator
from typing import Any

from core.privacy.records import Person

SHORTEST = 4
"""A number of fewer signs is looked for only where it stands alone: within a text it may be anything."""


def strings_in(value: Any) -> Iterator[str]:
    """All strings of a JSON value, those that name its fields aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings_in(part)


class Naming:
    """What somebody is known by: numbers and addresses wherever they stand, names and ids of records where
    they stand alone."""

    def __init__(self, person: Person, records: frozenset[str]) -> None:
        self.person = person
        self.records = records
        self.alone = frozenset((*person.identifiers, *person.names))
        long = sorted((told for told in person.identifiers if len(told) >= SHORTEST), key=len, reverse=True)
        told = "|".join(map(re.escape, long))
        self._within = re.compile(rf"(?<![0-9A-Za-z])(?:{told})(?![0-9A-Za-z])") if long else None

    def names(self, text: str) -> bool:
        """Whether a text is, or holds, a number or address of theirs, or is their name."""
        return text in self.alone or (self._within is not None and bool(self._within.search(text)))

    def without(self, text: str, instead: str) -> str:
        """The text with their numbers and addresses replaced; all of it where it is nothing else."""
        if text in self.alone:
            return instead
        return text if self._within is None else self._within.sub(instead, text)

    def is_about(self, body: str) -> bool:
        """Whether an audit record is about them: it names them, or a record of theirs."""
        return any(told in self.records or self.names(told) for told in strings_in(json.loads(body)))

    def is_told_by(self, body: str) -> bool:
        """Whether a body tells something of them: it names them, or what was asked for was about a record of
        theirs, with words that may say anything. A record of what befell others or the club as a whole, in
        which theirs is a number among others, does not."""
        told = json.loads(body)
        asked = told.get("command", {})
        if any(map(self.names, strings_in(told))):
            return True
        done = told.get("result", {}).get("done", ()) if isinstance(told.get("result"), dict) else ()
        return any(text in self.records for text in strings_in([asked, done]))
