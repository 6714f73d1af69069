"""The bounded description of a thing: what is said of it, the names of what it points to, a page of what points to it.

At most 5,000 triples of its own and 100 things that point to it a page, so that a country costs what a commune does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ftgraph import queries
from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import PREFIXES

LINKS_A_PAGE = 100
LAST_PAGE = 100
_LABELS = tuple(
    NamedNode(PREFIXES[prefix] + name) for prefix, name in (("skos", "prefLabel"), ("rdfs", "label"), ("dct", "title"))
)
_LABELLED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Link:
    """A thing that points to the one described, and by which property."""

    subject: str
    property: str


@dataclass(frozen=True)
class Description:
    """A thing as the graph knows it. `own`: what is said of it; `links`: a page of what points to it.

    `names`: the labels, in any language, of what is pointed to or points to it. `more`: whether another page follows.
    """

    iri: str
    own: Sequence[Triple]
    links: Sequence[Link]
    names: Sequence[Triple]
    page: int = 1
    more: bool = False

    @property
    def triples(self) -> Sequence[Triple]:
        """All of it as triples, each once, in order."""
        thing = NamedNode(self.iri)
        incoming = (Triple(NamedNode(link.subject), NamedNode(link.property), thing) for link in self.links)
        return sorted({*self.own, *incoming, *self.names}, key=str)


def describe(graph: Queryable, iri: str, page: int = 1, also: Sequence[str] = ()) -> Description | None:
    """What `graph` says of the thing `iri`; None when it says nothing. `also`: more things whose names are wanted.

    What is named by a fragment of its IRI (`<iri>#agent`) is described with it. Raises `UsageError` past the last page.
    """
    if not 1 <= page <= LAST_PAGE:
        raise UsageError(
            f"La page {page} n’existe pas : de 1 à {LAST_PAGE}.",
            f"There is no page {page}: from 1 to {LAST_PAGE}.",
            cure="Au-delà, interrogez /sparql ou prenez un export (/dumps).",
            cure_en="Beyond that, ask /sparql or take an export (/dumps).",
        )
    thing = _node(iri)
    if thing is None:
        return None
    own = set(graph.construct(queries.text("descriptions/outgoing", thing=[thing])))
    if not own:
        return None
    parts = [each.object for each in own if _is_part(each.object, iri)]
    if parts:
        own |= set(graph.construct(queries.text("descriptions/outgoing", thing=parts)))
    first = (page - 1) * LINKS_A_PAGE
    rows = graph.select(queries.text("descriptions/incoming", thing=thing))
    found = [Link(_text(row[0]), _text(row[1])) for row in islice(rows, first, first + LINKS_A_PAGE + 1)]
    links = found[:LINKS_A_PAGE]
    known = {str(each.subject) for each in own}
    pointed = {
        each.object.value for each in own if isinstance(each.object, NamedNode) and str(each.object) not in known
    }
    wanted = sorted(pointed | {link.subject for link in links} - {iri} | set(also))
    names = names_of(graph, wanted)
    return Description(iri, sorted(own, key=str), links, names, page, len(found) > LINKS_A_PAGE and page < LAST_PAGE)


def exists(graph: Queryable, iri: str) -> bool:
    """Whether anything is said of the thing."""
    thing = _node(iri)
    said = () if thing is None else graph.construct(queries.text("descriptions/outgoing", thing=[thing]))
    return any(True for _ in islice(said, 1))


def names_of(graph: Queryable, iris: Sequence[str]) -> Sequence[Triple]:
    """The labels, titles and preferred labels of things, in French, in English or in no language."""
    found: set[Triple] = set()
    nodes = [node for node in map(_node, iris) if node is not None]
    for start in range(0, len(nodes), _LABELLED_AT_ONCE):
        found |= set(
            graph.construct(queries.text("descriptions/labels", thing=nodes[start : start + _LABELLED_AT_ONCE]))
        )
    return sorted(found, key=str)


def label_of(triples: Iterable[Triple], language: str = "fr") -> Mapping[str, str]:
    """Each subject's best name in `language`: its preferred label before its label before its title."""
    best: dict[str, tuple[tuple[int, int], str]] = {}
    for each in triples:
        if each.predicate not in _LABELS or not isinstance(each.object, Literal):
            continue
        subject = each.subject.value if isinstance(each.subject, NamedNode | BlankNode) else ""
        rank = (_LANGUAGES[language].get(each.object.language or "", 3), _LABELS.index(each.predicate))
        if subject not in best or rank < best[subject][0]:
            best[subject] = (rank, each.object.value)
    return {subject: text for subject, (_, text) in best.items()}


_LANGUAGES: Mapping[str, Mapping[str, int]] = {"fr": {"fr": 0, "": 1, "en": 2}, "en": {"en": 0, "": 1, "fr": 2}}


def _node(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def _is_part(term: object, iri: str) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(f"{iri}#")


def _text(term: object) -> str:
    assert isinstance(term, NamedNode)  # noqa: S101 - the query keeps IRIs only
    return term.value
