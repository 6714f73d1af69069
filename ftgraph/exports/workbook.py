"""XLSX workbooks: written line by line, heading frozen, and a second sheet that says where the figures come from."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ftgraph.errors import UsageError
from ftgraph.exports.columns import Value

_PIECE = 1 << 16
_MOST_LINES = 1_048_576
_LONGEST_CELL = 32_767
_IN_MEMORY = 1 << 22
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEADING_FILL = "FFE8EDF3"
_FORMATS = {0: "0", 1: "0.0", 2: "0.00", 6: "0.000000"}


@dataclass(frozen=True)
class Marked:
    """A whole number that is read with a word beside it, and still counts as a number."""

    number: int
    word: str


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the columns' headings, widths (characters) and decimals, and the lines.

    A line's value may be a `Marked` number.
    """

    name: str
    headings: Sequence[str]
    widths: Sequence[int]
    places: Sequence[int]
    lines: Iterable[Sequence[Value | Marked]]
    frozen: str = "B2"


def pieces(sheets: Sequence[Sheet], about: Iterable[tuple[str, str]], about_name: str = "À propos") -> Iterator[bytes]:
    """The file in pieces; it is complete on disk before the first. Raises `UsageError` past Excel's last line."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(book, sheet)
    _tell(book, about, about_name)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _fill(book: Any, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.name)
    page.freeze_panes = sheet.frozen
    for number, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    last = get_column_letter(len(sheet.headings))
    page.append([_heading(page, text) for text in sheet.headings])
    lines = 1
    for lines, values in enumerate(sheet.lines, start=2):
        if lines > _MOST_LINES:
            raise UsageError(
                "Un classeur Excel ne peut pas tenir autant de lignes.",
                "An Excel workbook cannot hold that many lines.",
                cure="Ajoutez un filtre, ou demandez le format CSV.",
                cure_en="Add a filter, or ask for CSV.",
            )
        page.append([_cell(page, value, digits) for value, digits in zip(values, sheet.places, strict=True)])
    page.auto_filter.ref = f"A1:{last}{lines}"


def _tell(book: Any, about: Iterable[tuple[str, str]], name: str) -> None:
    page = book.create_sheet(name)
    page.column_dimensions["A"].width = 28
    page.column_dimensions["B"].width = 100
    for label, value in about:
        page.append([_heading(page, label), _cell(page, value, 0)])


def _heading(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, _ILLEGAL.sub("", text))
    cell.data_type = "s"
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=_HEADING_FILL)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(page: Any, value: Value | Marked, places: int) -> Any:
    match value:
        case Marked():
            cell = WriteOnlyCell(page, value.number)
            cell.number_format = '0" (' + value.word.replace('"', "") + ')"'
            return cell
        case str():
            text = _ILLEGAL.sub("", value)
            if len(text) > _LONGEST_CELL:
                text = text[: _LONGEST_CELL - 1] + "…"
            if not text.startswith("="):
                return text or None
            # A text, not a formula: openpyxl would take the first sign for one.
            cell = WriteOnlyCell(page, text)
            cell.data_type = "s"
            return cell
        case float():
            cell = WriteOnlyCell(page, value)
            cell.number_format = _FORMATS[places]
            return cell
        case None | int():
            return value
    cell = WriteOnlyCell(page, datetime(value.year, value.month, value.day))  # noqa: DTZ001 - a day, no time in it
    cell.number_format = "DD/MM/YYYY"
    return cell
