"""Sheets beyond the members', as the rules read them: votes, quorum, needs, zoning, charter, exemptions."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import rdflib

from ftgraph.committees.checking import Checker
from ftgraph.committees.report import CommitteeReport
from ftgraph.sources.committee_workbook import read
from ftgraph.sources.committee_workbook.directory import Directory
from ftgraph.sources.handed_in import HandedIn

from .conftest import Sheets

Make = Callable[[Sheets], Path]
FT = rdflib.Namespace("https://w3id.org/ftgraph/def#")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")
SKOS = rdflib.SKOS
SHAPE = "https://w3id.org/ftgraph/shape/"

LAW_MEMBERS = (
    ["Qualité", "Nom", "Organisation", "Catégorie", "Collège", "Voix", "Début", "Fin", "Suppléant de", "Sexe"],
    ["Co-présidence", "Anne Ker", "Préfecture d’Ille-et-Vilaine", "", "", 1, "03/09/2024", "", "", ""],
    ["Co-présidence", "Berthe Lan", "Conseil départemental d’Ille-et-Vilaine", "", "", 1, "03/09/2024", "", "", ""],
    ["Membre", "Cyrille Go", "DDETS d’Ille-et-Vilaine", "", "1 – État", 6, "03/09/2024", "02/09/2027", "", "F"],
    ["Membre", "Denis Qué", "Sous-préfecture de Redon", "", "1 – État", 6, "03/09/2024", "02/09/2027", "", ""],
    ["Membre", "Émile Tan", "Conseil régional de Bretagne", "", "2", 3, "03/09/2024", "02/09/2027", "", ""],
    ["Membre", "Gaël Pen", "Conseil départemental d’Ille-et-Vilaine", "", "3", 6, "03/09/2024", "02/09/2027", "", ""],
    ["Membre", "Hugo Riou", "Rennes Métropole", "", "4", 3, "03/09/2024", "02/09/2027", "", ""],
    ["Membre", "Inès Sal", "CFDT Bretagne", "", "5", 6, "03/09/2024", "02/09/2027", "", ""],
    ["Membre", "Jules Tho", "MEDEF d’Ille-et-Vilaine", "", "5", 6, "03/09/2024", "02/09/2027", "", ""],
    ["Membre", "Karine Urv", "FNSEA", "", "6", 0, "03/09/2024", "02/09/2027", "", ""],
    ["Membre", "Léon Vai", "France Travail Bretagne", "", "7", 0, "03/09/2024", "", "", ""],
    ["Membre", "Maud Yvi", "Mission locale de Rennes", "", "8", 0, "03/09/2024", "02/09/2027", "", ""],
    ["Membre", "Nadia Aba", "Cap emploi Ille-et-Vilaine", "", "9", 0, "03/09/2024", "02/09/2027", "", ""],
    ["Suppléant", "Zoé Bod", "DDETS d’Ille-et-Vilaine", "", "", "", "03/09/2024", "02/09/2027", "Cyrille Go", "Homme"],
)
LAW = {
    "Comité": (
        [
            "Nom",
            "Niveau",
            "Territoire",
            "Référentiel",
            "Installé le",
            "Comité supérieur",
            "Règlement intérieur",
            "Usagers",
        ],
        [
            "Comité départemental pour l’emploi d’Ille-et-Vilaine",
            "DEP",
            "35",
            "Code du travail",
            "03/09/2024",
            "Comité régional pour l’emploi de Bretagne",
            "14/01/2025",
            "Deux usagers conviés à chaque réunion.",
        ],
    ),
    "Formations": (
        ["Formation", "Nature"],
        ["Commission inclusion", "Commission spécialisée"],
        ["Plénière élargie", "Comité élargi"],
    ),
    "Membres": LAW_MEMBERS,
    "Réunions": (
        [
            "Formation",
            "Date",
            "Convoquée le",
            "Convoquée par",
            "Présents",
            "Absents",
            "Ont donné pouvoir",
            "Comités invités",
        ],
        [
            "",
            "14/01/2025",
            "02/01/2025",
            "conjointe",
            "Anne Ker ; Berthe Lan ; Zoé Bod ; Émile Tan",
            "Denis Qué",
            "Inès Sal",
            "",
        ],
        [
            "Plénière élargie",
            "08/04/2025",
            "01/03/2025",
            "Anne Ker ; Berthe Lan",
            "",
            "",
            "",
            "Comité local pour l’emploi de Rennes",
        ],
    ),
    "Délibérations": (
        ["Date de la réunion", "Objet", "Pour", "Contre", "Abstentions"],
        ["14/01/2025", "Adoption du règlement intérieur", 20, 2, 0],
    ),
}


def report(handed_in: HandedIn, on: date) -> CommitteeReport:
    (committee,) = Checker().check(handed_in, on=on).committees
    return committee


def states(committee: CommitteeReport) -> dict[str, str]:
    return {outcome.rule: outcome.state for outcome in committee.outcomes}


def graph(handed_in: HandedIn) -> rdflib.Graph:
    return rdflib.Graph().parse(data=handed_in.data, format="nt")


def test_a_committee_under_the_law(xlsx: Make, directory: Directory) -> None:
    handed_in = read(xlsx(LAW), directory)
    assert handed_in.faults == ()
    committee = report(handed_in, date(2025, 9, 15))
    found = states(committee)
    # Five of the nine seats that vote are there, one of them by a substitute and one by a proxy.
    kept = [f"L-DEP-0{number}" for number in range(1, 7)] + [f"L-ALL-0{number}" for number in (1, 3, 4, 5, 7, 8)]
    broken = {rule: [finding.message.fr for finding in committee.findings if finding.rule == rule] for rule in kept}
    assert {rule for rule in kept if found[rule] != "kept"} == set(), broken
    triples = graph(handed_in)
    (votes,) = triples.subjects(FT.votesCast, rdflib.Literal("20", datatype=rdflib.XSD.integer))
    assert str(triples.value(votes, FT.voteChoice)).endswith("vote-choice/for")


def test_a_quorum_that_is_not_reached(xlsx: Make, directory: Directory) -> None:
    rows = LAW["Réunions"]
    few = (rows[0], ["", "14/01/2025", "02/01/2025", "conjointe", "Anne Ker ; Berthe Lan", "", "", ""], rows[2])
    assert states(report(read(xlsx({**LAW, "Réunions": few}), directory), date(2025, 9, 15)))["L-ALL-07"] == "broken"


def test_a_local_committee(xlsx: Make, directory: Directory) -> None:
    sheets: Sheets = {
        "Comité": (
            ["Nom", "Niveau", "Territoire", "Référentiel", "Comité supérieur"],
            ["Comité local nord", "Local", "Bassin nord", "2023", "Comité départemental d’Ille-et-Vilaine"],
        ),
        "Formations": (["Formation", "Nature"], ["Socle", "Comité resserré"]),
        "Membres": (
            ["Formation", "Statut", "Qualité", "Nom", "Organisation", "Catégorie", "Début", "Désigné par", "Accord de"],
            [
                "Socle",
                "Conseillé",
                "Membre",
                "Odile Pen",
                "PLIE du Nord",
                "",
                "01/01/2023",
                "Sous-préfecture de Redon",
                "Rennes Métropole",
            ],
        ),
        "Feuille de route": (
            ["Nature", "Intitulé", "Année", "Axe", "Porté par", "Couvert par", "Remonté à", "Confié à"],
            ["Feuille de route", "Feuille de route 2024", 2024, "", "", "", "", ""],
            ["Action", "Permanences", "", "Aller vers", "PLIE du Nord", "", "", ""],
            ["Action", "Visites", "", "Contact des employeurs", "PLIE du Nord", "", "", ""],
            ["Action", "Immersions", "", "Tensions de recrutement", "PLIE du Nord", "", "", ""],
            ["Besoin", "Garde d’enfants", "", "", "", "Crèche de nuit", "", ""],
            ["Besoin", "Car", "", "", "", "", "Comité départemental d’Ille-et-Vilaine", ""],
            ["Besoin", "Logement", "", "", "", "", "", "Lycée d’été"],
        ),
        "Cartographie": (
            ["Nature", "Intitulé", "Date", "Territoires couverts", "Pris par", "Consultés"],
            [
                "Arrêté de zonage",
                "Arrêté 2024",
                "15/12/2023",
                "Bassin nord",
                "Préfecture d’Ille-et-Vilaine",
                "Rennes Métropole ; France Travail",
            ],
        ),
    }
    handed_in = read(xlsx(sheets), directory)
    found = states(report(handed_in, date(2024, 6, 1)))
    assert {rule: found[rule] for rule in ("R-LOC-04", "R-LOC-06", "R-LOC-07", "R-LOC-08")} == {
        "R-LOC-04": "kept",
        "R-LOC-06": "kept",
        "R-LOC-07": "kept",
        "R-LOC-08": "kept",
    }


def test_charter_exemption_legacy_and_indicators(xlsx: Make, directory: Directory) -> None:
    sheets: Sheets = {
        "Comité": (
            ["Nom", "Niveau", "Territoire", "Indicateurs suivis"],
            ["Comité", "DEP", "35", "Taux de pourvoi des offres d’emploi ; Cafés tenus"],
        ),
        "Signataires": (
            [
                "Charte",
                "En vigueur le",
                "Signataire",
                "Signé le",
                "Engagement",
                "Envers",
                "Indicateur de suivi",
                "Principes",
            ],
            [
                "Charte",
                "16/01/2024",
                "DGEFP",
                "16/01/2024",
                "Partager les données",
                "France Travail",
                "Taux de retour à l’emploi",
                "Coopération ; Partage de données",
            ],
            ["Charte", "", "France Travail", "16/01/2024", "", "", "", ""],
        ),
        "Dérogations": (
            ["Règle", "Motif", "Décidée le", "Décidée par"],
            ["r-dep-02", "Cas", "01/03/2024", "Préfecture d’Ille-et-Vilaine"],
        ),
        "Instances antérieures": (["Instance", "Territoire", "Absorbée"], ["SPE-D", "35", "oui"]),
        "Indicateurs": (["Indicateur", "Justification", "Redouble"], ["Cafés tenus", "Mesure l’aller vers", ""]),
    }
    handed_in = read(xlsx(sheets), directory)
    assert handed_in.faults == ()
    triples = graph(handed_in)
    (charter,) = triples.subjects(rdflib.RDF.type, FT.Charter)
    assert len(list(triples.objects(charter, FT.signature))) == 2
    (commitment,) = triples.subjects(FT.commitmentIn, charter)
    assert len(list(triples.objects(commitment, FT.upholds))) == 2
    assert list(triples.subjects(FT.makesCommitment, commitment))
    (committee,) = triples.subjects(rdflib.RDF.type, FT.Committee)
    (exemption,) = triples.subjects(FT.exempts, committee)
    assert triples.value(exemption, FT.exemptionFrom) == rdflib.URIRef(f"{SHAPE}R-DEP-02")
    assert triples.value(exemption, FT.decidedBy)
    assert (None, FT.resultingBody, committee) in triples
    (own,) = triples.subjects(FT.justification)
    assert (committee, FT.follows, own) in triples


def test_bodies_of_before_their_members_and_what_they_became(xlsx: Make, directory: Directory) -> None:
    sheets: Sheets = {
        "Comité": (
            ["Nom", "Niveau", "Territoire", "Champs", "Réunions par an"],
            ["Comité", "DEP", "35", "emploi ; insertion", 4],
        ),
        "Formations": (["Formation", "Nature", "Réunions par an"], ["Commission IAE", "Commission spécialisée", 3]),
        "Instances antérieures": (
            ["Instance", "Nature", "Territoire", "Champs", "Réunions par an", "Absorbée", "Devenue", "Date de fin"],
            ["SPE-D", "SPE-D", "35", "emploi", 10, "oui", "", "16/09/2024"],
            ["CDIAE", "CDIAE", "35", "insertion", 4, "oui", "Commission IAE", ""],
            ["PTI", "PDI/PTI", "35", "", "", "non", "", ""],
        ),
        "Membres d’instances antérieures": (
            ["Instance", "Organisation", "Catégorie", "Nom et prénom", "Qualité"],
            ["SPE-D", "Préfecture d’Ille-et-Vilaine", "Préfet de département", "Maëlle Cariou", "Présidence"],
            ["SPE-D", "DDETS d’Ille-et-Vilaine", "DDETS", "", ""],
            ["cdiae", "DDETS d’Ille-et-Vilaine", "DDETS", "", "Membre"],
        ),
    }
    handed_in = read(xlsx(sheets), directory)
    assert {fault.severity for fault in handed_in.faults} <= {"info"}, handed_in.faults
    triples = graph(handed_in)
    bodies = {
        str(label): body
        for body, label in triples.subject_objects(SKOS.prefLabel)
        if (body, rdflib.RDF.type, FT.LegacyBody) in triples
    }
    assert set(bodies) == {"SPE-D", "CDIAE", "PTI"}
    assert str(triples.value(bodies["CDIAE"], FT.legacyBodyType)).endswith("/legacy-body-type/cdiae")
    assert str(triples.value(bodies["PTI"], FT.legacyBodyType)).endswith("/legacy-body-type/pti")
    assert int(triples.value(bodies["SPE-D"], FT.minMeetingsPerYear)) == 10
    assert triples.value(bodies["PTI"], FT.minMeetingsPerYear) is None
    (change,) = triples.subjects(FT.originalBody, bodies["CDIAE"])
    results = set(triples.objects(change, FT.resultingBody))
    assert len(results) == 2, "the committee, and its commission"
    assert not list(triples.subjects(FT.originalBody, bodies["PTI"]))
    members = {body: list(triples.subjects(ORG.organization, bodies[body])) for body in bodies}
    assert [len(members[body]) for body in ("SPE-D", "CDIAE", "PTI")] == [2, 1, 0]
    assert len({triples.value(each, FT.represents) for some in members.values() for each in some}) == 2
    # They are nobody's committee memberships: rules on seats and terms do not look at them.
    assert not any((each, rdflib.RDF.type, FT.Membership) in triples for each in members["SPE-D"])
    fields = {str(triples.value(topic, rdflib.RDFS.label)) for topic in triples.objects(None, FT.policyField)}
    assert fields == {"emploi", "insertion"}
