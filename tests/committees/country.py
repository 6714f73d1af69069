"""A whole country of conform committees, made of the models of `tests/shapes`.

Each committee repeats the conform model of its level, tied to real territories and to the other committees: a local
committee has a seat for each of its EPCI, a regional one for each of its départements, and votes follow so that parity
holds. What is sown in it is in `sowing.py`.
"""

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
from ground import (
    BASE,
    Bassin,
    Ground,
    bassins_of,
    committee_iri,
    council_iri,
    country_iri,
    departements_of,
    zone_iri,
    zoning_iri,
)

from ftgraph.namespaces import DEF, PREFIXES, thing
from ftgraph.sources.territories import Territories, Territory
from ftgraph.validation import rulesets

HERE = Path(__file__).parent
SHAPES = HERE.parent / "shapes"
DAYS = {rulesets.LABOUR_CODE: date(2025, 6, 16), rulesets.PREFIGURATION: date(2024, 6, 1)}
NATIONAL = (18, 101, 363)
"""Regional, departmental and local committees of the country, under one national committee."""

EXAMPLE = "https://example.org/id/"
_NAME = re.compile(rf"<{EXAMPLE}([^>]+)>")
_VOTES = re.compile(rf"^<{EXAMPLE}([^>]+)> <{DEF}votes> ")
_ACTS_IN_EPCI = re.compile(rf"^<{EXAMPLE}mission-locale> <{DEF}actsIn> <{EXAMPLE}epci-")
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
_PREFERRED = f" <{PREFIXES['skos']}prefLabel> "
_SUBSTITUTES = 0.5  # of the members of a local committee
_SUFFIX = {rulesets.LABOUR_CODE: "law", rulesets.PREFIGURATION: "2023"}

# What stands for one thing of which a committee may have several: (names in the model, named after which).
_PER_EPCI = ("communaute", "siege-communaute", "membre-communaute")
_PER_DEPARTEMENT = ("conseil-b", "siege-departement-b", "membre-departement-b", "departement-b")
_GROUND = ("pays>", "france>", "region>", "departement>", "departement-", "bassin-", "commune-", "comite-")
# Beginnings of the names of a model that are described once for all: by the ground, or by the committee itself.
_TOLD = {"law": (*_GROUND, "epci-", "zonage"), "2023": (*_GROUND, "zonage-2024")}
# Names of a model that stand for nothing in the country.
_ABSENT = {
    "law": ("commune-ville", "commune-campagne", "commune-bois", "epci-campagne"),
    "2023": ("bassin-sud", "commune-nord", "commune-sud", "commune-est"),
}
# Bodies that sit on several committees.
_SHARED = (
    "france-travail",
    "conseil-regional",
    "conseil-departemental",
    "conseil-a",
    "prefecture",
    "ddets",
    "cap-emploi",
)


@dataclass(frozen=True)
class Committee:
    """One committee: its key, its model, what the model's names stand for, its triples (N-Triples lines)."""

    key: str
    model: str
    names: Mapping[str, str]
    lines: tuple[str, ...]

    def iri(self, name: str) -> str:
        """What a name of the model stands for here."""
        return self.names.get(name) or f"{BASE}/id/{self.key}/{name}"

    def renamed(self, lines: Iterable[str]) -> Iterator[str]:
        """Lines of the model, or of a case, said of this committee."""
        return (_NAME.sub(lambda match: f"<{self.iri(match.group(1))}>", line) for line in lines)

    def holds(self, name: str) -> bool:
        """Whether the committee has that thing for its own: what others share is not changed in one of them."""
        return name not in self.names or name == "comite"


@dataclass(frozen=True)
class Country:
    """Committees and their ground (territories, bodies that several committees share) under one rule set."""

    rule_set: str
    ground: tuple[str, ...]
    committees: tuple[Committee, ...]

    @property
    def day(self) -> date:
        """The day on which it is conform."""
        return DAYS[self.rule_set]

    def data(self) -> str:
        """N-Triples, each line once."""
        lines = dict.fromkeys(self.ground)
        for committee in self.committees:
            lines.update(dict.fromkeys(committee.lines))
        return "".join(lines)

    def memberships(self) -> int:
        """How many memberships and substitutions it has."""
        kinds = (f"<{DEF}Membership> .\n", f"<{DEF}Substitution> .\n")
        return sum(line.endswith(kinds) for committee in self.committees for line in committee.lines)


def country(seed: int, places: Territories, sizes: tuple[int, int, int], rule_set: str) -> Country:
    """A conform country of 1 national committee and `sizes` (regional, departmental, local)."""
    draw = random.Random(seed)
    suffix = _SUFFIX[rule_set]
    departements = departements_of(places, *sizes[:2])
    bassins = bassins_of(draw, places, departements, sizes[2])
    ground = Ground(places, suffix)
    committees = [_national(suffix)]
    for region in sorted({each.parent("region") or "" for each in departements}):
        inside = [each.code for each in departements if each.parent("region") == region]
        local = [each for each in bassins if each.departement in inside]
        committees.append(_regional(suffix, region, inside, local))
        ground.region(region, inside)
    for departement in departements:
        local = [each for each in bassins if each.departement == departement.code]
        committees.append(_departmental(suffix, departement, local))
        ground.departement(departement, local)
    regions = {each.code: each.parent("region") or "" for each in departements}
    committees += [_local(draw, suffix, bassin, regions[bassin.departement]) for bassin in bassins]
    return Country(rule_set, tuple(ground.lines), tuple(committees))


# — Committees


def _national(suffix: str) -> Committee:
    names = {"pays": country_iri(), "france": country_iri(), **_bodies(), "comite": committee_iri("nat", "FR")}
    lines = _model(f"nat-{suffix}")
    if suffix == "2023":  # its model is conform in March: one meeting more makes it so on the country's day
        last = [line for line in lines if line.startswith(f"<{EXAMPLE}executif-4> ")]
        lines += [line.replace("executif-4", "executif-5").replace("2024-02-13", "2024-05-14") for line in last]
    return _made("nat-FR", f"nat-{suffix}", names, lines)


def _regional(suffix: str, region: str, departements: list[str], bassins: list[Bassin]) -> Committee:
    first, *others = departements
    names = {
        "pays": country_iri(),
        "region": thing(BASE, "region", region),
        "comite": committee_iri("reg", region),
        "comite-national": committee_iri("nat", "FR"),
        "comite-departemental": committee_iri("dep", first),
        **_locals(bassins),
        "prefecture": thing(BASE, "body", f"prefecture-region-{region}"),
        **_bodies(region=region),
    }
    lines = _repeated(_model(f"reg-{suffix}"), ("comite-local-sud",), len(bassins) - 1)
    if suffix == "law":
        lines = _repeated(lines, _PER_DEPARTEMENT, len(others))
        for mark, code in zip(("a", *_copies("b", len(others))), departements, strict=True):
            names[f"departement-{mark}"] = thing(BASE, "departement", code)
            names[f"conseil-{mark}"] = council_iri(code)
            lines += _present(f"membre-departement-{mark}")
        lines = _with_votes(lines, _regional_votes(len(departements)))
    else:  # what signed the charter for them, on the national committee
        for operator, head in (("arml", "unml"), ("cap-emploi", "cheops")):
            signed = f"<{BASE}/id/nat-FR/{head}>"
            lines.append(f"<{EXAMPLE}{operator}> <{PREFIXES['org']}subOrganizationOf> {signed} .\n")
    return _made(f"reg-{region}", f"reg-{suffix}", names, lines)


def _present(member: str) -> list[str]:
    """A member at the meeting that deliberates: with as many départements as there are, the quorum is higher."""
    node = f"<{EXAMPLE}presence-{member}>"
    mode = "https://w3id.org/ftgraph/voc/attendance-mode/present"
    return [
        f"{node} <{PREFIXES['rdf']}type> <{DEF}Attendance> .\n",
        f"{node} <{DEF}atMeeting> <{EXAMPLE}seance> .\n",
        f"{node} <{DEF}attendee> <{EXAMPLE}{member}> .\n",
        f"{node} <{DEF}attendanceMode> <{mode}> .\n",
    ]


def _locals(bassins: list[Bassin]) -> dict[str, str]:
    """The local committees that a wider one invites, by the names of the model."""
    marks = ("comite-local-nord", *_copies("comite-local-sud", len(bassins) - 1))
    return {mark: committee_iri("loc", bassin.code) for mark, bassin in zip(marks, bassins, strict=True)}


def _regional_votes(departements: int) -> dict[str, int]:
    """Half of the authorities' votes to the region; the State, and both sides of labour together, as many as they."""
    each = {"siege-etat-": 2, "siege-region-": 1, "siege-syndicat-": 1, "siege-employeurs-": 1}
    votes = {f"{name}{seat}": weight * departements for name, weight in each.items() for seat in (1, 2)}
    return {**votes, **{f"siege-departement-{mark}": 2 for mark in ("a", *_copies("b", departements - 1))}}


def _departmental(suffix: str, departement: Territory, bassins: list[Bassin]) -> Committee:
    code, region = departement.code, departement.parent("region") or ""
    names = {
        "region": thing(BASE, "region", region),
        "departement": thing(BASE, "departement", code),
        "comite": committee_iri("dep", code),
        "comite-regional": committee_iri("reg", region),
        **_locals(bassins),
        **_bodies(region=region, departement=code),
    }
    lines = _repeated(_model(f"dep-{suffix}"), ("bassin-nord",), len(bassins))
    lines = _repeated(lines, ("comite-local-sud",), len(bassins) - 1)
    for mark, bassin in zip(_copies("bassin-nord", len(bassins)), bassins, strict=True):
        names[mark] = zone_iri(bassin.code)
    names["zonage"] = zoning_iri(code)
    return _made(f"dep-{code}", f"dep-{suffix}", names, lines)


def _local(draw: random.Random, suffix: str, bassin: Bassin, region: str) -> Committee:
    code = bassin.departement
    names = {
        "pays": country_iri(),
        "region": thing(BASE, "region", region),
        "departement": thing(BASE, "departement", code),
        "bassin-nord": zone_iri(bassin.code),
        "comite": committee_iri("loc", bassin.code),
        "comite-departemental": committee_iri("dep", code),
        "zonage": zoning_iri(code) if suffix == "law" else f"{BASE}/id/zoning/bassins",
        "zonage-2024": zoning_iri(code),
        "arrete": f"{BASE}/id/zoning-decision/{code}",
        **_bodies(region=region, departement=code),
    }
    lines = _model(f"loc-{suffix}")
    if suffix == "law":
        others = len(bassin.epci) - 1
        lines = _repeated(lines, _PER_EPCI, others)
        marks = ("agglomeration", *_copies("communaute", others))
        for mark, (epci, _) in zip(marks, bassin.epci, strict=True):
            names[mark] = thing(BASE, "authority", epci.code)
        for own, (epci, _) in zip(("epci-ville", "epci-campagne"), bassin.epci, strict=False):
            names[own] = thing(BASE, "epci", epci.code)
        lines = [line for line in lines if "249900026" not in line]  # groupings are known by what they govern
        # An EPCI may straddle départements: a mission locale that acts in all of it would be missed elsewhere.
        lines = [line for line in lines if not _ACTS_IN_EPCI.match(line)]
        lines.append(f"<{EXAMPLE}mission-locale> <{DEF}actsIn> <{EXAMPLE}bassin-nord> .\n")
        lines = _with_votes(lines, {"siege-ddets": 2 + others})
        lines += _substitutes(draw, lines)
    return _made(f"loc-{bassin.code}", f"loc-{suffix}", names, lines)


def _substitutes(draw: random.Random, lines: list[str]) -> list[str]:
    """Substitutes for some of the members of a committee, of the same body and for the same time."""
    kind = f"<{PREFIXES['rdf']}type> <{DEF}Membership> .\n"
    members = [line.split(" ", 1)[0] for line in lines if line.endswith(kind)]
    found: list[str] = []
    for member in members:
        if draw.random() < _SUBSTITUTES:
            node = member.replace(EXAMPLE, f"{EXAMPLE}suppleant-de-")
            kept = [line for line in lines if line.startswith(f"{member} ") and f"<{DEF}seat>" not in line]
            found += [
                line.replace(f"{member} ", f"{node} ", 1).replace(f"{DEF}Membership", f"{DEF}Substitution")
                for line in kept
            ]
            found = [re.sub(r"role/[\w-]+>", "role/substitute>", line) for line in found]
            found.append(f"{node} <{DEF}substituteFor> {member} .\n")
    return [re.sub(rf"(#member> <{EXAMPLE})(?!suppleant)", r"\1suppleant-", line) for line in found]


def _made(key: str, model: str, names: dict[str, str], lines: Iterable[str]) -> Committee:
    """A committee of a model, without what the ground or other committees say, and what is not in the country."""
    suffix = model.partition("-")[2]
    told = tuple(f"<{EXAMPLE}{name}" for name in _TOLD[suffix])
    gone = tuple(f"<{EXAMPLE}{name}> " for name in _ABSENT[suffix] if name not in names)
    shared = tuple(f"<{EXAMPLE}{name}> " for name in _SHARED if name in names)
    kept = [
        line
        for line in lines
        if not line.startswith((*told, *gone))
        and not (line.startswith(shared) and _PREFERRED in line)
        and not any(f" {name}" in line for name in gone)
    ]
    committee = Committee(key, model, names, ())
    return replace(committee, lines=tuple(committee.renamed(kept)))


def _bodies(*, region: str = "", departement: str = "") -> dict[str, str]:
    """The bodies that several committees share."""
    found = {"france-travail": thing(BASE, "body", "france-travail")}
    if region:
        found["conseil-regional"] = thing(BASE, "authority", f"region-{region}")
    if departement:
        found["conseil-departemental"] = council_iri(departement)
        found["prefecture"] = thing(BASE, "body", f"prefecture-{departement}")
        found["ddets"] = thing(BASE, "body", f"ddets-{departement}")
        found["cap-emploi"] = thing(BASE, "body", f"cap-emploi-{departement}")
    return found


# — Models


def _model(name: str) -> list[str]:
    check = f"<{BASE}/id/check/current>"
    lines = _lines(SHAPES / "base" / f"{name}.ttl")
    return [line for line in lines if not line.startswith(check)]


def _lines(path: Path) -> list[str]:
    return [f"{quad.triple} .\n" for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri="urn:case:")]


def _copies(name: str, count: int) -> tuple[str, ...]:
    return tuple(name if number == 0 else f"{name}-{number + 1}" for number in range(count))


def _repeated(lines: list[str], names: tuple[str, ...], count: int) -> list[str]:
    """The lines, those that speak of `names` once for each of `count` copies (0: left out)."""
    own = re.compile(rf"<{EXAMPLE}({'|'.join(names)})>")
    kept = [line for line in lines if not own.search(line)]
    for number in range(count):
        end = "" if number == 0 else f"-{number + 1}"
        kept += [own.sub(rf"<{EXAMPLE}\g<1>{end}>", line) for line in lines if own.search(line)]
    return kept


def _with_votes(lines: list[str], votes: Mapping[str, int]) -> list[str]:
    found: list[str] = []
    for line in lines:
        match = _VOTES.match(line)
        if match and match.group(1) in votes:
            found.append(f'{match.group()}"{votes[match.group(1)]}"^^<{_INTEGER}> .\n')
        else:
            found.append(line)
    return found
