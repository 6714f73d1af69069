"""The score is data·inclusion's own, to the last decimal, criterion by criterion."""

from datetime import date

from data_inclusion.schema import v1
from data_inclusion.schema.v1 import score_qualite
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftgraph.sources.quality import Assessed, criteria, score


@given(data=st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_equal_to_the_package(data, strategies):
    row = data.draw(strategies.services)
    model = v1.Service.model_validate(row)
    expected, marks = score_qualite.score(model)
    assessed = Assessed.of(row, model.date_maj)
    today = date.today()
    assert criteria(assessed, today) == marks
    assert score(assessed, today) == expected


def test_age_is_counted_from_the_given_day():
    def recent(day):
        row = {"source": "dora", "description": "d" * 300}
        return criteria(Assessed.of(row, date(2026, 1, 1)), day)["date_maj_recente"]

    assert recent(date(2026, 6, 29)) == 1.0
    assert recent(date(2026, 6, 30)) == 0.0  # 180 days to the day: the published formula's own gap
    assert 0.99 < recent(date(2026, 7, 1)) < 1.0
    assert recent(date(2029, 1, 1)) == 0.0
