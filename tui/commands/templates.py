"""`frontdesk templates`: the words of notices, the program's and the club's own."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import invalid
from tui.language import _, named, say
from tui.opening import open_desk

if TYPE_CHECKING:
    from core.desk import Desk
    from core.notices.keeping import NoticeTemplates, TemplateLine
    from core.notices.records import NoticeKind


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    Language = Annotated[  # noqa: N806 - types, made here because their help is translated
        str | None,
        typer.Option("--in", metavar="zh|en", help=_("The language of the words, if not the club's.")),
    ]
    Kind = Annotated[str, typer.Argument(metavar="KIND", help=_("A kind of notice, as listed."))]  # noqa: N806
    AsJson = Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))]  # noqa: N806
    templates = typer.Typer(help=_("The words of notices."), rich_markup_mode=None, add_completion=False)
    app.add_typer(templates, name="templates")

    @templates.callback()
    def _templates() -> None: ...

    @templates.command("list", help=_("List the words of all kinds."))
    def list_templates(context: typer.Context, language: Language = None, as_json: AsJson = False) -> int:
        from tui.commands.batch import result_told
        from tui.printing import print_json, print_line, table

        known = _known(open_desk(context), language)
        if as_json:
            print_json(result_told(known))
            return 0
        rows = [(line.kind, line.title, _("own") if line.own else "", line.text) for line in known.templates]
        for line in table(rows):
            print_line(line)
        return 0

    @templates.command("show", help=_("Show the words of one kind, and what may stand in them."))
    def show(context: typer.Context, kind: Kind, language: Language = None, as_json: AsJson = False) -> int:
        from core.wire import write_record
        from tui.printing import print_json, print_line

        line = _line(_known(open_desk(context), language), kind)
        if as_json:
            print_json(write_record(line))
            return 0
        print_line(line.text)
        print_line(say("It may name: {names}", names=" ".join(f"{{{name}}}" for name in line.placeholders)))
        return 0

    @templates.command("set", help=_("Let the club use its own words for a kind."))
    def set_words(
        context: typer.Context,
        kind: Kind,
        text: Annotated[str, typer.Argument(metavar="TEXT", help=_("The words, placeholders in braces."))],
        language: Language = None,
        as_json: AsJson = False,
    ) -> int:
        return _change(context, kind, text, language, as_json=as_json)

    @templates.command("reset", help=_("Use the program's own words for a kind again."))
    def reset(context: typer.Context, kind: Kind, language: Language = None, as_json: AsJson = False) -> int:
        return _change(context, kind, None, language, as_json=as_json)


def _known(desk: "Desk", language: str | None) -> "NoticeTemplates":
    from core.notices.keeping import AskNoticeTemplates
    from core.notices.templates import LANGUAGES

    spoken = None if language is None else named(language)
    if language is not None and spoken is None:
        raise invalid("--in", "not_a_choice", value=language, choices=["zh", "en"])
    return desk.ask(AskNoticeTemplates(next((known for known in LANGUAGES if known == spoken), None)))


def _line(known: "NoticeTemplates", kind: str) -> "TemplateLine":
    for line in known.templates:
        if line.kind == kind:
            return line
    raise invalid("KIND", "not_a_choice", value=kind, choices=[line.kind for line in known.templates])


def _change(
    context: typer.Context, kind: str, text: str | None, language: str | None, *, as_json: bool
) -> int:
    from core.notices.keeping import ChangeTemplate
    from core.wire import read_record, write_record
    from tui.printing import print_json, print_line

    desk = open_desk(context)
    known = _known(desk, language)
    named_kind: NoticeKind = _line(known, kind).kind
    fields: dict[str, Any] = {"kind": named_kind, "language": known.language, "text": text}
    changed = desk.do(read_record(ChangeTemplate, fields))
    if as_json:
        print_json(write_record(changed))
    else:
        print_line(changed.text)
    return 0
