"""CSV as French Excel opens it: `;`, UTF-8 with a byte order mark, CRLF, decimal comma, dates as day/month/year.

Cells that a spreadsheet would run as a formula begin with an apostrophe instead.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ftgraph.exports.columns import Value
from ftgraph.exports.wording import decimal

_BOM = b"\xef\xbb\xbf"
_ROWS_A_PIECE = 500
# The last four are the full-width forms, which some versions read as the plain ones.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def pieces(heading: Sequence[str], rows: Iterable[tuple[Sequence[Value], Sequence[int]]]) -> Iterator[bytes]:
    """The file in pieces. Each row: its values, and the decimals that each number is written with."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([cell(each) for each in heading])
    mark = _BOM
    for number, (values, places) in enumerate(rows, start=1):
        writer.writerow([cell(value, digits) for value, digits in zip(values, places, strict=True)])
        if number % _ROWS_A_PIECE == 0:
            yield mark + _taken(text)
            mark = b""
    yield mark + _taken(text)


def _taken(text: io.StringIO) -> bytes:
    data = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return data


def cell(value: Value, places: int = 0) -> str:
    """A value as the file holds it; a text that would run as a formula is made a text."""
    match value:
        case None:
            return ""
        case str():
            return f"'{value}" if value.startswith(_RUNS) else value
        case date():
            return value.strftime("%d/%m/%Y")
        case float():
            return decimal(value, places)
    return str(value)
