"""What members are told: the program's own words for each kind of notice, in both languages, and what may
stand in words that a club writes itself.

A placeholder stands in braces: `{person}`. What stands in square brackets is left out where a placeholder in
it has nothing to say: `[because of {reason}]`.
"""

import re
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, get_args

from core.errors import invalid
from core.notices.records import NoticeKind

Language = Literal["zh_CN", "en"]
KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)
LANGUAGES: tuple[Language, ...] = get_args(Language)

ALWAYS = ("person", "facility", "date", "weekday", "start", "end")
_OF_A_LOT = ("person", "unit", "amount", "date", "weekday")
_MORE: Mapping[NoticeKind, tuple[str, ...]] = {
    "closed": ("reason",),
    "displaced": ("reason",),
    "rejected": ("reason",),
    "offered": ("until",),
    "promoted": ("approval",),
    "suspended": ("until",),
    "booked": ("approval",),
    "moved": ("was", "approval"),
    "confirm": ("until",),
}


def placeholders(kind: NoticeKind) -> tuple[str, ...]:
    """What may stand in the words for a kind of notice: whom and what it is about, `until` when an answer is
    in time, `was` for the place before, `approval` where one is still to be given, `reason`."""
    return _OF_A_LOT if kind == "runs_out" else ALWAYS + _MORE.get(kind, ())


class Words(NamedTuple):
    """A kind of notice in one language: what it is called, and what is said."""

    title: str
    text: str


CHINESE: Mapping[NoticeKind, Words] = {
    "closed": Words(
        "候补暂停",
        "{person}您好，您候补的{facility} {date} {weekday} {start}-{end} [因{reason}]停用，"
        "候补名额暂不能安排，敬请谅解。",
    ),
    "displaced": Words(
        "预约受影响",
        "{person}您好，您预约的{facility} {date} {weekday} {start}-{end} [因{reason}]不能使用，十分抱歉。"
        "请与前台联系，改约其他时段或场地。",
    ),
    "approved": Words(
        "审批通过",
        "{person}您好，您申请的{facility} {date} {weekday} {start}-{end} 已审批通过，请按时使用。",
    ),
    "rejected": Words(
        "审批未通过",
        "{person}您好，您申请的{facility} {date} {weekday} {start}-{end} 未获批准[，原因：{reason}]。"
        "如有疑问请与前台联系。",
    ),
    "expired": Words(
        "预约失效",
        "{person}您好，您申请的{facility} {date} {weekday} {start}-{end} 在开始前未完成审批，预约已失效。"
        "如仍需使用，请与前台联系。",
    ),
    "offered": Words(
        "递补通知",
        "{person}您好，您候补的{facility} {date} {weekday} {start}-{end} 有空出的名额，为您保留至{until}。"
        "请在此之前回复前台是否需要，逾期将通知下一位。",
    ),
    "promoted": Words(
        "递补成功",
        "{person}您好，您候补的{facility} {date} {weekday} {start}-{end} 已为您约上[，{approval}]。"
        "如不能到场，请及时告知前台。",
    ),
    "suspended": Words(
        "暂停预约",
        "{person}您好，因多次预约后未到场（最近一次为{facility} {date} {start}），您的预约暂停至{until}。"
        "已有的预约不受影响，请按时到场。",
    ),
    "released": Words(
        "名额已释放",
        "{person}您好，您预约的{facility} {date} {weekday} {start}-{end} 未收到出席确认，名额已释放。"
        "如仍需使用，请与前台联系。",
    ),
    "booked": Words(
        "预约登记",
        "{person}您好，您的预约已登记[，{approval}]：{facility} {date} {weekday} {start}-{end}。",
    ),
    "moved": Words(
        "预约改期",
        "{person}您好，您的预约已由{was}改为{facility} {date} {weekday} {start}-{end}[，{approval}]。",
    ),
    "cancelled": Words(
        "预约取消",
        "{person}您好，您预约的{facility} {date} {weekday} {start}-{end} 已取消。",
    ),
    "reminder": Words(
        "到场提醒",
        "{person}您好，提醒您：您预约的{facility} {date} {weekday} {start}-{end} 即将开始，请按时到场；"
        "如不能到场，请告知前台。",
    ),
    "confirm": Words(
        "出席确认",
        "{person}您好，您预约的{facility} {date} {weekday} {start}-{end} 为高峰场次，请回复前台是否按时到场"
        "[；{until}前未回复的，名额将让给候补的同事]。",
    ),
    "runs_out": Words(
        "到期提醒",
        "{person}您好，您的[{amount}]{unit}将于{date} {weekday}到期，当日仍可使用，"
        "请及时到职工之家前台兑换。",
    ),
}

ENGLISH: Mapping[NoticeKind, Words] = {
    "closed": Words(
        "Waitlist stopped",
        "Dear {person}, {facility} on {weekday} {date}, {start}-{end}, for which you are on the waitlist, is "
        "closed[: {reason}]. We are sorry that no place can be given for now.",
    ),
    "displaced": Words(
        "Your booking is affected",
        "Dear {person}, we are sorry: {facility} on {weekday} {date}, {start}-{end}, which you have booked, "
        "can't be used[: {reason}]. Please call the front desk for another time or place.",
    ),
    "approved": Words(
        "Approved",
        "Dear {person}, your request for {facility} on {weekday} {date}, {start}-{end}, is approved.",
    ),
    "rejected": Words(
        "Not approved",
        "Dear {person}, your request for {facility} on {weekday} {date}, {start}-{end}, was not approved"
        "[: {reason}]. The front desk will answer your questions.",
    ),
    "expired": Words(
        "Request expired",
        "Dear {person}, your request for {facility} on {weekday} {date}, {start}-{end}, was not decided "
        "before the start and has expired. Please call the front desk if you still need it.",
    ),
    "offered": Words(
        "A place for you",
        "Dear {person}, a place has come free in {facility} on {weekday} {date}, {start}-{end}, and is held "
        "for you until {until}. Please tell the front desk by then whether you want it; after that it goes "
        "to the next in line.",
    ),
    "promoted": Words(
        "You have a place",
        "Dear {person}, from the waitlist you are booked into {facility} on {weekday} {date}, {start}-{end}"
        "[, {approval}]. Please tell the front desk if you can't come.",
    ),
    "suspended": Words(
        "Booking suspended",
        "Dear {person}, because of bookings to which you did not come (the last: {facility} on {date}, "
        "{start}) you can't book until {until}. Your coming bookings stay.",
    ),
    "released": Words(
        "Place released",
        "Dear {person}, as we had no answer, your place in {facility} on {weekday} {date}, {start}-{end}, "
        "was released. Please call the front desk if you still need it.",
    ),
    "booked": Words(
        "Booked",
        "Dear {person}, your booking is made[, {approval}]: {facility} on {weekday} {date}, {start}-{end}.",
    ),
    "moved": Words(
        "Moved",
        "Dear {person}, your booking was moved from {was} to {facility} on {weekday} {date}, {start}-{end}"
        "[, {approval}].",
    ),
    "cancelled": Words(
        "Cancelled",
        "Dear {person}, your booking of {facility} on {weekday} {date}, {start}-{end}, is cancelled.",
    ),
    "reminder": Words(
        "Reminder",
        "Dear {person}, a reminder: {facility} on {weekday} {date}, {start}-{end}, which you have booked, "
        "begins soon. Please tell the front desk if you can't come.",
    ),
    "confirm": Words(
        "Will you come?",
        "Dear {person}, {facility} on {weekday} {date}, {start}-{end}, which you have booked, is a peak "
        "time. Please tell the front desk whether you will come[; without an answer by {until} the place "
        "goes to the next in line].",
    ),
    "runs_out": Words(
        "Running out",
        "Dear {person}, your {unit}[ of {amount}] can be used until {weekday} {date}, that day included. The "
        "front desk of the staff club will be glad to see you.",
    ),
}

PROGRAMS: Mapping[Language, Mapping[NoticeKind, Words]] = {"zh_CN": CHINESE, "en": ENGLISH}
"""The program's own words."""

_TOKEN = re.compile(r"\{(\w*)\}|([\[\]{}])")


def judge(kind: NoticeKind, text: str) -> None:
    """`invalid` for words with an unknown placeholder (and what may be used), or with a brace or bracket that
    stands alone or within another."""
    allowed = placeholders(kind)
    choices = [f"{{{name}}}" for name in allowed]
    inside = False
    for token in _TOKEN.finditer(text):
        name, mark = token.groups()
        if name is not None:
            if name not in allowed:
                raise invalid("text", "unknown_placeholder", value=token[0], choices=choices)
        elif mark in "{}" or (mark == "[") == inside:
            raise invalid("text", "stray_bracket", value=mark)
        else:
            inside = mark == "["
    if inside:
        raise invalid("text", "stray_bracket", value="[")


def fill(text: str, value: Callable[[str], str | None]) -> str:
    """The words with the value of each placeholder; parts in square brackets with one that has none are left
    out."""
    parts = re.split(r"\[([^\[\]]*)\]", text)
    return "".join(_filled(part, value, optional=bool(position % 2)) for position, part in enumerate(parts))


def _filled(part: str, value: Callable[[str], str | None], *, optional: bool) -> str:
    values = {name: value(name) for name in re.findall(r"\{(\w+)\}", part)}
    if optional and None in values.values():
        return ""
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]] or "", part)
