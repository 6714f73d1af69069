"""data·inclusion v1: import → export → import gives the same rows, on the real rows and on the example."""

import io
import json
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from data_inclusion.schema import v1

from ftgraph import assets
from ftgraph.exports.neighbours import data_inclusion as exports
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import ROOT, thing
from ftgraph.publish.solutions import write_ntriples
from ftgraph.solutions import records
from ftgraph.sources import data_inclusion, territories
from ftgraph.sources.data_inclusion_rows import row_of
from ftgraph.sources.solution_records import Reject, SolutionRecord

REAL = Path(__file__).parents[4] / "shared" / "data" / "real"
DEMO = assets.data() / "demo"
TODAY = date(2026, 6, 1)


class Held(Queryable):
    """A store in memory, asked as readers are."""

    def __init__(self, content: bytes) -> None:
        self._store = ox.Store()
        self._store.bulk_load(content, ox.RdfFormat.N_TRIPLES)

    def select(self, query):
        found = self._store.query(query)
        return (tuple(row[variable] for variable in found.variables) for row in found)


@pytest.fixture(scope="module")
def places():
    return territories.load()


def read(paths, places):
    """The records of files, which must have no fault."""
    found = list(data_inclusion.read(paths, territories=places, today=TODAY))
    assert not [each for each in found if isinstance(each, Reject)]
    return found


def through_the_graph(given):
    """The rows that an export makes of records, once in the graph."""
    out = io.BytesIO()
    write_ntriples(given, out, base=ROOT)
    graph = Held(out.getvalue())
    made = []
    for each in given:
        if isinstance(each, SolutionRecord):
            (whole,) = records.offered(graph, [thing(ROOT, "solution", each.id)], ROOT)
            made.append(exports.service(whole.solution, {}))
        else:
            ((_, structure),) = records.structures(graph, [thing(ROOT, "structure", each.id)], ROOT)
            made.append(row_of(structure))
    return made


def same(row):
    """A row as it compares: sets have no order, and nothing stated is the same as absent."""
    return {
        name: sorted(value, key=str) if isinstance(value, list) else value
        for name, value in row.items()
        if value is not None
    }


def rows_of(path):
    return json.loads(path.read_text(encoding="utf-8"))


def assert_round_trip(paths, places, tmp_path):
    first = read(paths, places)
    rows = through_the_graph(first)
    originals = {(("structure_id" in row), row["id"]): row for path in paths for row in rows_of(path)}
    assert len(rows) == len(originals)
    for row in rows:
        assert same(row) == same(originals["structure_id" in row, row["id"]])
        model = v1.Service if "structure_id" in row else v1.Structure
        model.model_validate({name: value for name, value in row.items() if name in model.model_fields})
    file = tmp_path / "encore.jsonl"
    file.write_bytes(b"".join(exports.line(row) for row in rows))
    assert {each.id: each.digest for each in read([file], places)} == {each.id: each.digest for each in first}


@pytest.mark.skipif(not REAL.is_dir(), reason="../shared/data/real est absent")
def test_the_real_rows_come_back_as_they_were(places, tmp_path):
    assert_round_trip([REAL / "services.json", REAL / "structures.json"], places, tmp_path)


def test_the_rows_of_the_example_come_back_as_they_were(places, tmp_path):
    assert_round_trip([DEMO / "services.json", DEMO / "structures.json"], places, tmp_path)


SERVICE = {
    "source": "essai",
    "id": "essai--1",
    "structure_id": "essai--s",
    "nom": "Un service",
    "description": "Ce qu’il apporte.",
    "date_maj": "2026-05-01",
}


@pytest.mark.parametrize(
    "fields",
    [
        {"code_insee": "75111", "zone_eligibilite": ["75111", "35"]},  # an arrondissement resolves to the commune
        {"zone_eligibilite": ["france"]},
        {"zone_eligibilite": ["99100"]},
        {"latitude": 48.12345678901, "longitude": -1.000000049},
        {"volume_horaire_hebdomadaire": 3.3333333333, "nombre_semaines": 12},
        {"courriel": "Accueil@EXAMPLE.org"},
        {"lien_source": "https://example.org/à la page?q=é#|"},
        {"frais_precisions": "", "adresse": "\u0007sonnez"},
        {"thematiques": ["sante--addictions", "famille--garde-denfants"], "publics": ["jeunes", "femmes"]},
        {"score_qualite": 0.9000000000000001, "doublons": [], "autre": {"a": [1, None, {"b": "<&>"}]}},
        {"horaires_accueil": "Mo-Fr 09:00-12:00", "contact_nom_prenom": "Mme X"},
    ],
    ids=" ".join,
)
def test_a_row_comes_back_whatever_is_in_it(places, tmp_path, fields):
    file = tmp_path / "services.json"
    file.write_text(json.dumps([SERVICE | fields]), encoding="utf-8")
    assert_round_trip([file], places, tmp_path)


def test_what_the_schema_has_no_word_for_is_said_beside_it(places):
    record = SolutionRecord(
        id="x",
        source="s",
        structure_id="t",
        title="X",
        description="X",
        barriers=("mobilite",),
        zones=("zone/bassin/2026-01-01/EX1", "departement/35"),
    )
    row = exports.service(record, {"zone/bassin/2026-01-01/EX1": ("35238", "35051")})
    assert row["thematiques"] is None
    assert row[exports.THEMES_OUTSIDE] == ["mobilite"]
    assert row["zone_eligibilite"] == ["35", "35051", "35238"]


def test_a_structure_comes_once_and_before_its_services(export):
    rows = [json.loads(line) for line in export("data-inclusion").splitlines()]
    structures = [row["id"] for row in rows if "structure_id" not in row]
    assert len(structures) == len(set(structures)) > 0
    met = set()
    for row in rows:
        if "structure_id" in row:
            assert row["structure_id"] in met, row["id"]
        else:
            met.add(row["id"])
    # Asked of a source whole, structures without a service come too; a question that chooses leaves them out.
    every = {row["id"] for row in rows_of(DEMO / "structures.json")}
    asked = [json.loads(line) for line in export("data-inclusion", sources=("exemple-35",)).splitlines()]
    assert {row["id"] for row in asked if "structure_id" not in row} == every
    some = [json.loads(line) for line in export("data-inclusion", barriers=("famille",)).splitlines()]
    assert 0 < len(some) < len(asked)
    assert {row["structure_id"] for row in some if "structure_id" in row} == {
        row["id"] for row in some if "structure_id" not in row
    }
