"""`frontdesk person`: all that is kept about somebody as a file, and erasing somebody who has left."""

from pathlib import Path
from typing import Annotated

import typer

from tui.language import _, say, say_count
from tui.opening import open_desk


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    person = typer.Typer(help=_("A person's own data."), rich_markup_mode=None, add_completion=False)
    app.add_typer(person, name="person")

    @person.callback()
    def _person() -> None: ...

    staff_no_ = typer.Argument(metavar="STAFF_NO", help=_("The member's staff number."))
    json_ = typer.Option("--json", help=_("Print facts as JSON."))

    @person.command(help=_("Write everything that is kept about a member."))
    def export(
        context: typer.Context,
        staff_no: Annotated[str, staff_no_],
        out: Annotated[
            Path, typer.Option("--out", metavar="PATH", help=_("A folder, or a file .xlsx or .json."))
        ],
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        from core.club import AskSettings
        from core.privacy.person import AskPersonData
        from core.wire import read_record
        from tui.person_file import file_name, write_person
        from tui.printing import complain, print_json, print_line
        from tui.taking_out import note_taken_out

        desk = open_desk(context)
        told = desk.ask(read_record(AskPersonData, {"member": staff_no}))
        path = out / file_name(staff_no) if out.is_dir() else out
        rows = sum(len(held.rows) for held in told.kinds)
        note_taken_out(desk, "person", path, rows=rows, member=staff_no)
        written = write_person(told, desk.ask(AskSettings()).timezone, path)
        if written != path:
            complain(say("{path} is open in another program; the new one lies beside it.", path=path))
        if as_json:
            print_json({"path": str(written), "rows": rows})
        else:
            print_line(say("Written: {path}", path=written))
        return 0

    @person.command(help=_("Take away what tells who somebody is who has left; the books stay."))
    def erase(
        context: typer.Context,
        staff_no: Annotated[str, staff_no_],
        reason: Annotated[
            str, typer.Option("--reason", metavar="TEXT", help=_("Why; it is kept, and names nobody."))
        ],
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would go."))] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        from core.privacy.erasing import EraseMember
        from core.wire import read_record, write_record
        from tui.printing import print_json, print_line

        asked = {"staff_no": staff_no, "reason": reason, "dry_run": dry_run}
        done = open_desk(context).do(read_record(EraseMember, asked))
        if as_json:
            print_json(write_record(done))
            return 0
        gone = sum(done.erased.values())
        if done.member is None:
            print_line(say_count("{count} text would go.", "{count} texts would go.", gone))
        else:
            print_line(
                say_count(
                    "Erased: {count} text. What is left stands under {member}.",
                    "Erased: {count} texts. What is left stands under {member}.",
                    gone,
                    member=done.member,
                )
            )
        if done.mentioned:
            print_line(
                say_count(
                    "{count} text about somebody else holds the name too: look at it.",
                    "{count} texts about others hold the name too: look at them.",
                    done.mentioned,
                )
            )
        return 0
