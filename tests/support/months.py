"""Half a year of a club's purse at random, as lines of a script: policies and a yearly clear that run by
themselves, grants that lapse, spends, what is given back, members who leave."""

import random
from datetime import date, datetime, timedelta
from typing import Any

Sent = tuple[str, str, dict[str, Any]]

MEMBERS = ("000001", "000002", "000003")
BEGIN = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - local time of the club


def random_months(seed: int, steps: int) -> list[Sent]:
    """The script, and a look at its end; some of its lines will be refused."""
    dice = random.Random(seed)
    at = BEGIN
    sent = [(at.isoformat(), command, fields) for command, fields in _house(dice)]
    for _ in range(steps):
        at += timedelta(minutes=dice.choice((0, 5, 600, 1440, 1440 * 3, 1440 * 9)))
        command, fields = _step(dice, at.date())
        sent.append((at.isoformat(), command, fields))
    return [*sent, ((at + timedelta(days=40)).isoformat(), "tick", {})]


def _house(dice: random.Random) -> list[tuple[str, dict[str, Any]]]:
    monthly = {"every": "month", "auto": True, "day": dice.choice((None, 1, 15, 31))}
    return [
        *(("add_member", {"staff_no": one, "name": one, "hired_on": "2025-12-15"}) for one in MEMBERS),
        ("change_settings", {"lapsed_refund": dice.choice(("grace", "lapse"))}),
        ("add_policy", {"code": "m", "unit": "points", "base": 7, "valid_months": 1, **monthly}),
        ("add_policy", {"code": "q", "unit": "points", "base": 5, "every": "quarter", "auto": True}),
        ("add_clearing", {"code": "y", "unit": "points", "exempt_funds": ["工会"]}),
        ("add_earning_rule", {"code": "r", "name": "r", "points": 3, "expires_months": 1}),
    ]


def _step(dice: random.Random, today: date) -> tuple[str, dict[str, Any]]:
    member, unit = dice.choice(MEMBERS), dice.choice(("points", "points", "allowance"))
    number = dice.randint(1, 20)
    amount = number if unit == "points" else f"{number}.00"
    last = dice.choice((None, today + timedelta(days=dice.randint(0, 40))))
    match dice.choice(("grant", "grant", "spend", "spend", "restore", "award", "contra", "leave")):
        case "grant":
            more = {"fund": "工会"} if dice.random() < 0.2 else {}
            told = {"expires_on": None if last is None else last.isoformat(), "reason": "x", **more}
            return "grant", {"member": member, "unit": unit, "amount": amount, **told}
        case "spend":
            return "spend", {"member": member, "unit": unit, "amount": amount}
        case "award":
            return "award", {"member": member, "rule": "r", "event": f"e{dice.randint(1, 6)}"}
        case "leave" if dice.random() < 0.3:
            on = today + timedelta(days=dice.randint(0, 20))
            return "member_leaves", {"staff_no": MEMBERS[-1], "on": on.isoformat()}
        case "restore" | "leave":
            entry = f"E{2 * dice.randint(1, 30) - 1}"
            return "restore", {"entry": entry, "amount": amount, "reason": "x"}
        case _:
            return "contra", {"entry": f"E{2 * dice.randint(1, 30) - 1}", "reason": "x"}
