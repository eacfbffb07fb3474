"""What an 80 mm printer gets of an order: the receipt, and the slip by which it is collected.

Lines of text as wide as the paper; the words come from the caller, in its language.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from core.text import visible
from exports.files import whole_file
from exports.passes import COLUMNS, pieces
from exports.workbook import places_of

RULE = "-" * COLUMNS
_BLANK_LINE = 12
"""Columns that a hand needs at the least to write in."""

_DIGITS = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
}


class Priced(NamedTuple):
    """A line of an order: how many at which price (`2 x 33.33`), and what it comes to."""

    name: str
    quantity: str
    amount: str


class Sum(NamedTuple):
    """A label with what stands to the right of it."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """`head` says which order, when and whose; `sums` what was paid and how, `balances` what is left,
    `notes` what can still be done."""

    heading: str
    head: Sequence[str]
    lines: Sequence[Priced]
    sums: Sequence[Sum]
    balances: Sequence[Sum]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class PickUpSlip:
    """`number` is the order's, drawn large; `signed` are labels with room to write behind each."""

    heading: str
    number: int
    head: Sequence[str]
    lines: Sequence[Sum]
    notes: Sequence[str]
    signed: Sequence[str]


def receipt_lines(receipt: Receipt) -> list[str]:
    """The receipt, no line wider than the paper; amounts stand to the right."""
    return [
        *centred(receipt.heading),
        RULE,
        *_folded(receipt.head),
        RULE,
        *(part for line in receipt.lines for part in _priced(line)),
        RULE,
        *(part for one in receipt.sums for part in placed(*one)),
        RULE,
        *(part for one in receipt.balances for part in placed(*one)),
        *_folded(receipt.notes),
    ]


def slip_lines(slip: PickUpSlip) -> list[str]:
    """The pick-up slip, no line wider than the paper."""
    return [
        *centred(slip.heading),
        RULE,
        "",
        *large(slip.number),
        "",
        RULE,
        *_folded(slip.head),
        RULE,
        *(part for one in slip.lines for part in placed(*one)),
        RULE,
        *_folded(slip.notes),
        *(part for label in slip.signed for part in ("", *_to_be_signed(label))),
    ]


def write_lines(path: Path, lines: Iterable[str]) -> Path:
    """Writes lines as a text file; where it ended up (see `whole_file`). OSError as the system says."""
    with whole_file(path) as whole:
        whole.part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    return whole.path


def large(number: int) -> list[str]:
    """A number in digits of five lines, in the middle; twice as wide where the paper is wide enough. One that
    does not fit at all stands as it is."""
    digits = [_DIGITS[digit] for digit in str(number)]
    rows = [" ".join(digit[row] for digit in digits) for row in range(5)]
    for times in (2, 1):
        wide = ["".join(dot * times for dot in row) for row in rows]
        if len(wide[0]) <= COLUMNS:
            return [(" " * ((COLUMNS - len(row)) // 2) + row).rstrip() for row in wide]
    return list(centred(str(number)))


def centred(text: str) -> Iterator[str]:
    """A text in the middle of the paper."""
    for piece in pieces(text, COLUMNS):
        yield " " * ((COLUMNS - places_of(piece)) // 2) + piece


def placed(label: str, amount: str) -> Iterator[str]:
    """A label to the left and an amount to the right; below each other where they do not fit beside."""
    label, amount = visible(label), visible(amount)
    between = COLUMNS - places_of(label) - places_of(amount)
    if between >= 1:
        yield label + " " * between + amount
        return
    yield from pieces(label, COLUMNS)
    for piece in pieces(amount, COLUMNS):
        yield " " * (COLUMNS - places_of(piece)) + piece


def _priced(line: Priced) -> Iterator[str]:
    yield from pieces(line.name, COLUMNS)
    yield from placed(f"  {line.quantity}", line.amount)


def _to_be_signed(label: str) -> Iterator[str]:
    *before, last = pieces(f"{label} ", COLUMNS - _BLANK_LINE)
    yield from before
    yield last + "_" * (COLUMNS - places_of(last))


def _folded(texts: Iterable[str]) -> Iterator[str]:
    return (piece for text in texts for piece in pieces(text, COLUMNS))
