"""The change feed as Atom, and as a Linked Data Event Stream (LDES): a short-lived root, pages that never change."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ftgraph.changes import Change, Publication
from ftgraph.exports.wording import counted
from ftgraph.namespaces import PREFIXES, thing

_ACTIVITIES = {"added": "Create", "changed": "Update", "removed": "Delete"}


def atom(address: str, base: str, title: str, listed: Sequence[Publication]) -> bytes:
    """The publications, newest first, as an Atom feed (RFC 4287). `address`: the server's, without a last slash."""
    updated = listed[0].published.isoformat() if listed else "1970-01-01T00:00:00Z"
    entries = "".join(_entry(address, base, each) for each in listed)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">\n'
        f"<id>{escape(base)}/changes</id>\n<title>{escape(title)} – publications</title>\n"
        f"<updated>{updated}</updated>\n<author><name>{escape(title)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(address + "/changes.atom")}/>\n'
        f'<link rel="alternate" type="application/json" href={quoteattr(address + "/changes")}/>\n'
        f"{entries}</feed>\n"
    ).encode()


def _entry(address: str, base: str, told: Publication) -> str:
    lines = [
        f"{key} : {counted(each.added, 'ajout')}, {counted(each.changed, 'modification')}, "
        f"{counted(each.removed, 'retrait')}"
        for key, each in told.sources.items()
    ]
    lines += [graph for graph in told.graphs if not any(graph.endswith(f"/{key}") for key in told.sources)]
    return (
        f"<entry><id>{escape(base)}/changes/{told.generation}</id>"
        f"<title>Publication {told.generation}</title><updated>{told.published.isoformat()}</updated>"
        f'<link rel="alternate" type="application/json" href={quoteattr(f"{address}/changes/{told.generation}")}/>'
        f'<content type="text">{escape(chr(10).join(lines))}</content></entry>\n'
    )


def root(address: str, base: str, listed: Sequence[Publication]) -> list[Triple]:
    """The stream and its root node: a relation to the first page of each publication that changed something."""
    stream, node = NamedNode(f"{base}/ldes#stream"), NamedNode(f"{address}/ldes")
    said = _stream(stream, node, NamedNode(f"{address}/ldes"))
    for told in listed:
        if told.pages:
            relation = BlankNode(f"g{told.generation}")
            said += [
                Triple(node, _name("tree:relation"), relation),
                Triple(relation, _name("rdf:type"), _name("tree:GreaterThanOrEqualToRelation")),
                Triple(relation, _name("tree:node"), NamedNode(f"{address}/ldes/{told.generation}/1")),
                Triple(relation, _name("tree:path"), _name("as:published")),
                Triple(relation, _name("tree:value"), _moment(told.published)),
            ]
    return said


def page(address: str, base: str, told: Publication, number: int, found: Sequence[Change]) -> list[Triple]:
    """A closed page: its members, and a relation to the publication's next page. It never changes."""
    stream, node = NamedNode(f"{base}/ldes#stream"), NamedNode(f"{address}/ldes/{told.generation}/{number}")
    said = _stream(stream, node, NamedNode(f"{address}/ldes"))
    if number < told.pages:
        relation = BlankNode("next")
        said += [
            Triple(node, _name("tree:relation"), relation),
            Triple(relation, _name("rdf:type"), _name("tree:Relation")),
            Triple(relation, _name("tree:node"), NamedNode(f"{address}/ldes/{told.generation}/{number + 1}")),
        ]
    for each in found:
        # A thing of two sources changes in each.
        member = NamedNode(
            f"{base}/ldes/{told.generation}/{quote(each.source, safe='')}#{each.iri.removeprefix(f'{base}/id/')}"
        )
        said += [
            Triple(stream, _name("tree:member"), member),
            Triple(member, _name("rdf:type"), _name(f"as:{_ACTIVITIES[each.kind]}")),
            Triple(member, _name("as:object"), NamedNode(each.iri)),
            Triple(member, _name("dct:isVersionOf"), NamedNode(each.iri)),
            Triple(member, _name("as:published"), _moment(told.published)),
            Triple(member, _name("dct:isPartOf"), NamedNode(thing(base, "dataset", each.source))),
        ]
    return said


def _stream(stream: NamedNode, node: NamedNode, view: NamedNode) -> list[Triple]:
    return [
        Triple(stream, _name("rdf:type"), _name("ldes:EventStream")),
        Triple(stream, _name("ldes:timestampPath"), _name("as:published")),
        Triple(stream, _name("ldes:versionOfPath"), _name("dct:isVersionOf")),
        Triple(stream, _name("tree:view"), view),
        Triple(node, _name("rdf:type"), _name("tree:Node")),
    ]


def _name(short: str) -> NamedNode:
    prefix, _, local = short.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _moment(moment: datetime) -> Literal:
    return Literal(moment.isoformat(), datatype=NamedNode(f"{PREFIXES['xsd']}dateTime"))
