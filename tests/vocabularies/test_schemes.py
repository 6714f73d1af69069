"""Every scheme: it parses, its concepts are complete, its labels are unambiguous and well typeset."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

from ftgraph import assets
from ftgraph.namespaces import DEF, ROOT, VOC

SCHEMES = """
accompaniment actor-category age allowance attendance-mode axis barrier call-type committee-level
committee-variant common-type conformity contract-type data-inclusion deliverable-type desired-direction
education fee formation-type freshness ft-barrier gender legacy-body-type measure-kind mobilisation-mode
mobiliser mode need-outcome need-step network observation-status operator policy-field power principle public
reach respect response-outcome role rule-set seat-status seniority service-type severity unit vote-choice
""".split()
MIRROR = "data-inclusion"  # published codes as they are: French labels only, typography not ours
OURS = [name for name in SCHEMES if name != MIRROR]
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
STOP_WORDS = set(
    "a au aux avec ce ces dans de des du elle elles en est et eux il ils je la le les leur lui ma mais me mes moi mon "
    "ne nos notre nous on ou par pas pour qu que qui sa se ses son sont sur ta te tes toi ton tu un une vos "
    "votre vous".split()
)
TOO_WIDE = set("aide aides travail emploi problème dossier accompagnement service solution frein besoin".split())
SHARED = Path(__file__).parents[3] / "shared" / "domain"
FT = Namespace(DEF)


def concepts(graph: Graph) -> list[URIRef]:
    return [URIRef(str(subject)) for subject in graph.subjects(RDF.type, SKOS.Concept)]


def languages_of(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    return sorted(str(text.language) for text in graph.objects(subject, predicate) if isinstance(text, Literal))


def french(graph: Graph, subject: URIRef | None = None) -> Iterator[tuple[URIRef, URIRef, Literal]]:
    for predicate in LABELS:
        for owner, label in graph.subject_objects(predicate):
            if isinstance(label, Literal) and label.language == "fr" and subject in (None, owner):
                yield URIRef(str(owner)), predicate, label


def test_the_schemes_are_those_expected(vocabularies: dict[str, Graph]) -> None:
    assert sorted(vocabularies) == sorted(SCHEMES)


@pytest.mark.parametrize("name", SCHEMES)
def test_pyoxigraph_reads_the_same_triples(name: str, vocabularies: dict[str, Graph]) -> None:
    text = (assets.ontology() / "vocabularies" / f"{name}.ttl").read_bytes()
    assert len(list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE))) == len(vocabularies[name])


@pytest.mark.parametrize("name", SCHEMES)
def test_blocks_are_sorted(name: str) -> None:
    text = (assets.ontology() / "vocabularies" / f"{name}.ttl").read_text(encoding="utf-8")
    blocks = re.findall(r"^(\S+) a skos:Concept ;$", text, flags=re.MULTILINE)
    assert blocks
    assert blocks == sorted(blocks)


@pytest.mark.parametrize("name", SCHEMES)
def test_scheme_says_what_it_is(name: str, vocabularies: dict[str, Graph]) -> None:
    graph, scheme = vocabularies[name], URIRef(VOC + name)
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert languages_of(graph, scheme, predicate) == ["en", "fr"]
    for predicate in (DCTERMS.source, DCTERMS.license, OWL.versionInfo):
        assert (scheme, predicate, None) in graph, predicate


@pytest.mark.parametrize("name", SCHEMES)
def test_concepts_are_complete(name: str, vocabularies: dict[str, Graph]) -> None:
    graph, scheme = vocabularies[name], URIRef(VOC + name)
    tops = set(graph.objects(scheme, SKOS.hasTopConcept))
    languages = ["fr"] if name == MIRROR else ["en", "fr"]
    for concept in concepts(graph):
        (notation,) = graph.objects(concept, SKOS.notation)
        assert str(concept).startswith(f"{VOC}{name}/")
        assert str(concept).rsplit("/", 1)[1] == str(notation)
        assert list(graph.objects(concept, SKOS.inScheme)) == [scheme]
        assert languages_of(graph, concept, SKOS.prefLabel) == languages
        if name != MIRROR:
            assert languages_of(graph, concept, SKOS.definition) == languages
        is_top = (concept, SKOS.broader, None) not in graph
        assert (concept in tops) == is_top == ((concept, SKOS.topConceptOf, scheme) in graph), concept
    assert (None, SKOS.narrower, None) not in graph


@pytest.mark.parametrize("name", SCHEMES)
def test_broader_stays_inside_and_never_turns_round(name: str, vocabularies: dict[str, Graph]) -> None:
    graph = vocabularies[name]
    known = set(concepts(graph))
    for concept in known:
        above = set(graph.transitive_objects(concept, SKOS.broader)) - {concept}
        assert above <= known
        assert all((concept not in set(graph.transitive_objects(a, SKOS.broader))) for a in above)


@pytest.mark.parametrize("name", OURS)
def test_no_label_means_two_things(name: str, vocabularies: dict[str, Graph], fold: Callable[[str], str]) -> None:
    uses: dict[str, list[tuple[URIRef, URIRef]]] = defaultdict(list)
    for concept, predicate, label in french(vocabularies[name]):
        uses[fold(label)].append((concept, predicate))
    assert {label: use for label, use in uses.items() if len(use) > 1} == {}


NEVER_SEARCHED = {"vote-choice"}
"""Values that a workbook's column holds: « Pour » is one."""


@pytest.mark.parametrize("name", OURS)
def test_labels_are_words_worth_searching(
    name: str, vocabularies: dict[str, Graph], fold: Callable[[str], str]
) -> None:
    wide = {fold(word) for word in TOO_WIDE}
    for _, predicate, label in french(vocabularies[name]):
        folded = fold(label)
        assert len(folded) >= 2, label
        assert folded not in STOP_WORDS or name in NEVER_SEARCHED, label
        assert predicate == SKOS.prefLabel or folded not in wide, label


@pytest.mark.parametrize("name", OURS)
def test_french_typography(name: str, vocabularies: dict[str, Graph]) -> None:
    for text in vocabularies[name].objects():
        if isinstance(text, Literal) and text.language == "fr":
            assert "'" not in text, text
            assert not re.search(r"(?<!\u202f)[;?!»]|«(?!\u202f)", text), text
            assert str(text) == text.strip()
            assert "  " not in text


@pytest.mark.parametrize("name", OURS)
def test_sources_exist_in_the_deck_and_the_law(name: str, vocabularies: dict[str, Graph]) -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: the deck and the law cannot be compared with")
    facts = set(re.findall(r"\bP\d+\.\d+\b", (SHARED / "deck.md").read_text(encoding="utf-8")))
    law = (SHARED / "code-du-travail-5311.txt").read_text(encoding="utf-8")
    articles = set(re.findall(r"^### (\S+) ", law, flags=re.MULTILINE))
    for source in vocabularies[name].objects(None, DCTERMS.source):
        kind, _, key = str(source).removeprefix(f"{ROOT}/id/").partition("/")
        if str(source).startswith(f"{ROOT}/id/"):
            assert key in {"fact": facts, "article": articles}[kind], source


def test_every_contract_type_has_a_level(vocabularies: dict[str, Graph]) -> None:
    levels = set(concepts(vocabularies["committee-level"]))
    for concept in concepts(vocabularies["contract-type"]):
        (level,) = vocabularies["contract-type"].objects(concept, FT.level)
        assert level in levels
