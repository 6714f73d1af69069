"""The template: what it lays out, and that its own reading finds vacant seats only."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ftgraph.errors import UsageError
from ftgraph.exports.committee_template import remit, write, write_folder
from ftgraph.sources.committee_workbook import read
from ftgraph.sources.committee_workbook.directory import TerritoryDirectory
from ftgraph.sources.committee_workbook.layout import load
from ftgraph.sources.territories import Territories

REMITS = {"NAT": "country:FR", "REG": "region:53", "DEP": "departement:35", "LOC": "arrondissement:353"}


@pytest.mark.parametrize("rule_set", ["prefiguration-2023", "code-du-travail"])
@pytest.mark.parametrize("level", REMITS)
def test_the_template_reads_back(
    level: str, rule_set: str, tmp_path: Path, directory: TerritoryDirectory, places: Territories
) -> None:
    place = directory.territory(REMITS[level], (), ()).found
    assert place
    where = remit(place, level, places)
    write(tmp_path / "modele.xlsx", level, where, rule_set, date(2024, 6, 1))
    write_folder(tmp_path / "modele", level, where, rule_set)
    workbook, folder = read(tmp_path / "modele.xlsx", directory), read(tmp_path / "modele", directory)
    assert {fault.code for fault in (*workbook.faults, *folder.faults)} == {"vacant-seat"}
    assert workbook.parts == folder.parts
    assert f"<{place.iri}>" in workbook.data
    assert f"rule-set/{rule_set}>" in workbook.data
    assert workbook.data.count("def#seatIn>") >= 10


def test_what_an_agent_sees(tmp_path: Path, directory: TerritoryDirectory, places: Territories) -> None:
    place = directory.territory("departement:35", (), ()).found
    assert place
    path = tmp_path / "modele.xlsx"
    write(path, "DEP", remit(place, "DEP", places), "prefiguration-2023", date(2024, 6, 1))
    book = openpyxl.load_workbook(path)
    assert [page.title for page in book][: len(load().sheets) + 1] == [
        "Mode d’emploi",
        *(sheet.heading.fr for sheet in load().sheets),
    ]
    assert book["Listes"].sheet_state == "hidden"
    page = book["Membres"]
    assert page.freeze_panes == "A2"
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    column = next(cell.column_letter for cell in page[1] if cell.value == "Catégorie")
    listed = rules[f"{column}2:{column}500"].formula1.removeprefix("=Listes!").replace("$", "")
    offered = [cell.value for row in book["Listes"][listed] for cell in row]
    assert "Préfet de département" in offered
    assert sum(map(len, offered)) > 255
    seats = {row[2].value: row[1].value for row in page.iter_rows(min_row=2)}
    assert seats["un représentant de la MDPH"].count("COTECH") == 1
    told = "\n".join(str(cell.value) for row in book["Mode d’emploi"].iter_rows() for cell in row if cell.value)
    assert "332 communes" in told
    assert "Rennes Métropole" in told


def test_a_level_that_does_not_exist(tmp_path: Path, directory: TerritoryDirectory, places: Territories) -> None:
    place = directory.territory("departement:35", (), ()).found
    assert place
    with pytest.raises(UsageError, match="n’attend pas"):
        write(tmp_path / "a.xlsx", "XXX", remit(place, "DEP", places), "prefiguration-2023", date(2024, 6, 1))


def test_the_template_filled_in_with_plain_names(
    tmp_path: Path, directory: TerritoryDirectory, places: Territories
) -> None:
    """Nobody fills in the category column: the seat that the template laid out tells who its holder is."""
    place = directory.territory("region:53", (), ()).found
    assert place
    path = tmp_path / "modele.xlsx"
    write(path, "REG", remit(place, "REG", places), "code-du-travail", date(2026, 11, 1))
    book = openpyxl.load_workbook(path)
    page = book["Membres"]
    column = {cell.value: cell.column for cell in page[1]}
    for line in range(2, page.max_row + 1):
        if "syndicales" in str(page.cell(line, column["Siège"]).value):
            page.cell(line, column["Nom et prénom"]).value = "Camille Exemple"
            page.cell(line, column["Organisation"]).value = "Union Concorde"
    book.save(path)
    found = read(path, directory)
    assert "unknown-category" not in {fault.code for fault in found.faults}
    assert any(
        "organisation/modele/union-concorde" in line and "/trade-union>" in line for line in found.data.split("\n")
    )


def test_those_who_sit_in_the_bureau_are_laid_out_in_it(
    tmp_path: Path, directory: TerritoryDirectory, places: Territories
) -> None:
    place = directory.territory("country:FR", (), ()).found
    assert place
    path = tmp_path / "modele.xlsx"
    write(path, "NAT", remit(place, "NAT", places), "code-du-travail", date(2026, 11, 1))
    lines = [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["Membres"].iter_rows(min_row=2)]
    in_bureau = {str(line[11])[:1] for line in lines if line[1] == "Bureau" and line[11]}
    assert in_bureau == {"1", "2", "3", "5"}
