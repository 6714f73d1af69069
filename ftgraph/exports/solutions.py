"""A list of solutions in any of its formats: bytes in pieces, so that a national one never stands whole in memory."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from ftgraph.exports import french_csv, json_document
from ftgraph.exports.columns import COLUMNS, headings
from ftgraph.exports.formats import CSV, JSON, Format
from ftgraph.namespaces import ROOT
from ftgraph.solutions import Answer, SolutionFilters, SolutionRow

Rows = Iterable[SolutionRow]


_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True)
class Dataset:
    """A source as an export names it. `licence` may be empty; `example`: its rows are illustrative."""

    code: str
    title: str
    licence: str = ""
    example: bool = False


@dataclass(frozen=True)
class SolutionExport:
    """What is written: `rows`, taken once, under the heading of `answer` (its own rows are not looked at).

    `filters` is the question; `sources` what the rows come from, where known; `base` the root of the things' IRIs.
    """

    answer: Answer
    rows: Rows
    filters: SolutionFilters
    sources: Sequence[Dataset] = ()
    base: str = ROOT
    language: str = "fr"


def pieces(kind: Format, export: SolutionExport) -> Iterator[bytes]:
    """The file in pieces. Raises `UsageError` when the format cannot hold it (a workbook past its last line)."""
    return _WRITERS[kind.name](export)


def write(kind: Format, export: SolutionExport, out: BinaryIO) -> None:
    """`pieces`, written to a stream."""
    for piece in pieces(kind, export):
        out.write(piece)


def file_name(answer: Answer) -> str:
    """A name for the file, without suffix: `solutions-departement-35-2026-11-24`."""
    place = f"-{_UNSAFE.sub('-', answer.territory.value)}" if answer.territory else ""
    return f"solutions{place}-{answer.as_of.isoformat()}"


def _json(export: SolutionExport) -> Iterator[bytes]:
    return json_document.pieces(export.answer, export.rows)


def _csv(export: SolutionExport) -> Iterator[bytes]:
    places = [column.places for column in COLUMNS]
    language = export.language
    rows = (([column.read(row, language) for column in COLUMNS], places) for row in export.rows)
    return french_csv.pieces(headings(language), rows)


_WRITERS: Mapping[str, Callable[[SolutionExport], Iterator[bytes]]] = {
    JSON.name: _json,
    CSV.name: _csv,
}
