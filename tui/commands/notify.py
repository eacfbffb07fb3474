"""`frontdesk notify`: sends what members are to be told, once: for a scheduler."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import DeskError
from tui.language import _, say, say_count
from tui.opening import open_desk

if TYPE_CHECKING:
    from core.desk import Desk
    from exports.channels import ChannelSettings
    from tui.delivery import Delivery


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("Send what members are to be told: for a scheduler."))
    def notify(
        context: typer.Context,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help=_("Show what would be sent, and send nothing."))
        ] = False,
        limit: Annotated[
            int, typer.Option("--limit", min=1, max=10_000, help=_("At most so many notices."))
        ] = 10_000,
        as_list: Annotated[bool, typer.Option("--list", help=_("List the channels."))] = False,
        test: Annotated[
            str | None, typer.Option("--test", metavar="CHANNEL", help=_("Send a test by this channel."))
        ] = None,
        to: Annotated[
            str | None, typer.Option("--to", help=_("Whom the test goes to, where a channel asks for it."))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from exports.channels import read_channels
        from tui.delivery import channels_file, deliver, planned

        channels = read_channels(channels_file())
        if as_list:
            return _list(channels, as_json=as_json)
        if test is not None:
            return _test(channels, test, to, as_json=as_json)
        desk = open_desk(context)
        if dry_run:
            return _show(planned(desk, channels, limit), as_json=as_json)
        if not channels:
            raise _no_channels(desk)
        return _tell(deliver(desk, channels, limit), as_json=as_json)


def _no_channels(desk: "Desk") -> DeskError:
    from core.notices.looking import AskCallList
    from tui.delivery import channels_file

    waiting = len(desk.ask(AskCallList(limit=10_000)).notices)
    return DeskError("no_channels", path=str(channels_file()), count=waiting)


def _list(channels: "Sequence[ChannelSettings]", *, as_json: bool) -> int:
    """The channels, without anything that is secret."""
    from core.wire import minute_told
    from tui.delivery import channels_file
    from tui.printing import print_json, print_line, table
    from tui.sentences.notices import TIERS

    def quiet(channel: "ChannelSettings") -> str | None:
        hours = channel.quiet
        return None if hours is None else f"{minute_told(hours.begin)}-{minute_told(hours.end)}"

    if as_json:
        told = [
            {
                "channel": channel.name,
                "kind": channel.kind,
                "tiers": list(channel.tiers),
                "quiet": quiet(channel),
                "personal": channel.personal,
            }
            for channel in channels
        ]
        print_json({"file": str(channels_file()), "channels": told})
        return 0
    if not channels:
        print_line(say("No channel is set up: there is none in {path}.", path=channels_file()))
    rows = [
        (
            channel.name,
            channel.kind,
            ", ".join(_(TIERS[tier]) for tier in channel.tiers),
            _("to each member alone") if channel.personal else _("to a group, names masked"),
            "" if channel.quiet is None else say("quiet {hours}", hours=quiet(channel)),
        )
        for channel in channels
    ]
    for line in table(rows):
        print_line(line)
    return 0


def _test(channels: "Sequence[ChannelSettings]", name: str, to: str | None, *, as_json: bool) -> int:
    from exports.channels import Message, Undelivered, open_channel
    from exports.channels.message import Recipient
    from tui.delivery import channel_named
    from tui.printing import complain, print_json, print_line
    from tui.sentences.notices import trouble_told

    channel = channel_named(channels, name)
    whom = to or channel.sender or None
    if channel.personal and whom is None:
        raise DeskError("no_test_address", channel=name)
    recipient = Recipient(whom or "", whom, whom) if channel.personal else None
    message = Message(_("Staff club: a test"), _("A test from the front desk of the staff club."), recipient)
    error = None
    try:
        open_channel(channel).send(message)
    except Undelivered as fault:
        error = fault.error
    if as_json:
        print_json({"channel": name, "ok": error is None, "error": error})
    elif error is None:
        print_line(say("The channel {channel} has accepted the test.", channel=name))
    else:
        complain(say("{channel}: {why}.", channel=name, why=trouble_told(error)))
    return 0 if error is None else 1


def _show(planned: "Sequence[Any]", *, as_json: bool) -> int:
    """What would be sent."""
    from core.records import notice_told
    from tui.printing import print_json, print_line

    if as_json:
        notices = [
            {
                "notice": notice_told(letter.notice),
                "tier": letter.tier,
                "kind": letter.kind,
                "channel": channel,
                "text": text,
            }
            for letter, channel, text in planned
        ]
        print_json({"notices": notices})
        return 0
    for letter, channel, text in planned:
        way = channel or _("no channel")
        print_line(
            say("{notice} {channel}: {text}", notice=notice_told(letter.notice), channel=way, text=text)
        )
    by_channel = sum(channel is not None for _letter, channel, _text in planned)
    print_line(say("To be sent: {count}; without a channel: {others}.", count=by_channel,
                   others=len(planned) - by_channel))  # fmt: skip
    return 0


def _tell(delivery: "Delivery", *, as_json: bool) -> int:
    """What came of it; status 1 where something could not be delivered."""
    from tui.printing import complain, print_json, print_line
    from tui.sentences.notices import trouble_told

    if as_json:
        told: dict[str, list[dict[str, str]]] = {
            "sent": [{"notice": notice, "channel": channel} for notice, channel in delivery.sent.items()],
            "waiting": [],
            "failed": [],
        }
        for trouble in delivery.troubles:
            fact = {"notice": trouble.notice, "channel": trouble.channel, "error": trouble.error}
            told["failed" if trouble.given_up else "waiting"].append(fact)
        print_json(told)
    else:
        for trouble in delivery.troubles:
            facts = {
                "notice": trouble.notice,
                "channel": trouble.channel,
                "why": trouble_told(trouble.error),
            }
            complain(
                say("{notice} by {channel}: {why}. It is given up: the desk has to call.", **facts)
                if trouble.given_up
                else say("{notice} by {channel}: {why}. It will be tried again.", **facts)
            )
        if delivery.sent or delivery.troubles:
            sent = len(delivery.sent)
            print_line(say_count("{count} notice sent.", "{count} notices sent.", sent))
    return 1 if delivery.troubles else 0
