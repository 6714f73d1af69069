"""Structures and solutions as N-Triples, after `docs/model.md`: the graph `<base>/graph/solutions/<source>`.

Text is built by f-strings around terms made once a run: on a national file this, not the store, is what import time is
made of.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Any, Protocol
from urllib.parse import quote

import orjson

from ftgraph.graph.ntriples import iri, literal
from ftgraph.namespaces import DEF, PREFIXES, VOC, escaped, thing
from ftgraph.sources.data_inclusion_rows import SAFE_LINK
from ftgraph.sources.solution_records import Record, SolutionRecord, StructureRecord

_XSD = PREFIXES["xsd"]
_TYPE = f" <{PREFIXES['rdf']}type> "
_IDENTIFIER = f" <{PREFIXES['dct']}identifier> "
_TITLE = f" <{PREFIXES['dct']}title> "
_DESCRIPTION = f" <{PREFIXES['dct']}description> "
_LABEL = f" <{PREFIXES['skos']}prefLabel> "
_SPATIAL = f" <{PREFIXES['dct']}spatial> "
_PART_OF = f" <{PREFIXES['dct']}isPartOf> "
_MODIFIED = f" <{PREFIXES['dct']}modified> "
_AUTHORITY = f" <{PREFIXES['cv']}hasCompetentAuthority> "
_LAT = f" <{PREFIXES['geo']}lat> "
_LONG = f" <{PREFIXES['geo']}long> "
_LOCATION = f" <{DEF}location> "
_DATE_END = f'"^^<{_XSD}date> .\n'
_DECIMAL_END = f'"^^<{_XSD}decimal> .\n'
_INTEGER_END = f'"^^<{_XSD}integer> .\n'
_EXAMPLE = f' <{DEF}example> "true"^^<{_XSD}boolean> .\n'

_FLUSH = 1 << 18
_AUTHORITY_END = re.compile(r"([^/?#]*?)(:\d{1,5})?([/?#].*)?\Z", re.DOTALL)
_LINK_CHARACTERS = "/:?&=+,;@!$'()*~"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Sink(Protocol):
    """Where text goes, in pieces."""

    def write(self, data: bytes, /) -> Any:
        """Take one more piece."""


class _Plain:
    """Fields whose value goes out as it stands: one triple each, when stated."""

    def __init__(self, predicates: Mapping[str, str]) -> None:
        self.predicates = tuple(f" <{one}> " for one in predicates.values())
        self.values: Callable[[Record], tuple[str | None, ...]] = attrgetter(*predicates)


_COMMON_TEXTS = {
    "address": f"{DEF}address",
    "address_complement": f"{DEF}addressComplement",
    "postal_code": f"{DEF}postalCode",
    "locality_name": f"{DEF}localityName",
    "telephone": f"{PREFIXES['schema']}telephone",
    "email": f"{PREFIXES['schema']}email",
    "opening_hours": f"{DEF}openingHours",
    "extra": f"{DEF}extra",
}
_SOLUTION_TEXTS = {
    "unrecognised_barrier": f"{DEF}unrecognisedBarrier",
    "fee_details": f"{DEF}feeDetails",
    "public_details": f"{DEF}publicDetails",
    "access_conditions": f"{DEF}accessConditions",
    "mobilisation_details": f"{DEF}mobilisationDetails",
    "contact_name": f"{DEF}contactName",
}
_PAGE = f"{PREFIXES['foaf']}page"
_HOMEPAGE = f"{PREFIXES['foaf']}homepage"
_PLAIN: Mapping[type, tuple[_Plain, _Plain]] = {
    StructureRecord: (
        _Plain({**_COMMON_TEXTS, "siret": f"{DEF}siret"}),
        _Plain({"page": _PAGE, "homepage": _HOMEPAGE, "accessibility_page": f"{DEF}accessibilityPage"}),
    ),
    SolutionRecord: (
        _Plain({**_COMMON_TEXTS, **_SOLUTION_TEXTS}),
        _Plain({"page": _PAGE, "mobilisation_page": f"{DEF}mobilisationPage"}),
    ),
}


@dataclass(slots=True)
class Written:
    """What was written: counts, id → digest of each structure and solution, and rows by `source`.

    `orphans`: structure ids that solutions name and the files do not hold, with how many solutions name them.
    """

    structures: int = 0
    solutions: int = 0
    digests: dict[str, str] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    orphans: dict[str, int] = field(default_factory=dict)


class _Terms(dict[str, str]):
    """Key → the end of a line made of it, built when first asked for."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> str:
        made = self[key] = self._make(key)
        return made


def _concepts(predicate: str, scheme: str) -> _Terms:
    return _Terms(lambda notation: f" <{DEF}{predicate}> <{VOC}{scheme}/{escaped(notation)}> .\n")


class SolutionWriter:
    """Turns records into N-Triples text. Terms already made are kept, so one writer serves one run."""

    def __init__(self, base: str) -> None:
        self._structure = f"<{thing(base, 'structure')}/"
        self._solution = f"<{thing(base, 'solution')}/"
        root = f"{base}/id/"
        self._dataset = _Terms(lambda source: f"{_PART_OF}<{thing(base, 'dataset', source)}> .\n")
        self._spatial = _Terms(lambda key: f"{_SPATIAL}<{root}{quote(key)}> .\n")
        self._location = _Terms(lambda code: f"{_LOCATION}<{root}commune/{quote(code)}> .\n")
        self._barrier = _concepts("barrier", "barrier")
        self._public = _concepts("public", "public")
        self._fee = _concepts("fee", "fee")
        self._mode = _concepts("mode", "mode")
        self._service_type = _concepts("serviceType", "service-type")
        self._mobilisation_mode = _concepts("mobilisationMode", "mobilisation-mode")
        self._mobiliser = _concepts("mobilisableBy", "mobiliser")
        self._network = _concepts("network", "network")

    def subject(self, solution_id: str) -> str:
        """The solution's term."""
        return f"{self._solution}{escaped(solution_id)}>"

    def network(self, subject: str, networks: Iterable[str]) -> str:
        """A subject's networks."""
        return "".join([subject + self._network[one] for one in networks])

    def structure(self, record: StructureRecord) -> str:
        """A structure's triples."""
        s = f"{self._structure}{escaped(record.id)}>"
        lines = [
            f"{s}{_TYPE}<{DEF}Structure> .\n",
            f"{s}{_IDENTIFIER}{text(record.id)} .\n",
            f"{s}{_LABEL}{text(record.name)}@fr .\n",
            f"{s}{self._dataset[record.source]}",
            f'{s} <{DEF}contentDigest> "{record.digest}" .\n',
        ]
        add = lines.append
        if record.description:
            add(f"{s}{_DESCRIPTION}{text(record.description)}@fr .\n")
        for network in record.networks:
            add(s + self._network[network])
        self._common(s, record, add)
        return "".join(lines)

    def solution(self, record: SolutionRecord, networks: Iterable[str] = ()) -> str:
        """A solution's triples; `networks` are its structure's."""
        s = self.subject(record.id)
        lines = [
            f"{s}{_TYPE}<{DEF}Solution> .\n",
            f"{s}{_IDENTIFIER}{text(record.id)} .\n",
            f"{s}{_TITLE}{text(record.title)}@fr .\n",
            f"{s}{_DESCRIPTION}{text(record.description)}@fr .\n",
            f"{s}{_AUTHORITY}{self._structure}{escaped(record.structure_id)}> .\n",
            f"{s}{self._dataset[record.source]}",
            f'{s} <{DEF}contentDigest> "{record.digest}" .\n',
            f'{s} <{DEF}qualityScore> "{record.quality:.2f}{_DECIMAL_END}',
        ]
        add = lines.append
        for zone in record.zones:
            add(s + self._spatial[zone])
        for barrier in record.barriers:
            add(s + self._barrier[barrier])
        for public in record.publics:
            add(s + self._public[public])
        for mode in record.modes:
            add(s + self._mode[mode])
        for way in record.mobilisation_modes:
            add(s + self._mobilisation_mode[way])
        for who in record.mobilisable_by:
            add(s + self._mobiliser[who])
        for network in networks:
            add(s + self._network[network])
        if record.fee:
            add(s + self._fee[record.fee])
        if record.service_type:
            add(s + self._service_type[record.service_type])
        if record.weekly_hours is not None:
            add(f'{s} <{DEF}weeklyHours> "{_decimal(record.weekly_hours)}{_DECIMAL_END}')
        if record.weeks is not None:
            add(f'{s} <{DEF}weeks> "{record.weeks}{_INTEGER_END}')
        self._common(s, record, add)
        return "".join(lines)

    def _common(self, s: str, record: Record, add: Callable[[str], None]) -> None:
        """What structures and solutions share: place, contact, page, date."""
        if record.location:
            add(s + self._location[record.location])
        if record.latitude is not None and record.longitude is not None:
            latitude, longitude = _decimal(record.latitude), _decimal(record.longitude)
            add(f'{s}{_LAT}"{latitude}{_DECIMAL_END}{s}{_LONG}"{longitude}{_DECIMAL_END}')
        if record.modified is not None:
            add(f'{s}{_MODIFIED}"{record.modified.isoformat()}{_DATE_END}')
        if record.example:
            add(s + _EXAMPLE)
        texts, links = _PLAIN[type(record)]
        for predicate, value in zip(texts.predicates, texts.values(record), strict=True):
            if value:
                add(f"{s}{predicate}{text(value)} .\n")
        for predicate, value in zip(links.predicates, links.values(record), strict=True):
            if value:
                add(f"{s}{predicate}{link(value)} .\n")


def _decimal(number: float) -> str:
    """The number with six decimals, with all of them where there are more."""
    written = f"{number:f}"
    return written if float(written) == number else f"{Decimal(repr(number)):f}"


def text(value: str) -> str:
    """`ntriples.literal` of a string, many times as fast: JSON's escapes are N-Triples' own.

    But for control characters: those, rare, go the long way and come out as U+FFFD.
    """
    try:
        made = orjson.dumps(value).decode()
    except orjson.JSONEncodeError:  # a lone surrogate
        return literal(value)
    if "\\" in made and ("\\u00" in made or "\\b" in made or "\\f" in made):
        return literal(value)
    return made


def link(value: str) -> str:
    """A page's address as an IRI that every parser takes: what it may not hold is percent-encoded."""
    if SAFE_LINK.fullmatch(value):
        return f"<{value}>"
    return iri(_sound(value))


def index_link(value: str) -> str:
    """A page's address as the graph holds it, without the brackets of a term."""
    return link(value)[1:-1]


def _sound(value: str) -> str:
    scheme, found, rest = value.partition("://")
    if not found or scheme.lower() not in ("http", "https"):
        scheme, rest = "https", value
    host, port, tail = _AUTHORITY_END.match(rest).groups("")  # type: ignore[union-attr]  # it matches anything
    path, hash_mark, fragment = tail.partition("#")
    return f"{scheme.lower()}://{_encoded(host, '.-')}{port}{_encoded(path)}{hash_mark}{_encoded(fragment)}"


def _encoded(part: str, safe: str = _LINK_CHARACTERS) -> str:
    """Percent-encoded, but for what was so already. A lone surrogate becomes a question mark's code."""
    return _STRAY_PERCENT.sub("%25", quote(part, safe=f"{safe}%", errors="replace"))


def write_ntriples(
    records: Iterable[Record],
    out: Sink,
    *,
    base: str,
    progress: Callable[[int], None] | None = None,
) -> Written:
    """Write each record's triples to `out` as N-Triples, structures' networks copied to their solutions.

    The order of records does not matter: a solution read before its structure is completed when the structure comes.
    `progress` gets the number of records written so far, now and then.
    """
    writer = SolutionWriter(base)
    written = Written()
    networks: dict[str, tuple[str, ...]] = {}
    waiting: dict[str, list[str]] = {}
    pieces: list[str] = []
    size = 0
    for record in records:
        if isinstance(record, StructureRecord):
            networks[record.id] = record.networks
            piece = writer.structure(record)
            written.structures += 1
            if early := waiting.pop(record.id, None):
                piece += "".join([writer.network(writer.subject(one), record.networks) for one in early])
        else:
            known = networks.get(record.structure_id)
            piece = writer.solution(record, known or ())
            written.solutions += 1
            if known is None:
                waiting.setdefault(record.structure_id, []).append(record.id)
        kind = "structure" if isinstance(record, StructureRecord) else "solution"
        written.digests[f"{kind}/{record.id}"] = record.digest
        written.sources[record.source] = written.sources.get(record.source, 0) + 1
        pieces.append(piece)
        size += len(piece)
        if size > _FLUSH:
            out.write("".join(pieces).encode())
            pieces.clear()
            size = 0
            if progress:
                progress(written.structures + written.solutions)
    out.write("".join(pieces).encode())
    if progress:
        progress(written.structures + written.solutions)
    written.orphans = {identifier: len(ids) for identifier, ids in waiting.items()}
    return written
