"""The vocabularies as the index needs them: values by code, what is narrower, and what a lay word means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz, process

from ftgraph.errors import UnknownConcept
from ftgraph.index.labelled import Labelled
from ftgraph.index.words import STOP_WORDS, fold, stems

_SCHEME_NAMES = {
    "barrier": ("frein", "barrier"),
    "public": ("public", "public"),
    "fee": ("type de frais", "fee"),
    "mode": ("mode d’accueil", "mode"),
    "service-type": ("type de service", "service type"),
    "network": ("réseau", "network"),
}


BARRIERS = ("barrier", "ft-barrier")
_NEAREST = 4
_LayWords = dict[tuple[str, ...], list[tuple[int, str]]]


@dataclass(frozen=True)
class Concept:
    """A value: `scheme` and `notation` make its IRI; `broader` holds the IRIs of the values directly above it."""

    iri: str
    scheme: str
    notation: str
    labels: Mapping[str, str]
    broader: tuple[str, ...]

    def label(self, language: str = "fr") -> str:
        """The preferred label in `language`, else in French."""
        return self.labels.get(language) or self.labels.get("fr") or self.notation


@dataclass(frozen=True)
class Understood:
    """What a lay text was taken to mean: the concepts, the words that said so, and the words left over."""

    concepts: tuple[Concept, ...]
    words: str
    rest: str


class _Shown(dict[str, Labelled]):
    """Notation → what is shown for it."""

    def __missing__(self, notation: str) -> Labelled:
        return Labelled(notation, notation)


class Vocabulary:
    """All values of all schemes, from the index's `vocabulary.json`."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self._concepts: dict[str, dict[str, Concept]] = {}
        self._words: list[tuple[str, str, int, str]] = [tuple(word) for word in stored["words"]]
        for iri, scheme, notation, labels, broader in stored["concepts"]:
            concept = Concept(iri, scheme, notation, labels, tuple(broader))
            self._concepts.setdefault(scheme, {})[notation] = concept
        self._labelled: dict[tuple[str, str], Mapping[str, Labelled]] = {}
        self._lay_words: dict[tuple[str, ...], _LayWords] = {}
        self._by_iri = {c.iri: c for scheme in self._concepts.values() for c in scheme.values()}

    def labelled(self, scheme: str, language: str) -> Mapping[str, Labelled]:
        """The values of a scheme by notation, with their labels; one that is not in it stands for itself."""
        found = self._labelled.get((scheme, language))
        if found is None:
            found = _Shown((n, Labelled(n, concept.label(language))) for n, concept in self.scheme(scheme).items())
            self._labelled[scheme, language] = found
        return found

    def scheme(self, scheme: str) -> Mapping[str, Concept]:
        """The values of a scheme by notation."""
        return self._concepts.get(scheme, {})

    def widest(self, scheme: str) -> list[Concept]:
        """The values of a scheme that no other is above, in its order."""
        return [concept for concept in self.scheme(scheme).values() if not concept.broader]

    def by_iri(self, iri: str) -> Concept | None:
        """The value of that IRI."""
        return self._by_iri.get(iri)

    def get(self, scheme: str, text: str) -> Concept:
        """The value named by a notation, an IRI or a label. Raises `UnknownConcept` with the nearest ones."""
        values = self.scheme(scheme)
        if text in values:
            return values[text]
        if (concept := self._by_iri.get(text)) and concept.scheme == scheme:
            return concept
        wanted = fold(text)
        for concept in values.values():
            if wanted in {fold(concept.notation), *(fold(label) for label in concept.labels.values())}:
                return concept
        raise self._unknown(scheme, text)

    def _unknown(self, scheme: str, text: str) -> UnknownConcept:
        values = self.scheme(scheme)
        french, english = _SCHEME_NAMES.get(scheme, (scheme, scheme))
        names = {notation: fold(concept.label()) for notation, concept in values.items()}
        near = process.extract(fold(text), names, scorer=fuzz.WRatio, limit=_NEAREST, score_cutoff=55)
        meant = self.understand(text, (scheme,))  # what lay words name comes before what is spelt like them
        nearest = [concept.notation for concept in meant.concepts] if meant else []
        nearest += [notation for _, _, notation in near]
        candidates = [(notation, values[notation].label()) for notation in list(dict.fromkeys(nearest))[:_NEAREST]]
        hint = ", ".join(f"{notation} ({label})" for notation, label in candidates)
        return UnknownConcept(
            f"Aucun {french} « {text} ».",
            f"No {english} “{text}”.",
            candidates=candidates,
            cure=f"Les plus proches : {hint}." if hint else f"Valeurs : {', '.join(list(values)[:20])}.",
            cure_en=f"Nearest: {hint}." if hint else f"Values: {', '.join(list(values)[:20])}.",
            scheme=scheme,
        )

    def _words_of(self, schemes: tuple[str, ...]) -> _LayWords:
        """Each label of the schemes as stems → (rank of the label's kind, the first scheme's best; concept IRI)."""
        table = self._lay_words.get(schemes)
        if table is not None:
            return table
        table = self._lay_words[schemes] = {}
        for scheme, label, rank, iri in self._words:
            if scheme in schemes:
                key = stems(label)
                if key:
                    table.setdefault(key, []).append((rank + 10 * schemes.index(scheme), iri))
                    bare = tuple(word for word in key if word not in STOP_WORDS)
                    if bare and bare != key:
                        table.setdefault(bare, []).append((rank + 5, iri))
        return table

    def understand(self, text: str, schemes: tuple[str, ...] = BARRIERS) -> Understood | None:
        """The values that a text names in lay words, longest words first; None when it names none.

        "pas le permis" names « Préparer un permis »; words that name nothing are left in `rest` for the full text.
        """
        words = stems(text)
        table = self._words_of(schemes)
        found: list[str] = []
        used: list[str] = []
        rest: list[str] = []
        position = 0
        while position < len(words):
            for length in range(min(len(words) - position, 9), 0, -1):
                piece = words[position : position + length]
                hits = table.get(piece)
                if hits and not all(word in STOP_WORDS for word in piece):
                    best = min(rank for rank, _ in hits)
                    found.extend(self._narrowest(iri for rank, iri in hits if rank == best and iri not in found))
                    used.extend(piece)
                    position += length
                    break
            else:
                if words[position] not in STOP_WORDS:
                    rest.append(words[position])
                position += 1
        if not found:
            return None
        return Understood(tuple(self._by_iri[iri] for iri in found), " ".join(used), " ".join(rest))

    def _narrowest(self, iris: Iterable[str]) -> list[str]:
        """Of values that one word names alike, those that none of the others makes more precise."""
        named = list(dict.fromkeys(iris))
        wider = {broader for iri in named for broader in self._by_iri[iri].broader}
        return [iri for iri in named if iri not in wider]

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for concept in self._by_iri.values():
            for broader in concept.broader:
                children.setdefault(broader, []).append(concept.iri)
        return children

    def narrower(self, concept: Concept) -> Iterable[Concept]:
        """The values directly below one, by notation (for a France Travail frein: what it covers)."""
        return sorted((self._by_iri[iri] for iri in self._children.get(concept.iri, ())), key=lambda c: c.notation)
