"""The user's own workbook given back: faulty cells coloured and commented, and a first sheet that lists what to fix.

An ODS or CSV files come back as a workbook of the same sheets and lines; RDF, as that list alone. Formulas stay
formulas, what openpyxl cannot keep (macros, some drawings) is lost: the original is the user's to keep.
"""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname

from ftgraph.exports.committee import given_back, words
from ftgraph.exports.committee.lines import FindingLine
from ftgraph.exports.french_csv import cell as as_text
from ftgraph.exports.wording import pick
from ftgraph.sources.handed_in import HandedIn, Place, Severity
from ftgraph.wording import Language

_FILL: Mapping[Severity, str] = {"violation": "FFF4B6B0", "warning": "FFFFDDB0", "info": "FFCFE0F5"}
_GRAVEST: tuple[Severity, ...] = ("violation", "warning", "info")
_WIDTHS = (14, 12, 30, 24, 22, 16, 7, 20, 8, 24, 60, 50, 30, 60, 30)
_LONGEST_COMMENT = 1500
_COMMENT_WIDTH, _COMMENT_HEIGHT = 420, 180


def render(given: HandedIn, lines: Iterable[FindingLine], language: Language = "fr") -> bytes:
    """The workbook."""
    book, titles = given_back.workbook(given)
    found = list(lines)
    for (sheet, cell), marks in _by_cell(found).items():
        if sheet in titles:
            _mark(book[titles[sheet]], cell, marks)
    _list(book, found, titles, language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _by_cell(found: Iterable[FindingLine]) -> dict[tuple[str, str], list[FindingLine]]:
    cells: dict[tuple[str, str], list[FindingLine]] = {}
    for line in found:
        if line.place and line.place.line:
            cells.setdefault((line.place.sheet, _address(line.place)), []).append(line)
    return cells


def _address(place: Place) -> str:
    """The cell, or the first cell of the line when the finding is about all of it."""
    return place.cell or f"A{place.line}"


def _mark(page: Any, address: str, marks: list[FindingLine]) -> None:
    cell = page[_written(page, address)]
    gravest = min((mark.severity for mark in marks), key=_GRAVEST.index)
    cell.fill = PatternFill("solid", fgColor=_FILL[gravest])
    text = "\n\n".join(dict.fromkeys(mark.comment for mark in marks))
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    comment = Comment((before + text)[:_LONGEST_COMMENT], "ftgraph")
    comment.width, comment.height = _COMMENT_WIDTH, _COMMENT_HEIGHT
    cell.comment = comment


def _written(page: Any, address: str) -> str:
    """The cell that is written: the first one of a merged range."""
    for merged in page.merged_cells.ranges:
        if address in merged:
            return f"{get_column_letter(merged.min_col)}{merged.min_row}"
    return address


def _list(book: Any, found: list[FindingLine], titles: Mapping[str, str], language: Language) -> None:
    name = _free_name(book, pick(words.CONTROL_SHEET, language))
    page = book.create_sheet(name, 0)
    book.active = 0
    page.append([pick(heading, language) for heading in words.LINE_HEADINGS])
    for cell, width in zip(page[1], _WIDTHS, strict=True):
        cell.font = Font(bold=True)
        page.column_dimensions[cell.column_letter].width = width
    page.freeze_panes = "C2"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    for line in found:
        page.append([as_text(value) if isinstance(value, str) else value for value in line.values])
        row = page[page.max_row]
        row[0].fill = PatternFill("solid", fgColor=_FILL[line.severity])
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if line.place and line.place.line and line.place.sheet in titles:
            target = f"#{quote_sheetname(titles[line.place.sheet])}!{_address(line.place)}"
            row[8].value = _address(line.place)
            row[8].hyperlink = target
            row[8].font = Font(color="FF2F5D9B", underline="single")
    page.auto_filter.ref = f"A1:{get_column_letter(len(words.LINE_HEADINGS))}{max(2, page.max_row)}"


def _free_name(book: Any, wanted: str) -> str:
    name, number = wanted, 1
    while name in book.sheetnames:
        number += 1
        name = f"{wanted} {number}"
    return name
