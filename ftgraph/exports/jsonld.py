"""JSON-LD: the same description as in Turtle, with its context in the file: nothing is fetched to read it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from ftgraph.exports.rdf_nodes import Iri, Node, Term, Text
from ftgraph.exports.turtle_document import USED
from ftgraph.graph.ntriples import iri
from ftgraph.namespaces import PREFIXES

_NODES_A_PIECE = 500
_Kind = Mapping[str, str]
_LINK: _Kind = {"@type": "@id"}
_FRENCH: _Kind = {"@language": "fr"}
_DECIMAL: _Kind = {"@type": "xsd:decimal"}
_DOUBLE: _Kind = {"@type": "xsd:double"}
_DATE: _Kind = {"@type": "xsd:date"}
_PLAIN: _Kind = {}
_PROPERTIES: Mapping[str, _Kind] = {
    "dct:identifier": _PLAIN,
    "dct:title": _FRENCH,
    "dct:description": _FRENCH,
    "dct:spatial": _LINK,
    "dct:audience": _LINK,
    "dct:source": _LINK,
    "dct:type": _LINK,
    "dct:modified": _DATE,
    "cv:hasCompetentAuthority": _LINK,
    "cv:isClassifiedBy": _LINK,
    "cv:contactPoint": _LINK,
    "cv:contactPage": _LINK,
    "cv:telephone": _PLAIN,
    "cv:email": _PLAIN,
    "cv:hasChannel": _LINK,
    "cv:hasCost": _LINK,
    "cv:hasValue": _DOUBLE,
    "cv:currency": _LINK,
    "ft:barrier": _LINK,
    "ft:public": _LINK,
    "ft:fee": _LINK,
    "ft:mode": _LINK,
    "ft:serviceType": _LINK,
    "ft:network": _LINK,
    "ft:location": _LINK,
    "ft:address": _PLAIN,
    "ft:postalCode": _PLAIN,
    "ft:publicDetails": _PLAIN,
    "ft:accessConditions": _PLAIN,
    "ft:mobilisationDetails": _PLAIN,
    "ft:openingHours": _PLAIN,
    "ft:unrecognisedBarrier": _PLAIN,
    "ft:qualityScore": _DECIMAL,
    "ft:example": _PLAIN,
    "geo:lat": _DECIMAL,
    "geo:long": _DECIMAL,
    "rdfs:label": _FRENCH,
    "skos:prefLabel": _FRENCH,
    "skos:notation": _PLAIN,
}


def context() -> dict[str, Any]:
    """The context: our prefixes, and each property by its local name with the kind of its values."""
    terms = {_key(name): {"@id": name, **kind} for name, kind in _PROPERTIES.items()}
    return {"@version": 1.1, **{name: PREFIXES[name] for name in USED}, **terms}


def pieces(nodes: Iterable[Node]) -> Iterator[bytes]:
    """The file in pieces."""
    yield orjson.dumps({"@context": context()})[:-1] + b',"@graph":['
    separator = b""
    batch: list[dict[str, Any]] = []
    for node in nodes:
        batch.append(_object(node))
        if len(batch) == _NODES_A_PIECE:
            yield separator + orjson.dumps(batch)[1:-1]
            separator, batch = b",", []
    if batch:
        yield separator + orjson.dumps(batch)[1:-1]
    yield b"]}"


def _key(name: str) -> str:
    # `dct:type` would read as JSON-LD's own `type` to many: it keeps its prefix.
    return name if name == "dct:type" else name.partition(":")[2]


def _address(value: str) -> str:
    """An IRI with what may not stand in one percent-encoded, as in Turtle."""
    return iri(value)[1:-1]


def _object(node: Node) -> dict[str, Any]:
    made: dict[str, Any] = {"@id": _address(node.iri)}
    if node.types:
        made["@type"] = [name.strip("<>") for name in node.types]
    for name, value in node.pairs:
        key, written = _key(name), _value(value, _PROPERTIES[name])
        if key not in made:
            made[key] = written
        elif isinstance(made[key], list):
            made[key].append(written)
        else:
            made[key] = [made[key], written]
    return made


def _value(value: Term, kind: _Kind) -> Any:
    match value:
        case Iri():
            return _address(value.value)
        case Text():
            if value.language == kind.get("@language", ""):
                return value.value
            return {"@value": value.value, "@language": value.language}
        case bool():
            return value
        case Decimal() | date():
            return str(value)
        case float():
            return repr(value)
