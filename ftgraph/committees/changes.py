"""What the law in force changed in the 2023 target, subject by subject: `data/reference/changes-2023-2024.ttl`."""

from collections.abc import Mapping
from dataclasses import dataclass

from ftgraph import assets
from ftgraph.committees.findings import rule_of
from ftgraph.committees.judging import source_of
from ftgraph.committees.report import Source
from ftgraph.namespaces import DEF, PREFIXES, concept
from ftgraph.validation import rulesets
from ftgraph.validation.facts import TYPE, Facts
from ftgraph.validation.preparation import to_ntriples
from ftgraph.wording import Text

_LEVELS = {concept("committee-level", name): name for name in rulesets.LEVELS}


@dataclass(frozen=True)
class RuleChange:
    """One subject: what each rule set says, and the identifiers of the rules that check it on either side.

    `levels`: NAT, REG, DEP, LOC. `rules_before` or `rules_now` may be empty: that side checks nothing on the subject.
    """

    iri: str
    label: Text
    before: Text
    now: Text
    levels: tuple[str, ...]
    rules_before: tuple[str, ...]
    rules_now: tuple[str, ...]
    sources: tuple[Source, ...]


def load(sources: Mapping[str, Source]) -> tuple[RuleChange, ...]:
    """All the changes, in the order of the file's ranks. `sources`: facts and articles by IRI."""
    told = Facts(to_ntriples(assets.data() / "reference" / "changes-2023-2024.ttl"))
    found = [iri for iri in told if f"{DEF}RuleChange" in told.nodes(iri, TYPE)]
    return tuple(_change(told, iri, sources) for iri in sorted(found, key=lambda iri: (_rank(told, iri), iri)))


def _rank(told: Facts, iri: str) -> int:
    return int(told.text(iri, f"{DEF}rank") or 0)


def _change(told: Facts, iri: str, sources: Mapping[str, Source]) -> RuleChange:
    stated = {_LEVELS[level] for level in told.nodes(iri, f"{DEF}level")}
    return RuleChange(
        iri=iri,
        label=_text(told, iri, f"{PREFIXES['rdfs']}label"),
        before=_text(told, iri, f"{DEF}statedBefore"),
        now=_text(told, iri, f"{DEF}statedNow"),
        levels=tuple(level for level in rulesets.LEVELS if level in stated),
        rules_before=tuple(sorted(rule_of(rule) for rule in told.nodes(iri, f"{DEF}ruleBefore"))),
        rules_now=tuple(sorted(rule_of(rule) for rule in told.nodes(iri, f"{DEF}ruleNow"))),
        sources=tuple(source_of(source, sources) for source in sorted(told.nodes(iri, f"{PREFIXES['dct']}source"))),
    )


def _text(told: Facts, iri: str, predicate: str) -> Text:
    said = told.texts(iri, predicate)
    return Text(said.get("fr", ""), said.get("en", ""))
