"""A département's own list: headings, encodings, words for barriers and zones; no row lost but one without a name."""

import json
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftgraph.errors import SourceError
from ftgraph.sources import solution_list
from ftgraph.sources.list_columns import HEADINGS, ListMapping, find_columns, read_mapping
from ftgraph.sources.solution_list import ListSource
from ftgraph.sources.solution_records import Reject, Severity, SolutionRecord, StructureRecord
from ftgraph.sources.vocabulary_labels import fold_label

TODAY = date(2026, 6, 1)
HEADER = (
    "Nom",
    "Organisme",
    "Freins",
    "Code postal",
    "Ville",
    "Mél",
    "Publics",
    "Tarif",
    "Modalités",
    "Territoire d'intervention",
    "Date de mise à jour",
    "Latitude",
    "Longitude",
)
ROW = (
    "Prêt de scooters à l’été",
    "Mob’35",
    "pas le permis",
    "35000",
    "Rennes",
    "a@b.fr",
    "Jeunes, BRSA",
    "5 € par jour",
    "sur place",
    "Rennes Métropole ; Redon",
    "01/02/2026",
    "48,11",
    "-1,67",
)


@pytest.fixture
def read_list(territories, labels):
    """`read_list(path, mapping)` → (solutions, structures, faults)."""

    def _read(path, mapping=None, **options):
        source = ListSource("liste-35", labels, mapping or ListMapping(departement="35"))
        found = list(solution_list.read(path, source, territories=territories, today=TODAY, **options))
        return tuple(
            [one for one in found if isinstance(one, kind)] for kind in (SolutionRecord, StructureRecord, Reject)
        )

    return _read


def write_csv(path, *rows, delimiter=";", encoding="utf-8"):
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows]
    path.write_text("\r\n".join(lines), encoding, newline="")
    return path


def one_row(tmp_path, **cells):
    """A list of one row with these headings."""
    return write_csv(tmp_path / "l.csv", ("Nom", "Structure", *cells), ("Aide", "PLIE", *cells.values()))


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_of_any_form(tmp_path, read_list, delimiter, encoding):
    path = write_csv(tmp_path / "l.csv", HEADER, ROW, delimiter=delimiter, encoding=encoding)
    check(read_list(path))


def test_xlsx(tmp_path, read_list):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append([*ROW[:10], date(2026, 2, 1), 48.11, -1.67])
    book.save(tmp_path / "l.xlsx")
    check(read_list(tmp_path / "l.xlsx"))


def check(found):
    solutions, structures, faults = found
    assert faults == []
    solution, structure = solutions[0], structures[0]
    assert (solution.title, structure.name) == ("Prêt de scooters à l’été", "Mob’35")
    assert solution.structure_id == structure.id
    assert solution.barriers == ("mobilite--preparer-un-permis",)
    assert solution.location == "35238"
    assert solution.publics == ("beneficiaires-des-minimas-sociaux", "jeunes")
    assert (solution.fee, solution.fee_details) == ("payant", "5 € par jour")
    assert solution.modes == ("en-presentiel",)
    assert solution.zones == ("commune/35236", "epci/243500139")
    assert solution.modified == date(2026, 2, 1)
    assert (solution.latitude, solution.longitude) == (48.11, -1.67)
    assert solution.line == 2


def test_an_unrecognised_barrier_keeps_its_row_and_is_told(tmp_path, read_list):
    solutions, _, faults = read_list(one_row(tmp_path, Frein="apprivoiser des dragons"))
    assert solutions[0].barriers == ()
    assert solutions[0].unrecognised_barrier == "apprivoiser des dragons"
    assert [(one.line, one.field, one.severity) for one in faults] == [(2, "Frein", Severity.REPAIRED)]


def test_a_barrier_whose_label_holds_commas_is_one(tmp_path, read_list):
    solutions, _, faults = read_list(one_row(tmp_path, Frein="Lecture, écriture, calcul"))
    assert (solutions[0].barriers, faults) == (("lecture-ecriture-calcul",), [])


def test_only_a_row_without_a_name_is_lost(tmp_path, read_list):
    path = write_csv(tmp_path / "l.csv", ("Nom", "Structure"), ("", "PLIE"), ("Aide", ""))
    solutions, structures, faults = read_list(path)
    assert [one.title for one in solutions] == ["Aide"]
    assert structures[0].name == "Structure non précisée"
    assert [(one.line, one.severity) for one in faults] == [(2, Severity.REJECTED), (3, Severity.REPAIRED)]


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("", ()),
        ("tout le département", ("departement/35",)),
        ("France entière", ("country/FR",)),
        ("Bretagne", ("region/53",)),
        ("toute la région", ("region/53",)),
        ("Ille-et-Vilaine", ("departement/35",)),
        ("Département du Finistère", ("departement/29",)),
        ("35, 22", ("departement/22", "departement/35")),
        ("Redon et Fougères", ("commune/35115", "commune/35236")),
        ("243500139", ("epci/243500139",)),
        ("Rennes (35238)", ("commune/35238",)),
        ("35000", ("commune/35238",)),
        ("35600 Redon, Fougères 35300", ("commune/35115", "commune/35236")),
        ("35380", ("commune/35169", "commune/35211", "commune/35223", "commune/35305", "commune/35340")),
    ],
)
def test_zones_in_words_and_codes(tmp_path, read_list, text, zones):
    solutions, _, faults = read_list(one_row(tmp_path, Zone=text))
    assert (solutions[0].zones, faults) == (zones, [])


def test_a_zone_not_understood_is_kept_and_told(tmp_path, read_list):
    solutions, _, faults = read_list(one_row(tmp_path, Zone="Redon, Narnia"))
    assert solutions[0].zones == ("commune/35236",)
    assert json.loads(solutions[0].extra) == {"Zone": "Redon, Narnia"}
    assert [one.value for one in faults] == ["Narnia"]


@pytest.mark.parametrize(
    ("town", "postal_code", "commune"),
    [
        ("", "35000", "35238"),
        ("35600 Redon", "", "35236"),
        ("Redon (35)", "35600", "35236"),
        ("Nantes", "44000", "44109"),
        ("", "35380", None),
        ("", "", None),
    ],
)
def test_a_postal_code_places_what_its_commune_s_name_leaves_open(tmp_path, read_list, town, postal_code, commune):
    solutions, _, faults = read_list(one_row(tmp_path, Ville=town, **{"Code postal": postal_code}))
    assert (solutions[0].location, faults) == (commune, [])


@pytest.mark.parametrize(
    ("town", "reason"),
    [
        ("Renes", "commune inconnue ; la plus proche est « Rennes »"),
        ("Nantes", "aucune commune de ce nom dans le département de la liste : ajoutez le code postal"),
        ("Qqqqq", "commune inconnue"),
    ],
)
def test_a_commune_not_found_is_told_with_what_to_do(tmp_path, read_list, town, reason):
    _, _, faults = read_list(one_row(tmp_path, Ville=town, **{"Code postal": ""}))
    assert [one.reason for one in faults] == [f"{reason} ; lieu non placé"]


def test_a_shared_name_is_told_even_with_the_postal_code_of_none(tmp_path, read_list):
    _, _, faults = read_list(one_row(tmp_path, Ville="Saint-Denis", **{"Code postal": "35000"}), ListMapping())
    assert [one.reason.partition(" :")[0] for one in faults if one.field == "Ville"] == [
        "plusieurs communes portent ce nom"
    ]


@pytest.mark.parametrize(
    ("text", "fee"), [("Gratuit", "gratuit"), ("0 €", "gratuit"), ("12 €", "payant"), ("selon", None), ("", None)]
)
def test_fees(tmp_path, read_list, text, fee):
    assert read_list(one_row(tmp_path, Tarif=text))[0][0].fee == fee


def test_identifiers_are_stable_and_told_apart(tmp_path, read_list):
    rows = [("Aide", "PLIE", "Redon", "a"), ("Aide", "PLIE", "Redon", "b"), ("Aide", "PLIE", "Redon", "a")]
    header = ("Nom", "Structure", "Ville", "Description")
    solutions, structures, faults = read_list(write_csv(tmp_path / "a.csv", header, *rows))
    assert len({one.id for one in solutions}) == len(solutions) == 2
    assert len(structures) == 1
    assert [(one.line, one.reason) for one in faults] == [(4, "ligne identique à la ligne 2")]
    moved = read_list(write_csv(tmp_path / "b.csv", header, ("Autre", "X", "Redon", "z"), rows[0]))[0]
    assert moved[1].id == solutions[0].id


def test_a_mapping_names_columns_values_and_defaults(tmp_path, read_list):
    (tmp_path / "m.toml").write_text(
        'departement = "35"\n[columns]\nnom = "Intitulé exact"\nfrein = "Colonne 7"\n'
        '[values.frein]\n"Voiture" = "mobilite--acceder-a-un-vehicule"\n[defaults]\nstructure = "Département 35"\n',
        "utf-8",
    )
    path = write_csv(tmp_path / "l.csv", ("Intitulé exact", "Colonne 7"), ("Aide", "voiture"))
    solutions, structures, faults = read_list(path, read_mapping(tmp_path / "m.toml"))
    assert solutions[0].barriers == ("mobilite--acceder-a-un-vehicule",)
    assert structures[0].name == "Département 35"
    assert faults == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[columns", "illisible"),
        ("[columns]\nnome = 'x'", "champ connu"),
        ("columns = 3", "textes"),
        ("values = 3", "textes"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path, text, words):
    (tmp_path / "m.toml").write_text(text)
    with pytest.raises(SourceError, match=words):
        read_mapping(tmp_path / "m.toml")


def test_a_list_without_names_is_refused(tmp_path, read_list):
    with pytest.raises(SourceError, match="nom de la solution") as caught:
        read_list(write_csv(tmp_path / "l.csv", ("Truc", "Machin"), ("a", "b")))
    assert "Truc, Machin" in caught.value.cure


def test_a_mapped_column_that_is_absent_is_refused():
    with pytest.raises(SourceError, match="Absente"):
        find_columns(["Nom"], ListMapping(columns={"frein": "Absente"}), "l.csv")


def test_no_heading_means_two_fields():
    folded = [fold_label(label) for labels in HEADINGS.values() for label in labels]
    owners = [(fold_label(label), field) for field, labels in HEADINGS.items() for label in labels]
    assert len(set(owners)) == len(set(folded))


def test_strict_refuses(tmp_path, read_list):
    with pytest.raises(SourceError, match="1 ligne"):
        read_list(one_row(tmp_path, Frein="dragons"), strict=True)


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_cell_makes_the_reader_fail(data, tmp_path_factory, read_list):
    cell = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20).map(
        lambda text: text.replace('"', "").replace(";", "")
    )
    rows = data.draw(st.lists(st.tuples(*[cell] * len(HEADER)), min_size=1, max_size=3))
    path = write_csv(tmp_path_factory.mktemp("fuzz") / "l.csv", HEADER, *rows)
    solutions, _, faults = read_list(path)
    named = [row for row in rows if row[0].strip()]
    assert len(solutions) + sum(one.severity is Severity.REJECTED for one in faults) >= len(named)
