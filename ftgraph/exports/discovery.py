"""What the graph says of itself to machines: a DCAT-AP 3 catalogue of its sources, and a VoID description."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ftgraph import assets, queries
from ftgraph.exports.dumps import DUMP_FORMATS, WHOLE, Graph
from ftgraph.exports.formats import DESCRIPTION_FORMATS
from ftgraph.graph.store import Generation, Queryable
from ftgraph.namespaces import DEF, PREFIXES, VOC
from ftgraph.settings import Settings

_MEDIA = "https://www.iana.org/assignments/media-types/"
_FRENCH = "http://publications.europa.eu/resource/authority/language/FRA"
_FRANCE = "http://publications.europa.eu/resource/authority/country/FRA"
_FORMATS = "http://www.w3.org/ns/formats/"
_FEATURES = {
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
}
_TITLE = {"fr": "Graphe du réseau pour l’emploi", "en": "Employment network graph"}
_DESCRIPTION = {
    "fr": "Les acteurs du réseau, ses comités et leurs règles, et les solutions par frein et par territoire.",
    "en": "The actors of the network, its committees and their rules, and solutions by barrier and territory.",
}
Term = NamedNode | Literal | BlankNode


@dataclass(frozen=True)
class Source:
    """A source, as the catalogue graph has it, or as `data/reference/graphs.toml` names a graph that none describes."""

    iri: str
    graph: str
    titles: Mapping[str, str]
    modified: date | None
    license: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Site:
    """Where it is served: `address` without a last slash; `dumps`: the address of this generation's dumps."""

    address: str
    dumps: str
    generation: Generation
    settings: Settings


def sources(store: Queryable, address: str, known: Sequence[Graph]) -> list[Source]:
    """The sources whose graphs are `known`, by name of their graphs."""
    by_graph = {each.iri: each for each in known}
    found = []
    for iri, _, title, modified, name, license_, origin in store.select(queries.text("dumps/datasets")):
        if _text(name) in by_graph:
            day = date.fromisoformat(_text(modified)[:10])
            found.append(Source(_text(iri), _text(name), {"fr": _text(title)}, day, _text(license_), _text(origin)))
    told = {each.graph for each in found}
    for each in known:
        words = _words().get(each.path.partition("/")[0])
        if each.iri not in told and words is not None:
            rest = each.path.partition("/")[2]
            titles = {language: f"{words[language]} ({rest})" if rest else words[language] for language in ("fr", "en")}
            found.append(Source(f"{address}/catalogue#{each.path}", each.iri, titles, None, words.get("license", "")))
    return sorted(found, key=lambda source: (source.graph, source.iri))


def catalogue(site: Site, known: Sequence[Graph], listed: Sequence[Source]) -> list[Triple]:
    """The DCAT-AP 3 catalogue: the whole graph and each source, with their dumps and the services over them."""
    here = f"{site.address}/catalogue"
    whole = f"{here}#graph"
    said = _Said()
    publisher = f"{here}#publisher"
    said.of(here, _a("dcat:Catalog"), _p("dct:publisher", publisher), _p("foaf:homepage", f"{site.address}/"))
    said.texts(here, "dct:title", {"fr": site.settings.site_name, "en": site.settings.site_name})
    said.texts(here, "dct:description", _DESCRIPTION)
    said.of(
        here, _p("dct:language", _FRENCH), _p("dct:spatial", _FRANCE), _l("dct:modified", site.generation.published)
    )
    said.of(publisher, _a("foaf:Agent"), _l("foaf:name", site.settings.publisher or site.settings.site_name))
    said.of(whole, _a("dcat:Dataset"), _p("dct:publisher", publisher), _l("dct:modified", site.generation.published))
    said.texts(whole, "dct:title", _TITLE)
    said.texts(whole, "dct:description", _DESCRIPTION)
    said.of(whole, _l("dct:identifier", "ftgraph"), _l("dcat:version", str(site.generation.number)))
    _contact(said, whole, site, here)
    _distributions(said, whole, f"{here}#graph", WHOLE, site, "")
    said.of(here, _p("dcat:dataset", whole))
    paths = {each.iri: each.path for each in known}
    for source in listed:
        said.of(here, _p("dcat:dataset", source.iri))
        said.of(whole, _p("dct:hasPart", source.iri))
        said.of(source.iri, _a("dcat:Dataset"), _p("dct:publisher", publisher))
        said.texts(source.iri, "dct:title", source.titles)
        said.texts(source.iri, "dct:description", source.titles)
        said.of(source.iri, _l("dct:modified", source.modified or site.generation.published))
        if source.origin.startswith(("http://", "https://")):
            said.of(source.iri, _p("dct:source", source.origin))
        _distributions(said, source.iri, f"{here}#{paths[source.graph]}", paths[source.graph], site, source.license)
    _services(said, here, whole, site)
    return said.triples


def void(site: Site, known: Sequence[Graph]) -> list[Triple]:
    """The VoID description: size, dumps, endpoint, vocabularies, and a subset a named graph."""
    here = f"{site.address}/.well-known/void"
    whole = f"{here}#dataset"
    said = _Said()
    said.of(here, _a("void:DatasetDescription"), _p("foaf:primaryTopic", whole))
    said.of(whole, _a("void:Dataset"), _l("void:triples", sum(each.triples for each in known)))
    said.texts(whole, "dct:title", _TITLE)
    said.texts(whole, "dct:description", _DESCRIPTION)
    said.of(whole, _l("dct:modified", site.generation.published))
    said.of(whole, _p("void:sparqlEndpoint", f"{site.address}/sparql"), _p("foaf:homepage", f"{site.address}/"))
    said.of(whole, _l("void:uriSpace", f"{site.settings.base}/id/"))
    for kind in DESCRIPTION_FORMATS:
        if kind.media_type in _FEATURES:
            said.of(whole, _p("void:feature", _FORMATS + _FEATURES[kind.media_type]))
    for name in ("skos", "dct", "dcat", "prov", "org", "cv", "cpsv", "foaf", "geo", "schema"):
        said.of(whole, _p("void:vocabulary", PREFIXES[name]))
    said.of(whole, _p("void:vocabulary", DEF))
    for kind in DUMP_FORMATS:
        said.of(whole, _p("void:dataDump", f"{site.dumps}/{WHOLE}.{kind.suffix}.gz"))
    for each in known:
        part = f"{here}#{each.path}"
        said.of(whole, _p("void:subset", part))
        said.of(part, _a("void:Dataset"), _l("void:triples", each.triples), _p("ft:graph", each.iri))
        for kind in DUMP_FORMATS:
            said.of(part, _p("void:dataDump", f"{site.dumps}/{each.path}.{kind.suffix}.gz"))
    said.of(whole, _p("void:exampleResource", f"{VOC}barrier"))
    return said.triples


def _distributions(said: "_Said", dataset: str, stem: str, name: str, site: Site, license_: str) -> None:
    for kind in DUMP_FORMATS:
        address = f"{site.dumps}/{name}.{kind.suffix}.gz"
        said.of(dataset, _p("dcat:distribution", f"{stem}-{kind.suffix}"))
        said.of(
            f"{stem}-{kind.suffix}",
            _a("dcat:Distribution"),
            _p("dcat:accessURL", address),
            _p("dcat:downloadURL", address),
            _p("dcat:mediaType", _MEDIA + kind.media_type),
            _p("dcat:compressFormat", f"{_MEDIA}application/gzip"),
            _l("dct:modified", site.generation.published),
        )
        said.texts(f"{stem}-{kind.suffix}", "dct:title", {"fr": f"{name}.{kind.suffix}.gz"})
        if license_.startswith(("http://", "https://")):
            said.of(f"{stem}-{kind.suffix}", _p("dct:license", license_))


def _services(said: "_Said", here: str, whole: str, site: Site) -> None:
    for name, path, description, titles in (
        ("sparql", "/sparql", "/sparql", {"fr": "Point d’accès SPARQL", "en": "SPARQL endpoint"}),
        ("api", "/api/v1", "/openapi.json", {"fr": "API des solutions", "en": "Solutions API"}),
        ("ldes", "/ldes", "/ldes", {"fr": "Flux des changements (LDES)", "en": "Change stream (LDES)"}),
    ):
        service = f"{here}#service-{name}"
        said.of(here, _p("dcat:service", service))
        said.of(service, _a("dcat:DataService"), _p("dcat:servesDataset", whole))
        said.of(service, _p("dcat:endpointURL", site.address + path))
        said.of(service, _p("dcat:endpointDescription", site.address + description))
        said.texts(service, "dct:title", titles)


def _contact(said: "_Said", dataset: str, site: Site, here: str) -> None:
    if site.settings.contact:
        said.of(dataset, _p("dcat:contactPoint", f"{here}#contact"))
        kind = NamedNode("http://www.w3.org/2006/vcard/ns#Kind")
        email = NamedNode("http://www.w3.org/2006/vcard/ns#hasEmail")
        said.of(f"{here}#contact", (_name("rdf:type"), kind), (email, NamedNode(f"mailto:{site.settings.contact}")))


class _Said:
    """The triples so far."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []

    def of(self, subject: str, *pairs: tuple[NamedNode, Term]) -> None:
        node = NamedNode(subject)
        self.triples.extend(Triple(node, name, value) for name, value in pairs)

    def texts(self, subject: str, name: str, texts: Mapping[str, str]) -> None:
        self.of(subject, *((_name(name), Literal(text, language=language)) for language, text in texts.items()))


def _name(short: str) -> NamedNode:
    prefix, _, local = short.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _a(kind: str) -> tuple[NamedNode, Term]:
    return _name("rdf:type"), _name(kind)


def _p(name: str, iri: str) -> tuple[NamedNode, Term]:
    return _name(name), NamedNode(iri)


def _l(name: str, value: str | int | date) -> tuple[NamedNode, Term]:
    if isinstance(value, date):
        kind = "dateTime" if isinstance(value, datetime) else "date"
        return _name(name), Literal(value.isoformat(), datatype=NamedNode(f"{PREFIXES['xsd']}{kind}"))
    return _name(name), Literal(value)


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((assets.data() / "reference" / "graphs.toml").read_text(encoding="utf-8"))
