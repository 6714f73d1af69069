"""The history of a thing: what is dated, what publications changed, what a zoning's versions changed."""

import shutil
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from ftgraph import assets
from ftgraph.errors import UsageError
from ftgraph.exports import history as exports
from ftgraph.exports.formats import CSV, TEXT
from ftgraph.graph.store import Writer, open_store
from ftgraph.history import History, NoSuchThing, find, history
from ftgraph.publish.committee_files import ToPublish, publish_committees
from ftgraph.publish.generation import publish
from ftgraph.publish.zonings import graph_of, triples
from ftgraph.settings import Settings
from ftgraph.sources.zoning import ZoneMembers, ZoningTable

DAY = date(2026, 11, 24)
FOUGERES = assets.data() / "demo" / "committees" / "local-fougeres"


def zoning(version: str, *zones: ZoneMembers) -> ZoningTable:
    return ZoningTable("essai", version, "Essai", date.fromisoformat(version), None, None, True, zones)


FIRST = zoning(
    "2026-01-01",
    ZoneMembers("A", "Zone A", ("35001", "35002")),
    ZoneMembers("B", "Zone B", ("35003",)),
    ZoneMembers("C", "Zone C", ("35004",)),
    ZoneMembers("E 1", "Zone E", ("35007",)),
)
SECOND = zoning(
    "2027-01-01",
    ZoneMembers("A", "Zone A élargie", ("35001", "35003")),
    ZoneMembers("B", "Zone B", ("35002", "35005")),
    ZoneMembers("D", "Zone D", ("35006",)),
    ZoneMembers("E 1", "Zone E", ("35007", "35008")),
)


@pytest.fixture(scope="module")
def settings(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The example, then a zoning in two versions, then a committee imported again with a change."""
    folder = tmp_path_factory.mktemp("history")
    shutil.copytree(demo_settings.store, folder / "store")
    given = replace(demo_settings, store=str(folder / "store"))
    for table in (FIRST, SECOND):
        text = "".join(triples(table, given.base)).encode()
        path = folder / f"{table.version}.nt"
        path.write_bytes(text)
        load = partial(_put, graph_of(table, given.base), path)
        publish(open_store(given), given, "zoning", load)
    again = folder / "local-fougeres"
    shutil.copytree(FOUGERES, again)
    sheet = again / "comite.csv"
    text = sheet.read_text(encoding="utf-8-sig").replace("Deux membres", "Trois membres")
    sheet.write_text(text, encoding="utf-8-sig")
    publish_committees(given, [ToPublish(again, "local-fougeres", DAY)], "again")
    return given


def _put(graph: str, path: Path, writer: Writer) -> None:
    writer.replace_graph(graph, path)


def of(settings: Settings, thing: str, on: date = DAY) -> History:
    store = open_store(settings)
    with store.reader() as reader:
        return history(store, reader, find(reader, thing, settings.base, on), on)


def test_a_committee_tells_its_terms_and_what_an_import_changed(settings: Settings):
    found = of(settings, "local-fougeres")
    assert found.present
    assert [(each.property, each.day) for each in found.dates] == [("installé le", date(2026, 1, 7))]
    states = {each.name: each.state for each in found.periods}
    assert states["Feuille de route 2027 du bassin de Fougères"] == "to-come"
    assert states["Aline Lozach, Commune de Fougères"] == "current"
    last, *_, first = found.publications
    (source,) = [each for each in last.sources if each.source == "committees-local-fougeres"]
    assert (source.change, source.counts.changed) == ("changed", 1)
    assert last.detailed
    assert [each.value[:5] for each in last.gained] == ["Trois"]
    assert [each.value[:4] for each in last.lost] == ["Deux"]
    assert {each.change for each in first.sources} == {"added"}
    assert found.whole


def test_terms_that_are_over_are_told(settings: Settings):
    found = of(settings, "local-fougeres", date(2030, 1, 1))
    assert {each.state for each in found.periods if each.until and each.until.year == 2029} == {"past"}


def test_what_is_no_longer_kept_is_said_not_invented(settings: Settings, tmp_path: Path):
    shutil.copytree(settings.store, tmp_path / "store")
    given = replace(settings, store=str(tmp_path / "store"), keep_generations=1)
    publish_committees(given, [ToPublish(FOUGERES, "local-fougeres", DAY)], "back")
    found = of(given, "local-fougeres")
    assert [each.detailed for each in found.publications][-1] is False
    assert len(found.publications) >= 3
    assert "encore gard" in exports.limits(found, "fr") or "Aucune n’est plus gardée" in exports.limits(found, "fr")


def test_a_zoning_tells_the_communes_that_moved(settings: Settings):
    first, second = of(settings, "essai").zoning
    assert (first.until, second.until) == (date(2026, 12, 31), None)
    assert first.compared_with == ""
    assert second.compared_with == "2026-01-01"
    assert {(each.commune, each.before, each.after) for each in second.moved} == {
        ("35002", "A", "B"),
        ("35003", "B", "A"),
        ("35004", "C", ""),
        ("35005", "", "B"),
        ("35006", "", "D"),
        ("35008", "", "E 1"),
    }
    assert second.opened == (("D", "Zone D"),)
    assert second.closed == (("C", "Zone C"),)
    assert second.renamed == (("A", "Zone A", "Zone A élargie"),)
    (sentence,) = exports.zoning_sentences(second, "fr")
    assert "2 communes changent de zone, 3 entrent, 1 sort" in sentence


def test_a_zone_tells_its_own_communes_only(settings: Settings):
    found = of(settings, "essai:A")
    assert found.iri.endswith("/zone/essai/2026-01-01/A")
    assert of(settings, "essai:A", date(2027, 6, 1)).iri.endswith("/zone/essai/2027-01-01/A")
    assert {each.commune for each in found.zoning[1].moved} == {"35002", "35003"}
    assert found.zoning[1].closed == ()


def test_a_zone_is_known_by_its_code_whatever_its_characters(settings: Settings):
    assert {each.commune for each in of(settings, "essai:E 1").zoning[1].moved} == {"35008"}


def test_a_commune_tells_the_zones_it_stood_in(settings: Settings):
    told = {(each.name, each.since, each.until, each.state) for each in of(settings, "commune:35003").periods}
    assert ("Zone B", date(2026, 1, 1), date(2026, 12, 31), "current") in told
    assert ("Zone A élargie", date(2027, 1, 1), None, "to-come") in told


@pytest.mark.parametrize(
    ("asked", "ends"),
    [
        ("departement:35", "/id/departement/35"),
        ("bassin", "/id/zoning/bassin"),
        ("bassin:EX35-04", "/id/zone/bassin/2026-01-01/EX35-04"),
        ("https://w3id.org/ftgraph/id/x", "/id/x"),
    ],
)
def test_what_names_a_thing(demo, asked: str, ends: str):
    assert find(demo, asked, Settings().base, DAY).endswith(ends)


@pytest.mark.parametrize("asked", ["", "zzz", "departement:99999", "http://a b", "x" * 600])
def test_what_names_nothing(demo, asked: str):
    with pytest.raises(NoSuchThing):
        find(demo, asked, Settings().base, DAY)


def test_a_reference_that_several_records_bear(demo):
    with pytest.raises(UsageError, match="plusieurs"):
        find(demo, "BES-FOU-2026-01", Settings().base, DAY)


def test_a_thing_never_heard_of(settings: Settings):
    with pytest.raises(NoSuchThing):
        of(settings, "https://w3id.org/ftgraph/id/solution/nothing")


def test_as_text_and_as_csv(settings: Settings):
    answer = exports.HistoryDocument(1, DAY, of(settings, "essai"))
    assert "Publications consignées depuis le" in exports.history(TEXT, answer).decode()
    rows = exports.history(CSV, answer).decode("utf-8-sig").splitlines()
    assert rows[0] == "Du;Au;Temps;Quoi;Lequel;État"
    assert len(rows) >= 4
