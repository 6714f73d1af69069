"""The workbook that goes back to whoever handed a file in: an XLSX as it came, any other file's sheets made into one.

Sheets and lines keep their numbers, texts stay as they were typed: what a report says of « Membres, ligne 7 » is there.
"""

import io
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypeAlias

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from ftgraph.exports.committee.printable import printable
from ftgraph.sources.handed_in import Grid, HandedIn
from ftgraph.wording import Text

Way: TypeAlias = Literal["as-it-came", "rebuilt", "list-alone"]

SAID: Mapping[Way, Text] = {
    "as-it-came": Text(
        "Le classeur annoté est le vôtre : cellules fautives coloriées et commentées, liste dans la feuille"
        " «\u202fContrôle\u202f».",
        "The annotated workbook is your own: faulty cells coloured and commented, listed in a sheet of its own.",
    ),
    "rebuilt": Text(
        "Le classeur annoté reprend vos feuilles au format Excel, ligne pour ligne : cellules fautives coloriées et"
        " commentées, liste dans la feuille «\u202fContrôle\u202f».",
        "The annotated workbook is your sheets as an Excel file, line for line: faulty cells coloured and commented,"
        " listed in a sheet of its own.",
    ),
    "list-alone": Text(
        "Le classeur annoté ne contient que la liste de ce qui est à corriger : le fichier remis n’a pas de feuilles,"
        " ou en a trop pour être repris.",
        "The annotated workbook holds only the list of what to fix: the file has no sheets, or too much to be copied.",
    ),
}
"""What the annotated workbook is, for each way in which a file comes back."""

_MOST_CELLS = 500_000
"""Past which a file is no committee's: openpyxl would take a gigabyte for it."""
_LAST_LINE = 1_048_576
_LONGEST_TITLE = 31
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST_YEAR = 1900
_WIDEST, _NARROWEST = 50, 10


def way(given: HandedIn) -> Way:
    """How a file comes back: itself, its sheets in a new workbook, or not at all (RDF, or far too large)."""
    if given.workbook:
        return "as-it-came"
    cells = sum(len(texts) for grid in given.sheets for texts in grid.lines.values())
    fits = cells <= _MOST_CELLS and all(max(grid.lines, default=0) <= _LAST_LINE for grid in given.sheets)
    return "rebuilt" if given.sheets and fits else "list-alone"


def workbook(given: HandedIn) -> tuple[Any, Mapping[str, str]]:
    """The workbook, and the title in it of each sheet that the report names; one without sheets for « list-alone »."""
    if given.workbook:
        book = load_workbook(io.BytesIO(given.workbook))
        return book, {title: title for title in book.sheetnames}
    book = Workbook()
    del book[book.sheetnames[0]]
    titles: dict[str, str] = {}
    if way(given) == "rebuilt":
        for grid in given.sheets:
            title = _title(grid.name, {each.casefold() for each in book.sheetnames})
            titles[printable(grid.name)] = title
            _fill(book.create_sheet(title), grid, with_dates=given.kind == "ods")
    return book, titles


def _title(name: str, taken: set[str]) -> str:
    """A title that Excel takes: 31 characters, none of those it forbids, no two alike."""
    plain = _NOT_IN_A_TITLE.sub("-", printable(name)).strip("'")[:_LONGEST_TITLE] or "Feuille"
    title, number = plain, 1
    while title.casefold() in taken:
        number += 1
        title = f"{plain[: _LONGEST_TITLE - len(str(number)) - 1]} {number}"
    return title


def _fill(page: Any, grid: Grid, *, with_dates: bool) -> None:
    """`with_dates`: a text that is an ISO date was a date's cell, as an ODS gives them."""
    widths: dict[int, int] = {}
    for line, texts in grid.lines.items():
        for position, text in enumerate(texts, start=1):
            if text:
                _write(page.cell(line, position), printable(text), with_dates=with_dates)
                widths[position] = max(widths.get(position, 0), min(len(text), _WIDEST))
    for position, width in widths.items():
        page.column_dimensions[get_column_letter(position)].width = max(width + 2, _NARROWEST)
    for position in grid.hidden_columns & {each - 1 for each in widths}:
        page.column_dimensions[get_column_letter(position + 1)].hidden = True
    for line in grid.hidden_lines:
        page.row_dimensions[line].hidden = True
    if grid.hidden:
        page.sheet_state = "hidden"


def _write(cell: Any, text: str, *, with_dates: bool) -> None:
    day = _day(text) if with_dates else None
    if day is not None:
        cell.value, cell.number_format = day, "DD/MM/YYYY"
        return
    cell.value = text
    # Text, even once it is typed again: a code keeps its zeros, « =1+1 » and « -3 » do not run.
    cell.data_type = "s"
    cell.number_format = "@"


def _day(text: str) -> date | None:
    """The date, None for any other text and for a day before those that a spreadsheet counts."""
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year > _FIRST_YEAR else None
