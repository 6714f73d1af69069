"""The structure that observations are held to: indicators, dimensions with their code lists, words for all of them.

Read from what is shipped (`data/reference/indicators.ttl`, `data-cube.ttl`, the vocabularies), so that a file can be
checked without a store.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from ftgraph import assets
from ftgraph.namespaces import DEF, PREFIXES, VOC
from ftgraph.sources.committee_workbook.words import Word, WordList, read_words
from ftgraph.sources.vocabulary_labels import fold_label
from ftgraph.wording import Text

_SKOS, _RDFS, _QB = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["qb"]
_UNIT = PREFIXES["sdmx-attribute"] + "unitMeasure"
_COMPONENT = _QB + "component"
STATUSES = "observation-status"
WITHHELD = "withheld"
FINAL = "final"
_NOTHING = Text("")


@dataclass(frozen=True)
class Code:
    """A value of a code list. `whole`: whether it stands for all the others."""

    iri: str
    notation: str
    label: Text
    whole: bool = False


@dataclass(frozen=True)
class Dimension:
    """A dimension with a code list. `iri`: its property; `key`: its list's name; `parts`: codes that make up the whole.

    `parts` is empty where the codes overlap: a person may be of several publics.
    """

    iri: str
    key: str
    label: Text
    codes: tuple[Code, ...]
    parts: tuple[str, ...]

    @property
    def whole(self) -> str:
        """The notation that stands for everybody."""
        return next(code.notation for code in self.codes if code.whole)

    def code(self, notation: str) -> Code:
        """The code of a notation. `KeyError` when there is none."""
        for each in self.codes:
            if each.notation == notation:
                return each
        raise KeyError(notation)


@dataclass(frozen=True)
class Indicator:
    """An indicator. `kind`: stock, flow, rate or duration; `direction`: up, down or context; `whole`: the IRI of the
    indicator that it only breaks down (its own when none); `allowed`: the keys of the dimensions it may be broken by.
    """

    iri: str
    label: Text
    definition: Text = _NOTHING
    formula: Text = _NOTHING
    unit: Code | None = None
    kind: str = ""
    direction: str = "context"
    whole: str = ""
    allowed: tuple[str, ...] = ()
    core: bool = False
    facts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The last part of its IRI."""
        return self.iri.rpartition("/")[2]

    @property
    def adds_up(self) -> bool:
        """Whether the values of parts add up to that of the whole."""
        return self.kind in ("stock", "flow")


@dataclass(frozen=True)
class Structure:
    """All that a file of observations may speak of. `headings`: component (a key) → its names, folded."""

    indicators: Mapping[str, Indicator]
    dimensions: tuple[Dimension, ...]
    statuses: tuple[Code, ...]
    headings: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Text]
    words: Mapping[str, WordList]

    @property
    def wholes(self) -> tuple[str, ...]:
        """The notations that stand for everybody, in the order of the dimensions."""
        return tuple(each.whole for each in self.dimensions)

    def position(self, key: str) -> int:
        """Where a dimension stands. `KeyError` when there is none of that key."""
        for position, each in enumerate(self.dimensions):
            if each.key == key:
                return position
        raise KeyError(key)

    def indicator(self, key: str) -> Indicator | None:
        """The indicator of a key or an IRI."""
        return next((each for each in self.indicators.values() if key in (each.key, each.iri)), None)


class _Facts:
    """The triples of some Turtle files, by subject and predicate."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._values: dict[tuple[str, str], list[ox.NamedNode | ox.Literal]] = {}
        for path in paths:
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                    self._values.setdefault((quad.subject.value, quad.predicate.value), []).append(quad.object)

    def all(self, subject: str, predicate: str) -> list[str]:
        return [each.value for each in self._values.get((subject, predicate), ())]

    def one(self, subject: str, predicate: str) -> str:
        return next(iter(self.all(subject, predicate)), "")

    def text(self, subject: str, predicate: str) -> Text:
        said = {each.language: each.value for each in self._literals(subject, predicate)}
        return Text(said.get("fr", ""), said.get("en", ""))

    def french(self, subject: str, predicate: str) -> list[str]:
        return [each.value for each in self._literals(subject, predicate) if each.language == "fr"]

    def subjects(self, predicate: str, value: str) -> list[str]:
        return [s for (s, p), found in self._values.items() if p == predicate and value in (v.value for v in found)]

    def _literals(self, subject: str, predicate: str) -> list[ox.Literal]:
        return [each for each in self._values.get((subject, predicate), ()) if isinstance(each, ox.Literal)]


@lru_cache(1)
def read() -> Structure:
    """The structure as shipped, read once."""
    reference, vocabularies = assets.data() / "reference", assets.ontology() / "vocabularies"
    facts = _Facts((reference / "data-cube.ttl", reference / "indicators.ttl"))
    (structure,) = facts.subjects(PREFIXES["rdf"] + "type", _QB + "DataStructureDefinition")
    components = sorted(facts.all(structure, _COMPONENT), key=lambda each: int(facts.one(each, _QB + "order")))
    dimensions, headings, labels, words = [], {}, {}, {}
    for component in components:
        key = component.rpartition("/")[2]
        labels[key] = facts.text(component, _RDFS + "label")
        names = [*labels[key].__dict__.values(), key, *facts.french(component, _SKOS + "altLabel")]
        headings[key] = tuple(dict.fromkeys(map(fold_label, names)))
        whole = facts.one(component, PREFIXES["schema"] + "defaultValue")
        if whole:
            codes = _codes(vocabularies / f"{key}.ttl", key, whole)
            parts = tuple(each.notation for each in codes[0] if whole in codes[1].all(each.iri, _SKOS + "broader"))
            dimensions.append(Dimension(facts.one(component, _QB + "dimension"), key, labels[key], codes[0], parts))
            words[key] = read_words((key,))
    words["status"] = read_words((STATUSES,))
    units = {each.iri: each for each in _codes(vocabularies / "unit.ttl", "unit", "")[0]}
    words["unit"] = read_words(("unit",))
    keys = {each.iri: each.key for each in dimensions}
    indicators = [
        _indicator(iri, facts, units, keys) for iri in facts.subjects(PREFIXES["rdf"] + "type", DEF + "CoreIndicator")
    ]
    words["indicator"] = _words(indicators, facts)
    return Structure(
        {each.iri: each for each in indicators},
        tuple(dimensions),
        _codes(vocabularies / f"{STATUSES}.ttl", STATUSES, "")[0],
        headings,
        labels,
        words,
    )


def extended(structure: Structure, more: Iterable[Indicator]) -> Structure:
    """The structure with indicators that the graph knows besides: those that committees and contracts have added."""
    added = [each for each in more if each.iri not in structure.indicators]
    if not added:
        return structure
    spellings = dict(structure.words["indicator"].spellings)
    for each in added:
        for text in (each.label.fr, each.key):
            spellings.setdefault(fold_label(text), Word(each.iri, each.iri, each.label.fr))
    return replace(
        structure,
        indicators={**structure.indicators, **{each.iri: each for each in added}},
        words={**structure.words, "indicator": WordList(spellings)},
    )


def _codes(path: Path, scheme: str, whole: str) -> tuple[tuple[Code, ...], _Facts]:
    facts = _Facts((path,))
    iris = facts.subjects(_SKOS + "inScheme", f"{VOC}{scheme}")
    codes = [
        Code(iri, facts.one(iri, _SKOS + "notation"), facts.text(iri, _SKOS + "prefLabel"), iri == whole)
        for iri in iris
    ]
    return tuple(sorted(codes, key=lambda each: (not each.whole, each.notation))), facts


def _indicator(iri: str, facts: _Facts, units: Mapping[str, Code], keys: Mapping[str, str]) -> Indicator:
    return Indicator(
        iri,
        facts.text(iri, _RDFS + "label"),
        facts.text(iri, _SKOS + "definition"),
        facts.text(iri, DEF + "formula"),
        units[facts.one(iri, _UNIT)],
        facts.one(iri, DEF + "measureKind").rpartition("/")[2],
        facts.one(iri, DEF + "desiredDirection").rpartition("/")[2],
        facts.one(iri, PREFIXES["prov"] + "specializationOf") or iri,
        tuple(keys[each] for each in facts.all(iri, DEF + "allowsDimension")),
        core=True,
        facts=tuple(each.rpartition("/")[2] for each in facts.all(iri, PREFIXES["dcterms"] + "source")),
    )


def _words(indicators: Iterable[Indicator], facts: _Facts) -> WordList:
    spellings: dict[str, Word] = {}
    for each in indicators:
        names = [each.label.fr, each.key, *facts.french(each.iri, _SKOS + "altLabel"), each.label.en, *each.facts[:1]]
        for name in names:
            spellings.setdefault(fold_label(name), Word(each.iri, each.iri, each.label.fr))
    return WordList(spellings)
