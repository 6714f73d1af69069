"""What solutions state as their zones, by distinct set: which sets meet some communes, which cover them all.

Solutions state few distinct sets of zones: what holds for a set holds for all the rows that state it.
"""

from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from ftgraph.index import ragged
from ftgraph.index.ragged import Ints
from ftgraph.index.territories import Territories

MEETS, COVERS = 1, 2


class StatedZones:
    """The distinct sets of zones; set n holds the territories numbered `zones[offsets[n]:offsets[n + 1]]`."""

    def __init__(self, territories: Territories, offsets: Ints, zones: npt.NDArray[np.int32]) -> None:
        self._territories = territories
        self.offsets = offsets
        self.zones = zones
        self.count = max(len(offsets) - 1, 0)
        self.communes = lru_cache(4096)(self._communes)

    def of_set(self, number: int) -> npt.NDArray[np.int32]:
        """The zones of a set, by number."""
        zones: npt.NDArray[np.int32] = self.zones[self.offsets[number] : self.offsets[number + 1]]
        return zones

    def _communes(self, number: int) -> BitMap:
        """The communes of all zones of a set."""
        return BitMap.union(*(self._territories.members(int(zone)) for zone in self.of_set(number)))

    @cached_property
    def wide(self) -> tuple[Ints, Ints]:
        """The stated zones that are not one commune, beside each of their communes, as two columns."""
        used = np.unique(self.zones)
        wide = used[used >= self._territories.commune_count]
        members = [np.array(self._territories.members(int(zone)).to_array(), dtype=np.int64) for zone in wide]
        owners = np.repeat(wide.astype(np.int64), [len(each) for each in members])
        return owners, np.concatenate(members) if members else np.zeros(0, dtype=np.int64)

    def against(self, communes: BitMap) -> npt.NDArray[np.uint8]:
        """For each set: 0, `MEETS`, or `MEETS | COVERS` when it has all of `communes`; a last 0 stands for no set."""
        found = np.zeros(self.count + 1, dtype=np.uint8)
        inside = np.array(communes.to_array(), dtype=np.int64)
        if not len(inside):
            return found
        shares = np.zeros(len(self._territories), dtype=np.int64)  # how many of the communes each zone has
        shares[inside] = 1
        owners, _ = ragged.take(*self._wide_of_commune, inside)
        shares += np.bincount(owners, minlength=len(shares))
        met = np.flatnonzero(shares)
        sets, sizes = ragged.take(*self._sets_of_zone, met)
        at_most = np.bincount(sets, weights=np.repeat(shares[met], sizes), minlength=self.count)
        found[sets] = MEETS
        covering, _ = ragged.take(*self._sets_of_zone, np.flatnonzero(shares == len(inside)))
        found[covering] = MEETS | COVERS
        for number in np.flatnonzero((at_most >= len(inside)) & (found[:-1] == MEETS)):
            # Several zones may cover together what none covers alone.
            if communes.issubset(self.communes(int(number))):
                found[number] = MEETS | COVERS
        return found

    @cached_property
    def _wide_of_commune(self) -> tuple[Ints, Ints]:
        owners, members = self.wide
        return ragged.gather(members, owners, self._territories.commune_count)

    @cached_property
    def _sets_of_zone(self) -> tuple[Ints, Ints]:
        sets = np.repeat(np.arange(self.count), np.diff(self.offsets))
        return ragged.gather(self.zones, sets, len(self._territories))
