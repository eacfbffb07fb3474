"""Help pages and what is said of a wrong line, in both languages and within 80 columns."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from rich.cells import cell_len

from tests.support.terminal import ROOT, Terminal
from tests.tui.test_sentences import has_chinese
from tui.command_line import build_app


def command_lines() -> list[list[str]]:
    """Every command and subcommand, as it is typed."""

    def below(command: Any, typed: list[str]) -> Iterator[list[str]]:
        yield typed
        for name, inner in sorted(getattr(command, "commands", {}).items()):
            yield from below(inner, [*typed, name])

    return list(below(typer.main.get_command(build_app()), []))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_help_page_is_cut_or_wider_than_80_columns(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for typed in command_lines():
        told = terminal(*typed, "--help", lang=lang)
        assert (told.status, told.err) == (0, "")
        page = told.out.replace("[ARGS]...", "").replace("[参数]...", "")
        assert "..." not in page, page
        assert [line for line in page.splitlines() if cell_len(line) > 80] == []


def test_every_command_is_explained_in_chinese(terminal: Terminal) -> None:
    for typed in command_lines():
        lines = terminal(*typed, "--help", lang="zh").out.splitlines()
        assert lines[0].startswith("用法：frontdesk")
        assert has_chinese(lines[2])
        explained = [line for line in lines[3:] if line.startswith("  ")]
        assert [line for line in explained if not has_chinese(line)] == []


@pytest.mark.parametrize(
    ("line", "english", "chinese"),
    [
        ("nope", "No such command 'nope'.", "没有 'nope' 这个命令。"),
        ("schedule", "Missing command.", "缺少命令。"),
        ("schedule nope", "No such command 'nope'.", "没有 'nope' 这个命令。"),
        ("schedule plan", "'FILE' is missing.", "缺少 'FILE'。"),
        ("schedule export --out x", "'--week' is missing.", "缺少 '--week'。"),
        ("schedule export --week", "The option --week lacks its value, or takes none.",
         "选项 --week 缺少取值，或者它不带取值。"),
        ("check --nope", "There is no option --nope.", "没有 --nope 这个选项。"),
        ("check --json=1", "The option --json lacks its value, or takes none.",
         "选项 --json 缺少取值，或者它不带取值。"),
        ("tick now", "This is more than the command takes: now", "命令不需要这么多参数：now"),
        ("demo --seed x", "'--seed' must be a whole number.", "'--seed' 须为整数。"),
        ("demo --weeks 99", "'--weeks' must be a whole number from 2 to 54.",
         "'--weeks' 须为 2 至 54 的整数。"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_answered_in_the_language_asked_for(
    terminal: Terminal, line: str, english: str, chinese: str
) -> None:
    for lang, sentence, see in (("en", english, "See: "), ("zh", chinese, "用法见：")):
        told = terminal(*line.split(), lang=lang)
        assert (told.status, told.out) == (2, "")
        first, *rest = told.err.splitlines()
        assert first == sentence
        assert rest == [] or (len(rest) == 1 and rest[0].startswith(see) and rest[0].endswith("--help"))


def test_without_a_terminal_and_a_locale_help_is_utf8() -> None:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    told = subprocess.run(
        [sys.executable, "-m", "tui.main", "--help"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert told.stdout.decode("utf-8").startswith("用法：frontdesk")
