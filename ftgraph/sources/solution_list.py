"""A département's own list of solutions, CSV or XLSX, as the same records that data·inclusion gives.

A row is lost only when it has no name. What is not understood (a barrier, a public, a zone, a date) is kept as it was
written and reported.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path

import orjson
from pydantic import EmailStr, TypeAdapter, ValidationError

from ftgraph.sources.list_columns import ListMapping, find_columns
from ftgraph.sources.place_names import name_and_code
from ftgraph.sources.quality import Assessed, score
from ftgraph.sources.schema_faults import iso_date, unknown_value
from ftgraph.sources.solution_records import (
    Record,
    Reject,
    Severity,
    SolutionRecord,
    StructureRecord,
    sealed,
    shown,
    strict_refusal,
)
from ftgraph.sources.stated_zones import StatedZones
from ftgraph.sources.tables import MAX_BYTES, Row, read_table
from ftgraph.sources.territories import Territories, Territory
from ftgraph.sources.vocabulary_labels import fold_label
from ftgraph.sources.zone_codes import ZoneCodes

_ITEMS = re.compile(r"[;|\n•]")
_FINER_ITEMS = re.compile(r"[,/]| et | ou ")
_FREE = re.compile(r"gratuit|sans frais|aucun|0 ?€|0 ?euros?|0|non|néant|-", re.IGNORECASE)
_PAID = re.compile(r"payant|[1-9]|€|euro|participation|adh[ée]sion|tarif", re.IGNORECASE)
_NO_STRUCTURE = "Structure non précisée"


@dataclass(frozen=True, slots=True)
class ListSource:
    """What a list is. `name`: the source's key; `labels`: field → folded label → value (`read_list_labels`)."""

    name: str
    labels: Mapping[str, Mapping[str, str]]
    mapping: ListMapping = field(default_factory=ListMapping)
    sheet: str | None = None
    example: bool = False


def read(
    path: Path,
    source: ListSource,
    *,
    territories: Territories,
    today: date,
    strict: bool = False,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Record | Reject]:
    """The structures and solutions of a list, each structure before its first solution, and the faults found.

    With `strict` the whole list is read, then `SourceError` is raised if any row had a fault. `SourceError` also when
    the file cannot be read or has no column for names.
    """
    table = read_table(path, sheet=source.sheet, max_bytes=max_bytes)
    columns = find_columns(table.columns, source.mapping, path.name)
    reader = _ListReader(source, columns, territories, today)
    faulty = 0
    for row in table.rows:
        records = reader.records(row)
        if reader.faults:
            faulty += 1
            identifier = records[-1].id if records else ""
            yield from (replace(one, file=path.name, identifier=identifier) for one in reader.faults)
        yield from records
    if strict and faulty:
        raise strict_refusal(faulty)


class _ListReader:
    """Turns a list's rows into records; `faults` are those of the last row."""

    def __init__(self, source: ListSource, columns: Mapping[str, str], territories: Territories, today: date) -> None:
        self._source = source
        self._columns = columns
        self._used = frozenset(columns.values())
        self._territories = territories
        self._today = today
        self._codes = ZoneCodes(territories)
        self._zones = StatedZones(territories, self._codes, source.mapping.departement)
        self._labels = source.labels
        self._values = {
            field: {fold_label(text): value for text, value in values.items()}
            for field, values in source.mapping.values.items()
        }
        self._email = TypeAdapter(EmailStr)
        self._structures: set[str] = set()
        self._seen: dict[str, int] = {}
        self._alike: dict[str, dict[str, str]] = {}
        self._line = 0
        self._cells: Mapping[str, str] = {}
        self.faults: list[Reject] = []

    def records(self, row: Row) -> list[Record]:
        """The row's solution, after its structure when that one is new; nothing when the row is rejected."""
        self.faults = []
        self._line, self._cells = row.line, row.cells
        name = self._text("nom")
        if not name:
            self._fault("nom", "", "champ obligatoire absent", Severity.REJECTED)
            return []
        structure = self._structure()
        solution = self._solution(name, structure)
        if solution is None:
            return []
        new = structure.id not in self._structures
        self._structures.add(structure.id)
        return [structure, solution] if new else [solution]

    def _text(self, field: str) -> str | None:
        """The cell's text as it is, a default for an empty one, or `None`."""
        text = self._cells.get(self._columns.get(field, ""), "")
        if not text.strip():
            text = self._source.mapping.defaults.get(field, "")
        return text if text.strip() else None

    def _fault(self, field: str, value: str, reason: str, severity: Severity = Severity.REPAIRED) -> None:
        self.faults.append(Reject(self._line, self._columns.get(field, field), shown(value), reason, severity=severity))

    def _key(self, *parts: str) -> str:
        folded = "\n".join(" ".join(part.lower().split()) for part in parts)
        return f"{self._source.name}--{blake2b(folded.encode(), digest_size=8).hexdigest()}"

    def _structure(self) -> StructureRecord:
        name = self._text("structure")
        if name is None:
            self._fault("structure", "", "structure absente : « Structure non précisée » est mise à sa place")
        siret = re.sub(r"\s", "", self._text("siret") or "")
        if siret and not re.fullmatch(r"\d{14}", siret):
            self._fault("siret", siret, "un SIRET a 14 chiffres ; valeur écartée")
            siret = ""
        name = (name or _NO_STRUCTURE).strip()
        return sealed(
            StructureRecord(
                id=self._key("structure", name),
                source=self._source.name,
                name=name,
                siret=siret or None,
                example=self._source.example,
                line=self._line,
            )
        )

    def _solution(self, name: str, structure: StructureRecord) -> SolutionRecord | None:
        location = self._location()
        latitude, longitude = self._point()
        extra = {heading: text for heading, text in self._cells.items() if heading not in self._used and text.strip()}
        barriers, unrecognised = self._values_of("frein")
        publics, other_publics = self._values_of("public")
        modes, other_modes = self._values_of("mode")
        types, other_types = self._values_of("type")
        if len(types) > 1:
            other_types = self._text("type")
        if "tous-publics" in publics and len(publics) > 1:
            publics, other_publics = ("tous-publics",), self._text("public")
        zones: tuple[str, ...] = ()
        if stated := self._text("zone"):
            zones, unknown = self._zones.read(stated, location)
            for part in unknown:
                self._fault(
                    "zone", part, "aucun territoire, ou plusieurs, portent ce nom ; texte gardé, zone non placée"
                )
            if unknown:
                extra[self._columns.get("zone", "zone")] = stated
        for name_of_field, text in (("mode", other_modes), ("type", other_types)):
            if text:
                extra[self._columns.get(name_of_field, name_of_field)] = text
        if self._columns.get("frein") and unrecognised and barriers:
            extra[self._columns["frein"]] = self._text("frein") or ""
        fee, fee_details = self._fee()
        description = self._text("description")
        record = SolutionRecord(
            id="",
            source=self._source.name,
            structure_id=structure.id,
            title=name.strip(),
            description=description or name.strip(),
            modified=self._date(),
            page=self._page(),
            service_type=types[0] if len(types) == 1 else None,
            barriers=barriers,
            unrecognised_barrier=unrecognised if not barriers else None,
            fee=fee,
            fee_details=fee_details,
            publics=publics,
            public_details=other_publics,
            access_conditions=self._text("conditions"),
            locality_name=self._text("commune"),
            postal_code=self._postal_code(),
            insee_code=self._text("code_insee"),
            location=location,
            address=self._text("adresse"),
            address_complement=self._text("complement"),
            latitude=latitude,
            longitude=longitude,
            telephone=self._text("telephone"),
            email=self._valid_email(),
            modes=modes,
            zones=zones,
            contact_name=self._text("contact"),
            mobilisation_details=self._text("mobilisation"),
            opening_hours=self._text("horaires"),
            extra=orjson.dumps(extra, option=orjson.OPT_SORT_KEYS).decode() if extra else None,
            example=self._source.example,
            line=self._line,
        )
        return self._identified(record, structure, description)

    def _identified(
        self, record: SolutionRecord, structure: StructureRecord, description: str | None
    ) -> SolutionRecord | None:
        """The record with its identifier, score and digest; `None` when the list already has it."""
        given = self._text("identifiant")
        identifier = f"{self._source.name}--{given.strip()}" if given else ""
        if not given:
            place = record.location or record.locality_name or ""
            first = self._key("solution", structure.name, record.title, place)
            # The same action may stand on several rows, one a barrier or a public: each is kept, in the list's order.
            alike = self._alike.setdefault(first, {})
            identifier = alike.setdefault(sealed(record).digest, f"{first}-{len(alike) + 1}" if alike else first)
        if identifier in self._seen:
            line = self._seen[identifier]
            reason = f"identifiant déjà vu, ligne {line}" if given else f"ligne identique à la ligne {line}"
            self._fault("identifiant", given or "", reason, Severity.REJECTED)
            return None
        self._seen[identifier] = self._line
        return sealed(replace(record, id=identifier, quality=self._quality(record, description)))

    def _quality(self, record: SolutionRecord, description: str | None) -> float:
        assessed = Assessed(
            record.source,
            record.modified,
            len(description or ""),
            address=bool(record.address),
            telephone=bool(record.telephone),
            email=bool(record.email),
            link=False,
            fee=record.fee,
            fee_details=bool(record.fee_details),
            barriers=bool(record.barriers),
            publics=bool(record.publics),
            modes=record.modes,
            mobilisation_modes=(),
            mobilisable_by=False,
        )
        return score(assessed, self._today)

    def _values_of(self, field: str) -> tuple[tuple[str, ...], str | None]:
        """(values recognised, sorted; the text of what was not). Faults say what was not, with the nearest label."""
        text = self._text(field)
        if text is None:
            return (), None
        found: set[str] = set()
        unknown: list[str] = []
        for part in _ITEMS.split(text):
            whole = self._value(field, part)
            if whole:
                found.add(whole)
                continue
            for item in filter(None, map(str.strip, _FINER_ITEMS.split(part))):
                value = self._value(field, item)
                if value:
                    found.add(value)
                else:
                    unknown.append(item)
        for item in unknown:
            self._fault(field, item, f"{unknown_value(item, self._labels[field])} ; texte gardé")
        return tuple(sorted(found)), ", ".join(unknown) or None

    def _value(self, field: str, text: str) -> str | None:
        folded = fold_label(text)
        return self._values.get(field, {}).get(folded) or self._labels[field].get(folded)

    def _fee(self) -> tuple[str | None, str | None]:
        text = self._text("frais")
        if text is None:
            return None, None
        mapped = self._values.get("frais", {}).get(fold_label(text))
        if mapped in ("gratuit", "payant"):
            return mapped, text
        if _FREE.fullmatch(text.strip()) or text.strip().lower().startswith("gratuit"):
            return "gratuit", None if _FREE.fullmatch(text.strip()) else text
        return ("payant", None if text.strip().lower() == "payant" else text) if _PAID.search(text) else (None, text)

    def _location(self) -> str | None:
        """Today's commune: by its code, else by its name among those of the postal code, then of the département.

        Without a name, that of a postal code that serves one commune.
        """
        if code := self._text("code_insee"):
            if found := self._codes.commune(code.strip()):
                return found
            self._fault("code_insee", code, "aucune commune n’a ce code")
        served = [one.code for one in self._territories.communes_at(self._postal_code() or "")]
        name = self._text("commune")
        if name is None:
            return served[0] if len(served) == 1 else None
        candidates = self._communes_named(name, served)
        if len(candidates) == 1:
            return candidates[0].code
        reason = "plusieurs communes portent ce nom : ajoutez le code postal" if candidates else self._no_commune(name)
        self._fault("commune", name, f"{reason} ; lieu non placé")
        return None

    def _communes_named(self, name: str, served: Sequence[str]) -> tuple[Territory, ...]:
        """The communes of a name (« Redon », « 35600 Redon »), among those that the postal code serves if any is."""
        found = self._territories.find("commune", name)
        if not found and (written := name_and_code(name)):
            name, beside = written
            found = self._territories.find("commune", name)
            served = served or [one.code for one in self._territories.communes_at(beside)]
        if kept := tuple(one for one in found if one.code in served):
            return kept
        departement = self._source.mapping.departement
        return tuple(one for one in found if one.parent("departement") == departement) if departement else found

    def _no_commune(self, name: str) -> str:
        """Why a name gives no commune."""
        departement = self._source.mapping.departement
        if self._territories.find("commune", name):
            return "aucune commune de ce nom dans le département de la liste : ajoutez le code postal"
        near = self._territories.nearest("commune", name, departement=departement, limit=1)
        return f"commune inconnue ; la plus proche est « {near[0].name} »" if near else "commune inconnue"

    def _postal_code(self) -> str | None:
        text = re.sub(r"\s", "", self._text("code_postal") or "")
        return text.zfill(5) if re.fullmatch(r"\d{4,5}", text) else None

    def _point(self) -> tuple[float | None, float | None]:
        texts = self._text("latitude"), self._text("longitude")
        if texts[0] is None or texts[1] is None:
            return None, None
        try:
            latitude, longitude = (float(text.strip().replace(",", ".")) for text in texts if text)
        except ValueError:
            latitude = longitude = 999.0
        if -90 <= latitude <= 90 and -180 <= longitude <= 180:
            return latitude, longitude
        self._fault("latitude", f"{texts[0]} ; {texts[1]}", "ce ne sont pas des coordonnées ; point non placé")
        return None, None

    def _date(self) -> date | None:
        text = self._text("date")
        if text is None:
            return None
        try:
            found = date.fromisoformat(iso_date(text.strip()))
        except ValueError:
            self._fault("date", text, "ce n’est pas une date (JJ/MM/AAAA)")
            return None
        if found > self._today or found.year < 2000:
            self._fault("date", text, "date future, ou d’avant 2000 ; valeur écartée")
            return None
        return found

    def _page(self) -> str | None:
        text = (self._text("site") or "").strip()
        if not text:
            return None
        if " " in text or "." not in text or "@" in text:
            self._fault("site", text, "ce n’est pas une adresse de page « https://… »")
            return None
        return text if "://" in text else f"https://{text}"

    def _valid_email(self) -> str | None:
        text = self._text("courriel")
        if text is None:
            return None
        try:
            return self._email.validate_python(text.strip())
        except ValidationError:
            self._fault("courriel", text, "adresse de courriel invalide ; valeur écartée")
            return None
