"""Manques: barriers × zones, each zero with its kind, from a cell to its list."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ftgraph.coverage import CoverageCell, CoverageMatrix, coverage, default_zoning
from ftgraph.errors import UnknownTerritory
from ftgraph.exports.wording import GAP, word
from ftgraph_api.pages.find import Question, place_name
from ftgraph_api.pages.maps import level


@dataclass(frozen=True)
class Cell:
    """A cell as the page shows it."""

    count: int
    level: int
    gap: str
    address: str
    check: int


def values(question: Question) -> dict[str, Any]:
    """The matrix of the territory asked for, beside another one where two are compared."""
    filters = question.given.filters()
    place = filters.territory or ""
    common = {
        "territory": place_name(question, place) if place else "",
        "public": filters.publics[0] if filters.publics else "",
        "publics": sorted(
            question.index.vocabulary.scheme("public").values(), key=lambda each: each.label(question.language)
        ),
        "zoning": question.given.one("zoning") or "",
        "departements": [
            (each.reference, each.label) for each in question.index.territories.zones("departement", question.today)
        ],
        "problem": None,
        "candidates": [],
        "matrix": None,
    }
    if not place:
        return common
    try:
        matrix = _matrix(question, place)
    except UnknownTerritory as error:
        near = [(label, question.address("/manques", territory=value)) for value, label in error.candidates[:8]]
        return {**common, "problem": error, "candidates": near}
    pairs = urlencode(question.pairs)
    return {
        **common,
        "matrix": matrix,
        "rows": _rows(question, matrix),
        "missing": sum(cell.gap is not None for row in matrix.cells for cell in row),
        "cells": sum(len(row) for row in matrix.cells),
        "exports": [("CSV", f"/api/v1/coverage.csv?{pairs}"), ("Excel", f"/api/v1/coverage.xlsx?{pairs}")],
    }


def _matrix(question: Question, place: str) -> CoverageMatrix:
    zoning = question.given.one("zoning") or default_zoning(
        question.index, place, question.settings.zoning, question.today
    )
    return coverage(
        question.index,
        territory=place,
        zoning=zoning,
        today=question.today,
        filters=question.given.filters(),
        language=question.language,
        stale_days=question.settings.stale_days,
    )


def _rows(question: Question, matrix: CoverageMatrix) -> list[tuple[str, str, list[Cell]]]:
    return [
        (
            zone.label,
            question.address("/", territory=zone.value, zoning=""),
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
        word(GAP, cell.gap, question.language),
        question.address("/", territory=zone, barrier=barrier, zoning=""),
        cell.out_of_date,
    )
