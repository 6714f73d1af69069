"""Rejects file, provenance, differences, and the conversion in a child process."""

import csv
import multiprocessing.context
from datetime import UTC, date, datetime

import pyoxigraph as ox
import pytest

from ftgraph.errors import SourceError
from ftgraph.publish import provenance
from ftgraph.publish.conversion import Job, converting
from ftgraph.publish.rejects import RejectsFile
from ftgraph.sources.solution_records import Reject, Severity

BASE = "https://w3id.org/ftgraph"


def test_the_rejects_file_opens_in_french_excel(tmp_path):
    path = tmp_path / "rejets.csv"
    with RejectsFile(path) as rejects:
        rejects.write(Reject(3, "nom", "é;x", "trop court", "a.json", "dora--1"))
        rejects.write(Reject(3, "id", "=1+1", "faux", "a.json", "dora--1"))
        rejects.write(Reject(4, "courriel", "@x", "invalide", "a.json", severity=Severity.REPAIRED))
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfligne;fichier;identifiant;champ;valeur;motif\r\n")
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[1] == ["3", "a.json", "dora--1", "nom", "é;x", "ligne refusée : trop court"]
    assert rows[2][4] == "'=1+1"
    assert rows[3] == ["4", "a.json", "", "courriel", "'@x", "ligne gardée, valeur écartée ou corrigée : invalide"]
    assert (rejects.rejected_rows, rejects.repaired) == (1, 1)


def test_rows_of_one_line_are_counted_one_by_one(tmp_path):
    with RejectsFile(tmp_path / "rejets.csv") as rejects:
        for identifier in ("dora--1", "dora--2", "dora--2"):
            rejects.write(Reject(1, "nom", "é", "trop court", "a.json", identifier))
    assert rejects.rejected_rows == 2


def test_difference():
    changes = provenance.difference({"a": "1", "b": "1", "c": "1"}, {"b": "1", "c": "2", "d": "1"})
    assert changes == provenance.Changes(added=("d",), changed=("c",), removed=("a",))


def test_provenance_is_what_the_model_says(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"abc")
    digest = provenance.file_digest(path)
    assert digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    activity = provenance.ImportActivity(
        "u-1", "dora", "Ann", now, now, "f.json", digest, 3, 1, provenance.Changes(("a",), (), ()), 7
    )
    dataset = provenance.Dataset(
        "dora", "DORA", date(2026, 6, 1), license="https://l.fr/1", origin="f.json", example=True
    )
    produced = provenance.dataset_triples(dataset, BASE) + provenance.activity_triples(activity, BASE)
    triples = {
        (one.subject.value.removeprefix(BASE), one.predicate.value.rsplit("/", 1)[1].split("#")[-1], one.object.value)
        for one in ox.parse(produced, ox.RdfFormat.N_TRIPLES)
    }
    assert ("/id/dataset/dora", "graph", f"{BASE}/graph/solutions/dora") in triples
    assert ("/id/dataset/dora", "example", "true") in triples
    assert ("/id/import/u-1", "used", f"{BASE}/id/dataset/dora") in triples
    assert ("/id/import/u-1", "fileDigest", digest) in triples
    assert ("/id/import/u-1", "rowsAdded", "1") in triples
    assert ("/id/import/u-1", "generation", "7") in triples
    assert ("/id/import/u-1#agent", "label", "Ann") in triples


@pytest.fixture
def job(tmp_path):
    return lambda *paths, **options: Job(paths, BASE, date(2026, 6, 1), tmp_path / "rejets.csv", **options)


def test_a_child_converts_while_the_store_loads(job, write_json, service):
    told = []
    path = write_json(service(), service(id="dora--2", nom="x"), service(id="dora--3", courriel="x"))
    store = ox.Store()
    with converting(job(path), told.append) as conversion:
        store.bulk_load(conversion.stream, ox.RdfFormat.N_TRIPLES)
        outcome = conversion.result()
    assert (outcome.written.solutions, outcome.rejected_rows, outcome.repaired) == (2, 1, 1)
    assert set(outcome.written.digests) == {"solution/dora--1", "solution/dora--3"}
    assert len(store) > 20
    assert told[-1] == 2


def test_the_child_s_error_is_the_parent_s(job, tmp_path):
    (tmp_path / "a.json").write_text('[{"a": 1},\n{]')
    with converting(job(tmp_path / "a.json")) as conversion:
        conversion.stream.read()
        with pytest.raises(SourceError) as caught:
            conversion.result()
    assert caught.value.line == 2


@pytest.fixture
def started(monkeypatch):
    """The processes that this test starts: other tests of the same worker keep theirs."""
    seen = []
    start = multiprocessing.context.SpawnProcess.start

    def note(process):
        start(process)
        seen.append(process)

    monkeypatch.setattr(multiprocessing.context.SpawnProcess, "start", note)
    return seen


def test_a_child_that_dies_is_an_error_not_a_short_file(job, write_json, service, started):
    with converting(job(write_json(*(service(id=f"dora--{n}") for n in range(20_000))))) as conversion:
        conversion.stream.read(1000)
        started[0].kill()
        conversion.stream.read()
        with pytest.raises(SourceError, match="arrêtée avant la fin"):
            conversion.result()


def test_giving_up_stops_the_child(job, write_json, service, started):
    path = write_json(*(service(id=f"dora--{n}") for n in range(20_000)))
    with converting(job(path)) as conversion:
        assert len(conversion.stream.read(10)) == 10
    assert not conversion.finished
    assert [child.is_alive() for child in started] == [False]
