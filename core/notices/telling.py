"""The desk tells: by phone, at the counter, or with a message to a group."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol, get_args

from core.clock import Instant
from core.command import Command, Now, command
from core.notices.records import Kept, Notice, NoticeFinder, notice_of, require_kept
from core.notices.wording import WordingStore, wording_of
from core.records import NoticeId

How = Literal["phone", "counter", "group"]
"""By which way a person told it."""

TELLABLE: tuple[Kept, ...] = ("pending", "failed")
"""Also what is missed can still be told: the call may have lasted beyond its use."""


class TellingStore(NoticeFinder, WordingStore, Protocol):
    """What telling needs of the database."""

    def end_notice(self, number: int, kept: Kept, at: Instant, said: str, channel: str, by: str) -> None:
        """Keeps that a notice was sent or told: when, in which words, by which way and by whom."""

    def open_again(self, number: int, at: Instant) -> None:
        """Lets a notice wait again as one that nobody has told, to be delivered from an instant on."""


@dataclass(frozen=True, slots=True)
class TellNotice(Command["Told"]):
    notice: NoticeId
    how: How = "phone"


@dataclass(frozen=True, slots=True)
class TellNotices(Command["Told"]):
    """Several at once, as with a message to a group: what somebody else has told meanwhile is passed over."""

    notices: tuple[NoticeId, ...]
    how: How = "group"


@dataclass(frozen=True, slots=True)
class Told:
    """`passed` were told or sent before."""

    told: tuple[NoticeId, ...]
    passed: tuple[NoticeId, ...] = ()


def _untell(_: Any, told: Told) -> tuple[Command[Any], ...]:
    return (UntellNotices(told.told),) if told.told else ()


@command("tell_notice", inverse=_untell)
def tell_notice(store: TellingStore, command: TellNotice, now: Now) -> Told:
    """`wrong_state`, with when and by whom, for one that was told or sent before."""
    notice = notice_of(store, command.notice)
    require_kept(notice, now, *TELLABLE)
    _tell(store, [notice], command.how, now)
    return Told((command.notice,))


@command("tell_notices", inverse=_untell)
def tell_notices(store: TellingStore, command: TellNotices, now: Now) -> Told:
    notices = [notice_of(store, number) for number in dict.fromkeys(command.notices)]
    open_ones = [notice for notice in notices if notice.kept in TELLABLE]
    _tell(store, open_ones, command.how, now)
    return Told(
        tuple(NoticeId(notice.number) for notice in open_ones),
        tuple(NoticeId(notice.number) for notice in notices if notice.kept not in TELLABLE),
    )


def _tell(store: TellingStore, notices: list[Notice], how: How, now: Now) -> None:
    wording = wording_of(store, now)
    for notice in notices:
        store.end_notice(notice.number, "told", now.instant, wording.says(notice), how, now.operator)


@dataclass(frozen=True, slots=True)
class UntellNotices(Command["Untold"]):
    """The key was pressed for the wrong ones: they are still to be told."""

    notices: tuple[NoticeId, ...]


@dataclass(frozen=True, slots=True)
class Untold:
    notices: tuple[NoticeId, ...]
    was: TellNotices


@command("untell_notices", inverse=lambda _, untold: (untold.was,))
def untell_notices(store: TellingStore, command: UntellNotices, now: Now) -> Untold:
    """`wrong_state` for one that nobody has told."""
    notices = [notice_of(store, number) for number in dict.fromkeys(command.notices)]
    for notice in notices:
        require_kept(notice, now, "told")
        store.open_again(notice.number, now.instant)
    return Untold(command.notices, TellNotices(command.notices, _how_told(notices)))


def _how_told(notices: list[Notice]) -> How:
    ways: tuple[How, ...] = get_args(How)
    return next((how for how in ways if notices and notices[0].channel == how), "phone")
