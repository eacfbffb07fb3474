"""`frontdesk hand-out`: handing out to a department or for a festival, and the list that is signed."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import DeskError, invalid
from tui.language import _, listed, say, say_count
from tui.opening import now_of, open_desk

if TYPE_CHECKING:
    from core.counter.hand_out import HandedOut
    from core.counter.hand_out_looking import HandOutCard, PlaceTold
    from core.desk import Desk
    from exports.counter.collection_list import CollectionLine, CollectionTexts


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
        fund: Annotated[
            str | None, typer.Option("--fund", metavar="TEXT", help=_("Who pays for it."))
        ] = None,
        reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=_("What for."))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        fields = {"code": code, "name": name, "lines": [_line(text) for text in item], "fund": fund,
                  "reason": reason, "departments": department or [], "members": member or []}  # fmt: skip
        return _open(open_desk(context), fields, as_json=as_json)

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
        relation: Annotated[
            str | None, typer.Option("--relation", metavar="TEXT", help=_("The proxy's relation."))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        desk = open_desk(context)
        if member is None:
            lines = (line.decode(errors="replace").strip() for line in sys.stdin.buffer)
            return max((_scan_one(desk, code, line, as_json=as_json) for line in lines if line), default=0)
        done = _hand_out_to(desk, code, member, _proxy(desk, proxy, relation))
        _tell(done, as_json=as_json)
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

    @hand_out.command("sheet", help=_("Write the list to be signed, as a workbook for A4."))
    def sheet(
        context: typer.Context,
        code: Annotated[str, typer.Argument(metavar="CODE", help=_("The hand-out's code."))],
        out: Annotated[Path, typer.Option("--out", metavar="PATH", help=_("A name, or a folder."))],
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


def _scan_one(desk: "Desk", code: str, member: str, *, as_json: bool) -> int:
    """A line of standard input: a refusal is told and the next one is read."""
    from tui.printing import refuse

    try:
        _tell(_hand_out_to(desk, code, member, None), as_json=as_json)
    except DeskError as error:
        return refuse(error, as_json=as_json)
    return 0


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
    from core.members.finding import FindMembers
    from core.wire import read_record

    if who is None:
        if relation is not None:
            raise invalid("proxy", "missing")
        return None
    hits = desk.ask(read_record(FindMembers, {"text": who})).members
    known = next((hit for hit in hits if who in (hit.staff_no, hit.card_no)), None)
    if known is None:
        return {"name": who, "relation": relation}
    return {"name": known.name, "relation": relation or _("colleague")}


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
    from exports.counter.collection_list import write_collection_list
    from tui.printing import complain, print_json, print_line
    from tui.schedule_files import target

    card = _card(desk, code)
    path = target(out, "hand-out.xlsx")
    lines = [_collection_line(card, place) for place in card.members]
    try:
        written = write_collection_list(path, lines, _texts(desk, card))
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error
    if written != path:
        complain(say("{path} is open in another program; the new one lies beside it.", path=path))
    if as_json:
        print_json({"path": str(written), "listed": card.listed, "handed": card.handed})
    else:
        print_line(say("Written: {path}", path=written))
    return 0


def _collection_line(card: "HandOutCard", place: "PlaceTold") -> "CollectionLine":
    from exports.counter.collection_list import CollectionLine

    proxy = place.proxy
    return CollectionLine(
        place.member,
        place.name,
        place.department,
        listed(one.name for one in card.items),
        listed(str(one.quantity) for one in card.items),
        place.at,
        None if proxy is None else proxy.name,
        None if proxy is None else proxy.relation,
        place.by,
    )


def _texts(desk: "Desk", card: "HandOutCard") -> "CollectionTexts":
    from exports.counter.collection_list import CollectionTexts

    head = [
        (_("Club"), _("Staff club")),
        (_("What for"), " ".join(part for part in (card.name, card.reason) if part)),
        (_("Fund"), card.fund or ""),
        (_("Collected"), say("{handed} of {listed}", handed=card.handed, listed=card.listed)),
        (_("Printed at"), f"{now_of(desk):%Y-%m-%d %H:%M}"),
    ]
    headers = (
        _("Sequence"), _("Staff number"), _("Name"), _("Department"), _("Items"), _("Quantity"),
        _("Collected at"), _("Signature"), _("Proxy"), _("Relation"), _("Handler"), _("Checker"),
    )  # fmt: skip
    signed = (_("Handler:"), _("Checker:"), _("Date:"))
    return CollectionTexts(_("Signed collection list"), head, headers, signed, _("Page {page} of {pages}"))
