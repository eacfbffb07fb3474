"""`frontdesk privacy`: the notice, the register of what is kept, taking away what is old, the file itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from core.errors import DeskError
from tui.language import _, say, spoken
from tui.opening import open_club, open_desk


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    privacy = typer.Typer(help=_("Personal data."), rich_markup_mode=None, add_completion=False)
    app.add_typer(privacy, name="privacy")

    @privacy.callback()
    def _privacy() -> None: ...

    json_ = typer.Option("--json", help=_("Print facts as JSON."))

    @privacy.command(help=_("Show the privacy notice, or set its next version."))
    def notice(
        context: typer.Context,
        file: Annotated[
            Path | None, typer.Option("--set", metavar="FILE", help=_("Set this text (UTF-8)."))
        ] = None,
        template: Annotated[
            bool, typer.Option("--template", help=_("Print a text to begin with, for counsel to check."))
        ] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _notice(context, file, template=template, as_json=as_json)

    @privacy.command(help=_("List what is kept of people, why, and for how long."))
    def register(
        context: typer.Context,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _register(context, as_json=as_json)

    @privacy.command(help=_("Take away what has been kept for longer than its period."))
    def purge(
        context: typer.Context,
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would go."))] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        from core.privacy.keeping import Purge
        from core.wire import write_record
        from tui.printing import print_json, print_line, table
        from tui.sentences.privacy import kind_told

        done = open_desk(context).do(Purge(dry_run))
        if as_json:
            print_json(write_record(done))
            return 0
        heads = (
            _("Kind"),
            _("Months"),
            _("Older than"),
            _("Would go") if dry_run else _("Gone"),
            _("Oldest"),
        )
        rows = [
            (kind_told(one.kind), str(one.months), str(one.before), str(one.records), str(one.oldest or ""))
            for one in done.kinds
        ]
        for line in table([heads, *rows]):
            print_line(line)
        waiting = sum(one.kept for one in done.kinds)
        if waiting:
            print_line(say("Left long ago, but with something in the way: {count}", count=waiting))
        return 0

    @privacy.command(help=_("Make the file anew, so that nothing erased is left in it."))
    def scrub(context: typer.Context) -> int:
        from tui.printing import print_line

        open_club(context, create=False).scrub()
        print_line(_("Done: what was erased is nowhere in the file."))
        return 0


def _notice(context: typer.Context, file: Path | None, *, template: bool, as_json: bool) -> int:
    from tui.printing import print_json, print_line

    if template:
        from tui.privacy_notice import TEMPLATES

        print_lines(TEMPLATES[spoken()])
        return 0
    from core.privacy.informing import AskPrivacyNotice, SetPrivacyNotice
    from core.wire import read_record, write_record

    desk = open_desk(context)
    if file is not None:
        done = desk.do(read_record(SetPrivacyNotice, {"text": _read(file)}))
        told = _("It says what version {version} says: nothing changed.")
        words = told if done.unchanged else _("Version {version} is the privacy notice from now on.")
        print_json(write_record(done)) if as_json else print_line(words.format(version=done.version))
        return 0
    kept = desk.ask(AskPrivacyNotice())
    if as_json:
        print_json(write_record(kept))
    elif kept.text is None:
        print_line(
            _("There is no privacy notice yet. --template prints a text to begin with, --set FILE sets it.")
        )
    else:
        print_line(say("Version {version}, of {at}", version=kept.version, at=f"{kept.set_at:%Y-%m-%d}"))
        print_lines("\n".join(kept.text.lines))
    return 0


def _register(context: typer.Context, *, as_json: bool) -> int:
    from core.club import AskSettings
    from core.privacy.register import REGISTER
    from tui.printing import print_json, print_line, table

    settings = open_desk(context).ask(AskSettings())
    rows = [
        {
            "table": kept.table,
            "columns": list(kept.columns),
            "purpose": kept.purpose,
            "period": kept.period,
            "months": _months(settings, kept.period),
        }
        for kept in REGISTER
    ]
    if as_json:
        print_json({"register": rows})
        return 0
    heads = (_("Kept"), _("For"), _("How long"))
    for line in table([heads, *(_register_line(row) for row in rows)]):
        print_line(line)
    return 0


def print_lines(text: str) -> None:
    from tui.printing import print_line

    for line in text.split("\n"):
        print_line(line)


def _read(file: Path) -> str:
    """A text file. `file_unreadable`."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else _("it is not UTF-8")
        raise DeskError("text_unreadable", path=str(file), reason=why or str(error)) from error


def _months(settings: object, period: str) -> int | None:
    from core.privacy.keeping import KINDS

    setting = {str(kind): name for kind, name in KINDS.items()}.get(period)
    return None if setting is None else int(getattr(settings, setting))


def _register_line(row: Mapping[str, object]) -> tuple[str, str, str]:
    from tui.person_words import column_told, table_told
    from tui.sentences.privacy import kind_told, purpose_told

    columns = row["columns"] if isinstance(row["columns"], list) else []
    months = row["months"]
    held = f"{table_told(str(row['table']))}: {', '.join(column_told(str(name)) for name in columns)}"
    period = kind_told(str(row["period"])) if months is None else say("{count} months", count=months)
    return held, purpose_told(str(row["purpose"])), period
