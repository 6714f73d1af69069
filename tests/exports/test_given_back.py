"""What was handed in as ODS or CSV comes back as a workbook: read again, it says the same, line by line."""

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftgraph.committees.report import Report
from ftgraph.exports.committee import ReportExport, given_back, render
from ftgraph.exports.formats import XLSX
from ftgraph.sources.committee_workbook.files import read_file
from ftgraph.sources.committee_workbook.grids import Limits
from ftgraph.sources.handed_in import Fault, Grid, HandedIn, Place
from ftgraph.wording import Text

ODS = Path(__file__).with_name("comite.ods")
"""Saved by LibreOffice: a merged range, a hidden line and sheet, dates, codes with zeros, texts like formulas."""
MEMBERS = "Membres du comité d’Ille-et-Vil"


def handed_in(path: Path) -> HandedIn:
    kind, sheets = read_file(path, Limits())
    return HandedIn(path.name, kind, "", sheets=sheets)


def fault(place: Place) -> Fault:
    return Fault("x", "violation", place, Text("Faux.", "Wrong."), Text("Corrigez.", "Mend."))


def returned(given: HandedIn, *faults: Fault) -> bytes:
    return render(XLSX, ReportExport(Report(given.name, date(2026, 11, 24), None, faults, ()), given))


def read_again(content: bytes, folder: Path) -> tuple[Grid, ...]:
    path = folder / "returned.xlsx"
    path.write_bytes(content)
    control, *grids = read_file(path, Limits())[1]
    assert control.name == "Contrôle"
    return tuple(grids)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "comite"
    folder.mkdir()
    (folder / "comite.csv").write_text("Nom du comité;Niveau\nComité d’essai;Départemental\n", encoding="utf-8")
    members = 'Formations;Nom et prénom;SIRET;Début\n\nCOPIL;"Zoé\nÉlie";01001;31/02/2026\nCOPIL;=1+1;-3;2026-03-01\n'
    (folder / "membres.csv").write_bytes(members.encode("cp1252"))
    return folder


def test_an_ods_read_again_says_the_same(tmp_path: Path) -> None:
    given = handed_in(ODS)
    again = read_again(returned(given), tmp_path)
    assert again == tuple(replace(grid, merged=()) for grid in given.sheets)


def test_a_folder_of_csv_read_again_says_the_same(folder: Path, tmp_path: Path) -> None:
    given = handed_in(folder)
    assert sorted(given.sheets[1].lines) == [1, 3, 5], "a cell of two lines, an empty line: numbered as the file does"
    assert read_again(returned(given), tmp_path) == given.sheets


def test_cells_are_coloured_and_commented_where_the_report_says(folder: Path) -> None:
    for file, place in (
        (handed_in(ODS), Place(MEMBERS, 6, "Début du mandat", "H6", "31/02/2026")),
        (handed_in(folder), Place("membres.csv", 3, "Début", "D3", "31/02/2026")),
    ):
        book = openpyxl.load_workbook(io.BytesIO(returned(file, fault(place))))
        cell = book[place.sheet][place.cell]
        assert cell.value == "31/02/2026"
        assert cell.fill.fgColor.rgb == "FFF4B6B0"
        assert "Faux." in cell.comment.text
        link = book["Contrôle"]["I2"].hyperlink
        assert place.sheet in str(link.location or link.target)


def test_dates_codes_and_texts_stay_what_they_were(folder: Path) -> None:
    page = openpyxl.load_workbook(io.BytesIO(returned(handed_in(ODS))))[MEMBERS]
    assert page["H5"].value == datetime(2026, 1, 15)
    assert page["H5"].number_format == "DD/MM/YYYY"
    assert page["F6"].value == "01234567890123"
    assert [page[cell].data_type for cell in ("D7", "E7", "G7")] == ["s", "s", "s"]
    assert page.row_dimensions[8].hidden
    page = openpyxl.load_workbook(io.BytesIO(returned(handed_in(folder))))["membres.csv"]
    assert page["D5"].value == "2026-03-01", "a text in a CSV file, whatever it looks like"
    assert (page["C3"].value, page["B5"].value, page["B5"].data_type) == ("01001", "=1+1", "s")


def test_two_sheets_never_share_a_title() -> None:
    lines = {1: ("a", "b")}
    names = ("Réunions du comité de pilotage de l’année 2026", "Réunions du comité de pilotage de l’année 2025")
    more = ("a/membres.csv", "b:membres.csv", "CONTRÔLE", "contrôle", "\x07[?]", "'")
    given = HandedIn("x.zip", "csv", "", sheets=tuple(Grid(name, lines) for name in (*names, *more)))
    place = Place(names[1], 1, "", "B1", "b")
    book = openpyxl.load_workbook(io.BytesIO(returned(given, fault(place))))
    titles = book.sheetnames
    assert len(titles) == 9
    assert len({title.casefold() for title in titles}) == 9
    assert max(map(len, titles)) <= 31
    marked = [page.title for page in book if page["B1"].comment]
    assert marked == [titles[2]]


def test_what_is_too_large_comes_back_as_the_list_alone() -> None:
    far = HandedIn("x.csv", "csv", "", sheets=(Grid("x.csv", {1_048_577: ("a",)}),))
    many = HandedIn("x.csv", "csv", "", sheets=(Grid("x.csv", dict.fromkeys(range(1, 5002), ("a",) * 100)),))
    for file in (far, many):
        assert given_back.way(file) == "list-alone"
        assert openpyxl.load_workbook(io.BytesIO(returned(file))).sheetnames == ["Contrôle"]
    assert given_back.way(HandedIn("x.ttl", "rdf", "")) == "list-alone"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=60), text=st.text(max_size=50), kind=st.sampled_from(["ods", "csv"]))
def test_any_text_comes_back(name: str, text: str, kind: str) -> None:
    grid = Grid(name, {2: ("x", text)})
    book = openpyxl.load_workbook(io.BytesIO(returned(HandedIn("x", kind, "", sheets=(grid,)))))  # type: ignore[arg-type]
    cell = book.worksheets[1]["B2"]
    assert cell.data_type in ("s", "n", "d")
    assert cell.data_type != "n" or not cell.value
