"""The console's screens by mode, each loaded when it is gone to."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from textual.screen import Screen


def _screen(room: str, name: str) -> Callable[[], Screen[Any]]:
    def make() -> Screen[Any]:
        made: Screen[Any] = getattr(import_module(f"tui.screens.{room}"), name)()
        return made

    return make


MODES: dict[str, Callable[[], Screen[Any]]] = {
    "schedule": _screen("schedule", "ScheduleScreen"),
    "members": _screen("members", "MemberScreen"),
    "catching_up": _screen("catching_up", "CatchingUpScreen"),
    "closures": _screen("closures", "ClosuresScreen"),
    "attention": _screen("attention", "AttentionScreen"),
    "balances": _screen("balances", "BalancesScreen"),
    "policies": _screen("policies", "PoliciesScreen"),
    "counter": _screen("counter", "CounterScreen"),
    "stock": _screen("stock", "StockScreen"),
    "shift": _screen("shift", "ShiftScreen"),
    "hand_outs": _screen("hand_outs", "HandOutsScreen"),
    "reports": _screen("reports", "ReportsScreen"),
    "operators": _screen("operators", "OperatorsScreen"),
    "sign_in": _screen("sign_in", "SignInScreen"),
}
"""All but the first screen's."""
