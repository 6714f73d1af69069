"""Sets of stated zones against communes: what arrays answer is what sets say."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from pyroaring import BitMap

from ftgraph.index import bitmaps
from ftgraph.index.load import Index
from ftgraph.index.stated import COVERS, MEETS

PLACES = ("commune:35238", "arrondissement:353", "departement:35", "departement:22", "region:53", "country:FR")


def by_sets(index: Index, communes: BitMap) -> list[int]:
    """The same, set by set."""
    found = []
    for number in range(index.stated.count):
        stated = BitMap.union(BitMap(), *(index.territories.members(int(zone)) for zone in index.stated.of_set(number)))
        meets = not communes.isdisjoint(stated)
        found.append(MEETS * meets | COVERS * (meets and communes.issubset(stated)))
    return [*found, 0]


@pytest.mark.parametrize("place", PLACES)
def test_a_territory_against_what_is_stated(demo_index: Index, day: date, place: str) -> None:
    communes = demo_index.territories.members(demo_index.territories.resolve(place, day).number)
    found = demo_index.stated.against(communes)
    assert found.any()
    assert found.tolist() == by_sets(demo_index, communes)


def test_several_zones_cover_together(demo_index: Index) -> None:
    for number in range(demo_index.stated.count):
        if len(demo_index.stated.of_set(number)) > 1:
            communes = demo_index.stated.communes(number)
            assert demo_index.stated.against(communes)[number] == MEETS | COVERS


def test_nothing_meets_a_territory_without_communes(demo_index: Index) -> None:
    assert not np.any(demo_index.stated.against(BitMap()))


def test_a_key_that_no_bitmap_has_is_not_kept(tmp_path: Path) -> None:
    bitmaps.write(tmp_path, {"fee:gratuit": BitMap([1])})
    read = bitmaps.Bitmaps(tmp_path)
    assert read["fee:gratuit"] is read["fee:gratuit"]
    assert not read["source:x"]
    assert read["source:x"] is not read["source:x"]
