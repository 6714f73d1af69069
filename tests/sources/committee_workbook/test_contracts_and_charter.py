"""Contracts, their envelopes and fields, and the respect of commitments, as the workbook says them."""

from collections.abc import Callable
from pathlib import Path

import rdflib
from rdflib.namespace import DCTERMS, RDF, RDFS

from ftgraph.sources.committee_workbook import read
from ftgraph.sources.committee_workbook.directory import Directory

from .conftest import COMMITTEE, Sheets

Make = Callable[[Sheets], Path]
FT = rdflib.Namespace("https://w3id.org/ftgraph/def#")
FIELD = "https://w3id.org/ftgraph/voc/policy-field/"

CONTRACTS = (
    ["Intitulé", "Type", "Appel", "Champ", "Enveloppe", "Nom de l’enveloppe", "Montant", "Succède à"],
    ["Pacte", "PTI", "", "Mobilités ; Mobilisation des acteurs", "Partagée", "Fonds commun", "1 000 €", ""],
    ["Appel", "", "AAP", "mobilité", "Partagée", "Fonds commun", "", ""],
    ["Suite", "PTI", "", "", "", "", 500, "Pacte"],
)


def titled(graph: rdflib.Graph, title: str) -> rdflib.term.Node:
    (found,) = graph.subjects(DCTERMS.title, rdflib.Literal(title, lang="fr"))
    return found


def test_a_field_is_a_concept_of_the_list_or_the_files_own(xlsx: Make, directory: Directory) -> None:
    handed_in = read(xlsx({"Comité": COMMITTEE, "Contrats": CONTRACTS}), directory)
    assert handed_in.faults == ()
    graph = rdflib.Graph().parse(data=handed_in.data, format="nt")
    fields = {str(each) for each in graph.objects(titled(graph, "Pacte"), FT.policyField)}
    assert f"{FIELD}mobilite" in fields
    (own,) = fields - {f"{FIELD}mobilite"}
    assert str(graph.value(rdflib.URIRef(own), RDFS.label)) == "Mobilisation des acteurs"
    assert (rdflib.URIRef(own), RDF.type, FT.PolicyField) in graph
    assert [str(each) for each in graph.objects(titled(graph, "Appel"), FT.policyField)] == [f"{FIELD}mobilite"]


def test_lines_of_one_envelope_share_it_and_a_follower_is_tied(xlsx: Make, directory: Directory) -> None:
    funding = (["Contrat", "Financeur", "Part"], ["Pacte", "Conseil régional de Bretagne", "400"])
    handed_in = read(xlsx({"Comité": COMMITTEE, "Contrats": CONTRACTS, "Financements": funding}), directory)
    assert handed_in.faults == ()
    graph = rdflib.Graph().parse(data=handed_in.data, format="nt")
    (common,) = graph.objects(titled(graph, "Pacte"), FT.envelope)
    assert list(graph.objects(titled(graph, "Appel"), FT.envelope)) == [common]
    assert (common, RDF.type, FT.SharedEnvelope) in graph
    assert [str(each) for each in graph.objects(common, FT.amount)] == ["1000"]
    (other,) = graph.objects(titled(graph, "Suite"), FT.envelope)
    assert other != common
    (share,) = graph.subjects(FT.contributesTo, common)
    assert str(graph.value(share, FT.amount)) == "400"
    assert list(graph.objects(titled(graph, "Suite"), DCTERMS.replaces)) == [titled(graph, "Pacte")]


CHARTER = (
    ["Charte", "Signataire", "Engagement"],
    ["Charte d’essai", "France Travail", "Partager les diagnostics"],
    ["Charte d’essai", "UNML", "Partager les diagnostics"],
)
RESPECT = ["Signataire", "Engagement", "Constaté le", "État", "Constaté par"]


def test_a_finding_is_on_the_commitment_of_its_signatory(xlsx: Make, directory: Directory) -> None:
    found = (RESPECT, ["UNML", "partager les diagnostics", "07/07/2026", "partiellement respecté", "DGEFP"])
    handed_in = read(xlsx({"Comité": COMMITTEE, "Signataires": CHARTER, "Suivi des engagements": found}), directory)
    assert {fault.severity for fault in handed_in.faults} <= {"info"}
    graph = rdflib.Graph().parse(data=handed_in.data, format="nt")
    (finding,) = graph.subjects(RDF.type, FT.RespectAssessment)
    (commitment,) = graph.objects(finding, FT.assessesCommitment)
    (actor,) = graph.subjects(FT.makesCommitment, commitment)
    assert str(actor).endswith("/unml")
    assert str(graph.value(finding, FT.respectState)).endswith("/respect/partly-respected")
    assert str(graph.value(finding, DCTERMS.date)) == "2026-07-07"


def test_a_finding_without_its_day_or_on_no_commitment_is_a_fault(xlsx: Make, directory: Directory) -> None:
    rows = (RESPECT, ["UNML", "Partager les diagnostics", "", "Respecté", ""], ["UNML", "Rien", "07/07/2026", "?", ""])
    handed_in = read(xlsx({"Comité": COMMITTEE, "Signataires": CHARTER, "Suivi des engagements": rows}), directory)
    codes = {fault.code for fault in handed_in.faults}
    assert {"missing-value", "unknown-reference", "unknown-value"} <= codes


def test_a_response_names_a_call_of_the_sheet_or_of_another_committee(xlsx: Make, directory: Directory) -> None:
    responses = (
        ["Projet", "Appel", "Déposée par", "Déposée le", "Suite", "Accordé"],
        ["Ici", "Appel", "Conseil régional de Bretagne", "03/02/2026", "refusée", ""],
        ["Ailleurs", "Mobilités en montagne", "Conseil régional de Bretagne", "03/02/2026", "", "1 000 €"],
        ["Trompée", "Suite", "Conseil régional de Bretagne", "03/02/2026", "", ""],
    )
    handed_in = read(xlsx({"Comité": COMMITTEE, "Contrats": CONTRACTS, "Réponses aux appels": responses}), directory)
    assert [(each.code, each.severity, each.place.cell) for each in handed_in.faults] == [
        ("named-elsewhere", "info", "B3"),
        ("named-elsewhere", "info", "B4"),
    ], "a contract is no call"
    graph = rdflib.Graph().parse(data=handed_in.data, format="nt")
    assert list(graph.objects(titled(graph, "Ici"), FT.respondsTo)) == [titled(graph, "Appel")]
    (outcome,) = graph.objects(titled(graph, "Ici"), FT.responseOutcome)
    assert str(outcome).endswith("/voc/response-outcome/not-selected")
    (call,) = graph.objects(titled(graph, "Ailleurs"), FT.respondsTo)
    assert (call, RDF.type, FT.Call) in graph
    assert str(graph.value(call, RDFS.label)) == "Mobilités en montagne"
