"""The two languages: which one is chosen, what is said, and that nothing is left untranslated."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from core.errors import DeskError
from tui.language import CHINESE, ENGLISH, choose, named, ngettext, say, say_count, settings_file, use
from tui.locale.update import CATALOG, merged, problems, said, translated


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A user without settings whose locale is neither of the two languages."""
    return {"XDG_CONFIG_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path), "LANG": "de_DE.UTF-8"}


@pytest.fixture
def settings(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    path = settings_file(environment)
    path.parent.mkdir(parents=True)
    return path


# Which language


@pytest.mark.parametrize("name", ["zh", "zh_CN", "zh-CN", "ZH-Hans", "zh_CN.UTF-8"])
def test_every_usual_name_of_chinese_is_understood(name: str) -> None:
    assert named(name) == CHINESE


@pytest.mark.parametrize("name", ["en", "en_US", "en-GB", "EN", "en_US.UTF-8"])
def test_every_usual_name_of_english_is_understood(name: str) -> None:
    assert named(name) == ENGLISH


@pytest.mark.parametrize("name", ["", "fr", "zhong", "english"])
def test_any_other_name_is_no_language(name: str) -> None:
    assert named(name) is None


def test_the_option_goes_before_everything(environment: dict[str, str], settings: Path) -> None:
    settings.write_text('lang = "en"', encoding="utf-8")
    assert choose("zh", environment | {"FRONTDESK_LANG": "en"}) == (CHINESE, None)


def test_the_environment_goes_before_the_settings(environment: dict[str, str], settings: Path) -> None:
    settings.write_text('lang = "en"', encoding="utf-8")
    assert choose(None, environment | {"FRONTDESK_LANG": "zh"}) == (CHINESE, None)


def test_the_settings_go_before_the_locale(environment: dict[str, str], settings: Path) -> None:
    settings.write_text('lang = "zh"', encoding="utf-8")
    assert choose(None, environment) == (CHINESE, None)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, CHINESE),
        ({"LANG": "zh_TW.UTF-8"}, CHINESE),
        ({"LANG": "en_US.UTF-8"}, ENGLISH),
        ({"LANG": "de_DE.UTF-8"}, ENGLISH),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, CHINESE),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, ENGLISH),
        ({"LC_ALL": "", "LANG": "en_US.UTF-8"}, ENGLISH),
        ({"LANG": "C.UTF-8"}, CHINESE),
        ({"LANG": "POSIX"}, CHINESE),
    ],
)
def test_without_a_wish_the_locale_decides_and_one_that_says_nothing_is_chinese(
    locale: dict[str, str], expected: str, environment: dict[str, str]
) -> None:
    del environment["LANG"]
    assert choose(None, environment | locale).language == expected


def test_an_unknown_language_asked_for_is_refused_with_its_name(environment: dict[str, str]) -> None:
    with pytest.raises(DeskError) as refusal:
        choose("fr", environment)
    assert refusal.value.code == "invalid"
    assert refusal.value.facts == {"field": "lang", "problem": "unknown_language", "value": "fr"}


def test_an_unknown_language_in_the_environment_is_refused_too(environment: dict[str, str]) -> None:
    with pytest.raises(DeskError) as refusal:
        choose(None, environment | {"FRONTDESK_LANG": "fr"})
    assert refusal.value.facts["field"] == "FRONTDESK_LANG"


@pytest.mark.parametrize("content", [b"lang = ", b"\xff\xfe", b"lang = zh"])
def test_a_broken_settings_file_is_told_of_and_passed_over(
    content: bytes, environment: dict[str, str], settings: Path
) -> None:
    settings.write_bytes(content)
    assert choose(None, environment) == (ENGLISH, (settings, "unreadable", ""))


def test_an_unknown_language_in_the_settings_is_told_of_and_passed_over(
    environment: dict[str, str], settings: Path
) -> None:
    settings.write_text('lang = "fr"', encoding="utf-8")
    assert choose(None, environment) == (ENGLISH, (settings, "unknown_language", "fr"))


def test_settings_without_a_language_or_saved_by_a_windows_editor_are_fine(
    environment: dict[str, str], settings: Path
) -> None:
    settings.write_text("colour = true", encoding="utf-8")
    assert choose(None, environment) == (ENGLISH, None)
    settings.write_text('lang = "zh"', encoding="utf-8-sig")
    assert choose(None, environment) == (CHINESE, None)


def test_the_settings_stand_in_the_folder_that_platformdirs_names() -> None:
    import platformdirs

    assert settings_file().parent == platformdirs.user_config_path("frontdesk", appauthor=False)


# What is said


def test_the_language_changes_while_the_program_runs() -> None:
    use(ENGLISH)
    assert say("There is no option {option}.", option="--x") == "There is no option --x."
    use(CHINESE)
    assert say("There is no option {option}.", option="--x") == "没有 --x 这个选项。"


def test_what_people_typed_is_never_read_as_a_place_to_fill() -> None:
    use(CHINESE)
    assert say("There is no option {option}.", option="{path.parent}") == "没有 {path.parent} 这个选项。"


def test_a_message_without_a_translation_is_said_in_english() -> None:
    use(CHINESE)
    assert say("Nobody ever translated {what}.", what="this") == "Nobody ever translated this."


def test_a_count_chooses_its_form() -> None:
    use(ENGLISH)
    assert ngettext("one", "many", 1) == "one"
    assert say_count("{count} place", "{count} places", 1) == "1 place"
    assert say_count("{count} place in {room}", "{count} places in {room}", 3, room="A") == "3 places in A"


# Nothing is left out


def test_every_message_has_its_chinese_and_no_chinese_is_left_over() -> None:
    found = list(problems(said(), translated()))
    if found:
        pytest.fail(
            "run `python -m tui.locale.update`, then fill in the catalog:\n" + "\n".join(found), pytrace=False
        )


def test_the_catalog_is_as_the_update_writes_it() -> None:
    assert CATALOG.read_text(encoding="utf-8") == merged(said(), translated())


def test_messages_are_found_in_every_way_of_saying_them(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text(
        'say("a {x}", x=1)\n_("b")\nN_("c" "d")\nngettext("one", "many", n)\n'
        'say_count("{count} day", "{count} days", n, who=name)\nother("not this")\n',
        encoding="utf-8",
    )
    found = {message.id for message in said(tmp_path) if message.id}
    assert found == {"a {x}", "b", "cd", ("one", "many"), ("{count} day", "{count} days")}


@pytest.mark.parametrize(
    ("message", "translation", "problem"),
    [
        ("Hello", "", "no translation: 'Hello' (tui/room.py:1)"),
        ("Hello {name}", "你好", "places differ: 'Hello {name}' → '你好'"),
        ("Hello {name}", "你好 {nome}", "places differ: 'Hello {name}' → '你好 {nome}'"),
        ("Hello {}", "你好 {}", "a place without a plain name: 'Hello {}'"),
        ("Hello {a.b}", "你好 {a.b}", "a place without a plain name: 'Hello {a.b}'"),
        ("Hello.", "你好", "one ends as a sentence, the other does not: 'Hello.' → '你好'"),
        ("Hello", "你好 {", "malformed: 'Hello' → '你好 {': Single '{' encountered in format string"),
        (("a day", "{count} days"), ("",), "no translation: '{count} days' (tui/room.py:1)"),
        (("a day", "{count} days"), ("天",), "places differ: '{count} days' → '天'"),
    ],
)
def test_a_bad_translation_is_named(
    message: str | tuple[str, str], translation: str | tuple[str], problem: str
) -> None:
    messages, translations = Catalog(locale="zh_CN"), Catalog(locale="zh_CN")
    messages.add(message, locations=[("room.py", 1)])
    translations.add(message, translation)
    assert list(problems(messages, translations)) == [problem]


def test_a_translation_that_nobody_says_any_more_is_named() -> None:
    translations = Catalog(locale="zh_CN")
    translations.add("Hello", "你好")
    assert list(problems(Catalog(locale="zh_CN"), translations)) == ["no longer said: 'Hello'"]
