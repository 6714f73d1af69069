"""The formats that answers come in: one table, read by the command line and by the HTTP door."""

from collections.abc import Sequence
from dataclasses import dataclass

from ftgraph.errors import UsageError


@dataclass(frozen=True)
class Format:
    """One format. `name` is what a user types, `suffix` a file's, without the dot; `label` says it in French.

    `charset`: what is added to the media type when it is sent, empty for what is not text. `aliases`: media types that
    callers also ask for it by.
    """

    name: str
    media_type: str
    suffix: str
    label: str
    charset: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type as sent, with its character set."""
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type


JSON = Format("json", "application/json", "json", "JSON")
JSON_LINES = Format("jsonl", "application/jsonl", "jsonl", "JSON, une ligne par objet", "", ("application/x-ndjson",))
CSV = Format("csv", "text/csv", "csv", "CSV (Excel français)", "utf-8")
XLSX = Format(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "classeur Excel (XLSX)"
)
GEOJSON = Format("geojson", "application/geo+json", "geojson", "carte (GeoJSON)")
TURTLE = Format("turtle", "text/turtle", "ttl", "RDF (Turtle)", "utf-8")
JSONLD = Format("jsonld", "application/ld+json", "jsonld", "RDF (JSON-LD)", "", ("application/json",))
N_TRIPLES = Format("ntriples", "application/n-triples", "nt", "RDF (N-Triples)", "utf-8")
N_QUADS = Format("nquads", "application/n-quads", "nq", "RDF (N-Quads)", "utf-8")
TRIG = Format("trig", "application/trig", "trig", "RDF (TriG)", "utf-8")
RDF_XML = Format("rdfxml", "application/rdf+xml", "rdf", "RDF/XML", "utf-8")
SPARQL_JSON = Format(
    "json", "application/sparql-results+json", "srj", "résultats SPARQL (JSON)", "", ("application/json",)
)
SPARQL_XML = Format(
    "xml", "application/sparql-results+xml", "srx", "résultats SPARQL (XML)", "", ("application/xml", "text/xml")
)
SPARQL_CSV = Format("csv", "text/csv", "csv", "résultats SPARQL (CSV)", "utf-8")
SPARQL_TSV = Format("tsv", "text/tab-separated-values", "tsv", "résultats SPARQL (TSV)", "utf-8")
HTML = Format("html", "text/html", "html", "page (HTML)", "utf-8")
PDF = Format("pdf", "application/pdf", "pdf", "PDF")
ZIP = Format("zip", "application/zip", "zip", "tables (ZIP)")
TEXT = Format("text", "text/plain", "txt", "texte", "utf-8")
ICALENDAR = Format("ics", "text/calendar", "ics", "agenda (iCalendar)", "utf-8")

SVG = Format("svg", "image/svg+xml", "svg", "dessin (SVG)", "utf-8")
GRAPHML = Format("graphml", "application/graphml+xml", "graphml", "graphe (GraphML)", "utf-8")
GEXF = Format("gexf", "application/gexf+xml", "gexf", "graphe pour Gephi (GEXF)", "utf-8")
TABLE = Format("table", "text/plain", "txt", "tableau du terminal", "utf-8")

SOLUTION_FORMATS: Sequence[Format] = (JSON, CSV, XLSX, PDF, GEOJSON, TURTLE, JSONLD)
"""What a list of solutions is sent as; the first one unless asked otherwise."""

COVERAGE_FORMATS: Sequence[Format] = (JSON, CSV, XLSX)
"""What a coverage matrix is sent as."""

INDICATOR_FORMATS: Sequence[Format] = (JSON, CSV, XLSX)
"""What dashboards, comparisons of territories and observations are sent as."""

REPORT_FORMATS: Sequence[Format] = (JSON, HTML, TEXT, CSV, XLSX, PDF, TURTLE, JSONLD)
"""What the report of a check is sent as. XLSX is what was handed in, as a workbook, its faulty cells coloured."""

COMMITTEE_FORMATS: Sequence[Format] = (JSON, CSV, TEXT)
"""What published committees and their seats are sent as."""

ROADMAP_FORMATS: Sequence[Format] = (JSON, CSV, TEXT, ICALENDAR)
"""What a committee’s roadmaps are sent as: its actions as CSV and as a calendar, all of it as JSON and as text."""

NETWORK_FILES: Sequence[Format] = (SVG, GRAPHML, GEXF, CSV)
"""What the network of actors and instances is drawn and handed over as."""

COMPARISON_FORMATS: Sequence[Format] = (JSON, HTML, TEXT)
"""What a committee compared under both rule sets is sent as."""

RESULTS_FORMATS: Sequence[Format] = (SPARQL_JSON, SPARQL_XML, SPARQL_CSV, SPARQL_TSV)
"""What a SELECT or an ASK is answered in."""

RDF_FORMATS: Sequence[Format] = (TURTLE, N_TRIPLES, RDF_XML, JSONLD, TRIG, N_QUADS)
"""What a graph is sent as."""

DESCRIPTION_FORMATS: Sequence[Format] = (TURTLE, JSONLD, N_TRIPLES, RDF_XML, CSV, HTML)
"""What the description of a thing, of a vocabulary or of the ontology is sent as."""


def by_name(name: str, among: Sequence[Format]) -> Format:
    """The format that a name or a suffix means: `ttl`, `.xlsx`, `csv`. Raises `UsageError` that lists what there is."""
    wanted = name.strip().lower().removeprefix(".")
    for each in among:
        if wanted in (each.name, each.suffix):
            return each
    names = ", ".join(each.name for each in among)
    raise UsageError(
        f"Le format « {name} » n’est pas proposé ici.",
        f"Format “{name}” is not offered here.",
        cure=f"Formats possibles : {names}.",
        cure_en=f"Possible formats: {names}.",
    )
