"""The words of the vocabularies: a cell's text → a concept, or the nearest ones; a name → its category."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from ftgraph import assets
from ftgraph.namespaces import PREFIXES
from ftgraph.sources.vocabulary_labels import fold_label

_SKOS = PREFIXES["skos"]
_NAMES = ("prefLabel", "altLabel", "hiddenLabel")
_SURE = 86
_NEAR = 50
_LONG = 4
_COMMON = frozenset(("pour", "dans", "avec", "france", "departement", "departemental", "departementale"))


@dataclass(frozen=True)
class Word:
    """A value of a closed list: its IRI ("" for a choice that is no concept), its key (a notation), its label."""

    iri: str
    key: str
    label: str


@dataclass(frozen=True)
class Match:
    """What a text was read as: exactly, or by its nearest spelling (`sure` False). None: `candidates` come nearest."""

    word: Word | None
    sure: bool = True
    candidates: tuple[tuple[str, str], ...] = ()


class WordList:
    """The values of one list, by every way to write them."""

    def __init__(self, spellings: Mapping[str, Word], broader: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.spellings = dict(spellings)
        self._broader = broader or {}
        self.by_key = {word.key: word for word in spellings.values()}

    def find(self, text: str) -> Match:
        """The value that a text names."""
        folded = fold_label(text)
        if folded in self.spellings:
            return Match(self.spellings[folded])
        keys = list(self.spellings)
        close = process.extract(folded, keys, scorer=fuzz.ratio, limit=2, score_cutoff=_SURE) if len(folded) > 4 else []
        if close and len({self.spellings[key].key for key, _, _ in close}) == 1:
            return Match(self.spellings[close[0][0]], sure=False)
        best = process.extract(folded, keys, scorer=fuzz.WRatio, limit=6, score_cutoff=_NEAR)
        words = dict.fromkeys(self.spellings[key] for key, _, _ in best)
        return Match(None, candidates=tuple((word.key, word.label) for word in words)[:3])

    def within(self, name: str) -> Word | None:
        """The value whose words stand whole in a name, the longest first: « CAF d’Ille-et-Vilaine » is the CAF.

        A value at the start of the name wins over one further on.
        """
        folded = f" {fold_label(name)} "
        found = [(folded.startswith(f" {key} "), len(key), key) for key in self.spellings if f" {key} " in folded]
        return self.spellings[max(found)[2]] if found else None

    def sharing(self, name: str) -> tuple[tuple[str, str], ...]:
        """The values that share a word of four letters or more with a name, (key, label), most words first.

        A name is no misspelt value: the nearest spelling of « Maison des projets » would be anything.
        """
        asked = _long_words(name)
        shared: dict[Word, int] = {}
        for spelling, word in self.spellings.items():
            common = len(asked & _long_words(spelling))
            shared[word] = max(shared.get(word, 0), common)
        best = sorted((word for word in shared if shared[word]), key=lambda word: (-shared[word], len(word.label)))
        return tuple((word.key, word.label) for word in best[:3])

    def above(self, key: str) -> list[str]:
        """The key, then those of its broader values, nearest first."""
        seen = [key]
        for each in seen:
            seen.extend(broader for broader in self._broader.get(each, ()) if broader not in seen)
        return seen


def _long_words(text: str) -> set[str]:
    return {word for word in fold_label(text).split() if len(word) >= _LONG and word not in _COMMON}


def read_words(schemes: Sequence[str], folder: Path | None = None) -> WordList:
    """The words of vocabularies taken together: notations, French labels, then English ones that French leaves free."""
    spellings: dict[str, Word] = {}
    later: dict[str, Word] = {}
    broader: dict[str, tuple[str, ...]] = {}
    for scheme in schemes:
        path = (folder or assets.ontology() / "vocabularies") / f"{scheme}.ttl"
        values: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = {}
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal | ox.NamedNode):
                named = values.setdefault(quad.subject.value, {})
                named.setdefault(quad.predicate.value, []).append(quad.object)
        _add(values, spellings, later, broader)
    return WordList({**later, **spellings}, broader)


def _add(
    values: Mapping[str, Mapping[str, Sequence[ox.Literal | ox.NamedNode]]],
    spellings: dict[str, Word],
    later: dict[str, Word],
    broader: dict[str, tuple[str, ...]],
) -> None:
    words: dict[str, Word] = {}
    for iri, named in values.items():
        if f"{_SKOS}notation" in named:
            words[iri] = Word(iri, named[f"{_SKOS}notation"][0].value, _french(named))
    for iri, word in words.items():
        spellings.setdefault(fold_label(word.key), word)
        above = values[iri].get(f"{_SKOS}broader", [])
        broader[word.key] = tuple(words[each.value].key for each in above if each.value in words)
    for name in _NAMES:
        for iri, word in words.items():
            for label in values[iri].get(f"{_SKOS}{name}", []):
                language = label.language if isinstance(label, ox.Literal) else None
                (spellings if language == "fr" else later).setdefault(fold_label(label.value), word)


def _french(named: Mapping[str, Sequence[ox.Literal | ox.NamedNode]]) -> str:
    labels = [label for label in named.get(f"{_SKOS}prefLabel", []) if isinstance(label, ox.Literal)]
    return next((label.value for label in labels if label.language == "fr"), "")


def read_indicators(path: Path | None = None) -> WordList:
    """The core set of indicators, by their labels and other names (`data/reference/indicators.ttl`).

    A key is the IRI's last part.
    """
    label = f"{PREFIXES['rdfs']}label"
    spellings: dict[str, Word] = {}
    french: dict[str, str] = {}
    also: list[tuple[str, str]] = []
    other: list[tuple[str, str]] = []
    for quad in ox.parse(path=path or assets.data() / "reference" / "indicators.ttl", format=ox.RdfFormat.TURTLE):
        if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.Literal):
            continue
        if quad.predicate.value == f"{_SKOS}altLabel":
            also.append((quad.subject.value, quad.object.value))
        if quad.predicate.value == label:
            if quad.object.language == "fr":
                french[quad.subject.value] = quad.object.value
            else:
                other.append((quad.subject.value, quad.object.value))
    for iri, text in french.items():
        spellings[fold_label(text)] = spellings[fold_label(iri.rsplit("/", 1)[-1])] = Word(
            iri, iri.rsplit("/", 1)[-1], text
        )
    for iri, text in (*also, *other):
        spellings.setdefault(fold_label(text), Word(iri, iri.rsplit("/", 1)[-1], french.get(iri, text)))
    return WordList(spellings)


def labels(scheme: str) -> Mapping[str, str]:
    """Notation → French preferred label, of one vocabulary."""
    return {key: word.label for key, word in read_words((scheme,)).by_key.items()}
