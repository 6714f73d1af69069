"""The example, surveyed: all that was sown is found, and nothing else is taken for a duplicate or for misplaced."""

import json
from datetime import date
from typing import Any

import pytest

from ftgraph import assets
from ftgraph.errors import UnknownTerritory, UsageError
from ftgraph.index.load import Index
from ftgraph.quality.kinds import KINDS
from ftgraph.quality.survey import Survey, survey
from ftgraph.quality.worklist import Item, Wanted, worklist

DEMO = assets.data() / "demo"
YEAR = 365


@pytest.fixture(scope="module")
def seen(demo_index: Index, day: date) -> Survey:
    return survey(demo_index, day, YEAR)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DEMO / "services.json").read_text(encoding="utf-8"))
    return found


def items(index: Index, seen: Survey, day: date, *kinds: str, **wanted: Any) -> list[Item]:
    return list(worklist(index, seen, Wanted(kinds=kinds, **wanted), day).items())


def test_all_sown_duplicates_are_found_and_none_else(demo_index, seen, day, rows) -> None:
    sown = {frozenset((row["id"].removesuffix("-bis"), row["id"])) for row in rows if row["id"].endswith("-bis")}
    found = {frozenset((item.identifier, item.other)) for item in items(demo_index, seen, day, "duplicate")}
    assert len(sown) == 8
    missed, false_ones = sown - found, found - sown
    assert (len(missed), len(false_ones)) == (0, 0)


def test_the_older_record_of_two_is_the_one_to_look_at(demo_index, seen, day) -> None:
    modified = {demo_index.row(n)["id"]: demo_index.row(n)["modified"] for n in range(demo_index.count)}
    for item in items(demo_index, seen, day, "duplicate"):
        assert modified[item.identifier] <= modified[item.other]


def test_all_misplaced_and_stale_rows_are_found_and_none_else(demo_index, seen, day, rows) -> None:
    assert [item.code for item in sorted(items(demo_index, seen, day, "place"), key=lambda item: item.code)] == [
        "far",
        "nowhere",
        "swapped",
        "zone",
    ]
    stale = {row["id"] for row in rows if (day - date.fromisoformat(row["date_maj"])).days > YEAR}
    found = {item.identifier for item in items(demo_index, seen, day, "stale", sources=("exemple-35",))}
    assert found == stale


def test_the_list_is_by_people_then_cut_to_pages(demo_index, seen, day) -> None:
    found = worklist(demo_index, seen, Wanted(), day)
    people = [item.people for item in found.items()]
    assert people == sorted(people, reverse=True)
    assert len(people) == found.total == sum(found.counts.values()) == sum(seen.counts().values())
    assert [item.identifier for item in found.items(3, 2)] == [item.identifier for item in found.items()][3:5]
    assert {kind: sum(counts[kind] for counts in found.by_source.values()) for kind in KINDS} == dict(found.counts)
    assert all(item.kind == "stale" for item in found.of_kind("stale"))


def test_filters(demo_index, seen, day) -> None:
    listed = items(demo_index, seen, day, sources=("exemple-liste-35",))
    assert {item.source for item in listed} == {"exemple-liste-35"}
    vitre = items(demo_index, seen, day, "stale", territory="bassin:EX35-05")
    assert vitre
    assert len(vitre) < len(items(demo_index, seen, day, "stale"))
    # A record whose commune is wrong is still on the list of the département that it is open to.
    assert "zone" in {item.code for item in items(demo_index, seen, day, "place", territory="departement:35")}
    with pytest.raises(UsageError, match="Aucune source"):
        items(demo_index, seen, day, sources=("nothing",))
    with pytest.raises(UsageError, match="sorte de constat"):
        items(demo_index, seen, day, "nothing")
    with pytest.raises(UnknownTerritory):
        items(demo_index, seen, day, territory="nullepart")
