"""An empty answer: where the nearest solutions are, which wider territories have some, what else covers the need."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from ftgraph.errors import UnknownConcept, UnknownTerritory
from ftgraph.exports.wording import decimal
from ftgraph.index.territories import Territory
from ftgraph.solutions import Answer, Context, SolutionFilters, search
from ftgraph.solutions.filters import barrier_rows, select
from ftgraph_api.pages import places
from ftgraph_api.pages.question import Question

_NEAREST = 5
_MOST_OTHERS = 8
_WIDER = ("departement", "region", "country")


@dataclass(frozen=True)
class Near:
    """A solution elsewhere. `away`: kilometres in words, "" where its place is not known."""

    title: str
    address: str
    structure: str
    where: str
    away: str


def values(question: Question, filters: SolutionFilters, answer: Answer) -> dict[str, Any]:
    """What the page says where nothing answers."""
    place = question.index.territories.resolve(filters.territory, question.today) if filters.territory else None
    return {
        "nearest": _nearest(question, filters, place) if place else [],
        "elsewhere": [*(_wider(question, filters, place) if place else []), *_bare(question, filters)],
        "others": _others(question, filters, answer),
    }


def _nearest(question: Question, filters: SolutionFilters, place: Territory) -> list[Near]:
    """The five solutions that lie nearest to the territory’s main commune, whatever territory they are open to."""
    commune = places.main_commune(question.index, place.number)
    if not commune:
        return []
    anywhere = replace(filters, territory=None, reach=(), extent=None, near=commune, sort="distance")
    context = Context(question.language, question.settings.stale_days)
    found = search(question.index, anywhere, today=question.today, limit=_NEAREST, context=context)
    return [
        Near(
            row.title,
            f"/solutions/{row.id}",
            row.structure.label,
            row.commune.label if row.commune else "",
            _away(row.distance_km, question.language),
        )
        for row in found.rows
    ]


def _away(kilometres: float | None, language: str) -> str:
    if kilometres is None:
        return ""
    rounded = decimal(kilometres, 1) if kilometres < 10 else str(round(kilometres))
    return f"{rounded.replace(',', '.') if language == 'en' else rounded}\u00a0km"


def _wider(question: Question, filters: SolutionFilters, place: Territory) -> list[tuple[str, int, str]]:
    """The département, the region and the country that hold the territory, with how many answer there."""
    territories = question.index.territories
    members = territories.members(place.number)
    found = []
    for kind in _WIDER:
        for wider in territories.within(territories.zones(kind, question.today), place):
            if wider.reference != place.reference and members <= territories.members(wider.number):
                total = _total(question, replace(filters, territory=wider.reference))
                if total:
                    found.append((wider.label, total, question.address(territory=wider.reference)))
    return found


def _bare(question: Question, filters: SolutionFilters) -> list[tuple[str, int, str]]:
    """The same need and territory without the filters that narrow them."""
    bare = SolutionFilters(barriers=filters.barriers, territory=filters.territory, text=filters.text)
    if bare == filters:
        return []
    pairs = [(name, value) for name, value in question.pairs if name in ("barrier", "territory", "text", "lang")]
    total = _total(question, bare)
    label = "Without the other filters" if question.language == "en" else "Sans les autres filtres"
    return [(label, total, f"/?{urlencode(pairs)}")] if total else []


def _total(question: Question, filters: SolutionFilters) -> int:
    return search(question.index, filters, today=question.today, limit=0).total


def _others(question: Question, filters: SolutionFilters, answer: Answer) -> list[tuple[str, int, str]]:
    """Neighbouring needs that are covered in the territory: the wider barrier, and those beside it."""
    vocabulary = question.index.vocabulary
    scheme = vocabulary.scheme("barrier")
    asked = set(filters.barriers) | {each.value for each in answer.understood}
    wider: set[str] = set()
    for text in asked:
        try:
            wider |= set(vocabulary.get("barrier", text).broader)
        except UnknownConcept:
            continue
    try:
        here = select(
            question.index,
            SolutionFilters(territory=filters.territory, publics=filters.publics),
            question.today,
            question.settings.stale_days,
        ).rows()
    except UnknownTerritory:
        return []
    found = []
    for concept in scheme.values():
        if concept.notation in asked or not (concept.iri in wider or wider & set(concept.broader)):
            continue
        total = len(barrier_rows(question.index, concept.notation) & here)
        if total:
            address = question.address(text="", interpret="", barrier=concept.notation)
            found.append((concept.label(question.language), total, address))
    return sorted(found, key=lambda each: -each[1])[:_MOST_OTHERS]
