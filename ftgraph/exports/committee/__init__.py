"""The report of a check in its formats: JSON, HTML, text, CSV, the annotated workbook, PDF, SHACL report in RDF."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import orjson
import pyoxigraph as ox

from ftgraph.committees.report import Report
from ftgraph.exports import french_csv, turtle_document
from ftgraph.exports.committee import annotated, page, pdf, shacl_report, text, words
from ftgraph.exports.committee.document import document
from ftgraph.exports.committee.lines import lines
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.formats import CSV, HTML, JSON, JSONLD, PDF, TEXT, TURTLE, XLSX, Format
from ftgraph.exports.wording import pick
from ftgraph.namespaces import ROOT, thing
from ftgraph.sources.handed_in import HandedIn
from ftgraph.wording import Language

_PREFIXES = ("sh", "ft", "dct", "xsd")


@dataclass(frozen=True)
class ReportExport:
    """A report to send, and what it is about."""

    report: Report
    given: HandedIn
    language: Language = "fr"
    base: str = ROOT


def render(kind: Format, export: ReportExport) -> bytes:
    """The file."""
    return _WRITERS[kind.name](replace(export, report=printable(export.report)))


def file_name(report: Report) -> str:
    """A name for the file, without suffix."""
    stem = report.file.rpartition("/")[2].rpartition(".")[0] or report.file
    kept = "".join(each if each.isalnum() or each in "-_" else "-" for each in stem)
    return f"controle-{kept[:60].strip('-')}-{report.checked_on.isoformat()}"


def _json(export: ReportExport) -> bytes:
    counts = export.report.counts()
    return orjson.dumps({"counts": counts, "report": export.report})


def _html(export: ReportExport) -> bytes:
    return page.render(document(export.report, export.language)).encode()


def _text(export: ReportExport) -> bytes:
    return text.render(document(export.report, export.language)).encode()


def _csv(export: ReportExport) -> bytes:
    headings = [pick(heading, export.language) for heading in words.LINE_HEADINGS]
    places = [0] * len(headings)
    rows = ((line.values, places) for line in lines(export.report, export.language))
    return b"".join(french_csv.pieces(headings, rows))


def _xlsx(export: ReportExport) -> bytes:
    return annotated.render(export.given, lines(export.report, export.language), export.language)


def _pdf(export: ReportExport) -> bytes:
    return pdf.render(document(export.report, export.language))


def _turtle(export: ReportExport) -> bytes:
    iri = thing(export.base, "report", file_name(export.report))
    return b"".join(_rdf(export, iri))


def _rdf(export: ReportExport, iri: str) -> Iterator[bytes]:
    return turtle_document.pieces(shacl_report.nodes(export.report, iri), _PREFIXES)


def _jsonld(export: ReportExport) -> bytes:
    made = ox.serialize(ox.parse(_turtle(export), format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.JSON_LD)
    assert made is not None  # noqa: S101 - no output was named: the bytes come back
    return made


_WRITERS: Mapping[str, Callable[[ReportExport], bytes]] = {
    JSON.name: _json,
    HTML.name: _html,
    TEXT.name: _text,
    CSV.name: _csv,
    XLSX.name: _xlsx,
    PDF.name: _pdf,
    TURTLE.name: _turtle,
    JSONLD.name: _jsonld,
}
