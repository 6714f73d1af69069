"""One real workbook a trouble: what people do to spreadsheets is read, or said in French with its place."""

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from ftgraph.errors import SourceError
from ftgraph.sources.committee_workbook import read
from ftgraph.sources.committee_workbook.directory import Directory
from ftgraph.sources.committee_workbook.grids import Limits
from ftgraph.sources.committee_workbook.words import read_words
from ftgraph.sources.handed_in import Fault, HandedIn

from .conftest import COMMITTEE, FORMATIONS, MEMBERS, Sheets, ods, ods_content, ods_row

Make = Callable[[Sheets], Path]
DEF = "https://w3id.org/ftgraph/def#"


def codes(handed_in: HandedIn) -> list[str]:
    return [fault.code for fault in handed_in.faults]


def fault(handed_in: HandedIn, code: str) -> Fault:
    found = [each for each in handed_in.faults if each.code == code]
    assert found, codes(handed_in)
    return found[0]


def values(handed_in: HandedIn, name: str) -> list[str]:
    return [line.split(" ", 2)[2] for line in handed_in.data.splitlines() if f"<{DEF}{name}>" in line]


def sheets(*members: Sequence[object], headings: Sequence[str] = MEMBERS) -> dict[str, Sequence[Sequence[object]]]:
    return {"Comité": COMMITTEE, "Formations": FORMATIONS, "Membres": (headings, *members)}


ANNE = ["COPIL", "le préfet", "co-présidente", "Anne Kerbrat", "Préfecture d’Ille-et-Vilaine", "", "15/05/2023"]


def test_headings_are_found_by_meaning(xlsx: Make, directory: Directory) -> None:
    rows = [
        ["Liste des membres au 1er juin"],
        [],
        ["DEBUT DU MANDAT ", "organisme", "Nom  prénom*", "qualite", "Instance"],
        [datetime(2023, 5, 15), "Préfecture d’Ille-et-Vilaine", "Anne Kerbrat", "Co-présidence", "COPIL"],
    ]
    found = read(xlsx({"comite": COMMITTEE, "FORMATIONS": FORMATIONS, "Membres du comité": rows}), directory)
    assert codes(found) == []
    assert values(found, "validFrom") == ['"2023-05-15"^^<http://www.w3.org/2001/XMLSchema#date> .']
    assert values(found, "actorCategory") == ["<https://w3id.org/ftgraph/voc/actor-category/prefect-departement> ."]


@pytest.mark.parametrize(
    "written",
    ["15/05/2023", "15-05-23", "15.5.2023", "15 mai 2023", "lundi 15 mai 2023", "2023-05-15", 45061, date(2023, 5, 15)],
)
def test_dates(written: object, xlsx: Make, directory: Directory) -> None:
    found = read(xlsx(sheets([*ANNE[:6], written])), directory)
    assert codes(found) == []
    assert values(found, "validFrom") == ['"2023-05-15"^^<http://www.w3.org/2001/XMLSchema#date> .']


@pytest.mark.parametrize("written", ["31/02/2023", "mai 2023", "15/05/23023", "bientôt", 12])
def test_what_is_no_date_is_said(written: object, xlsx: Make, directory: Directory) -> None:
    found = read(xlsx(sheets([*ANNE[:6], written])), directory)
    said = fault(found, "unreadable-value")
    assert (said.severity, said.place.cell, said.place.column) == ("violation", "G2", "Début du mandat")
    assert "n’est pas une date" in said.message.fr
    assert "is not a date" in said.message.en
    assert values(found, "validFrom") == []


def test_merged_cells_stand_for_their_range(tmp_path: Path, xlsx: Make, directory: Directory) -> None:
    path = xlsx(sheets(ANNE, ["", "la région", "Membre", "Cyrille", "Conseil régional de Bretagne", "", "15/05/2023"]))
    book = openpyxl.load_workbook(path)
    book["Membres"].merge_cells("A2:A3")
    book["Membres"].merged_cells.add("J1:XFD1048576")
    book.save(path)
    found = read(path, directory)
    assert codes(found) == ["merged-cells"]
    assert len([value for value in values(found, "seatIn") if "/formation/" in value]) == 2


def test_hidden_lines_and_sheets_are_read_and_said(xlsx: Make, directory: Directory) -> None:
    path = xlsx(sheets(ANNE))
    book = openpyxl.load_workbook(path)
    book["Membres"].row_dimensions[2].hidden = True
    book["Formations"].sheet_state = "hidden"
    book["Membres"].column_dimensions["B"].hidden = True
    book.save(path)
    found = read(path, directory)
    assert sorted(codes(found)) == ["hidden-column", "hidden-lines", "hidden-sheet"]
    assert len(values(found, "seat")) == 1


def test_a_repeated_and_an_unknown_heading(xlsx: Make, directory: Directory) -> None:
    found = read(xlsx(sheets([*ANNE, "Autre", "x"], headings=[*MEMBERS, "Organisation", "Téléphone"])), directory)
    assert sorted(codes(found)) == ["repeated-heading", "unknown-heading"]
    assert fault(found, "unknown-heading").place.cell == "I1"


def test_a_formula_gives_its_saved_value_or_is_said(xlsx: Make, directory: Directory) -> None:
    found = read(xlsx(sheets([*ANNE[:4], "=CONCATENATE(A1,B1)", "", "15/05/2023"])), directory)
    assert fault(found, "formula-without-value").place.cell == "E2"


def test_a_siret_that_cannot_be(xlsx: Make, directory: Directory) -> None:
    headings = [*MEMBERS, "SIRET"]
    found = read(xlsx(sheets([*ANNE, 5780129500019], headings=headings)), directory)
    assert "5780129500019" in fault(found, "bad-siret").message.fr


def test_leading_zeros_are_put_back_when_the_key_holds() -> None:
    from ftgraph.sources.committee_workbook.values import read_siret

    siret = next(f"0{n:013d}" for n in range(5780129500000, 5780129500100) if read_siret(f"0{n:013d}"))
    assert read_siret(siret.lstrip("0")) == (siret, True)
    assert read_siret("123") is None


def test_a_repaired_siret_is_said(xlsx: Make, directory: Directory) -> None:
    from ftgraph.sources.committee_workbook.values import read_siret

    siret = next(f"0{n:013d}" for n in range(5780129500000, 5780129500100) if read_siret(f"0{n:013d}"))
    found = read(xlsx(sheets([*ANNE, int(siret)], headings=[*MEMBERS, "SIRET"])), directory)
    assert siret in fault(found, "repaired-code").message.fr
    assert values(found, "siren") == [f'"{siret[:9]}" .']


def test_an_unknown_value_comes_with_the_nearest(xlsx: Make, directory: Directory) -> None:
    found = read(xlsx(sheets([*ANNE[:2], "chef suprême", *ANNE[3:]])), directory)
    said = fault(found, "unknown-value")
    assert said.place.cell == "C2"
    assert "Choisissez dans la liste" in said.remedy.fr
    found = read(xlsx(sheets(["COTEK", *ANNE[1:]])), directory)
    assert fault(found, "unknown-reference").place.value == "COTEK"


def test_a_vacant_seat_is_a_seat_without_a_term(xlsx: Make, directory: Directory) -> None:
    found = read(xlsx(sheets(["COPIL", "la MDPH", "Membre", "à désigner", "MDPH", "", ""])), directory)
    assert codes(found) == ["vacant-seat"]
    assert len(values(found, "seatIn")) == 1
    assert values(found, "seat") == []


def test_a_member_of_a_category_without_an_organisation_is_said(xlsx: Make, directory: Directory) -> None:
    heading = ["Siège", "Qualité", "Nom et prénom", "Organisation", "Collège ou catégorie"]
    lines = [
        ["un représentant de l’État", "Membre", "Anne Essai", "", "1"],
        ["un invité", "Invité", "Zoé Essai", "", ""],
    ]
    found = read(xlsx({"Comité": COMMITTEE, "Formations": FORMATIONS, "Membres": [heading, *lines]}), directory)
    assert codes(found) == ["no-organisation"]
    assert "Anne Essai" in fault(found, "no-organisation").message.fr
    assert fault(found, "no-organisation").place.cell == "D2"


@pytest.mark.parametrize(
    ("level", "territory", "said"),
    [
        ("Départemental", "Bretagne", ["territory-of-another-level"]),
        ("Régional", "Ille-et-Vilaine", ["territory-of-another-level"]),
        ("Départemental", "Corse", []),
        ("Départemental", "Ille-et-Vilaine", []),
    ],
)
def test_a_territory_of_another_level_is_said(
    level: str, territory: str, said: list[str], xlsx: Make, directory: Directory
) -> None:
    committee = [["Nom du comité", "Niveau", "Territoire"], ["Comité d’essai", level, territory]]
    found = read(xlsx({"Comité": committee}), directory)
    assert codes(found) == said


def test_several_committees_need_a_column(xlsx: Make, directory: Directory) -> None:
    two = (COMMITTEE[0], COMMITTEE[1], ["Comité du Finistère", "Départemental", "Finistère"])
    rows = {"Comité": two, "Formations": (["Comité", "Formation"], ["Comité du Finistère", "COPIL"], ["", "COTECH"])}
    found = read(xlsx(rows), directory)
    assert codes(found) == ["which-committee"]
    assert len(values(found, "formationOf")) == 1


def test_a_sheet_that_says_there_are_none_is_handed_in(xlsx: Make, directory: Directory) -> None:
    rows = {"Comité": COMMITTEE, "Réunions": (["Formation", "Date"], ["Néant", ""])}
    found = read(xlsx(rows), directory)
    assert f"{DEF}Meeting" in found.parts
    assert codes(found) == []
    rows = {"Comité": COMMITTEE, "Réunions": (["Formation", "Date"],)}
    assert f"{DEF}Meeting" not in read(xlsx(rows), directory).parts


def test_swapped_sheets_are_told_by_their_headings(xlsx: Make, directory: Directory) -> None:
    members = sheets(ANNE)["Membres"]
    named = {"Comité": COMMITTEE, "Formations": FORMATIONS}
    found = read(xlsx({**named, "Feuil3": members, "Feuil4": [["Notes"]]}), directory)
    assert codes(found) == ["unknown-sheet"]
    assert len(values(found, "seat")) == 1
    found = read(xlsx({**named, "Réunions": members}), directory)
    assert len(values(found, "seat")) == 1


def test_another_spelling_of_a_territory(xlsx: Make, directory: Directory) -> None:
    rows = (COMMITTEE[0], ["Comité", "départemental", "35"])
    assert values(read(xlsx({"Comité": rows}), directory), "territory") == [
        "<https://w3id.org/ftgraph/id/departement/35> ."
    ]
    found = read(xlsx({"Comité": (COMMITTEE[0], ["Comité", "départemental", "Ile-et-Vilene"])}), directory)
    assert "Ille-et-Vilaine" in [label for _, label in fault(found, "unknown-territory").candidates]


def test_two_folders_of_one_zip_are_told_apart(tmp_path: Path, directory: Directory) -> None:
    path = tmp_path / "deux.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("35/comite.csv", "Nom du comité;Niveau;Territoire\nIci;Départemental;35\n")
        archive.writestr("22/comite.csv", "Nom du comité;Niveau;Territoire\nLà;Départementale ?;22\n")
        archive.writestr("22/formations.csv", "Formation;Nature;Comité\nCOPIL;Comité de pilotage;Là\n")
    found = read(path, directory)
    assert [grid.name for grid in found.sheets] == ["35/comite.csv", "22/comite.csv", "formations.csv"]
    assert {fault.place.sheet for fault in found.faults if "Départementale ?" in fault.message.fr} == {"22/comite.csv"}


# — What people do


def test_a_sheet_whose_headings_were_deleted_is_said(xlsx: Make, directory: Directory) -> None:
    found = read(xlsx({"Comité": COMMITTEE, "Formations": FORMATIONS[1:]}), directory)
    (fault,) = [each for each in found.faults if each.code == "headings-not-found"]
    assert "«\u202fFormation\u202f»" in fault.remedy.fr
    assert "“Formation”" in fault.remedy.en


def test_a_line_pasted_one_cell_off_is_said(xlsx: Make, directory: Directory) -> None:
    heading = ["Formations", "Siège", "Statut", "Qualité", "Nom et prénom", "Organisation"]
    line = ["", "COPIL", "un siège", "Socle", "Membre", "Anne Essai"]
    found = read(
        xlsx({"Comité": COMMITTEE, "Formations": FORMATIONS, "Membres": [heading, line]}),
        directory,
    )
    (fault,) = [each for each in found.faults if each.place.value == "Socle"]
    assert "est une valeur de «\u202fStatut\u202f»" in fault.remedy.fr
    assert "ligne 2" in fault.remedy.fr
    assert fault.candidates == ()


def test_a_heading_that_is_nearly_a_synonym_is_brought_near(xlsx: Make, directory: Directory) -> None:
    heading = ["Formations", "Siège", "Qualité", "Nom et prénom", "Organisme représenté"]
    members = [heading, ["COPIL", "un siège", "Membre", "Anne Essai", "Asso"]]
    found = read(xlsx({"Comité": COMMITTEE, "Formations": FORMATIONS, "Membres": members}), directory)
    (fault,) = [each for each in found.faults if each.code == "unknown-heading"]
    assert ("organisation", "Organisation") in fault.candidates


def test_a_meeting_that_is_there_for_another_formation_is_named(xlsx: Make, directory: Directory) -> None:
    found = read(
        xlsx(
            {
                "Comité": COMMITTEE,
                "Formations": FORMATIONS,
                "Calendrier des réunions": [["Formation", "Date"], ["COPIL", "15/01/2026"]],
                "Délibérations": [["Formation", "Date de la réunion", "Objet"], ["", "15/01/2026", "Avis"]],
            }
        ),
        directory,
    )
    (fault,) = [each for each in found.faults if each.code == "unknown-reference"]
    assert "la feuille «\u202fCalendrier des réunions\u202f»" in fault.message.fr
    assert "15/01/2026 (Formation : COPIL, ligne 2)" in fault.remedy.fr


def test_a_total_below_the_table_is_no_vacant_seat(xlsx: Make, directory: Directory) -> None:
    lines = [["Comité", *MEMBERS], ["", "COPIL", "un siège", "Membre", "Anne Essai", "Asso"], ["Total : 1 membre"]]
    found = read(xlsx({"Comité": COMMITTEE, "Formations": FORMATIONS, "Membres": lines}), directory)
    assert "vacant-seat" not in {fault.code for fault in found.faults}
    assert any("Total : 1 membre" in fault.message.fr for fault in found.faults)


# — ODS


def test_an_ods_says_the_same_as_an_xlsx(tmp_path: Path, xlsx: Make, directory: Directory) -> None:
    rows = sheets(ANNE)
    tables = {name: "".join(ods_row(*map(str, row)) for row in lines) for name, lines in rows.items()}
    path = ods(tmp_path / "comite.ods", ods_content(tables))
    found = read(path, directory)
    assert found.kind == "ods"
    assert found.data == read(xlsx(rows), directory).data


def test_repeated_lines_and_columns_cost_nothing(tmp_path: Path, directory: Directory) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"/>'
    empty = f'<table:table-row table:number-rows-repeated="1048570">{cell}</table:table-row>'
    rows = "".join(ods_row(*map(str, row)) for row in COMMITTEE)
    assert codes(read(ods(tmp_path / "vide.ods", ods_content({"Comité": rows + empty})), directory)) == []
    full = ods_row("x", attributes=' table:number-rows-repeated="1048570"')
    with pytest.raises(SourceError, match="dépasse") as caught:
        read(ods(tmp_path / "plein.ods", ods_content({"Comité": rows + full})), directory)
    assert caught.value.line == 3


def test_hidden_and_merged_cells_of_an_ods(tmp_path: Path, directory: Directory) -> None:
    style = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    lines = "".join(ods_row(*map(str, row)) for row in FORMATIONS)
    hidden = ods_row("COTECH", "Comité technique", attributes=' table:visibility="collapse"')
    content = ods_content({"Comité": "".join(ods_row(*map(str, row)) for row in COMMITTEE)}, style)
    table = f'<table:table table:name="Formations" table:style-name="ta2">{lines}{hidden}</table:table>'
    content = content.replace("</office:spreadsheet>", f"{table}</office:spreadsheet>")
    found = read(ods(tmp_path / "a.ods", content), directory)
    assert sorted(codes(found)) == ["hidden-lines", "hidden-sheet"]
    assert len(values(found, "formationOf")) == 2


# — Refused


def refused(path: Path, directory: Directory, limits: Limits | None = None) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(path, directory, limits=limits)
    assert caught.value.fr != caught.value.en
    return caught.value


def test_entities_are_refused(tmp_path: Path, directory: Directory) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    content = ods_content({"Comité": ods_row("&b;")}).replace("?>", f"?>{bomb}", 1).replace("&amp;b;", "&b;")
    assert "DOCTYPE" in refused(ods(tmp_path / "a.ods", content), directory).fr


def test_an_encrypted_ods_is_said(tmp_path: Path, directory: Directory) -> None:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
        "</manifest:manifest>"
    )
    path = ods(tmp_path / "a.ods", "chiffré", **{"META-INF/manifest.xml": manifest})
    assert "mot de passe" in refused(path, directory).fr


def test_bombs_are_refused_before_they_are_read(tmp_path: Path, directory: Directory) -> None:
    limits = Limits(max_unpacked=1_000_000)
    assert "Mo" in refused(ods(tmp_path / "a.ods", " " * 1_000_001), directory, limits).fr
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("comite.csv", b"a;b\r\n" * 300_000)
    assert "Mo" in refused(path, directory, limits).fr
    assert "Mo" in refused(path, directory, Limits(max_bytes=100)).fr


def test_a_cell_at_the_end_of_the_world(xlsx: Make, directory: Directory) -> None:
    path = xlsx(sheets(ANNE))
    book = openpyxl.load_workbook(path)
    book["Membres"]["XFD1048576"] = "x"
    book.save(path)
    assert refused(path, directory).line == 1_048_576


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0rest", b"PK\x03\x04rest", b"\x00\x01\x02"])
def test_other_files(content: bytes, tmp_path: Path, directory: Directory) -> None:
    path = tmp_path / "comite.xls"
    path.write_bytes(content)
    refused(path, directory)


def test_a_zip_or_folder_without_tables(tmp_path: Path, directory: Directory) -> None:
    (tmp_path / "vide").mkdir()
    assert "aucun fichier CSV" in refused(tmp_path / "vide", directory).fr
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("photo.png", b"x")
    assert "ni classeur ni fichier CSV" in refused(tmp_path / "a.zip", directory).fr


def test_a_zip_writes_nothing_outside(tmp_path: Path, directory: Directory) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../dehors/comite.csv", "Nom du comité;Niveau;Territoire\r\nC;Départemental;35\r\n")
    assert read(path, directory).parts == (f"{DEF}Committee",)
    assert not list(tmp_path.parent.rglob("dehors"))


def test_a_category_is_suggested_only_when_a_word_of_the_name_is_in_it() -> None:
    words = read_words(("actor-category",))
    assert next(key for key, _ in words.sharing("Mission pour l’habitat")) == "mission-locale"
    assert words.sharing("Chambre de commerce de Rennes") == ()
