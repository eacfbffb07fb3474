"""The two languages: which one is spoken, and how a sentence is said in it.

A message is an English sentence with named places, `"{member} has left."`; its Chinese stands in
`tui/locale/zh_CN`. Messages are looked up when they are said, so that the language can change while
the program runs.
"""

import gettext
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from core.errors import invalid

CHINESE = "zh_CN"
ENGLISH = "en"
LANGUAGES = (CHINESE, ENGLISH)

_DOMAIN = "frontdesk"
_CATALOGS = Path(__file__).with_name("locale")
_WINDOWS_CHINESE = 0x04
"""Primary language identifier of Chinese in Windows, any script (LANG_CHINESE of winnt.h)."""


class _Spoken:
    """The language of the moment. One for the process: a console has one person before it."""

    language = ENGLISH
    catalog: gettext.NullTranslations = gettext.NullTranslations()


class SettingsProblem(NamedTuple):
    """Why the settings file was passed over; `problem` is `unreadable` or `unknown_language`."""

    path: Path
    problem: str
    value: str = ""


class Choice(NamedTuple):
    """The language that was chosen, and what was wrong with the settings file on the way, if anything."""

    language: str
    problem: SettingsProblem | None = None


def _(message: str) -> str:
    """The message in the language of the moment; itself where it has no translation."""
    return _Spoken.catalog.gettext(message)


def said_in(language: str, message: str) -> str:
    """The message in a language, whichever is spoken."""
    catalog = _Spoken.catalog if language == _Spoken.language else _other_catalog(language)
    return catalog.gettext(message)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools know
    """The message unchanged: marks one that is kept in a table and said later."""
    return message


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a message that goes with a count, its places not yet filled."""
    return _Spoken.catalog.ngettext(one, many, count)


def say(message: str, /, **values: object) -> str:
    """The message in the language of the moment, its places filled with the values."""
    return _(message).format(**values)


def say_count(one: str, many: str, count: int, /, **values: object) -> str:
    """As `say`, in the form that goes with the count, which is itself the value of `{count}`."""
    return ngettext(one, many, count).format(count=count, **values)


def listed(items: Iterable[str]) -> str:
    """Several things within a sentence, as the language joins them."""
    return ("、" if spoken() == CHINESE else ", ").join(items)


def spoken() -> str:
    """The language of the moment: `zh_CN` or `en`."""
    return _Spoken.language


def use(language: str) -> None:
    """Speak this language from now on, `zh_CN` or `en`. Typer's own words follow.

    Typer looks its words up by way of gettext's functions, which go by LANGUAGE in the environment;
    processes started from here inherit it.
    """
    _Spoken.catalog = _catalog_of(language)
    _Spoken.language = language
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_DOMAIN, str(_CATALOGS))
    gettext.textdomain(_DOMAIN)


def choose(asked: str | None, environment: Mapping[str, str] = os.environ) -> Choice:
    """The language to speak: `--lang`, then FRONTDESK_LANG, the settings file, the locale, Chinese.

    `invalid` for a language that is none of the two, asked for by option or by FRONTDESK_LANG. In the
    settings file, which may be years old, it is a problem to tell of and no reason to stop.
    """
    if asked is not None:
        return Choice(_asked("lang", asked))
    if preset := environment.get("FRONTDESK_LANG"):
        return Choice(_asked("FRONTDESK_LANG", preset))
    language, problem = _language_of_settings(settings_file(environment))
    return Choice(language or _language_of_locale(environment), problem)


def named(text: str) -> str | None:
    """The language of a name such as `zh`, `zh-CN`, `zh_CN.UTF-8` or `en_US`; None for any other."""
    primary = text.strip().lower().replace("-", "_").partition(".")[0].partition("_")[0]
    return {"zh": CHINESE, "en": ENGLISH}.get(primary)


def settings_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the user's settings stand: the folder that platformdirs names, without its time to import."""
    if sys.platform == "win32":
        folder = environment.get("LOCALAPPDATA") or "~\\AppData\\Local"
    elif sys.platform == "darwin":
        folder = "~/Library/Application Support"
    else:
        folder = environment.get("XDG_CONFIG_HOME", "").strip() or "~/.config"
    return Path(folder).expanduser() / "frontdesk" / "settings.toml"


def _asked(field: str, text: str) -> str:
    language = named(text)
    if language is None:
        raise invalid(field, "unknown_language", value=text)
    return language


def _language_of_settings(path: Path) -> tuple[str | None, SettingsProblem | None]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None, None
    except OSError:
        return None, SettingsProblem(path, "unreadable")
    import tomllib

    try:
        value = tomllib.loads(content.decode("utf-8-sig")).get("lang")
    except ValueError:
        return None, SettingsProblem(path, "unreadable")
    if value is None:
        return None, None
    language = named(str(value))
    return language, None if language else SettingsProblem(path, "unknown_language", str(value))


def _language_of_locale(environment: Mapping[str, str]) -> str:
    """Chinese for a Chinese locale and for one that says nothing (C, POSIX); English for all others."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(variable):
            speechless = value.partition(".")[0] in {"C", "POSIX"}
            return CHINESE if speechless else named(value) or ENGLISH
    return _language_of_windows() if sys.platform == "win32" else CHINESE


def _language_of_windows() -> str:
    if sys.platform == "win32":
        import ctypes

        identifier: int = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return CHINESE if identifier & 0x3FF == _WINDOWS_CHINESE else ENGLISH
    return CHINESE


def _catalog_of(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    folder = _CATALOGS / language / "LC_MESSAGES"
    source, compiled = folder / f"{_DOMAIN}.po", folder / f"{_DOMAIN}.mo"
    # A source tree only (an installed program has no .po): what was translated since the last build.
    if source.exists() and not (compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime):
        _compile_again()
    try:
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    except FileNotFoundError:
        return gettext.NullTranslations()


@cache
def _other_catalog(language: str) -> gettext.NullTranslations:
    return _catalog_of(language)


def _compile_again() -> None:
    try:
        from tui.locale.compile_catalogs import compile_catalogs
    except ModuleNotFoundError:  # babel and hatchling come with the build and the tests only
        return
    compile_catalogs(_CATALOGS)
