"""The territories to compare: some by name, or all of a level within another (all the bassins of a département)."""

from collections.abc import Sequence
from datetime import date

from ftgraph.errors import UsageError
from ftgraph.index.territories import Territories, Territory
from ftgraph.indicators.comparison import Place

MOST = 400


def to_compare(
    territories: Territories, whole: Territory, level: str, others: Sequence[str], day: date
) -> Sequence[Place]:
    """All of a `level` within `whole`, or `whole` and the `others`. Raises `UsageError`, for both or none too."""
    if bool(level) == bool(others):
        raise UsageError(
            "Donnez un niveau, ou des territoires à comparer.",
            "Give a level, or territories to compare.",
            cure="Un niveau comme « bassin », ou un territoire comme « departement:22 », non les deux.",
            cure_en="A level such as “bassin”, or a territory such as “departement:22”, not both.",
        )
    if level:
        found = places_of_level(territories, whole, level, day)
    else:
        found = [whole, *(territories.resolve(each, day) for each in others)]
    return [Place(each.iri, each.reference, each.label) for each in found]


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
