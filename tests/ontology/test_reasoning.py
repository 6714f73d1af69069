"""HermiT, through `ftgraph.reasoning`: the ontology holds together, and a broken one is seen."""

import os
import shutil
import subprocess
import tempfile
import time

import owlready2
import pytest

from ftgraph import assets
from ftgraph.errors import FtgraphError, SourceError
from ftgraph.namespaces import DEF
from ftgraph.reasoning import Verdict, check, load
from ftgraph.reasoning.hermit import OutOfTime

PREFIXES = """
@prefix ft: <https://w3id.org/ftgraph/def#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/data#> .
"""
FILES = ("ftgraph.ttl", "alignments.ttl")


def has_java() -> bool:
    # macOS ships a `java` that only says where to get one: ask for its version.
    java = shutil.which("java")
    return java is not None and subprocess.run([java, "-version"], capture_output=True, check=False).returncode == 0


needs_java = pytest.mark.skipif(not has_java(), reason="no Java machine: HermiT cannot run")


@pytest.fixture
def with_data(tmp_path):
    """A function: the ontology and its alignments, with a few triples more."""

    def build(turtle: str) -> owlready2.World:
        extra = tmp_path / "extra.ttl"
        extra.write_text(PREFIXES + turtle, encoding="utf-8")
        return load([*(assets.ontology() / name for name in FILES), extra])

    return build


@needs_java
def test_the_ontology_holds(record_property):
    world = load(assets.ontology() / name for name in FILES)
    started = time.perf_counter()
    verdict = check(world)
    record_property("hermit_s", round(time.perf_counter() - started, 2))
    assert verdict == Verdict(consistent=True)
    assert verdict.holds


@needs_java
def test_a_class_without_possible_members_is_named(with_data):
    world = with_data("ft:Impossible a owl:Class ; rdfs:subClassOf ft:Committee, ft:OperatorBoard .")
    assert check(world) == Verdict(consistent=True, unsatisfiable=(f"{DEF}Impossible",))


@needs_java
def test_a_committee_that_governs_an_operator_is_inconsistent(with_data):
    verdict = check(with_data(":board a owl:NamedIndividual, ft:OperatorBoard, ft:Committee ."))
    assert not verdict.consistent
    assert not verdict.holds


@needs_java
@pytest.mark.parametrize(
    "turtle",
    ["ft:validFrom rdfs:range xsd:date .", ':x ft:validFrom "2024-07-01"^^xsd:date .'],
    ids=["axiom", "data"],
)
def test_what_is_outside_owl_2_dl_is_refused(with_data, turtle):
    # xsd:date is not in OWL 2's datatype map: dates carry no rdfs:range, and dated data cannot be reasoned on.
    with pytest.raises(FtgraphError, match="HermiT") as refusal:
        check(with_data(turtle))
    assert "XMLSchema#date" in str(refusal.value.__cause__)


@needs_java
@pytest.mark.parametrize(
    ("data", "individual", "expected"),
    [
        (
            ":cd a owl:NamedIndividual, ft:LocalAuthority ;"
            " ft:exercisesPower <https://w3id.org/ftgraph/voc/power/department> .",
            "cd",
            {"DepartmentalAuthority"},
        ),
        (
            ":f a owl:NamedIndividual, ft:Formation ;"
            " ft:formationType <https://w3id.org/ftgraph/voc/formation-type/executive-commission> .",
            "f",
            {"Commission", "ExecutiveFormation"},
        ),
        (
            ":c a owl:NamedIndividual, ft:Contract ; ft:signature :s1, :s2 . "
            ":s1 a owl:NamedIndividual ; ft:signatory :dreets . :s2 a owl:NamedIndividual ; ft:signatory :epci . "
            ":dreets a owl:NamedIndividual, ft:StateService . :epci a owl:NamedIndividual, ft:AuthorityGrouping .",
            "c",
            {"StateLocalContract"},
        ),
        (
            ":n a owl:NamedIndividual, ft:UnmetNeed ; ft:raisedTo :k . :k a owl:NamedIndividual, ft:Committee .",
            "n",
            {"RaisedNeed", "UnmetNeed"},
        ),
        (
            ":ml a owl:NamedIndividual, ft:SpecialisedOperator ; ft:makesCommitment :e ."
            " :e a owl:NamedIndividual, ft:Commitment .",
            "ml",
            {"CharterBoundOperator", "SpecialisedOperator"},
        ),
    ],
    ids=["powers", "formation", "contract", "need", "charter"],
)
def test_definitions_classify(with_data, data, individual, expected):
    world = with_data(data)
    assert check(world).consistent
    found = world[f"https://example.org/data#{individual}"].is_a
    assert expected <= {kind.name for kind in found if isinstance(kind, owlready2.ThingClass)}


def test_imports_are_dropped(tmp_path):
    file = tmp_path / "importing.ttl"
    file.write_text(PREFIXES + ":o a owl:Ontology ; owl:imports <https://nowhere.invalid/> .", encoding="utf-8")
    assert not any(ontology.imported_ontologies for ontology in load([file]).ontologies.values())


def test_a_file_that_is_not_turtle_is_refused_with_its_line(tmp_path):
    file = tmp_path / "broken.ttl"
    file.write_text(PREFIXES + ":secret a owl:Class ;;; [ .", encoding="utf-8")
    with pytest.raises(SourceError) as refusal:
        load([file])
    assert refusal.value.line == 7
    assert "secret" not in f"{refusal.value} {refusal.value.en}"


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"absent\.ttl"):
        load([tmp_path / "absent.ttl"])


def test_without_java_the_cure_is_said(tmp_path, monkeypatch):
    file = tmp_path / "small.ttl"
    file.write_text(PREFIXES + "ft:A a owl:Class .", encoding="utf-8")
    monkeypatch.setattr(owlready2, "JAVA_EXE", str(tmp_path / "no-java"))
    with pytest.raises(FtgraphError, match="Java"):
        check(load([file]))


def test_a_reasoner_that_does_not_conclude_is_stopped(tmp_path, monkeypatch):
    file, machine, alive = tmp_path / "small.ttl", tmp_path / "java", tmp_path / "alive"
    file.write_text(PREFIXES + "ft:A a owl:Class .", encoding="utf-8")
    machine.write_text(f"#!/bin/sh\necho $$ > {alive}\nexec sleep 60\n", encoding="utf-8")
    machine.chmod(0o755)
    monkeypatch.setattr(owlready2, "JAVA_EXE", str(machine))
    began = time.monotonic()
    with pytest.raises(OutOfTime, match="arrêté"):
        check(load([file]), seconds=0.5)
    assert time.monotonic() - began < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int(alive.read_text()), 0)


def test_a_reasoner_without_memory_says_so(tmp_path, monkeypatch):
    file, machine = tmp_path / "small.ttl", tmp_path / "java"
    file.write_text(PREFIXES + "ft:A a owl:Class .", encoding="utf-8")
    machine.write_text("#!/bin/sh\necho java.lang.OutOfMemoryError: Java heap space\nexit 1\n", encoding="utf-8")
    machine.chmod(0o755)
    monkeypatch.setattr(owlready2, "JAVA_EXE", str(machine))
    with pytest.raises(FtgraphError, match="mémoire"):
        check(load([file]))


@needs_java
def test_a_contradiction_leaves_no_file_behind(with_data, tmp_path, monkeypatch):
    folder = tmp_path / "files"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    assert not check(with_data(":board a owl:NamedIndividual, ft:OperatorBoard, ft:Committee .")).consistent
    assert list(folder.iterdir()) == []
