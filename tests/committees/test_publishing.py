"""Committees in the graph: replaced whole, kept when not conform, never by two sources, nothing else with them."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from ftgraph import assets, queries
from ftgraph.committees.published import UnknownCommittee, published_committees
from ftgraph.committees.published_file import published_file
from ftgraph.errors import UsageError
from ftgraph.graph.store import Reader, open_store
from ftgraph.namespaces import ROOT
from ftgraph.publish.committee_files import ToPublish, key_of, publish_committees
from ftgraph.publish.removal import remove_committees, remove_published
from ftgraph.settings import Settings
from ftgraph.sources import committee_workbook, territories
from ftgraph.sources.committee_workbook.directory import TerritoryDirectory

FOLDER = assets.data() / "demo" / "committees" / "departement-35"
ON = date(2024, 6, 1)
COMMITTEE = f"{ROOT}/id/committee/departement-35/comite-france-travail-departemental-d-ille-et-vilaine"
RDF = f"""
@prefix ft: <{ROOT}/def#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix voc: <{ROOT}/voc/> . @prefix dct: <http://purl.org/dc/terms/> .
<https://example.org/c> a ft:Committee ; skos:prefLabel "Comité d’essai"@fr ;
  ft:level <{ROOT}/voc/committee-level/DEP> ; ft:territory <{ROOT}/id/departement/22> .
"""


@pytest.fixture(scope="module")
def settings(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A copy of the example's store, to write to."""
    store = tmp_path_factory.mktemp("published") / "store"
    shutil.copytree(demo_settings.store, store)
    return Settings(store=str(store))


def rows(reader: Reader, query: str, **values: object) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row if term) for row in reader.select(queries.text(query, **values))]


def publish(settings: Settings, path: Path, key: str, on: date = ON):
    reports, generation = publish_committees(settings, [ToPublish(path, key, on)], "test")
    return reports[0], generation


def test_the_example_is_published_with_what_its_checks_concluded(demo: Reader) -> None:
    found = rows(demo, "committees/conformity", committee=[COMMITTEE])
    assert [row[:5] for row in found] == [
        (COMMITTEE, "committees-departement-35", "code-du-travail", "not-conform", "2024-06-01"),
        (COMMITTEE, "committees-departement-35", "prefiguration-2023", "conform-as-far-as-decidable", "2024-06-01"),
    ]
    assert int(found[0][5]) > 0
    assert found[1][5] == "0"


def test_a_territory_has_one_name_in_the_union_and_is_read_back_with_it(demo: Reader) -> None:
    departement, label = f"{ROOT}/id/departement/35", "http://www.w3.org/2000/01/rdf-schema#label"
    names = list(demo.select(f"SELECT ?name {{ <{departement}> <{label}> ?name }}"))
    assert [row[0].value for row in names] == ["Ille-et-Vilaine"]
    file = published_file(demo, ROOT, "departement-35")
    assert f'<{departement}> <{label}> "Ille-et-Vilaine"@fr .' in file.data
    handed_in = committee_workbook.read(FOLDER, TerritoryDirectory(territories.load()), name="departement-35")
    said = [line for line in handed_in.data.splitlines() if line.startswith(f"<{departement}>")]
    assert said
    assert set(said) <= set(file.data.splitlines())


def test_the_same_file_again_changes_nothing(settings: Settings) -> None:
    before = open_store(settings).current()
    report, generation = publish(settings, FOLDER, "departement-35")
    assert generation.number == before + 1
    assert (report.changes.added, report.changes.changed, report.changes.removed) == ((), (), ())


def test_a_new_import_replaces_the_old(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "anything"
    shutil.copytree(FOLDER, folder)
    members = folder / "membres.csv"
    lines = members.read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines if "Maud Yvinec" not in line]
    assert len(kept) == len(lines) - 1
    members.write_text("\n".join(kept), encoding="utf-8-sig")
    report, _ = publish(settings, folder, "departement-35")
    assert any("maud-yvinec" in thing for thing in report.changes.removed)
    assert report.changes.added == ()
    again, _ = publish(settings, FOLDER, "departement-35")
    assert again.changes.added == report.changes.removed


def test_one_committee_has_one_source(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "c.ttl"
    file.write_text(RDF, encoding="utf-8")
    publish(settings, file, "essai")
    before = open_store(settings).current()
    with pytest.raises(UsageError, match="déjà publié"):
        publish(settings, file, "essai-bis")
    assert open_store(settings).current() == before


def test_solutions_and_checks_of_a_file_are_not_published(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "d.ttl"
    own = RDF.replace("example.org/c", "example.org/d")
    more = (
        '<https://example.org/s> a ft:Solution ; dct:title "Une solution"@fr .\n'
        f"<https://example.org/k> a ft:Check ; ft:checkedCommittee <{COMMITTEE}> .\n"
    )
    file.write_text(own + more, encoding="utf-8")
    report, _ = publish(settings, file, "essai-d")
    assert report.left_out == 2
    graph = f"{ROOT}/graph/committees/essai-d"
    with open_store(settings).reader() as reader:
        said = {triple.subject.value for triple in reader.construct(queries.text("catalogue/contents", graph=graph))}
    assert "https://example.org/d" in said
    assert not said & {"https://example.org/s", "https://example.org/k"}


def test_what_is_left_out_goes_whole(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "e.ttl"
    own = RDF.replace("example.org/c", "example.org/e")
    # What Python takes for the end of a line and N-Triples does not.
    file.write_text(
        own + '<https://example.org/s> a ft:Solution ; dct:title "Une\u2028solution"@fr .', encoding="utf-8"
    )
    report, _ = publish(settings, file, "essai-e")
    assert report.left_out == 1


def test_a_file_without_a_committee_is_refused(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "nothing.ttl"
    file.write_text('<https://example.org/x> <http://purl.org/dc/terms/title> "x" .', encoding="utf-8")
    with pytest.raises(UsageError, match="aucun comité"):
        publish(settings, file, "rien")


@pytest.mark.parametrize("key", ["À", "a/b", "-a", "a" * 61, "A", "a b"])
def test_a_key_that_cannot_name_a_graph_is_refused(key: str) -> None:
    with pytest.raises(UsageError, match="--source"):
        key_of(Path("x.xlsx"), key)


def test_the_key_comes_from_the_file_s_name() -> None:
    assert key_of(Path("Comité du 35.xlsx"), "") == "comite-du-35"


def test_a_removed_committee_is_gone_and_its_history_stays(settings: Settings) -> None:
    store = open_store(settings)
    with store.reader() as reader:
        catalogue = f"{ROOT}/graph/catalogue/committees-local-vitre"
        past = [str(triple) for triple in reader.construct(queries.text("catalogue/imports", graph=catalogue))]
        (held,) = [each for each in published_committees(reader, ON) if each.source == "local-vitre"]
    report, generation = remove_published(settings, held.key, remove_committees, "essai")
    assert (report.source, report.names) == ("local-vitre", (held.label,))
    assert report.changes.removed
    with store.reader() as reader:
        assert reader.generation.number == generation.number
        assert "local-vitre" not in {each.source for each in published_committees(reader, ON)}
        assert rows(reader, "committees/conformity", committee=[held.iri]) == []
        assert "committees-local-vitre" not in {row[1] for row in rows(reader, "catalogue/sources")}
        kept = [str(triple) for triple in reader.construct(queries.text("catalogue/imports", graph=catalogue))]
    assert set(past) < set(kept)
    assert any("rowsRemoved" in line and f'"{len(report.changes.removed)}"' in line for line in set(kept) - set(past))
    again, _ = publish(settings, FOLDER.parent / "local-vitre", "local-vitre")
    assert len(again.changes.added) == len(report.changes.removed)


def test_what_is_not_published_is_not_removed(settings: Settings) -> None:
    before = open_store(settings).current()
    with pytest.raises(UnknownCommittee, match="local-vitre-et-fougeres"):
        remove_published(settings, "local-vitre-et-fougeres", remove_committees, "essai")
    assert open_store(settings).current() == before


def test_one_committee_of_a_file_of_several_is_not_removed_alone(settings: Settings, tmp_path: Path) -> None:
    one = RDF.replace("example.org/c>", "example.org/one>").replace("departement/22", "departement/56")
    other = RDF.replace("example.org/c>", "example.org/other>").replace("departement/22", "departement/29")
    (tmp_path / "deux.ttl").write_text(one + other.partition("terms/> .")[2], encoding="utf-8")
    publish(settings, tmp_path / "deux.ttl", "deux")
    with pytest.raises(UsageError, match="publié avec"):
        remove_published(settings, "https://example.org/one", remove_committees, "essai")
    report, _ = remove_published(settings, "deux", remove_committees, "essai")
    assert len(report.names) == 2
