"""The vocabularies' pages: all values of one as a tree, and one page a value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from ftgraph.descriptions import Description, Scheme, label_of, ontology, schemes
from ftgraph.descriptions.things import names_of
from ftgraph.exports.descriptions import short
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import PREFIXES, VOC
from ftgraph.sources.vocabulary_labels import fold_label
from ftgraph.wording import Language
from ftgraph_api.pages.frame import Page
from ftgraph_api.pages.neighbourhood import Neighbour, drawn
from ftgraph_api.pages.ontology import List, Words, alternates, formats
from ftgraph_api.representations import Asked

_SKOS, _DCTERMS, _OWL = PREFIXES["skos"], PREFIXES["dcterms"], PREFIXES["owl"]
_MATCHES = tuple(f"{_SKOS}{name}" for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"))
_DEEPEST = 8


@dataclass(frozen=True)
class Value:
    """A value in the tree. `anchor`: its notation, which names it on the page."""

    name: str
    anchor: str
    link: str
    definition: str
    narrower: Sequence["Value"]


def listed(known: Iterable[Scheme], language: Language) -> list[tuple[str, str, int]]:
    """Vocabularies by title: (title, its page, how many values)."""
    shown = [(each.title.say(language), f"/voc/{each.iri.removeprefix(VOC)}", each.values) for each in known]
    return sorted(shown, key=lambda each: fold_label(each[0]))


def index(asked: Asked, graph: Queryable | None) -> Page:
    """All vocabularies, how many values each has, and each in its formats."""
    known = schemes(graph) if graph else []
    values = {
        "schemes": listed(known, asked.language),
        "values": sum(each.values for each in known),
        "suffixes": [(each.label, each.suffix) for each in asked.offered if each is not asked.kind],
        "formats": formats(asked),
    }
    title = "Vocabularies" if asked.language == "en" else "Vocabulaires"
    return Page("vocabularies.html.j2", title, values, alternates=alternates(asked))


def scheme(found: Description, asked: Asked, base: str, graph: Queryable | None) -> Page:
    """A vocabulary: its values from the widest to the narrowest, each with its definition under its notation.

    `graph` knows the names of its sources.
    """
    said, language = _said(found.own), asked.language
    own = said[found.iri]
    sources = names_of(graph, _iris(own, f"{_DCTERMS}source")) if graph else ()
    names = label_of([*found.own, *sources], language)
    say = Words(names, base, language)
    values = {
        "iri": found.iri,
        "description": _text(own, f"{_DCTERMS}description", language),
        "edition": _text(own, f"{_OWL}versionInfo", ""),
        "licence": [say.of(each) for each in _iris(own, f"{_DCTERMS}license")],
        "sources": [say.of(each) for each in _iris(own, f"{_DCTERMS}source")],
        "values": _tree(said, found.iri, say),
        "count": sum(1 for iri in said if iri.startswith(f"{found.iri}/")),
        "formats": formats(asked),
    }
    title = names.get(found.iri, short(found.iri))
    return Page("vocabulary.html.j2", title, values, alternates=alternates(asked))


def concept(found: Description, asked: Asked, base: str) -> Page:
    """A value: what it means, the words that people use for it, what it is near to, what bears it."""
    own, language = _said(found.own)[found.iri], asked.language
    names = label_of([*ontology().own, *found.own, *found.names], language)
    say = Words(names, base, language)
    other = "fr" if language == "en" else "en"
    narrower = sorted({each.subject for each in found.links if each.property == f"{_SKOS}broader"})
    narrower = narrower or _iris(own, f"{_SKOS}narrower")
    wider = _iris(own, f"{_SKOS}broader")
    title = names.get(found.iri, short(found.iri))
    inside = {f"{_SKOS}broader", f"{_SKOS}narrower", f"{_SKOS}hasTopConcept", f"{_SKOS}topConceptOf"}
    lists = (
        List(say.text("Plus général", "More general"), [say.of(each) for each in wider]),
        List(say.text("Plus précis", "More specific"), [say.of(each) for each in narrower]),
        List(
            say.text("Ailleurs", "Elsewhere"),
            [say.of(each) for match in _MATCHES for each in _iris(own, match)],
        ),
        List(say.text("Sources", "Sources"), [say.of(each) for each in _iris(own, f"{_DCTERMS}source")]),
    )
    values = {
        "iri": found.iri,
        "scheme": [say.of(each) for each in _iris(own, f"{_SKOS}inScheme")][:1],
        "other": other,
        "other_name": _text(own, f"{_SKOS}prefLabel", other),
        "notation": _text(own, f"{_SKOS}notation", ""),
        "definition": _text(own, f"{_SKOS}definition", language),
        "other_definition": _text(own, f"{_SKOS}definition", other),
        "note": _text(own, f"{_SKOS}scopeNote", language),
        "words": _texts(own, f"{_SKOS}altLabel"),
        "lists": [each for each in lists if each.items],
        "diagram": drawn(title, _near(say, narrower), _near(say, wider), language),
        "links": [
            (say.of(each.subject), names.get(each.property, short(each.property)))
            for each in found.links
            if each.property not in inside
        ],
        "page_number": found.page,
        "more": found.more,
        "path": asked.path,
        "formats": formats(asked),
    }
    return Page("concept.html.j2", title, values, alternates=alternates(asked))


def _near(say: Words, iris: Iterable[str]) -> list[Neighbour]:
    return [Neighbour(say.text("précise", "narrows"), say.of(iri).name, say.link(iri)) for iri in iris]


def _tree(said: Mapping[str, Mapping[str, Sequence[object]]], iri: str, say: Words) -> Sequence[Value]:
    narrower: dict[str, list[str]] = {}
    for value, own in said.items():
        if value.startswith(f"{iri}/"):
            wider = [each for each in _iris(own, f"{_SKOS}broader") if each in said]
            narrower.setdefault(wider[0] if wider else iri, []).append(value)

    def under(wider: str, depth: int) -> Sequence[Value]:
        shown = [_value(each, said[each], under(each, depth + 1), say) for each in narrower.get(wider, ())]
        return sorted(shown, key=lambda each: each.name.lower()) if depth < _DEEPEST else ()

    return under(iri, 0)


def _value(iri: str, own: Mapping[str, Sequence[object]], narrower: Sequence[Value], say: Words) -> Value:
    shown = say.of(iri)
    definition = _text(own, f"{_SKOS}definition", say.language)
    return Value(shown.name, iri.removeprefix(VOC).partition("/")[2], shown.link, definition, narrower)


def _said(triples: Iterable[Triple]) -> Mapping[str, Mapping[str, Sequence[object]]]:
    found: dict[str, dict[str, list[object]]] = {}
    for each in triples:
        if isinstance(each.subject, NamedNode):
            found.setdefault(each.subject.value, {}).setdefault(each.predicate.value, []).append(each.object)
    return found


def _iris(own: Mapping[str, Sequence[object]], name: str) -> list[str]:
    return sorted(value.value for value in own.get(name, ()) if isinstance(value, NamedNode))


def _text(own: Mapping[str, Sequence[object]], name: str, language: str) -> str:
    return next(iter(_texts(own, name, language)), "")


def _texts(own: Mapping[str, Sequence[object]], name: str, language: str = "fr") -> list[str]:
    values = (value for value in own.get(name, ()) if isinstance(value, Literal))
    return sorted(value.value for value in values if (value.language or "") == language)
