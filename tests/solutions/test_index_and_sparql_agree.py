"""The index is never a second truth: on seeded questions it answers what the query files answer."""

import random
from datetime import date, timedelta

import pytest

from ftgraph import queries
from ftgraph.coverage import coverage
from ftgraph.graph.store import Reader
from ftgraph.index.load import Index
from ftgraph.solutions import SolutionFilters, every_row, search

PLACES = (
    "bassin:EX35-01",
    "bassin:EX35-08",
    "commune:35238",
    "epci:243500741",
    "departement:35",
    "region:53",
    "country:FR",
)


def question(draw: random.Random, index: Index, day: date) -> SolutionFilters:
    def some(scheme: str, chance: float) -> tuple[str, ...]:
        values = list(index.vocabulary.scheme(scheme))
        return tuple(draw.sample(values, draw.randint(1, 2))) if draw.random() < chance else ()

    return SolutionFilters(
        territory=draw.choice(PLACES),
        barriers=some("barrier", 0.7),
        publics=some("public", 0.3),
        fees=some("fee", 0.2),
        modes=some("mode", 0.2),
        service_types=some("service-type", 0.2),
        networks=some("network", 0.1),
        updated_since=day - timedelta(days=draw.randint(30, 900)) if draw.random() < 0.3 else None,
    )


@pytest.mark.parametrize("seed", range(16))
def test_same_rows_and_reach(demo: Reader, demo_index: Index, day: date, seed: int) -> None:
    filters = question(random.Random(seed), demo_index, day)
    assert filters.territory is not None
    territory = demo_index.territories.resolve(filters.territory, day)
    text = queries.text(
        "solutions/matching",
        territory=territory.iri,
        barrier=filters.barriers,
        public=(*filters.publics, "tous-publics") if filters.publics else (),
        fee=filters.fees,
        mode=filters.modes,
        service_type=filters.service_types,
        network=filters.networks,
        since=filters.updated_since.isoformat() if filters.updated_since else None,
    )
    by_sparql = {(row[0].value, row[1].value) for row in demo.select(text)}
    rows = list(every_row(demo_index, filters, today=day))
    assert {(row.id, row.reach) for row in rows} == by_sparql
    answer = search(demo_index, filters, today=day, limit=0)
    assert answer.total == len(rows) == len(by_sparql)
    assert sum(value.count for value in answer.facets["reach"]) == answer.total
    themes = {value.value: value.count for value in answer.facets["fee"]}
    if not filters.fees:
        assert themes == {
            fee: count
            for fee in ("gratuit", "payant")
            if (count := sum(r.fee is not None and r.fee.value == fee for r in rows))
        }


def test_same_matrix(demo: Reader, demo_index: Index, day: date) -> None:
    zones = demo_index.territories.zones("bassin", day)
    matrix = coverage(demo_index, territory="departement:35", zoning="bassin", today=day)
    barriers = [barrier.value for barrier in matrix.barriers]
    text = queries.text("coverage/matrix", zone=[f"{zone.iri}" for zone in zones], barrier=barriers)
    by_sparql = {
        (zone.value, barrier.value.rpartition("/")[2], reach.value): int(count.value)
        for zone, barrier, reach, count in demo.select(text)
    }
    by_index = {}
    for zone, row in zip(zones, matrix.cells, strict=True):
        for barrier, cell in zip(barriers, row, strict=True):
            reaches = {
                "on-site": cell.on_site,
                "remote": cell.remote,
                "wider-zone": cell.wider_zone,
                "unstated": cell.unstated,
            }
            by_index |= {(zone.iri, barrier, reach): count for reach, count in reaches.items() if count}
    assert by_index == by_sparql


@pytest.mark.parametrize("sort", ["relevance", "freshness", "quality", "name", "distance"])
def test_pages_make_the_whole_answer(demo_index: Index, day: date, sort: str) -> None:
    filters = SolutionFilters(territory="departement:35", sort=sort, near="35238")
    whole = [row.id for row in every_row(demo_index, filters, today=day)]
    paged: list[str] = []
    cursor = None
    while True:
        answer = search(demo_index, filters, today=day, limit=7, cursor=cursor)
        paged += [row.id for row in answer.rows]
        cursor = answer.next_cursor
        if cursor is None:
            break
    assert paged == whole
    assert len(set(paged)) == answer.total
    if sort == "distance":
        far = [row.distance_km for row in every_row(demo_index, filters, today=day) if row.distance_km is not None]
        assert far == sorted(far)


def test_each_kind_of_gap_is_told_apart(demo_index: Index, day: date) -> None:
    matrix = coverage(demo_index, territory="departement:35", zoning="bassin", today=day)
    gaps = {cell.gap for row in matrix.cells for cell in row}
    assert gaps >= {None, "nothing", "out-of-date-only", "remote-only", "unstated-only"}
