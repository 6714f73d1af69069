"""Trouver: a need, a barrier, a territory; the solutions, what they are for and where, and the map."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from ftgraph.errors import UnknownConcept, UnknownTerritory
from ftgraph.exports.text import one_line
from ftgraph.exports.wording import EXTENT, FRESHNESS, REACH, word
from ftgraph.solutions import Answer, Context, FacetValue, SolutionFilters, SolutionRow, search
from ftgraph.sources.vocabulary_labels import fold_label
from ftgraph_api.pages import empty, places
from ftgraph_api.pages.maps import Map, fitting, zone_map
from ftgraph_api.pages.named import named
from ftgraph_api.pages.question import Question

PAGE_ROWS = 20
_FACETS = {
    "barrier": ("Frein", "Barrier", "barrier"),
    "public": ("Public", "Public", "public"),
    "reach": ("Accès", "Reach", "reach"),
    "fee": ("Coût", "Fee", "fee"),
    "mode": ("Modalité", "Mode", "mode"),
    "type": ("Type de service", "Service type", "type"),
    "network": ("Réseau", "Network", "network"),
    "source": ("Source", "Source", "source"),
    "freshness": ("Fraîcheur", "Freshness", "freshness"),
}
_MANY = frozenset({"barrier", "public", "fee", "mode", "type", "network", "source", "reach"})
_PARAMETERS = {"ft-barrier": "barrier", "service-type": "type"}
"""The parameter that reads a scheme, where it is not the scheme's own name."""
_MOST_VALUES = 40
_LONGEST_TEXT = 160
_SHOWN_OF_A_STRUCTURE = 2


@dataclass(frozen=True)
class Line:
    """A solution as the list shows it; `more`: others of the same structure, folded below it."""

    row: SolutionRow
    address: str
    summary: str
    reach: str
    extent: str
    more: tuple["Line", ...] = ()


@dataclass(frozen=True)
class FacetLink:
    """A value of a facet and the address of the list with it, or without it where it is chosen."""

    label: str
    count: int
    address: str
    chosen: bool


def values(question: Question) -> dict[str, Any]:
    """All that the page shows; an unknown barrier or territory is said on it, with the nearest ones."""
    filters = question.given.filters()
    common = _form(question, filters)
    if not question.pairs or not (filters.barriers or filters.territory or filters.text or filters.publics):
        return {**common, "asked": False, "answer": None, "problem": None, "candidates": [], "lines": [], "map": None}
    context = Context(question.language, question.settings.stale_days)
    at = question.given.one("cursor")
    try:
        answer = search(question.index, filters, today=question.today, limit=PAGE_ROWS, cursor=at, context=context)
    except (UnknownTerritory, UnknownConcept) as error:
        return {**common, "asked": True, "answer": None, "lines": [], "map": None, **_problem(question, error)}
    return {
        **common,
        "asked": True,
        "problem": None,
        "candidates": [],
        "answer": answer,
        "lines": _lines(question, answer),
        "facets": _facets(question, answer),
        "chosen": _chosen(question, answer),
        "named": named(question, filters),
        "literally": question.address(interpret="false") if answer.understood else "",
        "start": question.address() if at else "",
        "next": question.address(cursor=answer.next_cursor) if answer.next_cursor else "",
        "exports": _exports(question),
        "elsewhere_shown": question.address("/a-propos/integrer", zoning=""),
        "map": None if at else _map(question, filters),
        **(empty.values(question, filters, answer) if answer.total == 0 else {}),
        "example": any(row.example for row in answer.rows),
    }


def _form(question: Question, filters: SolutionFilters) -> dict[str, Any]:
    """The form: what was typed, the barriers to choose from, the territories to suggest."""
    vocabulary = question.index.vocabulary
    concepts = vocabulary.scheme("barrier")
    tops = sorted(
        (concept for concept in concepts.values() if not [b for b in concept.broader if "/voc/barrier/" in b]),
        key=lambda concept: fold_label(concept.label(question.language)),
    )
    groups = [
        (
            top,
            sorted(
                (concept for concept in concepts.values() if top.iri in concept.broader),
                key=lambda concept: fold_label(concept.label(question.language)),
            ),
        )
        for top in tops
    ]
    return {
        "known": question.index.count,
        "text": filters.text,
        "barrier": filters.barriers[0] if filters.barriers else "",
        "barriers": groups,
        "territory": places.name(question, filters.territory or ""),
        "zones": _zones(question),
        "hidden": [
            pair for pair in question.pairs if pair[0] not in ("text", "barrier", "territory", "interpret", "lang")
        ]
        + ([("lang", "en")] if question.language == "en" else []),
    }


def _zones(question: Question) -> list[tuple[str, str]]:
    """Territories to suggest in the form: the zones of the zonings that are loaded, then the départements."""
    territories = question.index.territories
    found = [
        (zone.reference, zone.label)
        for kind in territories.kinds()
        if kind not in {"commune", "country", "region", "departement", "arrondissement", "epci", "ept"}
        for zone in territories.zones(kind, question.today)
    ]
    departements = [(each.reference, each.label) for each in territories.zones("departement", question.today)]
    return [*found[:600], *departements]


def _problem(question: Question, error: UnknownTerritory | UnknownConcept) -> dict[str, Any]:
    if isinstance(error, UnknownTerritory):
        near = places.candidates(question, error.candidates, lambda value: question.chosen("territory", value))
    else:
        name = _PARAMETERS.get(error.scheme, error.scheme)
        near = [(label, question.chosen(name, value)) for value, label in error.candidates[:8]]
    return {"problem": error, "candidates": near}


def _lines(question: Question, answer: Answer) -> list[Line]:
    lines = [
        Line(
            row,
            f"/solutions/{row.id}",
            one_line(row.description, _LONGEST_TEXT),
            word(REACH, row.reach, question.language),
            word(EXTENT, row.coverage.extent if row.coverage else None, question.language),
        )
        for row in answer.rows
    ]
    return _grouped(lines)


def _grouped(lines: Sequence[Line]) -> list[Line]:
    """The lines in their order; where one structure has more than two on the page, the others fold below its second."""
    of_structure: dict[str, list[Line]] = {}
    for line in lines:
        of_structure.setdefault(line.row.structure.value or line.row.id, []).append(line)
    shown = []
    for line in lines:
        same = of_structure[line.row.structure.value or line.row.id]
        place = same.index(line)
        if place < _SHOWN_OF_A_STRUCTURE:
            folded = tuple(same[_SHOWN_OF_A_STRUCTURE:]) if place == _SHOWN_OF_A_STRUCTURE - 1 else ()
            shown.append(replace(line, more=folded))
    return shown


def _facets(question: Question, answer: Answer) -> list[tuple[str, list[FacetLink]]]:
    shown = []
    for facet, (french, english, name) in _FACETS.items():
        found = [_link(question, name, value) for value in answer.facets.get(facet, ())[:_MOST_VALUES] if value.count]
        if found:
            shown.append((english if question.language == "en" else french, found))
    return shown


def _link(question: Question, name: str, value: FacetValue) -> FacetLink:
    pair = (name, value.value)
    chosen = pair in question.pairs
    if chosen:
        return FacetLink(value.label, value.count, question.address(without=[pair]), chosen=True)
    if name in _MANY and name != "barrier":
        address = f"/?{urlencode([*question.pairs, pair])}"
    else:
        address = question.chosen(name, value.value)
    return FacetLink(value.label, value.count, address, chosen=False)


def _chosen(question: Question, answer: Answer) -> list[tuple[str, str]]:
    """The filters in force, as (label, the address without it)."""
    labels = {
        (name, value.value): value.label
        for facet, (_, _, name) in _FACETS.items()
        for value in answer.facets.get(facet, ())
    }
    shown = [pair for pair in question.pairs if pair[0] in _MANY | {"freshness", "extent"}]
    return [(labels.get(pair) or _label(question, *pair), question.address(without=[pair])) for pair in shown]


def _label(question: Question, name: str, value: str) -> str:
    """What a filter's value is called where no facet counts it: in an empty answer, none does."""
    schemes = [name, *(scheme for scheme, parameter in _PARAMETERS.items() if parameter == name)]
    for each in schemes:
        if (concept := question.index.vocabulary.scheme(each).get(value)) is not None:
            return concept.label(question.language)
    return word({**REACH, **EXTENT, **FRESHNESS}, value, question.language)


def _exports(question: Question) -> list[tuple[str, str]]:
    path = "/api/v1/solutions"
    pairs = urlencode(question.pairs)
    names = (
        ("CSV", "csv"),
        ("Excel", "xlsx"),
        ("PDF", "pdf"),
        ("RDF", "ttl"),
        ("JSON-LD", "jsonld"),
        ("GeoJSON", "geojson"),
    )
    return [(label, f"{path}.{suffix}?{pairs}") for label, suffix in names]


def _map(question: Question, filters: SolutionFilters) -> Map | None:
    """How many solutions answer in each zone of the territory, each zone leading to its list."""
    if not filters.territory or filters.reach or filters.extent:  # these two are relative to the whole territory
        return None
    place = question.index.territories.resolve(filters.territory, filters.as_of or question.today)
    try:
        zoning = question.given.one("zoning") or fitting(question, place)
        return zone_map(question, place, zoning, lambda reference: question.address(territory=reference), filters)
    except UnknownTerritory:  # an unknown zoning
        return None
