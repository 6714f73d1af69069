"""The shipped example makes the RDF of a conform committee, in the form that the shapes read."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic, to_isomorphic
from rdflib.namespace import FOAF, RDF, RDFS

from ftgraph import assets
from ftgraph.committees.checking import Checker
from ftgraph.sources.committee_workbook import read
from ftgraph.sources.committee_workbook.directory import TerritoryDirectory

FT = rdflib.Namespace("https://w3id.org/ftgraph/def#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
SKOS = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
EXAMPLE = assets.data() / "demo" / "committees" / "departement-35"
BASE = Path(__file__).parents[2] / "shapes" / "base" / "dep-2023.ttl"
FIXED = ("https://w3id.org/ftgraph/voc/", "https://w3id.org/ftgraph/id/indicator/", str(FT), str(RDF), str(RDFS))


def form(graph: rdflib.Graph) -> rdflib.Graph:
    """A graph without names, of persons, places or things, and with blank nodes for things: its form alone."""
    names = {FOAF.name, RDFS.label, SKOS.prefLabel, DCT.title, FT.siren, FT.governs, FT.userInvolvement}
    blank: dict[rdflib.term.Node, rdflib.BNode] = {}

    def term(node: rdflib.term.Node) -> rdflib.term.Node:
        fixed = not isinstance(node, rdflib.URIRef) or str(node).startswith(FIXED) or "w3.org" in str(node)
        return node if fixed else blank.setdefault(node, rdflib.BNode())

    found = rdflib.Graph()
    for subject, predicate, value in graph:
        if predicate not in names and not (predicate == RDF.type and value == FOAF.Person):
            found.add((term(subject), predicate, term(value)))
    return found


def test_the_example_has_the_form_of_the_conform_committee(directory: TerritoryDirectory) -> None:
    ours = rdflib.Graph().parse(data=read(EXAMPLE, directory).data, format="nt")
    theirs = rdflib.Graph().parse(BASE)
    # What the base says of territories and the check is not in a workbook; the example has actions and other bassins.
    for graph in (ours, theirs):
        for kind in (FT.Action, FT.Axis, FT.Commune, FT.Region, FT.EmploymentBasin, FT.ZoningVersion, FT.Departement):
            for node in list(graph.subjects(RDF.type, kind)):
                graph.remove((node, None, None))
                if kind == FT.EmploymentBasin:
                    graph.remove((None, None, node))
        graph.remove((rdflib.URIRef("https://w3id.org/ftgraph/id/check/current"), None, None))
        graph.remove((None, FT.deliverableType, None))
    # The example's committee ends when that of the law is installed.
    for committee in list(ours.subjects(RDF.type, FT.Committee)):
        ours.remove((committee, FT.validUntil, None))
    assert len(form(ours)) == len(form(theirs))
    assert isomorphic(to_isomorphic(form(ours)), to_isomorphic(form(theirs)))


def test_the_example_keeps_every_rule_that_it_lets_decide(directory: TerritoryDirectory) -> None:
    handed_in = read(EXAMPLE, directory)
    assert {fault.code for fault in handed_in.faults} == {"local-territory"}
    (committee,) = Checker().check(handed_in, on=date(2024, 6, 1)).committees
    assert committee.findings == ()
    assert committee.count("kept") >= 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_a_zip_of_csv_files_says_the_same(
    encoding: str, delimiter: str, directory: TerritoryDirectory, tmp_path: Path
) -> None:
    path = tmp_path / "departement-35.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in EXAMPLE.glob("*.csv"):
            text = io.StringIO()
            rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")), delimiter=";")
            csv.writer(text, delimiter=delimiter).writerows(rows)
            archive.writestr(f"dossier/{file.name}", text.getvalue().encode(encoding))
    expected, found = read(EXAMPLE, directory), read(path, directory)
    assert found.kind == "csv"
    assert sorted(found.data.splitlines()) == sorted(expected.data.splitlines())


def test_every_cell_has_its_place(directory: TerritoryDirectory) -> None:
    handed_in = read(EXAMPLE, directory)
    base = "https://w3id.org/ftgraph/id"
    (place,) = handed_in.places[f"{base}/membership/departement-35/membres-csv-11", f"{FT}validFrom"]
    assert (place.sheet, place.line, place.column, place.cell) == ("membres.csv", 11, "Début du mandat", "H11")
    assert place.value == "15/05/2023"
    subjects = {line.split(" ", 1)[0].strip("<>") for line in handed_in.data.splitlines()}
    located = {subject for subject, _ in handed_in.places}
    assert subjects <= located
