"""One cell of a sheet, read as what was meant: whole numbers, days, times, periods, texts, flags.

Full-width digits, colons and dashes are understood everywhere (domain.md section 6). Whatever cannot be
read raises `CellFault`; the caller knows the sheet and the address, and adds them.
"""

import math
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

from core.clock import Minute
from core.text import LONGEST, NAME_LONGEST, folded, problem_of
from exports.sheets import Cell
from exports.sheets.rows import Unusable

Choice = TypeVar("Choice")


class CellFault(Exception):  # noqa: N818 - a fault of the sheet, not of the program
    """A cell that cannot be read.

    Codes: `missing`, `not_whole`, `out_of_range`, `digits_lost`, `bad_date` (with a `problem`: `format`,
    `no_such_day`, `week_needed`, `year_needed`, `weekday_mismatch`), `bad_time`, `bad_period`, `bad_flag`,
    `bad_amount`, `unknown_choice`, `not_text`, and `too_long`, `invisible`, `marks` of core.text. `facts`
    hold the `value` as the sheet shows it.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


# Exact up to here in a spreadsheet: it keeps 15 digits of a number, and loses the others in silence.
_LARGEST_EXACT = 10**15

_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"∶": ":", "〜": "~"})
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}(?:\.0*)?")
_FIGURE = re.compile(r"(-?)¥?([0-9]{1,10}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,2})0*)?\s*元?")
_TIME = r"([0-9]{1,2}):([0-9]{2})(?::00)?"
_MINUTE = re.compile(_TIME)
_PERIOD = re.compile(rf"{_TIME}\s*(?:--?|~~?|至|到)\s*{_TIME}")
_MIDNIGHT = r"(?:[T ]0{1,2}:00(?::00)?)?"
_FULL_DATE = re.compile(
    rf"([0-9]{{4}})(?:([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}})"
    rf"|\s*年\s*([0-9]{{1,2}})\s*月\s*([0-9]{{1,2}})\s*[日号]?){_MIDNIGHT}"
)
_SHORT_DATE = re.compile(r"([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]?")
_CHINESE_WEEKDAY = re.compile(r"(?:周|週|星期|礼拜)([一二三四五六日天])")
_ENGLISH_WEEKDAY = re.compile(
    r"\b(?:(mon)(?:day)?|(tue)(?:s|sday)?|(wed)(?:nesday)?|(thu)(?:r|rs|rsday)?|(fri)(?:day)?|(sat)(?:urday)?"
    r"|(sun)(?:day)?)\b\.?"
)
_CHINESE_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "✓", "✔"})
_NO = frozenset({"否", "无", "n", "no", "false", "0", "×", "✕", "✗", "x"})

_FIRST_YEAR = 1900
"""A spreadsheet knows no day before; 1899 is what it makes of a time without a day."""


_ERRORS = frozenset(
    {
        "#REF!", "#N/A", "#NAME?", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!",
        "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA",
    }
)  # fmt: skip
"""What a spreadsheet program writes for an error where a file has texts alone."""


def shown(cell: Cell) -> str:
    """The cell as the sheet shows it, for an error's `value`: 4.0 as `4`, nothing as an empty text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, str):
        return cell.strip()[:80]
    return str(int(cell)) if math.isfinite(cell) and cell == int(cell) else str(cell)


def is_blank(cell: Cell) -> bool:
    """Whether there is nothing to read: an empty cell, or one of blanks only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def plain(text: str) -> str:
    """Full-width signs, every dash and the ratio colon as their plain twins; for numbers, days, times."""
    return folded(text).translate(_SIGNS)


def match_key(text: str) -> str:
    """What two spellings of one code, name or header have in common: width and case do not count."""
    return folded(text).casefold()


def address(row: int, column: int) -> str:
    """The address a spreadsheet shows, `B7` for row 7, column 2 (both count from 1)."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


def whole(cell: Cell) -> int:
    """A whole number: 10.0, `10`, `１２`. `missing`, `not_whole` (10.5, `十二`, TRUE), `digits_lost`."""
    if is_blank(cell):
        raise CellFault("missing", value="")
    if isinstance(cell, str):
        text = plain(cell)
        if _WHOLE.fullmatch(text):
            return int(text.partition(".")[0])
    elif not isinstance(cell, bool) and cell is not None and math.isfinite(cell) and cell == int(cell):
        if abs(cell) >= _LARGEST_EXACT:
            raise CellFault("digits_lost", value=shown(cell))
        return int(cell)
    raise CellFault("not_whole", value=shown(cell))


def whole_within(cell: Cell, least: int, most: int | None = None) -> int:
    """A whole number from `least` to `most` (None: no upper end). Also `out_of_range`."""
    number = whole(cell)
    if number < least or (most is not None and number > most):
        raise CellFault("out_of_range", value=shown(cell), least=least, most=most)
    return number


def hundredths(cell: Cell) -> int:
    """A figure with at most two decimals, in hundredths: 12.5, `12.50`, `1,234.50`, `￥12`, `12元`.
    `missing`, `bad_amount` (12.345, TRUE)."""
    if is_blank(cell) or cell is None:
        raise CellFault("missing", value="")
    # A spreadsheet keeps 15 digits: what it shows as 300.3 may be 300.29999999999995 inside.
    text = plain(cell) if isinstance(cell, str) else "" if isinstance(cell, bool) else f"{cell:.15g}"
    found = _FIGURE.fullmatch(text)
    if found is None:
        raise CellFault("bad_amount", value=shown(cell))
    whole_part, decimals = found[2].replace(",", ""), (found[3] or "").ljust(2, "0")
    number = int(whole_part) * 100 + int(decimals)
    return -number if found[1] else number


def minute(cell: Cell) -> Minute:
    """A time of day: `8:00`, `08:00`, `８：００`, `08:00:00`, `24:00`. `bad_time` for all else (`8点`)."""
    found = _MINUTE.fullmatch(plain(cell)) if isinstance(cell, str) else None
    if found is not None:
        hours, minutes = int(found[1]), int(found[2])
        if minutes < 60 and (hours < 24 or (hours == 24 and minutes == 0)):
            return Minute(hours * 60 + minutes)
    raise CellFault("bad_time", value=shown(cell))


def period(cell: Cell) -> tuple[Minute, Minute]:
    """Start and end of `08:00-09:00`, with any dash, `~`, 至 or 到 between. `bad_period`.

    Whether the end comes after the start is for the caller to say.
    """
    found = _PERIOD.fullmatch(plain(cell)) if isinstance(cell, str) else None
    if found is None:
        raise CellFault("bad_period", value=shown(cell))
    try:
        return minute(f"{found[1]}:{found[2]}"), minute(f"{found[3]}:{found[4]}")
    except CellFault as fault:
        raise CellFault("bad_period", value=shown(cell)) from fault


def day(cell: Cell, monday: date | None = None, near: date | None = None) -> date:
    """A day: `2026-11-23` (also with `/`, `.`, 年月日), `11月23日`, a weekday's name, or both together.

    The year of `11月23日` is the one that puts it nearest to the week of `monday`, where that is given, else
    to `near`. A weekday alone needs `monday`; a weekday beside a date must be that date's own. `bad_date`.
    """
    if not isinstance(cell, str):
        raise _bad_date(cell, "format")
    text = plain(cell).casefold()
    weekday, rest = _weekday_in(text)
    if not rest:
        if weekday is None:
            raise _bad_date(cell, "format")
        if monday is None:
            raise _bad_date(cell, "week_needed")
        return monday + timedelta(days=weekday)
    middle = monday + timedelta(days=3) if monday is not None else near
    found = _date_in(cell, rest.upper(), middle)
    if weekday is not None and found.weekday() != weekday:
        raise _bad_date(cell, "weekday_mismatch", date=found)
    return found


def _weekday_in(text: str) -> tuple[int | None, str]:
    """The weekday named in a text (Monday is 0), and what is left beside it."""
    found = _CHINESE_WEEKDAY.search(text)
    if found is not None:
        weekday = _CHINESE_WEEKDAYS[found[1]]
    else:
        found = _ENGLISH_WEEKDAY.search(text)
        if found is None:
            return None, text
        weekday = (found.lastindex or 1) - 1
    return weekday, (text[: found.start()] + " " + text[found.end() :]).strip(" ()[],、")


def _date_in(cell: str, text: str, middle: date | None) -> date:
    full = _FULL_DATE.fullmatch(text)
    if full is not None:
        month, day_of_month = (full[3], full[4]) if full[2] else (full[5], full[6])
        found = _date_or_none(int(full[1]), int(month), int(day_of_month))
        if found is None or found.year < _FIRST_YEAR:
            raise _bad_date(cell, "no_such_day")
        return found
    short = _SHORT_DATE.fullmatch(text)
    if short is None:
        raise _bad_date(cell, "format")
    if middle is None:
        raise _bad_date(cell, "year_needed")
    years = range(max(middle.year - 1, 1), min(middle.year + 1, 9999) + 1)
    near = [found for year in years if (found := _date_or_none(year, int(short[1]), int(short[2])))]
    if not near:
        raise _bad_date(cell, "no_such_day")
    return min(near, key=lambda found: abs(found - middle))


def _date_or_none(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None


def _bad_date(cell: Cell, problem: str, **facts: object) -> CellFault:
    return CellFault("bad_date", value=shown(cell), problem=problem, **facts)


def words(cell: Cell, longest: int = LONGEST) -> str | None:
    """A text without its outer blanks, None where there is none; a number as the sheet shows it (123.0: 123).

    `not_text` for TRUE, FALSE and an error, `digits_lost`, and what core.text refuses.
    """
    if is_blank(cell) or cell is None:
        return None
    if isinstance(cell, bool | Unusable) or cell in _ERRORS:
        raise CellFault("not_text", value=shown(cell))
    if not isinstance(cell, str):
        if not math.isfinite(cell):
            raise CellFault("not_text", value=shown(cell))
        if abs(cell) >= _LARGEST_EXACT:
            raise CellFault("digits_lost", value=shown(cell))
        return shown(cell)
    text = cell.strip()
    problem = problem_of(text, longest)
    if problem is not None:
        raise CellFault(problem, value=shown(cell), longest=longest)
    return text


def name(cell: Cell) -> str | None:
    """A name: `words` of at most NAME_LONGEST characters."""
    return words(cell, NAME_LONGEST)


def identifier(cell: Cell) -> str | None:
    """A code, a staff, card or phone number: zeros of a text stay, full width becomes plain; 1.0 is `1`.

    A number cell where a text `000001` was meant cannot be told from a plain 1.
    """
    if isinstance(cell, float) and math.isfinite(cell) and cell != int(cell):
        raise CellFault("not_whole", value=shown(cell))
    text = words(cell, NAME_LONGEST)
    return None if text is None else folded(text)


def flag(cell: Cell) -> bool:
    """是/否, y/n, yes/no, true/false, 1/0, √/×; nothing is no. `bad_flag`."""
    if is_blank(cell) or cell is None:
        return False
    if isinstance(cell, bool):
        return cell
    text = shown(cell).casefold() if not isinstance(cell, str) else plain(cell).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise CellFault("bad_flag", value=shown(cell))


def choice(cell: Cell, choices: Mapping[str, Choice]) -> Choice:
    """One of several words; `choices` by `match_key`. `unknown_choice` with the words that are known."""
    found = choices.get(match_key(shown(cell)))
    if found is None:
        raise CellFault("unknown_choice", value=shown(cell), choices=list(choices))
    return found
