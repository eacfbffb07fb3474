"""A channel as its settings describe it, and what each kind of channel may have in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from core.notices.records import Tier
from core.notices.sending import Reach

ChannelKind = Literal["wecom", "dingtalk", "feishu", "email", "apprise"]
Security = Literal["tls", "starttls", "none"]
KINDS: tuple[ChannelKind, ...] = get_args(ChannelKind)
SECURITIES: tuple[Security, ...] = get_args(Security)
TIERS: tuple[Tier, ...] = get_args(Tier)

COMMON = ("kind", "tiers", "quiet", "timeout")
FIELDS: Mapping[ChannelKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "wecom": (("url",), ()),
    "dingtalk": (("url",), ("secret",)),
    "feishu": (("url",), ("secret",)),
    "email": (("host", "sender"), ("port", "security", "user", "password")),
    "apprise": (("url",), ()),
}
"""Of each kind: the fields that must be there, and those that may."""

PORTS: Mapping[Security, int] = {"tls": 465, "starttls": 587, "none": 25}

OWN: Mapping[str, Reach] = {"{email}": "email", "{phone}": "phone", "{staff_no}": "group"}
"""What an Apprise address may have in it to be each member's own, and what the member must have for that."""


class Quiet(NamedTuple):
    """Hours in which a channel rests, in minutes of the day; they may run over midnight."""

    begin: int
    end: int

    def covers(self, local: datetime) -> bool:
        minute = local.hour * 60 + local.minute
        if self.begin <= self.end:
            return self.begin <= minute < self.end
        return minute >= self.begin or minute < self.end


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """One channel. `url`, `secret`, `user` and `password` are for nobody's eyes; `timeout` is in seconds."""

    name: str
    kind: ChannelKind
    tiers: tuple[Tier, ...]
    quiet: Quiet | None
    timeout: float
    url: str = field(default="", repr=False)
    secret: str | None = field(default=None, repr=False)
    host: str = ""
    port: int = 0
    security: Security = "tls"
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    sender: str = ""

    @property
    def personal(self) -> bool:
        """Whether it speaks to each member alone. What goes to a group is masked."""
        return self.kind == "email" or (self.kind == "apprise" and any(own in self.url for own in OWN))

    @property
    def reach(self) -> Reach:
        """What a member must have so that this channel reaches them."""
        if self.kind == "email":
            return "email"
        needed = {need for own, need in OWN.items() if self.kind == "apprise" and own in self.url}
        return "phone" if "phone" in needed else "email" if "email" in needed else "group"

    @property
    def longest(self) -> int:
        """The most bytes of a message. WeCom takes 2,048; more than twice that nobody reads."""
        return 2_000 if self.kind == "wecom" else 4_000
