"""A list of solutions in any of its formats: bytes in pieces, so that a national one never stands whole in memory."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from ftgraph.datasets import Dataset
from ftgraph.exports import about as about_file
from ftgraph.exports import (
    french_csv,
    geojson,
    json_document,
    jsonld,
    printed_list,
    rdf_nodes,
    turtle_document,
    workbook,
)
from ftgraph.exports.about import ABOUT
from ftgraph.exports.columns import COLUMNS, Value, headings
from ftgraph.exports.formats import CSV, GEOJSON, JSON, JSONLD, PDF, TURTLE, XLSX, Format
from ftgraph.exports.text import one_line, phone
from ftgraph.exports.wording import REACH, count, pick, word
from ftgraph.exports.workbook import Sheet
from ftgraph.namespaces import ROOT
from ftgraph.solutions import Answer, SolutionFilters, SolutionRow

Rows = Iterable[SolutionRow]


_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")


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


def _xlsx(export: SolutionExport) -> Iterator[bytes]:
    language = export.language
    example = False

    def lines() -> Iterator[list[Value]]:
        nonlocal example
        for row in export.rows:
            example = example or row.example
            yield [column.read(row, language) for column in COLUMNS]

    def about() -> Iterator[tuple[str, str]]:
        """Read once the lines are written: only then is it known whether one of them is an example."""
        answer = export.answer
        territory = answer.territory.label if answer.territory else ""
        yield from about_file.question(export.filters, language, export.answer.facets)
        yield from about_file.place(territory, answer.as_of, answer.generation, language)
        yield from about_file.total(answer.total, language)
        yield from about_file.origins(export.sources, example=example, language=language)

    sheet = Sheet(
        pick(("Solutions", "Solutions"), language),
        headings(language),
        [column.width for column in COLUMNS],
        [column.places for column in COLUMNS],
        lines(),
    )
    return workbook.pieces([sheet], about(), pick(ABOUT, language))


def _geojson(export: SolutionExport) -> Iterator[bytes]:
    return geojson.pieces(export.answer, export.rows, export.language)


def _turtle(export: SolutionExport) -> Iterator[bytes]:
    return turtle_document.pieces(rdf_nodes.nodes(export.rows, export.base, export.language))


def _jsonld(export: SolutionExport) -> Iterator[bytes]:
    return jsonld.pieces(rdf_nodes.nodes(export.rows, export.base, export.language))


def _pdf(export: SolutionExport) -> Iterator[bytes]:
    answer, language = export.answer, export.language
    rows = list(islice(export.rows, printed_list.MOST_ROWS))
    place = f" – {answer.territory.label}" if answer.territory else ""
    asked = about_file.question(export.filters, language, export.answer.facets)
    if answer.understood:
        asked.append((pick(("Compris", "Understood"), language), ", ".join(each.label for each in answer.understood)))
    if answer.total > len(rows):
        shown = (
            f"les {count(len(rows))} premières ; les autres dans le fichier Excel ou CSV",
            f"the first {count(len(rows))}; the others in the Excel or CSV file",
        )
        asked.append((pick(("Imprimées", "Printed"), language), pick(shown, language)))
    headings = (
        ("Solution", "Solution"),
        ("Besoins couverts", "Needs covered"),
        ("Accès", "Reach"),
        ("Où, contact", "Where, contact"),
        ("Coût", "Fee"),
        ("Mise à jour", "Updated"),
    )
    generation = pick(("Génération", "Generation"), language)
    notes = [f"{answer.as_of:%d/%m/%Y}", f"{generation} {answer.generation}"]
    if any(row.example for row in rows):
        notes.append(pick(about_file.EXAMPLE, language))
    yield printed_list.render(
        printed_list.PrintedList(
            language,
            f"{count(answer.total)} solution{'s' if answer.total > 1 else ''}{place}",
            tuple(asked),
            tuple(pick(heading, language) for heading in headings),
            tuple(_printed(row, language) for row in rows),
            tuple(notes),
            pick(("\u00a0: ", ": "), language),
        )
    )


def _printed(row: SolutionRow, language: str) -> printed_list.Line:
    place = row.commune.label if row.commune else ""
    updated = f"{row.modified:%d/%m/%Y}" if row.modified else ""
    if row.freshness == "to-check":
        updated += pick((" (à vérifier)", " (to check)"), language)
    return printed_list.Line(
        one_line(row.title),
        one_line(row.structure.label),
        ", ".join(each.label for each in row.barriers),
        word(REACH, row.reach, language),
        "\n".join(filter(None, (place, phone(row.telephone), one_line(row.email)))),
        row.fee.label if row.fee else pick(("Non précisé", "Not stated"), language),
        updated,
        row.iri,
    )


_WRITERS: Mapping[str, Callable[[SolutionExport], Iterator[bytes]]] = {
    JSON.name: _json,
    CSV.name: _csv,
    XLSX.name: _xlsx,
    GEOJSON.name: _geojson,
    TURTLE.name: _turtle,
    JSONLD.name: _jsonld,
    PDF.name: _pdf,
}
