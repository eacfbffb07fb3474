"""Reads a QR code as a scanner does (ISO/IEC 18004), from half-block characters or modules: version 1 and
alphanumeric text, which is all that a pass needs. The check words must fit the data, so that a code with a
wrong module is refused here, where a scanner would mend it."""

from collections.abc import Sequence

SIDE = 21
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
WORDS = {0b01: 19, 0b00: 16, 0b11: 13, 0b10: 9}
"""Data words by the two bits of the level (L, M, Q, H), of 26 in all."""

MASKS = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, j: i % 2 == 0,
    lambda i, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)

Modules = Sequence[Sequence[bool]]


def modules_of(lines: Sequence[str]) -> list[list[bool]]:
    """Half-block characters as modules, two in each, one above the other."""
    width = max(map(len, lines))
    found = []
    for line in lines:
        padded = line.ljust(width)
        found.append([character in "█▀" for character in padded])
        found.append([character in "█▄" for character in padded])
    return found


def read(modules: Modules) -> str:
    """The text of a code with at least four light modules around it."""
    code = _trimmed(modules)
    level, mask = _format(code)
    words = _words(code, mask)
    assert not any(_syndromes(words, len(words) - WORDS[level])), "the check words do not fit the data"
    return _text(words[: WORDS[level]])


def _trimmed(modules: Modules) -> list[list[bool]]:
    rows = [number for number, row in enumerate(modules) if any(row)]
    columns = [number for number in range(len(modules[0])) if any(row[number] for row in modules)]
    top, left, bottom, right = rows[0], columns[0], rows[-1], columns[-1]
    assert (bottom - top + 1, right - left + 1) == (SIDE, SIDE)
    assert min(top, left, len(modules) - 1 - bottom, len(modules[0]) - 1 - right) >= 4, "no quiet zone"
    return [list(row[left : right + 1]) for row in modules[top : bottom + 1]]


def _format(code: Modules) -> tuple[int, int]:
    """The level's two bits and the mask: both copies say the same, and are of the format's own code."""
    upright = [code[row][8] for row in (0, 1, 2, 3, 4, 5, 7, 8)]
    across = [code[8][column] for column in (7, 5, 4, 3, 2, 1, 0)]
    other = [code[8][column] for column in range(SIDE - 1, SIDE - 9, -1)]
    other += [code[row][8] for row in range(SIDE - 7, SIDE)]
    bits = upright + across
    assert bits == other
    value = sum(bit << place for place, bit in enumerate(bits)) ^ 0b101010000010010
    rest = value
    for place in range(14, 9, -1):
        if rest >> place & 1:
            rest ^= 0b10100110111 << (place - 10)
    assert rest == 0, "no format of a QR code"
    return value >> 13, value >> 10 & 7


def _words(code: Modules, mask: int) -> list[int]:
    """The words in the order of the code: from the lower right, up and down in pairs of columns."""
    bits = []
    upwards = True
    for right in (20, 18, 16, 14, 12, 10, 8, 5, 3, 1):
        for row in range(SIDE - 1, -1, -1) if upwards else range(SIDE):
            for column in (right, right - 1):
                if not _is_fixed(row, column):
                    bits.append(code[row][column] ^ MASKS[mask](row, column))
        upwards = not upwards
    return [sum(bit << 7 - place for place, bit in enumerate(bits[at : at + 8])) for at in range(0, 208, 8)]


def _is_fixed(row: int, column: int) -> bool:
    corners = (row < 9 and column < 9) or (row < 9 and column > 12) or (row > 12 and column < 9)
    return corners or row == 6 or column == 6


def _syndromes(words: Sequence[int], checks: int) -> list[int]:
    """All zero where the last words, so many, belong to the data (Reed-Solomon over GF(256))."""
    powers = [1]
    for _ in range(254):
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100011101 if doubled > 255 else doubled)
    logs = {value: place for place, value in enumerate(powers)}

    def times(one: int, other: int) -> int:
        return powers[(logs[one] + logs[other]) % 255] if one and other else 0

    found = []
    for place in range(checks):
        value = 0
        for word in words:
            value = times(value, powers[place]) ^ word
        found.append(value)
    return found


def _text(words: Sequence[int]) -> str:
    bits = "".join(f"{word:08b}" for word in words)
    assert bits[:4] == "0010", "not alphanumeric"
    length, at, text = int(bits[4:13], 2), 13, ""
    while len(text) < length:
        size = 11 if length - len(text) > 1 else 6
        value = int(bits[at : at + size], 2)
        text += ALPHANUMERIC[value // 45] + ALPHANUMERIC[value % 45] if size == 11 else ALPHANUMERIC[value]
        at += size
    return text
