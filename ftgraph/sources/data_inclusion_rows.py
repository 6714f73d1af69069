"""Records as rows of data·inclusion’s v1 schema: what exports write, and what imports check that they can give back.

A record keeps values as the graph needs them: codes of today, sets sorted, addresses of pages made sound. Where that is
not what the row said, the row's own value is kept in `extra` under the field's name, and an export gives it back: a row
that is imported, exported and imported again is the same row, the order of sets and absent values aside.
"""

import re
from collections.abc import Mapping
from typing import Any

import orjson
from data_inclusion.schema import v1

from ftgraph.sources.solution_records import Record, SolutionRecord, StructureRecord

_THEMES = frozenset(member.value for member in v1.Thematique)
_CODED = ("commune", "epci", "ept", "departement")
_COUNTRY = "country/FR"
# An address that the graph holds as it is written; any other is percent-encoded there.
SAFE_LINK = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#](?:[A-Za-z0-9._~:/?&=+,;@!$'()*-]|%[0-9A-Fa-f]{2})*)?"
)
_NUMBERS = ("latitude", "longitude", "volume_horaire_hebdomadaire", "nombre_semaines")
_LINKS = ("lien_source", "site_web", "accessibilite_lieu", "lien_mobilisation")


def row_of(record: Record) -> dict[str, Any]:
    """The row: every field of the schema, None where nothing is stated, then the fields outside it."""
    made = _service(record) if isinstance(record, SolutionRecord) else _structure(record)
    if record.extra:
        made.update(orjson.loads(record.extra))
    return made


def lost(record: Record, row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a valid `row` that its record, once in the graph, would not give back, with their values."""
    given = _service(record) if isinstance(record, SolutionRecord) else _structure(record)
    kept = {}
    for name, back in given.items():
        value = row.get(name)
        if value != back and value is not None and not _same(value, back):
            # A CSV file holds numbers as texts: what is kept is the same from any format.
            kept[name] = _number(value) if name in _NUMBERS and _number(value) is not None else value
    for name in _LINKS:
        if (value := row.get(name)) and not SAFE_LINK.fullmatch(str(value)):
            kept[name] = str(value)
    return kept | _uncontrolled(row)


def _same(value: object, back: object) -> bool:
    if isinstance(value, (list, tuple, set)) and isinstance(back, list):
        return len(value) == len(back) and set(value) == set(back)
    return str(value) == str(back) or (isinstance(back, float) and _number(value) == back)


def _number(value: object) -> float | None:
    try:
        return float(value)  # type: ignore[arg-type]  # anything may come, and only numbers pass
    except (TypeError, ValueError):
        return None


def _uncontrolled(row: Mapping[str, Any]) -> dict[str, Any]:
    """Texts with control characters, which no RDF text may hold."""
    try:
        written = orjson.dumps(row, default=str)
    except TypeError:
        return {}
    if b"\\u00" not in written:
        return {}
    return {name: value for name, value in row.items() if isinstance(value, str) and b"\\u00" in orjson.dumps(value)}


def _structure(record: StructureRecord) -> dict[str, Any]:
    return {
        "source": record.source,
        "id": record.id,
        "nom": record.name,
        "date_maj": record.modified.isoformat() if record.modified else None,
        "description": record.description,
        "lien_source": record.page,
        "siret": record.siret,
        **_place(record),
        "telephone": record.telephone,
        "courriel": record.email,
        "site_web": record.homepage,
        "horaires_accueil": record.opening_hours,
        "accessibilite_lieu": record.accessibility_page,
        "reseaux_porteurs": _listed(record.networks),
    }


def _service(record: SolutionRecord) -> dict[str, Any]:
    return {
        "source": record.source,
        "structure_id": record.structure_id,
        "id": record.id,
        "nom": record.title,
        "description": record.description,
        "lien_source": record.page,
        "date_maj": record.modified.isoformat() if record.modified else None,
        "type": record.service_type,
        "thematiques": _listed(tuple(each for each in record.barriers if each in _THEMES)),
        "frais": record.fee,
        "frais_precisions": record.fee_details,
        "publics": _listed(record.publics),
        "publics_precisions": record.public_details,
        "conditions_acces": record.access_conditions,
        **_place(record),
        "telephone": record.telephone,
        "courriel": record.email,
        "modes_accueil": _listed(record.modes),
        "zone_eligibilite": _listed(tuple(sorted(filter(None, map(zone_code, record.zones))))),
        "contact_nom_prenom": record.contact_name,
        "lien_mobilisation": record.mobilisation_page,
        "modes_mobilisation": _listed(record.mobilisation_modes),
        "mobilisable_par": _listed(record.mobilisable_by),
        "mobilisation_precisions": record.mobilisation_details,
        "volume_horaire_hebdomadaire": record.weekly_hours,
        "nombre_semaines": record.weeks,
        "horaires_accueil": record.opening_hours,
    }


def _place(record: Record) -> dict[str, Any]:
    return {
        "commune": record.locality_name,
        "code_postal": record.postal_code,
        "code_insee": record.location,
        "adresse": record.address,
        "complement_adresse": record.address_complement,
        "longitude": record.longitude,
        "latitude": record.latitude,
    }


def zone_code(key: str) -> str:
    """The code of a territory's key (`departement/35`) in `zone_eligibilite`; "" for a kind that has none there."""
    if key == _COUNTRY:
        return "france"
    kind, _, code = key.partition("/")
    return code if kind in _CODED else ""


def _listed(values: tuple[str, ...]) -> list[str] | None:
    return list(values) or None
