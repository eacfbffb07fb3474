"""Keep the Chinese catalog in step with the sources: `python -m tui.locale.update`.

New messages come in with an empty translation, ones no longer said go out. The catalog is kept sorted,
without places and dates, so that a change of a sentence is a change of its lines alone.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

SOURCES = Path(__file__).parent.parent
CATALOG = Path(__file__).parent / "zh_CN" / "LC_MESSAGES" / "frontdesk.po"
KEYWORDS = {"_": None, "N_": None, "say": None, "ngettext": (1, 2), "say_count": (1, 2)}
HEADER = """\
msgid ""
msgstr ""
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def said(sources: Path = SOURCES) -> Catalog:
    """Every message that the sources under a folder say or mark."""
    catalog = Catalog(locale="zh_CN")
    for path, line, message, _comments, context in extract_from_dir(sources, keywords=KEYWORDS):
        if any(map(str.isalpha, "".join(message))):  # blanks and dashes are the same in every language
            catalog.add(message, locations=[(path, line)], context=context)
    return catalog


def translated(path: Path = CATALOG) -> Catalog:
    """The catalog as it is written."""
    return read_po(BytesIO(path.read_bytes()), locale="zh_CN")


def merged(messages: Catalog, translations: Catalog) -> str:
    """The catalog's text with exactly these messages, each with its translation if it has one."""
    translations.update(messages, no_fuzzy_matching=True)
    for message in _listed(translations):
        message.flags.clear()  # the format is proved by `problems`
    text = BytesIO()
    write_po(
        text,
        translations,
        width=100,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    return HEADER + text.getvalue().decode().strip() + "\n"


def problems(messages: Catalog, translations: Catalog) -> Iterator[str]:
    """What is wrong with the translations, a line each: missing, fuzzy, no longer said, or not matching."""
    for message in _listed(messages):
        text = message.id if isinstance(message.id, str) else message.id[-1]
        found = translations.get(message.id)
        if found is None or not all(_forms(found)):
            yield f"no translation: {text!r} ({_place(message)})"
            continue
        if found.fuzzy:
            yield f"fuzzy: {text!r}"
        for form in _forms(found):
            yield from _mismatches(text, form)
    for message in _listed(translations):
        if messages.get(message.id) is None:
            yield f"no longer said: {message.id!r}"
    for obsolete in translations.obsolete:
        yield f"commented out: {obsolete!r}"


def _mismatches(text: str, form: str) -> Iterator[str]:
    try:
        wanted, given = _places(text), _places(form)
    except ValueError as error:
        yield f"malformed: {text!r} → {form!r}: {error}"
        return
    if any(not place.isidentifier() for place in wanted):
        yield f"a place without a plain name: {text!r}"
    if wanted != given:
        yield f"places differ: {text!r} → {form!r}"
    if (text.endswith(".") and not text.endswith("...")) != form.endswith("。"):
        yield f"one ends as a sentence, the other does not: {text!r} → {form!r}"


def _places(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _listed(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _place(message: Message) -> str:
    return ", ".join(f"tui/{path}:{line}" for path, line in message.locations)


def main() -> None:
    """Merge, write, and say what is left to translate."""
    text = merged(said(), translated())
    fresh = CATALOG.with_suffix(f".{os.getpid()}")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    fresh.replace(CATALOG)
    for line in problems(said(), translated()):
        print(line)


if __name__ == "__main__":
    main()
