"""One order at the console: taken back, exchanged, sent, its services, its papers. Keys are counted from the
list of orders, beside the characters that have to be typed in any case."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support.club import Club
from tests.support.screens import settled, text_of
from tests.support.shop import CARD, fill_hostile, fill_shop
from tests.tui.test_languages_live import english
from tests.tui.test_member_screen import SIZES, Desk, open_desk
from tui import receipts
from tui.scanner import Scanned


@pytest.fixture
def shop(console_club: Club) -> Club:
    """O1: two of rice by 1,000 points, allowance and WeChat, collected."""
    club = fill_shop(console_club)
    rice = [{"sku": "RICE", "quantity": 2}]
    club.do("redeem", member="000001", lines=rice, points=1000, wechat="99.80")
    return club


@asynccontextmanager
async def order(club: Club, folder: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Desk]:
    """The first order of the list; keys are counted from there."""
    async with open_desk(club, folder, size) as desk:
        await desk.press("f9", "f8", "enter")
        desk.pressed = 0
        yield desk


async def scan(desk: Desk, code: str) -> None:
    desk.app.screen.post_message(Scanned(code))
    await settled(desk.pilot)


def told(desk: Desk) -> str:
    """All that the line above the keys says: it may take three rows."""
    return " ".join(row.strip() for row in desk.rows[-4:-1] if row.startswith(" "))


def waiting(club: Club, sku: str, quantity: int = 1, *, cash: str) -> None:
    """An order of the second member that is still to be collected."""
    club.do(
        "redeem", member="000002", lines=[{"sku": sku, "quantity": quantity}], cash=cash, collect=False
    )  # fmt: skip


# ---------------------------------------------------------------- taking back


async def test_a_return_is_foretold_by_tender_and_lot_before_it_is_made(shop: Club, tmp_path: Path) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("enter")
        goes_back = (
            "goes back: 500 points (L2 until 2027-06-30), welfare allowance 25.00 (L1 until 2027-06-30), "
            "WeChat 49.90"
        )
        assert f"F7 = take back 1 大米, {goes_back}" in told(desk)
        await desk.press("f7")
        assert f"Enter = take back 1 大米, {goes_back}" in told(desk)
        assert shop.ask("order", order="O1")["returns"] == []
        await desk.type("torn")
        await desk.press("enter")
        assert desk.pressed == 3
        assert desk.line == "Goes back: 500 points, welfare allowance 25.00, WeChat 49.90"
        assert desk.row("R1  1 大米  owner  torn")
    shop.check()


async def test_one_comes_back_whole_and_one_damaged_in_one_return(shop: Club, tmp_path: Path) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("enter", "enter", "f6")
        assert desk.row(" 大米").endswith("2, 1 damaged")
        assert "F7 = take back 2 大米 (1 damaged), goes back: 1,000 points" in told(desk)
        await desk.press("f7")
        await desk.type("wet")
        await desk.press("enter")
        assert desk.pressed == 5
    returned = shop.ask("order", order="O1")["returns"]
    assert [(one["quantity"], one["condition"]) for one in returned] == [(1, "resalable"), (1, "damaged")]
    assert shop.ask("item", sku="RICE")["on_hand"] == 3
    shop.check()


async def test_f6_alone_takes_one_back_damaged_and_again_makes_it_whole(shop: Club, tmp_path: Path) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("f6")
        assert desk.row(" 大米").endswith("1 damaged")
        await desk.press("f6")
        assert desk.row(" 大米").split()[-1] == "1"
        await desk.press("ctrl+down")
        assert desk.line == "Enter = one of 大米 comes back"


async def test_after_the_last_day_the_managers_reason_lets_it_pass(shop: Club, tmp_path: Path) -> None:
    shop.at("2026-12-02T10:00")
    async with order(shop, tmp_path) as desk:
        assert desk.row(" O1 | 张三 000001 | collected | could come back until 2026-12-01")
        await desk.press("enter")
        assert "O1 could be returned until 2026-12-01: a manager may take it back" in told(desk)
        assert told(desk).endswith("Ctrl+O = with the manager's reason")
        await desk.press("ctrl+o")
        await desk.type("ill")
        await desk.press("enter")
        assert "Enter = take back 1 大米 after the last day (ill), goes back: 500 points" in told(desk)
        await desk.type("torn")
        await desk.press("enter")
        assert desk.pressed == 4
        assert desk.row("R1  1 大米  owner  torn  ill")
    [returned] = shop.ask("order", order="O1")["returns"]
    assert (returned["reason"], returned["override"]) == ("torn", "ill")


async def test_what_is_not_taken_back_is_told_as_soon_as_it_is_marked(shop: Club, tmp_path: Path) -> None:
    shop.do("change_item", sku="RICE", returnable=False)
    async with order(shop, tmp_path) as desk:
        await desk.press("enter")
        assert desk.line == "大米 (RICE) is not taken back."


async def test_what_is_typed_is_still_there_when_the_field_is_left_and_opened_again(
    shop: Club, tmp_path: Path
) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("enter", "f7", *"torn", "escape")
        assert "torn" not in text_of(desk.app)
        await desk.press("f7")
        assert desk.row(" Why: torn")
        await desk.press("enter")
        assert desk.row("R1  1 大米  owner  torn")


async def test_why_tells_each_tender_the_rule_and_the_lots(shop: Club, tmp_path: Path) -> None:
    rice = [{"sku": "RICE", "quantity": 1}]
    shop.do("return_lines", order="O1", lines=rice, reason="torn")
    async with order(shop, tmp_path) as desk:
        await desk.press("ctrl+y")
        assert desk.row("WeChat: 99.80 paid, 49.90 went back or to another order, 49.90 left")
        assert desk.row("points: 10.00 paid, 5.00 went back or to another order, 5.00 left")
        assert desk.row("R1  1 大米  owner  torn")
        assert desk.row("E11  given back  +25.00 yuan")
        await desk.press("ctrl+y")
        assert desk.row(" O1 | 张三 000001")


# ---------------------------------------------------------------- exchanging


async def test_an_exchange_tells_all_of_it_in_one_sentence_and_the_difference_is_collected(
    shop: Club, tmp_path: Path
) -> None:
    shop.do("add_item", sku="OIL", name="花生油", kind="goods", price="86.47")
    shop.do("receive_stock", sku="OIL", quantity=1)
    async with order(shop, tmp_path) as desk:
        await desk.press("enter", "f3")
        await desk.type("hsy")
        await desk.press("enter")
        assert desk.line == "Enter = take back 1 大米, hand over 1 花生油, collect WeChat 6.57"
        await desk.press("enter")
        assert desk.pressed == 4
        assert told(desk).endswith(
            "O2 instead of O1: take back 1 大米, hand over 1 花生油, collect WeChat 6.57"
        )
        assert desk.row(" O2 | 张三 000001 | collected")
    assert shop.ask("order", order="O2")["tenders"]["wechat"] == "56.47"
    assert shop.ask("item", sku="OIL")["on_hand"] == 0
    shop.check()


async def test_tab_changes_who_takes_the_difference_and_what_is_cheaper_gives_back(
    shop: Club, tmp_path: Path
) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("f3")
        assert desk.line == "What comes back? Ctrl+Up on its line"
        await desk.press("ctrl+up")
        assert desk.line == "What is taken instead? Scan it, or type its name, pinyin or code"
        await scan(desk, "690002")
        assert "hand over 1 毛巾礼盒, give back 250 points (L2 until 2027-06-30)" in told(desk)
        await desk.press("ctrl+up", "ctrl+up")
        assert told(desk).endswith("hand over 3 毛巾礼盒, collect WeChat 39.80")
        await desk.press("shift+tab")
        assert told(desk).endswith("collect cash 39.80")
        await desk.press("enter")
    assert shop.ask("order", order="O2")["tenders"]["cash"] == "39.80"


async def test_an_exchange_that_is_left_is_still_there(shop: Club, tmp_path: Path) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("f6", "f3", *"tow", "enter", "escape")
        assert desk.row(" 大米").endswith("1 damaged")
        await desk.press("f3")
        assert "Enter = take back 1 大米 (1 damaged), hand over 1 毛巾礼盒" in told(desk)
    assert len(shop.ask("orders")["orders"]) == 1


async def test_what_is_out_is_told_before_and_nothing_is_exchanged(shop: Club, tmp_path: Path) -> None:
    shop.do("write_off", sku="TOWEL", quantity=5, reason="wet")
    async with order(shop, tmp_path) as desk:
        await desk.press("enter", "f3", *"tow", "enter")
        assert desk.line == "Of 毛巾礼盒 (TOWEL) there are 0, not 1."
        await desk.press("enter")
        assert desk.line == "Of 毛巾礼盒 (TOWEL) there are 0, not 1."
    assert len(shop.ask("orders")["orders"]) == 1


async def test_an_exchange_after_the_last_day_needs_the_managers_reason(shop: Club, tmp_path: Path) -> None:
    shop.at("2026-12-02T10:00")
    async with order(shop, tmp_path) as desk:
        await desk.press("enter", "f3", *"tow", "enter")
        assert told(desk).endswith("Ctrl+O = with the manager's reason")
        await desk.press("ctrl+o", *"ill", "enter")
        assert "Enter = take back 1 大米, hand over 1 毛巾礼盒, give back" in told(desk)
        await desk.press("enter")
    [returned] = shop.ask("order", order="O1")["returns"]
    assert returned["override"] == "ill"


async def test_points_pay_the_difference_where_they_are_typed(shop: Club, tmp_path: Path) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("enter", "f3", *"tow", "enter", "ctrl+up", "ctrl+up", "f3", *"200", "enter")
        assert told(desk).endswith("collect 200 points, WeChat 37.80")


# ---------------------------------------------------------------- before it is received


async def test_what_can_be_done_with_an_open_order_is_told_with_its_keys(shop: Club, tmp_path: Path) -> None:
    waiting(shop, "TOWEL", cash="39.90")
    async with order(shop, tmp_path) as desk:
        assert desk.line == "F5 = hand over to 李四 | F4 = send | F8 = cancel"


async def test_it_is_handed_over_to_a_proxy_with_name_and_relation(shop: Club, tmp_path: Path) -> None:
    waiting(shop, "TOWEL", cash="39.90")
    async with order(shop, tmp_path) as desk:
        await desk.press("ctrl+e")
        assert desk.line == "Who collects? Name, relation. Enter = hand over"
        await desk.type("Ann,wife")
        await desk.press("enter")
        assert desk.pressed == 2
        assert desk.line == "O2 is handed over to Ann"
        assert desk.row("Collected by Ann wife")
    assert shop.ask("order", order="O2")["proxy"] == {"name": "Ann", "relation": "wife"}


async def test_it_is_sent_with_carrier_and_a_scanned_number(shop: Club, tmp_path: Path) -> None:
    waiting(shop, "TOWEL", cash="39.90")
    async with order(shop, tmp_path) as desk:
        await desk.press("f4", *"SF")
        assert desk.line == "Enter = send O2 by SF"
        await scan(desk, "SF1234567890")
        assert desk.line == "Enter = send O2 by SF SF1234567890"
        await desk.press("enter")
        assert desk.line == "O2 is sent"
        assert desk.row("Sent by SF SF1234567890")
    card = shop.ask("order", order="O2")
    assert (card["state"], card["carrier"], card["tracking"]) == ("shipped", "SF", "SF1234567890")


async def test_a_card_that_is_scanned_sends_nothing(shop: Club, tmp_path: Path) -> None:
    waiting(shop, "TOWEL", cash="39.90")
    async with order(shop, tmp_path) as desk:
        await scan(desk, CARD)
        assert desk.line == "F4 first: then the parcel's number is scanned."
        await desk.press("enter")
    assert shop.ask("order", order="O2")["state"] == "open"


async def test_what_another_desk_does_meanwhile_changes_what_enter_would_do(
    shop: Club, tmp_path: Path
) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("enter", "f3", *"tow", "enter")
        assert "Enter = take back 1 大米" in told(desk)
        shop.do("write_off", sku="TOWEL", quantity=5, reason="wet")
        await desk.follow()
        assert desk.line == "Of 毛巾礼盒 (TOWEL) there are 0, not 1."


async def test_enter_again_while_goods_are_exchanged_exchanges_them_once(shop: Club, tmp_path: Path) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("enter", "f3", *"tow", "enter")
        await desk.pilot.press("enter", "enter")
        await settled(desk.pilot)
    assert len(shop.ask("orders")["orders"]) == 2


@pytest.mark.parametrize("size", SIZES)
async def test_names_are_never_markup_and_no_line_is_longer_than_the_window(
    shop: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    fill_hostile(shop)
    lines = [{"sku": f"BAD{number}", "quantity": 1} for number in range(3)]
    shop.do("redeem", member="000009", lines=lines, cash="3703703.67")
    async with order(shop, tmp_path, size) as desk:
        await desk.press("enter")
        assert "take back 1 [/]" in told(desk)
        assert all(cell_len(row) <= size[0] for row in desk.rows)
        await desk.press("f3", *"BAD2", "enter")
        assert "take back 1 [/], hand over 1 " in " ".join(row.strip() for row in desk.rows)
        assert all(cell_len(row) <= size[0] for row in desk.rows)


async def test_what_was_handed_over_is_not_sent(shop: Club, tmp_path: Path) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("f4")
        assert "collected" in desk.line


async def test_a_service_gets_a_day_with_the_places_left_told_and_is_given(
    shop: Club, tmp_path: Path
) -> None:
    shop.do("set_service_places", sku="TICKET", on="2026-11-26", places=3)
    shop.do("set_service_places", sku="TICKET", on="2026-11-27", places=1)
    waiting(shop, "TICKET", 2, cash="70.00")
    async with order(shop, tmp_path) as desk:
        assert desk.line == "F5 = the service was given | Ctrl+G = day of the service | F8 = cancel"
        await desk.press("ctrl+g", *"27")
        assert desk.line == "电影票 (TICKET) has not enough places on 2026-11-27: 1 free."
        await desk.press("backspace", "6")
        assert desk.line == "Enter = O2 on 2026-11-26 Thu | 电影票: 3 of 3 places left"
        await desk.press("enter")
        assert desk.line == "O2: the service is on 2026-11-26"
        assert desk.row("Service on 2026-11-26")
        await desk.press("f5")
        assert desk.line == "O2: the service was given"
    assert shop.ask("order", order="O2")["state"] == "done"


async def test_an_order_without_services_gets_no_day(shop: Club, tmp_path: Path) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("ctrl+g")
        assert desk.line == "O1 has no service in it."


# ---------------------------------------------------------------- on paper


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What went to the printer."""
    papers: list[list[str]] = []

    def put(lines: list[str], path: Path) -> receipts.OnPaper:
        papers.append([path.name, *lines])
        return receipts.OnPaper("printed")

    monkeypatch.setattr(receipts, "put_on_paper", put)
    return papers


async def test_receipt_and_slip_are_printed_again_by_a_key_each(
    shop: Club, tmp_path: Path, printed: list[list[str]]
) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("ctrl+r")
        assert desk.line == "It is with the printer."
        await desk.press("ctrl+l")
    receipt, slip = printed
    assert receipt[0] == "receipt-O1.txt"
    assert any("WeChat" in line and "99.80" in line for line in receipt)
    assert slip[0] == "slip-O1.txt"
    assert any("Received, signature:" in line for line in slip)


async def test_where_nothing_prints_it_is_told_where_the_receipt_lies(
    shop: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "receipt-O1.txt"
    monkeypatch.setattr(receipts, "put_on_paper", lambda _lines, _path: receipts.OnPaper("written", path))
    async with order(shop, tmp_path, (200, 50)) as desk:
        await desk.press("ctrl+r")
        assert desk.line == f"Written: {path}"


async def test_everything_is_said_in_the_language_of_the_moment(shop: Club, tmp_path: Path) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("f6")
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert set(english(desk.rows)) <= {"owner"}
        await desk.press("f3", *"tow", "enter")
        assert set(english(desk.rows)) <= {"owner"}


def keys_shown(desk: Desk) -> set[str]:
    return {word for word in desk.rows[-1].split() if word.startswith("^") or word[1:].isdigit()}


async def test_the_key_line_shows_only_the_keys_that_do_something_with_the_order_as_it_stands(
    shop: Club, tmp_path: Path
) -> None:
    waiting(shop, "TOWEL", cash="39.90")
    async with order(shop, tmp_path, (80, 24)) as desk:
        before = keys_shown(desk)
        await desk.press("f5")
        after = keys_shown(desk)
    assert {"F4", "F5", "F8", "^e", "^l"} <= before
    assert not {"F3", "F6", "F7", "^o", "^g"} & before
    assert {"F3", "F6", "F7", "^r"} <= after
    assert not {"F4", "F5", "F8", "^e", "^g", "^l"} & after


async def test_what_was_marked_is_still_there_when_the_order_is_opened_again(
    shop: Club, tmp_path: Path
) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("f6", "escape", "enter")
        assert desk.row(" 大米").endswith("1 damaged")


async def test_digits_on_an_exchange_are_the_quantity_of_the_marked_line(shop: Club, tmp_path: Path) -> None:
    async with order(shop, tmp_path) as desk:
        await desk.press("enter", "f3", *"tow", "enter", "3")
        assert desk.line == "Enter = 3 x 毛巾礼盒"
        await desk.press("enter")
        assert "Enter = take back 1 大米, hand over 3 毛巾礼盒" in told(desk)
