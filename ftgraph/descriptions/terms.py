"""The ontology's terms as readers meet them: by subject, each with its neighbours. Read from the files that we ship."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ftgraph import assets, queries
from ftgraph.descriptions.things import Description
from ftgraph.descriptions.vocabularies import ontology
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import DEF, PREFIXES

_RDF, _RDFS, _OWL, _SKOS = (PREFIXES[name] for name in ("rdf", "rdfs", "owl", "skos"))
_SCHEMA, _DCTERMS = PREFIXES["schema"], PREFIXES["dcterms"]
_HEADING = re.compile(r"^# — (?P<fr>.+?) — (?P<en>.+?)\s*$|^ft:(?P<name>\w+) a ", re.MULTILINE)
_WIDER = {f"{_RDFS}subClassOf", f"{_RDFS}subPropertyOf", f"{_OWL}equivalentClass"}
_HOLDERS = {f"{_RDFS}domain", f"{_SCHEMA}domainIncludes"}
_VALUES = {f"{_RDFS}range", f"{_SCHEMA}rangeIncludes"}


@dataclass(frozen=True)
class Subject:
    """A part of the ontology. `key` names it in addresses; `names`: fr and en; `terms`: the local names, in order."""

    key: str
    names: Mapping[str, str]
    terms: Sequence[str]


@dataclass(frozen=True)
class Term:
    """A class or a property. Texts by language; everything else as IRIs.

    `types`: what OWL says that it is. `parents`: what it is narrower than, terms of others included; `children`:
    ours. Of a property, `holders` have it and `values` are what it leads to; of a class, `has` are the properties that
    its things have and `led_to_by` those that lead to them.
    """

    name: str
    subject: Subject
    types: Sequence[str]
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    notes: Mapping[str, str]
    examples: Sequence[str]
    sources: Sequence[str]
    parents: Sequence[str]
    children: Sequence[str]
    holders: Sequence[str]
    values: Sequence[str]
    has: Sequence[str]
    led_to_by: Sequence[str]
    replaced_by: Sequence[str]
    deprecated: bool

    @property
    def iri(self) -> str:
        """Its IRI."""
        return DEF + self.name

    @property
    def is_class(self) -> bool:
        """Whether it is a class; else a property."""
        return f"{_OWL}Class" in self.types


@dataclass(frozen=True)
class Terms:
    """All the terms. `version`: of the ontology; `titles` and `descriptions`: its own, by language."""

    version: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    subjects: Sequence[Subject]
    by_name: Mapping[str, Term]


@cache
def terms() -> Terms:
    """The terms of the ontology that this version ships."""
    said: dict[str, dict[str, list[object]]] = {}
    pointing: dict[str, dict[str, list[str]]] = {}
    for each in ontology().own:
        if isinstance(each.subject, NamedNode):
            said.setdefault(each.subject.value, {}).setdefault(each.predicate.value, []).append(each.object)
            if isinstance(each.object, NamedNode) and each.subject.value.startswith(DEF):
                back = pointing.setdefault(each.object.value, {})
                back.setdefault(each.predicate.value, []).append(each.subject.value)
    subjects = _subjects()
    found = [
        _term(name, subject, said[DEF + name], pointing.get(DEF + name, {}))
        for subject in subjects
        for name in subject.terms
        if DEF + name in said
    ]
    own = said[DEF.removesuffix("#")]
    dct = PREFIXES["dct"]
    versions = _texts(own, f"{_OWL}versionInfo")
    return Terms(
        next(iter(versions.values()), ""),
        _texts(own, f"{dct}title"),
        _texts(own, f"{dct}description"),
        subjects,
        {term.name: term for term in found},
    )


def describe_term(name: str) -> Description | None:
    """What the ontology says of one of its terms, as triples; None when it has no such term."""
    if name not in terms().by_name:
        return None
    known = ontology().own
    kept = {each: None for each in known if each.subject == NamedNode(DEF + name)}
    blank = {each.object for each in kept if isinstance(each.object, BlankNode)}
    while blank:
        more = {each: None for each in known if each.subject in blank}
        blank = {each.object for each in more if isinstance(each.object, BlankNode) and each not in kept}
        kept |= more
    return Description(DEF + name, sorted(kept, key=str), (), ())


def examples(graph: Queryable, term: Term) -> Sequence[Triple]:
    """Up to three triples of `graph` that use the term."""
    node, kind = NamedNode(term.iri), NamedNode(f"{_RDF}type")
    if term.is_class:
        rows = graph.select(queries.text("descriptions/instances", **{"class": node}))
        return [Triple(row[0], kind, node) for row in islice(rows, 3) if isinstance(row[0], NamedNode)]
    rows = graph.select(queries.text("descriptions/uses", property=node))
    return [
        Triple(row[0], node, row[1])
        for row in islice(rows, 3)
        if isinstance(row[0], NamedNode) and isinstance(row[1], NamedNode | Literal)
    ]


def _subjects() -> Sequence[Subject]:
    """The parts of the file, as its own headings name them."""
    found: list[tuple[str, str, list[str]]] = []
    for match in _HEADING.finditer((assets.ontology() / "ftgraph.ttl").read_text(encoding="utf-8")):
        if match["fr"]:
            found.append((match["fr"], match["en"], []))
        else:
            found[-1][2].append(match["name"])
    return [
        Subject(re.sub(r"\W+", "-", english.lower()), {"fr": french, "en": english}, names)
        for french, english, names in found
        if names
    ]


def _term(name: str, subject: Subject, said: Mapping[str, list[object]], back: Mapping[str, list[str]]) -> Term:
    return Term(
        name,
        subject,
        _iris(said, {f"{_RDF}type"}),
        _texts(said, f"{_RDFS}label"),
        _texts(said, f"{_SKOS}definition"),
        _texts(said, f"{_SKOS}scopeNote"),
        [value.value for value in said.get(f"{_SKOS}example", ()) if isinstance(value, Literal)],
        _iris(said, {f"{_DCTERMS}source"}),
        _iris(said, _WIDER),
        _subjects_of(back, _WIDER),
        _iris(said, _HOLDERS),
        _iris(said, _VALUES),
        _subjects_of(back, _HOLDERS),
        _subjects_of(back, _VALUES),
        _iris(said, {f"{_DCTERMS}isReplacedBy"}),
        any(isinstance(value, Literal) and value.value == "true" for value in said.get(f"{_OWL}deprecated", ())),
    )


def _iris(said: Mapping[str, Iterable[object]], properties: set[str]) -> Sequence[str]:
    values = (value for name in properties for value in said.get(name, ()))
    return sorted({value.value for value in values if isinstance(value, NamedNode)})


def _subjects_of(back: Mapping[str, Iterable[str]], properties: set[str]) -> Sequence[str]:
    return sorted({iri for name in properties for iri in back.get(name, ())})


def _texts(said: Mapping[str, Iterable[object]], name: str) -> Mapping[str, str]:
    return {value.language or "": value.value for value in said.get(name, ()) if isinstance(value, Literal)}
