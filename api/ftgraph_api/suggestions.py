"""Territories suggested while a name is typed: by the beginning of the name, of one of its words, or of a code."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from ftgraph.errors import UnknownTerritory
from ftgraph.index.territories import Territories, Territory
from ftgraph.sources.place_names import fold_name, postal_code

_MOST_HITS = 4000
_LAST = "\U0010ffff"


class Suggestions:
    """The names of one generation, sorted. Takes a fifth of a second to make for the country."""

    def __init__(self, territories: Territories) -> None:
        self._territories = territories
        entries: list[tuple[str, int, int]] = []
        for number in range(len(territories)):
            territory = territories[number]
            name = fold_name(territory.label)
            words = name.split()
            entries.extend((" ".join(words[start:]), min(start, 1), number) for start in range(len(words)))
            entries.append((territory.code.lower(), 0, number))
        entries.extend((code, 0, number) for code, communes in territories.postal_codes.items() for number in communes)
        self._entries = sorted(entries)

    def find(self, text: str, limit: int, kinds: Sequence[str], day: date) -> list[Territory]:
        """At most `limit` territories in force on `day`, of `kinds` if given; whole names first, then the populous.

        Raises `UnknownTerritory` for a kind that is not loaded.
        """
        self._check(kinds)
        wanted = postal_code(text) or fold_name(text)
        if not wanted:
            return []
        first = bisect_left(self._entries, (wanted,))
        last = min(bisect_left(self._entries, (wanted + _LAST,)), first + _MOST_HITS)
        ranks: dict[int, tuple[int, int]] = {}
        for spelling, start, number in self._entries[first:last]:
            rank = (start, 0 if spelling == wanted else 1)
            ranks[number] = min(rank, ranks.get(number, rank))
        found = [(rank, self._territories[number]) for number, rank in ranks.items()]
        fitting = [(rank, each) for rank, each in found if (not kinds or each.kind in kinds) and _in_force(each, day)]
        fitting.sort(key=lambda pair: (pair[0], -pair[1].population, pair[1].reference))
        return [each for _, each in fitting[:limit]]

    def _check(self, kinds: Sequence[str]) -> None:
        known = self._territories.kinds()
        for kind in kinds:
            if kind not in known:
                raise UnknownTerritory(
                    f"« {kind} » n’est ni une nature de territoire ni un zonage chargé.",
                    f"“{kind}” is neither a kind of territory nor a loaded zoning.",
                    cure=f"Possibles : {', '.join(known)}.",
                    cure_en=f"Possible: {', '.join(known)}.",
                )


def _in_force(territory: Territory, day: date) -> bool:
    today = day.isoformat()
    return territory.valid_from <= today and (not territory.valid_until or today <= territory.valid_until)
