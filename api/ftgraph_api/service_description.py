"""What `/sparql` says of itself (SPARQL 1.1 Service Description)."""

from collections.abc import Iterator

from ftgraph.exports.formats import RDF_FORMATS, RESULTS_FORMATS
from ftgraph.exports.rdf_nodes import Iri, Node, Text
from ftgraph.namespaces import PREFIXES
from ftgraph.settings import Settings

PREFIXES_USED = ("sd", "dct", "rdfs", "xsd", "void")
_SD = PREFIXES["sd"]
_FORMATS = "http://www.w3.org/ns/formats/"
_NAMES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}


def nodes(address: str, settings: Settings) -> Iterator[Node]:
    """The description of the service at `address`."""
    service = Node(address, ("sd:Service",))
    service.add("sd:endpoint", Iri(address))
    service.add("sd:supportedLanguage", Iri(f"{_SD}SPARQL11Query"))
    service.add("sd:feature", Iri(f"{_SD}UnionDefaultGraph"))
    for kind in (*RESULTS_FORMATS, *RDF_FORMATS):
        service.add("sd:resultFormat", Iri(_FORMATS + _NAMES[kind.media_type]))
    service.add("sd:defaultDataset", Iri(f"{address}#dataset"))
    service.add("dct:title", Text("Graphe du réseau pour l’emploi", "fr"), Text("Employment network graph", "en"))
    service.add(
        "rdfs:comment",
        Text(
            f"Lecture seule. Au plus {settings.query_time_s:g} s, {settings.query_rows} lignes et "
            f"{settings.query_bytes} octets par réponse ; sans SERVICE. "
            "Le graphe par défaut est l’union des graphes nommés.",
            "fr",
        ),
    )
    yield service
    dataset = Node(f"{address}#dataset", ("sd:Dataset",))
    dataset.add("sd:defaultGraph", Iri(f"{address}#union"))
    yield dataset
    yield Node(f"{address}#union", ("sd:Graph",))
