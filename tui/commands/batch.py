"""`frontdesk batch`: commands and questions as JSON Lines, answered line by line (commands.md, "Lines")."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from core.errors import DeskError, invalid
from tui.language import _
from tui.opening import open_club, warn
from tui.printing import complain, json_line, print_json, refusal

if TYPE_CHECKING:
    from core.desk import Desk, Done, Order

LONGEST_LINE = 64 * 1024 * 1024


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("Commands and questions as JSON Lines, answered line by line."))
    def batch(
        context: typer.Context,
        file: Annotated[
            str, typer.Argument(metavar="[FILE | -]", help=_("The lines; - for standard input."))
        ] = "-",
        atomic: Annotated[bool, typer.Option("--atomic", help=_("All lines or none."))] = False,
        replay: Annotated[
            bool, typer.Option("--replay", help=_("Let the lines set the clock, in a database born so."))
        ] = False,
        describe: Annotated[
            bool, typer.Option("--describe", help=_("Print the JSON Schema of everything, and stop."))
        ] = False,
    ) -> int:
        if describe:
            from core.catalog import describe as described

            print_json(described())
            return 0
        lines = _lines(file)
        if lines is None:
            return 2
        from core.clock import BEFORE_ALL, Rehearsal, machine_clock
        from core.desk import Desk

        club = open_club(context, create=True, replayed=replay)
        if replay and not club.replayed:
            return _refuse_all(lines)
        desk = Desk(club, Rehearsal(BEFORE_ALL) if replay else machine_clock, warn=warn)
        try:
            return _all_or_none(desk, lines) if atomic else _one_by_one(desk, lines)
        finally:
            club.close()


def _lines(file: str) -> Iterator[tuple[int, bytes]] | None:
    """The lines with their numbers, blank ones left out; None, and a sentence, for a file that can't be
    read."""
    if file == "-":
        return _numbered(iter(sys.stdin.buffer.readline, b""))
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 - read to its end, line by line, by the caller
    except OSError as error:
        complain(_("{file} can't be read: {reason}.").format(file=file, reason=error.strerror))
        return None
    return _numbered(iter(stream.readline, b""))


def _numbered(lines: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, line


# ---------------------------------------------------------------- reading a line


def read_line(line: bytes) -> tuple[str, "Order"]:
    """The name and the order of a line. `invalid` with the field named."""
    fields = _json_of(line)
    name, order = _order_of(fields)
    return name, order


def _json_of(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise invalid("", "too_long", longest=LONGEST_LINE)
    try:
        fields = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise invalid("", "not_utf8") from error
    except (ValueError, RecursionError) as error:
        raise invalid("", "not_json") from error
    if not isinstance(fields, dict):
        raise invalid("", "not_a_record")
    return fields


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _order_of(fields: dict[str, Any]) -> tuple[str, "Order"]:
    from core.command import COMMANDS, QUESTIONS
    from core.desk import Order
    from core.wire import Misfit, Name, form_of, read_local, read_record

    if ("do" in fields) == ("ask" in fields):
        raise invalid("do", "one_of", choices=["do", "ask"])
    verb, known = ("do", COMMANDS) if "do" in fields else ("ask", QUESTIONS)
    name = fields.pop(verb)
    entry = known.get(name) if isinstance(name, str) else None
    if entry is None:
        raise invalid(verb, "unknown_name", value=name if isinstance(name, str) else None)
    taken: dict[str, Any] = {}
    readers = {"by": form_of(Name).read, "at": read_local}
    if verb == "do":
        readers["key"] = form_of(Name).read
    for field, read in readers.items():
        if fields.get(field) is not None:
            try:
                taken[field] = read(fields[field])
            except Misfit as misfit:
                raise invalid(field, misfit.problem, **misfit.facts) from None
        fields.pop(field, None)
    return name, Order(read_record(entry.request, fields), **taken)


def name_in(line: bytes) -> tuple[str, str | None]:
    """The verb and the name that a line gives, as far as it can be read, for the answer to a bad one."""
    try:
        fields = _json_of(line)
    except DeskError:
        return "do", None
    verb = "ask" if "ask" in fields and "do" not in fields else "do"
    name = fields.get(verb)
    return verb, name if isinstance(name, str) else None


# ---------------------------------------------------------------- answering


def _answer(number: int, line: bytes, said: dict[str, Any]) -> None:
    verb, name = name_in(line)
    answer: dict[str, Any] = {"line": number, "ok": said["ok"], "do": name}
    if verb == "ask":
        answer["ask"] = name
    answer.update(said)
    sys.stdout.write(json_line(answer) + "\n")
    sys.stdout.flush()


def _succeeded(done: "Done[Any] | Any") -> dict[str, Any]:
    from core.desk import Done

    result = done.result if isinstance(done, Done) else done
    said: dict[str, Any] = {"ok": True}
    if isinstance(done, Done) and done.repeated:
        said["repeated"] = True
    return {**said, "result": result_told(result)}


def result_told(result: Any) -> dict[str, Any]:
    """A result as JSON, with a sentence beside each code that stands in it."""
    from core.wire import write_record
    from tui.sentences.sheets import sheet_sentence

    told = write_record(result)
    for items in (told.get("problems"), told.get("refused")):
        for item in items or ():
            item["message"] = sheet_sentence(item["code"], item["facts"])
    return told


def _one_by_one(desk: "Desk", lines: Iterator[tuple[int, bytes]]) -> int:
    """Each line in a transaction of its own, answered before the next is read."""
    from core.command import Question

    status = 0
    for number, line in lines:
        try:
            _name, order = read_line(line)
            if order.at is not None:
                desk.stand_at(order.at)
            if isinstance(order.request, Question):
                said = _succeeded(desk.ask(order.request, by=order.by))
            else:
                said = _succeeded(desk.perform(order.request, key=order.key, by=order.by))
        except DeskError as error:
            said, status = refusal(error), 1
        _answer(number, line, said)
    return status


def _all_or_none(desk: "Desk", lines: Iterator[tuple[int, bytes]]) -> int:
    """Everything is read, then done as one; the answers follow the commit."""
    from core.desk import OrderFailed

    read = list(lines)
    orders: list[Order] = []
    try:
        for index, (_number, line) in enumerate(read):
            try:
                orders.append(read_line(line)[1])
            except DeskError as error:
                raise OrderFailed(index, error) from error
        results = desk.do_all(orders)
    except OrderFailed as failure:
        return _none_done(read, failure.index, failure.error)
    for (number, line), done in zip(read, results, strict=True):
        _answer(number, line, _succeeded(done))
    return 0


def _none_done(read: list[tuple[int, bytes]], failed: int, error: DeskError) -> int:
    others = refusal(DeskError("rolled_back", line=read[failed][0]))
    for index, (number, line) in enumerate(read):
        _answer(number, line, refusal(error) if index == failed else others)
    return 1


def _refuse_all(lines: Iterator[tuple[int, bytes]]) -> int:
    """--replay on a club's own database: nothing is done."""
    said = refusal(DeskError("clock_not_allowed"))
    for number, line in lines:
        _answer(number, line, said)
    return 1
