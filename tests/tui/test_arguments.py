"""The command line's common options and what is said of a wrong line."""

from pathlib import Path

import pytest
import typer

from tui import language
from tui.arguments import give_common_options
from tui.line import Invocation, console_asked, language_asked
from tui.main import main


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in ("HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    for variable in ("LC_ALL", "LC_MESSAGES", "FRONTDESK_LANG", "FRONTDESK_DB"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


def database_named(arguments: list[str], preset: str | None = None) -> Path | None:
    """What `club list` with these arguments is told of the database."""
    app, club, told = typer.Typer(rich_markup_mode=None), typer.Typer(), []
    app.add_typer(club, name="club")

    @club.command("list")
    def _list(context: typer.Context) -> None:
        told.append(context.obj.database)

    @club.command("other")
    def _other() -> None: ...

    command = typer.main.get_command(app)
    give_common_options(command)
    command.main(arguments, standalone_mode=False, obj=Invocation(Path(preset) if preset else None))
    return told[0]


@pytest.mark.parametrize(
    "line",
    ["--db here club list", "club --db here list", "club list --db here", "--db there club list --db=here"],
)
def test_the_database_may_be_named_anywhere_on_the_line(line: str) -> None:
    assert database_named(line.split(), preset="preset") == Path("here")


def test_without_the_option_the_preset_database_stands() -> None:
    assert database_named(["club", "list"], preset="preset") == Path("preset")
    assert database_named(["club", "list"]) is None


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("--lang zh check", "zh"),
        ("check --lang=en", "en"),
        ("--lang en check --lang zh", "zh"),
        ("check -- --lang zh", None),
        ("check --lang", None),
        ("check", None),
    ],
)
def test_the_language_may_be_asked_for_anywhere_on_the_line(line: str, asked: str | None) -> None:
    assert language_asked(line.split()) == asked


def test_help_speaks_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help", "--lang", "zh"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("用法：frontdesk")
    assert "显示本页。" in page
    assert "选项:" in page


def test_help_speaks_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: frontdesk")


def test_an_unknown_language_is_told_in_the_language_of_the_locale(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--lang", "fr"]) == 2
    assert capsys.readouterr().err == "There is no language fr: say zh or en.\n"


def test_a_broken_settings_file_is_told_of_and_does_not_stop_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = language.settings_file()
    path.parent.mkdir(parents=True)
    path.write_text("lang = ", encoding="utf-8")
    assert main(["--version"]) == 0
    told = capsys.readouterr()
    assert told.err == f"The settings file {path} cannot be read and is passed over.\n"
    assert told.out.startswith("frontdesk ")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("--nope", "There is no option --nope.\nSee: frontdesk --help\n"),
        ("nope", "No such command 'nope'.\nSee: frontdesk --help\n"),
        ("--db", "The option --db lacks its value, or takes none.\n"),
        ("--lang zh --nope", "没有 --nope 这个选项。\n用法见：frontdesk --help\n"),
    ],
)
def test_a_wrong_line_is_answered_with_a_sentence_and_status_2(
    line: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line.split()) == 2
    assert capsys.readouterr() == ("", sentence)


@pytest.mark.parametrize(
    ("line", "database"),
    [
        ("", "preset"),
        ("--lang zh", "preset"),
        ("--db here", "here"),
        ("--lang=en --db=here", "here"),
        ("--db there --db here", "here"),
    ],
)
def test_a_line_without_a_command_opens_the_console(line: str, database: str) -> None:
    assert console_asked(line.split(), Invocation(Path("preset"))) == Invocation(Path(database))


@pytest.mark.parametrize(
    "line", ["check", "--help", "--db", "--db=", "--db --lang zh", "--db here check", "--"]
)
def test_every_other_line_is_read_by_typer(line: str) -> None:
    assert console_asked(line.split(), Invocation()) is None
