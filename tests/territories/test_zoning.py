"""A commune → zone table: what it becomes, and that nothing is dropped without a word."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ftgraph.errors import SourceError, UsageError
from ftgraph.sources.territories import Territories
from ftgraph.sources.zoning import ZoningTable, read_zoning
from ftgraph.sources.zoning_report import ZoningReport

Write = Callable[..., Path]


def read(path: Path, territories: Territories, **options: Any) -> tuple[ZoningTable, ZoningReport]:
    names: dict[str, Any] = {"key": "clpe", "version": "2026-01-01", "label": "CLPE", "valid_from": date(2026, 1, 1)}
    return read_zoning(path, territories, **(names | options))


def plain(report: ZoningReport) -> str:
    return "\n".join(report.to_lines()).replace("\u202f", " ")


def members(zoning: ZoningTable) -> dict[str, tuple[str, ...]]:
    return {zone.code: zone.communes for zone in zoning.zones}


@pytest.mark.parametrize(
    ("name", "zones", "rows", "placed", "repaired", "unknown", "split", "departements", "regions"),
    [
        ("clpe-2026.csv", 363, 34_877, 34_877, 0, 0, 0, 24, 7),
        ("zones-emploi-2020.csv", 306, 34_875, 34_875, 3_135, 0, 0, 151, 14),
        ("bassins-ft-2021.csv", 404, 37_498, 34_879, 5_753, 1, 19, 21, 1),
    ],
)
def test_real_files(
    territories: Territories,
    shared_file: Callable[[str], Path],
    name: str,
    zones: int,
    rows: int,
    placed: int,
    repaired: int,
    unknown: int,
    split: int,
    departements: int,
    regions: int,
) -> None:
    zoning, report = read(shared_file(name), territories)
    assert len(zoning.zones) == report.zones == zones
    assert report.rows_read == rows
    assert report.communes_placed == placed == sum(len(zone.communes) for zone in zoning.zones)
    assert len(report.without_zone) == 34_969 - placed
    assert (len(report.repaired), len(report.unknown), len(report.split)) == (repaired, unknown, split)
    assert (len(report.across_departements), len(report.across_regions)) == (departements, regions)
    assert report.empty_zones == ()
    assert json.loads(json.dumps(report.to_dict()))["rows_read"] == rows


def test_real_zone_codes_get_their_zeros_back(territories: Territories, shared_file: Callable[[str], Path]) -> None:
    zoning, report = read(shared_file("zones-emploi-2020.csv"), territories)
    assert {len(zone.code) for zone in zoning.zones} == {4}
    assert report.zone_codes_padded == 33
    assert {zone.code: zone.name for zone in zoning.zones}["0051"] == "Alençon"


def test_nothing_is_dropped_without_a_word(territories: Territories, write: Write) -> None:
    path = write(
        "z.csv",
        "code_commune;nom_commune;zone_code;zone_nom\n"
        "1001;L'Abergement-Clémenciat;A;Alpha\n"  # 2: lost zero
        "35238;Rennes;B;Bêta\n"
        "99999;Fougeres;B;Bêta\n"  # 4: unknown, with a name
        "75101;Paris 1er;A;Alfa\n"  # 5: municipal arrondissement, other zone name
        ";Sans code;A;Alpha\n"  # 6
        "35115;Fougères;;\n"  # 7
        "35238;Rennes;C;Gamma\n"  # 8: in two zones
        "99998;;D;Delta\n",  # 9: zone left empty
    )
    zoning, report = read(path, territories)
    assert members(zoning) == {"A": ("01001", "75056"), "B": ("35238",), "C": (), "D": ()}
    assert report.rows_read == 8
    assert [(u.line, u.written, u.suggestions[:1]) for u in report.unknown] == [
        (4, "99999", ("35115 Fougères",)),
        (9, "99998", ()),
    ]
    assert [(r.line, r.written, r.commune) for r in report.repaired] == [(2, "1001", "01001"), (5, "75101", "75056")]
    assert report.incomplete_lines == (6, 7)
    (split,) = report.split
    assert (split.commune, split.kept.zone, split.kept.lines, split.merged) == ("35238", "B", (3,), False)
    assert [(other.zone, other.lines) for other in split.others] == [("C", (8,))]
    assert report.empty_zones == ("C", "D")
    assert [(z.zone, z.kept, z.others) for z in report.renamed_zones] == [("A", "Alpha", ("Alfa",))]
    assert [(z.zone, z.over) for z in report.across_departements] == [("A", ("01", "75"))]
    assert [(z.zone, z.over) for z in report.across_regions] == [("A", ("11", "84"))]
    assert len(report.without_zone) == 34_966
    text = plain(report)
    for expected in (
        "Zonage « clpe », version 2026-01-01, lu dans z.csv",
        "8 lignes lues, 4 zones, 3 communes placées sur 34969",
        "ligne 4 : 99999 Fougeres ; peut-être 35115 Fougères",
        "Codes corrigés (zéro initial rétabli) : 1",
        "Codes corrigés (arrondissement municipal) : 1",
        "Lignes sans code de commune ou sans zone, non reprises : 2",
        "35238 Rennes : zone B (ligne 3) gardée, zone C (ligne 8) écartée",
        "Communes sans zone : 34966",
        "A : « Alpha » gardé, « Alfa » écarté",
        "A Alpha : 01, 75",
    ):
        assert expected in text


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        # 01015's former communes are 01015 and 01340: its own code wins, wherever it stands
        (["01340,B", "01015,A"], "A"),
        # 01033's former communes: most of them win when its own code is not there
        (["01091,A", "01205,B", "01126,B"], "B"),
        (["01091,A", "01205,B"], "A"),
    ],
)
def test_merged_commune_whose_parts_were_in_two_zones(
    territories: Territories, write: Write, lines: list[str], kept: str
) -> None:
    _, report = read(write("z.csv", "\n".join(["codgeo,codbe", *lines])), territories)
    (split,) = report.split
    assert split.kept.zone == kept
    assert split.merged


def test_agreeing_parts_are_no_conflict(territories: Territories, write: Write) -> None:
    zoning, report = read(write("z.csv", "codgeo,codbe\n01015,A\n01340,A\n"), territories)
    assert members(zoning) == {"A": ("01015",)}
    assert report.split == ()


def test_zone_zeros_are_left_alone_when_no_commune_lost_one(territories: Territories, write: Write) -> None:
    zoning, report = read(write("z.csv", "codgeo,ze2020\n01001,51\n35238,5305\n"), territories)
    assert [zone.code for zone in zoning.zones] == ["51", "5305"]
    assert report.zone_codes_padded == 0


@pytest.mark.parametrize(
    "headings",
    [
        "commune_id,territoire_id,territoire_libelle",
        "codgeo,ze2020,libze2020",
        "codgeo,codbe,libbe",
        "Code commune,Code bassin,Libellé bassin",
        "CODE INSEE,Code CLPE,Nom CLPE",
        "insee_com,zone_id,zone_nom",
        "Code commune INSEE,code_zone_emploi,libelle_zone_emploi",
    ],
)
def test_columns_are_found_by_name(territories: Territories, write: Write, headings: str) -> None:
    zoning, _ = read(write("z.csv", f"{headings}\n35238,Z1,Rennes\n"), territories)
    assert [(zone.code, zone.name) for zone in zoning.zones] == [("Z1", "Rennes")]


def test_columns_are_given(territories: Territories, write: Write) -> None:
    path = write("z.csv", "x;y;z\n35238;Z1;Rennes\n")
    with pytest.raises(SourceError, match="communes") as caught:
        read(path, territories)
    assert "x, y, z" in caught.value.cure
    zoning, _ = read(path, territories, commune_column="x", zone_column="Y", name_column="z")
    assert [(zone.code, zone.name) for zone in zoning.zones] == [("Z1", "Rennes")]
    with pytest.raises(SourceError, match="absente"):
        read(path, territories, commune_column="absente", zone_column="y")


def test_zone_without_name_bears_its_code(territories: Territories, write: Write) -> None:
    zoning, _ = read(write("z.csv", "codgeo,codbe\n35238,Z1\n"), territories)
    assert zoning.zones[0].name == "Z1"


def test_xlsx_gives_the_same(territories: Territories, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["codgeo", "codbe", "libbe"], [1001, 102, "A"], [35238, 5305, "B"], ["2a004", 5305, "B"]):
        sheet.append(row)
    path = tmp_path / "z.xlsx"
    book.save(path)
    zoning, report = read(path, territories)
    assert members(zoning) == {"0102": ("01001",), "5305": ("2A004", "35238")}
    assert [repaired.line for repaired in report.repaired] == [2, 4]


def test_no_commune_recognised(territories: Territories, write: Write) -> None:
    with pytest.raises(SourceError, match="Aucune commune"):
        read(write("z.csv", "codgeo,codbe\nRennes,A\n"), territories)


@pytest.mark.parametrize(
    "options",
    [
        {"key": "epci"},
        {"key": "arrondissement"},
        {"key": "CLPE 2026"},
        {"key": ""},
        {"version": " "},
        {"valid_until": date(2025, 12, 31)},
    ],
)
def test_wrong_names_and_periods(territories: Territories, write: Write, options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        read(write("z.csv", "codgeo,codbe\n35238,A\n"), territories, **options)
