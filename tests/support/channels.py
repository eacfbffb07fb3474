"""A club with something to tell, and channels to tell it by."""

from pathlib import Path
from typing import Any

from tests.support.club import Club

TUESDAY = "2026-11-24"
AT = {"facility": "gym", "date": TUESDAY, "start": "17:30"}


def closed_gym(club: Club, members: int = 2) -> Club:
    """A gym that is closed on Tuesday: each of its members has a formal notice to come. The first has an
    address and a phone, the second an address, the others nothing."""
    club.facility("gym", name="健身房", capacity=members)
    for number in range(members, 0, -1):
        reached = {1: {"email": "z1@example.com", "phone": "13800000001"}, 2: {"email": "z2@example.com"}}
        club.member(f"10000{number}", name=f"职{number}", **reached.get(number, {}))
        club.book(f"10000{number}", **AT)
    hours = {"from": f"{TUESDAY}T17:00", "to": f"{TUESDAY}T18:00"}
    club.do("close_facility", facility="gym", reason="检修", **hours)
    return club


def write_channels(path: Path, **channels: dict[str, Any]) -> Path:
    """A private file of channels."""
    lines = []
    for name, fields in channels.items():
        lines.append(f'["{name}"]')
        for field, value in fields.items():
            lines.append(f"{field} = {value if isinstance(value, int | float) else repr(value)}")
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def open_states(club: Club, tier: str = "formal") -> list[tuple[str, str, int]]:
    """The notices of a tier that were not outdated: number, state, failed tries."""
    told = club.ask("notices", tier=tier)["notices"]
    return sorted(
        (line["notice"], line["state"], line["tries"]) for line in told if line["state"] != "missed"
    )
