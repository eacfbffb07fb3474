"""What is wrong with a file or a cell of it, and what to do, by code."""

from collections.abc import Mapping
from typing import Any

from core.wire import minute_told
from tui.language import N_, say
from tui.sentences.fields import fill, plain

SHEET_SENTENCES: dict[str, str] = {
    # the file
    "file_missing": N_("There is no such file."),
    "not_a_file": N_("This is a folder, not a file."),
    "file_unreadable": N_("The file can't be read ({why})."),
    "file_too_large": N_("The file is too large: {found} bytes, and {limit} is the most."),
    "empty_file": N_("The file is empty."),
    "not_a_spreadsheet": N_("This is no spreadsheet ({found}). Save it as .xlsx or .csv."),
    "web_page": N_("This is a web page with a spreadsheet's name. Open it and save it as .xlsx."),
    "text_as_workbook": N_("This is a text file with a workbook's name. Rename it to .csv."),
    "wrong_ending": N_("The file's name does not fit what it is ({found}). Save it again as .xlsx."),
    "encrypted_workbook": N_("The workbook is protected by a password. Save it without one."),
    "damaged_file": N_("The file is damaged. Open it in a spreadsheet program and save it again."),
    "too_many_parts": N_("The file holds too many parts: {found}, and {limit} is the most."),
    "too_much_unpacked": N_("The file unpacks to far more than a schedule needs, and is refused."),
    "too_many_sheets": N_("Too many sheets: {found}, and {limit} is the most."),
    "too_many_rows": N_("More than {limit} rows."),
    "too_many_columns": N_("More than {limit} columns."),
    "cell_too_long": N_("A text of {found} characters; {limit} is the most."),
    "far_cell": N_(
        "A cell far outside ({rows} rows by {columns} columns are the most). Delete what stands there."
    ),
    "reader_died": N_(
        "The file could not be read within its limits ({why}). Save it again as .xlsx or .csv."
    ),
    "reader_timeout": N_("Reading took longer than {seconds} seconds and was stopped."),
    "unknown_encoding": N_("The text is neither UTF-8 nor GB18030. Save it as CSV UTF-8."),
    "csv_damaged": N_("Line {line} is damaged ({problem}). Save the file again as CSV UTF-8."),
    # its header
    "nothing_to_read": N_("There is nothing in the file."),
    "no_header": N_("No header row was found within the first ten rows."),
    "missing_columns": N_("These columns are missing: {headers}."),
    "duplicate_header": N_("The column {value} stands here twice."),
    "duplicate_date": N_("The day {date} stands here twice; the first is in {first_cell}."),
    # its cells
    "missing": N_("This must not be empty: fill it in, or delete the row."),
    "missing_facility": N_("The facility is missing: write its code or name."),
    "unknown_facility": N_(
        "There is no facility {value}: write a code or name as it stands in the list, or add it first."
    ),
    "not_whole": N_("{value} is not a whole number."),
    "out_of_range": N_("{value} is out of range; the least is {least}."),
    "digits_lost": N_("{value}: the digits of a number this long were lost. Format the column as text."),
    "bad_time": N_("{value} is not a time: write it as 18:00."),
    "bad_period": N_("{value} is not a period: write it as 18:00-19:00."),
    "bad_flag": N_("{value} is neither yes nor no: write 是 or 否, yes or no."),
    "unknown_choice": N_("{value} is none of: {choices}."),
    "not_text": N_("This must be text."),
    "duplicate": N_("{value} stands here twice; the first is in {first_cell}. Delete one."),
    "end_not_after_start": N_("The end {end} is not after the start {start}: correct one of them."),
    "bad_capacity": N_(
        "{value}: the capacity must be a whole number of at least 1, or empty for the facility's own."
    ),
    "bad_cell": N_("{value} is neither a capacity nor a mark for no slot (empty, 停, ×, closed)."),
    "outside_week": N_(
        "{date} lies outside the week from {monday}: correct the date, or the week after --week."
    ),
    "span_too_long": N_(
        "From {first} to {last} are {weeks} weeks; {most} is the most. Give the week with --week."
    ),
    "too_long": N_("The text is longer than {longest} characters."),
    "invisible": N_("The text holds control, direction or invisible characters."),
    "marks": N_("The text holds too many combining marks in a row."),
    # what the core finds over all rows
    "overlap": N_("It overlaps the slot from {start} to {end}: change or delete one of the two."),
    "no_room_for_buffer": N_(
        "The facility's buffer does not fit between this and the slot from {start} to {end}."
    ),
    "past": N_("{date} is past: delete the row, or correct the date."),
    "no_such_time": N_("On that day the clock does not show {start} to {end}, because it is changed."),
}

_DATES: dict[str, str] = {
    "format": N_("{value} is not a date: write it as 2026-11-23."),
    "no_such_day": N_("{value}: there is no such day. Correct the date."),
    "week_needed": N_("{value} is a weekday: give the week with --week."),
    "year_needed": N_("{value} has no year: give the week with --week."),
    "weekday_mismatch": N_("{value}: the weekday and the date do not agree. Correct one of them."),
}


def sheet_sentence(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence for a file's or a cell's code; the door's own codes have theirs."""
    told = plain(facts)
    for name in ("start", "end"):
        if isinstance(told.get(name), int):
            told[name] = minute_told(told[name])
    if code == "bad_date":
        return fill(_DATES.get(str(facts.get("problem")), _DATES["format"]), told)
    if code == "duplicate" and "first_cell" not in told:
        return say("Two rows for the slot from {start} to {end}: delete one.", **told)
    if code == "bad_capacity" and "value" not in told:
        told["value"] = told.get("capacity", "")
    if code == "unknown_facility" and "value" not in told:
        told["value"] = told.get("facility", "")
    template = SHEET_SENTENCES.get(code)
    if template is not None:
        return fill(template, told)
    from tui.sentences.desk import sentence_of_code

    return sentence_of_code(code, facts)


def place_told(sheet: str | None, cell: str | None) -> str:
    """Where something stands: `排期 B7`."""
    return " ".join(part for part in (sheet, cell) if part)
