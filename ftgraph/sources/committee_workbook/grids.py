"""The sheets of a file handed in, as lines of text: what each reader gives, whatever the format."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from ftgraph.sources.handed_in import Place


@dataclass(frozen=True)
class Limits:
    """What a committee's file may hold at most: bytes on disk and unpacked, sheets, lines and columns a sheet."""

    max_bytes: int = 20_000_000
    max_unpacked: int = 100_000_000
    max_sheets: int = 60
    max_rows: int = 20_000
    max_columns: int = 200


@dataclass(frozen=True)
class Grid:
    """A sheet: its name, its lines that are not empty (numbered as the spreadsheet does), what is hidden in it.

    `merged`: the first line of each range of merged cells that was filled with its value. `unsaved`: the cells ("C7")
    whose formula has no saved value.
    """

    name: str
    lines: Mapping[int, tuple[str, ...]]
    hidden: bool = False
    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[int, ...] = ()
    unsaved: tuple[str, ...] = ()

    def place(self, line: int, position: int, column: str = "", value: str | None = None) -> Place:
        """Where the cell at `position` (from 0) of `line` is. `column`: the heading it stands under."""
        cell = f"{get_column_letter(position + 1)}{line}"
        return Place(self.name, line, column, cell, self.text(line, position) if value is None else value)

    def text(self, line: int, position: int) -> str:
        """The text of a cell; "" where there is none."""
        texts = self.lines.get(line, ())
        return texts[position] if position < len(texts) else ""


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
