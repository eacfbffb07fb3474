"""Writes the tables of the manual anew from the code: `python docs/manual/tables.py`; `--check` only says
whether they are as the code is (exit status 1 where not).

A table stands between `<!-- table: NAME -->` and `<!-- end -->` in en.md and zh.md.
"""

import dataclasses
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from exports.booking import _columns as booking_columns  # noqa: E402 - the program of this very tree
from exports.catching_up import _columns as paper_columns  # noqa: E402
from exports.facilities import COLUMNS as FACILITY_COLUMNS  # noqa: E402
from exports.facilities import FacilityRow  # noqa: E402
from exports.items import COLUMNS as ITEM_COLUMNS  # noqa: E402
from exports.items import ItemRow  # noqa: E402
from exports.ledger.awards import _columns as award_columns  # noqa: E402
from exports.ledger.grants import _columns as grant_columns  # noqa: E402
from exports.members import COLUMNS as MEMBER_COLUMNS  # noqa: E402
from exports.members import MemberRow  # noqa: E402
from exports.schedule.reading import LIST_HEADERS, LIST_REQUIRED, PERIOD_HEADERS  # noqa: E402
from exports.sheets.table import Column  # noqa: E402
from tui import language  # noqa: E402
from tui.keys import keys_spelt, table  # noqa: E402
from tui.language import _, said_in  # noqa: E402
from tui.sentences.check import FINDINGS  # noqa: E402
from tui.sentences.desk import SENTENCES  # noqa: E402
from tui.sentences.fields import PROBLEMS  # noqa: E402
from tui.sentences.sheets import SHEET_SENTENCES  # noqa: E402

_TABLE = re.compile(r"(<!-- table: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
HEADS: dict[str, dict[str, tuple[str, ...]]] = {
    "keys": {
        "en": ("Where", "Key", "Does", "Name in the settings file"),
        "zh_CN": ("在哪里", "按键", "作用", "设置文件中的名称"),
    },
    "columns": {
        "en": ("Column", "Headers understood", "Left out"),
        "zh_CN": ("栏", "可用的表头", "不写则为"),
    },
    "codes": {"en": ("Code", "English", "中文"), "zh_CN": ("代码", "中文", "English")},
}
WHERE = {
    "console": {"en": "everywhere", "zh_CN": "任何屏幕"},
    "booking": {"en": "main screen", "zh_CN": "主界面"},
    "grid": {"en": "in the grid", "zh_CN": "网格中"},
    "search": {"en": "finding a member", "zh_CN": "查找职工"},
    "options": {"en": "places, people, purpose", "zh_CN": "名额、人数、事由"},
    "pick": {"en": "choosing one of several", "zh_CN": "几个中选一个"},
    "members": {"en": "a member's page", "zh_CN": "职工的页面"},
    "reveal": {"en": "wherever a person is at hand", "zh_CN": "有当前职工的屏幕"},
    "privacy_notice": {"en": "the privacy notice", "zh_CN": "个人信息告知书"},
    "person": {"en": "a member's fields", "zh_CN": "职工的资料栏"},
    "closures": {"en": "closures", "zh_CN": "停用"},
    "closing": {"en": "a closure's fields", "zh_CN": "停用的填写栏"},
    "giving": {"en": "the fields of a grant", "zh_CN": "发放的填写栏"},
    "statement": {"en": "a statement", "zh_CN": "流水"},
    "entry": {"en": "an entry explained", "zh_CN": "一笔流水的来由"},
    "balances": {"en": "balances of the departments", "zh_CN": "部门余额"},
    "table": {"en": "in a table", "zh_CN": "表格中"},
    "reports": {"en": "reports", "zh_CN": "报表"},
    "page": {"en": "on a page of plots", "zh_CN": "图表页中"},
    "schedule": {"en": "uploading", "zh_CN": "上传周排期"},
    "pass": {"en": "a pass", "zh_CN": "预约凭证"},
    "paper": {"en": "catching up", "zh_CN": "补录纸质登记"},
    "policies": {"en": "policies", "zh_CN": "发放政策"},
    "policy": {"en": "a policy's fields", "zh_CN": "发放政策的填写栏"},
    "help": {"en": "help", "zh_CN": "帮助"},
    "orders": {"en": "orders", "zh_CN": "订单"},
    "order": {"en": "order", "zh_CN": "一单"},
    "asking": {"en": "field of an order", "zh_CN": "订单的输入栏"},
    "order_why": {"en": "an order explained", "zh_CN": "一单的来由"},
    "exchange": {"en": "exchange", "zh_CN": "换货"},
    "audit": {"en": "audit trail", "zh_CN": "审计记录"},
    "audit_record": {"en": "a record of the audit trail", "zh_CN": "一条审计记录"},
}
"""By what stands before the point in a key's name."""

REQUIRED = {"en": "must be there", "zh_CN": "必须有"}
NO_YES = {"en": ("no", "yes"), "zh_CN": ("否", "是")}
NOTHING = {"en": "nothing", "zh_CN": "空"}


def keys() -> list[str]:
    """The key table, in the order of `frontdesk keys`."""
    rows = [(_where(id), keys_spelt(row.binding, {}), row.what, f"`{id}`") for id, row in table().items()]
    order = list(WHERE)
    rows.sort(key=lambda row: order.index(room) if (room := row[3][1:].partition(".")[0]) in WHERE else 99)
    return _markdown("keys", rows)


def _where(id: str) -> str:
    room = id.partition(".")[0]
    return WHERE.get(room, {}).get(language.spoken(), room)


def codes(sentences: Mapping[str, str]) -> list[str]:
    """Codes with their sentences in both languages, the manual's own first."""
    other = language.ENGLISH if language.spoken() == language.CHINESE else language.CHINESE
    rows = ((f"`{code}`", _(text), said_in(other, text)) for code, text in sentences.items())
    return _markdown("codes", rows)


def columns(of: Iterable[Column], defaults: Mapping[str, object]) -> list[str]:
    """The columns of a sheet: the field, its headers, and what an absent one comes to."""
    spoken = language.spoken()
    rows = []
    for column in of:
        left_out = REQUIRED[spoken] if column.required else _default(defaults.get(column.name))
        rows.append((f"`{column.name}`", _headers(column.headers), left_out))
    return _markdown("columns", rows)


def schedule_columns() -> list[str]:
    """The columns of a schedule's list, and the one that makes a grid."""
    spoken = language.spoken()
    rows = [
        (f"`{name}`", _headers(headers), REQUIRED[spoken] if name in LIST_REQUIRED else NOTHING[spoken])
        for name, headers in LIST_HEADERS.items()
    ]
    return _markdown("columns", rows)


def period_column() -> list[str]:
    """The header by which a grid is known."""
    return [", ".join(("period", *PERIOD_HEADERS["period"]))]


TABLES: dict[str, Callable[[], list[str]]] = {
    "keys": keys,
    "refusals": lambda: codes(SENTENCES),
    "fields": lambda: codes(PROBLEMS),
    "sheets": lambda: codes(SHEET_SENTENCES),
    "findings": lambda: codes(FINDINGS),
    "facilities": lambda: columns(FACILITY_COLUMNS, _defaults_of(FacilityRow)),
    "members": lambda: columns(MEMBER_COLUMNS, _defaults_of(MemberRow)),
    "items": lambda: columns(ITEM_COLUMNS, _defaults_of(ItemRow)),
    "bookings": lambda: columns(booking_columns(date.min), {"party": 1}),
    "paper": lambda: columns(paper_columns(date.min), {"party": 1}),
    "grants": lambda: columns(grant_columns(date.min, opening=False), {"exempt": False}),
    "awards": lambda: columns(award_columns(date.min), {}),
    "schedule": schedule_columns,
    "period": period_column,
}


def written(text: str, spoken: str) -> str:
    """A manual's text with its tables as the code is."""
    language.use(spoken)
    return _TABLE.sub(lambda found: found[1] + "\n".join(TABLES[found[2]]()) + "\n" + found[3], text)


def main(*, check: bool) -> int:
    """Writes both manuals, or only looks at them."""
    astray = 0
    for name, spoken in (("en", language.ENGLISH), ("zh", language.CHINESE)):
        path = HERE / f"{name}.md"
        before = path.read_text(encoding="utf-8")
        after = written(before, spoken)
        astray += after != before
        if not check:
            path.write_text(after, encoding="utf-8", newline="\n")
    return astray if check else 0


def _markdown(kind: str, rows: Iterable[tuple[str, ...]]) -> list[str]:
    heads = HEADS[kind][language.spoken()]
    told = [heads, ("---",) * len(heads), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in told]


def _headers(headers: Iterable[str]) -> str:
    return ", ".join(headers) if language.spoken() == language.ENGLISH else "、".join(headers)


def _default(value: object) -> str:
    if value is None:
        return NOTHING[language.spoken()]
    if isinstance(value, bool):
        return NO_YES[language.spoken()][int(value)]
    return f"`{value}`"


def _defaults_of(row: type) -> dict[str, object]:
    return {field.name: field.default for field in dataclasses.fields(row)}


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
