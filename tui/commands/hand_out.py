"""`frontdesk hand-out`: handing out to a department or for a festival, and the list that is signed."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import DeskError, invalid
from tui.language import _, listed, say, say_count
from tui.opening import now_of, open_desk
from tui.taking_out import note_taken_out

if TYPE_CHECKING:
    from core.counter.hand_out import HandedOut
    from core.counter.hand_out_looking import HandOutCard
    from core.desk import Desk
    from core.members.finding import MemberHit


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    hand_out = typer.Typer(
        help=_("Handing out to a department or for a festival."), rich_markup_mode=None, add_completion=False
    )
    app.add_typer(hand_out, name="hand-out")

    @hand_out.callback()
    def _hand_out() -> None: ...

    _register_opening(hand_out)
    _register_scanning(hand_out)
    _register_looking(hand_out)


def _register_opening(hand_out: typer.Typer) -> None:
    @hand_out.command("open", help=_("Set the items and the list: for all, or for some."))
    def open_(
        context: typer.Context,
        code: Annotated[str, typer.Argument(metavar="CODE", help=_("The hand-out's code."))],
        name: Annotated[str, typer.Option("--name", metavar="TEXT", help=_("What it is called."))],
        item: Annotated[
            list[str], typer.Option("--item", metavar="CODE=N", help=_("So many of an item for each member."))
        ],
        department: Annotated[
            list[str] | None, typer.Option("--department", metavar="NAME", help=_("Only for this one."))
        ] = None,
        member: Annotated[
            list[str] | None, typer.Option("--member", metavar="STAFF_NO", help=_("Only for this one."))
        ] = None,
        list_file: Annotated[
            Path | None,
            typer.Option("--list", metavar="FILE", help=_("For those of a sheet: a workbook or csv file.")),
        ] = None,
        fund: Annotated[
            str | None, typer.Option("--fund", metavar="TEXT", help=_("Who pays for it."))
        ] = None,
        reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=_("What for."))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        fields = {"code": code, "name": name, "lines": [_line(text) for text in item], "fund": fund,
                  "reason": reason, "departments": department or [], "members": member or []}  # fmt: skip
        if list_file is None:
            return _open(open_desk(context), fields, as_json=as_json)
        if member or department:
            raise invalid("list", "one_of", choices=["--list", "--department", "--member"])
        return _open_for_sheet(open_desk(context), fields, list_file, as_json=as_json)

    @hand_out.command("close", help=_("End it: nothing more is handed out."))
    def close(
        context: typer.Context,
        code: Annotated[str, typer.Argument(metavar="CODE", help=_("The hand-out's code."))],
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.counter.hand_out import CloseHandOut
        from core.wire import read_record, write_record
        from tui.printing import print_json, print_line

        closed = open_desk(context).do(read_record(CloseHandOut, {"session": code}))
        if as_json:
            print_json(write_record(closed))
        else:
            print_line(say("Closed: {handed} collected, {left} did not come.", **write_record(closed)))
        return 0


def _register_scanning(hand_out: typer.Typer) -> None:
    @hand_out.command("scan", help=_("Hand out to one, or to each line of the input."))
    def scan(
        context: typer.Context,
        code: Annotated[str, typer.Argument(metavar="CODE", help=_("The hand-out's code."))],
        member: Annotated[
            str | None, typer.Argument(metavar="[MEMBER]", help=_("Staff number or card."))
        ] = None,
        proxy: Annotated[
            str | None,
            typer.Option("--proxy", metavar="WHO", help=_("Who collects: staff number, card, or a name.")),
        ] = None,
        pairs: Annotated[
            bool,
            typer.Option(
                "--by-proxy", help=_("Of the input: the absent member's card, then the proxy's card.")
            ),
        ] = False,
        relation: Annotated[
            str | None, typer.Option("--relation", metavar="TEXT", help=_("The proxy's relation."))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        desk = open_desk(context)
        if member is None:
            if proxy is not None:
                raise invalid("proxy", "one_of", choices=["--proxy", "--by-proxy"])
            cards = (line.decode(errors="replace").strip() for line in sys.stdin.buffer)
            lines = (card for card in cards if card)
            scans = _pairs(lines) if pairs else ((card, None) for card in lines)
            return max(
                (_scan_one(desk, code, card, who, relation, as_json=as_json) for card, who in scans),
                default=0,
            )
        _scan(desk, code, member, proxy, relation, as_json=as_json)
        return 0

    @hand_out.command("take-back", help=_("Take back a hand-over that was a mistake."))
    def take_back(
        context: typer.Context,
        code: Annotated[str, typer.Argument(metavar="CODE", help=_("The hand-out's code."))],
        member: Annotated[str, typer.Argument(metavar="STAFF_NO", help=_("The member's staff number."))],
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.counter.hand_out import TakeBackHandOut
        from core.wire import read_record, write_record
        from tui.printing import print_json, print_line

        back = open_desk(context).do(read_record(TakeBackHandOut, {"session": code, "member": member}))
        if as_json:
            print_json(write_record(back))
        else:
            print_line(say_count("{count} is still to come.", "{count} are still to come.", back.left))
        return 0


def _register_looking(hand_out: typer.Typer) -> None:
    @hand_out.command("status", help=_("Who has collected and who is still to come, by department."))
    def status(
        context: typer.Context,
        code: Annotated[str, typer.Argument(metavar="CODE", help=_("The hand-out's code."))],
        names: Annotated[
            bool, typer.Option("--names", help=_("Name everybody who is still to come."))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.wire import write_record
        from tui.printing import print_json, print_line

        card = _card(open_desk(context), code)
        if as_json:
            print_json(write_record(card))
            return 0
        for line in _status_lines(card, names=names):
            print_line(line)
        return 0

    @hand_out.command("list", help=_("List the hand-outs, the latest first."))
    def list_(
        context: typer.Context,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.counter.hand_out_looking import AskHandOuts
        from core.wire import write_record
        from tui.printing import print_json, print_line, table

        told = open_desk(context).ask(AskHandOuts())
        if as_json:
            print_json(write_record(told))
            return 0
        heads = (_("Code"), _("Name"), _("Opened"), _("State"), _("Collected"), _("On the list"))
        rows = [
            (one.session, one.name, f"{one.opened_at:%Y-%m-%d}", _state(one.state), str(one.handed),
             str(one.listed))
            for one in told.sessions
        ]  # fmt: skip
        for line in table([heads, *rows], right_from=4) if rows else [_("Nothing.")]:
            print_line(line)
        return 0

    @hand_out.command("sheet", help=_("Write the list to be signed, for A4."))
    def sheet(
        context: typer.Context,
        code: Annotated[str, typer.Argument(metavar="CODE", help=_("The hand-out's code."))],
        out: Annotated[
            Path, typer.Option("--out", metavar="PATH", help=_("A folder, or a file .xlsx or .pdf."))
        ],
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        return _write(open_desk(context), code, out, as_json=as_json)


# ---------------------------------------------------------------- opening and scanning


def _line(text: str) -> dict[str, Any]:
    """`RICE=2`, or `RICE` for one. `invalid` for what is none."""
    sku, equals, number = text.partition("=")
    if equals and not (number.isascii() and number.isdigit() and len(number) < 10):
        raise invalid("item", "not_pairs", value=text, form="RICE=2")
    return {"sku": sku, "quantity": int(number) if equals else 1}


def _open(desk: "Desk", fields: dict[str, Any], *, as_json: bool) -> int:
    from core.counter.hand_out import OpenHandOut
    from core.wire import read_record, write_record
    from tui.printing import print_json, print_line

    opened = desk.do(read_record(OpenHandOut, fields))
    if as_json:
        print_json(write_record(opened))
        return 0
    print_line(say_count("Open, for {count} member.", "Open, for {count} members.", opened.listed))
    if opened.short:
        print_line(say("There is not enough for all of: {items}.", items=listed(opened.short)))
    return 0


def _open_for_sheet(desk: "Desk", fields: dict[str, Any], file: Path, *, as_json: bool) -> int:
    """For the members of a sheet: all of it, or nothing and every error with its cell."""
    from core.counter.hand_out import OpenHandOut
    from core.members.finding import AskMembers
    from core.wire import read_record
    from exports.sheets import FileFault
    from tui.counter.listing import errors_at, read_list
    from tui.imports import tell_errors, tell_fault

    try:
        table = read_list(file)
    except FileFault as fault:
        return tell_fault(file, fault, as_json=as_json)
    refused = None
    fields["members"] = [row.member for row in table.rows]
    if table.rows:
        try:
            desk.do(read_record(OpenHandOut, {**fields, "dry_run": True}))
        except DeskError as error:
            refused = error
    errors = errors_at(table, refused, desk.ask(AskMembers()).members)
    if errors:
        return tell_errors(errors, as_json=as_json, file=file)
    return _open(desk, fields, as_json=as_json)


def _pairs(cards: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Two cards at a time: the absent member's and the proxy's. `invalid` where the last one has no other."""
    absent: str | None = None
    for card in cards:
        if absent is None:
            absent = card
        else:
            yield absent, card
            absent = None
    if absent is not None:
        raise invalid("proxy", "missing", value=absent)


def _scan_one(
    desk: "Desk", code: str, member: str, proxy: str | None, relation: str | None, *, as_json: bool
) -> int:
    """A line of standard input, or two: a refusal is told and the next one is read. A proxy's card must be
    known, and another one."""
    from tui.printing import refuse

    try:
        if proxy is not None:
            _require_another_card(desk, member, proxy)
        _scan(desk, code, member, proxy, relation, as_json=as_json)
    except DeskError as error:
        return refuse(error, as_json=as_json)
    return 0


def _require_another_card(desk: "Desk", member: str, proxy: str) -> None:
    if _member_of(desk, proxy) is None:
        raise DeskError("unknown_card", card=proxy)
    if proxy == member:
        raise invalid("proxy", "twice", value=proxy)


def _scan(
    desk: "Desk", code: str, member: str, proxy: str | None, relation: str | None, *, as_json: bool
) -> None:
    """One hand-over, told and heard."""
    from tui.bell import ring

    try:
        done = _hand_out_to(desk, code, member, _proxy(desk, proxy, relation))
    except DeskError:
        ring(good=False)
        raise
    _tell(done, as_json=as_json)
    ring(good=True)


def _hand_out_to(desk: "Desk", code: str, member: str, proxy: dict[str, str | None] | None) -> "HandedOut":
    """By staff number, else by card."""
    from core.counter.hand_out import HandOutTo
    from core.wire import read_record

    who = {"session": code, "proxy": proxy}
    try:
        return desk.do(read_record(HandOutTo, {**who, "member": member}))
    except DeskError as error:
        if error.code != "unknown_member":
            raise
    return desk.do(read_record(HandOutTo, {**who, "card": member}))


def _proxy(desk: "Desk", who: str | None, relation: str | None) -> dict[str, str | None] | None:
    """A member who collects for another is known by staff number or card; anybody else by the name."""
    if who is None:
        if relation is not None:
            raise invalid("proxy", "missing")
        return None
    known = _member_of(desk, who)
    if known is None:
        return {"name": who, "relation": relation}
    return {"name": known.name, "relation": relation or _("colleague")}


def _member_of(desk: "Desk", who: str) -> "MemberHit | None":
    """By staff number or card."""
    from core.members.finding import FindMembers
    from core.wire import read_record

    hits = desk.ask(read_record(FindMembers, {"text": who})).members
    return next((hit for hit in hits if who == hit.staff_no or hit.by_card), None)


def _tell(done: "HandedOut", *, as_json: bool) -> None:
    from core.wire import write_record
    from tui.printing import print_json, print_line

    if as_json:
        print_json(write_record(done))
        return
    who = {"name": done.name, "member": done.member, "department": done.department or "-"}
    counts = {"handed": done.handed, "listed": done.listed}
    print_line(say("{name}  {member}  {department}: {handed} of {listed}.", **who, **counts))


# ---------------------------------------------------------------- looking


def _card(desk: "Desk", code: str) -> "HandOutCard":
    from core.counter.hand_out_looking import AskHandOut
    from core.wire import read_record

    return desk.ask(read_record(AskHandOut, {"session": code}))


def _state(state: str) -> str:
    return _("running") if state == "open" else _("closed")


def _status_lines(card: "HandOutCard", *, names: bool) -> Iterable[str]:
    from tui.printing import table

    yield say("{name} ({session}): {state}", name=card.name, session=card.session, state=_state(card.state))
    for one in card.items:
        facts = {"name": one.name, "sku": one.sku, "quantity": one.quantity, "available": one.available}
        yield say("  {name} ({sku}) x {quantity}, {available} available", **facts)
    heads = (_("Department"), _("Collected"), _("To come"), _("On the list"))
    rows = [
        (one.department or "-", str(one.handed), str(one.listed - one.handed), str(one.listed))
        for one in card.departments
    ]
    whole = (_("All"), str(card.handed), str(card.listed - card.handed), str(card.listed))
    yield from table([heads, *rows, whole], right_from=1)
    if names:
        yield from (
            f"{one.member}  {one.name}  {one.department or '-'}" for one in card.members if one.at is None
        )


# ---------------------------------------------------------------- the list that is signed


def _write(desk: "Desk", code: str, out: Path, *, as_json: bool) -> int:
    from tui.counter.collection import write_list
    from tui.printing import complain, print_json, print_line
    from tui.schedule_files import target

    card, path = _card(desk, code), target(out, "hand-out.xlsx", pages=True)
    note_taken_out(desk, "hand_out_list", path, rows=len(card.members), session=code)
    written = write_list(card, now_of(desk), path)
    if written != path:
        complain(say("{path} is open in another program; the new one lies beside it.", path=path))
    if as_json:
        print_json({"path": str(written), "listed": card.listed, "handed": card.handed})
    else:
        print_line(say("Written: {path}", path=written))
    return 0
