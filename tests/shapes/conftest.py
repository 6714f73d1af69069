"""Cases: one Turtle file a way of being right or wrong, most of them a change to a conform committee of `base/`.

In a case, `<> case:base "dep-2023"` names the conform committee, `case:withoutNode` what is taken out of it with
every triple that
mentions it, `case:without [ rdf:subject … ; rdf:predicate … ; rdf:object … ]` single triples (a part left out
matches anything), and
`case:checkDate` another day of check. The other triples are added. A `sh:ValidationReport` says what the rule must
find.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, SH

from ftgraph.validation import preparation, rulesets

CASE = rdflib.Namespace("https://w3id.org/ftgraph/test#")
FT = rdflib.Namespace("https://w3id.org/ftgraph/def#")
HERE = Path(__file__).parent
CHECK_DATE = FT.checkDate

Expected = tuple[str, str, str, str]  # shape, focus, path, severity


@dataclass(frozen=True)
class Case:
    """One case: the rule it is about, the data to check (N-Triples), the day, and what the rule must find."""

    rule: str
    data: str
    day: date
    expected: frozenset[Expected]


def build(path: Path) -> Case:
    """A case file, its changes made to its base."""
    text = rdflib.Graph().parse(path)
    (case,) = set(text.subjects(CASE.base)) or {rdflib.URIRef(path.as_uri())}
    name = text.value(case, CASE.base)
    data = rdflib.Graph()
    if name is not None:
        data.parse(HERE / "base" / f"{name}.ttl")
    for node in text.objects(case, CASE.withoutNode):
        assert (node, None, None) in data, f"{path.name}: {node} is not in the base"
        data.remove((node, None, None))
        data.remove((None, None, node))
    for pattern in text.objects(case, CASE.without):
        triple = tuple(text.value(pattern, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        assert triple in data, f"{path.name}: {triple} is not in the base"
        data.remove(triple)
    hidden = _about_the_test(text, case)
    for triple in text:
        if triple[0] not in hidden:
            data.add(triple)
    day = text.value(case, CASE.checkDate) or data.value(rdflib.URIRef(preparation.CHECK), CHECK_DATE)
    data.remove((rdflib.URIRef(preparation.CHECK), None, None))
    return Case(path.parent.name, data.serialize(format="nt"), day.toPython(), frozenset(_expected(text)))


def _about_the_test(text: rdflib.Graph, case: rdflib.term.Node) -> set[rdflib.term.Node]:
    hidden = {case} | set(text.objects(case, CASE.without))
    for report in text.subjects(RDF.type, SH.ValidationReport):
        hidden |= {report} | set(text.objects(report, SH.result))
    return hidden


def _expected(text: rdflib.Graph) -> list[Expected]:
    found = []
    for result in text.objects(None, SH.result):
        severity = text.value(result, SH.resultSeverity)
        path = text.value(result, SH.resultPath)
        found.append(
            (
                str(text.value(result, SH.sourceShape)),
                str(text.value(result, SH.focusNode)),
                str(path) if path else "",
                str(severity).removeprefix(str(SH)),
            )
        )
    return found


@pytest.fixture(scope="session")
def classes() -> preparation.Classes:
    """The ontology's classes."""
    return preparation.ontology_classes()


@pytest.fixture(scope="session")
def reference() -> str:
    """What shapes read besides the file: the target schemes and the vocabularies, as N-Triples."""
    return rulesets.reference()


@pytest.fixture(scope="session")
def complete(classes: preparation.Classes, reference: str) -> Callable[[Case], str]:
    """A case's data with all that an engine is given besides."""

    def _complete(case: Case) -> str:
        extra = preparation.derived(case.data, classes, case.day) + preparation.check_node(case.day)
        return case.data + extra + reference

    return _complete


@pytest.fixture(scope="session")
def shapes() -> str:
    """All the shapes of both rule sets, as N-Triples."""
    return rulesets.shapes(rulesets.ALL)


@pytest.fixture(scope="session")
def case_of() -> Callable[[Path], Case]:
    """The case of a file, built once."""
    built: dict[Path, Case] = {}

    def _case_of(path: Path) -> Case:
        if path not in built:
            built[path] = build(path)
        return built[path]

    return _case_of


@pytest.fixture(scope="session")
def base_of() -> Callable[[Path], Case]:
    """A base file as a case of its own, which must find nothing."""

    def _base_of(path: Path) -> Case:
        data = rdflib.Graph().parse(path)
        day = data.value(rdflib.URIRef(preparation.CHECK), CHECK_DATE)
        data.remove((rdflib.URIRef(preparation.CHECK), None, None))
        return Case(path.stem, data.serialize(format="nt"), day.toPython(), frozenset())

    return _base_of
