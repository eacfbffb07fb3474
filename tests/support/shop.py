"""What the console's test club sells: rice, towels, badges for points alone, cups for either, tickets."""

from tests.support.club import Club
from tests.support.console_club import HOSTILE, LONG
from tests.support.templates import once

CARD = "04A2B3C4"
"""The first member's."""


@once
def fill_shop(club: Club) -> Club:
    """Four of rice (low at two), five of towels and badges, three cups; 50.00 yuan and 1,200 points for the
    first member."""
    club.do("change_member", staff_no="000001", card_no=CARD)
    club.do(
        "grant", member="000001", unit="allowance", amount="50.00", reason="中秋", expires_on="2027-06-30"
    )
    club.do("grant", member="000001", unit="points", amount=1200, reason="年会", expires_on="2027-06-30")
    club.do(
        "add_item", sku="RICE", name="大米", specification="10kg", kind="goods", price="79.90", low_stock=2,
        barcode="690001", category="粮油",
    )  # fmt: skip
    club.do("add_item", sku="TOWEL", name="毛巾礼盒", kind="goods", price="39.90", barcode="690002")
    club.do("add_item", sku="BADGE", name="徽章", kind="goods", points_price=500)
    club.do("add_item", sku="TICKET", name="电影票", kind="service", price="35.00")
    club.do("add_item", sku="GONE", name="月饼", kind="goods", price="88.00", sale_to="2026-09-30")
    club.do("add_item", sku="CUP", name="保温杯", kind="goods", price="20.00", points_price=1000)
    for sku, quantity in (("RICE", 4), ("TOWEL", 5), ("BADGE", 5), ("CUP", 3)):
        club.do("receive_stock", sku=sku, quantity=quantity)
    return club


@once
def fill_orders(club: Club) -> Club:
    """A shop with O1: two of rice, collected; O2: a towel of another member, to be collected."""
    fill_shop(club)
    club.do("redeem", member="000001", lines=[{"sku": "RICE", "quantity": 2}], points=1000, wechat="99.80")
    club.do("redeem", member="000002", lines=[{"sku": "TOWEL", "quantity": 1}], cash="39.90", collect=False)
    return club


def fill_hostile(club: Club) -> Club:
    """Items named as nobody should name them."""
    for number, name in enumerate((*HOSTILE[:2], LONG)):
        club.do(
            "add_item", sku=f"BAD{number}", name=name, kind="goods", price="1234567.89", specification=name,
            low_stock=0,
        )  # fmt: skip
        club.do("receive_stock", sku=f"BAD{number}", quantity=1000)
    return club
