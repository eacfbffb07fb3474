"""Changing the club's settings, and looking at them."""

from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from core.booking.timing import TimingStore, retime_bookings, retime_slots
from core.clock import zone_named
from core.closures.closing import ClosureTimingStore, retime_closures
from core.command import Command, Now, Question, command, given, question
from core.errors import invalid
from core.settings import MOST, SMALLEST, DeskHours, Settings
from core.waitlist.hand_out import QueueStore, hand_out
from core.wire import UNSET, Name, Unset


class SettingsStore(QueueStore, TimingStore, ClosureTimingStore, Protocol):
    """What the settings need of the database."""

    def save_settings(self, settings: Settings) -> None: ...


@dataclass(frozen=True, slots=True)
class ChangeSettings(Command["SettingsChanged"]):
    points_per_yuan: int | Unset = UNSET
    no_show_limit: int | Unset | None = UNSET
    no_show_days: int | Unset = UNSET
    suspension_days: int | Unset = UNSET
    return_days: int | Unset = UNSET
    lapsed_refund: Literal["grace", "lapse"] | Unset = UNSET
    grace_days: int | Unset = UNSET
    purchase_points_per_yuan: int | Unset = UNSET
    remind_minutes_before: int | Unset | None = UNSET
    desk_hours: DeskHours | Unset | None = UNSET
    timezone: Name | Unset = UNSET
    notice_language: Literal["zh_CN", "en"] | Unset = UNSET
    keep_left_months: int | Unset = UNSET
    keep_notice_months: int | Unset = UNSET
    keep_note_months: int | Unset = UNSET
    keep_proxy_months: int | Unset = UNSET
    keep_welfare_months: int | Unset = UNSET
    keep_audit_months: int | Unset = UNSET
    keep_access_months: int | Unset = UNSET
    idle_lock_minutes: int | Unset = UNSET
    session_hours: int | Unset = UNSET


TIMING = ("timezone", "desk_hours", "remind_minutes_before")
"""What the instants at which bookings fall due depend on."""

SUSPENDING = ("timezone", "no_show_limit", "no_show_days", "suspension_days")
"""What it depends on who is suspended, and so who of those that wait is eligible."""


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """`was` holds the settings before the change, for the way back."""

    settings: Settings
    was: Settings


def _inverse(asked: ChangeSettings, changed: SettingsChanged) -> tuple[Command[Any], ...]:
    return (ChangeSettings(**{name: getattr(changed.was, name) for name in given(asked)}),)


@command("change_settings", inverse=_inverse)
def change_settings(store: SettingsStore, command: ChangeSettings, now: Now) -> SettingsChanged:
    """Touches only what is given. `invalid` for a number out of its range or an unknown zone."""
    changes = given(command)
    for name, value in changes.items():
        if name in SMALLEST and value is not None:
            if value < SMALLEST[name]:
                raise invalid(name, "too_small", least=SMALLEST[name])
            if value > MOST.get(name, 1_000_000):
                raise invalid(name, "too_large", value=str(value))
    if "timezone" in changes:
        zone_named(changes["timezone"])
    settings = replace(now.settings, **changes)
    store.save_settings(settings)
    then = Now.at(now.instant, settings, now.operator)
    if settings.timezone != now.settings.timezone:
        retime_slots(store, then)
        retime_closures(store, now, then)
    if any(getattr(settings, name) != getattr(now.settings, name) for name in TIMING):
        retime_bookings(store, then)
    if any(getattr(settings, name) != getattr(now.settings, name) for name in SUSPENDING):
        hand_out(store, then, "settings_changed", slots=store.all_lines(None))
    return SettingsChanged(settings, now.settings)


@dataclass(frozen=True, slots=True)
class AskSettings(Question[Settings]):
    """The club's settings as they stand."""


@question("settings")
def ask_settings(store: SettingsStore, question: AskSettings, now: Now) -> Settings:  # noqa: ARG001
    return now.settings
