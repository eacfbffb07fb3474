"""The counter's goods and services as a sheet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal

from exports.sheets import Cell, Rows, read_sheets
from exports.sheets.cells import (
    CellFault,
    choice,
    day,
    flag,
    hundredths,
    identifier,
    name,
    shown,
    whole_within,
)
from exports.sheets.table import Column, Table, read_table


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item as a sheet tells of it; `price` in fen. None: the cell is empty, or there is no such column.
    `opening_stock` is what there is of a new item."""

    sheet: str
    row: int
    sku: str
    name: str
    kind: Literal["goods", "service"]
    category: str | None = None
    specification: str | None = None
    price: int | None = None
    points_price: int | None = None
    low_stock: int | None = None
    opening_stock: int | None = None
    returnable: bool = True
    supplier: str | None = None
    barcode: str | None = None
    sale_from: date | None = None
    sale_to: date | None = None


KINDS = {
    **dict.fromkeys(("goods", "商品", "实物", "物品", "货品"), "goods"),
    **dict.fromkeys(("service", "服务", "票券", "票"), "service"),
}


def _number(least: int) -> Callable[[Cell], object]:
    return partial(whole_within, least=least)


def _price(cell: Cell) -> int:
    """Fen, at least one. `bad_amount`, `out_of_range`."""
    price = hundredths(cell)
    if price <= 0:
        raise CellFault("out_of_range", value=shown(cell), least="0.01", most=None)
    return price


COLUMNS = (
    Column("sku", ("编码", "商品编码", "货号", "代码", "code"), identifier, required=True, unique=True),
    Column("name", ("名称", "商品名称", "品名", "商品"), name, required=True),
    Column("kind", ("类型", "商品类型", "type"), partial(choice, choices=KINDS), required=True),
    Column("category", ("分类", "类别", "品类"), name),
    Column("specification", ("规格", "规格型号", "spec"), name),
    Column("price", ("单价", "价格", "售价", "unit price"), _price),
    Column("points_price", ("积分价", "积分价格", "兑换积分", "points"), _number(1)),
    Column("low_stock", ("库存预警", "预警库存", "最低库存", "low-stock threshold", "threshold"), _number(0)),
    Column("opening_stock", ("期初库存", "库存", "数量", "stock", "opening"), _number(0)),
    Column("returnable", ("可退货", "可退", "允许退货"), flag),
    Column("supplier", ("供应商", "供货商", "供货单位"), name),
    Column("barcode", ("条码", "条形码", "商品条码", "bar code"), identifier, unique=True),
    Column("sale_from", ("开售日期", "上架日期", "销售开始", "on sale from"), day),
    Column("sale_to", ("停售日期", "下架日期", "销售结束", "on sale to"), day),
)


def read_items(chunks: Iterable[Rows]) -> Table[ItemRow]:
    """The items of a sheet, and every error with its cell."""
    return read_table(chunks, COLUMNS, ItemRow)


def read_items_file(path: Path) -> Table[ItemRow]:
    """`read_items` of a file. FileFault for a file that cannot be opened as a sheet."""
    return read_items(read_sheets(path))
