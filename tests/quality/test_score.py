"""The quality score explained: the same as the one published, and each criterion with what it is worth."""

from datetime import date

import pytest

from ftgraph import clock
from ftgraph.errors import UsageError
from ftgraph.graph.store import Reader
from ftgraph.index.load import Index
from ftgraph.quality import score
from ftgraph.quality.score import explain
from ftgraph.sources import quality

FULL = "exemple-35--preparer-le-code-de-la-route-en-petit-groupe-auto-ecole-rennes"


def test_every_score_is_what_the_import_published(demo: Reader, demo_index: Index) -> None:
    published_on = clock.today()
    for number in range(0, demo_index.count, 7):
        identifier = demo_index.row(number)["id"]
        found = explain(demo, identifier, published_on)
        assert found.score == pytest.approx(found.published), identifier
        assert sum(each.weight for each in found.criteria) == pytest.approx(1)
        assert found.score + sum(each.gain for each in found.criteria) == pytest.approx(1, abs=0.01)


def test_a_criterion_says_what_would_raise_it(demo: Reader) -> None:
    old = explain(demo, FULL, date(2030, 1, 1))
    recent = next(each for each in old.criteria if each.key == "date_maj_recente")
    assert (recent.mark, recent.gain) == (0.0, pytest.approx(recent.weight))
    assert "dater" in recent.todo.fr
    for each in old.criteria:
        assert bool(each.todo.fr) == (each.mark is not None and each.mark < 1)


def test_all_criteria_of_the_formula_have_words() -> None:
    assert set(score._CRITERIA) == set(quality.criteria(score.assessed({}), date(2026, 11, 24)))


def test_an_unknown_solution_is_told(demo: Reader) -> None:
    with pytest.raises(UsageError, match="Aucune solution"):
        explain(demo, "nothing", date(2026, 11, 24))
