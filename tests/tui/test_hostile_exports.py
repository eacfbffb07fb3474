"""Texts that nobody should be called by, in everything that leaves the desk: each file is read back, and is
whole; nothing in it is a formula, a control character, or a line of its own."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.support.club import Club
from tests.support.console_club import TODAY
from tests.support.hostile_club import SESSION, fill_everything, in_turn, plant
from tests.support.hostile_texts import TEXTS, acting_in
from tests.support.servers import web_server
from tests.support.terminal import Terminal

pytestmark = pytest.mark.usefixtures("clock_of_the_club")

ROUNDS = (53,)
SPAN = ("--from", "2026-11-01", "--to", "2026-11-30")

FILES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "bookings": (("export", "bookings", *SPAN, "--out"), ("xlsx", "csv", "json", "pdf")),
    "orders": (("export", "orders", *SPAN, "--out"), ("xlsx", "csv", "json", "pdf")),
    "stock": (("export", "stock", *SPAN, "--out"), ("xlsx", "csv", "json", "pdf")),
    "ledger": (("export", "ledger", *SPAN, "--out"), ("xlsx", "csv", "json", "pdf")),
    "journal": (("export", "ledger", "--journal", *SPAN, "--out"), ("xlsx", "csv", "json", "pdf")),
    "calendar of a facility": (("export", "ical", "--facility", "reading", *SPAN, "--out"), ("ics",)),
    "calendar of a member": (("export", "ical", "--member", "000003", *SPAN, "--out"), ("ics",)),
    "statement": (("statement", "000001", "--out"), ("xlsx", "pdf")),
    "receipt": (("receipt", "O5", "--out"), ("txt", "pdf")),
    "slip": (("receipt", "O2", "--slip", "--out"), ("txt", "pdf")),
    "day": (("day-close", "--date", TODAY, "--out"), ("xlsx",)),
    "collection list": (("hand-out", "sheet", SESSION, "--out"), ("xlsx", "pdf")),
    "schedule": (("schedule", "export", "--week", "2026-W48", "--out"), ("xlsx",)),
    "template": (("schedule", "template", "--week", "2026-W49", "--out"), ("xlsx",)),
    "paper": (("catch-up", "--on", "2026-11-25", "--template"), ("xlsx",)),
}
KINDS = [(name, kind) for name, (_, kinds) in FILES.items() for kind in kinds]

LINES: list[tuple[str, ...]] = [
    ("approvals",), ("approvals", "B9"), ("statement", "000001"), ("orders",), ("receipt", "O5"),
    ("receipt", "O2", "--slip"), ("day-close", "--date", TODAY), ("notify", "--dry-run"),
    ("utilisation", *SPAN), ("needed",), ("check",), ("items", "list"), ("items", "list", "--restock"),
    ("points", "rules"), ("points", "refused", "--all"), ("policies", "list"),
    ("policies", "run", "festival", "--dry-run"), ("hand-out", "status", SESSION, "--names"),
    ("hand-out", "list"), ("closure", "list", "--all"), ("closure", "show", "C1"),
    ("closure", "plan", "reading", "--from", "2026-11-25T17:00", "--to", "2026-11-25T21:00"),
    ("closure", "rebook", "C1", "--dry-run"), ("templates", "list"),
    ("templates", "show", "displaced", "--in", "en"), ("pass", "B5"), ("pass", "B9"), ("tick",),
]  # fmt: skip
"""All that is printed for people; each but the last is printed as JSON too."""

BY_CODE = {"schedule", "template", "paper"}
"""In which codes stand, and nothing is asked for by one."""

Plant = Callable[..., None]


@pytest.fixture
def hostile(console_club: Club) -> Plant:
    """The club with its texts in place, for one round after another."""
    fill_everything(console_club)
    return lambda round_, *, keys=False: plant(console_club, in_turn(round_), keys=keys)


def numbers_in(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"~(\d{1,3})~", text) if int(number) < len(TEXTS)}


def texts_of_book(path: Path) -> Iterator[str]:
    """All texts of a workbook, in which there is no formula."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert not re.search(r"<f[ >/]", archive.read(name).decode())
    for sheet in load_workbook(path):
        yield sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str):
                    assert cell.data_type == "s"
                    yield cell.value


def texts_of_csv(path: Path) -> Iterator[str]:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        for cell in row:
            assert not re.match(r"[=@＝＋－＠\t\r]|[+-](?!\d+(\.\d\d)?$)", cell)
            yield cell


def texts_of_json(path: Path) -> Iterator[str]:
    """What is written down is what was there: the values are not the shown ones."""
    yield path.read_text(encoding="utf-8").replace("\n", " ")
    assert all(isinstance(row, dict) for row in json.loads(path.read_text(encoding="utf-8")))


def texts_of_pdf(path: Path) -> Iterator[str]:
    """Read back with a U+0000 before each sign: of its two bytes in the page."""
    for page in PdfReader(path).pages:
        yield page.extract_text().replace("\0", "").replace("\n", " ")


def texts_of_calendar(path: Path) -> Iterator[str]:
    content = path.read_bytes().decode("utf-8")
    assert content.replace("\r\n", "").count("\n") == content.replace("\r\n", "").count("\r") == 0
    yield content.replace("\r\n", " ")
    events = Calendar.from_ical(content).walk("VEVENT")
    assert content.count("\nBEGIN:VEVENT") == len(events) > 0
    for event in events:
        assert set(event) <= {
            "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS",
        }  # fmt: skip
        assert isinstance(event.decoded("DTSTART"), datetime)


READERS = {
    "xlsx": texts_of_book,
    "csv": texts_of_csv,
    "json": texts_of_json,
    "pdf": texts_of_pdf,
    "ics": texts_of_calendar,
    "txt": lambda path: iter(path.read_text(encoding="utf-8").splitlines()),
}


@pytest.mark.parametrize(("name", "kind"), KINDS, ids=str)
def test_a_file_is_whole_and_nothing_in_it_acts(
    hostile: Plant, terminal: Terminal, tmp_path: Path, name: str, kind: str
) -> None:
    path = tmp_path / f"out.{kind}"
    seen: set[int] = set()
    for round_ in ROUNDS:
        hostile(round_, keys=name in BY_CODE and round_ == ROUNDS[-1])
        told = terminal(*FILES[name][0], path)
        assert (told.status, told.err) == (0, "")
        texts = list(READERS[kind](path))
        assert [acting_in(text) for text in texts if acting_in(text)] == []
        seen |= numbers_in("\n".join(texts))
        path.unlink()
    assert seen


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_a_months_workbook_is_whole_and_nothing_in_it_acts(
    hostile: Plant, terminal: Terminal, tmp_path: Path, kind: str
) -> None:
    hostile(11)
    told = terminal("export", "monthly", "2026-11", "--out", tmp_path, "--format", kind)
    assert (told.status, told.err) == (0, "")
    texts = list(READERS[kind](next(tmp_path.glob(f"*.{kind}"))))
    assert [acting_in(text) for text in texts if acting_in(text)] == []
    assert len(numbers_in("\n".join(texts))) > 10


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_what_is_printed_does_not_act(hostile: Plant, terminal: Terminal, line: tuple[str, ...]) -> None:
    for round_ in ROUNDS:
        hostile(round_)
        told = terminal(*line)
        assert told.status in {0, 1}
        assert "Traceback" not in told.err
        assert acting_in(re.sub(r"\x1b\[[\d;]*m", "", told.out + told.err), allowed="\n") == []
        as_json = terminal(*line, "--json")
        assert acting_in(as_json.out, allowed="\n") == []
        assert as_json.lines or not as_json.out


def test_batch_answers_in_lines_in_which_nothing_acts(hostile: Plant, terminal: Terminal) -> None:
    hostile(0)
    asked = [
        {"ask": "members", "text": "zs"}, {"ask": "member", "member": "000001"}, {"ask": "facilities"},
        {"ask": "items"}, {"ask": "grid", "date": "2026-11-25"}, {"ask": "attention"},
        {"ask": "statement", "member": "000001"}, {"ask": "order", "order": "O5"},
        {"do": "nothing\u202e\x9b"},
    ]  # fmt: skip
    told = terminal.batch(*asked)
    assert acting_in(told.out, allowed="\n") == []
    assert len(told.lines) == len(asked)


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_a_robot_gets_a_notice_in_one_line_each(
    hostile: Plant, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    hostile(0)
    with web_server() as server:
        channels = tmp_path / "channels.toml"
        channels.write_text(
            f'[group]\nkind = "{kind}"\nurl = "{server.url()}"\ntiers = ["formal", "light"]\n'
        )
        channels.chmod(0o600)
        monkeypatch.setenv("FRONTDESK_CHANNELS", str(channels))
        told = terminal("notify")
        assert "Traceback" not in told.err
        assert server.texts
        for text in server.texts:
            assert acting_in(text, allowed="\n") == []
            assert "<" not in text
            heading, *lines = text.splitlines()
            assert heading
            assert [line.partition(".")[0] for line in lines] == [str(at + 1) for at in range(len(lines))]
