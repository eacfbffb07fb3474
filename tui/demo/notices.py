"""What becomes of the example club's notices: most are delivered, some told by telephone, some can't be
delivered, and to some nobody gets round."""

from datetime import datetime
from random import Random
from typing import Any, Literal

from core.command import Command
from core.desk import Desk
from core.doing import Order
from core.notices.looking import AskNotices
from core.notices.sending import NoticesFailed, NoticesSent, TakeNotices
from core.notices.telling import TellNotices
from core.records import NoticeId
from core.wire import Name

CHANNEL, ERROR = Name("wecom"), Name("refused")
Fate = Literal["sent", "told", "failed", "left"]


def tell_notices(desk: Desk, seed: int, at: datetime) -> None:
    """Sends and tells what there is at a moment, not before anything that was done."""
    fates: dict[Fate, list[NoticeId]] = {"sent": [], "told": [], "failed": [], "left": []}
    for line in desk.ask(AskNotices("pending")).notices:
        if line.state == "pending":
            fates[_fate(seed, line.notice)].append(line.notice)
    commands: list[Command[Any]] = []
    if fates["sent"]:
        commands.append(NoticesSent(tuple(fates["sent"]), CHANNEL))
    if fates["told"]:
        commands.append(TellNotices(tuple(fates["told"]), "phone"))
    if fates["failed"]:
        [done] = desk.do_all([Order(TakeNotices(tuple(fates["failed"])), at=at)])
        taken = done.result
        commands.append(NoticesFailed(taken.notices, taken.until, CHANNEL, ERROR, final=True))
    if commands:
        desk.do_all([Order(command, at=at) for command in commands])


def _fate(seed: int, notice: NoticeId) -> Fate:
    """The same whenever it is asked for."""
    random = Random(f"{seed} notice {notice}")  # noqa: S311 - invention, no secret
    fates: tuple[Fate, ...] = ("sent", "told", "failed", "left")
    return random.choices(fates, (70, 15, 3, 12))[0]
