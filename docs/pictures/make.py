"""Makes the pictures of the manual: `python docs/pictures/make.py`.

A seeded example club is filled in a temporary folder with the clock at a fixed hour; the console is driven by
keys, as a person would, and draws each screen itself.
"""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from unittest.mock import patch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from textual.pilot import Pilot  # noqa: E402

from core.clock import Instant, Minute, instant_of, zone_named  # noqa: E402 - the program of this very tree
from core.desk import Desk  # noqa: E402
from core.schedule.grid import AskGrid  # noqa: E402
from core.schedule.slots import SlotSpec  # noqa: E402
from exports.schedule.writer import write_list  # noqa: E402
from storage.database import open_database  # noqa: E402
from tui import language  # noqa: E402
from tui.app import Console  # noqa: E402
from tui.demo.fill import make_example  # noqa: E402
from tui.schedule_files import sheet_texts  # noqa: E402

NOW = datetime(2026, 11, 24, 10, 34)  # noqa: DTZ001 - the club's own time
CLOCK: Instant = instant_of(NOW, zone_named("Asia/Shanghai"))
SIZE = (100, 30)
LARGEST = 150_000
"""Bytes of one picture."""

PERSON = "zh"
"""Initials that find eight people of the example club, two namesakes among them."""

NAMESAKE = ("backspace", "w", "down", "enter")
"""The second of the namesakes is taken: he can book this evening."""

FAULTY = """设施,日期,开始,结束,容量,备注
游泳池,2026-12-07,17:30,19:30,,
瑜伽室,2026-12-32,17:30,19:30,,
阅览室,2026-12-08,19:30,17:30,,
力量训练区,2026-12-08,9:00,10:00,半场,
羽毛球1号场,2026-12-09,9:00,10:00,,
羽毛球1号场,2026-12-09,9:30,10:30,,
台球桌,2026-11-20,17:30,19:30,,
"""


def main() -> None:
    """Makes every picture in both languages."""
    with TemporaryDirectory() as folder:
        room = Path(folder)
        for name in ("HOME", "USERPROFILE", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
            os.environ[name] = folder
        for name in ("NO_COLOR", "FRONTDESK_LANG", "FRONTDESK_DB"):
            os.environ.pop(name, None)
        os.environ["COLORTERM"] = "truecolor"
        here = Path.cwd()
        os.chdir(room)
        try:
            with patch("core.clock.machine_clock", _clock), patch("tui.link.machine_clock", _clock):
                make_example(room / "demo.db", NOW, seed=1)
                for spoken, short in ((language.CHINESE, "zh"), (language.ENGLISH, "en")):
                    language.use(spoken)
                    asyncio.run(_draw(room, short))
        finally:
            os.chdir(here)


def _clock() -> Instant:
    return CLOCK


async def _draw(room: Path, short: str) -> None:
    """The screens in the order in which a person meets them."""
    rmtree(room / "frontdesk", ignore_errors=True)  # where the console stood in the other language
    async with _console(room) as pilot:
        await _press(pilot, *PERSON)
        _save(pilot, f"search-{short}")
        await _press(pilot, *NAMESAKE, "down", "down", "end", "left", "left")
        _save(pilot, f"grid-{short}")
        await _press(pilot, "f2")
        _save(pilot, f"member-{short}")
        await _press(pilot, "escape")
        await _press(pilot, "f1")
        _save(pilot, f"help-{short}")
        await _press(pilot, "escape", "up", "up", "f3")
        _save(pilot, f"week-{short}")
    _write_week(room)
    async with _console(room) as pilot:
        await _press(pilot, "ctrl+u", "enter")
        _save(pilot, f"plan-{short}")
    (room / "week.xlsx").unlink()
    (room / "week-50.csv").write_text(FAULTY, encoding="utf-8-sig")
    async with _console(room) as pilot:
        await _press(pilot, "ctrl+u", "enter")
        _save(pilot, f"errors-{short}")
    (room / "week-50.csv").unlink()
    async with _console(room) as pilot:
        # The member who was taken in the first picture still stands chosen.
        await _press(pilot, "f9", *"dbdm", "enter", "2", "enter", *"jglh", "enter")
        await _press(pilot, "shift+tab", "shift+tab", *"50", "tab", *"80", "enter")
        _save(pilot, f"counter-{short}")
    async with _console(room) as pilot:
        await _press(pilot, "ctrl+w", "pagedown")
        _save(pilot, f"reports-{short}")


def _write_week(room: Path) -> None:
    """Next week's sheet, in which the yoga room is smaller, the gym has a late slot, and Sunday is full."""
    monday = date(2026, 11, 30)
    database = open_database(room / "demo.db")
    try:
        slots = Desk(database, _clock).ask(AskGrid(monday, 7)).slots
    finally:
        database.close()
    specs = [SlotSpec(s.facility, s.date, s.start, s.end, s.capacity, s.peak) for s in slots]
    specs = [spec._replace(capacity=12) if spec.facility == "yoga" else spec for spec in specs]
    late = [spec for spec in specs if spec.facility == "gym" and spec.end == 20 * 60 + 30]
    specs += [spec._replace(start=spec.end, end=Minute(spec.end + 60)) for spec in late]
    specs += [spec._replace(date=spec.date + timedelta(days=7)) for spec in specs if spec.date == monday]
    write_list(room / "week.xlsx", specs, sheet_texts())


@asynccontextmanager
async def _console(room: Path) -> AsyncIterator[Pilot[int]]:
    console = Console(room / "demo.db")
    console.scanner.gap = -1.0  # the keys are a person's, however fast they come
    async with console.run_test(size=SIZE) as pilot:
        await _settle(pilot)
        yield pilot


async def _press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await _settle(pilot)


async def _settle(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def _save(pilot: Pilot[int], name: str) -> None:
    """Writes one picture, without the address of the font that the toolkit puts in."""
    drawn = pilot.app.export_screenshot(title="frontdesk")
    drawn = re.sub(r"\s*@font-face\s*{[^}]*}", "", drawn)
    drawn = re.sub(r"https?://(?!www\.w3\.org/)[^\s\"')<]*", "", drawn)
    drawn = drawn.strip() + "\n"
    if len(drawn.encode()) > LARGEST:
        raise SystemExit(f"{name}: {len(drawn.encode())} bytes are too many")
    (HERE / f"{name}.svg").write_text(drawn, encoding="utf-8", newline="\n")
    print(f"{name}.svg {len(drawn.encode()) // 1000} kB")


if __name__ == "__main__":
    main()
