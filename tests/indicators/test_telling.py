"""Values and changes in words, in French and in English."""

import pytest

from ftgraph.indicators.dashboard import Figure
from ftgraph.indicators.telling import change_told, figure_told


def figure(value, period="2026-Q3", label="3e trimestre 2026", status="final"):
    return Figure(period, label, value, status, "masquée" if value is None else f"{value:g}".replace(".", ","))


@pytest.mark.parametrize(
    ("key", "value", "language", "told"),
    [
        ("registered", 12345, "fr", "12\u202f345"),
        ("registered", 12345, "en", "12,345"),
        ("return-to-work", 41.25, "fr", "41,2\u00a0%"),
        ("days-to-diagnosis", 17.2, "en", "17.2\u00a0days"),
        ("registered", None, "fr", "masquée"),
    ],
)
def test_a_value_has_its_unit(structure, key, value, language, told):
    assert figure_told(value, "final", structure.indicator(key), language) == told


@pytest.mark.parametrize(
    ("key", "before", "after", "trend", "said"),
    [
        ("return-to-work", 40.0, 42.0, "better", "hausse de 2,0\u00a0points, dans le sens souhaité"),
        ("return-to-work", 42.0, 40.5, "worse", "baisse de 1,5\u00a0point, à l’inverse du sens souhaité"),
        ("awaiting-diagnosis", 40, 30, "better", "baisse de 10, dans le sens souhaité"),
        ("awaiting-diagnosis", 30, 40, "worse", "hausse de 10, à l’inverse"),
        ("registered", 30, 40, "higher", "hausse de 10."),
        ("registered", 30, 30, "stable", "stable."),
    ],
)
def test_a_change_is_judged_by_the_direction_wanted(structure, key, before, after, trend, said):
    change, found, sentence = change_told(
        structure.indicator(key), figure(after), figure(before, "2026-Q2", "2e trimestre 2026"), "fr"
    )
    assert found == trend
    assert said in sentence
    assert change == pytest.approx(after - before)


def test_months_and_years_take_their_own_word(structure):
    indicator = structure.indicator("registered")
    _, _, sentence = change_told(indicator, figure(5, "2026", "2026"), figure(4, "2025", "2025"), "fr")
    assert sentence.startswith("5 en 2026, contre 4 en 2025")


def test_a_withheld_value_says_no_change(structure):
    change, trend, sentence = change_told(
        structure.indicator("registered"), figure(None, status="withheld"), None, "fr"
    )
    assert (change, trend) == (None, "")
    assert sentence.startswith("Valeur masquée au 3e trimestre 2026")
