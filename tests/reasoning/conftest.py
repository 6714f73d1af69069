"""Small graphs to reason on, and whether HermiT can run."""

import random
import shutil
import subprocess
from collections.abc import Callable

import pytest
from pyoxigraph import NamedNode, Triple

from ftgraph.reasoning import statements
from ftgraph.reasoning.names import Names
from ftgraph.reasoning.rules import Rules, rules_of
from ftgraph.reasoning.statements import TYPE, Knowledge

PREFIXES = """
@prefix ft: <https://w3id.org/ftgraph/def#> .
@prefix voc: <https://w3id.org/ftgraph/voc/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/data#> .
"""


def has_java() -> bool:
    java = shutil.which("java")
    return java is not None and subprocess.run([java, "-version"], capture_output=True, check=False).returncode == 0


needs_java = pytest.mark.skipif(not has_java(), reason="no Java machine: HermiT cannot run")


@pytest.fixture(scope="session")
def ontology() -> Knowledge:
    return statements.of_ontology()


@pytest.fixture(scope="session")
def rules(ontology: Knowledge) -> Rules:
    return rules_of(ontology.statements)


@pytest.fixture(scope="session")
def given() -> Callable[[str], tuple[Knowledge, Names]]:
    """The ontology with some Turtle more, and the names of both."""

    def _given(turtle: str) -> tuple[Knowledge, Names]:
        triples = list(statements.read((PREFIXES + turtle).encode(), "essai.ttl"))
        names = Names()
        names.learn(triples)
        names.kinds(triples)
        return statements.of_triples([statements.ontology_triples(), triples]), names

    return _given


class Sower:
    """Random assertions made of the terms that axioms speak of: small islands that do not touch."""

    def __init__(self, ontology: Knowledge, rules: Rules, seed: int) -> None:
        self._random = random.Random(seed)
        classes = {each.subject.value for each in ontology.background if each.object.value.endswith("#Class")}
        spoken = {
            term.value
            for statement in ontology.statements
            for triple in statement.triples
            for term in (triple.subject, triple.object)
            if isinstance(term, NamedNode)
            and (len(statement.triples) > 1 or triple.predicate.value.endswith("disjointWith"))
        }
        self._classes = sorted(classes & spoken)
        self._properties = sorted(rules.defining)
        self._values: dict[str, list[str]] = {}
        for prop, value in rules.value:
            self._values.setdefault(prop, []).append(value)
        self._listed = [each for each, _, _ in rules.members]

    def island(self, number: int) -> list[Triple]:
        """Two to four things, with a few types and links."""
        draw = self._random
        things = [f"https://example.org/{number}-{each}" for each in range(draw.choice((2, 3, 4)))]
        made = []
        for thing in things:
            for _ in range(draw.choice((0, 1, 1, 2))):
                made.append(Triple(NamedNode(thing), TYPE, NamedNode(draw.choice(self._classes))))
        for _ in range(draw.choice((1, 2, 3))):
            prop = draw.choice(self._properties)
            values = self._values.get(prop, []) + (self._listed if prop.endswith("formationType") else [])
            value = draw.choice(values) if values and draw.random() < 0.8 else draw.choice(things)
            made.append(Triple(NamedNode(draw.choice(things)), NamedNode(prop), NamedNode(value)))
        return made
