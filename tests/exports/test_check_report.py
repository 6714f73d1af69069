"""The report of a check in every format: what it says, and that nothing in a file runs or breaks one."""

import csv
import importlib.util
import io
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import orjson
import pyoxigraph as ox
import pytest

from ftgraph.committees.report import Cadence, FormationState
from ftgraph.exports.committee import ReportExport, file_name, render
from ftgraph.exports.formats import CSV, HTML, JSON, JSONLD, PDF, REPORT_FORMATS, TEXT, TURTLE, XLSX
from ftgraph.sources.handed_in import Fault, HandedIn, Place
from ftgraph.wording import Text

_spec = importlib.util.spec_from_file_location("reports", Path(__file__).with_name("reports.py"))
reports = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reports)

HOSTILE = '<script>alert(1)</script> #import "/etc/passwd" {{ 7*7 }} $x$ =1+1 \x07 \ud800'
SH = "http://www.w3.org/ns/shacl#"


@pytest.fixture
def export():
    return ReportExport(reports.report(), reports.workbook())


@pytest.mark.parametrize("kind", REPORT_FORMATS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_format_is_made_in_both_languages(kind, language, export):
    assert len(render(kind, replace(export, language=language))) > 500


@pytest.mark.parametrize("kind", [TEXT, HTML], ids=lambda kind: kind.name)
def test_what_people_read_says_where_what_and_why(kind, export):
    text = re.sub(r"<[^>]+>|\s+", " ", render(kind, export).decode()).replace("&#39;", "'")
    for said in (
        "Manquement",
        "R-DEP-03",
        "il manque un représentant de la MDPH",
        "ligne 7, colonne Organisme (C7)",
        "Ajoutez une ligne à la feuille Membres.",
        "Code du travail, art. R. 5311-24",
        "Exception déclarée : Crue de janvier (décidée par Préfet d’essai le 01/02/2024)",
        "Non vérifiable : aucun agenda fourni.",
        "Sièges pourvus : 1 sur 2 attendus.",
        "Cette formation manque dans le fichier.",
        "au moins 4",
        "voix prépondérante",
        "Le plus proche : Mission locale de Rennes.",
    ):
        assert said in re.sub(r"\s+", " ", text), said


def test_english_report_is_english(export):
    text = render(TEXT, replace(export, language="en")).decode()
    assert "Check of a committee" in text
    assert "Violation R-DEP-03" in text
    assert "The prefect" in text


def test_the_workbook_comes_back_with_its_faulty_cells_coloured_and_commented(export):
    book = openpyxl.load_workbook(io.BytesIO(render(XLSX, export)))
    assert book.sheetnames == ["Contrôle", "Membres"]
    cell = book["Membres"]["C7"]
    assert cell.value == "C7"
    assert cell.fill.fgColor.rgb == "FFF4B6B0"
    assert "R-DEP-03" in cell.comment.text
    assert "À faire : Ajoutez une ligne" in cell.comment.text
    assert book["Membres"]["C8"].fill.fgColor.rgb == "FFFFDDB0", "a merged range is marked on its first cell"
    assert book["Membres"]["C6"].comment is None
    rows = list(book["Contrôle"].iter_rows(min_row=2))
    assert [row[0].value for row in rows] == ["Alerte", "Manquement", "Alerte", "Information"]
    assert rows[1][8].hyperlink.location == "'Membres'!C7" or "Membres" in str(
        rows[1][8].hyperlink.ref + rows[1][8].hyperlink.target
    )


def test_rdf_comes_back_as_the_list_alone(export):
    book = openpyxl.load_workbook(io.BytesIO(render(XLSX, replace(export, given=HandedIn("x.ttl", "rdf", "")))))
    assert book.sheetnames == ["Contrôle"]


def test_a_value_that_would_run_as_a_formula_is_text(export):
    for row in csv.reader(io.StringIO(render(CSV, export).decode("utf-8-sig")), delimiter=";"):
        assert not any(value.startswith(("=", "+", "@")) for value in row)
    page = openpyxl.load_workbook(io.BytesIO(render(XLSX, export)))["Contrôle"]
    assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]


def test_csv_has_a_line_a_place_and_opens_in_french_excel(export):
    raw = render(CSV, export)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert [row["Règle"] for row in rows] == ["", "R-DEP-03", "R-DEP-03", "R-DEP-06"]
    assert rows[1]["Ligne"] == "7"
    assert rows[3]["Exception"] == "Crue de janvier"


def test_json_is_the_whole_report(export):
    found = orjson.loads(render(JSON, export))
    assert found["counts"] == {"violation": 1, "warning": 2, "info": 1}
    assert found["report"]["committees"][0]["outcomes"][0]["findings"][0]["places"][0]["cell"] == "C7"


@pytest.mark.parametrize(
    ("kind", "syntax"), [(TURTLE, ox.RdfFormat.TURTLE), (JSONLD, ox.RdfFormat.JSON_LD)], ids=["turtle", "jsonld"]
)
def test_the_shacl_report_is_one(kind, syntax, export):
    quads = set(ox.parse(render(kind, export), format=syntax))
    results = {q.subject for q in quads if q.predicate.value == f"{SH}resultSeverity"}
    messages = [q.object for q in quads if q.predicate.value == f"{SH}resultMessage"]
    assert len(results) == 3
    assert {message.language for message in messages} == {"fr", "en"}
    assert [q.object.value for q in quads if q.predicate.value == f"{SH}conforms"] == ["false"]


def test_the_pdf_is_tagged_and_holds_the_text(export):
    pdf = render(PDF, export)
    assert pdf.startswith(b"%PDF-")
    assert b"/MarkInfo" in pdf or b"/StructTreeRoot" in pdf


@pytest.mark.parametrize("kind", REPORT_FORMATS, ids=lambda kind: kind.name)
def test_nothing_in_a_file_runs_or_breaks_a_format(kind, export):
    report = export.report
    (committee,) = report.committees
    bad = replace(
        committee,
        label=HOSTILE,
        outcomes=tuple(
            replace(o, findings=tuple(replace(f, value_label=HOSTILE, places=()) for f in o.findings))
            for o in committee.outcomes
        ),
    )
    made = render(kind, replace(export, report=replace(report, file=HOSTILE, committees=(bad,))))
    if kind is HTML:
        assert b"<script>alert" not in made


def test_the_file_name_is_safe(export):
    assert file_name(export.report) == "controle-comité-35-2024-06-01"
    assert "/" not in file_name(replace(export.report, file="../../etc/passwd"))


def test_notes_of_one_kind_are_told_once_and_last(export):
    notes = tuple(
        Fault(
            "unmatched-organisation",
            "info",
            Place("Membres", line, "Organisme", f"C{line}", f"Organisme {line}"),
            Text(f"« Organisme {line} » n’est pas dans le graphe.", "Not in the graph."),
            Text("Ajoutez son SIRET.", "Add its SIRET."),
        )
        for line in (4, 5, 9)
    )
    report = replace(export.report, faults=(*export.report.faults, *notes))
    text = re.sub(r"[ \n]+", " ", render(TEXT, replace(export, report=report)).decode())
    assert text.count("Ajoutez son SIRET.") == 1
    assert "De même : «\u202fOrganisme 5\u202f» (cellule\u00a0C5), «\u202fOrganisme 9\u202f» (cellule\u00a0C9)." in text
    assert text.index("Règles sans objet") < text.index("À savoir sur la lecture du fichier")
    assert text.index("Mission local de Rennes") < text.index("R-DEP-03")


def test_notes_of_two_sheets_are_told_apart(export):
    notes = tuple(
        Fault("unreadable-value", "violation", Place(sheet, 3, "Date", "B3", "hier"), Text("Faux."), Text("Corrigez."))
        for sheet in ("Membres", "Réunions")
    )
    text = render(TEXT, replace(export, report=replace(export.report, faults=notes))).decode()
    assert "De même" not in text
    assert text.count("Corrigez.") == 2


def test_what_is_missing_is_not_said_to_have_been_read(export):
    committee = export.report.committees[0]
    first = replace(committee.findings[0], places=(Place("Comité", 2),), exception=None)

    def text(finding):
        outcome = next(each for each in committee.outcomes if each.rule == first.rule)
        outcomes = (replace(outcome, findings=(finding,)),)
        report = replace(export.report, faults=(), committees=(replace(committee, outcomes=outcomes),))
        return render(TEXT, replace(export, report=report)).decode()

    assert first.value_label in first.message.fr
    assert "Lu :" not in text(first)
    assert "Lu : « 12 »" in text(replace(first, value_label="12"))


def test_a_committee_of_which_no_rule_could_be_decided_is_not_said_to_conform(export):
    committee = export.report.committees[0]
    outcomes = tuple(each for each in committee.outcomes if each.state in ("undecidable", "not-applicable"))
    undecided = replace(committee, conformity="conform-as-far-as-decidable", outcomes=outcomes)
    for kind in (TEXT, HTML):
        text = render(kind, replace(export, report=replace(export.report, committees=(undecided,)))).decode()
        assert "Rien n’a pu être vérifié" in text
        assert "Conforme" not in text


def test_a_formation_without_seats_says_so(export):
    committee = export.report.committees[0]
    bare = FormationState(
        "urn:f", Text("réunion plénière élargie", "enlarged meeting"), True, (), Cadence(None, None, (), False)
    )
    report = replace(export.report, committees=(replace(committee, formations=(*committee.formations, bare)),))
    text = render(TEXT, replace(export, report=report)).decode()
    assert "Réunion plénière élargie\n" in text
    assert "Le référentiel n’y prévoit pas de siège." in text


def test_findings_alike_are_told_once_where_there_are_many(export):
    committee = export.report.committees[0]
    first = committee.findings[0]
    many = tuple(
        replace(first, places=(Place("Membres", line, "", "", f"Personne {line}"),), exception=None)
        for line in range(20, 26)
    )
    outcome = next(each for each in committee.outcomes if each.rule == first.rule)
    report = replace(export.report, committees=(replace(committee, outcomes=(replace(outcome, findings=many),)),))
    text = re.sub(r"[ \n]+", " ", render(TEXT, replace(export, report=report)).decode())
    assert text.count(f"Manquement {first.rule}]") == 1
    assert "De même : «\u202fPersonne 21\u202f» (ligne\u00a021)" in text
    rows = list(csv.reader(io.StringIO(render(CSV, replace(export, report=report)).decode("utf-8-sig")), delimiter=";"))
    assert sum(first.rule in row for row in rows) == len(many)
    of_one_line = tuple(replace(each, places=(replace(each.places[0], line=20),)) for each in many)
    outcomes = (replace(outcome, findings=of_one_line),)
    report = replace(export.report, committees=(replace(committee, outcomes=outcomes),))
    text = re.sub(r"[ \n]+", " ", render(TEXT, replace(export, report=report)).decode())
    assert "De même : «\u202fPersonne 21\u202f», «\u202fPersonne 22\u202f»," in text
