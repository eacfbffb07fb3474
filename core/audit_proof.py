"""Whether the audit trail is whole, and its head: what a sheet of paper keeps of it, outside the file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from core.audit import AuditRecord, Link
from core.check import Finding, broken_links
from core.command import Now, Question, question
from core.errors import invalid
from core.wire import Name

SHORT = 16
"""So many hexadecimal digits of a hash are printed for people to compare: 64 bits."""

_HEAD = re.compile(rf"([1-9]\d{{0,14}}):([0-9a-f]{{{SHORT},64}})", re.ASCII)
_BETWEEN = str.maketrans("", "", " ,-\t")


class Anchor(NamedTuple):
    """A head as it was kept outside the file: a record's number, and its hash or the beginning of it."""

    number: int
    hash: str


class ProofStore(Protocol):
    """What proving the trail needs of the database."""

    def last_link(self) -> Link: ...

    def audit_records(self) -> Iterable[AuditRecord]: ...

    def audit_record(self, number: int) -> AuditRecord | None: ...


@dataclass(frozen=True, slots=True)
class AskAuditHead(Question["AuditHead"]):
    """The newest record of the trail: who keeps it elsewhere can show later that nothing was cut off."""


@dataclass(frozen=True, slots=True)
class AuditHead:
    """`head` is what a sheet shows of number and hash; `at` None while there is no record."""

    number: int
    hash: Name
    at: datetime | None
    head: Name


@question("audit_head")
def ask_audit_head(store: ProofStore, question: AskAuditHead, now: Now) -> AuditHead:  # noqa: ARG001
    link = store.last_link()
    at = now.local_of(link.at) if link.number else None
    return AuditHead(link.number, Name(link.hash), at, Name(head_told(link.number, link.hash)))


def head_told(number: int, hash_: str) -> str:
    """A head as it is printed: `1234:ab12 cd34 ef56 7890`."""
    return f"{number}:" + " ".join(hash_[at : at + 4] for at in range(0, SHORT, 4))


def read_head(text: str) -> Anchor:
    """A head as it is printed, or with its whole hash; blanks, commas and hyphens say nothing. `invalid`."""
    found = _HEAD.fullmatch(text.translate(_BETWEEN).lower())
    if found is None:
        raise invalid("head", "not_a_head", value=text)
    return Anchor(int(found[1]), found[2])


@dataclass(frozen=True, slots=True)
class AskAuditProof(Question["AuditProof"]):
    """Is the whole trail as it was written? `head`: what a sheet says was its newest record once."""

    head: Name | None = None


@dataclass(frozen=True, slots=True)
class AuditProof:
    """`records` follow one another as they were written, from the first on: all of them where `broken` is
    empty or tells of the head, else up to the first that does not. `hash` and `head` are the last one's of
    them."""

    records: int
    first_at: datetime | None
    last_at: datetime | None
    hash: Name
    head: Name
    broken: tuple[Finding, ...]


@question("audit_proof")
def ask_audit_proof(store: ProofStore, question: AskAuditProof, now: Now) -> AuditProof:
    """Reads the trail once, and keeps none of it. `invalid` for a head that is none."""
    anchor = None if question.head is None else read_head(question.head)
    broken = next(iter(broken_links(store.audit_records())), None)
    whole = store.last_link().number if broken is None else int(broken.facts["number"]) - 1
    if broken is None and anchor is not None:
        broken = _astray(store, anchor)
    first, last = store.audit_record(1), store.audit_record(whole)
    return AuditProof(
        whole,
        None if first is None or last is None else now.local_of(first.at),
        None if last is None else now.local_of(last.at),
        Name("" if last is None else last.hash),
        Name("" if last is None else head_told(last.number, last.hash)),
        () if broken is None else (broken,),
    )


def _astray(store: ProofStore, anchor: Anchor) -> Finding | None:
    """What a head from outside shows of a trail that is whole by itself."""
    record = store.audit_record(anchor.number)
    told = f"audit {anchor.number}"
    if record is None:
        facts = {"number": anchor.number, "last": store.last_link().number}
        return Finding(11, told, "audit_cut_off", facts)
    if not record.hash.startswith(anchor.hash):
        return Finding(11, told, "audit_rewritten", {"number": anchor.number})
    return None
