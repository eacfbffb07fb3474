"""`frontdesk audit`: is the trail whole, and who did what to whom, and why."""

from typing import TYPE_CHECKING, Annotated

import typer

from tui.language import _, say
from tui.opening import open_desk

if TYPE_CHECKING:
    from core.audit_proof import AuditProof
    from core.audit_search import AuditPage


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    audit = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(audit, name="audit", help=_("The audit trail: is it whole, who did what and why."))

    @audit.command(help=_("Prove every record, or name the first that is broken."))
    def verify(
        context: typer.Context,
        head: Annotated[
            str | None,
            typer.Option(
                "--head",
                metavar="NUMBER:HASH",
                help=_("The audit head of a sheet: also what was cut off is seen."),
            ),
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.audit_proof import AskAuditProof
        from core.wire import Name
        from tui.commands.batch import result_told
        from tui.printing import print_json

        proof = open_desk(context).ask(AskAuditProof(None if head is None else Name(head)))
        if as_json:
            print_json(result_told(proof))
        else:
            _tell_proof(proof, compared=head is not None)
        return 1 if proof.broken else 0

    @audit.command(help=_("Find records, the newest first."))
    def search(
        context: typer.Context,
        operator: Annotated[
            str | None, typer.Option("--operator", metavar="NAME", help=_("By or through this operator."))
        ] = None,
        action: Annotated[
            str | None, typer.Option("--action", metavar="NAME", help=_("As book, cancel, or book_refused."))
        ] = None,
        member: Annotated[
            str | None, typer.Option("--member", metavar="STAFF_NO", help=_("About this member."))
        ] = None,
        record: Annotated[
            str | None, typer.Option("--record", metavar="ID", help=_("About this record, as B12 or O5."))
        ] = None,
        text: Annotated[
            str | None, typer.Option("--text", metavar="TEXT", help=_("With these words in it."))
        ] = None,
        first: Annotated[
            str | None, typer.Option("--from", metavar="DATE", help=_("The first day; else the very first."))
        ] = None,
        last: Annotated[
            str | None, typer.Option("--to", metavar="DATE", help=_("The last day; else today."))
        ] = None,
        before: Annotated[
            int | None, typer.Option("--before", metavar="NUMBER", help=_("Records before this one."))
        ] = None,
        limit: Annotated[int, typer.Option("--limit", help=_("So many at most."))] = 100,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.audit_search import AskAudit
        from core.wire import read_record, write_record
        from tui.printing import print_json, print_line

        asked: dict[str, object] = {
            "operator": operator, "action": action, "member": member, "record": record, "text": text,
            "from": first, "to": last, "before": before, "limit": limit,
        }  # fmt: skip
        page = open_desk(context).ask(read_record(AskAudit, asked))
        if as_json:
            print_json(write_record(page))
            return 0
        for line in _lines(page):
            print_line(line)
        return 0

    @audit.command(help=_("One record whole, and whether the chain holds there."))
    def show(
        context: typer.Context,
        number: Annotated[int, typer.Argument(metavar="NUMBER", help=_("The record's number."))],
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.audit_search import AskAuditRecord
        from core.wire import write_record
        from tui.printing import print_json, print_line
        from tui.sentences.audit import record_told

        told = open_desk(context).ask(AskAuditRecord(number))
        if as_json:
            print_json(write_record(told))
            return 0
        for line in record_told(told):
            print_line(line)
        return 0


def _tell_proof(proof: "AuditProof", *, compared: bool) -> None:
    """How many records are whole; what is broken goes to standard error."""
    from tui.printing import complain, print_line
    from tui.sentences import sentence_of_code

    if proof.first_at is None or proof.last_at is None:
        print_line(_("No record is whole.") if proof.broken else _("There are no records yet."))
    else:
        facts = {
            "count": f"{proof.records:,}",
            "first": f"{proof.first_at:%Y-%m-%d %H:%M}",
            "last": f"{proof.last_at:%Y-%m-%d %H:%M}",
        }
        print_line(say("{count} records from {first} to {last} follow one another as written.", **facts))
        print_line(say("Audit head: {head}", head=proof.head))
        print_line(say("Hash: {hash}", hash=proof.hash))
    for finding in proof.broken:
        complain(sentence_of_code(finding.code, finding.facts))
    if compared and not proof.broken:
        print_line(_("The head of the sheet is among them: nothing was cut off or written anew."))


def _lines(page: "AuditPage") -> list[str]:
    """A record a line, and how far back was looked."""
    from tui.printing import table
    from tui.sentences.audit import deed_told, who_told, why_told

    lines = table(
        (
            str(line.number),
            f"{line.at:%Y-%m-%d %H:%M}",
            who_told(line),
            deed_told(line.action, line.members, line.places),
            " ".join(line.records),
            why_told(line),
        )
        for line in page.records
    ) or [_("No record is found.")]
    if page.more_before is not None and page.looked_to_at is not None:
        facts = {"date": f"{page.looked_to_at:%Y-%m-%d %H:%M}", "number": page.more_before}
        lines.append(say("Looked back to {date}; --before {number} looks further.", **facts))
    return lines
