"""A stranger's XLSX workbook, sheet by sheet, as lines of text, within limits that hold before a parser sees it."""

import math
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from ftgraph.errors import SourceError
from ftgraph.sources.xml_guard import declares_entities, is_utf16

MAX_UNPACKED_BYTES = 400_000_000
_MAX_PARTS = 2_000
_EXCEL_ROWS = 1_048_576
_CHUNK = 1 << 20
_BATCH = 1_000
_ZERO_PADDED = re.compile(r"0{2,}")
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl and the libraries below it raise on a damaged workbook: they promise no error of their own."""
Line = tuple[int, list[str]]


def sheet_lines(path: Path, sheet: str | None, *, max_rows: int, max_columns: int) -> Iterator[Line]:
    """(line as Excel numbers it, cells as text) of a sheet (default: the first that is visible), empty lines left out.

    Dates come in ISO form, whole numbers without decimals, numbers shown with leading zeros with them, formulas as
    their last value. A merged range has its text in the first cell. Raises `SourceError` when the workbook is
    damaged, over the limits, or has no such sheet.
    """
    with path.open("rb") as file:
        check_archive(file, path)
        try:
            yield from _read(file, path, sheet, max_rows, max_columns)
        except UNREADABLE as error:
            raise damaged(path) from error


def damaged(path: Path) -> SourceError:
    """The error of a workbook that cannot be read."""
    return SourceError(
        f"Le classeur «\u202f{path.name}\u202f» est endommagé ou n’est pas un classeur XLSX.",
        f"The workbook “{path.name}” is damaged, or is no XLSX workbook.",
        cure="Ouvrez-le dans un tableur et enregistrez-le de nouveau au format .xlsx ou .csv.",
        cure_en="Open it in a spreadsheet and save it again as .xlsx or .csv.",
    )


def refused(path: Path, why: str, why_en: str) -> SourceError:
    """The error of a workbook that could be read, and is not: `why` ends a sentence."""
    return SourceError(
        f"Le classeur «\u202f{path.name}\u202f» est refusé\u202f: {why}.",
        f"The workbook “{path.name}” is refused: {why_en}.",
        cure="Copiez les seules données utiles dans un classeur neuf, ou enregistrez la feuille en .csv.",
        cure_en="Copy the useful data alone into a new workbook, or save the sheet as .csv.",
    )


def check_archive(file: IO[bytes], path: Path, max_unpacked: int | None = None) -> None:
    """Refuses zip bombs, encrypted parts and XML that declares a DTD; leaves the file at its start.

    `max_unpacked`: bytes of all its parts once decompressed (default: `MAX_UNPACKED_BYTES`). Raises `SourceError`.
    """
    most = MAX_UNPACKED_BYTES if max_unpacked is None else max_unpacked
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > most:
                limit = most // 1_000_000
                raise refused(path, f"décompressé, il dépasse {limit} Mo", f"unpacked, it exceeds {limit} MB")
            for part in parts:
                if part.flag_bits & 1:
                    raise refused(path, "il est protégé par un mot de passe", "it is password-protected")
                with archive.open(part) as stream:
                    _check_part(stream, path)
    except UNREADABLE as error:
        raise damaged(path) from error
    file.seek(0)


def _check_part(stream: IO[bytes], path: Path) -> None:
    start = stream.read(2)
    # A DTD could hide from the search below in UTF-16, which no spreadsheet writes.
    if is_utf16(start):
        raise refused(path, "une de ses parties n’est pas en UTF-8", "one of its parts is not in UTF-8")
    if declares_entities(chain([start], iter(partial(stream.read, _CHUNK), b""))):
        raise refused(path, "il contient une déclaration DOCTYPE ou ENTITY", "it declares a DOCTYPE or ENTITY")


def open_workbook(file: IO[bytes]) -> openpyxl.Workbook:
    """The workbook, for `worksheet_lines`. To be asked after `check_archive`. Raises `UNREADABLE`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and validations that it leaves out
        return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _read(file: IO[bytes], path: Path, sheet: str | None, max_rows: int, max_columns: int) -> Iterator[Line]:
    worksheet = _choose(open_workbook(file), path, sheet)
    yield from worksheet_lines(worksheet, path, max_rows, max_columns)


def worksheet_lines(worksheet: ReadOnlyWorksheet, path: Path, max_rows: int, max_columns: int) -> Iterator[Line]:
    """The lines of one sheet, as `sheet_lines` gives them. Raises `SourceError` over the limits, else `UNREADABLE`."""
    # What a file says of its own size is often wrong: one stray format makes it XFD1048576.
    worksheet.reset_dimensions()
    rows = enumerate(iter(worksheet), start=1)
    width_read = 0
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            batch = list(islice(rows, _BATCH))
        if not batch:
            return
        for line, cells in batch:
            width_read += len(cells)
            if line > _EXCEL_ROWS or width_read > max_rows * max_columns:
                raise _too_large(path, line, max_rows, max_columns)
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1].strip():
                texts.pop()
            if not texts:
                continue
            if line > max_rows or len(texts) > max_columns:
                raise _too_large(path, line, max_rows, max_columns)
            yield line, texts


def _too_large(path: Path, line: int, max_rows: int, max_columns: int) -> SourceError:
    return SourceError(
        f"La feuille de «\u202f{path.name}\u202f» dépasse {max_rows} lignes ou {max_columns} colonnes (ligne {line}).",
        f"The sheet of “{path.name}” exceeds {max_rows} rows or {max_columns} columns (line {line}).",
        line=line,
        cure="Supprimez les cellules égarées loin du tableau, ou enregistrez la feuille en .csv.",
        cure_en="Delete the stray cells far from the table, or save the sheet as .csv.",
    )


def _choose(workbook: openpyxl.Workbook, path: Path, sheet: str | None) -> ReadOnlyWorksheet:
    sheets = [found for found in workbook.worksheets if isinstance(found, ReadOnlyWorksheet)]
    if sheet is None:
        chosen = next((found for found in sheets if found.sheet_state == "visible"), None)
    else:
        chosen = next((found for found in sheets if found.title == sheet), None)
    if chosen is None:
        titles = ", ".join(f"«\u202f{found.title}\u202f»" for found in sheets)
        wanted = "visible" if sheet is None else f"«\u202f{sheet}\u202f»"
        raise SourceError(
            f"Le classeur «\u202f{path.name}\u202f» n’a pas de feuille {wanted}.",
            f"The workbook “{path.name}” has no sheet {wanted}.",
            cure=f"Ses feuilles\u202f: {titles}." if titles else "",
            cure_en=f"Its sheets: {titles}." if titles else "",
        )
    return chosen


def _text(cell: Any) -> str:
    """A cell as its user reads it in a list of codes: see `sheet_lines`."""
    match cell.value:
        case None:
            text = ""
        case bool() as flag:
            text = "VRAI" if flag else "FAUX"
        case int() | float() as number:
            text = _number(number)
            shown = cell.number_format or ""
            if text.isdecimal() and _ZERO_PADDED.fullmatch(shown):
                text = text.zfill(len(shown))
        case datetime() as moment if moment.time() == time():
            text = moment.date().isoformat()
        case date() | time() as moment:
            text = moment.isoformat()
        case value:
            text = str(value)
    return text


def _number(number: float) -> str:
    if not math.isfinite(number):
        return str(number)
    if number == int(number):
        return str(int(number))
    return f"{Decimal(repr(number)):f}"
