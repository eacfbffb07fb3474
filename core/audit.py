"""The audit chain: each record carries the hash of the one before, so that no record can be changed,
taken out or put in unseen.

The hash covers a salted digest of the record's body and not the body itself: a person's data can be
erased from a body later (the personal information protection law) with the chain still valid.
"""

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any, NamedTuple

from core.clock import Instant

BEGINNING = hashlib.sha256(b"frontdesk audit").hexdigest()
"""What the first record carries as the hash of the one before."""


class Link(NamedTuple):
    """The last record of the chain: its number, instant and hash."""

    number: int
    at: Instant
    hash: str


class AuditRecord(NamedTuple):
    """One change. `body` is the JSON of the command and of what came of it."""

    number: int
    at: Instant
    operator: str
    action: str
    body: str
    salt: str
    digest: str
    hash: str


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(salt: str, body: str) -> str:
    """The digest of a body that the chain covers."""
    return hashlib.sha256(f"{salt}{body}".encode()).hexdigest()


def hash_of(before: str, number: int, at: Instant, operator: str, action: str, digest: str) -> str:
    """The hash of a record, from that of the one before it."""
    return hashlib.sha256(f"{before}|{number}|{at}|{operator}|{action}|{digest}".encode()).hexdigest()


def next_record(last: Link, at: Instant, operator: str, action: str, body: Any) -> AuditRecord:
    """The record that follows `last`; its instant never lies before that of `last`."""
    number, when = last.number + 1, max(at, last.at)
    text, salt = canonical(body), os.urandom(12).hex()
    digest = digest_of(salt, text)
    return AuditRecord(
        number,
        when,
        operator,
        action,
        text,
        salt,
        digest,
        hash_of(last.hash, number, when, operator, action, digest),
    )


def digest_of_rows(rows: Iterable[tuple[Any, ...]]) -> str:
    """The digest of a long list of rows, for bodies that tell of it by its size and digest. Made by the
    columns of some rows at a time: 200,000 rows have few different values in each."""
    digest, left = hashlib.sha256(), iter(rows)
    told: defaultdict[int, _Told] = defaultdict(_Told)
    while some := list(islice(left, 1000)):
        for index, column in enumerate(zip(*some, strict=True)):
            digest.update(",".join(map(told[index].__getitem__, column)).encode())
            digest.update(b"\n")
    return digest.hexdigest()


class _Told(dict[Any, str]):
    """The text of each value of a column."""

    def __missing__(self, value: Any) -> str:
        text = self[value] = repr(value)
        return text
