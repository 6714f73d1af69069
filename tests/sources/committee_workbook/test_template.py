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
