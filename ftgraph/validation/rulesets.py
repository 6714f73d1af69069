"""The two rule sets, when each holds, and the files that say so.

`prefiguration-2023` is the 2023 target (R-…); `code-du-travail` the law in force (L-…), since 24 March 2024 for the
national committee and 1 July 2024 for the territorial ones.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from ftgraph import assets
from ftgraph.errors import UsageError
from ftgraph.namespaces import DEF, PREFIXES, concept
from ftgraph.validation.preparation import read, to_ntriples

PREFIGURATION = "prefiguration-2023"
LABOUR_CODE = "code-du-travail"
ALL = (PREFIGURATION, LABOUR_CODE)
LEVELS = ("NAT", "REG", "DEP", "LOC")
SEVERITIES = ("Violation", "Warning", "Info")
_Values = dict[str, list[ox.NamedNode | ox.Literal]]

# What shapes read besides the file. Barriers, networks… are not needed to judge a committee.
_VOCABULARIES = (
    "actor-category attendance-mode axis barrier committee-level contract-type formation-type principle public "
    "rule-set".split()
)
# What a report names besides: capacities, statuses… that no shape reads.
_NAMED = (
    "attendance-mode call-type committee-variant deliverable-type policy-field power respect role seat-status "
    "vote-choice".split()
)
# What rules rest on, how they changed, and what there is to do are told, never checked.
_NOT_RULES = ("facts", "articles", "changes-2023-2024", "missions-2023", "successions")
_FROM = {"NAT": date(2024, 3, 24)}
_FROM_TERRITORIAL = date(2024, 7, 1)


@dataclass(frozen=True)
class Rule:
    """One rule, as its shapes say it. Texts are by language; `requires*` are IRIs of classes or properties.

    `severity`: the gravest of its shapes (Violation, Warning or Info). `targets`: IRIs of the classes whose things its
    shapes judge; `target_objects`, `target_subjects`: of properties whose objects or subjects they judge.
    """

    identifier: str
    rule_set: str
    levels: tuple[str, ...]
    definition: dict[str, str]
    remedy: dict[str, str]
    sources: tuple[str, ...]
    shapes: tuple[str, ...]
    requires: tuple[str, ...]
    requires_anywhere: tuple[str, ...]
    requires_full_year: bool
    severity: str = "Violation"
    targets: tuple[str, ...] = ()
    target_objects: tuple[str, ...] = ()
    target_subjects: tuple[str, ...] = ()


def implied(level: str, day: date) -> str:
    """The rule set that a committee of `level` (NAT, REG, DEP or LOC) falls under on `day`."""
    return LABOUR_CODE if day >= _FROM.get(level, _FROM_TERRITORIAL) else PREFIGURATION


def check_names(names: tuple[str, ...]) -> None:
    """Raises `UsageError` on the name of a rule set that does not exist."""
    for name in names:
        if name not in ALL:
            raise UsageError(
                f"Le référentiel « {name} » n’existe pas.",
                f"There is no rule set “{name}”.",
                cure=f"Choisissez parmi {', '.join(ALL)}.",
                cure_en=f"Choose one of {', '.join(ALL)}.",
            )


def files(names: tuple[str, ...]) -> tuple[Path, ...]:
    """The shape files of the rule sets `names`, the prefixes first."""
    check_names(names)
    folders = [assets.shapes() / name for name in names]
    return (assets.shapes() / "prefixes.ttl", *(path for folder in folders for path in sorted(folder.glob("*.ttl"))))


def shapes(names: tuple[str, ...]) -> str:
    """The shapes of the rule sets `names`, as N-Triples text."""
    return "".join(to_ntriples(path) for path in files(names))


def reference() -> str:
    """The target schemes and the vocabularies that shapes read, as N-Triples text."""
    vocabularies = [assets.ontology() / "vocabularies" / f"{name}.ttl" for name in _VOCABULARIES]
    reference = sorted((assets.data() / "reference").glob("*.ttl"))
    schemes = [path for path in reference if path.stem not in _NOT_RULES]
    return "".join(to_ntriples(path) for path in (*vocabularies, *schemes)) + _properties()


def named() -> str:
    """The vocabularies that a report takes names from and that no shape reads, as N-Triples text."""
    return "".join(to_ntriples(assets.ontology() / "vocabularies" / f"{name}.ttl") for name in _NAMED)


def _properties() -> str:
    """Our properties, named: `shacl` reports as a path only a term that it has met in the data or the shapes."""
    kinds = [f"{PREFIXES['owl']}{kind}" for kind in ("ObjectProperty", "DatatypeProperty")]
    paths = [assets.ontology() / name for name in ("ftgraph.ttl", "alignments.ttl")]
    lines = [
        f"{triple} .\n"
        for path in paths
        for triple in read(path)
        if isinstance(triple.object, ox.NamedNode) and triple.object.value in kinds
    ]
    return "".join(lines)


def rules(shapes_text: str) -> dict[str, Rule]:
    """Identifier → rule, read from shapes (N-Triples text)."""
    facts: dict[str, _Values] = {}
    for triple in ox.parse(shapes_text.encode(), format=ox.RdfFormat.N_TRIPLES):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            values = facts.setdefault(triple.subject.value, {})
            values.setdefault(triple.predicate.value, []).append(triple.object)
    found = [_rule(iri, values, facts) for iri, values in facts.items() if _values(values, f"{DEF}ruleIn")]
    return {rule.identifier: rule for rule in sorted(found, key=lambda rule: rule.identifier)}


def _values(values: _Values, predicate: str) -> tuple[str, ...]:
    return tuple(sorted(term.value for term in values.get(predicate, [])))


def _texts(values: _Values, predicate: str) -> dict[str, str]:
    return {term.language or "": term.value for term in values.get(predicate, []) if isinstance(term, ox.Literal)}


def _rule(iri: str, values: _Values, facts: dict[str, _Values]) -> Rule:
    sets = {concept("rule-set", name): name for name in ALL}
    levels = {concept("committee-level", name): name for name in LEVELS}
    shapes = _values(values, f"{DEF}checkedBy") or (iri,)

    def of_shapes(name: str) -> tuple[str, ...]:
        found = {value for shape in shapes for value in _values(facts.get(shape, {}), PREFIXES["sh"] + name)}
        return tuple(sorted(found))

    stated = [severity.removeprefix(PREFIXES["sh"]) for severity in of_shapes("severity")]
    return Rule(
        identifier=_values(values, f"{PREFIXES['dct']}identifier")[0],
        rule_set=sets[_values(values, f"{DEF}ruleIn")[0]],
        levels=tuple(levels[level] for level in _values(values, f"{DEF}level")),
        definition=_texts(values, f"{PREFIXES['skos']}definition"),
        remedy=_texts(values, f"{DEF}remedy"),
        sources=_values(values, f"{PREFIXES['dct']}source"),
        shapes=shapes,
        requires=_values(values, f"{DEF}requires"),
        requires_anywhere=_values(values, f"{DEF}requiresAnywhere"),
        requires_full_year="true" in _values(values, f"{DEF}requiresFullYear"),
        severity=min(stated, key=SEVERITIES.index, default="Violation"),
        targets=of_shapes("targetClass"),
        target_objects=of_shapes("targetObjectsOf"),
        target_subjects=of_shapes("targetSubjectsOf"),
    )
