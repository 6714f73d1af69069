"""Codes as sources write them → keys of today's territories (`departement/35`), each code resolved once a run."""

from collections.abc import Iterable

from ftgraph.sources.territories import Territories

COUNTRY = "country/FR"
_WHOLE_COUNTRY = frozenset({"france", "99100", "fr"})


class ZoneCodes:
    """Resolves codes against the territories, with a memory of its own: sources repeat the same few thousand codes."""

    def __init__(self, territories: Territories) -> None:
        self._territories = territories
        self._communes: dict[str, str | None] = {}
        self._zones: dict[str, str | None] = {}

    def commune(self, code: str) -> str | None:
        """Today's commune code, or `None`."""
        try:
            return self._communes[code]
        except KeyError:
            found = self._communes[code] = self._territories.resolve_commune(code).code
            return found

    def zone(self, code: str) -> str | None:
        """The territory's key of a `zone_eligibilite` code (commune, département, EPCI, country), or `None`."""
        try:
            return self._zones[code]
        except KeyError:
            found = self._zones[code] = self._find(code)
            return found

    def zones(self, codes: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(keys sorted, codes that are no French territory, as they came)."""
        keys: set[str] = set()
        unknown: list[str] = []
        for code in codes:
            key = self.zone(code)
            if key is None:
                unknown.append(code)
            else:
                keys.add(key)
        return tuple(sorted(keys)), tuple(unknown)

    def _find(self, code: str) -> str | None:
        if code.lower() in _WHOLE_COUNTRY:
            return COUNTRY
        upper = code.upper()
        match len(code):
            case 9:
                return self._first(("epci", "ept"), code)
            case 5:
                commune = self.commune(upper)
                return f"commune/{commune}" if commune else None
            case 2 | 3:
                # Every région's code but the overseas ones is also a département's: the schema means the latter.
                return self._first(("departement", "region"), upper)
        return None

    def _first(self, kinds: tuple[str, ...], code: str) -> str | None:
        return next((f"{kind}/{code}" for kind in kinds if self._territories.by_code(kind, code)), None)
