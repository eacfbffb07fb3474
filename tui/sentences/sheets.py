"""What is wrong with a file or a cell of it, and what to do, by code."""

from collections.abc import Mapping
from typing import Any

from core.wire import minute_told
from tui.language import CHINESE, N_, _, spoken
from tui.sentences.fields import fill, plain, problem_told

SHEET_SENTENCES: dict[str, str] = {
    # the file
    "file_missing": N_("There is no such file."),
    "not_a_file": N_("This is a folder, not a file."),
    "file_unreadable": N_("The file can't be read ({why}): close it elsewhere, or ask for the right to it."),
    "file_too_large": N_("The file is larger than {megabytes} MB, which is the most that is read."),
    "empty_file": N_("The file is empty."),
    "not_a_spreadsheet": N_("This is no spreadsheet ({found}): save it as .xlsx or .csv."),
    "web_page": N_("This is a web page with a spreadsheet's name: open it and save it as .xlsx."),
    "text_as_workbook": N_("This is a text file with a workbook's name: rename it to .csv."),
    "wrong_ending": N_("The name's ending does not fit what is in the file ({found}): save it as .xlsx."),
    "encrypted_workbook": N_("The workbook is protected by a password: save it without one."),
    "damaged_file": N_("The file is damaged: open it in a spreadsheet program and save it again."),
    "too_many_parts": N_("The workbook has {found} parts, and {limit} is the most: save it again as .xlsx."),
    "too_much_unpacked": N_("The file unpacks to more than is read: save it again as .xlsx or .csv."),
    "too_many_sheets": N_("The file has {found} sheets, and {limit} is the most."),
    "too_many_rows": N_("There are more than {limit} rows, which is the most that is read."),
    "too_many_columns": N_("There are more than {limit} columns, which is the most that is read."),
    "cell_too_long": N_("The text has {found} characters, and {limit} is the most."),
    "far_cell": N_(
        "Something stands far outside of {rows} rows by {columns} columns, the most that is read: delete it."
    ),
    "reader_died": N_("The file could not be read ({why}): save it again as .xlsx or .csv."),
    "reader_timeout": N_("The file took longer than {seconds} seconds to read: save it again as .csv."),
    "unknown_encoding": N_("The text is neither UTF-8 nor GB18030: save it as CSV UTF-8."),
    "csv_damaged": N_("Line {line} is damaged ({problem}): save the file again as CSV UTF-8."),
    # its header
    "nothing_to_read": N_("There is nothing in the file."),
    "no_header": N_(
        "There is no header in the first ten rows: neither that of a list (facility, date, start, end) nor "
        "that of a grid (period, and the days)."
    ),
    "missing_columns": N_("These columns are missing: {headers}."),
    "duplicate_header": N_("The column {value} is here twice: delete one."),
    "duplicate_date": N_("The day {date} is here twice, first in {first_cell}: correct one."),
    # its cells
    "missing": N_("This must not be empty: fill it in, or delete the row."),
    "missing_facility": N_("The facility is missing: write its code or its name."),
    "unknown_facility": N_("There is no facility {value}: write its code or its name, or add it first."),
    "not_whole": N_("{value} is not a whole number."),
    "out_of_range": N_("{value} is too small: {least} is the least."),
    "digits_lost": N_("{value} is so long a number that digits were lost: format the column as text."),
    "bad_time": N_("{value} is not a time: write it as 18:00."),
    "bad_period": N_("{value} is not a period: write it as 18:00-19:00."),
    "bad_booking": N_("{value} is no booking's number: write it as B12."),
    "bad_moment": N_("{value} is no time: write it as 18:00, or with its date as 2026-11-23 18:00."),
    "bad_flag": N_("{value} is neither yes nor no: write 是 or 否, yes or no."),
    "unknown_choice": N_("{value} is none of these: {choices}."),
    "bad_amount": N_("{value} is no amount: write yuan as 12.50, or a whole number of points."),
    "total_of_what": N_("Of which unit is this total? Write it in the unit column: 福利额度 or 积分."),
    "not_text": N_("{value} is not a text: type it anew."),
    "kind_stays": N_("{sku} is kept as {kind}, which stays so: correct the kind, or give another code."),
    "duplicate": N_("{value} is here twice, first in {first_cell}: delete one."),
    "end_not_after_start": N_("The end, {end}, is not after the start, {start}: correct one of them."),
    "bad_capacity": N_(
        "{value} is no capacity: write a whole number of at least 1, or nothing for the usual one."
    ),
    "bad_cell": N_("{value} is neither a capacity nor a mark for no slot (nothing, 停, × or closed)."),
    "outside_week": N_(
        "{date} is not in the week that begins on {monday}: correct the date, or the week after --week."
    ),
    "span_too_long": N_(
        "From {first} to {last} are {weeks} weeks, and {most} is the most: correct the date, or give --week."
    ),
    "too_long": N_("The text is longer than {longest} characters."),
    "invisible": N_("There are control, direction or invisible characters in this: type it anew."),
    "marks": N_("There are too many combining marks in a row in this: type it anew."),
    # what the core finds over all rows
    "overlap": N_("This overlaps the slot from {start} to {end}: change or delete one of the two."),
    "no_room_for_buffer": N_(
        "The facility needs a longer pause between this and the slot from {start} to {end}: change one."
    ),
    "past": N_("{date} is past: correct the date, or delete the row."),
    "no_such_time": N_("On that day the clocks change, and there is no time from {start} to {end}."),
}

_DATES: dict[str, str] = {
    "format": N_("{value} is not a date: write it as 2026-11-23."),
    "no_such_day": N_("There is no day {value}: correct the date."),
    "week_needed": N_("{value} names no week: give one with --week."),
    "year_needed": N_("{value} names no year: write it as 2026-11-23, or give the week with --week."),
    "weekday_mismatch": N_("{value}: the weekday is not that of the date; correct one of them."),
}

_EMPTY: dict[str, str] = {
    "bad_date": N_("The date is missing: write it as 2026-11-23."),
    "bad_time": N_("The time is missing: write it as 18:00."),
    "bad_period": N_("The period is missing: write it as 18:00-19:00."),
}

_WORDS: dict[str, str] = {
    "memory": N_("it takes too much memory"),
    "ended": N_("the reader broke off"),
    "garbled": N_("the reader broke off"),
    "not_started": N_("the reader can't be started"),
    "not_installed": N_("the reader is not installed"),
    "quotes": N_("a quotation mark is never closed"),
    "nul": N_("there are bytes in it that are no text"),
    "unknown": N_("unknown"),
}
"""Facts that are codes themselves."""


def sheet_sentence(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence for a file's or a cell's code; the door's own codes have theirs."""
    if code == "invalid":
        return problem_told({**facts, "field": _("This")})
    template = _variant(code, facts) or SHEET_SENTENCES.get(code)
    if template is None:
        from tui.sentences.desk import sentence_of_code

        return sentence_of_code(code, facts)
    return fill(template, _told(code, facts))


def _variant(code: str, facts: Mapping[str, Any]) -> str | None:
    """The sentence of a code that is said in several ways, by its facts."""
    if code in _EMPTY and facts.get("value") == "":
        return _EMPTY[code]
    if code == "bad_date":
        return _DATES.get(str(facts.get("problem")), _DATES["format"])
    if code == "no_header" and "headers" in facts:
        return N_("There is no header in the first ten rows: it must name {headers}.")
    if code == "duplicate" and "first_cell" not in facts:
        return N_("There are two rows for the slot from {start} to {end}: delete one.")
    if code == "out_of_range" and facts.get("most") is not None:
        return N_("{value} is out of range: {least} to {most}.")
    return None


def _told(code: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as the sentence names them."""
    told = plain(facts)
    for name in ("start", "end"):
        if isinstance(told.get(name), int):
            told[name] = minute_told(told[name])
    for name in ("why", "found", "problem"):
        if facts.get(name) in _WORDS:
            told[name] = _(_WORDS[str(facts[name])])
    if "headers" in facts and spoken() != CHINESE:
        told["headers"] = told["columns"]
    if code == "file_too_large":
        told["megabytes"] = int(facts["limit"]) // 1_000_000
    told.setdefault("value", told.get("capacity", told.get("facility", "")))
    return told


def place_told(sheet: str | None, cell: str | None) -> str:
    """Where something stands: `排期 B7`."""
    return " ".join(part for part in (sheet, cell) if part)
