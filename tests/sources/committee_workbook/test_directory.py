"""Organisations and territories recognised in the published graph: by number, by name, by nearly its name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ftgraph import queries
from ftgraph.graph.store import Reader
from ftgraph.namespaces import ROOT
from ftgraph.sources.committee_workbook import read
from ftgraph.sources.committee_workbook.directory import GraphDirectory
from ftgraph.sources.committee_workbook.directory_rows import organisation, zone
from ftgraph.sources.territories import Territories

from .conftest import COMMITTEE, MEMBERS, Sheets

ROWS = (
    ("https://e.org/ml-rennes", "Mission locale de Rennes", "30000000700012", "mission-locale", "35"),
    ("https://e.org/ml-brest", "Mission locale du pays de Brest", None, None, "29"),
    ("https://e.org/cef-35", "Centre d’entraide", None, None, "35"),
    ("https://e.org/cef-22", "Centre d’entraide", None, None, "22"),
)
ZONES = (("https://e.org/z1", "clpe", "CLPE35002", "Rennes", "https://e.org/v1", "35", "22"),)


@pytest.fixture(scope="module")
def graph(places: Territories) -> GraphDirectory:
    return GraphDirectory(places, map(organisation, ROWS), map(zone, ZONES), ROOT)


def test_by_number_then_by_name(graph: GraphDirectory) -> None:
    assert graph.organisation("autre nom", "30000000700012", ()).found
    assert graph.organisation("MISSION LOCALE DE RENNES", "", ()).sure
    near = graph.organisation("Mision locale de Rennes", "", ())
    assert near.found
    assert near.found.iri.endswith("rennes")
    assert not near.sure
    assert graph.organisation("Boulangerie", "", ()).found is None


def test_a_shared_name_is_settled_by_the_departement(graph: GraphDirectory) -> None:
    assert graph.organisation("Centre d’entraide", "", ()).found is None
    found = graph.organisation("Centre d’entraide", "", ("35",)).found
    assert found
    assert found.departement == "35"


def test_a_zone_by_code_or_name(graph: GraphDirectory) -> None:
    for text in ("clpe:CLPE35002", "CLPE35002", "Rennes", "Bassin de Rennes"):
        found = graph.territory(text, ("zone", "arrondissement"), ()).found
        assert found
        assert (found.iri, found.version) == ("https://e.org/z1", "https://e.org/v1")
        assert graph.departements(found) == ("35", "22")


def test_an_organisation_that_is_not_known_comes_with_the_nearest(
    graph: GraphDirectory, xlsx: Callable[[Sheets], Path]
) -> None:
    row = ["", "un siège", "Membre", "Anne Kerbrat", "Mission locale du bassin de Rennes", "", "15/05/2023"]
    found = read(xlsx({"Comité": COMMITTEE, "Membres": (MEMBERS, row)}), graph)
    (said,) = found.faults
    assert (said.code, said.severity, said.place.cell) == ("unmatched-organisation", "info", "E2")
    assert "Mission locale de Rennes" in [label for _, label in said.candidates]


@pytest.mark.parametrize("name", ["CA Fougères Agglomération", "Commune de Fougères", "Conseil régional de Bretagne"])
def test_an_authority_is_known_by_the_territory_that_it_governs(
    graph: GraphDirectory, xlsx: Callable[[Sheets], Path], name: str
) -> None:
    row = ["", "un siège", "Membre", "Anne Kerbrat", name, "", "15/05/2023"]
    assert read(xlsx({"Comité": COMMITTEE, "Membres": (MEMBERS, row)}), graph).faults == ()


def test_the_published_example(demo: Reader, places: Territories) -> None:
    def rows(name: str, **values: str) -> list[list[str | None]]:
        query = next(query for query in queries.catalogue() if query.name == name)
        return [
            [None if term is None else str(term.value) for term in row] for row in demo.select(query.text(**values))
        ]

    organisations = map(organisation, rows("committees/organisations"))
    graph = GraphDirectory(places, organisations, map(zone, rows("committees/zones", day="2026-11-24")), ROOT)
    found = graph.territory("Bassin de Brocéliande", ("zone",), ()).found
    assert found
    assert found.code == "EX35-08"
    name = next(row[1] for row in rows("committees/organisations") if row[0] and "/structure/" in row[0])
    assert graph.organisation(name or "", "", ("35",)).found
