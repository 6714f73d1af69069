"""The territories of a level within another one: all the bassins of a département, all the départements of a région."""

from collections.abc import Sequence
from datetime import date

from ftgraph.errors import UsageError
from ftgraph.index.territories import Territories, Territory

MOST = 400


def places_of_level(territories: Territories, whole: Territory, level: str, day: date) -> Sequence[Territory]:
    """Those of a kind or zoning within `whole`, by name. Raises `UsageError`: no such level, none, too many."""
    if level not in territories.kinds():
        raise UsageError(
            f"« {level[:60]} » n’est pas un niveau de territoire.",
            f"“{level[:60]}” is no level of territory.",
            cure=f"Niveaux possibles\u202f: {', '.join(territories.kinds())}.",
            cure_en=f"Possible levels: {', '.join(territories.kinds())}.",
        )
    area = territories.members(whole.number)
    found = [each for each in territories.zones(level, day) if territories.members(each.number) <= area]
    if not 0 < len(found) <= MOST:
        raise UsageError(
            f"{len(found)} territoires de ce niveau dans « {whole.label} »\u202f: de 1 à {MOST} se comparent.",
            f"{len(found)} territories of that level in “{whole.label}”: from 1 to {MOST} can be compared.",
            cure="Choisissez un niveau plus large, ou un territoire plus petit.",
            cure_en="Choose a wider level, or a smaller territory.",
        )
    return found
