"""What rule sets expect, as read from the published graph, and what changed between them."""

import pytest

from ftgraph.committees import schemes


@pytest.fixture(scope="module")
def rule_sets(demo):
    return schemes.read(demo)


def test_the_oldest_comes_first_and_levels_go_down(rule_sets):
    assert [each.key for each in rule_sets] == ["prefiguration-2023", "code-du-travail"]
    assert rule_sets[0].until is not None
    assert rule_sets[1].until is None
    for each in rule_sets:
        assert [scheme.level for scheme in each.schemes] == ["NAT", "REG", "DEP", "LOC"]


def test_a_departmental_committee_of_the_law(rule_sets):
    found = rule_sets[1].scheme("DEP")
    assert [seat.label.fr for seat in found.presidents] == [
        "le préfet de département",
        "le président du conseil départemental",
    ]
    assert [body.label.fr[:2] for body in found.colleges] == [f"{rank}°" for rank in range(1, 10)]
    assert [body.votes for body in found.colleges[5:]] == [0, 0, 0, 0]
    assert [len(body.seats) for body in found.colleges] == [0, 0, 0, 0, 2, 0, 0, 0, 0]
    assert {(limit.least, limit.most) for limit in found.limits} == {(None, 27), (None, 40), (None, 3)}
    assert [cited.identifier for cited in found.cited] == ["L5311-10", "R5311-22", "R5311-23"]


def test_the_target_of_2023_has_its_steering_group(rule_sets):
    found = rule_sets[0].scheme("DEP")
    steering = next(body for body in found.formations if body.type == "steering")
    assert (steering.least, steering.most, len(steering.seats)) == (4, None, 17)
    assert [seat.status for seat in steering.seats] == ["mandatory"] * 13 + ["advised"] * 4
    assert [label.fr for label, _ in found.deliverables]


def test_the_minister_presides_the_national_committee_of_2023(rule_sets):
    found = rule_sets[0].scheme("NAT")
    assert [seat.label.fr for seat in found.presidents] == ["le ministre chargé du Travail"]


def test_what_changed_at_the_local_level(rule_sets):
    (change,) = [each for each in schemes.changes(*rule_sets) if each.level == "LOC"]
    assert "Sous-préfet" in [party.label.fr for party in change.presidents_gone]
    assert [party.label.fr for party in change.presidents_new] == [
        "Collectivités territoriales",
        "Préfet de département",
    ]
    assert [body.type for body in change.formations_gone] == ["core"]
    assert change.formations_new == ()


def test_nothing_changed_between_a_rule_set_and_itself(rule_sets):
    for change in schemes.changes(rule_sets[1], rule_sets[1]):
        assert not change.presidents_gone
        assert not change.presidents_new
        assert not change.formations_gone
        assert not change.formations_new
        assert not change.cadences
        assert not change.secretariat_gone
