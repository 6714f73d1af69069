"""What the readers of every format share: limits, and what a sheet says beside its cells."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """What a committee's file may hold at most: bytes on disk and unpacked, sheets, lines and columns a sheet."""

    max_bytes: int = 20_000_000
    max_unpacked: int = 100_000_000
    max_sheets: int = 60
    max_rows: int = 20_000
    max_columns: int = 200


@dataclass(frozen=True)
class Range:
    """A range of merged cells: first and last line (from 1) and position (from 0), included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Margins:
    """What a sheet says beside its cells."""

    hidden_lines: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    unsaved: list[str] = field(default_factory=list)


def spread(lines: dict[int, tuple[str, ...]], ranges: list[Range]) -> tuple[int, ...]:
    """Gives every cell of a merged range, on the lines that hold anything, the value of its first one.

    A range is cut to what the sheet holds: merging a whole column costs nothing. Returns the first line of each range
    that was filled.
    """
    width = max((len(texts) for texts in lines.values()), default=0)
    numbers = sorted(lines)
    filled: list[int] = []
    for each in ranges:
        texts = lines.get(each.top, ())
        value = texts[each.left] if each.left < len(texts) else ""
        right = min(each.right, width - 1)
        if not value.strip() or right < each.left:
            continue
        filled.append(each.top)
        for number in numbers:
            if each.top <= number <= each.bottom:
                row = list(lines[number]) + [""] * (right + 1 - len(lines[number]))
                for position in range(each.left, right + 1):
                    row[position] = row[position] or value
                lines[number] = tuple(row)
    return tuple(filled)
