"""Defects sown in a country: cases of `tests/shapes`, done to one committee each, with what each must give."""

import random
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pyoxigraph as ox
from country import EXAMPLE, HERE, SHAPES, Committee, Country

from ftgraph.namespaces import PREFIXES


@dataclass(frozen=True)
class Defect:
    """A case of a rule, as a change to the committee that it is about, and the (shape, focus) that it must give."""

    case: str
    model: str
    nodes: tuple[str, ...]
    patterns: tuple[tuple[str, str, str], ...]
    added: tuple[str, ...]
    expected: frozenset[tuple[str, str]]


def defects(rule_set: str) -> tuple[Defect, ...]:
    """The defects that break one rule of a rule set and no other."""
    listed = tomllib.loads((HERE / "defects.toml").read_text(encoding="utf-8"))
    return tuple(_defect(case) for case in listed[rule_set])


def sown(conform: Country, wanted: Iterable[Defect], seed: int) -> tuple[Country, frozenset[tuple[str, str]]]:
    """The country with each defect in a committee of its own, and all (shape, focus) to be found, no more, no less.

    A defect that no committee left can host (there is one national committee) is left out.
    """
    draw = random.Random(seed)
    committees = {each.key: each for each in conform.committees}
    free = list(committees)
    draw.shuffle(free)
    chosen = list(wanted)
    draw.shuffle(chosen)
    expected: set[tuple[str, str]] = set()
    for defect in chosen:
        host = next((key for key in free if _can_host(committees[key], defect)), None)
        if host is None:
            continue
        free.remove(host)
        committee = committees[host]
        committees[host] = replace(committee, lines=_changed(committee, defect))
        expected |= {(shape, committee.iri(focus)) for shape, focus in defect.expected}
    return replace(conform, committees=tuple(committees.values())), frozenset(expected)


def _defect(case: str) -> Defect:
    quads = list(ox.parse(path=SHAPES / "cases" / f"{case}.ttl", format=ox.RdfFormat.TURTLE, base_iri="urn:case:"))
    about: dict[str, dict[str, list[str]]] = {}
    for quad in quads:
        about.setdefault(str(quad.subject), {}).setdefault(quad.predicate.value, []).append(str(quad.object))
    test, sh, rdf = "https://w3id.org/ftgraph/test#", PREFIXES["sh"], PREFIXES["rdf"]
    (about_case,) = (values for values in about.values() if f"{test}base" in values)
    patterns = [about[node] for node in about_case.get(f"{test}without", [])]
    results = [node for values in about.values() for node in values.get(f"{sh}result", [])]
    hidden = {"<urn:case:>", *about_case.get(f"{test}without", []), *results}
    hidden |= {node for node, values in about.items() if f"<{sh}ValidationReport>" in values.get(f"{rdf}type", [])}
    named = [about[node] for node in results]
    return Defect(
        case=case,
        model=about_case[f"{test}base"][0].strip('"'),
        nodes=tuple(_name(node) for node in about_case.get(f"{test}withoutNode", [])),
        patterns=tuple(
            tuple(pattern.get(f"{rdf}{part}", [""])[0] for part in ("subject", "predicate", "object"))  # type: ignore[misc]  # three parts
            for pattern in patterns
        ),
        added=tuple(f"{quad.triple} .\n" for quad in quads if str(quad.subject) not in hidden),
        expected=frozenset(
            (each[f"{sh}sourceShape"][0].strip("<>"), _name(each[f"{sh}focusNode"][0])) for each in named
        ),
    )


def _name(node: str) -> str:
    return node.strip("<>").removeprefix(EXAMPLE)


def _can_host(committee: Committee, defect: Defect) -> bool:
    """Whether a committee has all that the defect changes, for its own."""
    if committee.model != defect.model:
        return False
    subjects = [_name(subject) for subject, _, _ in defect.patterns if subject]
    subjects += [_name(line.split(" ", 1)[0]) for line in defect.added]
    if not all(committee.holds(name) for name in (*defect.nodes, *subjects)):
        return False
    nodes = [f"<{committee.iri(name)}> " for name in defect.nodes]
    if not all(any(line.startswith(node) for line in committee.lines) for node in nodes):
        return False
    return all(any(_matches(committee, pattern, line) for line in committee.lines) for pattern in defect.patterns)


def _matches(committee: Committee, pattern: tuple[str, str, str], line: str) -> bool:
    subject, predicate, rest = line.split(" ", 2)
    terms = (subject, predicate, rest[:-3])
    wanted = tuple(committee.renamed(pattern))
    return all(not part or part == term for part, term in zip(wanted, terms, strict=True))


def _changed(committee: Committee, defect: Defect) -> tuple[str, ...]:
    gone = [f"<{committee.iri(name)}>" for name in defect.nodes]
    kept = [
        line
        for line in committee.lines
        if not any(line.startswith(f"{node} ") or line.endswith(f" {node} .\n") for node in gone)
        and not any(_matches(committee, pattern, line) for pattern in defect.patterns)
    ]
    return (*kept, *committee.renamed(defect.added))
