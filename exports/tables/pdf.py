"""Sheets as a pdf to be printed on A4, with a Chinese font inside, so that any machine shows it alike."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.text import visible
from exports.files import whole_file
from exports.tables import FONT, POINT
from exports.tables.model import NUMBERS, Chart, Row, Sheet, Table, Value, shown

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN = 12.0
"""Millimetres, as all lengths here."""

SIZE, LEAST_SIZE = 9.0, 5.0
"""Points: of a table's text, and the smallest to which a wide table is set."""

TITLE_SIZE, HEADING_SIZE = 15.0, 11.0
LINE_HEIGHT = 1.4
"""Of the size of the text."""

PADDING = 1.2
SLACK = 0.1
"""By so much a text may be wider than its column: widths are sums of rounded ones."""

BOX_HEIGHT = 9.0
"""The least height of a row that is to be signed in."""

FEW_ROWS = 24
"""So many rows of a table are kept together."""

HEADER_COLOUR, TOTALS_COLOUR, LINE_COLOUR = (217, 225, 242), (242, 242, 242), (150, 150, 150)
HOT = (111, 168, 220)
CHART_HEIGHT, CHART_WIDTH = 55.0, 170.0
MARKS = ((47, 117, 181), (237, 125, 49), (112, 173, 71), (165, 165, 165))


def write_pdf(
    path: Path, sheets: Iterable[Sheet], pages: str, told: Callable[[str], None] = lambda _: None
) -> Path:
    """Writes the sheets, each from a new page on, whole or not at all; where the file ended up (see
    `whole_file`). `pages` is the footer, with `{page}` and `{pages}`."""
    from exports.tables.page import new_document

    with new_document(pages) as document, whole_file(path) as whole:
        for sheet in sheets:
            told(sheet.name)
            _Writer(document, sheet).write()
        document.output(str(whole.part))
    return whole.path


class _Column(NamedTuple):
    """Where a column stands on the page, and whether its values stand to its right."""

    x: float
    width: float
    right: bool


class _Writer:
    """One sheet on its pages."""

    def __init__(self, document: "FPDF", sheet: Sheet) -> None:
        self.document = document
        self.sheet = sheet
        self.document.add_page(orientation="landscape" if sheet.landscape else "portrait")
        self.wide = document.w - 2 * MARGIN
        self.width = lru_cache(maxsize=4096)(self._width)

    def _width(self, character: str) -> float:
        """Of a character at a size of one point, so that it is worked out once."""
        self.document.set_font(FONT, size=10)
        return self.document.get_string_width(character) / 10

    def measure(self, text: str, size: float) -> float:
        return sum(self.width(character) for character in text) * size

    def lines(self, text: str, width: float, size: float) -> list[str]:
        """The text in lines that are no wider; it is never cut."""
        found, line, used = [], "", 0.0
        for character in text:
            more = self.width(character) * size
            if line and used + more > width:
                found.append(line)
                line, used = "", 0.0
            line += character
            used += more
        return [*found, line]

    # ------------------------------------------------------------ the page

    def write(self) -> None:
        self.say(self.sheet.title, TITLE_SIZE, bold=True)
        for label, text in self.sheet.head:
            self.say(f"{label}  {text}", SIZE)
        self.document.ln(3)
        for table in self.sheet.tables:
            self.table(table)

    def say(self, text: str, size: float, *, bold: bool = False) -> None:
        """A text over the whole width."""
        for line in self.lines(visible(text), self.wide, size):
            height = size * POINT * LINE_HEIGHT
            self.room(height)
            self.put(line, MARGIN, self.document.get_y(), size, bold=bold)
            self.document.set_y(self.document.get_y() + height)

    def put(self, text: str, x: float, y: float, size: float, *, bold: bool = False) -> None:
        """A line of text whose upper left corner this is. The font has one weight: bold is drawn with an
        outline."""
        document = self.document
        document.set_font(FONT, size=size)
        with document.local_context(text_mode="FILL_STROKE" if bold else "FILL", line_width=0.15):
            document.text(x, y + size * POINT * 1.1, text)

    def room(self, height: float) -> bool:
        """A new page where there is no room for so much more; whether one was begun."""
        if self.document.get_y() + height <= self.document.h - MARGIN - 6:
            return False
        self.document.add_page(same=True)
        return True

    # ------------------------------------------------------------ tables

    def table(self, table: Table) -> None:
        from dataclasses import replace

        rows = list(table.rows)
        table = replace(table, rows=rows)
        columns, size = self.columns(table)
        self.keep_together(len(rows) + 2, BOX_HEIGHT if table.boxed else size * POINT * LINE_HEIGHT + 0.6)
        if table.heading:
            self.say(table.heading, HEADING_SIZE, bold=True)
        self.header(table, columns, size)
        scale = _scale(table)
        for row in table.rows:
            self.row(table, columns, row, size, scale=scale)
        if table.totals is not None:
            self.row(table, columns, table.totals, size, fill=TOTALS_COLOUR, bold=True)
        for note in [*([table.empty] if not rows and table.empty else []), *table.notes]:
            self.say(note, SIZE - 1.5)
        if table.chart is not None:
            self.chart(table, table.chart)
        self.document.ln(5)

    def keep_together(self, rows: int, height: float) -> None:
        """A table of few rows begins a new page rather than be cut in two; of many, rather than have its head
        alone on a page."""
        self.room((rows if rows <= FEW_ROWS else 5) * height + 8)

    def columns(self, table: Table) -> tuple[list[_Column], float]:
        """Widths by what stands in the columns, the text smaller where they are too wide together, and at the
        smallest size the widest columns narrower: their texts take more lines. What is left of a boxed
        table's page is for the columns that are to be written in."""
        rows = [*table.rows, *([table.totals] if table.totals is not None else [])]
        natural = [
            max(
                self.measure(column.header, SIZE),
                *(self.measure(shown(column.kind, row[at]), SIZE) for row in rows),
                SIZE * 2 * POINT,
            )
            for at, column in enumerate(table.columns)
        ]
        space = self.wide - 2 * PADDING * len(natural)
        size = max(min(SIZE, SIZE * space / sum(natural)), LEAST_SIZE)
        widths = _no_wider([width * size / SIZE for width in natural], space)
        if table.boxed and sum(widths) < space:
            to_write = [at for at in range(len(widths)) if all(row[at] in (None, "") for row in rows)]
            more = (space - sum(widths)) / len(to_write or widths[-1:])
            for at in to_write or [len(widths) - 1]:
                widths[at] += more
        found, x = [], MARGIN
        for width, column in zip(widths, table.columns, strict=True):
            found.append(_Column(x, width + 2 * PADDING, column.kind in NUMBERS))
            x += width + 2 * PADDING
        return found, size

    def header(self, table: Table, columns: Sequence[_Column], size: float) -> None:
        texts = [column.header for column in table.columns]
        self.cells(columns, texts, size, fills=[HEADER_COLOUR] * len(texts), bold=True, least=0)

    def row(
        self,
        table: Table,
        columns: Sequence[_Column],
        row: Row,
        size: float,
        *,
        scale: float | None = None,
        fill: tuple[int, int, int] | None = None,
        bold: bool = False,
    ) -> None:
        """A row; the headers again where it begins a page."""
        texts = [visible(shown(column.kind, value)) for column, value in zip(table.columns, row, strict=True)]
        fills = [fill or _heat(table, at, value, scale) for at, value in enumerate(row)]
        height = self.height(columns, texts, size, BOX_HEIGHT if table.boxed else 0)
        if self.room(height):
            self.header(table, columns, size)
        self.cells(columns, texts, size, fills=fills, bold=bold, least=BOX_HEIGHT if table.boxed else 0)

    def height(self, columns: Sequence[_Column], texts: Sequence[str], size: float, least: float) -> float:
        most = max(
            len(self.lines(text, column.width - 2 * PADDING + SLACK, size))
            for text, column in zip(texts, columns, strict=True)
        )
        return max(most * size * POINT * LINE_HEIGHT + 0.6, least)

    def cells(
        self,
        columns: Sequence[_Column],
        texts: Sequence[str],
        size: float,
        *,
        fills: Sequence[tuple[int, int, int] | None],
        bold: bool,
        least: float,
    ) -> None:
        document, y = self.document, self.document.get_y()
        height = self.height(columns, texts, size, least)
        for column, text, fill in zip(columns, texts, fills, strict=True):
            if fill is not None:
                document.set_fill_color(*fill)
                document.rect(column.x, y, column.width, height, style="F")
            inner = column.width - 2 * PADDING + SLACK
            for at, line in enumerate(self.lines(text, inner, size)):
                x = column.x + PADDING
                if column.right:
                    x = column.x + column.width - PADDING - self.measure(line, size)
                self.put(line, x, y + 0.3 + at * size * POINT * LINE_HEIGHT, size, bold=bold)
        self.rule(columns, y, height, boxed=least > 0)
        document.set_y(y + height)

    def rule(self, columns: Sequence[_Column], y: float, height: float, *, boxed: bool) -> None:
        """A thin line below, or a box around each cell that is to be written in."""
        document = self.document
        document.set_draw_color(*LINE_COLOUR)
        document.set_line_width(0.1)
        if boxed:
            for column in columns:
                document.rect(column.x, y, column.width, height)
        else:
            document.line(MARGIN, y + height, columns[-1].x + columns[-1].width, y + height)
        document.set_draw_color(0, 0, 0)

    # ------------------------------------------------------------ charts

    def chart(self, table: Table, chart: Chart) -> None:
        """Bars, one group for each row; a line is drawn as bars too: paper has no colours to follow it by."""
        rows = list(table.rows)
        series = [[_number(row[at]) for row in rows] for at in chart.values]
        most = max((number for numbers in series for number in numbers), default=0.0)
        if most <= 0:
            return
        self.room(CHART_HEIGHT + 22)
        self.document.ln(3)
        self.say(f"{chart.title}  {chart.axis}".rstrip(), SIZE + 1, bold=True)
        if len(chart.values) > 1:
            self.legend([table.columns[at].header for at in chart.values])
        kind = table.columns[chart.values[0]].kind
        labels = [visible(shown(table.columns[chart.labels].kind, row[chart.labels])) for row in rows]
        self.bars(labels, series, most, [shown(kind, row[chart.values[0]]) for row in rows])

    def legend(self, names: Sequence[str]) -> None:
        x, y = MARGIN, self.document.get_y()
        for name, colour in zip(names, MARKS, strict=False):
            self.document.set_fill_color(*colour)
            self.document.rect(x, y + 0.8, 3, 3, style="F")
            self.put(name, x + 4, y, SIZE - 1)
            x += 10 + self.measure(name, SIZE - 1)
        self.document.set_y(y + 6)

    def bars(
        self, labels: Sequence[str], series: Sequence[Sequence[float]], most: float, told: Sequence[str]
    ) -> None:
        """Each group of bars stands above its label; what the first bar comes to stands on it where there is
        room."""
        document, top = self.document, self.document.get_y() + 4
        step = min(self.wide, max(CHART_WIDTH, len(labels) * 7.0)) / len(labels)
        bar, foot = step * 0.7 / len(series), top + CHART_HEIGHT - 12
        for at, label in enumerate(labels):
            x = MARGIN + at * step
            for number, (numbers, colour) in enumerate(zip(series, MARKS, strict=False)):
                height = (foot - top) * max(numbers[at], 0) / most
                document.set_fill_color(*colour)
                document.rect(x + number * bar, foot - height, bar, height, style="F")
            small = 6.0
            if len(series) == 1 and self.measure(told[at], small) <= step:
                self.put(told[at], x, foot - (foot - top) * max(series[0][at], 0) / most - 3, small)
            line = self.lines(label, step - 0.5, small)
            for index, text in enumerate(line[:3]):
                self.put(text, x, foot + 1 + index * 3, small)
        document.set_draw_color(*LINE_COLOUR)
        document.line(MARGIN, foot, MARGIN + step * len(labels), foot)
        document.set_y(foot + 12)


def _no_wider(widths: Sequence[float], space: float) -> list[float]:
    """The widths, the widest cut down until all fit."""
    found = list(widths)
    while (over := sum(found) - space) > 0.01:
        widest = max(found)
        wide = [at for at, width in enumerate(found) if width > widest - 0.01]
        second = max((width for width in found if width <= widest - 0.01), default=0.0)
        less = min(over / len(wide), widest - second)
        for at in wide:
            found[at] -= less
    return found


def _number(value: object) -> float:
    inner = value.value if isinstance(value, Value) else value
    return float(inner) if isinstance(inner, int | float) else 0.0


def _scale(table: Table) -> float | None:
    """What the hottest cell comes to."""
    if table.heat is None:
        return None
    first, last = table.heat
    return max((_number(row[at]) for row in table.rows for at in range(first, last + 1)), default=0.0)


def _heat(table: Table, at: int, value: object, scale: float | None) -> tuple[int, int, int] | None:
    if not scale or table.heat is None or not table.heat[0] <= at <= table.heat[1] or value is None:
        return None
    part = min(_number(value) / scale, 1.0)
    red, green, blue = (round(255 - (255 - colour) * part) for colour in HOT)
    return red, green, blue
