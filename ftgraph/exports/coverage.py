"""The coverage matrix in its formats: JSON as zones × barriers, CSV one line a cell, XLSX both ways."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import orjson

from ftgraph.coverage import CoverageCell, CoverageMatrix
from ftgraph.datasets import Dataset
from ftgraph.exports import about as about_file
from ftgraph.exports import french_csv, workbook
from ftgraph.exports.about import ABOUT
from ftgraph.exports.columns import Value
from ftgraph.exports.formats import CSV, JSON, XLSX, Format
from ftgraph.exports.wording import GAP, pick, word
from ftgraph.exports.workbook import Marked, Sheet
from ftgraph.solutions import Labelled, SolutionFilters

_HEADINGS: Sequence[tuple[str, str]] = (
    ("Zone", "Zone"),
    ("Code de la zone", "Zone code"),
    ("Frein", "Barrier"),
    ("Code du frein", "Barrier code"),
    ("Sur place", "On site"),
    ("À distance", "Remote"),
    ("Depuis une zone plus large", "From a wider zone"),
    ("Zone non précisée", "Zone not stated"),
    ("Total", "Total"),
    ("dont à vérifier", "of which to check"),
    ("Manque", "Gap"),
)
_WIDTHS = (30, 18, 34, 30, 10, 10, 14, 14, 8, 10, 28)
_READING = (
    "Un total de 0 (rien) : aucune solution connue. « rien d’à jour » : toutes sont à vérifier. Une solution compte "
    "dans chaque zone et chaque frein où elle répond : les lignes ne s’additionnent pas.",
    "A total of 0 (nothing): no solution known. “nothing up to date”: all are to check. A solution counts in every "
    "zone and barrier that it answers for: lines do not add up.",
)


@dataclass(frozen=True)
class Cell:
    """A cell as JSON says it: the counts by reach, their total, those past the age set, and the kind of missing."""

    on_site: int
    remote: int
    wider_zone: int
    unstated: int
    total: int
    out_of_date: int
    gap: str | None


@dataclass(frozen=True, slots=True)
class CoverageDocument:
    """The matrix as JSON says it: `cells[zone][barrier]`."""

    generation: int
    as_of: date
    territory: Labelled
    zoning: Labelled
    barriers: Sequence[Labelled]
    zones: Sequence[Labelled]
    cells: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class _Export:
    matrix: CoverageMatrix
    filters: SolutionFilters | None
    sources: Sequence[Dataset]
    language: str


def pieces(
    kind: Format,
    matrix: CoverageMatrix,
    *,
    filters: SolutionFilters | None = None,
    sources: Sequence[Dataset] = (),
    language: str = "fr",
) -> Iterator[bytes]:
    """The file in pieces. `filters`: the question's; `sources`: what the rows come from, where known."""
    return _WRITERS[kind.name](_Export(matrix, filters, sources, language))


def document(matrix: CoverageMatrix) -> bytes:
    """The matrix as one JSON document."""
    made = CoverageDocument(
        matrix.generation,
        matrix.as_of,
        matrix.territory,
        matrix.zoning,
        matrix.barriers,
        matrix.zones,
        [[_cell(cell) for cell in row] for row in matrix.cells],
    )
    return orjson.dumps(made)


def file_name(matrix: CoverageMatrix) -> str:
    """A name for the file, without suffix."""
    place = matrix.territory.value.replace(":", "-")
    return f"couverture-{place}-{matrix.as_of.isoformat()}"


def _cell(cell: CoverageCell) -> Cell:
    return Cell(cell.on_site, cell.remote, cell.wider_zone, cell.unstated, cell.total, cell.out_of_date, cell.gap)


def _json(export: _Export) -> Iterator[bytes]:
    yield document(export.matrix)


def _lines(export: _Export) -> Iterator[list[Value]]:
    """One line a cell."""
    matrix = export.matrix
    for zone, row in zip(matrix.zones, matrix.cells, strict=True):
        for barrier, cell in zip(matrix.barriers, row, strict=True):
            yield [
                zone.label,
                zone.value.partition(":")[2],
                barrier.label,
                barrier.value,
                cell.on_site,
                cell.remote,
                cell.wider_zone,
                cell.unstated,
                cell.total,
                cell.out_of_date,
                word(GAP, cell.gap, export.language),
            ]


def _headings(language: str) -> list[str]:
    return [pick(heading, language) for heading in _HEADINGS]


def _csv(export: _Export) -> Iterator[bytes]:
    places = [0] * len(_HEADINGS)
    return french_csv.pieces(_headings(export.language), ((line, places) for line in _lines(export)))


def _xlsx(export: _Export) -> Iterator[bytes]:
    matrix, language = export.matrix, export.language
    grid = Sheet(
        pick(("Matrice", "Matrix"), language),
        [matrix.zoning.label, *(barrier.label for barrier in matrix.barriers)],
        [30, *(16 for _ in matrix.barriers)],
        [0] * (1 + len(matrix.barriers)),
        (
            [zone.label, *(_marked(cell, language) for cell in row)]
            for zone, row in zip(matrix.zones, matrix.cells, strict=True)
        ),
    )
    detail = Sheet(
        pick(("Détail", "Detail"), language), _headings(language), _WIDTHS, [0] * len(_HEADINGS), _lines(export)
    )
    pairs = [
        *(about_file.question(export.filters, language) if export.filters else []),
        *about_file.place(matrix.territory.label, matrix.as_of, matrix.generation, language),
        (pick(("Zonage", "Zoning"), language), matrix.zoning.label),
        (pick(("Lecture", "Reading"), language), pick(_READING, language)),
        *about_file.origins(
            export.sources, example=any(source.example for source in export.sources), language=language
        ),
    ]
    return workbook.pieces([grid, detail], pairs, pick(ABOUT, language))


def _marked(cell: CoverageCell, language: str) -> Marked | int:
    return Marked(cell.total, word(GAP, cell.gap, language)) if cell.gap else cell.total


_WRITERS: Mapping[str, Callable[[_Export], Iterator[bytes]]] = {
    JSON.name: _json,
    CSV.name: _csv,
    XLSX.name: _xlsx,
}
