"""The record of what is kept of people: each column that can hold personal data, what it is for, and how long
it is kept (personal information protection law, articles 6 and 19; to be confirmed by counsel). Tests compare
it with the tables."""

from typing import Literal, NamedTuple

Purpose = Literal[
    "identify", "reach", "entitle", "book", "wait", "explain", "tell", "account", "redeem", "welfare",
    "answer", "inform", "report", "work",
]  # fmt: skip
"""Why something is kept: the words stand in `tui/sentences/privacy.py`."""

Period = Literal["members", "notices", "notes", "proxies", "welfare", "audit", "access", "books", "operators"]
"""How long: a setting of `core/privacy/keeping.py`; `books`: as long as the accounts, without a name once the
member is erased; `operators`: as long as what they did bears their name."""


class Kept(NamedTuple):
    """Columns of a table that are kept for one purpose and time."""

    table: str
    columns: tuple[str, ...]
    purpose: Purpose
    period: Period


def _kept(table: str, columns: str, purpose: Purpose, period: Period) -> Kept:
    return Kept(table, tuple(columns.split()), purpose, period)


REGISTER: tuple[Kept, ...] = (
    _kept("member", "staff_no name pinyin", "identify", "members"),
    _kept("member", "card_no", "identify", "members"),
    _kept("member", "phone email", "reach", "members"),
    _kept("member", "department grade hired_on left_on", "entitle", "books"),
    _kept("member", "performance", "entitle", "members"),
    _kept("member_key", "key", "identify", "members"),
    _kept("privacy_notice_shown", "day", "inform", "members"),
    _kept("booking", "day state attendance", "book", "books"),
    _kept("booking", "purpose override", "book", "notes"),
    _kept("booking_step", "event state", "book", "books"),
    _kept("booking_step", "note", "book", "notes"),
    _kept("waitlist", "day state passed_over", "wait", "books"),
    _kept("waitlist", "purpose", "wait", "notes"),
    _kept("decision", "candidates", "explain", "notes"),
    _kept("decision", "code", "explain", "books"),
    _kept("notice", "facts said", "tell", "notices"),
    _kept("notice", "kind state channel last_error record", "tell", "books"),
    _kept("entry", "kind account unit", "account", "books"),
    _kept("posting", "document reason facts", "account", "books"),
    _kept("lot", "granted_on expires_on reason fund unit", "account", "books"),
    _kept("award", "event", "account", "books"),
    _kept("policy_entry", "period", "account", "books"),
    _kept("refused_award", "member event", "account", "members"),
    _kept("refused_award", "name place facts note", "account", "notes"),
    _kept("refused_award", "rule on_day file code how", "account", "books"),
    _kept("orders", "day state received_on service_on carrier", "redeem", "books"),
    _kept("orders", "proxy_name proxy_relation tracking", "redeem", "proxies"),
    _kept("order_step", "event state", "redeem", "books"),
    _kept("order_step", "note", "redeem", "notes"),
    _kept("goods_return", "reason override", "redeem", "notes"),
    _kept("return_line", "condition", "redeem", "books"),
    _kept("tender_part", "kind", "redeem", "books"),
    _kept("till", "day kind tender reason", "account", "books"),
    _kept("stock_movement", "reason document", "account", "books"),
    _kept("hand_out", "proxy_name proxy_relation", "redeem", "proxies"),
    _kept("unused_reason", "note", "welfare", "welfare"),
    _kept("unused_reason", "day reason", "welfare", "books"),
    _kept("report_kept", "figures", "report", "books"),
    _kept("audit", "body", "answer", "audit"),
    _kept("audit", "action salt digest hash", "answer", "books"),
    _kept("operation", "key digest result", "answer", "audit"),
    _kept("operator", "name roles password token seen_on", "work", "operators"),
    _kept("shift", "counted note", "work", "books"),
    _kept("sign_in_attempts", "scope", "work", "operators"),
)
"""What is kept of members, and of those who work at the desk."""

EVERYWHERE: tuple[str, ...] = ("operator", "done_by", "settled_by")
"""By whose hand a thing was done: in many tables, for `answer`, as long as the record stands."""

NOT_PERSONAL: dict[str, str] = {
    "club": "settings pass_key",
    "closure": "reason",
    "earning_rule": "code name",
    "facility": "code name kind group_name promotion",
    "grant_batch": "key digest",
    "hand_out_session": "code name fund reason",
    "item": "sku name kind category specification supplier barcode sale_from sale_to",
    "item_key": "key",
    "notice": "tier",
    "notice_template": "kind language words",
    "policy": "kind code terms",
    "privacy_notice": "words",
    "promotion": "code from_day to_day",
    "report_kept": "month",
    "service_day": "day",
    "set_aside": "reason",
    "slot": "day",
    "stock_movement": "kind",
    "decision": "kind cause record",
}
"""The columns of text that are about the club, by table. A person's numbers and addresses that somebody wrote
into them are found and erased with the person."""
