"""What subcommands print: facts as JSON or as lines, errors to standard error."""

import json
import sys
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import typer

from core.errors import DeskError
from core.text import escaped, visible


def json_line(value: Any) -> str:
    """One line of JSON, in which nothing can act on a terminal. Half a surrogate pair, which a script may
    have sent, has no UTF-8: it is escaped as well."""
    return escaped(json.dumps(value, ensure_ascii=False, default=str))


def print_json(value: Any) -> None:
    """Facts as one line of JSON."""
    typer.echo(json_line(value))


def print_line(text: str) -> None:
    """A line for people; nothing in it can act on the terminal."""
    typer.echo(visible(text))


def complain(text: str) -> None:
    """A line to standard error."""
    typer.echo(visible(text), err=True)


def table(
    rows: Iterable[Sequence[str]], *, gap: int = 2, right_from: int | None = None, right: Collection[int] = ()
) -> list[str]:
    """Rows with their columns aligned by what a terminal shows: a Chinese character is two cells wide. The
    columns from `right_from` on, counted from 0, and those of `right` stand to the right: numbers."""
    from rich.cells import cell_len, set_cell_size

    rows = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)] if rows else []

    def placed(column: int, cell: str, width: int) -> str:
        if column not in right and (right_from is None or column < right_from):
            return set_cell_size(cell, width + gap)
        return " " * (width - cell_len(cell)) + cell + " " * gap

    return [
        "".join(placed(*place) for place in zip(range(len(row)), row, widths, strict=True)).rstrip()
        for row in rows
    ]


def refusal(error: DeskError) -> dict[str, Any]:
    """A refusal as JSON: `error`, `message`, `detail`."""
    from tui.sentences.desk import sentence

    return {"ok": False, "error": error.code, "message": sentence(error), "detail": told_facts(error.facts)}


def told_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts with a sentence beside each error in them."""
    from tui.sentences.sheets import sheet_sentence

    if "errors" not in facts:
        return facts
    errors = [
        {**error, "message": sheet_sentence(error["code"], error)} if "code" in error else error
        for error in facts["errors"]
    ]
    return {**facts, "errors": errors}


def refuse(error: DeskError, *, as_json: bool) -> int:
    """Tells a refusal, and the exit status that goes with it."""
    from tui.sentences.desk import sentence

    if as_json:
        print_json(refusal(error))
    else:
        complain(sentence(error))
    return status_of(error)


_UNUSABLE = frozenset(
    {
        "backup_failed",
        "backup_folder_closed",
        "backup_settings",
        "calendar_of_whom",
        "channel_wrong",
        "channels_not_toml",
        "channels_private",
        "channels_unreadable",
        "database_damaged",
        "database_gone",
        "database_newer",
        "database_read_only",
        "database_replaced",
        "foreign_database",
        "invalid",
        "key_file_damaged",
        "key_file_open_to_others",
        "key_file_unreadable",
        "key_missing",
        "key_wrong",
        "keyring_unavailable",
        "migration_failed",
        "network_share",
        "no_channels",
        "no_database",
        "no_folder",
        "no_permission",
        "no_such_folder",
        "no_test_address",
        "not_a_database",
        "not_a_file",
        "not_a_calendar",
        "not_a_slip",
        "not_a_table_file",
        "not_txt",
        "not_xlsx",
        "not_xlsx_or_pdf",
        "stray_log",
        "token_private",
        "token_there",
        "token_unreadable",
        "token_wrong",
        "unknown_channel",
    }
)


def status_of(error: DeskError) -> int:
    """The exit status of a refusal outside `batch`: 2 where the command line, or the database or folder that
    it names, can't be used at all, else 1."""
    return 2 if error.code in _UNUSABLE else 1


def on_terminal() -> bool:
    """Whether a progress bar would be seen."""
    return sys.stderr.isatty()
