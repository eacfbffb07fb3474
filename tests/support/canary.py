"""A person whose every field, and every row that is about them, carries words that stand nowhere else.

`fill_canary` lets somebody live through everything that a club has for a member, and leave; `found_in` looks
for the words over every table and column, `raw_of` over the bytes of the files.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.club import Club
from tests.support.operators import HASH

STAFF_NO = "CN7001"
NAME = "金丝雀"
FIELDS = {
    "phone": "13977778888",
    "email": "canary@yellow.example",
    "card_no": "CARD-CANARY-1",
    "performance": "canaryA",
}
OLD = {"phone": "13966665555", "name": "黄莺莺"}
"""What they had before a correction."""

WORDS = ("canary", "CANARY", STAFF_NO, NAME, *FIELDS.values(), *OLD.values())
"""What must not be left of them."""

OTHER = "000002"
LEFT = "2026-12-20T09:00"


def fill_canary(club: Club) -> None:
    """The canary and a colleague; at the end the canary has left, and nothing is in the way of erasing."""
    club.do("set_privacy_notice", text="职工之家保存……\n第二行")
    club.member(OTHER, department="财务科", name="李四", phone="13900000002")
    fields = FIELDS | OLD | {"department": "财务科", "grade": "三级", "hired_on": "2020-05-17"}
    club.do("add_member", staff_no=STAFF_NO, notice_version=1, key="k-add", **fields)
    club.do("change_member", staff_no=STAFF_NO, name=NAME, phone=FIELDS["phone"])
    _book(club)
    _give(club)
    _redeem(club)
    club.do("note_unused", member=STAFF_NO, reason="other", note="canary welfare")
    club.do("reveal", member=STAFF_NO, why="canary why")
    club.do("note_taken_out", what="statement", member=STAFF_NO, name="canary.xlsx")
    club.at(LEFT)
    club.do("member_leaves", staff_no=STAFF_NO)
    club.do("hand_in", month="2026-11")
    club.at("2026-12-21T09:00")
    club.do("tick")


def _book(club: Club) -> None:
    club.facility("gym", name="健身房")
    court = club.facility("court", capacity=1, name="球场")
    full = {"facility": court, "date": "2026-11-26", "start": "19:30"}
    mine = {"member": STAFF_NO, "facility": "gym", "date": "2026-11-24"}
    booking = club.do("book", **mine, start="17:30", purpose="canary purpose", override="canary override")
    club.do("book", member=STAFF_NO, facility="gym", date="2026-11-24", start="19:30", key=f"book-{STAFF_NO}")
    club.do("cancel", booking=booking["booking"], reason="canary reason")
    club.do("book", member=OTHER, **full)
    club.refused("book", member=STAFF_NO, **full)
    entry = club.do("join_waitlist", member=STAFF_NO, **full, purpose="canary waits")["entry"]
    club.do("cancel", booking="B3", reason="有事")
    club.do("accept_offer", entry=entry)
    hall = {"facility": club.facility("hall", approval_levels=1, name="礼堂"), "date": "2026-11-25"}
    wanted = club.do("book", member=STAFF_NO, **hall, start="17:30", purpose="canary hall")["booking"]
    club.do("reject", booking=wanted, note="canary note")


def _give(club: Club) -> None:
    club.do("grant", member=STAFF_NO, unit="allowance", amount="80.00", reason="canary grant", fund="中秋")
    club.do("grant", member=STAFF_NO, unit="points", amount=900, reason="canary points")
    club.do("grant", member=OTHER, unit="allowance", amount="70.00", reason="中秋")
    club.do("add_earning_rule", code="course", name="培训", points=10)
    club.do("award", member=STAFF_NO, rule="course", event="canary event")
    row = {"member": STAFF_NO, "unit": "points", "amount": 5, "reason": "canary batch"}
    club.do("grant_batch", batch="party", rows=[row])
    refused = {
        "member": STAFF_NO,
        "rule": "course",
        "on": "2026-11-23",
        "event": "canary file",
        "name": "别人",
    }
    club.do("award_batch", file="points.xlsx", rows=[refused])
    club.do("settle_award", refused="X1", note="canary settled")
    club.do("grant", member=STAFF_NO, unit="points", amount=7, reason="canary wrong")
    club.do("contra", entry=club.ask("statement", member=STAFF_NO, unit="points")["entries"][-1]["entry"],
            reason="canary contra")  # fmt: skip


def _redeem(club: Club) -> None:
    club.do("add_item", sku="MUG", name="杯", kind="goods", price="10.00")
    club.do("add_item", sku="TRIP", name="游", kind="service", price="1.00")
    club.do("receive_stock", sku="MUG", quantity=30)
    club.do("open_shift", float="9.00")
    mugs = [{"sku": "MUG", "quantity": 2}]
    proxy = {"name": "canary proxy", "relation": "canary aunt"}
    order = club.do("redeem", member=STAFF_NO, lines=mugs, cash="5.00", allowance="15.00", collect=False)[
        "order"
    ]
    club.do("hand_over", order=order, proxy=proxy)
    one = [{"sku": "MUG", "quantity": 1}]
    club.do("return_lines", order=order, lines=one, reason="canary back", override="canary why back")
    sent = club.do("redeem", member=STAFF_NO, lines=one, collect=False)["order"]
    club.do("ship", order=sent, carrier="顺丰", tracking="SF-canary-1")
    gone = club.do("redeem", member=STAFF_NO, lines=one, collect=False)["order"]
    club.do("cancel_order", order=gone, reason="canary gives up")
    club.do("exchange", order=order, back=one, take=one, reason="canary exchange")
    club.do("redeem", member=OTHER, lines=one, proxy={"name": NAME, "relation": "canary colleague"})
    club.do("open_hand_out", code="moon", name="中秋", lines=[{"sku": "MUG"}], members=[STAFF_NO, OTHER])
    club.do(
        "hand_out", session="moon", member=STAFF_NO, proxy={"name": "canary third", "relation": "canary n"}
    )
    club.do("hand_out", session="moon", member=OTHER, proxy={"name": NAME})
    club.do("cash_in", amount="1.00", reason=f"退 {FIELDS['phone']}")
    club.do("close_shift", counted={"cash": "15.00"}, note=f"找 {STAFF_NO}")
    club.do("close_hand_out", session="moon")


def tables_of(club: Club) -> Iterator[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]]:
    """Every table with its columns and rows."""
    with club.database.read() as store:
        names = store.connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            " AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        for (name,) in names:
            cursor = store.connection.execute(f'SELECT * FROM "{name}"')
            columns = tuple(column[0] for column in cursor.description)
            yield name, columns, [tuple(row) for row in cursor]


def found_in(club: Club, words: tuple[str, ...] = WORDS) -> Counter[str]:
    """Where the words stand: `table.column`, and in how many rows."""
    return Counter(
        f"{table}.{column}"
        for table, columns, rows in tables_of(club)
        for row in rows
        for column, value in zip(columns, row, strict=True)
        if isinstance(value, str) and any(word in value for word in words)
    )


def raw_of(path: Path, words: tuple[str, ...] = WORDS) -> dict[str, list[str]]:
    """The words that stand in the bytes of a database and of what lies beside it, by file."""
    found = {}
    for file in sorted(path.parent.glob(f"{path.name}*")):
        content = file.read_bytes()
        if here := [word for word in words if word.encode() in content]:
            found[file.name] = here
    return found


def with_owner(club: Club) -> None:
    """The club gets its first operator."""
    club.do("add_operator", name="主任", roles=["owner"], password=HASH, must_change=False)
