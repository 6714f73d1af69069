"""Any commune → zone table (CSV or XLSX) as a zoning of today's communes, with a report of all that was not plain.

A commune of today stands in one zone. When several lines put it in different ones, the line that bears the commune's
own code wins; failing one, the zone of most of its former communes; failing that, the first line. The report says so.
Arrondissements need no table: they are territories, and `arrondissement:353` names one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ftgraph.errors import SourceError, UsageError
from ftgraph.sources.place_names import fold_name
from ftgraph.sources.tables import Row, Table, read_table
from ftgraph.sources.territories import KINDS, RepairStep, ResolvedCommune, Territories
from ftgraph.sources.zoning_report import (
    Claim,
    RenamedZone,
    RepairedCode,
    SplitCommune,
    StraddlingZone,
    UnknownCode,
    ZoningReport,
)

# Headings, folded and without spaces, in order of preference.
_COMMUNE_COLUMNS = (
    r"(?:code)?(?:commune)?insee(?:code)?(?:commune|com)?",
    r"code?(?:commune|geo|com|geocommune)|codgeo|codcom",
    r"commune(?:id|code|insee)|id(?:commune|com)|depcom|cog|insee(?:com|commune|id)",
)
_ZONE_COLUMNS = (
    r"(?:code|id)?(?:zone|bassin|clpe|territoire|be|ze)(?:code|id)",
    r"(?:code|cod|id)(?:zone|bassin|clpe|territoire|be|ze|bmo|zonage)(?:emploi|demploi)?(?:20\d\d)?",
    r"ze20\d\d|be20\d\d|clpe|zoneid|bassin|zone",
)
_NAME_COLUMNS = (
    r"(?:lib|libelle|nom)(?:zone|bassin|clpe|territoire|be|ze|zonage)(?:emploi|demploi)?(?:20\d\d)?",
    r"(?:zone|bassin|clpe|territoire|be|ze)(?:lib|libelle|nom|label)",
    r"libelle",
)
_COMMUNE_NAME_COLUMNS = (r"(?:lib|libelle|nom)(?:geo|commune|com)|commune(?:nom|libelle)|commune",)
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class ZoningDecision:
    """The act that set the zones: its title, its reference, its day, each where known."""

    title: str = ""
    reference: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class ZoneMembers:
    """A zone: its code, its name, the codes of today's communes in it, sorted."""

    code: str
    name: str
    communes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ZoningTable:
    """One version of a zoning. `valid_until`: last day included; None: no end known. Zones are sorted by code."""

    key: str
    version: str
    label: str
    valid_from: date
    valid_until: date | None
    decision: ZoningDecision | None
    employment_basins: bool
    zones: tuple[ZoneMembers, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    commune: str
    zone: str
    name: str | None
    commune_name: str | None


@dataclass(slots=True)
class _Reading:
    """What the lines said, before it is settled."""

    rows: int = 0
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    claims: dict[str, dict[str, list[tuple[int, bool]]]] = field(default_factory=lambda: defaultdict(dict))
    unknown: list[UnknownCode] = field(default_factory=list)
    repaired: list[RepairedCode] = field(default_factory=list)
    incomplete: list[int] = field(default_factory=list)


def read_zoning(
    path: Path,
    territories: Territories,
    *,
    key: str,
    version: str,
    label: str,
    valid_from: date,
    valid_until: date | None = None,
    decision: ZoningDecision | None = None,
    commune_column: str | None = None,
    zone_column: str | None = None,
    name_column: str | None = None,
    employment_basins: bool = True,
) -> tuple[ZoningTable, ZoningReport]:
    """Reads a commune → zone table: the zoning, and the report of what was repaired, refused or is doubtful.

    Columns are found by name, or given as they stand in the file. `key` ("clpe") and `version` name the zoning in
    IRIs and references. Zone codes made of digits get back the zeros that a spreadsheet ate, when it ate those of
    communes too. Raises `SourceError` when the file is no such table, `UsageError` on a wrong key or period.
    """
    _check_names(key, version, valid_from, valid_until)
    table = read_table(path)
    columns = _find_columns(table, commune_column, zone_column, name_column)
    reading = _read(table, columns, territories)
    padded = _restore_zone_zeros(reading)
    settled = {commune: _settle(commune, claims, territories) for commune, claims in sorted(reading.claims.items())}
    members: dict[str, list[str]] = {zone: [] for zone in sorted(reading.names)}
    for commune, (zone, _) in settled.items():
        members[zone].append(commune)
    names = {zone: _name(zone, counts) for zone, counts in reading.names.items()}
    zones = tuple(ZoneMembers(zone, names[zone], tuple(communes)) for zone, communes in members.items())
    if not settled:
        raise SourceError(
            f"Aucune commune de «\u202f{path.name}\u202f» n’est reconnue "
            f"dans la colonne «\u202f{columns.commune}\u202f».",
            f"No commune of “{path.name}” is recognised in column “{columns.commune}”.",
            cure=f"Donnez la colonne des codes INSEE parmi\u202f: {', '.join(table.columns)}.",
            cure_en=f"Give the column of INSEE codes, one of: {', '.join(table.columns)}.",
        )
    report = ZoningReport(
        file=path.name,
        zoning=key,
        version=version,
        rows_read=reading.rows,
        zones=len(zones),
        communes_placed=len(settled),
        communes_known=len(territories.codes("commune")),
        zone_codes_padded=padded,
        unknown=tuple(reading.unknown),
        repaired=tuple(reading.repaired),
        incomplete_lines=tuple(reading.incomplete),
        split=tuple(split for _, split in settled.values() if split is not None),
        without_zone=tuple(code for code in territories.codes("commune") if code not in settled),
        empty_zones=tuple(zone.code for zone in zones if not zone.communes),
        renamed_zones=tuple(_renamed(reading, names)),
        across_departements=tuple(_straddling(zones, territories, regions=False)),
        across_regions=tuple(_straddling(zones, territories, regions=True)),
    )
    zoning = ZoningTable(key, version, label, valid_from, valid_until, decision, employment_basins, zones)
    return zoning, report


def _check_names(key: str, version: str, valid_from: date, valid_until: date | None) -> None:
    if not _KEY.fullmatch(key) or key in KINDS:
        raise UsageError(
            f"«\u202f{key}\u202f» ne peut pas nommer un zonage.",
            f"“{key}” cannot name a zoning.",
            cure="Un mot en minuscules et tirets, qui ne soit pas une sorte de territoire\u202f: «\u202fclpe\u202f».",
            cure_en="One word in lower case and hyphens that is not a kind of territory: “clpe”.",
        )
    if not version.strip():
        raise UsageError(
            "La version du zonage est vide.",
            "The zoning's version is empty.",
            cure="Exemple\u202f: 2026-01-01.",
            cure_en="For example: 2026-01-01.",
        )
    if valid_until is not None and valid_until < valid_from:
        raise UsageError(
            f"Le zonage finirait ({valid_until}) avant de commencer ({valid_from}).",
            f"The zoning would end ({valid_until}) before it starts ({valid_from}).",
        )


def _find_columns(table: Table, commune: str | None, zone: str | None, name: str | None) -> _Columns:
    commune_column = _given(table, commune) or _by_heading(table, _COMMUNE_COLUMNS)
    zone_column = _given(table, zone) or _by_heading(table, _ZONE_COLUMNS)
    if commune_column is None or zone_column is None:
        missing = "des codes de communes" if commune_column is None else "des codes de zones"
        missing_en = "commune codes" if commune_column is None else "zone codes"
        raise SourceError(
            f"La colonne {missing} n’est pas reconnue dans «\u202f{table.path.name}\u202f».",
            f"The column of {missing_en} is not recognised in “{table.path.name}”.",
            cure=f"Donnez-la parmi\u202f: {', '.join(table.columns)}.",
            cure_en=f"Give it, one of: {', '.join(table.columns)}.",
        )
    name_column = _given(table, name) or _by_heading(table, _NAME_COLUMNS)
    commune_name = _by_heading(table, _COMMUNE_NAME_COLUMNS)
    return _Columns(commune_column, zone_column, name_column, None if commune_name == commune_column else commune_name)


def _heading(column: str) -> str:
    return fold_name(column).replace(" ", "")


def _given(table: Table, wanted: str | None) -> str | None:
    if wanted is None:
        return None
    found = [column for column in table.columns if column == wanted] or [
        column for column in table.columns if _heading(column) == _heading(wanted)
    ]
    if not found:
        raise SourceError(
            f"«\u202f{table.path.name}\u202f» n’a pas de colonne «\u202f{wanted}\u202f».",
            f"“{table.path.name}” has no column “{wanted}”.",
            cure=f"Ses colonnes\u202f: {', '.join(table.columns)}.",
            cure_en=f"Its columns: {', '.join(table.columns)}.",
        )
    return found[0]


def _by_heading(table: Table, patterns: Sequence[str]) -> str | None:
    headings = [(column, _heading(column)) for column in table.columns]
    return next(
        (column for pattern in patterns for column, heading in headings if re.fullmatch(pattern, heading)), None
    )


def _read(table: Table, columns: _Columns, territories: Territories) -> _Reading:
    reading = _Reading()
    for row in table.rows:
        reading.rows += 1
        written, zone = row.cells[columns.commune].strip(), row.cells[columns.zone].strip()
        if not written or not zone:
            reading.incomplete.append(row.line)
            continue
        reading.names[zone][row.cells[columns.name].strip() if columns.name else ""] += 1
        commune, repaired = territories.resolve_commune(written)
        if commune is None:
            reading.unknown.append(_unknown(row, written, columns, territories))
            continue
        if repaired is not None:
            reading.repaired.append(RepairedCode(row.line, written, commune, repaired))
        own_code = not _is_merged(ResolvedCommune(commune, repaired))
        reading.claims[commune].setdefault(zone, []).append((row.line, own_code))
    return reading


_MERGED = {RepairStep.FORMER, RepairStep.DELEGATED, RepairStep.ASSOCIATED, RepairStep.MUNICIPAL}


def _is_merged(resolved: ResolvedCommune) -> bool:
    return resolved.repaired is not None and not _MERGED.isdisjoint(resolved.repaired.steps)


def _unknown(row: Row, written: str, columns: _Columns, territories: Territories) -> UnknownCode:
    name = row.cells[columns.commune_name].strip() if columns.commune_name else ""
    nearest = (territories.find("commune", name) or territories.nearest("commune", name)) if name else ()
    return UnknownCode(row.line, written, name, tuple(f"{found.code} {found.name}" for found in nearest[:3]))


def _restore_zone_zeros(reading: _Reading) -> int:
    """Pads zone codes to the longest's length when the file shows that zeros were lost; how many were."""
    codes = list(reading.names)
    ate_zeros = any(RepairStep.LOST_ZERO in repaired.repair.steps for repaired in reading.repaired)
    if not ate_zeros or not all(code.isascii() and code.isdecimal() for code in codes):
        return 0
    width = max(map(len, codes))
    short = [code for code in codes if len(code) < width]
    for code in short:
        reading.names[code.zfill(width)].update(reading.names.pop(code))
    for claims in reading.claims.values():
        for code in [code for code in claims if len(code) < width]:
            claims.setdefault(code.zfill(width), []).extend(claims.pop(code))
    return len(short)


def _settle(
    commune: str, claims: dict[str, list[tuple[int, bool]]], territories: Territories
) -> tuple[str, SplitCommune | None]:
    """The zone of a commune (see the module's rule), and what to report when several were claimed."""

    def strength(zone: str) -> tuple[bool, int, int]:
        lines = claims[zone]
        own = [line for line, own_code in lines if own_code]
        return (bool(own), 0 if own else len(lines), -min(own or [line for line, _ in lines]))

    kept, *others = sorted(claims, key=strength, reverse=True)
    if not others:
        return kept, None
    territory = territories.by_code("commune", commune)
    split = SplitCommune(
        commune,
        territory.name if territory else "",
        _claim(kept, claims),
        tuple(_claim(zone, claims) for zone in others),
        merged=sum(any(own_code for _, own_code in lines) for lines in claims.values()) < 2,
    )
    return kept, split


def _claim(zone: str, claims: dict[str, list[tuple[int, bool]]]) -> Claim:
    return Claim(zone, tuple(sorted(line for line, _ in claims[zone])))


def _name(zone: str, counts: Counter[str]) -> str:
    return next((name for name, _ in counts.most_common() if name), zone)


def _renamed(reading: _Reading, names: dict[str, str]) -> Iterator[RenamedZone]:
    for zone, counts in sorted(reading.names.items()):
        others = tuple(name for name, _ in counts.most_common() if name not in {"", names[zone]})
        if others:
            yield RenamedZone(zone, names[zone], others)


def _straddling(zones: Sequence[ZoneMembers], territories: Territories, *, regions: bool) -> Iterator[StraddlingZone]:
    parent = territories.region_of if regions else territories.departement_of
    for zone in zones:
        # An overseas collectivity lies in no région: beside one that does, it counts as none, not as another.
        over = sorted({parent(commune) for commune in zone.communes} - {""})
        if len(over) > 1:
            yield StraddlingZone(zone.code, zone.name, tuple(over))
