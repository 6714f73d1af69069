"""The versions of a zoning, and what each changed: zones opened and closed, communes that moved (P9.11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from ftgraph.graph.store import Queryable
from ftgraph.roadmaps.reading import day, rows


@dataclass(frozen=True)
class Moved:
    """A commune that changes zone: codes and names. `before` is "" for one that comes in, `after` if it leaves."""

    commune: str
    label: str
    before: str
    before_label: str
    after: str
    after_label: str


@dataclass(frozen=True)
class Standing:
    """A zone (its name and IRI) that a commune stands in, by a zoning, from a day to another."""

    zoning: str
    zone: str
    zone_iri: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class ZoningChange:
    """A version. `until`: its last day, as stated or as the next version’s start makes it; None while it runs.

    `compared_with`: the version before, "" for the first, of which nothing is compared. Zones are (code, name).
    """

    iri: str
    version: str
    since: date | None
    until: date | None
    decision: str
    decided_on: date | None
    zones: int
    communes: int
    compared_with: str
    opened: tuple[tuple[str, str], ...]
    closed: tuple[tuple[str, str], ...]
    renamed: tuple[tuple[str, str, str], ...]
    moved: tuple[Moved, ...]


_Coded = TypeVar("_Coded", tuple[str, str], tuple[str, str, str])


@dataclass(frozen=True)
class _Members:
    places: dict[str, str]
    names: dict[str, str]
    zones: dict[str, str]


def versions(graph: Queryable, iri: str, zone: str = "") -> tuple[ZoningChange, ...]:
    """The versions of the zoning `iri` (or of a version’s or zone’s zoning), oldest first.

    `zone`: a code; only what bears on that zone is then told, its communes among it.
    """
    told: dict[str, dict[str, str]] = {}
    decisions: dict[str, dict[str, date | None]] = {}
    for row in rows(graph, "history/zoning-versions", thing=iri):
        told.setdefault(row["version"], dict(row))
        decision = " – ".join(filter(None, (row["decision"], row["reference"])))
        decisions.setdefault(row["version"], {}).setdefault(decision, day(row["decided_on"]))
    found: list[ZoningChange] = []
    before: _Members | None = None
    starts = [day(row["valid_from"]) for row in told.values()]
    for place, (version, row) in enumerate(told.items()):
        now = _members(graph, version)
        following = next((start for start in starts[place + 1 :] if start), None)
        moved = _moved(before, now) if before else []
        found.append(
            ZoningChange(
                iri=version,
                version=row["name"],
                since=starts[place],
                until=_until(day(row["valid_until"]), following),
                decision=" ; ".join(filter(None, decisions[version])),
                decided_on=min(filter(None, decisions[version].values()), default=None),
                zones=len(now.zones),
                communes=len(now.places),
                compared_with=found[-1].version if found else "",
                opened=_of(zone, _zones(now, before)) if before else (),
                closed=_of(zone, _zones(before, now)) if before else (),
                renamed=_of(zone, _renamed(before, now)) if before else (),
                moved=tuple(each for each in moved if not zone or zone in (each.before, each.after)),
            )
        )
        before = now
    return tuple(found)


def zones_of(graph: Queryable, iri: str) -> tuple[Standing, ...]:
    """The zones that a commune stands in, each for as long as its zoning’s version runs."""
    read = [dict(row) for row in rows(graph, "history/zones-of", thing=iri)]
    found: dict[str, Standing] = {}
    for row in read:
        since = day(row["valid_from"])
        later = [
            start
            for other in read
            if other["series"] == row["series"] and (start := day(other["valid_from"])) and since and start > since
        ]
        until = _until(day(row["valid_until"]), min(later, default=None))
        found.setdefault(row["zone"], Standing(row["series_label"], row["zone_label"], row["zone"], since, until))
    return tuple(found.values())


def _of(zone: str, changed: tuple[_Coded, ...]) -> tuple[_Coded, ...]:
    """What bears on one zone; all of it when none is asked."""
    return tuple(each for each in changed if not zone or each[0] == zone)


def _until(stated: date | None, following: date | None) -> date | None:
    """A newer version closes the one before, the day before it starts."""
    ends = [each for each in (stated, following - timedelta(days=1) if following else None) if each]
    return min(ends, default=None)


def _members(graph: Queryable, version: str) -> _Members:
    found = _Members({}, {}, {})
    for row in rows(graph, "history/zoning-members", version=version):
        found.places.setdefault(row["commune"], row["zone"])
        found.names.setdefault(row["commune"], row["commune_label"])
        found.zones.setdefault(row["zone"], row["zone_label"])
    return found


def _moved(before: _Members, now: _Members) -> Sequence[Moved]:
    communes = sorted(before.places.keys() | now.places.keys())
    return [
        Moved(
            code,
            now.names.get(code) or before.names.get(code, ""),
            old,
            before.zones.get(old, ""),
            new,
            now.zones.get(new, ""),
        )
        for code in communes
        if (old := before.places.get(code, "")) != (new := now.places.get(code, ""))
    ]


def _zones(these: _Members, those: _Members) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((code, name) for code, name in these.zones.items() if code not in those.zones))


def _renamed(before: _Members, now: _Members) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        sorted(
            (code, old, now.zones[code])
            for code, old in before.zones.items()
            if code in now.zones and now.zones[code] != old
        )
    )
