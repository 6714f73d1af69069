"""What an engine is given besides the file: the parameters of the check, and what shapes would otherwise infer.

Three things are added, nothing is rewritten:
- the `ft:Check` node with its date (`ft:checkDate`, `ft:oneYearBefore`), so that no shape reads a clock;
- the wider types: superclasses, and the class that a level or a formation type implies;
- `ft:inForceOn`: each thing with a period that holds on the check date.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from ftgraph import assets
from ftgraph.graph.ntriples import iri, literal
from ftgraph.namespaces import DEF, PREFIXES, ROOT

CHECK = f"{ROOT}/id/check/current"
TYPE = f"{PREFIXES['rdf']}type"
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
    """What the ontology says of classes: class → its superclasses, and (property, value, class it implies)."""

    above: dict[str, frozenset[str]]
    implied: dict[tuple[str, str], str]


@dataclass
class _Node:
    types: set[str] = field(default_factory=set)
    implying: set[tuple[str, str]] = field(default_factory=set)
    start: str = ""
    end: str = ""


def read(path: Path) -> Iterable[ox.Triple]:
    """The triples of one of our Turtle files."""
    return (quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE))


def to_ntriples(path: Path) -> str:
    """One of our Turtle files as N-Triples text."""
    return "".join(f"{triple} .\n" for triple in read(path))


def ontology_classes() -> Classes:
    """Superclasses and implied classes of `ontology/ftgraph.ttl`. An implied class is one defined by `owl:hasValue`."""
    facts: dict[str, dict[str, list[str]]] = {}
    for triple in read(assets.ontology() / "ftgraph.ttl"):
        key = triple.object.value if isinstance(triple.object, ox.NamedNode) else str(triple.object)
        subject = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else str(triple.subject)
        facts.setdefault(subject, {}).setdefault(triple.predicate.value, []).append(key)
    parents = {subject: values.get(_SUBCLASS, []) for subject, values in facts.items()}
    above = {subject: frozenset(_closure(subject, parents)) for subject in parents if subject.startswith(DEF)}
    implied: dict[tuple[str, str], str] = {}
    for name, values in facts.items():
        for definition in values.get(f"{_OWL}equivalentClass", []):
            for member in _members(facts, definition):
                restriction = facts.get(member, {})
                for prop in restriction.get(f"{_OWL}onProperty", []):
                    for value in restriction.get(f"{_OWL}hasValue", []):
                        implied[prop, value] = name
    return Classes(above, implied)


def _closure(start: str, parents: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(parents.get(start, []))
    while waiting:
        name = waiting.pop()
        if name not in seen and name.startswith(DEF):
            seen.add(name)
            waiting.extend(parents.get(name, []))
    return seen


def _members(facts: dict[str, dict[str, list[str]]], definition: str) -> list[str]:
    """The members of an `owl:intersectionOf` list."""
    members: list[str] = []
    rdf = PREFIXES["rdf"]
    for cell in facts.get(definition, {}).get(f"{_OWL}intersectionOf", []):
        while cell in facts and cell != f"{rdf}nil":
            members.extend(facts[cell].get(f"{rdf}first", []))
            (cell,) = facts[cell].get(f"{rdf}rest", [f"{rdf}nil"])  # noqa: PLW2901
    return members


def year_before(day: date) -> date:
    """The same day of the previous year; 28 February for 29 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def check_node(check_date: date, handed_in: Iterable[str] = ()) -> str:
    """The `ft:Check` node as N-Triples: the date, the year before, the classes of the parts handed in."""
    node = iri(CHECK)
    lines = [
        f"{node} {iri(TYPE)} {iri(DEF + 'Check')} .\n",
        f"{node} {iri(DEF + 'checkDate')} {literal(check_date)} .\n",
        f"{node} {iri(DEF + 'oneYearBefore')} {literal(year_before(check_date))} .\n",
    ]
    return "".join(lines) + "".join(f"{node} {iri(DEF + 'handedIn')} {iri(part)} .\n" for part in handed_in)


def derived(data: str, classes: Classes, check_date: date) -> str:
    """The wider types and `ft:inForceOn` of the things in `data` (N-Triples), as N-Triples."""
    nodes: dict[str, _Node] = {}
    for triple in ox.parse(data.encode(), format=ox.RdfFormat.N_TRIPLES):
        predicate = triple.predicate.value
        if predicate == TYPE and isinstance(triple.object, ox.NamedNode):
            nodes.setdefault(str(triple.subject), _Node()).types.add(triple.object.value)
        elif predicate in _IMPLYING and isinstance(triple.object, ox.NamedNode):
            nodes.setdefault(str(triple.subject), _Node()).implying.add((predicate, triple.object.value))
        elif predicate in _PERIOD and isinstance(triple.object, ox.Literal):
            node = nodes.setdefault(str(triple.subject), _Node())
            if predicate == _PERIOD[0]:
                node.start = triple.object.value
            else:
                node.end = triple.object.value
    today = check_date.isoformat()
    lines: list[str] = []
    for subject, node in nodes.items():
        wider = _wider(node, classes)
        lines += [f"{subject} {iri(TYPE)} {iri(name)} .\n" for name in sorted(wider - node.types)]
        # ISO dates sort as text: an ill-formed one is a finding elsewhere, not a crash here.
        if wider & _LASTING and node.start[:10] <= today and (not node.end or node.end[:10] >= today):
            lines.append(f"{subject} {iri(DEF + 'inForceOn')} {literal(check_date)} .\n")
    return "".join(lines)


def _wider(node: _Node, classes: Classes) -> set[str]:
    """All the types of a node: those it states, those its values imply where it is of that kind, and those above."""
    types = set(node.types)
    for name in node.types:
        types |= classes.above.get(name, frozenset())
    for key in node.implying:
        name = classes.implied.get(key, "")
        # A level also stands on contract types and deliverables: it makes a committee of committees only.
        if name and classes.above.get(name, frozenset()) & types:
            types |= {name} | classes.above.get(name, frozenset())
    return types
