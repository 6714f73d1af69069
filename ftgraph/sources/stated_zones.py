"""« Zone d’intervention » as people write it: names or codes, « tout le département », « France entière »."""

import re

from ftgraph.sources.place_names import name_and_code, postal_code
from ftgraph.sources.territories import Territories
from ftgraph.sources.vocabulary_labels import fold_label
from ftgraph.sources.zone_codes import COUNTRY, ZoneCodes

_SEPARATOR = re.compile(r"[;|\n•,]| \+ ")
_WHOLE_COUNTRY = frozenset({"france", "france entiere", "national", "nationale", "toute la france", "pay", "fr"})
_WHOLE_DEPARTEMENT = frozenset(
    {"tout le departement", "departement", "departemental", "departementale", "ensemble du departement"}
)
_WHOLE_REGION = frozenset({"toute la region", "region", "regional", "regionale", "ensemble de la region"})
_KIND = re.compile(
    r"^(d[ée]partement|dept|dpt|r[ée]gion|commune|ville|epci)\b\s*"
    r"(?:de l['’]\s*|de la\s+|du\s+|des\s+|de\s+|d['’]\s*|:)?\s*",
    re.IGNORECASE,
)
_KINDS = {
    "departement": "departement",
    "dept": "departement",
    "dpt": "departement",
    "region": "region",
    "commune": "commune",
    "ville": "commune",
    "epci": "epci",
}
_ORDER = ("departement", "region", "commune", "epci", "ept")
_CODE_IN_BRACKETS = re.compile(r"\((\w{2,9})\)\s*$")


class StatedZones:
    """Reads zones stated in words. `departement`: the list's own, which settles names that several communes share."""

    def __init__(self, territories: Territories, codes: ZoneCodes, departement: str = "") -> None:
        self._territories = territories
        self._codes = codes
        self._departement = departement
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def read(self, text: str, commune: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(territory keys, sorted; parts not understood). `commune`: where the solution is, for « le département »."""
        departement = self._departement
        if not departement and commune:
            departement = self._territories.departement_of(commune)
        keys: set[str] = set()
        unknown: list[str] = []
        whole = self._one(text, departement)
        if whole:
            return whole, ()
        for part in _SEPARATOR.split(text):
            # « Terres de Bray et Forges » may be one name: it is cut in two only when it is none.
            pieces = [part] if self._one(part, departement) else part.split(" et ")
            for piece in pieces:
                found = self._one(piece, departement)
                keys.update(found)
                if not found and piece.strip():
                    unknown.append(piece.strip())
        return tuple(sorted(keys)), tuple(unknown)

    def _one(self, text: str, departement: str) -> tuple[str, ...]:
        """The keys, sorted, of what one name or code means: several for a postal code that several communes share."""
        key = (text.strip(), departement)
        if key not in self._known:
            found = self._find(*key)
            self._known[key] = (found,) if found else self._served(key[0])
        return self._known[key]

    def _served(self, text: str) -> tuple[str, ...]:
        """The communes of a postal code, « 35000 » or « 35000 Rennes »."""
        written = name_and_code(text)
        communes = self._territories.communes_at(postal_code(text) or (written[1] if written else ""))
        named = {one.code for one in self._territories.find("commune", written[0])} if written else None
        return tuple(f"commune/{one.code}" for one in communes if named is None or one.code in named)

    def _find(self, text: str, departement: str) -> str | None:
        if not text:
            return None
        folded = fold_label(text)
        if folded in _WHOLE_COUNTRY:
            return COUNTRY
        if folded in _WHOLE_DEPARTEMENT:
            return f"departement/{departement}" if departement else None
        if folded in _WHOLE_REGION:
            return self._region_of(departement)
        bracketed = _CODE_IN_BRACKETS.search(text)
        coded = self._codes.zone(text.strip()) or (self._codes.zone(bracketed[1]) if bracketed else None)
        return coded or self._written(text, departement)

    def _written(self, text: str, departement: str) -> str | None:
        """A name, with or without its kind in front: « Redon », « EPCI de Redon », « région : 53 »."""
        named = _KIND.match(text)
        if named is None:
            return self._named(_ORDER, text, departement)
        kind, rest = _KINDS[fold_label(named[1])], text[named.end() :].strip()
        return self._coded(kind, rest) or self._named((kind,), rest, departement)

    def _region_of(self, departement: str) -> str | None:
        found = self._territories.by_code("departement", departement)
        region = found.parent("region") if found else None
        return f"region/{region}" if region else None

    def _coded(self, kind: str, code: str) -> str | None:
        return f"{kind}/{code.upper()}" if self._territories.by_code(kind, code.upper()) else None

    def _named(self, kinds: tuple[str, ...], name: str, departement: str) -> str | None:
        for kind in kinds:
            found = self._territories.find(kind, name)
            if len(found) > 1 and departement:
                found = self._territories.find(kind, name, departement=departement)
            if len(found) == 1:
                return f"{kind}/{found[0].code}"
        return None
