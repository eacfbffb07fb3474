"""The manual is as the program is: its tables, its links, its pictures."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MANUALS = [ROOT / "docs" / "manual" / f"{name}.md" for name in ("en", "zh")]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PICTURES = sorted((ROOT / "docs" / "pictures").glob("*.svg"))


def test_the_tables_of_the_manual_are_as_the_code_is() -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / "docs" / "manual" / "tables.py", "--check"], check=False, capture_output=True
    )
    assert checked.returncode == 0, "python docs/manual/tables.py writes them anew"


def test_both_manuals_have_the_same_structure() -> None:
    english, chinese = (
        re.findall(r"^(#+) |<!-- table: (\S+)", text.read_text("utf-8"), re.MULTILINE) for text in MANUALS
    )
    assert english == chinese


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_refers_to_what_is_there(page: Path) -> None:
    named = re.findall(r"\]\(([^)#\s]+)\)", page.read_text("utf-8"))
    assert [name for name in named if "://" not in name and not (page.parent / name).exists()] == []


def test_every_picture_is_shown_in_its_manual() -> None:
    shown = "".join(manual.read_text("utf-8") for manual in MANUALS)
    assert [picture.name for picture in PICTURES if picture.name not in shown] == []


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_small_and_asks_for_nothing_elsewhere(picture: Path) -> None:
    drawn = picture.read_text("utf-8")
    assert len(drawn.encode()) <= 150_000
    assert set(re.findall(r"https?://[^/\"')\s]+", drawn)) <= {"http://www.w3.org"}
