"""The text that tells members what is kept of them, and who was shown which version of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from core.command import Command, NoInverse, Now, Question, command, question
from core.errors import DeskError, invalid
from core.members.records import MemberFinder, member_of
from core.privacy.records import InformingStore
from core.text import LONGEST, problem_of
from core.wire import Misfit, Name

MOST_LINES = 200


class Paragraphs(NamedTuple):
    """A text of several lines; outside one text with line ends."""

    lines: tuple[str, ...]

    @classmethod
    def read_wire(cls, value: Any) -> "Paragraphs":
        if not isinstance(value, str):
            raise Misfit("not_text", value=value)
        lines = tuple(line.rstrip() for line in value.strip().splitlines())
        if not any(lines):
            raise Misfit("blank")
        if len(lines) > MOST_LINES:
            raise Misfit("too_long", longest=LONGEST)
        for line in lines:
            if line and (problem := problem_of(line)):
                raise Misfit(problem, longest=LONGEST)
        return cls(lines)

    def write_wire(self) -> str:
        return "\n".join(self.lines)

    @classmethod
    def schema_wire(cls) -> dict[str, Any]:
        return {"type": "string"}


class MemberInformingStore(MemberFinder, InformingStore, Protocol):
    """What noting that a member was informed needs of the database."""


@dataclass(frozen=True, slots=True)
class SetPrivacyNotice(Command["NoticeSet"]):
    text: Paragraphs


@dataclass(frozen=True, slots=True)
class NoticeSet:
    """`unchanged` where the newest version says the same."""

    version: int
    unchanged: bool = False


@command("set_privacy_notice", inverse=NoInverse("notice_stays"))
def set_privacy_notice(store: InformingStore, command: SetPrivacyNotice, now: Now) -> NoticeSet:
    """Makes the next version; those before stay as they were shown."""
    words = command.text.write_wire()
    before = store.privacy_notice(None)
    if before is not None and before.words == words:
        return NoticeSet(before.version, unchanged=True)
    return NoticeSet(store.add_privacy_notice(words, now.instant, now.operator))


@dataclass(frozen=True, slots=True)
class AskPrivacyNotice(Question["PrivacyNotice"]):
    """`version`: an earlier one."""

    version: int | None = None


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """All None where the club has set none."""

    version: int | None = None
    text: Paragraphs | None = None
    set_at: datetime | None = None
    by: Name | None = None


@question("privacy_notice")
def ask_privacy_notice(store: InformingStore, question: AskPrivacyNotice, now: Now) -> PrivacyNotice:
    """`unknown_notice_version` for one that was never set."""
    kept = store.privacy_notice(question.version)
    if kept is None:
        if question.version is not None:
            raise DeskError("unknown_notice_version", version=question.version)
        return PrivacyNotice()
    text = Paragraphs(tuple(kept.words.split("\n")))
    return PrivacyNotice(kept.version, text, now.local_of(kept.at), Name(kept.operator))


@dataclass(frozen=True, slots=True)
class NoteInformed(Command["Informed"]):
    """A member was shown the text, on `on` (today). `version`: None is the newest."""

    member: Name
    version: int | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Informed:
    member: Name
    version: int
    on: date


@command("note_informed", inverse=NoInverse("it_was_shown"))
def note_informed(store: MemberInformingStore, command: NoteInformed, now: Now) -> Informed:
    """`unknown_member`, `no_privacy_notice` where there is no text yet, `unknown_notice_version`."""
    member = member_of(store, command.member)
    if command.on is not None and command.on > now.today:
        raise invalid("on", "future", value=command.on.isoformat())
    return Informed(command.member, *keep_informed(store, member.number, command.version, now, command.on))


def keep_informed(
    store: InformingStore, member: int, version: int | None, now: Now, on: date | None = None
) -> tuple[int, date]:
    """Notes that a member was shown a version of the text; which, and when."""
    kept = store.privacy_notice(version)
    if kept is None:
        if version is None:
            raise DeskError("no_privacy_notice")
        raise DeskError("unknown_notice_version", version=version)
    day = on or now.today
    store.note_informed(member, kept.version, day, now.operator)
    return kept.version, day
