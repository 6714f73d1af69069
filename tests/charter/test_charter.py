"""The charter of the example: commitments, signatories, principles, and how far each is kept over time."""

from datetime import date

import pytest

from ftgraph.charter import NOT_ASSESSED, charters, state_of
from ftgraph.errors import UsageError

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def charter(demo):
    (found,) = charters(demo, DAY)
    return found


def test_who_signed_and_which_principles_are_upheld(charter):
    assert charter.adopted_by == "Comité national pour l’emploi"
    assert charter.valid_from == date(2025, 1, 15)
    signed = {each.name: each.signed_on for each in charter.signatories}
    assert len(signed) == 6
    assert signed["Cheops"] == date(2025, 2, 3)
    assert [(named.label.fr, count) for named, count in charter.principles] == [
        ("Coopération", 4),
        ("Partage d’informations et de données", 3),
        ("Pilotage à l’impact", 2),
    ]
    assert charter.silent == ()


def test_who_commits_to_whom_on_what_followed_by_what(charter):
    assert len(charter.commitments) == 8
    for each in charter.commitments:
        assert each.actor
        assert each.subject
        assert each.to
        assert each.indicators
        assert each.principles
    (opened,) = [each for each in charter.commitments if "dossier partagé" in each.subject]
    assert opened.actor == "France Travail"
    assert [each.label.fr for each in opened.to] == ["Assemblée des départements de France", "Cheops", "UNML"]
    assert [(each.on, each.state, each.by) for each in opened.history] == [
        (date(2025, 7, 8), "partly-respected", "UNML"),
        (date(2026, 7, 7), "not-respected", "UNML"),
    ]
    assert (opened.state, opened.state_label.fr) == ("not-respected", "Non respecté")


def test_respect_over_time_adds_up(charter):
    assert [each.on for each in charter.respect] == [
        date(2025, 7, 8),
        date(2025, 12, 16),
        date(2026, 7, 7),
        DAY,
    ]
    for each in charter.respect:
        assert each.respected + each.partly_respected + each.not_respected + each.not_assessed == 8
    last = charter.respect[-1]
    assert (last.respected, last.partly_respected, last.not_respected, last.not_assessed) == (3, 2, 1, 2)


def test_as_of_a_day_later_findings_are_not_known(demo):
    (found,) = charters(demo, date(2025, 8, 1))
    states = [each.state for each in found.commitments]
    assert (states.count("respected"), states.count(NOT_ASSESSED)) == (0, 4)
    (early,) = charters(demo, date(2025, 7, 7))
    assert {each.state for each in early.commitments} == {NOT_ASSESSED}


def test_by_actor_and_by_state(demo):
    (found,) = charters(demo, DAY, actor="cheops")
    assert {each.actor for each in found.commitments} == {"Cheops", "Régions de France", "France Travail"}
    (broken,) = charters(demo, DAY, state="not-respected")
    assert len(broken.commitments) == 1
    (none,) = charters(demo, DAY, actor="nobody of that name")
    assert none.commitments == ()


def test_states_are_named_as_people_do():
    assert state_of("respecté en partie") == "partly-respected"
    assert state_of("Not respected") == "not-respected"
    with pytest.raises(UsageError, match="n’existe pas"):
        state_of("oublié")
