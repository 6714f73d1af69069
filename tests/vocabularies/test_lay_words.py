"""The words of advisers lead to the right barrier: the longest label found in the sentence wins."""

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SKOS

from ftgraph.namespaces import VOC

with (Path(__file__).parent / "lay_words.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = [(row["query"], row["notation"]) for row in csv.DictReader(_file, delimiter=";")]


@pytest.fixture(scope="module")
def words(vocabularies: dict[str, Graph], fold: Callable[[str], str]) -> dict[str, set[str]]:
    """Folded French label → notations that bear it."""
    found: dict[str, set[str]] = defaultdict(set)
    graph = vocabularies["barrier"]
    for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
        for concept, label in graph.subject_objects(predicate):
            if isinstance(label, Literal) and label.language == "fr":
                found[fold(label)].add(str(graph.value(concept, SKOS.notation)))
    return found


def test_the_table_is_large_enough() -> None:
    assert len(ROWS) >= 60
    assert len({query for query, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("query", "notation"), ROWS)
def test_lay_words_find_their_barrier(
    query: str, notation: str, words: dict[str, set[str]], fold: Callable[[str], str]
) -> None:
    sentence = f" {fold(query)} "
    hits = [label for label in words if f" {label} " in sentence]
    assert hits, "no label is found in the sentence"
    assert words[max(hits, key=len)] == {notation}


def test_at_least_five_lay_words_a_theme(vocabularies: dict[str, Graph]) -> None:
    graph = vocabularies["barrier"]
    for concept in graph.subjects(SKOS.inScheme, URIRef(f"{VOC}barrier")):
        alternatives = [
            label for label in graph.objects(concept, SKOS.altLabel) if getattr(label, "language", "") == "fr"
        ]
        assert len(alternatives) >= 5, concept
