"""What a notice says: the words of its kind, filled with its facts; in full for the member alone, or for a
group's eyes (domain.md section 10: no phone and no balance, and here no whole name either)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from core.command import Now
from core.facilities.records import Facility
from core.notices.records import Notice, NoticeKind
from core.notices.templates import PROGRAMS, Language, fill
from core.text import visible

WEEKDAYS: Mapping[Language, tuple[str, ...]] = {
    "zh_CN": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UNITS: Mapping[Language, Mapping[str, str]] = {
    "zh_CN": {"allowance": "福利额度", "points": "积分"},
    "en": {"allowance": "welfare allowance", "points": "points"},
}
APPROVAL: Mapping[Language, str] = {"zh_CN": "尚待审批", "en": "still to be approved"}
HEADINGS: Mapping[Language, str] = {"zh_CN": "【职工之家通知】", "en": "Staff club notices"}
SUBJECTS: Mapping[Language, str] = {"zh_CN": "【职工之家】{title}", "en": "Staff club: {title}"}

_DATE_OR_PHONE = re.compile(r"((?:19|20)\d\d-\d\d-\d\d(?!\d))|[+(]?\d(?:[ ()-]{0,2}\d){6,}")
"""Seven digits or more in a row, unless they are a date, are read as a phone number."""

HIDDEN = "***"
OWN_DIGITS = 4
"""So many last characters of the staff number stand beside a masked name, so that its owner knows it."""


class WordingStore(Protocol):
    """What wording notices needs of the database."""

    def notice_words(self, language: str) -> dict[str, str]:
        """The club's own words in a language, by kind."""

    def facilities(self) -> list[Facility]: ...


@dataclass(frozen=True, slots=True)
class Wording:
    """The words that a club uses at this moment: its own before the program's."""

    language: Language
    own: Mapping[str, str]
    facilities: Mapping[str, str]

    def title(self, kind: NoticeKind) -> str:
        """What a kind of notice is called."""
        return PROGRAMS[self.language][kind].title

    def subject(self, kind: NoticeKind) -> str:
        """What stands above a message to the member alone."""
        return SUBJECTS[self.language].format(title=self.title(kind))

    @property
    def heading(self) -> str:
        """What stands above a message to a group."""
        return HEADINGS[self.language]

    def words(self, kind: NoticeKind) -> str:
        return self.own.get(kind) or PROGRAMS[self.language][kind].text

    def text(self, notice: Notice) -> str:
        """What the member is told. What was said once stays what was said."""
        said = notice.said or (self.says(notice) if notice.facts else HIDDEN)  # without facts: erased
        return visible(said)

    def says(self, notice: Notice) -> str:
        """The words as they are now."""
        return self._filled(notice, notice.member.name, notice.facts)

    def masked(self, notice: Notice) -> str:
        """What a group may read: the name masked, numbers in a reason hidden, no balance, and not why an
        application was rejected, which is between the desk and the member."""
        facts = notice.facts | {"amount": None}
        reason = facts.get("reason")
        if reason is not None:
            facts["reason"] = None if notice.kind == "rejected" else without_phones(reason)
        return visible(self._filled(notice, masked_name(notice.member.name, notice.member.staff_no), facts))

    def _filled(self, notice: Notice, person: str, facts: Mapping[str, Any]) -> str:
        return fill(self.words(notice.kind), lambda name: self._value(name, person, facts))

    def _value(self, name: str, person: str, facts: Mapping[str, Any]) -> str | None:
        """What a placeholder stands for; None where there is nothing to say."""
        match name:
            case "person":
                return person
            case "facility":
                return self._facility(facts["facility"])
            case "date":
                return self._day(date.fromisoformat(facts["date"]))
            case "weekday":
                return WEEKDAYS[self.language][date.fromisoformat(facts["date"]).weekday()]
            case "unit":
                return UNITS[self.language][facts["unit"]]
            case "amount":
                return self._amount(facts)
            case "until":
                return None if facts.get("until") is None else self._moment(facts["until"])
            case "was":
                return None if facts.get("was") is None else self._place(facts["was"])
            case "approval":
                return APPROVAL[self.language] if facts.get("state") == "pending" else None
        told = facts.get(name)
        return None if told is None else str(told)

    def _amount(self, facts: Mapping[str, Any]) -> str | None:
        """Money with its sign; points bare, since their name follows."""
        amount = facts.get("amount")
        if amount is None:
            return None
        return f"¥{amount}" if facts["unit"] == "allowance" else str(amount)

    def _facility(self, code: str) -> str:
        return self.facilities.get(code, code)

    def _day(self, day: date) -> str:
        return (
            f"{day.month}月{day.day}日" if self.language == "zh_CN" else f"{day.day} {MONTHS[day.month - 1]}"
        )

    def _moment(self, told: str) -> str:
        moment = datetime.fromisoformat(told)
        return f"{self._day(moment.date())} {moment:%H:%M}"

    def _place(self, told: str) -> str:
        """Where a booking stood, kept as `gym 2026-11-24 18:00`."""
        code, day, start = told.rsplit(" ", 2)
        return f"{self._facility(code)} {self._day(date.fromisoformat(day))} {start}"

    def group_text(self, notices: "list[Notice]") -> str | None:
        """One text for a group over all of them; None for none."""
        return joined([self.masked(notice) for notice in notices], self.heading)


def wording_of(store: WordingStore, now: Now) -> Wording:
    """The words in the club's language of notices."""
    language = now.settings.notice_language
    names = {facility.code: facility.name for facility in store.facilities()}
    return Wording(language, store.notice_words(language), names)


def without_phones(text: str) -> str:
    """The text with phone numbers hidden."""
    return _DATE_OR_PHONE.sub(lambda found: found[1] or HIDDEN, text)


def masked_name(name: str, staff_no: str) -> str:
    """A name as a group reads it: `张*(0013)`."""
    return f"{name[:1]}*({staff_no[-OWN_DIGITS:]})"


def joined(lines: list[str], heading: str) -> str | None:
    """Several texts as one message, numbered where there are several; None for none."""
    if not lines:
        return None
    if len(lines) > 1:
        lines = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    return "\n".join([heading, *lines])
