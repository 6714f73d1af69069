"""The real rows at hand all load, and the store takes what is written of them."""

import io
import json
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from ftgraph.publish.solutions import write_ntriples
from ftgraph.sources import data_inclusion, territories
from ftgraph.sources.solution_records import Reject, SolutionRecord, StructureRecord

REAL = Path(__file__).parents[3] / "shared" / "data" / "real"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/data/real est absent")


@pytest.fixture(scope="module")
def records():
    paths = [REAL / "services.json", REAL / "structures.json"]
    found = list(data_inclusion.read(paths, territories=territories.load(), today=date(2026, 6, 1)))
    assert not [each for each in found if isinstance(each, Reject)]
    return found


def test_all_load(records):
    assert sum(isinstance(one, SolutionRecord) for one in records) == 31
    assert sum(isinstance(one, StructureRecord) for one in records) == 30


def test_structures_come_before_services_whatever_the_order_of_files(records):
    assert [isinstance(one, SolutionRecord) for one in records] == [False] * 30 + [True] * 31


def test_fields_outside_the_schema_and_raw_text_are_kept(records):
    rows = {row["id"]: row for row in json.loads((REAL / "services.json").read_text(encoding="utf-8"))}
    for record in records:
        if isinstance(record, SolutionRecord):
            row = rows[record.id]
            assert json.loads(record.extra)["score_qualite"] == row["score_qualite"]
            assert record.description == row["description"]


def test_the_store_takes_every_triple(records):
    out = io.BytesIO()
    written = write_ntriples(records, out, base="https://w3id.org/ftgraph")
    store = ox.Store()
    store.bulk_load(out.getvalue(), ox.RdfFormat.N_TRIPLES)
    assert len(store) == out.getvalue().count(b"\n")
    assert (written.structures, written.solutions, written.orphans) == (30, 31, {})
