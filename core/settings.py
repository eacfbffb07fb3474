"""The club's settings: one record, changed by `change_settings`."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from core.wire import Misfit, minute_told, read_minute

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_SPAN = re.compile(r"(\d{2}:\d{2})-(\d{2}:\d{2})")


class DeskHours(NamedTuple):
    """When someone sits at the desk: for each weekday from Monday, [from, to) in minutes, or None.

    Given as `"08:00-21:00"`, `["08:00", "21:00"]` or `{"from": "08:00", "to": "21:00"}` for every day, or as
    a record of weekdays `{"mon": …, "sun": null}`, in which a day that is not named has none.
    """

    days: tuple[tuple[int, int] | None, ...]

    def cover(self, local: datetime) -> bool:
        """Whether the desk is open at this local time."""
        hours = self.days[local.weekday()]
        return hours is not None and hours[0] <= local.hour * 60 + local.minute < hours[1]

    @classmethod
    def read_wire(cls, value: Any) -> "DeskHours":
        if isinstance(value, dict) and not {"from", "to"} & set(value):
            if unknown := set(value) - set(WEEKDAYS):
                raise Misfit("unknown_field").under(min(unknown))
            return cls(tuple(_read_span_of(value, day) for day in WEEKDAYS))
        return cls((_read_span(value),) * 7)

    def write_wire(self) -> Any:
        told = [
            None if span is None else f"{minute_told(span[0])}-{minute_told(span[1])}" for span in self.days
        ]
        return told[0] if len(set(told)) == 1 and told[0] else dict(zip(WEEKDAYS, told, strict=True))

    @classmethod
    def schema_wire(cls) -> dict[str, Any]:
        span = {"type": "string", "pattern": r"^\d\d:\d\d-\d\d:\d\d$"}
        pair = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
        from_to = {"type": "object", "required": ["from", "to"]}
        day = {"anyOf": [span, pair, from_to, {"type": "null"}]}
        week = {"type": "object", "properties": dict.fromkeys(WEEKDAYS, day), "additionalProperties": False}
        return {"anyOf": [span, pair, from_to, week]}


def _read_span_of(week: dict[str, Any], day: str) -> tuple[int, int] | None:
    try:
        return _read_span(week.get(day))
    except Misfit as misfit:
        raise misfit.under(day) from None


def _read_span(value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    ends: Any = None
    if isinstance(value, str) and (match := _SPAN.fullmatch(value)):
        ends = match.groups()
    elif isinstance(value, dict) and set(value) == {"from", "to"}:
        ends = (value["from"], value["to"])
    elif isinstance(value, list) and len(value) == 2:
        ends = value
    if ends is None:
        raise Misfit("not_hours", value=value if isinstance(value, str) else None)
    begin, end = read_minute(ends[0]), read_minute(ends[1])
    if end <= begin:
        raise Misfit("end_not_after_start", value=minute_told(end))
    return begin, end


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole club (commands.md, `change_settings`)."""

    points_per_yuan: int = 100
    no_show_limit: int | None = 3
    no_show_days: int = 30
    suspension_days: int = 7
    return_days: int = 7
    lapsed_refund: Literal["grace", "lapse"] = "grace"
    grace_days: int = 30
    purchase_points_per_yuan: int = 0
    remind_minutes_before: int | None = 60
    desk_hours: DeskHours | None = None
    timezone: str = "Asia/Shanghai"
    notice_language: Literal["zh_CN", "en"] = "zh_CN"
    keep_left_months: int = 24
    keep_notice_months: int = 12
    keep_note_months: int = 12
    keep_proxy_months: int = 24
    keep_welfare_months: int = 12
    keep_audit_months: int = 60
    keep_access_months: int = 36
    idle_lock_minutes: int = 5
    session_hours: int = 12


SMALLEST: dict[str, int] = {
    "points_per_yuan": 1,
    "no_show_limit": 1,
    "no_show_days": 1,
    "suspension_days": 0,
    "return_days": 0,
    "grace_days": 0,
    "purchase_points_per_yuan": 0,
    "remind_minutes_before": 1,
    "keep_left_months": 1,
    "keep_notice_months": 1,
    "keep_note_months": 1,
    "keep_proxy_months": 1,
    "keep_welfare_months": 1,
    "keep_audit_months": 1,
    "keep_access_months": 36,
    "idle_lock_minutes": 1,
    "session_hours": 1,
}
"""The least that each numeric setting may be."""

MOST = {
    "no_show_days": 3650,
    "suspension_days": 3650,
    "return_days": 3650,
    "grace_days": 36500,
    "idle_lock_minutes": 30,
    "session_hours": 24,
} | dict.fromkeys((name for name in SMALLEST if name.startswith("keep_")), 1200)
