"""The audit trail in words: what was done, to whom and where, and what one record keeps."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from core.wire import minute_told
from tui.language import N_, _, listed, say
from tui.sentences.fields import by_told, field_word

if TYPE_CHECKING:
    from core.audit_search import AuditLine, AuditRecordTold
    from core.audit_subjects import Person, Place

OTHERS: dict[str, str] = {
    "signed_in": N_("signed in"),
    "signed_in_by_token": N_("signed in by a token"),
    "sign_in_refused": N_("sign-in refused"),
    "signed_out": N_("signed out"),
    "clock_behind": N_("the machine's clock was behind"),
}
"""What is noted of no command, by the name of its audit record."""

ENDED: dict[str, str] = {
    "left": N_("left"),
    "idle": N_("nobody at the desk"),
    "too_long": N_("signed in for too long"),
}
"""Why somebody's time at the desk ended."""

NAMED_MOST = 2
"""So many members, and so many slots, are named in a line."""


def action_told(action: str) -> str:
    """What was done, in words; what nobody has words for stands for itself."""
    from tui.screens.since import COMMANDS, DEEDS

    words = {**COMMANDS, **DEEDS, **OTHERS}
    if action in words:
        return _(words[action])
    asked = action.removesuffix("_refused")
    return say("refused: {action}", action=_(words.get(asked, asked))) if asked != action else action


def deed_told(action: str, members: "Sequence[Person]", places: "Sequence[Place]") -> str:
    """`booked 张三 羽毛球1号场 11-24 17:30`."""
    return " ".join(filter(None, (action_told(action), whom_told(members), where_told(places))))


def whom_told(members: "Sequence[Person]") -> str:
    return _some([member.name for member in members])


def where_told(places: "Sequence[Place]") -> str:
    return _some([_place_told(place) for place in places])


def _place_told(place: "Place") -> str:
    if place.date is None or place.start is None:
        return place.name
    return f"{place.name} {place.date:%m-%d} {minute_told(place.start)}"


def _some(words: list[str]) -> str:
    told = listed(words[:NAMED_MOST])
    more = len(words) - NAMED_MOST
    return say("{some} and {count} more", some=told, count=more) if more > 0 else told


def who_told(line: "AuditLine") -> str:
    """By whose hand, and through whom where that was another's."""
    who = by_told(line.operator)
    return who if line.through is None else say("{who} (through {through})", who=who, through=line.through)


def why_told(line: "AuditLine") -> str:
    """The reason that was given, or why it was refused."""
    from tui.sentences.desk import sentence_of_code

    if line.erased:
        return _("its data were erased")
    if line.error is not None:
        return _(REFUSALS.get(line.error, "")) if line.error in REFUSALS else sentence_of_code(line.error, {})
    return _(ENDED.get(line.why, line.why)) if line.why else ""


REFUSALS: dict[str, str] = {
    "forbidden": N_("no right to it"),
    "not_signed_in": N_("nobody had signed in"),
}
"""Refusals that are told in a line without their facts."""


def record_told(told: "AuditRecordTold") -> Iterator[str]:
    """One record: who, when, what, to whom; every field that it keeps; and how it stands in the chain."""
    from tui.sentences.desk import sentence_of_code

    line = told.line
    yield f"{line.number:,}  {line.at:%Y-%m-%d %H:%M:%S}  {deed_told(line.action, line.members, line.places)}"
    yield say("By: {who}", who=who_told(line))
    for person in line.members:
        yield say("Member: {name} {member}", name=person.name, member=person.member)
    if line.records:
        yield say("Records: {records}", records=listed(line.records))
    if line.erased:
        yield _("Its data were erased; who did what and when stays.")
    if line.error is not None:
        yield say("Refused: {why}", why=sentence_of_code(line.error, told.body.get("facts") or {}))
    for name, heading in PARTS.items():
        if told.body.get(name):
            yield ""
            yield _(heading)
            yield from _fields_told(told.body[name])
    others = {name: value for name, value in told.body.items() if name not in (*PARTS, "error", "through")}
    if others:
        yield ""
        yield from _fields_told(others)
    yield ""
    yield say("Hash: {hash}", hash=told.hash)
    yield say("The one before: {hash}", hash=told.before)
    for finding in told.broken:
        yield sentence_of_code(finding.code, finding.facts)
    if not told.broken:
        yield _("The chain holds here: the record is as it was written, and follows the one before.")


PARTS: dict[str, str] = {
    "command": N_("What was asked for"),
    "result": N_("What came of it"),
    "facts": N_("What stood in the way"),
}
"""The parts of a record's body."""


def _fields_told(value: Any, indent: int = 1) -> Iterator[str]:
    """Fields with their values, those of a field's own below it; what was not given is left out."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value, 1)
    for name, part in pairs:
        word, blanks = field_word(str(name)), "  " * indent
        if isinstance(part, dict) or (isinstance(part, list) and any(isinstance(one, dict) for one in part)):
            yield f"{blanks}{word}:"
            yield from _fields_told(part, indent + 1)
        elif part is not None and part != []:
            yield f"{blanks}{say('{field}: {value}', field=word, value=_value_told(part))}"


def _value_told(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return listed(map(str, value)) if isinstance(value, list) else str(value)
