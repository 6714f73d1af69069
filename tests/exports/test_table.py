"""Tables of the terminal: readable at any width, never markup, never an escape sequence."""

import io
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from ftgraph.coverage import CoverageCell, CoverageMatrix
from ftgraph.exports import table
from ftgraph.exports.coverage import document
from ftgraph.solutions import FacetValue, Labelled, SolutionFilters


def printed(renderable: object, width: int) -> str:
    out = io.StringIO()
    Console(file=out, width=width, markup=False, highlight=False, emoji=False).print(renderable)
    return out.getvalue()


FILTERS = SolutionFilters(barriers=("mobilite",), text="pas le permis")


@pytest.mark.parametrize("width", [40, 80, 99, 100, 160])
def test_fits_its_width_and_says_everything(answer, width: int) -> None:
    text = printed(table.solutions(answer, FILTERS), width)
    assert max(len(line) for line in text.splitlines()) <= width
    words = " ".join(text.replace("│", " ").split())
    for expected in (
        "Sur place",
        "43/332",
        "À jour",
        "Compris : Préparer un permis",
        "3 solutions",
        "exemple illustratif",
    ):
        assert expected in words, expected


def test_headings_are_french(answer) -> None:
    text = printed(table.solutions(answer, FILTERS), 200)
    for heading in ("Solution", "Où", "Distance", "Accès", "Couverture", "Frais", "Fraîcheur"):
        assert heading in text
    assert "3,5\u202fkm" in text


def test_none_is_said_in_words(answer) -> None:
    text = printed(table.solutions(replace(answer, total=0, rows=()), FILTERS), 80)
    assert "aucune solution connue" in text


def test_facets_and_what_is_not_shown(answer) -> None:
    facets = {"reach": (FacetValue("on-site", "Sur place", 1), FacetValue("remote", "À distance", 2))}
    text = printed(table.solutions(replace(answer, total=1234, facets=facets), FILTERS), 120)
    assert "1\u202f234 solutions, 3 affichées" in text
    assert "Accès : Sur place (1), À distance (2)" in text
    one = replace(answer, total=2, rows=answer.rows[:1])
    assert "2 solutions, 1 affichée (" in printed(table.solutions(one, FILTERS), 120)


def test_texts_are_printed_as_they_are(answer, full) -> None:
    row = replace(full, title="[bold]x[/bold] \x1b[31mrouge :smile:")
    for width in (70, 140):
        text = printed(table.solutions(replace(answer, rows=(row,)), FILTERS), width)
        assert "\x1b" not in text
        assert "[bold]x" in text
        assert ":smile:" in text


def matrix(barriers: int) -> CoverageMatrix:
    cells = [CoverageCell(12, 0, 3, 0, 1), CoverageCell(0, 0, 0, 0, 0), CoverageCell(0, 2, 0, 0, 0),
             CoverageCell(1, 0, 0, 0, 1), CoverageCell(0, 0, 0, 4, 0)]  # fmt: skip
    return CoverageMatrix(
        7,
        date(2026, 11, 24),
        Labelled("departement:35", "Ille-et-Vilaine"),
        Labelled("clpe", "Comités locaux pour l’emploi"),
        [Labelled(f"b{number}", f"Frein numéro {number}") for number in range(barriers)],
        [Labelled("clpe:1", "Rennes"), Labelled("clpe:2", "Vitré et son pays")],
        [[cells[(number + shift) % 5] for number in range(barriers)] for shift in range(2)],
    )


@pytest.mark.parametrize("width", [50, 80, 130])
@pytest.mark.parametrize("barriers", [3, 16])
def test_a_zero_says_which_kind(width: int, barriers: int) -> None:
    text = printed(table.coverage(matrix(barriers)), width)
    assert max(len(line) for line in text.splitlines()) <= width
    words = " ".join(text.split())
    assert "0 : rien" in words
    assert "2\u202fd" in text
    assert "à distance seulement" in words
    assert f"Frein numéro {barriers - 1}" in words


def test_json_of_a_matrix_has_totals_and_gaps() -> None:
    import orjson

    cells = orjson.loads(document(matrix(5)))["cells"][0]
    assert [cell["total"] for cell in cells] == [15, 0, 2, 1, 4]
    assert [cell["gap"] for cell in cells] == [None, "nothing", "remote-only", "out-of-date-only", "unstated-only"]
