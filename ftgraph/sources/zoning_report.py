"""What was found while a zoning was read: counts, repairs and faults, as French lines and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from ftgraph.sources.territories import Repair

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A line whose commune code is nobody's. `suggestions`: "35238 Rennes", when the line has a name."""

    line: int
    written: str
    name: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepairedCode:
    """A line whose code was mended or is no longer a commune's."""

    line: int
    written: str
    commune: str
    repair: Repair


@dataclass(frozen=True, slots=True)
class Claim:
    """The lines that put a commune in a zone."""

    zone: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SplitCommune:
    """A commune that lines put in several zones; `merged`: through codes that were merged since, not its own."""

    commune: str
    name: str
    kept: Claim
    others: tuple[Claim, ...]
    merged: bool


@dataclass(frozen=True, slots=True)
class RenamedZone:
    """A zone code that bears several names in the file; the first that most lines give is kept."""

    zone: str
    kept: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StraddlingZone:
    """A zone over several départements or régions (their codes)."""

    zone: str
    name: str
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ZoningReport:
    """Everything that an import of a zoning changed, could not place or wants looked at. Lines are the file's."""

    file: str
    zoning: str
    version: str
    rows_read: int
    zones: int
    communes_placed: int
    communes_known: int
    zone_codes_padded: int
    unknown: tuple[UnknownCode, ...]
    repaired: tuple[RepairedCode, ...]
    incomplete_lines: tuple[int, ...]
    split: tuple[SplitCommune, ...]
    without_zone: tuple[str, ...]
    empty_zones: tuple[str, ...]
    renamed_zones: tuple[RenamedZone, ...]
    across_departements: tuple[StraddlingZone, ...]
    across_regions: tuple[StraddlingZone, ...]

    def to_dict(self) -> dict[str, Any]:
        """All of it, complete, as JSON takes it; a repair is a list of phrases."""
        repaired = [
            {"line": r.line, "written": r.written, "commune": r.commune, "repair": list(r.repair.steps)}
            for r in self.repaired
        ]
        return {**asdict(self), "repaired": repaired}

    def to_lines(self) -> list[str]:
        """The report in French: one heading a subject, at most twenty examples each, with the line in the file."""
        return [
            f"Zonage «\u202f{self.zoning}\u202f», version {self.version}, lu dans {self.file}",
            f"{self.rows_read} lignes lues, {self.zones} zones, "
            f"{self.communes_placed} communes placées sur {self.communes_known}",
            *self._code_lines(),
            *self._commune_lines(),
            *self._zone_lines(),
        ]

    def _code_lines(self) -> Iterator[str]:
        yield from _section(
            "Codes inconnus, non repris",
            [f"ligne {u.line}\u202f: {_written(u)}{_suggested(u.suggestions)}" for u in self.unknown],
        )
        yield from _section(
            "Lignes sans code de commune ou sans zone, non reprises", [f"ligne {n}" for n in self.incomplete_lines]
        )
        kinds: dict[str, list[RepairedCode]] = {}
        for repaired in self.repaired:
            kinds.setdefault(str(repaired.repair), []).append(repaired)
        for kind, found in sorted(kinds.items()):
            yield from _section(
                f"Codes corrigés ({kind})", [f"ligne {r.line}\u202f: {r.written} → {r.commune}" for r in found]
            )
        if self.zone_codes_padded:
            yield f"Codes de zones dont le zéro initial est rétabli\u202f: {self.zone_codes_padded}"

    def _commune_lines(self) -> Iterator[str]:
        for heading, merged in (
            ("Communes d’aujourd’hui dont les anciennes communes étaient dans plusieurs zones", True),
            ("Communes dans deux zones", False),
        ):
            yield from _section(
                heading,
                [
                    f"{s.commune} {s.name}\u202f: {_claim(s.kept)} gardée, {', '.join(map(_claim, s.others))} écartée"
                    for s in self.split
                    if s.merged == merged
                ],
            )
        if self.without_zone:
            yield f"Communes sans zone\u202f: {len(self.without_zone)}"
            yield from _by_departement(self.without_zone)

    def _zone_lines(self) -> Iterator[str]:
        yield from _section("Zones sans commune connue", self.empty_zones)
        yield from _section(
            "Zones à plusieurs noms",
            [f"{z.zone}\u202f: «\u202f{z.kept}\u202f» gardé, {_quoted(z.others)} écarté" for z in self.renamed_zones],
        )
        for heading, straddling in (
            ("Zones sur plusieurs départements", self.across_departements),
            ("Zones sur plusieurs régions", self.across_regions),
        ):
            yield from _section(heading, [f"{z.zone} {z.name}\u202f: {', '.join(z.over)}" for z in straddling])


def _section(heading: str, items: Sequence[str]) -> Iterator[str]:
    if not items:
        return
    yield f"{heading}\u202f: {len(items)}"
    yield from (f"  {item}" for item in items[:_SHOWN])
    if len(items) > _SHOWN:
        yield f"  … et {len(items) - _SHOWN} de plus (liste complète dans le rapport JSON)"


def _by_departement(communes: Sequence[str]) -> Iterator[str]:
    """A line a département, from the codes: the first three characters overseas, the first two elsewhere."""
    for departement, codes in groupby(communes, key=lambda code: code[: 3 if code >= "97" else 2]):
        listed = list(codes)
        more = f" … et {len(listed) - _SHOWN} de plus" if len(listed) > _SHOWN else ""
        yield f"  {departement}\u202f: {', '.join(listed[:_SHOWN])}{more}"


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"«\u202f{name}\u202f»" for name in names)


def _written(unknown: UnknownCode) -> str:
    return f"{unknown.written} {unknown.name}".strip()


def _suggested(suggestions: Sequence[str]) -> str:
    return f"\u202f; peut-être {', '.join(suggestions)}" if suggestions else ""


def _claim(claim: Claim) -> str:
    lines = ", ".join(map(str, claim.lines[:5])) + ("…" if len(claim.lines) > 5 else "")
    return f"zone {claim.zone} (ligne{'s' if len(claim.lines) > 1 else ''} {lines})"
