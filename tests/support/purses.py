"""Allowance and points for the console's test club: lots of all kinds, rules, a promotion."""

from typing import Any

from tests.support.club import Club
from tests.support.templates import once

RULES = (("volunteer", "志愿活动", 40), ("training", "参加培训", 25), ("[/]", "[@click=app.quit]x[/]", 5))


def grant(club: Club, member: str, amount: Any, expires_on: str | None = None, **fields: Any) -> str:
    """Grants allowance (text) or points (a number); the entry."""
    unit = "allowance" if isinstance(amount, str) else "points"
    told = {"member": member, "unit": unit, "amount": amount, "expires_on": expires_on, "reason": "中秋慰问"}
    return str(club.do("grant", **told | fields)["entry"])


@once
def fill_purses(club: Club) -> Club:
    """The first member has 1,250.00 yuan and 1,200 points in some lots; others have a little."""
    for code, name, points in RULES:
        club.do("add_earning_rule", code=code, name=name, points=points)
    club.do("add_promotion", code="积分翻倍日", **{"from": "2026-11-20", "to": "2026-11-22"}, multiplier="2")
    grant(club, "000001", "1000.00", "2027-06-30", fund="工会")
    grant(club, "000001", "300.00", "2026-12-15", reason="高温补贴")
    club.do("spend", member="000001", unit="allowance", amount="50.00", document="O31")
    grant(club, "000001", 1000)
    club.do("award", member="000001", rule="volunteer", on="2026-11-21", event="植树")
    grant(club, "000001", 120, "2026-12-01", reason="月度之星")
    club.do("spend", member="000001", unit="points", amount=120, document="O32")
    club.do("award", member="000001", rule="volunteer", event="敬老")
    grant(club, "000001", 80, "2026-12-31", reason="年会")
    grant(club, "000003", "20.00", "2026-12-01")
    grant(club, "000003", 7, "2026-11-30")
    return club
