"""`frontdesk batch`: commands and questions as JSON Lines, answered line by line (commands.md, "Lines")."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NamedTuple, NoReturn

import typer

from core.errors import DeskError, invalid
from tui.language import _, say
from tui.opening import open_club, warn
from tui.printing import complain, json_line, print_json, refusal

if TYPE_CHECKING:
    from core.desk import Desk
    from core.doing import Done, Order

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes: a year of slots in one command takes a third of it."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NAME_SHOWN = 80


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("Commands and questions as JSON Lines."))
    def batch(
        context: typer.Context,
        file: Annotated[
            str, typer.Argument(metavar="FILE | -", help=_("The lines; - for standard input."))
        ] = "-",
        atomic: Annotated[bool, typer.Option("--atomic", help=_("All lines or none."))] = False,
        replay: Annotated[
            bool, typer.Option("--replay", help=_("The lines set the clock, in a database born so."))
        ] = False,
        describe: Annotated[
            bool, typer.Option("--describe", help=_("Print the JSON Schema of everything, and stop."))
        ] = False,
    ) -> int:
        if describe:
            from core.catalog import describe as described

            print_json(described())
            return 0
        try:
            source = nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb")  # noqa: SIM115
        except OSError as error:
            complain(say("{file} can't be read: {reason}.", file=file, reason=error.strerror))
            return 2
        with source as stream:
            return _carry_out(context, _lines(stream), atomic=atomic, replay=replay)


def _carry_out(context: typer.Context, lines: "Iterator[Line]", *, atomic: bool, replay: bool) -> int:
    from core.clock import BEFORE_ALL, Rehearsal, machine_clock
    from core.desk import Desk
    from tui.signing_in.at_command_line import let_in

    club = open_club(context, create=True, replayed=replay)
    if replay and not club.replayed:
        return _refuse_all(lines)
    desk = Desk(club, Rehearsal(BEFORE_ALL) if replay else machine_clock, warn=warn)
    try:
        let_in(desk)
    except DeskError as error:
        # Without an operator the door says so to each line; what needs nobody is done.
        if error.code != "not_signed_in":
            return _refuse_all(lines, error)
    return _all_or_none(desk, lines) if atomic else _one_by_one(desk, lines)


# ---------------------------------------------------------------- reading


class Line(NamedTuple):
    """One line as it came: its number, what it asks for, and why it can't be read, if it can't."""

    number: int
    verb: str
    name: str | None
    fields: dict[str, Any]
    fault: DeskError | None = None


def _lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines, blank ones left out but counted. An editor's byte order mark may stand before the first."""
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        rest = raw
        while len(rest) >= LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE)
        if number == 1:
            raw = raw.removeprefix(_BYTE_ORDER_MARK)
        if raw.strip():
            yield read_line(number, raw)


def read_line(number: int, raw: bytes) -> Line:
    """A line with its JSON read, or with its fault."""
    try:
        fields = _json_of(raw)
    except DeskError as fault:
        return Line(number, "do", None, {}, fault)
    verb = "ask" if "ask" in fields and "do" not in fields else "do"
    name = fields.get(verb)
    return Line(number, verb, name[:_NAME_SHOWN] if isinstance(name, str) else None, fields)


def _json_of(raw: bytes) -> dict[str, Any]:
    if len(raw) > LONGEST_LINE:
        raise invalid("", "line_too_long", longest=LONGEST_LINE)
    try:
        fields = json.loads(
            raw.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_record_of
        )
    except UnicodeDecodeError as error:
        raise invalid("", "not_utf8") from error
    except (ValueError, RecursionError) as error:
        raise invalid("", "not_json") from error
    if not isinstance(fields, dict):
        raise invalid("", "not_a_record")
    return fields


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _record_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object. One that names a field twice may mean either: it is refused."""
    record = dict(pairs)
    if len(record) < len(pairs):
        counted = Counter(name for name, _value in pairs)
        raise invalid(counted.most_common(1)[0][0], "given_twice")
    return record


def order_of(line: Line) -> "Order":
    """What a line asks for. `invalid` with the field named."""
    from core.catalog import COMMANDS, QUESTIONS
    from core.doing import Order
    from core.wire import Misfit, Name, form_of, read_local, read_record

    if line.fault is not None:
        raise line.fault
    fields = dict(line.fields)
    if ("do" in fields) == ("ask" in fields):
        raise invalid("do", "one_of", choices=["do", "ask"])
    name = fields.pop(line.verb)
    entry = (COMMANDS if line.verb == "do" else QUESTIONS).get(name) if isinstance(name, str) else None
    if entry is None:
        told = line.name if line.name is not None else json.dumps(name)[:_NAME_SHOWN]
        raise invalid(line.verb, "unknown_name", value=told)
    taken: dict[str, Any] = {}
    readers = {"by": form_of(Name).read, "at": read_local}
    if line.verb == "do":
        readers["key"] = form_of(Name).read
    for field, read in readers.items():
        if fields.get(field) is not None:
            try:
                taken[field] = read(fields[field])
            except Misfit as misfit:
                raise invalid(field, misfit.problem, **misfit.facts) from None
        fields.pop(field, None)
    return Order(read_record(entry.request, fields), **taken)


# ---------------------------------------------------------------- answering


def _answer(line: Line, said: dict[str, Any]) -> None:
    answer: dict[str, Any] = {"line": line.number, "ok": said["ok"], "do": line.name}
    if line.verb == "ask":
        answer["ask"] = line.name
    answer.update(said)
    sys.stdout.write(json_line(answer) + "\n")
    sys.stdout.flush()


def _succeeded(done: "Done[Any] | Any") -> dict[str, Any]:
    from core.doing import Done

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
    for items in (told.get("problems"), told.get("refused"), told.get("broken")):
        for item in items or ():
            item["message"] = sheet_sentence(item["code"], item["facts"])
    return told


def _one_by_one(desk: "Desk", lines: Iterator[Line]) -> int:
    """Each line in a transaction of its own, answered before the next is read."""
    from core.command import Question

    status = 0
    for line in lines:
        try:
            order = order_of(line)
            if order.at is not None:
                desk.stand_at(order.at)
            if isinstance(order.request, Question):
                said = _succeeded(desk.ask(order.request, by=order.by))
            else:
                said = _succeeded(desk.perform(order.request, key=order.key, by=order.by))
        except DeskError as error:
            said, status = refusal(error), 1
        _answer(line, said)
    return status


def _all_or_none(desk: "Desk", lines: Iterator[Line]) -> int:
    """Everything is read, then done as one; the answers follow the commit."""
    from core.doing import OrderFailed

    read = list(lines)
    orders: list[Order] = []
    try:
        for index, line in enumerate(read):
            try:
                orders.append(order_of(line))
            except DeskError as error:
                raise OrderFailed(index, error) from error
        results = desk.do_all(orders)
    except OrderFailed as failure:
        return _none_done(read, failure.index, failure.error)
    except DeskError as error:  # the database itself: at the beginning, or at the commit
        return _refuse_all(iter(read), error)
    for line, done in zip(read, results, strict=True):
        _answer(line, _succeeded(done))
    return 0


def _none_done(read: list[Line], failed: int, error: DeskError) -> int:
    others = refusal(DeskError("rolled_back", line=read[failed].number))
    for index, line in enumerate(read):
        _answer(line, refusal(error) if index == failed else others)
    return 1


def _refuse_all(lines: Iterator[Line], error: DeskError | None = None) -> int:
    """Nothing is done, for one reason: --replay on a club's own database, unless another is given."""
    said = refusal(error or DeskError("clock_not_allowed"))
    for line in lines:
        _answer(line, said)
    return 1
