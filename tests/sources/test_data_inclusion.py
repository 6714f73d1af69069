"""Reading data·inclusion: good rows load, bad ones are told line by line, in every format."""

import contextlib
import csv
import json
from dataclasses import replace
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftgraph.errors import SourceError
from ftgraph.sources.solution_records import Severity, SolutionRecord, StructureRecord

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def only(faults):
    assert len(faults) == 1, faults
    return faults[0]


def test_a_service_becomes_a_solution(read, write_json, service):
    records, faults = read(write_json(service(code_insee="35238", courriel="a@b.fr", autre=[1])))
    assert faults == []
    record = records[0]
    assert isinstance(record, SolutionRecord)
    assert record.barriers == ("mobilite--acceder-a-un-vehicule",)
    assert record.zones == ("departement/35",)
    assert record.location == "35238"
    assert record.modified == date(2026, 2, 1)
    assert json.loads(record.extra) == {"autre": [1]}
    assert record.line == 2


def test_content_not_name_says_what_a_row_is(read, write_json):
    row = {"source": "dora", "id": "dora--s1", "nom": "Mission locale", "date_maj": "2026-02-01"}
    records, faults = read(write_json(row, name="services.json"))
    assert faults == []
    assert isinstance(records[0], StructureRecord)


@pytest.mark.parametrize(
    ("changes", "field", "value", "reason"),
    [
        ({"nom": "ab"}, "nom", "ab", "texte trop court : 3 caractères au moins"),
        ({"description": None}, "description", "", "champ obligatoire absent"),
        ({"date_maj": "31/31/2026"}, "date_maj", "31/31/2026", "ce n’est pas une date (AAAA-MM-JJ)"),
        (
            {"date_maj": "1999-01-01"},
            "date_maj",
            "1999-01-01",
            "La date de dernière modification doit être au 21e siècle",
        ),
        ({"id": ["x"]}, "id", '["x"]', "du texte est attendu"),
    ],
)
def test_a_wrong_mandatory_field_rejects_the_row_and_spares_the_others(
    read, write_json, service, changes, field, value, reason
):
    records, faults = read(write_json(service(id="dora--0"), service(**changes), service(id="dora--2")))
    assert [one.id for one in records] == ["dora--0", "dora--2"]
    fault = only(faults)
    assert (fault.line, fault.field, fault.value, fault.reason) == (3, field, value, reason)
    assert fault.severity is Severity.REJECTED
    assert fault.file == "services.json"


@pytest.mark.parametrize(
    ("changes", "field", "attribute", "kept", "reason"),
    [
        (
            {"thematiques": ["mobilite--preparer-un-permis", "mobilite--preparer-un-permi"]},
            "thematiques",
            "barriers",
            ("mobilite--preparer-un-permis",),
            "valeur inconnue : « mobilite--preparer-un-permi » ; la plus proche est « mobilite--preparer-un-permis »",
        ),
        ({"thematiques": ["mobilite"]}, "thematiques", "barriers", ("mobilite",), "catégorie seule"),
        ({"courriel": "pas une adresse"}, "courriel", "email", None, "adresse de courriel invalide"),
        ({"code_postal": "1000"}, "code_postal", "postal_code", "01000", "corrigé en « 01000 »"),
        ({"code_insee": 1001}, "code_insee", "location", "01001", "corrigé en « 01001 »"),
        ({"lien_source": "www.exemple.fr"}, "lien_source", "page", "https://www.exemple.fr", "corrigé"),
        ({"telephone": 299000000}, "telephone", "telephone", "299000000", "corrigé"),
        ({"latitude": 95.0, "longitude": 2.0}, "latitude", "latitude", None, "coordonnées hors de la Terre"),
        ({"date_maj": "13/02/2026"}, "date_maj", "modified", date(2026, 2, 13), "corrigé en « 2026-02-13 »"),
        ({"frais": "Gratuit"}, "frais", "fee", "gratuit", "corrigé"),
        ({"nombre_semaines": 0}, "nombre_semaines", "weeks", None, "ce nombre doit être au moins 1"),
        (
            {"publics": ["tous-publics", "jeunes"]},
            "publics",
            "publics",
            ("tous-publics",),
            "`tous-publics` ne peut pas être utilisé avec d’autres valeurs",
        ),
        ({"zone_eligibilite": ["35", "99999999"]}, "zone_eligibilite", "zones", ("departement/35",), "ce code n’a pas"),
        ({"code_insee": "35999"}, "code_insee", "location", None, "aucune commune n’a ce code"),
    ],
)
def test_a_wrong_optional_value_is_set_aside_and_told(
    read, write_json, service, changes, field, attribute, kept, reason
):
    records, faults = read(write_json(service(**changes)))
    assert getattr(records[0], attribute) == kept
    fault = only(faults)
    assert (fault.line, fault.field) == (2, field)
    assert fault.reason.startswith(reason)
    assert fault.severity is Severity.REPAIRED


def test_a_zone_that_is_no_territory_is_kept_in_extra(read, write_json, service):
    records, faults = read(write_json(service(zone_eligibilite=["35", "999999999"])))
    assert records[0].zones == ("departement/35",)
    # The whole list as the row stated it: an export gives it back.
    assert json.loads(records[0].extra) == {"zone_eligibilite": ["35", "999999999"]}
    assert only(faults).value == "999999999"


def test_barriers_all_unknown_are_kept_as_text(read, write_json, service):
    records, _ = read(write_json(service(thematiques=["zzz", "yyy"])))
    assert records[0].barriers == ()
    assert records[0].unrecognised_barrier == "zzz, yyy"


@pytest.mark.parametrize("empty", [{"publics": []}, {"courriel": ""}, {"code_postal": ""}, {"thematiques": []}])
def test_empty_means_nothing_stated(read, write_json, service, empty):
    records, faults = read(write_json(service(**empty)))
    assert len(records) == 1
    assert faults == []


def test_the_same_id_twice_rejects_the_second(read, write_json, service):
    records, faults = read(write_json(service(), service(nom="Un autre nom")))
    assert len(records) == 1
    assert only(faults).reason == "identifiant déjà vu, ligne 2"


def test_the_same_id_twice_on_one_line_rejects_the_second(read, tmp_path, service):
    path = tmp_path / "services.json"
    path.write_text(json.dumps([service(), service(nom="Un autre nom")]), encoding="utf-8")
    records, faults = read(path)
    assert [one.title for one in records] == [service()["nom"]]
    assert only(faults).reason == "identifiant déjà vu, ligne 1"


def test_the_same_id_on_the_same_line_of_two_files_rejects_the_second(territories, write_json, service):
    from ftgraph.sources import data_inclusion

    paths = [write_json(service(nom=name), name=f"{name}.json") for name in ("premier", "second")]
    found = list(data_inclusion.read(paths, territories=territories, today=date(2026, 6, 1)))
    assert [one.title for one in found if isinstance(one, SolutionRecord)] == ["premier"]


def test_a_known_email_is_not_taken_for_granted_in_another_row(read, write_json, service):
    rows = [service(id=f"dora--{n}", courriel=email) for n, email in enumerate(["a@b.fr", "a@b.fr", "a@b", "a@b.fr"])]
    records, faults = read(write_json(*rows))
    assert [one.email for one in records] == ["a@b.fr", "a@b.fr", None, "a@b.fr"]
    assert only(faults).line == 4


def test_strict_reads_all_then_refuses(territories, write_json, service):
    from ftgraph.sources import data_inclusion

    path = write_json(service(nom="ab"), service(id="dora--2", courriel="x"), service(id="dora--3"))
    stream = data_inclusion.read([path], territories=territories, today=date.today(), strict=True)
    assert [next(stream).line for _ in range(4)] == [2, 3, 3, 4]
    with pytest.raises(SourceError, match="2 ligne"):
        next(stream)
    path_ok = write_json(service(), name="ok.json")
    assert len(list(data_inclusion.read([path_ok], territories=territories, today=date.today(), strict=True))) == 1


def test_the_digest_tells_a_change_of_content_and_nothing_else(read, write_json, service):
    first = read(write_json(service(), name="a.json"))[0][0]
    moved = read(write_json(service(id="dora--9"), service(), name="b.json"), today=date(2027, 1, 1))[0][1]
    changed = read(write_json(service(frais="gratuit"), name="c.json"))[0][0]
    assert first.digest == moved.digest
    assert first.digest != changed.digest


def cells(row):
    """A row as CSV holds it."""
    return {
        name: "" if value is None else json.dumps(value) if isinstance(value, list) else str(value)
        for name, value in row.items()
    }


@given(data=st.data())
@QUICK
def test_every_format_gives_the_same_records(data, strategies, read, tmp_path_factory):
    kind = data.draw(st.sampled_from([strategies.services, strategies.structures]))
    rows = data.draw(st.lists(kind, min_size=1, max_size=4, unique_by=lambda row: row["id"]))
    folder = tmp_path_factory.mktemp("formats")
    (folder / "a.json").write_text(json.dumps(rows, indent=1), "utf-8")
    (folder / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    (folder / "page.json").write_text(json.dumps({"items": rows, "total": len(rows)}), "utf-8")
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(map(cells, rows))
    pq.write_table(pa.Table.from_pylist(rows), folder / "a.parquet", row_group_size=2)
    expected = None
    for name in ("a.json", "a.jsonl", "page.json", "a.csv", "a.parquet"):
        records, faults = read(folder / name)
        assert faults == [], name
        found = [replace(one, line=0) for one in records]
        expected = expected or found
        assert found == expected, name
        assert len(found) == len(rows)


@given(data=st.data())
@QUICK
def test_no_row_makes_the_reader_fail(data, strategies, read, tmp_path_factory):
    """Any JSON in any field: a record, or a fault that names the line; the other row always loads."""
    row = data.draw(st.one_of(strategies.services, strategies.structures))
    for name in data.draw(st.lists(st.sampled_from(sorted(row)), max_size=4)):
        row[name] = data.draw(strategies.json_values)
    good = data.draw(strategies.services) | {"id": "ok--1"}
    path = tmp_path_factory.mktemp("fuzz") / "a.json"
    path.write_text(json.dumps([row, good]), "utf-8")
    records, faults = read(path)
    assert "ok--1" in [one.id for one in records]
    assert len(records) == 2 or any(one.severity is Severity.REJECTED for one in faults)
    assert all(one.line and one.reason for one in faults)


@given(st.binary(max_size=300))
@QUICK
def test_no_file_makes_the_reader_fail(tmp_path_factory, read, content):
    path = tmp_path_factory.mktemp("fuzz") / "file"
    for start in (b"", b"[{", b"PAR1", b'{"id":'):
        path.write_bytes(start + content)
        with contextlib.suppress(SourceError):
            read(path)


def test_fields_outside_the_schema_make_no_row_another_one(read, write_json, service, tmp_path):
    """A score of 1 is 1.0 in Parquet and a text in CSV, with a comma once Excel has saved it; a gap is nothing."""
    rows = [
        service(score=1, certifiee=True, doublons=[{"id": "a", "score": 0.5}, {"id": "b"}], code="01234", remarque=""),
        service(id="dora--2", score=0.88, certifiee=None, doublons=[], code="2A004", remarque="Lundi"),
    ]
    expected = [one.digest for one in read(write_json(*rows))[0]]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    assert [one.digest for one in read(tmp_path / "a.parquet")[0]] == expected
    texts = [cells(row) | {"score": str(row["score"]).replace(".", ",")} for row in rows]
    for true in ("True", "VRAI", "true"):
        texts[0]["certifiee"] = true
        with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(texts)
        records, faults = read(tmp_path / "a.csv")
        assert faults == []
        assert [one.digest for one in records] == expected
        assert json.loads(records[0].extra)["doublons"] == rows[0]["doublons"]
    for changed in ({"score": 0.9}, {"certifiee": False}, {"code": "1234"}, {"doublons": [{"id": "a"}]}):
        assert read(write_json(rows[0] | changed))[0][0].digest != expected[0]


def test_parquet_as_data_frames_write_it(read, tmp_path, write_json, service):
    """Days as moments, lists as texts: nothing is lost, and the row is the same."""
    row = service(thematiques=["mobilite--preparer-un-permis", "famille--garde-denfants"], zone_eligibilite=["35"])
    moment = datetime.fromisoformat(row["date_maj"])
    for texts in (json.dumps, lambda items: f"{{{','.join(items)}}}"):
        written = {name: texts(value) if isinstance(value, list) else value for name, value in row.items()}
        pq.write_table(pa.Table.from_pylist([written | {"date_maj": moment}]), tmp_path / "a.parquet")
        records, faults = read(tmp_path / "a.parquet")
        assert faults == []
        assert records[0].barriers == tuple(sorted(row["thematiques"]))
        assert records[0].digest == read(write_json(row))[0][0].digest


def test_a_parquet_column_of_numbers_with_gaps(read, tmp_path, service):
    rows = [service(nombre_semaines=3.0), service(id="dora--2", nombre_semaines=float("nan"))]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    records, faults = read(tmp_path / "a.parquet")
    assert faults == []
    assert [one.weeks for one in records] == [3, None]


def test_faults_of_csv_rows_carry_the_line_in_the_file(read, tmp_path):
    (tmp_path / "a.csv").write_text(
        "source,structure_id,id,nom,description,date_maj\n"
        'dora,dora--s,dora--1,Aide,"Une description\nsur deux lignes",2026-02-01\n'
        "dora,dora--s,dora--2,Ai,Une description,2026-02-01\n",
        "utf-8",
    )
    records, faults = read(tmp_path / "a.csv")
    assert [one.line for one in records] == [2]
    assert only(faults).line == 4


def test_a_missing_file_is_a_source_error(read, tmp_path):
    with pytest.raises(SourceError, match="ne peut pas être lu"):
        read(tmp_path / "absent.json")
