"""A description as a file: Turtle, N-Triples, RDF/XML, JSON-LD, or a table of what is said."""

import io
from collections.abc import Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from ftgraph.descriptions import Description, label_of
from ftgraph.exports import french_csv, jsonld_triples
from ftgraph.exports.formats import CSV, JSONLD, Format
from ftgraph.namespaces import PREFIXES

_HEADINGS = {
    "fr": ("sujet", "propriété", "valeur", "nom de la valeur", "langue ou type"),
    "en": ("subject", "property", "value", "name of the value", "language or type"),
}


def render(description: Description, kind: Format, language: str = "fr", *, by_reference: bool = False) -> bytes:
    """The description in `kind`, one of `formats.DESCRIPTION_FORMATS` but HTML.

    JSON-LD holds its own context unless `by_reference`: nothing is then fetched to read it.
    """
    if kind is CSV:
        return b"".join(_table(description, language))
    if kind is JSONLD:
        return jsonld_triples.document(description.triples, by_reference=by_reference)
    return serialized(description.triples, kind)


def serialized(triples: Sequence[Triple], kind: Format) -> bytes:
    """Triples in an RDF format, with the project's prefixes where they are of use."""
    form = RdfFormat.from_media_type(kind.media_type)
    if form is None:
        raise ValueError(kind.media_type)
    out = io.BytesIO()
    used = _used(triples) if form != RdfFormat.N_TRIPLES else {}
    serialize(triples, out, format=form, prefixes=used)
    return out.getvalue()


def _used(triples: Sequence[Triple]) -> dict[str, str]:
    iris = {term.value for each in triples for term in each if isinstance(term, NamedNode)}
    iris |= {each.object.datatype.value for each in triples if isinstance(each.object, Literal)}
    # One name a namespace: readers of RDF/XML take the last one given.
    names = {iri: name for name, iri in reversed(PREFIXES.items())}
    return {name: iri for iri, name in names.items() if any(each.startswith(iri) for each in iris)}


def short(iri: str) -> str:
    """An IRI as a prefixed name where a prefix fits."""
    for name, start in PREFIXES.items():
        if iri.startswith(start) and len(iri) > len(start):
            return f"{name}:{iri.removeprefix(start)}"
    return iri


def _table(description: Description, language: str) -> Sequence[bytes]:
    names = label_of([*description.own, *description.names], language)
    rows = []
    for each in (*description.own, *(t for t in description.triples if str(t.object) == f"<{description.iri}>")):
        value = each.object
        text = value.value if isinstance(value, NamedNode | BlankNode | Literal) else str(value)
        kind = ""
        if isinstance(value, Literal):
            kind = value.language or short(value.datatype.value)
        name = names.get(text, "") if isinstance(value, NamedNode) else ""
        subject = each.subject.value if isinstance(each.subject, NamedNode | BlankNode) else ""
        rows.append(((subject, short(each.predicate.value), text, name, kind), (0,) * 5))
    return list(french_csv.pieces(_HEADINGS[language], rows))
