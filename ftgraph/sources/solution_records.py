"""What every reader of solutions hands over: structures, solutions and the faults found in their rows.

Field names are those of `docs/model.md`. Sets are sorted tuples, "nothing stated" is `None` or an empty tuple, and text
is kept as the source wrote it. Records are not frozen: a frozen one takes three times as long to be made.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from hashlib import blake2b
from operator import attrgetter
from typing import Any, TypeVar

import orjson

from ftgraph.errors import SourceError


@dataclass(slots=True)
class StructureRecord:
    """An organisation that offers solutions. `location` is today's commune code, `insee_code` the code as written."""

    id: str
    source: str
    name: str
    description: str | None = None
    siret: str | None = None
    networks: tuple[str, ...] = ()
    locality_name: str | None = None
    postal_code: str | None = None
    insee_code: str | None = None
    location: str | None = None
    address: str | None = None
    address_complement: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    telephone: str | None = None
    email: str | None = None
    homepage: str | None = None
    page: str | None = None
    opening_hours: str | None = None
    accessibility_page: str | None = None
    modified: date | None = None
    extra: str | None = None
    example: bool = False
    line: int = 0
    digest: str = ""


@dataclass(slots=True)
class SolutionRecord:
    """A solution. Concepts are notations; `zones` are territory keys such as `departement/35` or `country/FR`.

    `quality` is data·inclusion's score, 0 to 1; `weekly_hours` is in hours. `line` is where the row stands in its file
    (for a JSON array, the line on which its object opens; for Parquet, the row's rank from 1).
    """

    id: str
    source: str
    structure_id: str
    title: str
    description: str
    modified: date | None = None
    page: str | None = None
    service_type: str | None = None
    barriers: tuple[str, ...] = ()
    unrecognised_barrier: str | None = None
    fee: str | None = None
    fee_details: str | None = None
    publics: tuple[str, ...] = ()
    public_details: str | None = None
    access_conditions: str | None = None
    locality_name: str | None = None
    postal_code: str | None = None
    insee_code: str | None = None
    location: str | None = None
    address: str | None = None
    address_complement: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    telephone: str | None = None
    email: str | None = None
    modes: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    contact_name: str | None = None
    mobilisation_page: str | None = None
    mobilisation_modes: tuple[str, ...] = ()
    mobilisable_by: tuple[str, ...] = ()
    mobilisation_details: str | None = None
    weekly_hours: float | None = None
    weeks: int | None = None
    opening_hours: str | None = None
    extra: str | None = None
    quality: float = 0.0
    example: bool = False
    line: int = 0
    digest: str = ""


Record = StructureRecord | SolutionRecord
SomeRecord = TypeVar("SomeRecord", StructureRecord, SolutionRecord)

_NOT_CONTENT = {"quality", "example", "line", "digest", "extra"}
"""Quality moves with the calendar, the line with the file: neither makes a row another one. `extra` is read apart."""
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:[.,][0-9]+)?")
"""What is plainly a number, and none of the codes that a leading zero or their length tells."""
_TRUTHS = {"true": "true", "vrai": "true", "false": "false", "faux": "false"}


class Severity(Enum):
    """What a fault did to its row."""

    REJECTED = "ligne refusée"
    REPAIRED = "ligne gardée, valeur écartée ou corrigée"


@dataclass(frozen=True, slots=True)
class Reject:
    """A fault in a row: where it stands, what was read (cut at 200 characters) and why it is wrong, in French."""

    line: int
    field: str
    value: str
    reason: str
    file: str = ""
    identifier: str = ""
    severity: Severity = Severity.REJECTED


def shown(value: object) -> str:
    """A value as a report shows it: text as it is, the rest as JSON, at most 200 characters."""
    if value is None:
        return ""
    text = (
        value if isinstance(value, str) else orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    )
    return text if len(text) <= 200 else f"{text[:199]}…"


def content_of(record: Record) -> bytes:
    """All that the record states, but for `extra`, as a JSON array."""
    return orjson.dumps(_CONTENT[type(record)](record))


def digest_of(record: Record, content: bytes) -> str:
    """A stable fingerprint of the record's `content_of` and `extra`: 32 hexadecimal characters, the same whatever the
    file's format.
    """
    extra = b"null"
    if record.extra:
        extra = orjson.dumps(_plain(orjson.loads(record.extra)), option=orjson.OPT_SORT_KEYS)
    return blake2b(b"%b,%b]" % (content[:-1], extra), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    """A value outside the schema as every format can say it: CSV does not tell 3 from "3.0", nor null from ""."""
    if isinstance(value, dict):
        members = {name: _plain(each) for name, each in value.items()}
        return {name: each for name, each in members.items() if each is not None} or None
    if isinstance(value, list):
        return [_plain(each) for each in value] or None
    text = str(value).strip() if value is not None else ""
    if _NUMBER.fullmatch(text):
        return str(float(text.replace(",", ".")))
    return _TRUTHS.get(text.lower(), text) or None


_CONTENT: Mapping[type, "attrgetter[tuple[object, ...]]"] = {
    kind: attrgetter(*(one.name for one in fields(kind) if one.name not in _NOT_CONTENT))
    for kind in (StructureRecord, SolutionRecord)
}


def sealed(record: SomeRecord) -> SomeRecord:
    """The record, just made, with its digest set."""
    record.digest = digest_of(record, content_of(record))
    return record


def strict_refusal(faulty: int) -> SourceError:
    """The error that ends a strict import in which `faulty` rows had a fault."""
    s = "" if faulty == 1 else "s"
    return SourceError(
        f"Import refusé : {faulty} ligne{s} fautive{s}, et l’option « strict » n’en admet aucune.",
        f"Import refused: {faulty} faulty row{s} in strict mode.",
        cure="Le fichier des rejets dit quoi corriger, ligne par ligne.",
        cure_en="The file of rejects says what to correct, line by line.",
    )
