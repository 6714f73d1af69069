"""The committees that roadmaps, needs and practices are of, and which one a file means when it names another."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz, process

from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.roadmaps.reading import day, notation, rows
from ftgraph.sources.place_names import fold_name
from ftgraph.validation.rulesets import LEVELS, implied

_DATASET = "committees-"
_NEAR = 70


class NoSuchCommittee(UsageError):
    """No committee of that key is published."""

    status = 404
    slug = "not-found"


@dataclass(frozen=True)
class Body:
    """A committee. `key`: its source’s, or its IRI where that has several; "" when it is only named by another.

    `level`: NAT, REG, DEP or LOC. `rule_set`: a notation, the one declared or that its level implies on the day asked.
    `until`: its last day, if it has ended.
    """

    key: str
    iri: str
    label: str
    level: str
    territory: str
    territory_iri: str
    rule_set: str
    installed_on: date | None
    until: date | None


class Bodies:
    """The committees of a graph."""

    def __init__(self, graph: Queryable, on: date) -> None:
        found: dict[str, Body] = {}
        sources: dict[str, str] = {}
        for row in rows(graph, "roadmaps/committees"):
            iri, level = row["committee"], notation(row["level"])
            if row["source_key"]:
                sources[iri] = row["source_key"].removeprefix(_DATASET)
            found.setdefault(
                iri,
                Body(
                    key="",
                    iri=iri,
                    label=row["label"],
                    level=level,
                    territory=row["territory_label"],
                    territory_iri=row["territory"],
                    rule_set=notation(row["rule_set"]) or implied(level, on),
                    installed_on=day(row["installed_on"]),
                    until=day(row["until"]),
                ),
            )
        counts = Counter(sources.values())
        ranks = {name: rank for rank, name in enumerate(LEVELS)}
        keyed = {
            iri: replace(body, key=sources[iri] if counts[sources[iri]] == 1 else iri) if iri in sources else body
            for iri, body in found.items()
        }
        self._bodies = keyed
        self.published: Sequence[Body] = sorted(
            (body for body in keyed.values() if body.key),
            key=lambda each: (ranks.get(each.level, len(ranks)), fold_name(each.label), each.iri),
        )
        self._places: dict[tuple[str, str], list[Body]] = {}
        for body in self.published:
            self._places.setdefault((body.level, body.territory_iri), []).append(body)

    def meant(self, iri: str) -> Body | None:
        """The committee of that IRI; the published one of its level and territory when a file has only named it.

        Where several are published for that territory, the one of the same name; None when nothing is known of it.
        """
        body = self._bodies.get(iri)
        if body is None or body.key:
            return body
        same = self._places.get((body.level, body.territory_iri), [])
        if len(same) > 1:
            same = [each for each in same if fold_name(each.label) == fold_name(body.label)]
        return same[0] if len(same) == 1 else body

    def one(self, key: str) -> Body:
        """The published committee of that key or IRI. Raises `NoSuchCommittee`, with the nearest keys."""
        for each in self.published:
            if key in (each.key, each.iri):
                return each
        keys = [each.key for each in self.published]
        near = [
            found for found, *_ in process.extract(key[:200], keys, scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR)
        ]
        raise NoSuchCommittee(
            f"Aucun comité publié n’a la clé «\u202f{key[:200]}\u202f».",
            f"No published committee has the key “{key[:200]}”.",
            cure=f"Les plus proches\u00a0: {', '.join(near)}."
            if near
            else "«\u202fftgraph committee list\u202f» et /api/v1/committees donnent les clés.",
            cure_en=f"The nearest: {', '.join(near)}."
            if near
            else "“ftgraph committee list” and /api/v1/committees give the keys.",
        )


def installed(body: Body, on: date) -> bool:
    """Whether a committee exists on a day, as far as it says so."""
    return (body.installed_on is None or body.installed_on <= on) and (body.until is None or body.until >= on)
