"""What an engine is given besides the file: the parameters of the check, and what shapes would otherwise infer.

Three things are added, nothing is rewritten:
- the `ft:Check` node with its date (`ft:checkDate`, `ft:oneYearBefore`), so that no shape reads a clock;
- the wider types: superclasses, and the class that a level or a formation type implies;
- `ft:inForceOn`: each thing with a period that holds on the check date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from ftgraph import assets
from ftgraph.graph.ntriples import iri, literal
from ftgraph.namespaces import DEF, PREFIXES, ROOT
from ftgraph.validation.facts import TYPE, Facts

CHECK = f"{ROOT}/id/check/current"
_SUBCLASS = f"{PREFIXES['rdfs']}subClassOf"
_OWL = PREFIXES["owl"]
_IMPLYING = (f"{DEF}level", f"{DEF}formationType", f"{DEF}callType")
_PERIOD = (f"{DEF}validFrom", f"{DEF}validUntil")
# Things that last: without a date they are taken as in force, and the rule on periods says what is missing.
_LASTING = frozenset(
    DEF + name
    for name in (
        "Committee Formation Membership Contract Charter Roadmap LegacyBody OperatorBoard Call ZoningVersion"
    ).split()
)


@dataclass(frozen=True)
class Classes:
    """What the ontology says of classes: class → its superclasses, and (property, value) → the classes it implies."""

    above: dict[str, frozenset[str]]
    implied: dict[tuple[str, str], frozenset[str]]


def read(path: Path) -> Iterable[ox.Triple]:
    """The triples of one of our Turtle files."""
    return (quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE))


def to_ntriples(path: Path) -> str:
    """One of our Turtle files as N-Triples text."""
    return "".join(f"{triple} .\n" for triple in read(path))


def ontology_classes() -> Classes:
    """Superclasses and implied classes of `ontology/ftgraph.ttl`.

    An implied class is one defined by a property's value (`owl:hasValue`) or values (`owl:someValuesFrom` a list).
    """
    facts: dict[str, dict[str, list[str]]] = {}
    for triple in read(assets.ontology() / "ftgraph.ttl"):
        key = triple.object.value if isinstance(triple.object, ox.NamedNode) else str(triple.object)
        subject = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else str(triple.subject)
        facts.setdefault(subject, {}).setdefault(triple.predicate.value, []).append(key)
    parents = {subject: values.get(_SUBCLASS, []) for subject, values in facts.items()}
    above = {subject: frozenset(_closure(subject, parents)) for subject in parents if subject.startswith(DEF)}
    implied: dict[tuple[str, str], set[str]] = {}
    for name, values in facts.items():
        for definition in values.get(f"{_OWL}equivalentClass", []):
            for member in _members(facts, definition, "intersectionOf"):
                restriction = facts.get(member, {})
                accepted = list(restriction.get(f"{_OWL}hasValue", []))
                for choice in restriction.get(f"{_OWL}someValuesFrom", []):
                    accepted += _members(facts, choice, "oneOf")
                for prop in restriction.get(f"{_OWL}onProperty", []):
                    for value in accepted:
                        implied.setdefault((prop, value), set()).add(name)
    return Classes(above, {key: frozenset(names) for key, names in implied.items()})


def _closure(start: str, parents: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(parents.get(start, []))
    while waiting:
        name = waiting.pop()
        if name not in seen and name.startswith(DEF):
            seen.add(name)
            waiting.extend(parents.get(name, []))
    return seen


def _members(facts: dict[str, dict[str, list[str]]], definition: str, kind: str) -> list[str]:
    """The members of the list that `definition` has as its `owl:intersectionOf` or `owl:oneOf` (`kind`)."""
    members: list[str] = []
    rdf = PREFIXES["rdf"]
    for cell in facts.get(definition, {}).get(f"{_OWL}{kind}", []):
        while cell in facts and cell != f"{rdf}nil":
            members.extend(facts[cell].get(f"{rdf}first", []))
            (cell,) = facts[cell].get(f"{rdf}rest", [f"{rdf}nil"])  # noqa: PLW2901
    return members


def year_before(day: date) -> date:
    """The same day of the previous year; 28 February for 29 February."""
    if day.year == date.min.year:
        return date.min
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def elapsed_quarters(day: date) -> list[tuple[date, date]]:
    """The calendar quarters that lie whole in the year that ends on `day`, the first and last day of each."""
    since = year_before(day)
    starts = [date(year, month, 1) for year in (since.year, day.year) for month in (1, 4, 7, 10)]
    ends = [date(start.year, start.month + 2, 30 if start.month in (4, 7) else 31) for start in starts]
    return sorted({(start, end) for start, end in zip(starts, ends, strict=True) if since < start and end <= day})


def check_node(check_date: date, handed_in: Iterable[str] = ()) -> str:
    """The `ft:Check` node as N-Triples: the date, the year before and its quarters, the classes of the parts given."""
    node = iri(CHECK)
    lines = [
        f"{node} {iri(TYPE)} {iri(DEF + 'Check')} .\n",
        f"{node} {iri(DEF + 'checkDate')} {literal(check_date)} .\n",
        f"{node} {iri(DEF + 'oneYearBefore')} {literal(year_before(check_date))} .\n",
    ]
    for start, end in elapsed_quarters(check_date):
        quarter = iri(f"{CHECK}/quarter/{start}")
        lines += [
            f"{node} {iri(DEF + 'elapsedQuarter')} {quarter} .\n",
            f"{quarter} {iri(DEF + 'validFrom')} {literal(start)} .\n",
            f"{quarter} {iri(DEF + 'validUntil')} {literal(end)} .\n",
        ]
    return "".join(lines) + "".join(f"{node} {iri(DEF + 'handedIn')} {iri(part)} .\n" for part in handed_in)


def wider_types(facts: Facts, classes: Classes) -> dict[str, frozenset[str]]:
    """Each thing that has a type → all its types: those it states, those its values imply, and those above."""
    known: dict[tuple[frozenset[str], frozenset[tuple[str, str]]], frozenset[str]] = {}
    found: dict[str, frozenset[str]] = {}
    for subject in facts:
        stated = frozenset(facts.nodes(subject, TYPE))
        if not stated:
            continue
        implying = frozenset((name, value) for name in _IMPLYING for value in facts.nodes(subject, name))
        if (stated, implying) not in known:
            known[stated, implying] = _wider(stated, implying, classes)
        found[subject] = known[stated, implying]
    return found


def derived(data: str, classes: Classes, check_date: date) -> str:
    """The wider types and `ft:inForceOn` of the things in `data` (N-Triples), as N-Triples."""
    facts = Facts(data)
    return added(facts, wider_types(facts, classes), check_date)


def added(facts: Facts, types: dict[str, frozenset[str]], check_date: date) -> str:
    """What `derived` adds, from facts that were read and types that were found."""
    today = check_date.isoformat()
    in_force = f" {iri(DEF + 'inForceOn')} {literal(check_date)} .\n"
    a = f" {iri(TYPE)} "
    lines: list[str] = []
    for subject, wider in types.items():
        node = subject if subject.startswith("_:") else iri(subject)
        lines += [f"{node}{a}{iri(name)} .\n" for name in sorted(wider.difference(facts.nodes(subject, TYPE)))]
        if wider & _LASTING and holds(facts, subject, today):
            lines.append(node + in_force)
    return "".join(lines)


def holds(facts: Facts, subject: str, today: str) -> bool:
    """Whether a thing's period, both days included, holds on an ISO date. Without a start it has always held."""
    # ISO dates sort as text: an ill-formed one is a finding elsewhere, not a crash here.
    start, end = facts.text(subject, _PERIOD[0])[:10], facts.text(subject, _PERIOD[1])[:10]
    return start <= today and (not end or end >= today)


def _wider(stated: frozenset[str], implying: frozenset[tuple[str, str]], classes: Classes) -> frozenset[str]:
    types = set(stated)
    for name in stated:
        types |= classes.above.get(name, frozenset())
    for key in implying:
        for name in classes.implied.get(key, frozenset()):
            # A level also stands on contract types and deliverables: it makes a committee of committees only.
            if classes.above.get(name, frozenset()) & types:
                types |= {name} | classes.above.get(name, frozenset())
    return frozenset(types)
