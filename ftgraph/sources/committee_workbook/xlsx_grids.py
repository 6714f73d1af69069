"""The sheets of an XLSX workbook, with what openpyxl's quick reading leaves out: merged cells, what is hidden."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from ftgraph.sources.committee_workbook.grids import Limits, Margins, Range, spread
from ftgraph.sources.handed_in import Grid
from ftgraph.sources.xlsx import UNREADABLE, check_archive, damaged, open_workbook, refused, worksheet_lines

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_MOST_RANGES = 5_000
_MOST_UNSAVED = 50


def read_xlsx(path: Path, limits: Limits) -> tuple[Grid, ...]:
    """The sheets of a workbook. Raises `SourceError`: damaged, protected, over the limits."""
    with path.open("rb") as file:
        check_archive(file, path, limits.max_unpacked)
        try:
            return tuple(_grids(file, path, limits))
        except (*UNREADABLE, DefusedXmlException) as error:
            raise damaged(path) from error


def _grids(file: IO[bytes], path: Path, limits: Limits) -> Iterator[Grid]:
    workbook = open_workbook(file)
    sheets = [sheet for sheet in workbook.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    if len(sheets) > limits.max_sheets:
        raise refused(path, f"il a plus de {limits.max_sheets} feuilles", f"it has over {limits.max_sheets} sheets")
    with zipfile.ZipFile(file) as archive:
        for sheet in sheets:
            found = worksheet_lines(sheet, path, limits.max_rows, limits.max_columns)
            lines = {number: tuple(texts) for number, texts in found}
            # openpyxl names a sheet's part nowhere else.
            with archive.open(sheet._worksheet_path) as stream:  # type: ignore[attr-defined]
                margins = _margins(stream)
            merged = spread(lines, margins.merged)
            yield Grid(
                sheet.title,
                lines,
                sheet.sheet_state != "visible",
                frozenset(margins.hidden_lines & lines.keys()),
                frozenset(margins.hidden_columns),
                merged,
                tuple(margins.unsaved),
            )


def _margins(stream: IO[bytes]) -> Margins:
    margins = Margins()
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            if tag == "row" and element.get("hidden") in {"1", "true"} and element.get("r", "").isdecimal():
                margins.hidden_lines.add(int(element.get("r", "0")))
            continue
        if tag == "mergeCell" and len(margins.merged) < _MOST_RANGES:
            if found := _range(element.get("ref", "")):
                margins.merged.append(found)
        elif tag == "col" and element.get("hidden") in {"1", "true"}:
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            margins.hidden_columns.update(range(first - 1, min(last, 16_384)))
        elif tag == "c" and len(margins.unsaved) < _MOST_UNSAVED:
            tags = {child.tag.rpartition("}")[2]: child.text for child in element}
            if "f" in tags and not tags.get("v") and "is" not in tags:
                margins.unsaved.append(element.get("r", ""))
        if tag == "row":
            element.clear()
    return margins


def _range(reference: str) -> Range | None:
    first, _, last = reference.partition(":")
    start, end = _CELL.fullmatch(first), _CELL.fullmatch(last)
    if start is None or end is None:
        return None
    return Range(
        int(start[2]), column_index_from_string(start[1]) - 1, int(end[2]), column_index_from_string(end[1]) - 1
    )
