"""The sheets of an ODS workbook, read as a stream: repeated lines and columns are counted, never written out."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ftgraph.errors import SourceError
from ftgraph.sources.committee_workbook.grids import Limits, Range, spread
from ftgraph.sources.handed_in import Grid
from ftgraph.sources.xlsx import UNREADABLE, check_archive, damaged, refused

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_HIDDEN = ("collapse", "filter")
_MOST_SPACES = 1_000
_DEEPEST = 200


@dataclass
class _Sheet:
    """A table as it is being read. `width`: positions taken so far on the current line."""

    name: str
    style: str
    lines: dict[int, tuple[str, ...]] = field(default_factory=dict)
    ranges: list[Range] = field(default_factory=list)
    hidden_lines: set[int] = field(default_factory=set)
    line: int = 0


def read_ods(path: Path, limits: Limits) -> tuple[Grid, ...]:
    """The sheets of a workbook. Raises `SourceError`: damaged, protected, over the limits."""
    with path.open("rb") as file:
        check_archive(file, path, limits.max_unpacked)
        try:
            with zipfile.ZipFile(file) as archive:
                _check_open(archive, path)
                with archive.open("content.xml") as stream:
                    return tuple(_grids(stream, path, limits))
        except (*UNREADABLE, DefusedXmlException) as error:
            raise damaged(path) from error


def _check_open(archive: zipfile.ZipFile, path: Path) -> None:
    if "META-INF/manifest.xml" in archive.namelist():
        with archive.open("META-INF/manifest.xml") as stream:
            for _, element in iterparse(stream, events=("start",), forbid_dtd=True):
                if element.tag.endswith("}encryption-data"):
                    raise refused(path, "il est protégé par un mot de passe", "it is password-protected")


def _grids(stream: IO[bytes], path: Path, limits: Limits) -> Iterator[Grid]:
    hidden_styles: set[str] = set()
    sheet: _Sheet | None = None
    sheets = depth = style_depth = 0
    style = ""
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        tag = element.tag
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise refused(path, "il est imbriqué trop profondément", "it is nested too deeply")
        if event == "start":
            if tag == f"{_STYLE}style":
                style, style_depth = element.get(f"{_STYLE}name", ""), depth
            elif tag == f"{_TABLE}table" and sheet is None:
                sheets += 1
                if sheets > limits.max_sheets:
                    most = limits.max_sheets
                    raise refused(path, f"il a plus de {most} feuilles", f"it has over {most} sheets")
                sheet = _Sheet(element.get(f"{_TABLE}name", ""), element.get(f"{_TABLE}style-name", ""))
                opened = depth
            continue
        if tag == f"{_STYLE}table-properties" and style and depth >= style_depth:
            if element.get(f"{_TABLE}display") == "false":
                hidden_styles.add(style)
        elif sheet is not None and tag == f"{_TABLE}table-row":
            _take_row(sheet, element, path, limits)
            element.clear()
        elif sheet is not None and tag == f"{_TABLE}table" and depth < opened:
            merged = spread(sheet.lines, sheet.ranges)
            hidden = sheet.style in hidden_styles
            yield Grid(
                sheet.name, sheet.lines, hidden, frozenset(sheet.hidden_lines & sheet.lines.keys()), merged=merged
            )
            sheet = None
            element.clear()


def _take_row(sheet: _Sheet, row: Element, path: Path, limits: Limits) -> None:
    """Adds a row. One that is repeated is kept as often as it says only when it holds something."""
    repeated = _count(row.get(f"{_TABLE}number-rows-repeated"))
    first = sheet.line + 1
    sheet.line += repeated
    texts, ranges = _cells(row, first, path, limits)
    if row.get(f"{_TABLE}visibility") in _HIDDEN:
        sheet.hidden_lines.update(range(first, first + min(repeated, limits.max_rows)))
    if not texts:
        return
    if len(sheet.lines) + repeated > limits.max_rows or first + repeated - 1 > limits.max_rows:
        raise _too_large(path, first, limits)
    sheet.ranges.extend(ranges)
    for number in range(first, first + repeated):
        sheet.lines[number] = texts


def _cells(row: Element, line: int, path: Path, limits: Limits) -> tuple[tuple[str, ...], list[Range]]:
    texts: list[str] = []
    ranges: list[Range] = []
    waiting = 0  # empty cells, not written until a full one follows
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        repeated = _count(cell.get(f"{_TABLE}number-columns-repeated"))
        text = "" if cell.tag == _CELLS[1] else _cell_text(cell)
        if not text.strip():
            waiting += repeated
            continue
        if len(texts) + waiting + repeated > limits.max_columns:
            raise _too_large(path, line, limits)
        texts.extend([""] * waiting)
        waiting = 0
        down, across = (_count(cell.get(f"{_TABLE}number-{what}-spanned")) for what in ("rows", "columns"))
        if down > 1 or across > 1:
            ranges.append(Range(line, len(texts), line + down - 1, len(texts) + across - 1))
        texts.extend([text] * repeated)
    return tuple(texts), ranges


def _count(text: str | None) -> int:
    return max(1, int(text)) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 1


def _cell_text(cell: Element) -> str:
    """A cell as its user reads it: dates in ISO form, numbers without a decimal point when whole."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    shown = "\n".join(_paragraph(part) for part in cell if part.tag == f"{_TEXT}p")
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", shown).removesuffix("T00:00:00")
    if kind == "boolean":
        return "VRAI" if cell.get(f"{_OFFICE}boolean-value") == "true" else "FAUX"
    if kind in {"float", "percentage", "currency"}:
        value = cell.get(f"{_OFFICE}value", "")
        # A code typed as a number and shown with its zeros ("01001"): what is shown is what was meant.
        if shown.startswith("0") and shown.isdecimal():
            return shown
        return value.removesuffix(".0") or shown
    return shown or cell.get(f"{_OFFICE}string-value", "")


def _paragraph(element: Element) -> str:
    pieces = [element.text or ""]
    for part in element:
        if part.tag == f"{_TEXT}s":
            pieces.append(" " * min(_count(part.get(f"{_TEXT}c")), _MOST_SPACES))
        elif part.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif part.tag == f"{_TEXT}tab":
            pieces.append(" ")
        elif part.tag != f"{_OFFICE}annotation":
            pieces.append(_paragraph(part))
        pieces.append(part.tail or "")
    return "".join(pieces)


def _too_large(path: Path, line: int, limits: Limits) -> SourceError:
    return SourceError(
        f"Une feuille de «\u202f{path.name}\u202f» dépasse {limits.max_rows} lignes ou {limits.max_columns} colonnes "
        f"(ligne {line}).",
        f"A sheet of “{path.name}” exceeds {limits.max_rows} rows or {limits.max_columns} columns (line {line}).",
        line=line,
        cure="Supprimez les cellules égarées loin du tableau.",
        cure_en="Delete the stray cells far from the table.",
    )
