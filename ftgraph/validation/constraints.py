"""SPARQL constraints of shapes, each asked once for all the things that its shape targets.

An engine that asks one query a focus node joins every OPTIONAL and sub-select anew for each: on the country's 480
committees that took half an hour, and 1 s this way (docs/committees.md). What is asked is the constraint's own text
with the shape's targets in front, so `$this` is bound by them instead of one by one; a sub-select that names `$this`
groups by it. Everything else is as SHACL-SPARQL says: `?path`, `?value` (the focus node where none), `{?name}` holes.

Categories and all that are broader are walked once too: `prepare` writes them out, and queries read what it wrote.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pyoxigraph as ox

from ftgraph.errors import UsageError
from ftgraph.namespaces import DEF, PREFIXES
from ftgraph.validation import set_wise

_SH = PREFIXES["sh"]
_TARGETS = {
    f"{_SH}targetClass": "$this a <{}> .",
    f"{_SH}targetSubjectsOf": "$this <{}> ?targeted .",
    f"{_SH}targetObjectsOf": "?targeting <{}> $this .",
}
_HOLE = re.compile(r"\{[?$](\w+)\}")
_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
_BROADER = ox.NamedNode(f"{PREFIXES['skos']}broader")
_WALKED = {name: ox.NamedNode(f"urn:ftgraph:{name}-or-broader") for name in ("actorCategory", "acceptsCategory")}
_WALK = re.compile(rf"ft:({'|'.join(_WALKED)})/skos:broader\*")
# A named category at the end of a path, the last of its triple. Left as a pattern, it is where the store begins: with
# all the State's services of the country, for each committee. As a condition it is read last.
_NAMED = re.compile(rf"ft:({'|'.join(_WALKED)})/skos:broader\*\s+(category:[\w-]+)(?=\s*[.}}])")


@dataclass(frozen=True)
class Constraint:
    """One SPARQL constraint: its shape, its query with the targets in, its severity and (language, template) pairs."""

    shape: str
    query: str
    severity: str
    messages: tuple[tuple[str, str], ...]
    targets: tuple[tuple[str, str], ...]

    def has_targets(self, store: ox.Store) -> bool:
        """Whether anything is targeted: a country without a regional committee is not searched for its seats."""
        return any(next(_targeted(store, kind, ox.NamedNode(iri)), None) is not None for kind, iri in self.targets)


@dataclass(frozen=True)
class Row:
    """One solution that breaks a constraint, as terms' texts."""

    shape: str
    focus: str
    path: str
    value: str
    severity: str
    messages: tuple[tuple[str, str], ...]


def split(ntriples: str) -> tuple[str, tuple[Constraint, ...]]:
    """The shapes without their SPARQL constraints, and those constraints.

    Raises `UsageError` on a shape whose SPARQL constraint has no target, or is no SELECT … WHERE.
    """
    about: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]] = {}
    for triple in ox.parse(ntriples.encode(), format=ox.RdfFormat.N_TRIPLES):
        if not isinstance(triple.object, ox.Triple):
            about.setdefault(str(triple.subject), {}).setdefault(triple.predicate.value, []).append(triple.object)
    prefixes = _prefixes(about)
    found = [
        _constraint(shape.strip("<>"), values, about[str(node)], prefixes)
        for shape, values in about.items()
        for node in values.get(f"{_SH}sparql", [])
    ]
    hidden = f" <{_SH}sparql> "
    core = "".join(line for line in ntriples.splitlines(keepends=True) if hidden not in line)
    return core, tuple(found)


def prepare(store: ox.Store) -> None:
    """Adds to a store, once, each thing's categories with all that are broader."""
    above: dict[ox.NamedNode, set[ox.NamedNode]] = {}
    for quad in store.quads_for_pattern(None, _BROADER, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            above.setdefault(quad.subject, set()).add(quad.object)
    known: dict[ox.NamedNode, set[ox.NamedNode]] = {}
    added: list[ox.Quad] = []
    for name, walked in _WALKED.items():
        for quad in store.quads_for_pattern(None, ox.NamedNode(DEF + name), None):
            start = quad.object
            if isinstance(start, ox.NamedNode):
                if start not in known:
                    known[start] = _closure(start, above)
                added += [ox.Quad(quad.subject, walked, category) for category in known[start]]
    store.bulk_extend(added)


def _closure(start: ox.NamedNode, above: dict[ox.NamedNode, set[ox.NamedNode]]) -> set[ox.NamedNode]:
    seen, waiting = {start}, [start]
    while waiting:
        for each in above.get(waiting.pop(), set()) - seen:
            seen.add(each)
            waiting.append(each)
    return seen


def run(constraint: Constraint, store: ox.Store) -> tuple[Row, ...]:
    """The rows that break a constraint, in the default graph of a store that was prepared."""
    if not constraint.has_targets(store):
        return ()
    answer = store.query(constraint.query)
    if not isinstance(answer, ox.QuerySolutions):  # `split` took SELECT forms only
        raise TypeError(constraint.query)
    names = [variable.value for variable in answer.variables]
    return tuple(_row(constraint, names, solution) for solution in answer)


def _row(constraint: Constraint, names: list[str], solution: ox.QuerySolution) -> Row:
    bound = {name: _text(solution[name]) for name in names if solution[name] is not None}
    return Row(
        shape=constraint.shape,
        focus=bound["this"],
        path=bound.get("path", ""),
        value=bound.get("value", bound["this"]),
        severity=constraint.severity,
        messages=tuple((language, _filled(text, bound)) for language, text in constraint.messages),
    )


def _prefixes(about: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]]) -> str:
    declared = [values for values in about.values() if f"{_SH}prefix" in values]
    lines = {f"PREFIX {_of(each, 'prefix')}: <{_of(each, 'namespace')}>\n" for each in declared}
    return "".join(sorted(lines))


def _constraint(
    shape: str,
    values: dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]],
    constraint: dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]],
    prefixes: str,
) -> Constraint:
    stated = tuple((name, _text(term)) for name in _TARGETS for term in values.get(name, []))
    targets = [_TARGETS[name].format(iri) for name, iri in stated]
    if not targets:
        raise UsageError(
            f"La contrainte SPARQL de la forme {shape} n’a pas de cible.",
            f"The SPARQL constraint of shape {shape} has no target.",
        )
    aimed = targets[0] if len(targets) == 1 else " UNION ".join(f"{{ {target} }}" for target in targets)
    number = count()
    walked = _NAMED.sub(
        lambda match: _condition(match.group(1), match.group(2), next(number)), _of(constraint, "select")
    )
    cut = set_wise.parts(_WALK.sub(lambda match: str(_WALKED[match.group(1)]), walked))
    # With one target the group's own triples bind `$this`; with several it may be bound by the union alone.
    body = cut.body if len(targets) > 1 else set_wise.narrowed(set_wise.anchored(cut.body, aimed), aimed)
    query = f"{prefixes}{cut.head} {set_wise.turned(f'{aimed}{body}')}{cut.tail}"
    messages = [term for term in constraint.get(f"{_SH}message", []) if isinstance(term, ox.Literal)]
    return Constraint(
        shape=shape,
        query=query,
        severity=_of(values, "severity").removeprefix(_SH) or "Violation",
        messages=tuple((term.language or "", term.value) for term in messages),
        targets=stated,
    )


def _targeted(store: ox.Store, kind: str, iri: ox.NamedNode) -> Iterator[ox.Quad]:
    if kind.endswith("targetClass"):
        return store.quads_for_pattern(None, _TYPE, iri)
    return store.quads_for_pattern(None, iri, None)


def _condition(name: str, category: str, number: int) -> str:
    return f"{_WALKED[name]} ?walked{number} . FILTER ( STR(?walked{number}) = STR({category}) )"


def _of(values: dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]], name: str) -> str:
    return next((_text(term) for term in values.get(_SH + name, [])), "")


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _filled(template: str, bound: dict[str, str]) -> str:
    return _HOLE.sub(lambda match: bound.get(match.group(1), match.group()), template)
