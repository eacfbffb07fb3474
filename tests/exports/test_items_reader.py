"""The counter's goods and services as a sheet."""

from datetime import date
from pathlib import Path

import pytest

from exports.items import ItemRow, read_items, read_items_file
from exports.sheets import Cell, Rows
from exports.sheets.table import Table

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "items.xlsx"


def read(*rows: list[Cell]) -> Table[ItemRow]:
    return read_items([Rows("商品", 1, 1, list(rows))])


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the samples lie beside the repository")
def test_the_sample_items_are_read_whole() -> None:
    table = read_items_file(SAMPLE)
    assert (table.errors, table.unknown, len(table.rows)) == ([], [], 13)
    assert {row.kind for row in table.rows} == {"goods", "service"}


def test_every_field_has_its_column() -> None:
    told: dict[str, Cell] = {
        "编码": "cup", "名称": "杯子", "类型": "商品", "分类": "日用", "规格": "350ml",
        "单价(元)": "￥1,033.30", "积分价": 800.0, "库存预警": "２", "期初库存": 9.0, "可退货": "否",
        "供应商": "某商行", "条码": 6901234567890.0, "开售日期": "2026-12-01", "停售日期": "2026/12/31",
    }  # fmt: skip
    table = read(list(told), list(told.values()))
    assert table.errors == []
    assert table.rows == [
        ItemRow(
            sheet="商品",
            row=2,
            sku="cup",
            name="杯子",
            kind="goods",
            category="日用",
            specification="350ml",
            price=103330,
            points_price=800,
            low_stock=2,
            opening_stock=9,
            returnable=False,
            supplier="某商行",
            barcode="6901234567890",
            sale_from=date(2026, 12, 1),
            sale_to=date(2026, 12, 31),
        )
    ]


def test_english_headers_are_known_and_what_is_left_out_has_the_command_s_default() -> None:
    table = read(["code", "name", "kind", "unit price", "opening stock"], ["a", "A", "service", 5.5, None])
    assert (table.errors, table.unknown) == ([], [])
    assert table.rows == [ItemRow("商品", 2, "a", "A", "service", price=550)]


def test_a_price_is_more_than_nothing_with_at_most_two_decimals() -> None:
    head: list[Cell] = ["编码", "名称", "类型", "单价"]
    table = read(head, ["a", "A", "商品", 0.0], ["b", "B", "商品", 1.005], ["c", "C", "商品", -1.0])
    assert [(error.cell, error.code) for error in table.errors] == [
        ("D2", "out_of_range"), ("D3", "bad_amount"), ("D4", "out_of_range")
    ]  # fmt: skip
