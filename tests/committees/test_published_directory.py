"""Organisations and zones of the published graph, asked département by département."""

import pyoxigraph as ox
import pytest

from ftgraph import assets, queries
from ftgraph.committees.file_graph import FileGraph
from ftgraph.committees.published_directory import PublishedDirectory
from ftgraph.graph.store import Reader
from ftgraph.namespaces import DEF, PREFIXES, ROOT
from ftgraph.sources import committee_file, territories
from ftgraph.sources.committee_workbook.directory import TerritoryDirectory
from ftgraph.sources.committee_workbook.directory_rows import Cells

from ..conftest import DAY

SKOS = PREFIXES["skos"]


@pytest.fixture(scope="module")
def directory(demo: Reader) -> PublishedDirectory:
    return PublishedDirectory(demo, territories.load(), ROOT, DAY)


@pytest.fixture(scope="module")
def known(demo: Reader) -> list[Cells]:
    """The structures of Ille-et-Vilaine."""
    rows = demo.select(queries.text("committees/organisations", departement=["35"]))
    return [[term.value if term else None for term in row] for row in rows]


def test_a_structure_is_found_by_its_name_in_its_departement(directory, known):
    names = [row[1] for row in known]
    iri, name = next((row[0], row[1]) for row in known if names.count(row[1]) == 1)
    found = directory.organisation(name.upper(), "", ("35",))
    assert (found.found.iri, found.sure) == (iri, True)
    assert directory.organisation(name.upper(), "", ("29",)).found is None


def test_a_number_is_looked_for_in_the_whole_country():
    store = ox.Store()
    said = (
        f'<https://e.org/s> a <{DEF}Structure> ; <{DEF}siret> "13000548100010" ; <{SKOS}prefLabel> "Une structure"@fr .'
    )
    store.load(said.encode(), format=ox.RdfFormat.TURTLE)
    directory = PublishedDirectory(FileGraph(store), territories.load(), ROOT, DAY)
    for departements in (("29",), (), ("35",)):
        found = directory.organisation("autre nom", "13000548100010", departements).found
        assert found
        assert found.iri == "https://e.org/s"
    assert directory.organisation("autre nom", "13000548100028", ("35",)).found is None


def test_without_a_departement_only_the_exact_name_counts(directory, known):
    names = [row[1] for row in known]
    iri, name = next((row[0], row[1]) for row in known if names.count(row[1]) == 1)
    assert directory.organisation(name, "", ()).found.iri == iri
    assert directory.organisation(f"{name}x", "", ()).found is None


def test_authorities_are_known_too(directory):
    assert directory.organisation("Conseil départemental d’Ille-et-Vilaine", "", ("35",)).found


def test_a_zone_says_its_departements(directory):
    found = directory.territory("Bassin de Brocéliande", ("zone",), ()).found
    assert found.code == "EX35-08"
    assert directory.departements(found) == ("35",)


def test_the_committee_above_is_the_published_one(directory):
    folder = assets.data() / "demo" / "committees"

    def above(name):
        data = committee_file.read(folder / name, directory, name="essai").data
        return [line.split(" ")[2].strip("<>") for line in data.splitlines() if f"<{DEF}reportsTo>" in line]

    committees = f"{ROOT}/id/committee"
    assert above("region-53") == [f"{committees}/national/comite-national-pour-l-emploi"]
    # Two committees of Ille-et-Vilaine are published: the one of that name is meant.
    key = "departement-35-code-du-travail"
    assert above("local-vitre") == [f"{committees}/{key}/comite-departemental-pour-l-emploi-d-ille-et-vilaine"]


def test_without_a_published_one_the_committee_above_is_a_thing_of_the_file():
    path = assets.data() / "demo" / "committees" / "region-53"
    data = committee_file.read(path, TerritoryDirectory(territories.load(), ROOT), name="essai").data
    assert f"<{DEF}reportsTo> <{ROOT}/id/committee/essai/comite-national-pour-l-emploi>" in data
