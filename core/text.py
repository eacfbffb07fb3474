"""Text from people: what may come in, and how odd characters are shown when they are there already."""

import json
import re
import unicodedata
from collections.abc import Callable

LONGEST = 2_000
"""Most characters in a free text (a reason, a purpose)."""

NAME_LONGEST = 80
"""Most characters in a name or a code."""

MOST_MARKS = 2
"""Most combining marks in a row: more pile up over the neighbouring lines of a screen."""

# Cc control, Cf format (bidi, zero width), Cs surrogate, Co private, Cn unassigned, Zl/Zp line breaks.
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})
_ZERO_WIDTH_JOINER = "\u200d"
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_IDEOGRAPHIC_SELECTORS = range(0xE0100, 0xE01F0)
_PLAIN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u3001-\u3029\u3030-\u303f"
    "\u3041-\u3096\u309b-\u30ff\u3105-\u312f\u3400-\u4db5\u4e00-\u9fef\uac00-\ud7a3\uff01-\uff9f]*"
)
"""Signs, Latin, Chinese, Kana and Hangul: what most texts are made of. Nothing in it acts or is a mark."""

_INVISIBLE_LETTERS = frozenset(
    {"\u3164", "\u115f", "\u1160", "\uffa0", "\u2800", "\u034f", "\u17b4", "\u17b5"}
)


def problem_of(text: str, longest: int = LONGEST) -> str | None:
    """What keeps this text out: `too_long`, `invisible`, `marks`, `blank`; None when nothing does.

    Control, bidi and invisible characters are refused, never cleaned (commands.md, "Lines"). A zero
    width joiner is let through only between two pictographs, where it builds one emoji.
    """
    if len(text) > longest:
        return "too_long"
    if text.isascii():
        if not text.isprintable():
            return "invisible"
        return None if text.strip() else "blank"
    marks = 0
    for position, character in enumerate(text):
        category = unicodedata.category(character)
        if category in _MARKS:
            if character in _INVISIBLE_LETTERS or not _has_its_base(text, position):
                return "invisible"
            marks += 1
            if marks > MOST_MARKS:
                return "marks"
            continue
        marks = 0
        if category in _REFUSED and not (character == _ZERO_WIDTH_JOINER and _joins_emoji(text, position)):
            return "invisible"
        if character in _INVISIBLE_LETTERS:
            return "invisible"
    return None if text.strip() else "blank"


def _has_its_base(text: str, position: int) -> bool:
    """Whether a variation selector follows what it can vary: an emoji, or for the ideographic ones a letter
    of Chinese writing. True for every other mark."""
    before = unicodedata.category(text[position - 1]) if position else ""
    if ord(text[position]) in _VARIATION_SELECTORS:
        return before in {"So", "Sm", "Po", "Nd"}
    return before == "Lo" if ord(text[position]) in _IDEOGRAPHIC_SELECTORS else True


def _joins_emoji(text: str, position: int) -> bool:
    before, after = text[:position].rstrip("\ufe0f"), text[position + 1 :]
    emoji = {"So", "Sk", "Sm"}
    return bool(
        before
        and after
        and unicodedata.category(before[-1]) in emoji
        and unicodedata.category(after[0]) in emoji
    )


def visible(text: str) -> str:
    """The text with every character that could act on a terminal told as ‹U+202E› instead, and so the marks
    that pile up.

    For rows that came in by another way than the door. Never needed on the way in.
    """
    if _PLAIN.fullmatch(text):
        return text
    return retold(text, lambda character: f"‹U+{ord(character):04X}›")


def escaped(told: str) -> str:
    """One line of JSON with such characters as JSON escapes them: the same values, and nothing that acts."""
    return told if _PLAIN.fullmatch(told) else retold(told, lambda character: json.dumps(character)[1:-1])


def retold(text: str, tell: Callable[[str], str]) -> str:
    """The text with each character that acts, hides or piles up told in another way."""
    told, marks = [], 0
    for position, character in enumerate(text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in _MARKS else 0
        acts = marks > MOST_MARKS or (marks > 0 and not _has_its_base(text, position))
        told.append(tell(character) if acts or _acts(text, position, category) else character)
    return "".join(told)


def _acts(text: str, position: int, category: str) -> bool:
    character = text[position]
    refused = category in _REFUSED or character in _INVISIBLE_LETTERS
    return refused and not (character == _ZERO_WIDTH_JOINER and _joins_emoji(text, position))


def folded(text: str) -> str:
    """Full-width digits and signs as their plain twins (NFKC), without outer blanks: for dates, times,
    numbers, codes and search; never for names, whose characters it would change."""
    return unicodedata.normalize("NFKC", text).strip()
