"""Structures and services of data·inclusion, v1 schema, from JSON, JSON lines, CSV or Parquet, in bounded memory.

The rules are those of the package `data-inclusion-schema`, so a row that the national validator takes is taken here.
What a row holds, not the file's name, says whether it is a structure or a service. Fields outside the schema are kept.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from data_inclusion.schema import v1
from pydantic import BaseModel, ValidationError

from ftgraph.sources.data_inclusion_rows import CONTROL, lost, uncontrolled
from ftgraph.sources.emails import surely_valid
from ftgraph.sources.json_rows import Malformed
from ftgraph.sources.quality import Assessed, score
from ftgraph.sources.record_rows import read_rows
from ftgraph.sources.schema_faults import Repair, Repairer
from ftgraph.sources.solution_records import (
    Record,
    Reject,
    Severity,
    SolutionRecord,
    SomeRecord,
    StructureRecord,
    content_of,
    digest_of,
    shown,
    strict_refusal,
)
from ftgraph.sources.territories import Territories
from ftgraph.sources.zone_codes import ZoneCodes

MAX_BYTES = 8 << 30
_DEEPEST_EXTRA = 32
_SERVICE_ONLY = frozenset(v1.Service.model_fields) - frozenset(v1.Structure.model_fields) - {"type"}
_CHOICES: dict[str, tuple[str, ...]] = {
    name: tuple(member.value for member in kind)
    for name, kind in {
        "type": v1.TypeService,
        "thematiques": v1.Thematique,
        "frais": v1.Frais,
        "publics": v1.Public,
        "modes_accueil": v1.ModeAccueil,
        "modes_mobilisation": v1.ModeMobilisation,
        "mobilisable_par": v1.PersonneMobilisatrice,
        "reseaux_porteurs": v1.ReseauPorteur,
    }.items()
}


@dataclass(frozen=True, slots=True)
class _Checked:
    """A row that holds to the schema, with what its model made of dates, numbers and addresses."""

    row: Mapping[str, Any]
    values: Mapping[str, Any]
    extra: dict[str, Any]
    categories: tuple[str, ...] = ()
    unknown_barriers: tuple[str, ...] = ()


class _Kind:
    """Checks the rows of one model: once when they are good, again after repair when they are not."""

    def __init__(self, model: type[BaseModel], categories: Iterable[str] = ()) -> None:
        self.fields = frozenset(model.model_fields)
        self._validate = model.__pydantic_validator__.validate_python
        self._repairer = Repairer(
            self._validate,
            mandatory=(name for name, field in model.model_fields.items() if field.is_required()),
            choices=_CHOICES,
            categories=categories,
        )

    def check(self, row: dict[str, Any], line: int, faults: list[Reject]) -> _Checked | None:
        """The checked row, or `None` when it is rejected. Faults are appended."""
        try:
            values = self._values(row)
        except ValidationError as error:
            repair = _all_publics(row, self._repairer.repair(row, error, line))
            faults += repair.faults
            if repair.row is None:
                return None
            values = self._validate(repair.row).__dict__
            extra = self._extra(repair.row, line, faults)
            return _Checked(repair.row, values, extra, tuple(repair.categories), tuple(repair.unknown_barriers))
        return _Checked(row, values, self._extra(row, line, faults))

    def _values(self, row: dict[str, Any]) -> dict[str, Any]:
        """The model's values."""
        email = row.get("courriel")
        if not isinstance(email, str) or not surely_valid(email):
            checked: dict[str, Any] = self._validate(row).__dict__
            return checked
        row["courriel"] = None
        try:
            values: dict[str, Any] = self._validate(row).__dict__
        finally:
            row["courriel"] = email
        values["courriel"] = email
        return values

    def _extra(self, row: Mapping[str, Any], line: int, faults: list[Reject]) -> dict[str, Any]:
        extra = {}
        for name in row.keys() - self.fields:
            if row[name] is None:
                continue  # nothing stated: a CSV could not even say so
            if _depth(row[name]) > _DEEPEST_EXTRA:
                reason = f"plus de {_DEEPEST_EXTRA} niveaux d’imbrication"
                faults.append(Reject(line, name, "", reason, severity=Severity.REPAIRED))
            else:
                extra[name] = row[name]
        return extra


class Reader:
    """Turns rows into records, one run long: ids already seen and codes already resolved are remembered."""

    def __init__(self, territories: Territories, *, today: date, example: bool = False) -> None:
        self._codes = ZoneCodes(territories)
        self._today = today
        self._example = example
        self._services = _Kind(v1.Service, (member.value for member in v1.Categorie))
        self._structures = _Kind(v1.Structure)
        self._seen: tuple[dict[str, int], dict[str, int]] = ({}, {})

    def record(self, row: dict[str, Any], line: int, faults: list[Reject]) -> Record | None:
        """The record of a row, or `None` when the row is rejected; faults are appended."""
        is_service = is_service_row(row)
        kind = self._services if is_service else self._structures
        checked = kind.check(row, line, faults)
        if checked is None:
            return None
        identifier = checked.row["id"]
        seen = self._seen[is_service]
        if identifier in seen:
            faults.append(Reject(line, "id", shown(identifier), f"identifiant déjà vu, ligne {seen[identifier]}"))
            return None
        seen[identifier] = line
        return self._solution(checked, line, faults) if is_service else self._structure(checked, line, faults)

    def _place(
        self, checked: _Checked, line: int, faults: list[Reject]
    ) -> tuple[str | None, float | None, float | None]:
        """(today's commune, latitude, longitude)."""
        location = None
        if insee_code := checked.row.get("code_insee"):
            location = self._codes.commune(insee_code)
            if location is None:
                faults.append(_repaired(line, "code_insee", insee_code, "aucune commune n’a ce code ; lieu non placé"))
        latitude, longitude = checked.values["latitude"], checked.values["longitude"]
        if latitude is None or longitude is None:
            return location, None, None
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # also false for not-a-number
            value = f"{latitude}, {longitude}"
            faults.append(_repaired(line, "latitude", value, "coordonnées hors de la Terre ; point non placé"))
            return location, None, None
        return location, latitude, longitude

    def _structure(self, checked: _Checked, line: int, faults: list[Reject]) -> StructureRecord:
        row, values = checked.row, checked.values
        text = row.get
        location, latitude, longitude = self._place(checked, line, faults)
        return _sealed(
            StructureRecord(
                id=row["id"],
                source=row["source"],
                name=row["nom"],
                description=text("description") or None,
                siret=text("siret"),
                networks=_sorted(text("reseaux_porteurs")),
                locality_name=text("commune") or None,
                postal_code=text("code_postal"),
                insee_code=text("code_insee"),
                location=location,
                address=text("adresse") or None,
                address_complement=text("complement_adresse") or None,
                latitude=latitude,
                longitude=longitude,
                telephone=text("telephone") or None,
                email=values["courriel"],
                homepage=_link(text("site_web")),
                page=_link(text("lien_source")),
                opening_hours=text("horaires_accueil") or None,
                accessibility_page=_link(text("accessibilite_lieu")),
                modified=values["date_maj"],
                example=self._example,
                line=line,
            ),
            row,
            checked.extra,
        )

    def _solution(self, checked: _Checked, line: int, faults: list[Reject]) -> SolutionRecord:
        row, values, extra = checked.row, checked.values, checked.extra
        text = row.get
        location, latitude, longitude = self._place(checked, line, faults)
        zones: tuple[str, ...] = ()
        if stated := text("zone_eligibilite"):
            zones, unknown = self._codes.zones(stated)
            if unknown:
                # All of them: those that are known are not what the row said without the others.
                extra["zone_eligibilite"] = list(stated)
                faults += [
                    _repaired(line, "zone_eligibilite", code, "aucun territoire n’a ce code") for code in unknown
                ]
        hours = values["volume_horaire_hebdomadaire"]
        if hours is not None and not math.isfinite(hours):
            faults.append(_repaired(line, "volume_horaire_hebdomadaire", str(hours), "un nombre fini est attendu"))
            hours = None
        barriers = _sorted((*(text("thematiques") or ()), *checked.categories))
        record = SolutionRecord(
            id=row["id"],
            source=row["source"],
            structure_id=row["structure_id"],
            title=row["nom"],
            description=row["description"],
            modified=values["date_maj"],
            page=_link(text("lien_source")),
            service_type=text("type"),
            barriers=barriers,
            unrecognised_barrier=None if barriers else ", ".join(checked.unknown_barriers) or None,
            fee=text("frais"),
            fee_details=text("frais_precisions") or None,
            publics=_sorted(text("publics")),
            public_details=text("publics_precisions") or None,
            access_conditions=text("conditions_acces") or None,
            locality_name=text("commune") or None,
            postal_code=text("code_postal"),
            insee_code=text("code_insee"),
            location=location,
            address=text("adresse") or None,
            address_complement=text("complement_adresse") or None,
            latitude=latitude,
            longitude=longitude,
            telephone=text("telephone") or None,
            email=values["courriel"],
            modes=_sorted(text("modes_accueil")),
            zones=zones,
            contact_name=text("contact_nom_prenom") or None,
            mobilisation_page=_link(text("lien_mobilisation")),
            mobilisation_modes=_sorted(text("modes_mobilisation")),
            mobilisable_by=_sorted(text("mobilisable_par")),
            mobilisation_details=text("mobilisation_precisions") or None,
            weekly_hours=hours,
            weeks=values["nombre_semaines"],
            opening_hours=text("horaires_accueil") or None,
            quality=score(Assessed.of(row, values["date_maj"]), self._today),
            example=self._example,
            line=line,
        )
        return _sealed(record, row, extra)


def read(
    paths: Iterable[Path],
    *,
    territories: Territories,
    today: date,
    strict: bool = False,
    example: bool = False,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Record | Reject]:
    """The records of `paths` and the faults of their rows, as they come; files of structures are read first.

    `today` dates the quality score. With `strict`, everything is still read, so that the report is whole, then
    `SourceError` is raised if any row had a fault. `SourceError` also when a file cannot be read at all.
    """
    reader = Reader(territories, today=today, example=example)
    faulty = 0
    for path in sorted(paths, key=lambda one: _opens_with_service(one, max_bytes)):
        for line, row in read_rows(path, max_bytes=max_bytes):
            faults: list[Reject] = []
            record = None
            if isinstance(row, Malformed):
                faults.append(Reject(line, "", row.text, row.reason))
            else:
                record = reader.record(row, line, faults)
            if faults:
                faulty += 1
                identifier = "" if isinstance(row, Malformed) else shown(row.get("id"))
                yield from (replace(one, file=path.name, identifier=identifier) for one in faults)
            if record is not None:
                yield record
    if strict and faulty:
        raise strict_refusal(faulty)


def is_service_row(row: Mapping[str, Any]) -> bool:
    """Whether a row is a service (some field that only services have) rather than a structure."""
    return not _SERVICE_ONLY.isdisjoint(row)


def _opens_with_service(path: Path, max_bytes: int) -> bool:
    first = next(read_rows(path, max_bytes=max_bytes), None)
    return first is not None and isinstance(first[1], dict) and is_service_row(first[1])


def _all_publics(row: Mapping[str, Any], repair: Repair) -> Repair:
    """« tous-publics » beside other publics: the row is open to all, so that value alone is kept rather than none."""
    publics = row.get("publics")
    emptied = repair.row is not None and repair.row.get("publics") is None
    if repair.row is not None and emptied and isinstance(publics, list) and "tous-publics" in publics:
        repair.row["publics"] = ["tous-publics"]
    return repair


def _repaired(line: int, field: str, value: str, reason: str) -> Reject:
    return Reject(line, field, shown(value), reason, severity=Severity.REPAIRED)


def _sorted(values: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(sorted(set(values))) if values else ()


def _link(value: object) -> str | None:
    return str(value).strip() or None if value else None


def _sealed(record: SomeRecord, row: Mapping[str, Any], extra: dict[str, Any]) -> SomeRecord:
    """The record with all that it would not give back of its row, and its digest."""
    content = content_of(record)
    extra |= lost(record, row)
    if CONTROL in content:
        extra |= uncontrolled(row)
    if extra:
        record.extra = _json(extra)
    record.digest = digest_of(record, content)
    return record


def _json(extra: Mapping[str, Any]) -> str | None:
    if not extra:
        return None
    return orjson.dumps(extra, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode()


def _depth(value: object) -> int:
    depth = 0
    level = [value]
    while level := [
        child
        for one in level
        if isinstance(one, (list, dict))
        for child in (one.values() if isinstance(one, dict) else one)
    ]:
        depth += 1
        if depth > _DEEPEST_EXTRA:
            break
    return depth
