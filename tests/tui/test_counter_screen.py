"""F9: a member, a basket, how it is paid, and what Enter does; keys are counted as a desk would."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from core.errors import DeskError
from tests.support.club import Club
from tests.support.console_club import HOSTILE
from tests.support.screens import settled, text_of
from tests.support.shop import CARD, fill_hostile, fill_shop
from tests.tui.test_languages_live import english
from tests.tui.test_member_screen import SIZES, Desk, open_desk
from tui.app import Console
from tui.scanner import Scanned

RICE, TOWEL = "690001", "690002"


@pytest.fixture
def shop(console_club: Club) -> Club:
    return fill_shop(console_club)


@asynccontextmanager
async def counter(
    club: Club, folder: Path, *codes: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Desk]:
    """The counter, and what is scanned there at once."""
    async with open_desk(club, folder, size) as desk:
        await desk.press("f9")
        for code in codes:
            await scan(desk, code)
        yield desk


async def scan(desk: Desk, code: str) -> None:
    desk.app.screen.post_message(Scanned(code))
    await settled(desk.pilot)


def line(desk: Desk) -> str:
    """The two lines of Enter, as one."""
    return " ".join(" ".join(desk.rows[-3:-1]).split())


def remaining(desk: Desk) -> str:
    """What is still to be paid, and by what."""
    return " ".join(desk.row("Remaining").partition("Remaining")[2].split())


def orders(club: Club) -> list[str]:
    """Every order, newest first."""
    return [f"{one['member']} {one['what']} {one['state']}" for one in club.ask("orders")["orders"]]


# From the card to the order


async def test_from_a_scanned_card_to_an_order_of_two_items_in_ten_keys(shop: Club, tmp_path: Path) -> None:
    async with open_desk(shop, tmp_path) as desk:
        await scan(desk, CARD)
        await desk.press("f9", *"ric", "enter", *"tow", "enter", "enter")
        assert desk.pressed <= 10
        assert orders(shop) == ["000001 大米 x1, 毛巾礼盒 x1 collected"]


async def test_the_line_of_enter_says_what_is_taken_and_then_what_is_left(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE, RICE, TOWEL) as desk:
        assert "张三 000001 | 1,200 pts  50.00 yuan" in desk.rows[1]
        assert desk.row("大米 10kg").split()[2:5] == ["2", "79.90", "159.80"]
        assert line(desk) == "Enter = take 149.70 yuan by WeChat, done and collected now"
        await desk.press("enter")
        assert line(desk) == (
            "O1 sold and collected | 张三 has 1,200 points and 0.00 yuan left | to be restocked: 大米"
        )
        assert "1,200 pts  0.00 yuan" in desk.rows[1]
    told = shop.ask("order", order="O1")["tenders"]
    assert (told["allowance"], told["wechat"]) == ("50.00", "149.70")


async def test_a_member_is_found_by_typing_and_a_short_number_is_a_quantity(
    shop: Club, tmp_path: Path
) -> None:
    async with counter(shop, tmp_path) as desk:
        assert line(desk) == "Who is it? Type a name, pinyin or number, or scan the card"
        await desk.press(*"ls", "enter")
        assert line(desk) == "Scan an item, or type its name or code"
        await desk.press(*"tow", "enter", "3")
        assert line(desk) == "Enter = 3 x 毛巾礼盒"
        await desk.press("enter", "enter")
        assert orders(shop) == ["000002 毛巾礼盒 x3 collected"]


async def test_who_is_chosen_on_the_grid_stands_at_the_counter(shop: Club, tmp_path: Path) -> None:
    async with open_desk(shop, tmp_path) as desk:
        await desk.press("z", "s", "enter", "f9")
        assert "Chosen: 张三 000001" in desk.rows[1]
        await desk.press("f9")
        assert desk.on_grid


async def test_the_arrow_keys_count_and_delete_takes_a_line_out(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE, TOWEL) as desk:
        await desk.press("ctrl+up", "ctrl+up", "ctrl+down")
        assert desk.row("毛巾礼盒").split()[1:4] == ["2", "39.90", "79.80"]
        await desk.press("delete")
        assert "毛巾礼盒" not in text_of(desk.app)
        await desk.press("ctrl+down")
        assert line(desk) == "Scan an item, or type its name or code"


# Paying


async def test_what_remains_is_always_shown_and_tab_changes_who_takes_it(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        assert remaining(desk) == "29.90 < WeChat"
        await desk.press("shift+tab")
        assert remaining(desk) == "29.90 < cash"
        assert line(desk) == "Enter = take 29.90 yuan by cash, done and collected now"
        await desk.press("tab", "tab", "enter")
    assert shop.ask("order", order="O1")["tenders"]["alipay"] == "29.90"


async def test_a_part_in_cash_and_the_rest_by_who_took_it_before(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE, RICE, TOWEL) as desk:
        await desk.press("shift+tab", *"50")
        assert line(desk) == "Enter = note it | 99.70 yuan remain, by WeChat"
        await desk.press("enter")
        assert desk.row(" Cash").split()[-1] == "-50.00"
        assert remaining(desk) == "99.70 < WeChat"
        assert line(desk) == "Enter = take 50.00 yuan by cash, 99.70 yuan by WeChat, done and collected now"
        await desk.press("enter")
    told = shop.ask("order", order="O1")["tenders"]
    assert (told["allowance"], told["cash"], told["wechat"]) == ("50.00", "50.00", "99.70")


async def test_tab_notes_what_is_typed_and_an_order_can_have_every_tender(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE, RICE, TOWEL) as desk:
        await desk.press("f3", *"1000", "tab", *"30", "tab", *"20", "tab", "tab", *"9.7", "tab", "enter")
    told = shop.ask("order", order="O1")["tenders"]
    assert told == {
        "points": 1000, "points_value": "10.00", "allowance": "30.00", "cash": "20.00", "wechat": "0.00",
        "alipay": "9.70", "card": "130.00",
    }  # fmt: skip


async def test_the_change_of_cash_that_is_handed_over_is_told_and_not_recorded(
    shop: Club, tmp_path: Path
) -> None:
    async with counter(shop, tmp_path, CARD, RICE, RICE, TOWEL) as desk:
        await desk.press("shift+tab", *"200")
        assert line(desk) == "Enter = note it | change 50.30 yuan"
        await desk.press("enter")
        assert desk.row(" Change").split()[-3:] == ["50.30", "of", "200.00"]
        told = "Enter = take 149.70 yuan by cash, done and collected now | change 50.30 yuan"
        assert line(desk) == told
        await desk.press("enter")
        assert line(desk).startswith("O1 sold and collected | change 50.30 yuan | ")
    assert shop.ask("order", order="O1")["tenders"]["cash"] == "149.70"


async def test_more_than_is_due_is_refused_where_no_change_is_given(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("tab", *"30")
        refused = "That is 0.10 yuan more than the 79.90 that are due."
        assert line(desk) == refused
        await desk.press("enter", "f6")
        assert line(desk) == refused
        assert orders(shop) == []
        await desk.press("backspace", "backspace", "enter")
        assert orders(shop) == ["000001 大米 x1 collected"]


async def test_allowance_goes_by_itself_or_as_typed_or_not_at_all(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        assert desk.row(" Allowance").split()[-3:] == ["-50.00", "by", "itself"]
        await desk.press("shift+tab", "shift+tab")
        assert line(desk) == "How much of the 50.00 yuan? Nothing typed: by itself; 0: none"
        await desk.press("0")
        assert line(desk) == "Enter = note it | 79.90 yuan remain, by WeChat"
        await desk.press("enter")
        assert desk.row(" Allowance").split()[-2:] == ["0.00", "none"]
        await desk.press("shift+tab", "shift+tab", *"60")
        assert line(desk) == "There are 50.00 yuan of allowance, not 60.00."
        await desk.press("backspace", "backspace", *"12.5", "enter")
        assert desk.row(" Allowance").split()[-3:] == ["-12.50", "as", "typed"]


async def test_a_letter_in_a_field_of_the_payment_looks_for_an_item(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("shift+tab", *"tow", "enter")
        assert line(desk) == "Enter = take 69.80 yuan by cash, done and collected now"


async def test_a_scan_while_an_amount_is_typed_keeps_both(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("shift+tab", *"20")
        await scan(desk, TOWEL)
        told = "Enter = take 20.00 yuan by cash, 49.80 yuan by WeChat, done and collected now"
        assert line(desk) == told


async def test_a_field_of_the_payment_can_be_clicked(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        row = next(at for at, told in enumerate(desk.rows) if " Bank card" in told)
        await desk.pilot.click(offset=(60, row))
        await settled(desk.pilot)
        assert remaining(desk) == "29.90 < bank card"


async def test_how_a_basket_is_paid_survives_a_restart(shop: Club, tmp_path: Path) -> None:
    told = "Enter = take 20.00 yuan by cash, 59.90 yuan by WeChat, done and collected now"
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("shift+tab", "shift+tab", *"0", "tab", *"20", "enter")
        assert line(desk) == told
    async with counter(shop, tmp_path) as desk:
        assert line(desk) == told


async def test_a_line_with_two_prices_is_paid_for_in_yuan_or_in_points(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD) as desk:
        await desk.press(*"cup")
        assert "20.00 or 1,000 points" in desk.row("保温杯")
        await desk.press("enter")
        assert desk.row("Ctrl+B = 保温杯 for 1,000 points")
        await desk.press("ctrl+b")
        assert desk.row(" 保温杯 ").split()[1:6] == ["1", "1,000", "pts", "1,000", "pts"]
        assert desk.row("Ctrl+B = 保温杯 for 20.00 yuan")
        await desk.press("ctrl+up")
        assert line(desk) == "There are 1200 points, not 2000."
        await desk.press("ctrl+down", "enter")
        assert shop.ask("order", order="O1")["points_total"] == 1000
        await desk.press(*"ric", "enter", "ctrl+b")
        assert line(desk) == "大米 has one price only."


async def test_points_pay_a_part_and_as_many_as_are_of_use_are_offered(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("f3")
        assert line(desk) == "Enter = note it | 17.90 yuan remain, by WeChat"
        await desk.press("enter")
        assert remaining(desk) == "17.90 < WeChat"
        await desk.press("f3", *"1000", "enter")
        assert remaining(desk) == "19.90 < WeChat"
        await desk.press("f3", *"1300", "enter")
        assert line(desk) == "There are 1200 points, not 1300."
        await desk.press("escape", "f3", *"1x", "enter")
        assert "1x" in line(desk)
        await desk.press("escape", "f3", *"1000", "enter", "enter")
    told = shop.ask("order", order="O1")["tenders"]
    assert (told["points"], told["wechat"]) == (1000, "19.90")


async def test_what_is_sold_for_points_alone_is_paid_by_points(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD) as desk:
        await desk.press(*"badge", "enter")
        assert line(desk) == "Enter = paid in full, done and collected now"
        await desk.press("2", "enter", "enter")
    assert shop.ask("order", order="O1")["points_total"] == 1000


async def test_what_cannot_be_sold_is_said_before_enter(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("5", "enter")
        assert line(desk) == "Of 大米 (RICE) there are 4, not 5."
        await desk.press("enter", "delete", *"gone", "enter")
        assert line(desk) == "月饼 (GONE) is not sold today."
    assert orders(shop) == []


async def test_items_are_found_by_pinyin_initials_code_barcode_and_its_end(
    shop: Club, tmp_path: Path
) -> None:
    async with counter(shop, tmp_path, CARD) as desk:
        for typed in ("dami", "dm", "10kg", "ric", "690001", "0001", "liangyou"):
            await desk.press(*typed)
            assert desk.row("大米 10kg").split() == ["大米", "10kg", "RICE", "79.90", "4", "there"]
            await desk.press("escape")
        await desk.press(*"mjlh", "enter")
        assert line(desk) == "Enter = paid in full, done and collected now"


async def test_hits_say_what_is_sold_out_and_from_when_until_when_something_is_sold(
    shop: Club, tmp_path: Path
) -> None:
    shop.do("write_off", sku="BADGE", quantity=5, reason="x")
    shop.do("change_item", sku="TOWEL", sale_from="2026-12-01", sale_to="2026-12-31")
    async with counter(shop, tmp_path, CARD) as desk:
        await desk.press(*"badge")
        assert desk.row("徽章").endswith("500 points  sold out")
        await desk.press("escape", *"tow")
        assert desk.row("毛巾礼盒").endswith("sold from 2026-12-01")
        await desk.press("escape", *"yuebing")
        assert desk.row("月饼").endswith("sold until 2026-09-30")
        await desk.press("escape", *"ticket")
        assert desk.row("电影票").endswith("service")


async def test_items_follow_what_others_change(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, TOWEL) as desk:
        shop.do("change_item", sku="TOWEL", price="45.00")
        await desk.follow()
        assert desk.row("毛巾礼盒").split()[1:4] == ["1", "45.00", "45.00"]


async def test_a_code_that_nobody_knows_is_told(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, "[/]123456") as desk:
        assert line(desk) == "[/]123456 is no item's code and nobody's card."


async def test_a_service_is_sold_for_a_day_with_how_many_places_are_left(shop: Club, tmp_path: Path) -> None:
    shop.do("set_service_places", sku="TICKET", on="2026-11-28", places=2)
    async with counter(shop, tmp_path, CARD) as desk:
        await desk.press("ctrl+g")
        assert line(desk) == "There is no service in the basket."
        await desk.press(*"ticket", "enter", "ctrl+g", *"11-28", "enter")
        assert line(desk) == "Enter = paid in full, for 11-28 | 电影票 on 11-28: 2 places left"
        await desk.press("3", "enter")
        assert line(desk) == "电影票 (TICKET) has not enough places on 2026-11-28: 2 free."
        await desk.press("1", "enter", "enter")
        assert line(desk).startswith("O1 sold, the day is noted | ")
    assert shop.ask("order", order="O1")["service_on"] == "2026-11-28"


# Never twice


async def test_enter_again_while_a_sale_is_under_way_sells_once(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.pilot.press("enter", "enter", "enter")
        await settled(desk.pilot)
        assert orders(shop) == ["000001 大米 x1 collected"]


async def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_is_sold_twice(
    shop: Club, tmp_path: Path
) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await _lose_the_next_answer(desk)
        assert orders(shop) == ["000001 大米 x1 collected"]
        await desk.press("ctrl+up", "f6")
        assert line(desk).startswith("O1 sold and collected")
        assert orders(shop) == ["000001 大米 x1 collected"]


async def test_the_next_console_says_that_a_sale_was_done_and_its_basket_is_gone(
    shop: Club, tmp_path: Path
) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await _lose_the_next_answer(desk)
    async with counter(shop, tmp_path) as desk:
        assert line(desk) == "When the console stopped, 张三 had bought already: it is O1."
        assert "Chosen: 张三 000001" in desk.rows[1]
        assert "大米" not in desk.row("Item")
        await desk.press("enter")
        assert line(desk) == "Scan an item, or type its name or code"
        assert orders(shop) == ["000001 大米 x1 collected"]
    async with counter(shop, tmp_path) as desk:
        assert line(desk) == "Scan an item, or type its name or code"


async def test_the_next_console_says_that_nothing_was_sold_and_the_basket_is_there(
    shop: Club, tmp_path: Path
) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await _lose_the_next_command(desk)
        assert line(desk).startswith("The database")
    async with counter(shop, tmp_path) as desk:
        assert line(desk) == "When the console stopped, nothing was sold to 张三: the basket is still here."
        await desk.press("enter")
        assert line(desk).startswith("O1 sold and collected")
        assert orders(shop) == ["000001 大米 x1 collected"]


async def test_what_came_of_a_sale_is_said_on_the_grid_too(
    shop: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await _lose_the_next_answer(desk)
    said: list[str] = []
    monkeypatch.setattr(Console, "notify", lambda _console, told, **_how: said.append(told))
    async with open_desk(shop, tmp_path) as desk:
        assert desk.on_grid
    assert said == ["When the console stopped, 张三 had bought already: it is O1."]


async def _lose_the_next_command(desk: Desk) -> None:
    """A sale that never gets to the database."""
    link: Any = desk.app.link  # type: ignore[attr-defined]

    async def lost(command: Any, key: str | None = None) -> None:
        raise DeskError("database_trouble", path="x", reason="lost")

    link.do, answers = lost, link.do
    await desk.press("enter")
    link.do = answers


async def _lose_the_next_answer(desk: Desk) -> None:
    """A sale that is done, whose answer does not come."""
    link: Any = desk.app.link  # type: ignore[attr-defined]
    answers = link.do

    async def lost(command: Any, key: str | None = None) -> None:
        await answers(command, key)
        raise DeskError("database_trouble", path="x", reason="lost")

    link.do = lost
    await desk.press("enter")
    link.do = answers


async def test_what_the_sale_was_refused_for_is_told_and_the_basket_stays(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        shop.do("write_off", sku="RICE", quantity=4, reason="虫蛀")
        await desk.press("enter")
        assert line(desk) == "Of 大米 (RICE) there are 0, not 1."
        shop.do("receive_stock", sku="RICE", quantity=4)
        await desk.follow()
        await desk.press("enter")
        assert orders(shop) == ["000001 大米 x1 collected"]


# Collected later, and by somebody else


async def test_what_is_collected_later_stands_there_and_is_handed_over(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("f6")
        assert line(desk).startswith("O1 sold, to be collected later | 张三 has")
        assert desk.row(" To collect: O1 大米 x1 (F5 = hand over)")
        await desk.press("f5")
        assert line(desk) == "O1 is handed over: 大米 x1"
        assert "To collect" not in text_of(desk.app)
        await desk.press("f5")
        assert line(desk) == "Nothing waits to be collected."
    assert orders(shop) == ["000001 大米 x1 collected"]


async def test_of_several_orders_it_is_asked_which_is_handed_over(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("f6")
        await scan(desk, TOWEL)
        await desk.press("f6", "f5", "down", "enter")
        assert line(desk) == "O2 is handed over: 毛巾礼盒 x1"
        assert orders(shop) == ["000001 毛巾礼盒 x1 collected", "000001 大米 x1 open"]


async def test_a_proxy_collects_what_waits_or_what_is_sold(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("f6", "f7", *"Ann", "space", *"wife", "enter")
        assert line(desk) == "O1 is handed over to Ann: 大米 x1"
        await scan(desk, TOWEL)
        await desk.press("f7", *"Bob", "enter")
        assert line(desk) == "Enter = take 39.90 yuan by WeChat, done and collected by Bob"
        await desk.press("enter")
    assert shop.ask("order", order="O1")["proxy"] == {"name": "Ann", "relation": "wife"}
    assert shop.ask("order", order="O2")["proxy"] == {"name": "Bob", "relation": None}


# Parked, left, taken up


async def test_baskets_are_parked_for_the_next_person_and_taken_up_again(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("f4")
        assert desk.row(" Parked: 张三 79.90 (F4)")
        assert line(desk) == "Who is it? Type a name, pinyin or number, or scan the card"
        await desk.press(*"ls", "enter")
        await scan(desk, TOWEL)
        await desk.press("enter")
        assert orders(shop) == ["000002 毛巾礼盒 x1 collected"]
        await desk.press("f4")
        assert line(desk) == "Enter = take 29.90 yuan by WeChat, done and collected now"
        assert "Parked" not in text_of(desk.app)


async def test_how_many_are_parked_stands_in_the_header_of_every_screen(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("f4")
        assert "F9: parked 1" in desk.rows[0]
        await desk.press("f9")
        assert "F9: parked 1" in desk.rows[0]
    async with open_desk(shop, tmp_path) as desk:
        assert "F9: parked 1" in desk.rows[0]
        await desk.press("f9", "f4")
        assert "parked" not in desk.rows[0]


async def test_of_several_parked_ones_it_is_asked_which(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("f4", *"ls", "enter")
        await scan(desk, TOWEL)
        await desk.press("f4")
        assert desk.row(" Parked: 张三 79.90, 李四 39.90 (F4)")
        await desk.press("f4")
        assert desk.row("李四  11-24 17:34  39.90  毛巾礼盒 x1")
        await desk.press("down", "enter")
        assert "李四 000002" in desk.rows[1]
        assert desk.row(" Parked: 张三 79.90 (F4)")


async def test_a_basket_and_parked_ones_survive_leaving_and_a_restart(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD, RICE) as desk:
        await desk.press("f4", *"ls", "enter")
        await scan(desk, TOWEL)
        await desk.press("tab", "escape", "escape")
        assert desk.on_grid
        await desk.press("f9")
        assert line(desk) == "Enter = take 39.90 yuan by Alipay, done and collected now"
    async with counter(shop, tmp_path) as desk:
        assert line(desk) == "Enter = take 39.90 yuan by Alipay, done and collected now"
        assert desk.row(" Parked: 张三 79.90 (F4)")


async def test_another_card_waits_until_the_basket_is_parked(shop: Club, tmp_path: Path) -> None:
    shop.do("change_member", staff_no="000002", card_no="C0000002")
    async with counter(shop, tmp_path, CARD, RICE, "C0000002") as desk:
        assert line(desk) == "The basket of 张三 is in hand: F4 parks it."
        await desk.press("f4")
        await scan(desk, "C0000002")
        assert "李四 000002" in desk.rows[1]


async def test_esc_puts_down_who_has_nothing_on_the_counter(shop: Club, tmp_path: Path) -> None:
    async with counter(shop, tmp_path, CARD) as desk:
        await desk.press("escape")
        assert line(desk) == "Who is it? Type a name, pinyin or number, or scan the card"
        await desk.press("escape")
        assert desk.on_grid


# Looks


async def test_it_follows_the_language(shop: Club, tmp_path: Path) -> None:
    shop.do("redeem", member="000001", lines=[{"sku": "TOWEL", "quantity": 1}], collect=False)
    async with counter(shop, tmp_path, CARD, RICE, size=(200, 50)) as desk:
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        rows = [row.replace("10kg", "") for row in desk.rows]
        assert english(rows) == []
        assert line(desk) == "回车 = 收微信 69.80 元，成交并当场领取"


@pytest.mark.parametrize("size", SIZES)
async def test_names_are_never_markup_and_no_line_is_longer_than_the_window(
    shop: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    fill_hostile(shop)
    async with counter(shop, tmp_path, size=size) as desk:
        await desk.press(*"000009", "enter", *"bad")
        assert all(name[:8] in text_of(desk.app) for name in HOSTILE[:2])
        assert all(cell_len(row) <= size[0] for row in desk.rows)
        await desk.press("enter", *"bad1", "enter", *"bad2", "enter")
        assert desk.row(HOSTILE[0])
        assert desk.row(HOSTILE[1][:8])
        await desk.press("f6")
        assert all(cell_len(row) <= size[0] for row in desk.rows)
        assert desk.row(" To collect: O1 [/] x1")
