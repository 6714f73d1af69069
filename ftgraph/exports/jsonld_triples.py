"""Triples as JSON-LD, compacted with the project's own context: version 1 never changes but by adding terms.

The context is written in the document (the terms it uses), or named by its address; it is never fetched.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import orjson
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ftgraph import assets
from ftgraph.namespaces import PREFIXES, ROOT

VERSION = "v1"
CONTEXT = f"{ROOT}/context/{VERSION}.jsonld"
"""The context's address."""
_TYPE = PREFIXES["rdf"] + "type"
_XSD = PREFIXES["xsd"]


@cache
def context_file() -> bytes:
    """The context as it is served."""
    return (assets.ontology() / "context" / f"{VERSION}.jsonld").read_bytes()


def document(triples: Iterable[Triple], *, by_reference: bool = False) -> bytes:
    """The document. `by_reference`: it names its context instead of holding it."""
    made: dict[str, dict[str, Any]] = {}
    used: set[str] = set()
    for each in triples:
        identity = _identity(each.subject)
        node = made.setdefault(identity, {"@id": identity})
        if each.predicate.value == _TYPE and isinstance(each.object, NamedNode):
            _add(node, "@type", _short(each.object.value, used))
            continue
        key, kind = _key(each.predicate.value, used)
        _add(node, key, _value(each.object, kind, used))
    context: Any = CONTEXT
    if not by_reference:
        context = {name: value for name, value in _context().items() if name in used or name == "@version"}
    return orjson.dumps({"@context": context, "@graph": list(made.values())}, option=orjson.OPT_INDENT_2)


@cache
def _context() -> Mapping[str, Any]:
    found: Mapping[str, Any] = orjson.loads(context_file())["@context"]
    return found


@cache
def _prefixes() -> Mapping[str, str]:
    return {name: value for name, value in _context().items() if isinstance(value, str)}


@cache
def _terms() -> Mapping[str, tuple[str, str]]:
    """Each property's IRI: its term and the kind of its values ("" when it has none)."""
    found = {}
    for name, value in _context().items():
        if isinstance(value, dict):
            prefix, _, local = value["@id"].partition(":")
            found[_prefixes()[prefix] + local] = (name, value.get("@type", ""))
    return found


def _key(iri: str, used: set[str]) -> tuple[str, str]:
    term = _terms().get(iri)
    if term is None:
        return _short(iri, used), ""
    used.add(term[0])
    used.add(_context()[term[0]]["@id"].partition(":")[0])
    prefix, _, rest = term[1].partition(":")
    if rest:
        used.add(prefix)
    return term


def _short(iri: str, used: set[str]) -> str:
    for name, start in _prefixes().items():
        local = iri.removeprefix(start)
        if local not in (iri, "") and "/" not in local and "#" not in local:
            used.add(name)
            return f"{name}:{local}"
    return iri


def _identity(term: object) -> str:
    # Whole, never shortened: this is what a reader looks up.
    return term.value if isinstance(term, NamedNode) else str(term)


def _value(term: object, kind: str, used: set[str]) -> Any:
    if isinstance(term, NamedNode | BlankNode):
        identity = _identity(term)
        return identity if kind == "@id" else {"@id": identity}
    assert isinstance(term, Literal)  # noqa: S101 - there is no other term
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if datatype == f"{_XSD}string":
        return term.value if not kind else {"@value": term.value}
    if kind and kind.partition(":")[2] == datatype.removeprefix(_XSD):
        return term.value
    if datatype == f"{_XSD}boolean" and not kind and term.value in ("true", "false"):
        return term.value == "true"
    return {"@value": term.value, "@type": _short(datatype, used)}


def _add(node: dict[str, Any], key: str, value: Any) -> None:
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]
