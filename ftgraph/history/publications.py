"""What each publication did to a thing, from the change feed; word by word between generations that are still kept."""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import orjson
from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Triple

from ftgraph import changes, queries
from ftgraph.changes import Counts, Kind, Publication
from ftgraph.descriptions.things import label_of, names_of
from ftgraph.errors import FtgraphError
from ftgraph.graph.store import Queryable, Store
from ftgraph.history.words import in_words, last

_MOST_BYTES = 64 * 1024 * 1024
"""Of compressed lists of changes that one question reads: some seconds on a national graph."""
_MOST_SAID = 200


@dataclass(frozen=True)
class Said:
    """A statement of a thing: its property and value in words."""

    property: str
    value: str


@dataclass(frozen=True)
class SourceChange:
    """What an import did. `change`: to the thing itself, "" when only other things of its source changed.

    `counts`: how many things of the source the import added, changed and removed.
    """

    source: str
    change: Kind | Literal[""]
    counts: Counts


@dataclass(frozen=True)
class Told:
    """What a publication did to a thing. `graphs`: IRIs of the graphs that speak of it and were written anew.

    `detailed`: whether the generation and the one before are both still kept: `gained` and `lost` then say which of
    the thing’s statements changed.
    """

    generation: int
    published: datetime
    sources: tuple[SourceChange, ...]
    graphs: tuple[str, ...]
    detailed: bool
    gained: tuple[Said, ...]
    lost: tuple[Said, ...]


@dataclass(frozen=True)
class Publications:
    """What was found, newest first. `looked_from`: the oldest publication looked at, None when there is none.

    `whole`: whether every recorded publication was looked at. `kept`: the generations that could be compared.
    """

    told: tuple[Told, ...]
    looked_from: datetime | None
    whole: bool
    kept: tuple[int, ...]


def publications(
    store: Store, attachments: Path, iri: str, graphs: Sequence[str], sources: Sequence[str], language: str = "fr"
) -> Publications:
    """What publications did to the thing `iri`, that `graphs` speak of, and that `sources` publish (keys)."""
    recorded = changes.publications(attachments)
    budget = _MOST_BYTES
    kept = _Kept(store, iri, language)
    told: list[Told] = []
    looked: list[Publication] = []
    for publication in recorded:
        folder = attachments / changes.FOLDER / f"{publication.generation:06d}"
        budget -= sum(path.stat().st_size for path in folder.glob("*.json.gz"))
        if budget < 0 and looked:
            break
        looked.append(publication)
        changed = dict(_changed(folder, iri))
        concerned = dict.fromkeys((*changed, *(key for key in sources if key in publication.sources)))
        found = tuple(
            SourceChange(source, changed.get(source, ""), publication.sources[source])
            for source in concerned
            if source in changed or publication.sources[source].total
        )
        # What an import wrote is told by its source; a graph alone tells of zonings and territories.
        written = () if found else tuple(graph for graph in graphs if graph in publication.graphs)
        if found or written:
            told.append(_told(publication, found, written, kept))
    since = looked[-1].published if looked else None
    return Publications(tuple(told), since, len(looked) == len(recorded), tuple(sorted(kept.numbers)))


def _changed(folder: Path, iri: str) -> Iterator[tuple[str, Kind]]:
    """The sources whose import changed the thing, each with how."""
    written = orjson.dumps(iri)
    for path in sorted(folder.glob("*.json.gz")):
        text = gzip.decompress(path.read_bytes())
        if written not in text:
            continue
        listed = orjson.loads(text)
        for kind in changes.KINDS:
            if iri in listed[kind]:
                yield listed["source"], kind


def _told(publication: Publication, sources: tuple[SourceChange, ...], graphs: tuple[str, ...], kept: "_Kept") -> Told:
    before, after = kept.said(publication.previous), kept.said(publication.generation)
    none: frozenset[Triple] = frozenset()
    gained, lost = (none, none) if before is None or after is None else (after - before, before - after)
    return Told(
        generation=publication.generation,
        published=publication.published,
        sources=sources,
        graphs=graphs,
        detailed=before is not None and after is not None,
        gained=kept.words(publication.generation, gained),
        lost=kept.words(publication.previous, lost),
    )


class _Kept:
    """What the generations that are still kept say of a thing."""

    def __init__(self, store: Store, iri: str, language: str) -> None:
        self._store = store
        self._thing = NamedNode(iri)
        self._language = language
        self._said: dict[int, frozenset[Triple] | None] = {}
        self._names: dict[int, Mapping[str, str]] = {}
        self.numbers: set[int] = set()

    def said(self, number: int) -> frozenset[Triple] | None:
        """Its statements in a generation; none before the first; None where that generation is gone."""
        if number == 0:
            return frozenset()
        if number not in self._said:
            try:
                with self._store.reader(number) as reader:
                    own = frozenset(reader.construct(queries.text("descriptions/outgoing", thing=[self._thing])))
                    self._names[number] = self._named(reader, own)
                self._said[number] = own
                self.numbers.add(number)
            except FtgraphError:
                self._said[number] = None
        return self._said[number]

    def words(self, number: int, statements: frozenset[Triple]) -> tuple[Said, ...]:
        """Statements in words, sorted, the first two hundred."""
        names = self._names.get(number, {})
        said = {
            Said(in_words(each.predicate.value, names, self._language), _value(each.object, names))
            for each in statements
        }
        return tuple(sorted(said, key=lambda each: (each.property, each.value))[:_MOST_SAID])

    def _named(self, reader: Queryable, own: frozenset[Triple]) -> Mapping[str, str]:
        things = {each.predicate.value for each in own}
        things |= {each.object.value for each in own if isinstance(each.object, NamedNode)}
        return label_of(names_of(reader, sorted(things)), self._language)


def _value(term: object, names: Mapping[str, str]) -> str:
    if isinstance(term, NamedNode):
        return names.get(term.value, last(term.value))
    return term.value if isinstance(term, RdfLiteral) else str(term)
