"""The counter's sheets of the month's workbook: sales, takings, stock, and their rows."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.books import read_book, table_below
from tests.support.club import Club
from tests.support.terminal import Terminal
from tests.support.trade import Trade, open_shop

pytestmark = pytest.mark.usefixtures("clock_of_the_club")


@pytest.fixture
def shop(club: Club) -> Club:
    """Two rice and an oil are sold, a badge for points; one oil is cancelled, one rice comes back."""
    open_shop(club)
    for sku in ("RICE", "OIL", "BADGE"):
        club.do("receive_stock", sku=sku, quantity=40, unit_cost="20.00")
    lines = [{"sku": "RICE", "quantity": 2}, {"sku": "OIL", "quantity": 1}]
    club.do("redeem", member="000001", lines=lines, points=1000, allowance="100.00", cash="23.33")
    club.do("redeem", member="000003", lines=[{"sku": "BADGE", "quantity": 1}])
    club.do("redeem", member="000001", lines=[{"sku": "OIL", "quantity": 1}], collect=False)
    club.do("cancel_order", order="O3")
    club.do("return_lines", order="O1", lines=[{"sku": "RICE", "quantity": 1}], reason="x")
    return club


def export(terminal: Terminal, folder: Path, month: str = "2026-11", lang: str = "en") -> dict[str, Any]:
    told = terminal("export", "monthly", month, "--out", str(folder), lang=lang)
    assert (told.status, told.err) == (0, "")
    return read_book(next(folder.glob(f"*{month}.xlsx")))


def test_sales_by_category_and_by_item(shop: Club, terminal: Terminal, tmp_path: Path) -> None:
    book = export(terminal, tmp_path)
    rows = table_below(book["Sales by category"], "Category")[:3]  # notes stand below
    assert [row["Category"] for row in rows] == ["粮油", "Without a category", "All"]
    whole = rows[-1]
    assert (whole["Sold"], whole["Sold, yuan"], whole["Sold, points"]) == (5, 200.00, 50)
    assert (whole["Cancelled, yuan"], whole["Returned, yuan"]) == (66.67, 33.33)
    assert whole["Returned %"] == pytest.approx(1 / 5)
    assert (whole["Net, pieces"], whole["Net sales, yuan"]) == (3, 100.00)
    items = table_below(book["Sales by item"], "Code")
    assert [row["Code"] for row in items] == ["OIL", "RICE", "BADGE", None]
    top = table_below(book["Sales by item"], "Item")
    assert [(row["Item"], row["Sold, yuan"]) for row in top] == [
        ("name of OIL", 133.34), ("name of RICE", 66.66), ("name of BADGE", 0)
    ]  # fmt: skip


def test_the_summary_tells_what_a_buyer_spent(shop: Club, terminal: Terminal, tmp_path: Path) -> None:
    rows = table_below(export(terminal, tmp_path)["Summary"], "Section")
    figures = {row["Figure"]: row["2026-11"] for row in rows}
    assert figures["Members who bought"] == 2
    assert figures["Spend per buyer, yuan"] == 100.00


def test_takings_by_day_and_tender(shop: Club, terminal: Terminal, tmp_path: Path) -> None:
    """A quarter of the first order comes back: 250 points, 25.00 of allowance, 5.83 in cash."""
    book = export(terminal, tmp_path)
    rows = {str(row["Day"])[:10]: row for row in table_below(book["Takings"], "Day")}
    assert (len(rows), rows["2026-11-22"]["Orders placed"], rows["2026-11-23"]["Orders placed"]) == (26, 0, 3)
    day = rows["2026-11-23"]
    assert (day["Taken, yuan"], day["Given back, yuan"], day["Net, yuan"]) == (200.00, -100.00, 100.00)
    tenders = ("Points, as yuan", "Allowance, yuan", "Cash", "WeChat", "Alipay", "Bank card")
    assert sum(day[name] for name in tenders) == pytest.approx(100.00)
    assert rows["All"] == day | {"Day": "All", "Weekday": None}
    by_tender = table_below(book["Takings by tender"], "Day")[22]
    assert (by_tender["Points taken"], by_tender["Points given back"]) == (1050, -250)
    assert (by_tender["Cash taken"], by_tender["Cash given back"]) == (23.33, -5.83)
    assert table_below(book["Shift differences"], "Day")[22]["Without an open shift, yuan"] == 17.50


def test_the_stock_by_item(shop: Club, terminal: Terminal, tmp_path: Path) -> None:
    shop.do("change_item", sku="OIL", low_stock=39)
    rows = export(terminal, tmp_path)["Stock by item"]
    low = {
        row["Code"]: (row["Available now"], row["Suggested quantity"]) for row in table_below(rows, "Code")
    }
    assert (low["OIL"], low["PEN"]) == ((39, 1), (0, 5))
    every = rows[[row[:1] for row in rows].index(["Every item"]) :]
    rice = next(row for row in table_below(every, "Code") if row["Code"] == "RICE")
    told = (
        "Opening stock",
        "Received",
        "For orders",
        "Back to the shelf",
        "Closing stock",
        "On hand now",
    )
    assert [rice[name] for name in told] == [0, 40, -2, 1, 39, 39]
    assert rice["Received, yuan"] == 800.00


def test_each_order_line_stands_in_a_row_and_what_was_paid_with_the_first(
    shop: Club, terminal: Terminal, tmp_path: Path
) -> None:
    rows = table_below(export(terminal, tmp_path)["Order lines"], "Order")
    assert [(row["Order"], row["Code"], row["State"]) for row in rows] == [
        ("O1", "RICE", "collected"), ("O1", "OIL", "collected"), ("O2", "BADGE", "collected"),
        ("O3", "OIL", "cancelled"),
    ]  # fmt: skip
    first, second, badge, _ = rows
    assert (first["Staff number"], first["Quantity"], first["Value, yuan"]) == ("000001", 2, 66.66)
    assert (first["Points paid"], first["Allowance, yuan"], first["Cash"]) == (1000, 100.00, 23.33)
    assert (second["Points paid"], second["Cash"]) == (None, None)
    assert (badge["Value, yuan"], badge["For points alone"]) == (None, 50)
    assert first["Returned, pieces"] == 1


def test_each_stock_movement_stands_in_a_row(shop: Club, terminal: Terminal, tmp_path: Path) -> None:
    rows = table_below(export(terminal, tmp_path)["Stock movements"], "When")
    told = [(row["Code"], row["Kind of movement"], row["Quantity"], row["Document"]) for row in rows]
    assert told[0] == ("RICE", "Received", 40, None)
    assert told[3:] == [
        ("RICE", "Went out for orders", -2, "O1"), ("OIL", "Went out for orders", -1, "O1"),
        ("BADGE", "Went out for orders", -1, "O2"), ("RICE", "Back to the shelf", 1, "R1"),
    ]  # fmt: skip
    assert (rows[0]["Unit cost, yuan"], rows[0]["Value, yuan"]) == (20.00, 800.00)


def test_nothing_is_written_where_an_order_was_not_paid_as_it_was_sold(
    shop: Club, terminal: Terminal, tmp_path: Path
) -> None:
    """Somebody changed the database itself: a yuan more was paid."""
    with shop.database.write() as store:
        store.connection.execute("UPDATE tender_part SET value = value + 100 WHERE kind = 'cash'")
    told = terminal("export", "monthly", "2026-11", "--out", str(tmp_path))
    assert told.status == 1
    assert told.err.startswith(
        "Nothing is written, since two ways of counting differ: What was taken is what was sold "
        "(Net sales, yuan), 100.00 and "
    )
    assert list(tmp_path.glob("*.xlsx")) == []


@pytest.mark.parametrize("month", ["2026-11", "2026-12"])
def test_all_checks_agree_after_random_months(
    club: Club, terminal: Terminal, tmp_path: Path, month: str
) -> None:
    Trade(club, 7).live(120)
    rows = table_below(export(terminal, tmp_path, month)["Cross-checks"], "Check")
    assert {row["Agrees"] for row in rows} == {"yes"}
