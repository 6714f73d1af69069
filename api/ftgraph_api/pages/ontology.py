"""The ontology's pages: all terms by subject, and one page a term."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from ftgraph.descriptions import Term, Terms, label_of, ontology, terms
from ftgraph.descriptions.terms import examples
from ftgraph.descriptions.things import names_of
from ftgraph.exports.descriptions import short
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import DEF, PREFIXES, VOC
from ftgraph.wording import Language
from ftgraph_api.pages.frame import Page
from ftgraph_api.pages.neighbourhood import Neighbour, drawn
from ftgraph_api.representations import Asked

_OWL = PREFIXES["owl"]
_KINDS: Mapping[str, tuple[str, str]] = {
    f"{_OWL}Class": ("classe", "class"),
    f"{_OWL}ObjectProperty": ("propriété vers une chose", "property to a thing"),
    f"{_OWL}DatatypeProperty": ("propriété vers une valeur", "property to a value"),
    f"{_OWL}AnnotationProperty": ("propriété d’annotation", "annotation property"),
    f"{_OWL}FunctionalProperty": ("une valeur au plus", "at most one value"),
    f"{_OWL}InverseFunctionalProperty": ("une chose au plus par valeur", "at most one thing a value"),
    f"{_OWL}TransitiveProperty": ("transitive", "transitive"),
    f"{_OWL}SymmetricProperty": ("symétrique", "symmetric"),
    f"{_OWL}AsymmetricProperty": ("asymétrique", "asymmetric"),
    f"{_OWL}IrreflexiveProperty": ("irréflexive", "irreflexive"),
}


@dataclass(frozen=True)
class Shown:
    """A name and where it leads, or ""."""

    name: str
    link: str = ""


@dataclass(frozen=True)
class List:
    """A heading and what stands under it."""

    title: str
    items: Sequence[Shown]


def index(asked: Asked) -> Page:
    """All terms by subject, each with its definition under an anchor of its name."""
    known, language = terms(), asked.language
    values = {
        "known": known,
        "description": _in(known.descriptions, language),
        "subjects": [(each, [_entry(known, name, language) for name in each.terms]) for each in known.subjects],
        "replaced": [each for each in known.by_name.values() if each.deprecated or each.replaced_by],
        "formats": formats(asked),
        "language": language,
    }
    return Page("ontology.html.j2", _in(known.titles, language), values, alternates=alternates(asked))


def term(name: str, asked: Asked, base: str, graph: Queryable | None) -> Page:
    """One term. `graph`: where examples of its use and the names of its sources come from."""
    known, language = terms(), asked.language
    found = known.by_name[name]
    used = examples(graph, found) if graph else ()
    wanted = [*found.sources, *(part.value for each in used for part in each if isinstance(part, NamedNode))]
    names = label_of([*ontology().own, *(names_of(graph, wanted) if graph else ())], language)
    say = Words(names, base, language)
    before, after = _neighbours(known, found, say)
    title = _in(found.labels, language)
    values = {
        "term": found,
        "kinds": [kind[language == "en"] for kind in (_KINDS.get(each) for each in found.types) if kind],
        "subject": _in(found.subject.names, language),
        "edition": known.version,
        "lists": _lists(found, say),
        "examples": [*map(say.example, found.examples), *(say.use(each) for each in used)],
        "sources": [say.of(each) for each in found.sources],
        "replaced_by": [say.of(each) for each in found.replaced_by],
        "diagram": drawn(title, before, after, language),
        "formats": formats(asked),
        "other": "en" if language == "fr" else "fr",
    }
    return Page("term.html.j2", title, values, alternates=alternates(asked))


class Words:
    """Names and addresses of IRIs, in a language."""

    def __init__(self, names: Mapping[str, str], base: str, language: Language) -> None:
        self._names, self._base, self.language = names, base, language

    def text(self, french: str, english: str) -> str:
        """The one of two texts."""
        return english if self.language == "en" else french

    def of(self, iri: str) -> Shown:
        """What an IRI is called, and its page."""
        return Shown(self._names.get(iri, short(iri)), self.link(iri))

    def link(self, iri: str) -> str:
        """Its page: here where it is ours, itself on the web, "" otherwise."""
        lang = "?lang=en" if self.language == "en" else ""
        for start, path in ((DEF, "/def/"), (VOC, "/voc/"), (f"{self._base}/id/", "/doc/")):
            if iri.startswith(start):
                return path + quote(iri.removeprefix(start), safe="/%") + lang
        return iri if iri.startswith(("http://", "https://")) else ""

    def example(self, text: str) -> Shown:
        """What the ontology's file gives as an example: an address of a thing here, or words."""
        path, _, rest = text.partition(", ")
        return Shown(rest or path, f"/doc/{path.removeprefix('id/')}") if path.startswith("id/") else Shown(text)

    def use(self, triple: Triple) -> Shown:
        """A thing of the graph that uses the term, and the value where the term is a property."""
        subject = triple.subject.value if isinstance(triple.subject, NamedNode) else ""
        name = self._names.get(subject, short(subject))
        value = triple.object
        if triple.predicate.value.startswith(DEF):
            told = self.of(value.value).name if isinstance(value, NamedNode) else _told(value)
            name = f"{name} → {told}"
        return Shown(name, self.link(subject))


def _neighbours(known: Terms, found: Term, say: Words) -> tuple[list[Neighbour], list[Neighbour]]:
    def near(relation: str, *iris: str) -> list[Neighbour]:
        return [Neighbour(relation, say.of(iri).name, say.link(iri)) for iri in iris]

    is_a = say.text("est un", "is a")
    if not found.is_class:
        before = [*near(say.text("porte", "has"), *found.holders), *near(is_a, *found.children)]
        return before, [*near(say.text("mène à", "leads to"), *found.values), *near(is_a, *found.parents)]
    before, after = near(is_a, *found.children), near(is_a, *found.parents)
    for iri in found.led_to_by:
        before += near(say.of(iri).name, *_known(known, iri, lambda each: each.holders)[:2])
    for iri in found.has:
        after += near(say.of(iri).name, *_known(known, iri, lambda each: each.values)[:1])
    return before, after


def _known(known: Terms, iri: str, part: Callable[[Term], Sequence[str]]) -> Sequence[str]:
    found = known.by_name.get(iri.removeprefix(DEF))
    return part(found) if found else ()


def _lists(found: Term, say: Words) -> Sequence[List]:
    titled = (
        (say.text("Plus général", "More general"), found.parents),
        (say.text("Plus précis", "More specific"), found.children),
        (say.text("Qui la porte", "What has it"), found.holders),
        (say.text("Ce à quoi elle mène", "What it leads to"), found.values),
        (say.text("Ses propriétés", "Its properties"), found.has),
        (say.text("Propriétés qui y mènent", "Properties that lead to it"), found.led_to_by),
    )
    return [List(title, [say.of(each) for each in iris]) for title, iris in titled if iris]


def _entry(known: Terms, name: str, language: Language) -> tuple[str, str, str, bool]:
    found = known.by_name[name]
    return name, _in(found.labels, language), _in(found.definitions, language), found.is_class


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("fr") or next(iter(texts.values()), "")


def _told(value: object) -> str:
    return value.value if isinstance(value, Literal) else str(value)


def formats(asked: Asked) -> Sequence[tuple[str, str]]:
    """The other formats of a page: (name, address)."""
    return [(each.label, f"{asked.path}.{each.suffix}") for each in asked.offered if each is not asked.kind]


def alternates(asked: Asked) -> Sequence[tuple[str, str]]:
    """The same for programs: (media type, address)."""
    return [(each.media_type, f"{asked.path}.{each.suffix}") for each in asked.offered if each is not asked.kind]
