"""Tables that people hand in: CSV (`;` `,` or tab; UTF-8 or Windows-1252) and XLSX, as rows of text with line numbers.

The cells' text is what the file says: codes keep their leading zeros, nothing is guessed. Anything that is no table
raises `SourceError`, never another error.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

from ftgraph.errors import SourceError
from ftgraph.sources.xlsx import Line, sheet_lines

MAX_BYTES = 200_000_000
MAX_ROWS = 400_000
"""Of a workbook, which is parsed whole; a CSV file is read as it comes and goes further."""
MAX_CSV_LINES = 20_000_000
MAX_COLUMNS = 200
_DELIMITERS = ";,\t"
_SAMPLE_RECORDS = 50
_MAX_RECORD_LINES = 1_000
_CHUNK = 1 << 20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its line in the file (the first, when it spans several), and its text under each column's name."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the columns of its first non-empty line, and its rows, read as they are asked for (once).

    Two columns of the same name are told apart ("nom", "nom (2)"); one without a name is "colonne 3", and so is the
    text of a row longer than the header.
    """

    path: Path
    columns: tuple[str, ...]
    rows: Iterator[Row]


def read_table(path: Path, *, sheet: str | None = None, max_bytes: int = MAX_BYTES) -> Table:
    """Opens a CSV file or a sheet (by name; default: the first that is visible) of an XLSX workbook.

    What it is is told from its first bytes, not from its name. Empty rows are left out; others keep their line numbers.
    Raises `SourceError`, here or while the rows are read: unreadable, damaged, no header, more than `max_bytes`,
    400,000 rows or 200 columns.
    """
    lines = _lines(path, sheet, max_bytes)
    header = next(lines, None)
    if header is None:
        raise SourceError(
            f"Le fichier «\u202f{path.name}\u202f» est vide.",
            f"The file “{path.name}” is empty.",
            cure="La première ligne non vide doit porter les noms des colonnes.",
            cure_en="The first line that is not empty must bear the columns’ names.",
        )
    columns = _columns(header[1])
    return Table(path, columns, _rows(columns, lines))


def _lines(path: Path, sheet: str | None, max_bytes: int) -> Iterator[Line]:
    """The non-empty lines of a file of either form. The file's faults raise at the first line asked for, or later."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise SourceError(
            f"Le fichier «\u202f{path.name}\u202f» ne peut pas être ouvert.",
            f"The file “{path.name}” cannot be opened.",
            cure="Vérifiez le chemin et les droits de lecture.",
            cure_en="Check the path and the right to read it.",
        ) from error
    if size > max_bytes:
        limit = f"{max_bytes / 1_000_000:g}"
        raise SourceError(
            f"Le fichier «\u202f{path.name}\u202f» dépasse {limit} Mo.", f"The file “{path.name}” exceeds {limit} MB."
        )
    if start == _OLE:
        raise SourceError(
            f"Le fichier «\u202f{path.name}\u202f» est un classeur d’un ancien format ou protégé par un mot de passe.",
            f"The file “{path.name}” is a workbook of an old format, or password-protected.",
            cure="Enregistrez-le au format .xlsx, sans mot de passe, ou en .csv.",
            cure_en="Save it as .xlsx, without a password, or as .csv.",
        )
    if start == _ZIP:
        return sheet_lines(path, sheet, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS)
    if sheet is not None:
        raise SourceError(
            f"Le fichier «\u202f{path.name}\u202f» n’est pas un classeur\u202f: "
            f"il n’a pas de feuille «\u202f{sheet}\u202f».",
            f"The file “{path.name}” is no workbook: it has no sheet “{sheet}”.",
        )
    return csv_lines(path)


def _columns(header: list[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    columns = []
    for position, text in enumerate(header, start=1):
        name = " ".join(text.split()) or _unnamed(position)
        while name in seen:
            seen[name] += 1
            name = f"{name} ({seen[name]})"
        seen[name] = 1
        columns.append(name)
    return tuple(columns)


def _unnamed(position: int) -> str:
    return f"colonne {position}"


def _rows(columns: tuple[str, ...], lines: Iterable[Line]) -> Iterator[Row]:
    for line, texts in lines:
        cells = dict(zip_longest(columns, texts[: len(columns)], fillvalue=""))
        for position, text in enumerate(texts[len(columns) :], start=len(columns) + 1):
            if text.strip():
                cells[_unnamed(position)] = text
        yield Row(line, cells)


def _encoding(path: Path) -> str:
    """`utf-8-sig` when the whole file is UTF-8, `utf-16` when it says so, else `cp1252`. One pass, bounded memory."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):  # Excel's "Texte Unicode"
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def csv_lines(path: Path) -> Iterator[Line]:
    """(line, cells as text) of a CSV file, empty lines left out. Raises `SourceError` as `read_table` does."""
    line = 1
    try:
        encoding = _encoding(path)
        delimiter = _delimiter(path, encoding)
        with path.open(encoding=encoding, newline="") as file:
            source = _CountedLines(file, path)
            records = csv.reader(source, delimiter=delimiter)
            for texts in records:
                if len(texts) > MAX_COLUMNS or line > MAX_CSV_LINES:
                    raise SourceError(
                        f"Le fichier «\u202f{path.name}\u202f» dépasse {MAX_CSV_LINES} lignes "
                        f"ou {MAX_COLUMNS} colonnes.",
                        f"The file “{path.name}” exceeds {MAX_CSV_LINES} lines or {MAX_COLUMNS} columns.",
                        line=line,
                    )
                if any(text.strip() for text in texts):
                    yield line, texts
                line = source.begin_record()
    except csv.Error as error:
        raise SourceError(
            f"La ligne {line} de «\u202f{path.name}\u202f» n’est pas une ligne CSV lisible.",
            f"Line {line} of “{path.name}” is not readable as CSV.",
            line=line,
            cure="Cherchez un guillemet ouvert et non fermé.",
            cure_en="Look for a quotation mark that is opened and not closed.",
        ) from error
    except (UnicodeError, OSError) as error:
        raise SourceError(
            f"Le texte de «\u202f{path.name}\u202f» n’est ni en UTF-8 ni en Windows-1252 (vers la ligne {line}).",
            f"The text of “{path.name}” is neither UTF-8 nor Windows-1252 (near line {line}).",
            line=line,
            cure="Enregistrez-le au format «\u202fCSV UTF-8\u202f».",
            cure_en="Save it as “CSV UTF-8”.",
        ) from error


class _CountedLines:
    """A file's lines for the CSV reader, with the line at which each record starts.

    The CSV reader takes an unclosed quote for a text that runs to the end of the file, and says nothing: a record
    that spans too many lines, or that the end of the file cuts short, is an error here.
    """

    def __init__(self, lines: Iterable[str], path: Path) -> None:
        self._lines = iter(lines)
        self._path = path
        self._read = 0
        self._start = 1
        self._quotes = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        text = next(self._lines, None)
        spanned = self._read + 1 - self._start
        if text is None:
            if spanned > 1 and self._quotes % 2:
                raise self._unclosed()
            raise StopIteration
        if "\0" in text:
            raise SourceError(
                f"Le fichier «\u202f{self._path.name}\u202f» n’est pas un fichier texte (ligne {self._read + 1}).",
                f"The file “{self._path.name}” is no text file (line {self._read + 1}).",
                line=self._read + 1,
                cure="Remettez un fichier .csv ou .xlsx.",
                cure_en="Hand in a .csv or .xlsx file.",
            )
        if spanned > _MAX_RECORD_LINES:
            raise self._unclosed()
        self._read += 1
        self._quotes += text.count('"')
        return text

    def begin_record(self) -> int:
        """To be called when the CSV reader has given a record: the line of the next one."""
        self._start = self._read + 1
        self._quotes = 0
        return self._start

    def _unclosed(self) -> SourceError:
        return SourceError(
            f"Un guillemet ouvert à la ligne {self._start} de «\u202f{self._path.name}\u202f» n’est pas fermé.",
            f"A quote opened on line {self._start} of “{self._path.name}” is not closed.",
            line=self._start,
            cure="Fermez-le, ou doublez les guillemets qui font partie du texte.",
            cure_en="Close it, or double the quotation marks that are part of the text.",
        )


def _delimiter(path: Path, encoding: str) -> str:
    """The delimiter under which most of the first records are as long as the header; then the one that splits most."""

    def fit(delimiter: str) -> tuple[float, int]:
        with path.open(encoding=encoding, newline="") as file:
            try:
                records = list(islice(csv.reader(file, delimiter=delimiter), _SAMPLE_RECORDS))
            except csv.Error:
                return (0, 0)
        widths = [len(record) for record in records if any(text.strip() for text in record)]
        if not widths or widths[0] < 2:
            return (0, 0)
        return (round(widths.count(widths[0]) / len(widths), 1), widths[0])

    return max(_DELIMITERS, key=fit)
