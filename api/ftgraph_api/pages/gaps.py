"""Manques: barriers × zones, each zero with its kind, from a cell to its list; by public, as time passes, side by side.

And who is to act on what is missing: the committees of the zone and the contracts in force there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from ftgraph import needs
from ftgraph.coverage import CoverageCell, CoverageMatrix, coverage, default_zoning
from ftgraph.errors import UnknownTerritory
from ftgraph.exports.wording import GAP, decimal, word
from ftgraph.index.load import Index
from ftgraph.index.territories import KINDS, Territory
from ftgraph.sources.vocabulary_labels import fold_label
from ftgraph_api.pages import maps, places
from ftgraph_api.pages.maps import level
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import Parameter

COMPARED = Parameter("beside", ("Second territoire, à côté du premier.", "A second territory, beside the first."))
BEFORE = Parameter("before", ("Génération à laquelle comparer.", "Generation to compare with."), "integer")
_SHORT = {
    "nothing": ("rien", "nothing"),
    "out-of-date-only": ("à vérifier", "to check"),
    "remote-only": ("à distance", "remote"),
    "unstated-only": ("zone ?", "zone?"),
}
_PAGE_ONLY = ("zoning", "before", "beside")
_MOST_LINES = 120
_MONTHS_AHEAD = (0, 3, 6, 12)
_ZONINGS = ("arrondissement", "epci", "departement")


@dataclass(frozen=True)
class Cell:
    """A cell as the page shows it. `gap`: the kind of missing in a word, "" where something usable is there."""

    count: int
    level: int
    gap: str
    address: str
    check: int


@dataclass(frozen=True)
class Earlier:
    """A generation that is still kept and open, to compare with."""

    number: int
    published: date
    index: Index


def values(question: Question, kept: Sequence[tuple[int, date]] = (), earlier: Earlier | None = None) -> dict[str, Any]:
    """All that the page shows. `kept`: the generations that may be compared with (number, day), newest first."""
    filters = question.given.filters()
    asked, beside = filters.territory or "", question.given.one("beside") or ""
    form = {
        **_form(question, asked, beside, filters.publics[0] if filters.publics else ""),
        "barrier": filters.barriers[0] if filters.barriers else "",
        "barriers": [(each.notation, each.label(question.language)) for each in needs.categories(question.index)],
    }
    common = {**form, "kept": kept, "before": earlier.number if earlier else 0}
    if not asked:
        return common
    try:
        place = question.index.territories.resolve(asked, question.today)
        matrix = _matrix(question, place.reference)
        other = question.index.territories.resolve(beside, question.today) if beside else None
    except UnknownTerritory as error:
        name = "territory" if not _known(question, asked) else "beside"
        near = places.candidates(question, error.candidates, lambda value: _here(question, name, value))
        return {**common, "problem": error, "candidates": near}
    asked_too = [pair for pair in question.pairs if pair[0] not in _PAGE_ONLY]
    pairs = urlencode([*asked_too, ("zoning", matrix.zoning.value)], safe=":")
    days = [_later(question.today, months) for months in _MONTHS_AHEAD]
    return {
        **common,
        "place": place,
        "matrix": matrix,
        "zoning_name": places.kind_names(question, matrix.zoning.value),
        "rows": _rows(question, matrix),
        "finer": [] if filters.barriers else [_here(question, "barrier", each.value) for each in matrix.barriers],
        "whole": _here(question, "barrier", "") if filters.barriers else "",
        "missing": sum(cell.gap is not None for row in matrix.cells for cell in row),
        "cells": sum(len(row) for row in matrix.cells),
        "exports": [("CSV", f"/api/v1/coverage.csv?{pairs}"), ("Excel", f"/api/v1/coverage.xlsx?{pairs}")],
        "legend": [
            (pair[question.language == "en"], word(GAP, kind, question.language))
            for kind, pair in _SHORT.items()
            if kind != "nothing"
        ],
        "categories": [each.label(question.language) for each in needs.categories(question.index)],
        "by_public": _by_public(question, place),
        "days": days,
        "fresh": _counted(question, needs.still_fresh(question.index, place, days=days, **_dated(question))),
        "since": _since(question, place, earlier) if earlier else [],
        "comparison": _comparison(question, place, other) if other else [],
        "other": other,
        "people": [
            question.index.population(question.index.territories.members(each.number))
            for each in (place, other)
            if each
        ],
    }


def missing_by_zone(matrix: CoverageMatrix) -> list[tuple[str, list[str]]]:
    """The zones of a matrix that miss something: (reference, the barriers' labels)."""
    found = [
        (zone.value, [barrier.label for barrier, cell in zip(matrix.barriers, row, strict=True) if cell.gap])
        for zone, row in zip(matrix.zones, matrix.cells, strict=True)
    ]
    return [(zone, barriers) for zone, barriers in found if barriers]


def _form(question: Question, asked: str, beside: str, public: str) -> dict[str, Any]:
    territories = question.index.territories
    loaded = [key for key in territories.kinds() if key not in KINDS]
    return {
        "territory": places.name(question, asked) if asked else "",
        "beside": places.name(question, beside) if beside else "",
        "public": public,
        "publics": sorted(
            question.index.vocabulary.scheme("public").values(),
            key=lambda each: fold_label(each.label(question.language)),
        ),
        "zoning": question.given.one("zoning") or "",
        "zonings": [(key, places.kind_names(question, key)) for key in (*loaded, *_ZONINGS)],
        "suggested": [
            (each.reference, each.label)
            for kind in ("region", "departement")
            for each in territories.zones(kind, question.today)
        ],
        "problem": None,
        "candidates": [],
        "matrix": None,
    }


def _known(question: Question, asked: str) -> bool:
    try:
        question.index.territories.resolve(asked, question.today)
    except UnknownTerritory:
        return False
    return True


def _matrix(question: Question, place: str) -> CoverageMatrix:
    zoning = question.given.one("zoning") or _zoning(question, place)
    return coverage(
        question.index,
        territory=place,
        zoning=zoning,
        today=question.today,
        filters=question.given.filters(),
        language=question.language,
        stale_days=question.settings.stale_days,
    )


def _zoning(question: Question, place: str) -> str:
    """The territory's own zoning; a coarser one where that would leave most of it out, or be hundreds of lines."""
    territories = question.index.territories
    own = default_zoning(question.index, place, question.settings.zoning, question.today)
    whole = territories.resolve(place, question.today)
    for zoning in (own, "arrondissement"):
        zones = territories.within(territories.zones(zoning, question.today), whole)
        if len(zones) <= _MOST_LINES and maps.cover(question, whole, zones):
            return zoning
    return "departement"


def _rows(question: Question, matrix: CoverageMatrix) -> list[tuple[str, str, list[Cell]]]:
    return [
        (
            zone.label,
            _list(question, territory=zone.value),
            [
                _cell(question, cell, zone.value, barrier.value)
                for barrier, cell in zip(matrix.barriers, row, strict=True)
            ],
        )
        for zone, row in zip(matrix.zones, matrix.cells, strict=True)
    ]


def _cell(question: Question, cell: CoverageCell, zone: str, barrier: str) -> Cell:
    return Cell(
        cell.total,
        0 if cell.gap else level(cell.total),
        _SHORT[cell.gap][question.language == "en"] if cell.gap else "",
        _list(question, territory=zone, barrier=barrier),
        cell.out_of_date,
    )


def _dated(question: Question) -> dict[str, Any]:
    return {"today": question.today, "stale_days": question.settings.stale_days}


def _by_public(question: Question, place: Territory) -> list[tuple[str, list[tuple[int, int, str]]]]:
    """Publics down, categories across: (count, level, the list's address)."""
    barriers = needs.categories(question.index)
    return [
        (
            line.of.label(question.language),
            [
                (
                    count,
                    level(count),
                    _list(question, territory=place.reference, barrier=barrier.notation, public=line.of.notation),
                )
                for barrier, count in zip(barriers, line.counts, strict=True)
            ],
        )
        for line in needs.by_public(question.index, place, **_dated(question))
    ]


def _counted(question: Question, lines: Sequence[needs.Counted]) -> list[tuple[str, Sequence[int]]]:
    return [(line.of.label(question.language), line.counts) for line in lines]


def _since(question: Question, place: Territory, earlier: Earlier) -> list[tuple[str, int, int]]:
    """Category by category: how many then, how many now; both as of today, so that only the data differ."""
    now = needs.needs(question.index, place, filters=question.given.filters(), **_dated(question))
    there = earlier.index.territories.by_iri(place.iri)
    if there is None:
        return []
    before = {
        each.barrier.notation: each.cell.total
        for each in needs.needs(earlier.index, there, filters=question.given.filters(), **_dated(question))
    }
    return [
        (each.barrier.label(question.language), before.get(each.barrier.notation, 0), each.cell.total) for each in now
    ]


def _comparison(question: Question, place: Territory, other: Territory) -> list[dict[str, Any]]:
    """Category by category, both territories: how many, on how many inhabitants, and the kind of gap."""
    sides = [
        (each, needs.needs(question.index, each, filters=question.given.filters(), **_dated(question)))
        for each in (place, other)
    ]
    found = []
    for pair in zip(*(lines for _, lines in sides), strict=True):
        told = []
        for (where, _), need in zip(sides, pair, strict=True):
            people = question.index.population(question.index.territories.members(where.number))
            rate = decimal(100_000 * need.cell.total / people, 1) if people else ""
            told.append(
                {
                    "total": need.cell.total,
                    "rate": rate.replace(",", ".") if question.language == "en" else rate,
                    "gap": word(GAP, need.cell.gap, question.language),
                    "address": _list(
                        question,
                        territory=where.reference,
                        barrier=need.barrier.notation,
                    ),
                }
            )
        found.append({"label": pair[0].barrier.label(question.language), "sides": told})
    return found


def _list(question: Question, **more: str) -> str:
    """The list of solutions behind a number of this page."""
    kept = [pair for pair in question.pairs if pair[0] in _PAGE_ONLY]
    return question.address("/", without=kept, **more)


def _here(question: Question, name: str, value: str) -> str:
    """This page with another value, or without any."""
    kept = [pair for pair in question.pairs if pair[0] != name]
    return f"/manques?{urlencode([*kept, *([(name, value)] if value else [])], safe=':')}"


def _later(day: date, months: int) -> date:
    """The same day `months` later, or the month's last one."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    return date(day.year + year, month + 1, day.day)
