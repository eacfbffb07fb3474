"""The words of notices: changing them, and looking at them."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from core.command import Command, Now, Question, command, question
from core.notices.records import NoticeKind, Tier, tier_of
from core.notices.templates import KINDS, PROGRAMS, Language, judge, placeholders
from core.notices.wording import WordingStore


class TemplateStore(WordingStore, Protocol):
    """What changing words needs of the database."""

    def keep_notice_words(self, kind: NoticeKind, language: Language, text: str | None) -> None:
        """Keeps the club's own words, or with None does away with them."""


@dataclass(frozen=True, slots=True)
class ChangeTemplate(Command["TemplateChanged"]):
    """`text` None: the program's own words again."""

    kind: NoticeKind
    language: Language
    text: str | None = None


@dataclass(frozen=True, slots=True)
class TemplateChanged:
    """`text` are the words in force; `was` brings back those before."""

    kind: NoticeKind
    language: Language
    text: str
    was: ChangeTemplate


@command("change_template", inverse=lambda _, changed: (changed.was,))
def change_template(store: TemplateStore, command: ChangeTemplate, now: Now) -> TemplateChanged:  # noqa: ARG001
    """Changes what is said from now on, also of what waits to be told. `invalid` as `judge` says."""
    if command.text is not None:
        judge(command.kind, command.text)
    own = store.notice_words(command.language).get(command.kind)
    store.keep_notice_words(command.kind, command.language, command.text)
    text = command.text or PROGRAMS[command.language][command.kind].text
    was = ChangeTemplate(command.kind, command.language, own)
    return TemplateChanged(command.kind, command.language, text, was)


@dataclass(frozen=True, slots=True)
class AskNoticeTemplates(Question["NoticeTemplates"]):
    """The words of all kinds, in the language of notices or in another."""

    language: Language | None = None


class TemplateLine(NamedTuple):
    """`own` where they are the club's own; `placeholders` may stand in them."""

    kind: NoticeKind
    tier: Tier
    title: str
    text: str
    own: bool
    placeholders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeTemplates:
    language: Language
    templates: tuple[TemplateLine, ...]


@question("notice_templates")
def ask_notice_templates(store: TemplateStore, question: AskNoticeTemplates, now: Now) -> NoticeTemplates:
    language = question.language or now.settings.notice_language
    own = store.notice_words(language)
    return NoticeTemplates(
        language,
        tuple(
            TemplateLine(
                kind,
                tier_of(kind),
                PROGRAMS[language][kind].title,
                own.get(kind) or PROGRAMS[language][kind].text,
                kind in own,
                placeholders(kind),
            )
            for kind in KINDS
        ),
    )
