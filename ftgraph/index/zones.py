"""A zoning against what solutions state: which distinct sets of zones meet which of its zones, all at once.

Counting per solution would be twenty times slower: there are far fewer distinct sets of stated zones than solutions.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ftgraph.index.territories import Territories

_Ints = npt.NDArray[np.int64]


class Stated(Protocol):
    """What solutions state, as an index holds it: sets of zones, cut by `set_offsets`; see `Index`."""

    territories: Territories
    set_offsets: npt.NDArray[np.int64]
    set_zones: npt.NDArray[np.int32]

    @property
    def wide_members(self) -> tuple[_Ints, _Ints]:
        """The stated zones that are not one commune, beside each of their communes."""


@dataclass(frozen=True)
class Meeting:
    """Which sets meet which zones. `sets` is cut by zone: those of zone z lie at `offsets[z]:offsets[z + 1]`.

    `places`: layers of commune → zone (−1: none); one layer unless communes are in several zones.
    """

    zones: tuple[int, ...]
    sets: _Ints
    offsets: _Ints
    keys: _Ints
    places: tuple[_Ints, ...]

    def meets(self, sets: _Ints, zones: _Ints) -> npt.NDArray[np.bool_]:
        """Whether each set meets the zone beside it; both given by number, −1 meeting nothing."""
        if not len(self.keys):
            return np.zeros(len(sets), dtype=bool)
        wanted = zones * (1 << 32) + sets
        found = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        hits: npt.NDArray[np.bool_] = (self.keys[found] == wanted) & (sets >= 0) & (zones >= 0)
        return hits


def meeting(index: Stated, zones: tuple[int, ...]) -> Meeting:
    """How the sets of stated zones meet `zones` (territory numbers, in the order of the result's zone numbers)."""
    places = _places(index, zones)
    keys = [_territory_keys(index, layer) for layer in places]
    territory, zone = np.divmod(np.unique(np.concatenate(keys)), 1 << 32)
    # Join (set, territory) with (territory, zone) on the territory.
    owner = np.repeat(np.arange(len(index.set_offsets) - 1), np.diff(index.set_offsets))
    first = np.searchsorted(territory, index.set_zones, side="left")
    last = np.searchsorted(territory, index.set_zones, side="right")
    sizes = last - first
    sets = np.repeat(owner, sizes)
    starts = np.repeat(first - np.concatenate(([0], np.cumsum(sizes)[:-1])) if len(sizes) else first, sizes)
    met = zone[starts + np.arange(len(sets))]
    pairs = np.unique(met * (1 << 32) + sets)
    offsets = np.searchsorted(pairs, np.arange(len(zones) + 1) * (1 << 32))
    return Meeting(zones, pairs % (1 << 32), offsets, pairs, places)


def _places(index: Stated, zones: tuple[int, ...]) -> tuple[_Ints, ...]:
    layers: list[_Ints] = [np.full(index.territories.commune_count + 1, -1, dtype=np.int64)]
    for position, number in enumerate(zones):
        communes = np.fromiter(index.territories.members(number), dtype=np.int64)
        for layer in layers:
            free = layer[communes] < 0
            layer[communes[free]] = position
            communes = communes[~free]
            if not len(communes):
                break
        if len(communes):
            layers.append(np.full_like(layers[0], -1))
            layers[-1][communes] = position
    return tuple(layers)


def _territory_keys(index: Stated, place: _Ints) -> _Ints:
    """Territory × zone pairs, as one number each, for the territories that solutions state."""
    communes = np.arange(index.territories.commune_count)
    own = communes * (1 << 32) + place[:-1]
    owners, members = index.wide_members
    wide = owners * (1 << 32) + place[members]
    kept: _Ints = np.concatenate((own[place[:-1] >= 0], wide[place[members] >= 0]))
    return kept
