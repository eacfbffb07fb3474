"""The house rules that a machine can keep: the layout, the floors, a light start, tidy files."""

import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOP = {
    "core", "storage", "exports", "tui", "tests", "docs", "pyproject.toml", "README.md",
    "CHANGELOG.md", "LICENSE", "requirements.txt", "requirements-test.txt",
    ".ci", ".editorconfig", ".gitattributes", ".gitignore",
}  # fmt: skip
HEAVY = (
    "textual",
    "sqlmodel",
    "sqlalchemy",
    "openpyxl",
    "pydantic",
    "rich",
    "pypinyin",
    "platformdirs",
    "babel",
    "apprise",
    "requests",
)
TEXT = {".py", ".md", ".toml", ".txt", ".po", ".tcss", ".json", ".jsonl", ".svg", ".yml", ""}
LONGEST = 420


def _ignored() -> list[str]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return [".git", *(line.rstrip("/") for line in lines)]


def _kept(folder: Path) -> list[Path]:
    """The entries of a folder that git would keep; .gitignore holds plain names and patterns of names."""
    ignored = _ignored()
    return [entry for entry in folder.iterdir() if not any(fnmatch(entry.name, name) for name in ignored)]


def _files(folder: Path) -> list[Path]:
    return [
        file for entry in sorted(_kept(folder)) for file in (_files(entry) if entry.is_dir() else [entry])
    ]


def _texts() -> list[Path]:
    return [file for file in _files(ROOT) if file.suffix in TEXT]


def _named(files: list[Path]) -> list[str]:
    return [file.relative_to(ROOT).as_posix() for file in files]


def _matching(pattern: str) -> list[str]:
    """`file:line` of every text line with the pattern."""
    wanted = re.compile(pattern)
    return [
        f"{file.relative_to(ROOT).as_posix()}:{number}"
        for file in _texts()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if wanted.search(line)
    ]


def test_the_top_level_holds_the_four_floors_tests_docs_and_the_usual_small_files() -> None:
    assert {entry.name for entry in _kept(ROOT)} == TOP


def test_imports_run_downwards_only() -> None:
    contract = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert contract.returncode == 0, contract.stdout + contract.stderr


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from tui.main import main; status = main(['--help']);"
        f"print('loaded:', *sorted(set({HEAVY}) & set(sys.modules)), file=sys.stderr); sys.exit(status)"
    )
    helped = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (helped.returncode, helped.stderr.strip()) == (0, "loaded:")


def test_no_file_outside_the_tests_has_outgrown_its_room() -> None:
    code = [file for file in _files(ROOT) if file.suffix in {".py", ".tcss"} and "tests" not in file.parts]
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in code}
    assert _named([file for file, length in lengths.items() if length > LONGEST]) == []


def test_nothing_is_left_to_do_in_the_text() -> None:
    assert _matching(r"\b(TO" + r"DO|FIX" + r"ME)\b") == []


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    assert _matching(r"(?<![\w.~$}-])/(wo" + r"rk|ho" + r"me)/") == []


def test_the_locked_requirements_name_no_address() -> None:
    locked = "".join(
        (ROOT / name).read_text(encoding="utf-8") for name in sorted(TOP) if name.endswith(".txt")
    )
    assert "://" not in locked


def test_every_text_file_is_utf8_with_plain_line_ends_and_one_at_the_end() -> None:
    assert _named([file for file in _texts() if not _is_tidy(file.read_bytes())]) == []


def _is_tidy(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return "\r" not in text and (not text or (text.endswith("\n") and not text.endswith("\n\n")))
