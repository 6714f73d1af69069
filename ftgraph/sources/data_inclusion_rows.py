"""Records as rows of data·inclusion’s v1 schema: what exports write, and what imports check that they can give back.

A record keeps values as the graph needs them: codes of today, sets sorted, addresses of pages made sound. Where that is
not what the row said, the row's own value is kept in `extra` under the field's name, and an export gives it back: a row
that is imported, exported and imported again is the same row, the order of sets and absent values aside.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any

import orjson
from data_inclusion.schema import v1

from ftgraph.sources.solution_records import Record, SolutionRecord, StructureRecord

FIELDS: Mapping[type, tuple[str, ...]] = {
    StructureRecord: tuple(v1.Structure.model_fields),
    SolutionRecord: tuple(v1.Service.model_fields),
}
_THEMES = frozenset(member.value for member in v1.Thematique)
_CODED = ("commune", "epci", "ept", "departement")
_COUNTRY = "country/FR"
# An address that the graph holds as it is written; any other is percent-encoded there.
SAFE_LINK = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#](?:[A-Za-z0-9._~:/?&=+,;@!$'()*-]|%[0-9A-Fa-f]{2})*)?"
)
_BOTH = {
    "source": "source",
    "id": "id",
    "description": "description",
    "lien_source": "page",
    "commune": "locality_name",
    "code_postal": "postal_code",
    "code_insee": "location",
    "adresse": "address",
    "complement_adresse": "address_complement",
    "longitude": "longitude",
    "latitude": "latitude",
    "telephone": "telephone",
    "courriel": "email",
    "horaires_accueil": "opening_hours",
}
_STRUCTURE = {
    "nom": "name",
    "siret": "siret",
    "site_web": "homepage",
    "accessibilite_lieu": "accessibility_page",
}
_SERVICE = {
    "structure_id": "structure_id",
    "nom": "title",
    "type": "service_type",
    "frais": "fee",
    "frais_precisions": "fee_details",
    "publics_precisions": "public_details",
    "conditions_acces": "access_conditions",
    "contact_nom_prenom": "contact_name",
    "lien_mobilisation": "mobilisation_page",
    "mobilisation_precisions": "mobilisation_details",
    "volume_horaire_hebdomadaire": "weekly_hours",
    "nombre_semaines": "weeks",
}
_AS_THEY_ARE: Mapping[type, tuple[tuple[str, ...], Callable[[Record], tuple[object, ...]]]] = {
    kind: (tuple(names), attrgetter(*names.values()))
    for kind, names in ((StructureRecord, _BOTH | _STRUCTURE), (SolutionRecord, _BOTH | _SERVICE))
}
"""The fields of a row that a record holds as they are, and what reads them."""
_NUMBERS = ("latitude", "longitude", "volume_horaire_hebdomadaire", "nombre_semaines")
CONTROL = b"\\u00"
"""In JSON, the mark of a control character."""
_LINKS = ("lien_source", "site_web", "accessibilite_lieu", "lien_mobilisation")


def row_of(record: Record) -> dict[str, Any]:
    """The row: every field of the schema, None where nothing is stated, then the fields outside it."""
    carried = dict(_carried(record))
    row = {name: carried[name] for name in FIELDS[type(record)]}
    if record.extra:
        row.update(orjson.loads(record.extra))
    return row


def lost(record: Record, row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a valid `row` that its record, once in the graph, would not give back, with their values.

    Texts with control characters apart: see `uncontrolled`.
    """
    kept = {}
    names, values = _AS_THEY_ARE[type(record)]
    all_the_same = tuple(map(row.get, names)) == values(record)  # most often, and that is told at once
    for name, back in _made(record).items() if all_the_same else _carried(record):
        value = row.get(name)
        if value != back and value is not None and not _same(value, back):
            # A CSV file holds numbers as texts: what is kept is the same from any format.
            kept[name] = _number(value) if name in _NUMBERS and _number(value) is not None else value
    for name in _LINKS:
        if (value := row.get(name)) and not SAFE_LINK.fullmatch(str(value)):
            kept[name] = str(value)
    return kept


def _same(value: object, back: object) -> bool:
    if isinstance(value, (list, tuple, set)) and isinstance(back, list):
        return len(value) == len(back) and set(value) == set(back)
    return str(value) == str(back) or (isinstance(back, float) and _number(value) == back)


def _number(value: object) -> float | None:
    try:
        return float(value)  # type: ignore[arg-type]  # anything may come, and only numbers pass
    except (TypeError, ValueError):
        return None


def uncontrolled(row: Mapping[str, Any]) -> dict[str, str]:
    """A valid row's texts with control characters, which no RDF text may hold."""
    return {name: value for name, value in row.items() if isinstance(value, str) and CONTROL in orjson.dumps(value)}


def _carried(record: Record) -> Iterator[tuple[str, object]]:
    """Each field of the row beside what the record has for it."""
    names, values = _AS_THEY_ARE[type(record)]
    return chain(zip(names, values(record), strict=True), _made(record).items())


def _made(record: Record) -> dict[str, object]:
    """The fields that a record holds in another form."""
    modified = record.modified.isoformat() if record.modified else None
    if isinstance(record, StructureRecord):
        return {"date_maj": modified, "reseaux_porteurs": _listed(record.networks)}
    return {
        "date_maj": modified,
        "thematiques": _listed(_themes(record.barriers)),
        "publics": _listed(record.publics),
        "modes_accueil": _listed(record.modes),
        "zone_eligibilite": _listed(_zone_codes(record.zones)),
        "modes_mobilisation": _listed(record.mobilisation_modes),
        "mobilisable_par": _listed(record.mobilisable_by),
    }


@lru_cache(maxsize=1 << 16)
def _themes(barriers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([each for each in barriers if each in _THEMES])


@lru_cache(maxsize=1 << 16)
def _zone_codes(zones: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(filter(None, map(zone_code, zones))))


def zone_code(key: str) -> str:
    """The code of a territory's key (`departement/35`) in `zone_eligibilite`; "" for a kind that has none there."""
    if key == _COUNTRY:
        return "france"
    kind, _, code = key.partition("/")
    return code if kind in _CODED else ""


def _listed(values: tuple[str, ...]) -> list[str] | None:
    return list(values) or None
