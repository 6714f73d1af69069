"""A zoning against what solutions state: which distinct sets of zones meet which of its zones, all at once.

Counting per solution would be twenty times slower: there are far fewer distinct sets of stated zones than solutions.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ftgraph.index import ragged
from ftgraph.index.ragged import Ints
from ftgraph.index.stated import StatedZones
from ftgraph.index.territories import Territories

_SETS = 1 << 32
"""More than there are sets, or zones: a pair is one number."""


@dataclass(frozen=True)
class Meeting:
    """Which sets meet which zones: those of zone z are `sets[offsets[z]:offsets[z + 1]]`.

    `layers`: of each row, the zone that it takes place in (−1: none) and whether what it states meets that zone; one
    layer unless communes are in several zones.
    """

    zones: tuple[int, ...]
    sets: Ints
    offsets: Ints
    layers: tuple[tuple[Ints, npt.NDArray[np.bool_]], ...]


def meeting(
    territories: Territories,
    stated: StatedZones,
    locations: npt.NDArray[np.int32],
    zone_sets: npt.NDArray[np.int32],
    zones: tuple[int, ...],
) -> Meeting:
    """How the sets of stated zones meet `zones` (territory numbers, in the order of the result's zone numbers).

    `locations`, `zone_sets`: of each row, the commune it takes place in and the set that it states (−1: none).
    """
    places = _places(territories, zones)
    met, sizes = ragged.take(*_zones_met(territories, stated, places), stated.zones)
    owners = np.repeat(np.arange(stated.count), np.diff(stated.offsets))
    pairs = ragged.distinct(met * _SETS + np.repeat(owners, sizes))
    offsets = np.searchsorted(pairs, np.arange(len(zones) + 1) * _SETS)
    layers = []
    for place in places:
        here = place[locations]
        layers.append((here, (here >= 0) & (zone_sets >= 0) & _among(pairs, here * _SETS + zone_sets)))
    return Meeting(zones, pairs % _SETS, offsets, tuple(layers))


def _among(pairs: Ints, wanted: Ints) -> npt.NDArray[np.bool_]:
    if not len(pairs):
        return np.zeros(len(wanted), dtype=bool)
    places = np.minimum(np.searchsorted(pairs, wanted), len(pairs) - 1)
    found: npt.NDArray[np.bool_] = pairs[places] == wanted
    return found


def _places(territories: Territories, zones: tuple[int, ...]) -> tuple[Ints, ...]:
    layers: list[Ints] = [np.full(territories.commune_count + 1, -1, dtype=np.int64)]
    for position, number in enumerate(zones):
        communes = np.array(territories.members(number).to_array(), dtype=np.int64)
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


def _zones_met(territories: Territories, stated: StatedZones, places: tuple[Ints, ...]) -> tuple[Ints, Ints]:
    """The zones that each territory meets, as a ragged column: those that solutions state."""
    owners, members = stated.wide
    communes = np.arange(territories.commune_count)
    whole = np.concatenate([communes, owners] * len(places))
    zone = np.concatenate([part for place in places for part in (place[:-1], place[members])])
    kept = zone >= 0
    territory, met = np.divmod(ragged.distinct(whole[kept] * _SETS + zone[kept]), _SETS)
    return ragged.gather(territory, met, len(territories))
