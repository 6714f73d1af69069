"""Rows made by hand: what every format is tried on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ftgraph.datasets import Dataset
from ftgraph.exports.formats import SOLUTION_FORMATS, by_name
from ftgraph.exports.solutions import SolutionExport, pieces
from ftgraph.namespaces import ROOT
from ftgraph.solutions import Answer, Coverage, Labelled, Place, SolutionFilters, SolutionRow

FULL = SolutionRow(
    id="dora--1",
    iri=f"{ROOT}/id/solution/dora--1",
    title="Aide au permis",
    description="**Aide** au permis &amp; au code.\n\n- cours\n- examen",
    structure=Labelled(f"{ROOT}/id/structure/s", "Mission locale"),
    barriers=(Labelled("mobilite--preparer-un-permis", "Préparer un permis"),),
    publics=(Labelled("jeunes", "Jeunes"), Labelled("tous-publics", "Tous publics")),
    public_details="16–25 ans",
    fee=Labelled("gratuit", "Gratuit"),
    fee_details="-",
    modes=(Labelled("en-presentiel", "En présentiel"), Labelled("a-distance", "À distance")),
    service_type=Labelled("formation", "Formation"),
    networks=(Labelled("mission-locale", "Mission locale"),),
    zones=(Place("epci:243500139", "Rennes Métropole", f"{ROOT}/id/epci/243500139"),),
    reach="on-site",
    coverage=Coverage("part", 43, 332, 470000, 1120666),
    distance_km=3.46,
    commune=Place("commune:35238", "Rennes", f"{ROOT}/id/commune/35238"),
    address="1 rue Le Bastard",
    postal_code="35000",
    latitude=48.11131,
    longitude=-1.68,
    telephone="+33299000000",
    email="a@example.org",
    page="https://example.org/1",
    mobilisation_page="",
    mobilisation_details="Téléphoner",
    access_conditions="Aucun",
    opening_hours="Mo-Fr 09:00-12:00",
    unrecognised_barrier="",
    modified=date(2026, 10, 1),
    freshness="up-to-date",
    quality=0.85,
    source="dora",
    example=True,
)
BARE = replace(
    FULL,
    id="dora--2",
    iri=f"{ROOT}/id/solution/dora--2",
    title='=HYPERLINK("http://x")',
    description="",
    structure=Labelled("", ""),
    barriers=(),
    publics=(),
    fee=None,
    modes=(),
    service_type=None,
    networks=(),
    zones=(),
    reach="unstated",
    coverage=Coverage("unstated", 0, 332, 0, 1120666),
    distance_km=None,
    commune=None,
    latitude=None,
    longitude=None,
    telephone="",
    email="",
    page="",
    modified=None,
    freshness="to-check",
    quality=None,
    example=False,
)


@pytest.fixture
def full() -> SolutionRow:
    return FULL


@pytest.fixture
def rows() -> list[SolutionRow]:
    """A row with everything, a row with nothing, a row without zone but with a commune."""
    placed = replace(BARE, id="dora--3", iri=f"{ROOT}/id/solution/dora--3", title="Sans zone", commune=FULL.commune)
    return [FULL, BARE, placed]


@pytest.fixture
def answer(rows: list[SolutionRow]) -> Answer:
    place = Labelled("departement:35", "Ille-et-Vilaine")
    understood = (Labelled("mobilite--preparer-un-permis", "Préparer un permis"),)
    return Answer(7, date(2026, 11, 24), place, understood, len(rows), tuple(rows), {}, None)


@pytest.fixture
def exported(answer: Answer, rows: list[SolutionRow]) -> Callable[..., bytes]:
    """The file of a format: `exported("csv")`; `given`: other rows."""

    def make(name: str, given: list[SolutionRow] | None = None, **more: Any) -> bytes:
        taken = iter(rows if given is None else given)
        sources = (Dataset("dora", "DORA", "Licence Ouverte 2.0"),)
        filters = SolutionFilters(barriers=("mobilite",), territory="departement:35", min_quality=0.5)
        export = SolutionExport(answer, taken, filters, sources, **more)
        return b"".join(pieces(by_name(name, SOLUTION_FORMATS), export))

    return make
