"""The mathematics of deliberations, by table; then the same from a file."""

from datetime import date
from pathlib import Path

import pytest

from ftgraph.committees.deliberations import Ballot, Held, VotingMember, deliberations, line
from ftgraph.committees.file_graph import FileGraph
from ftgraph.validation import engines, rulesets
from ftgraph.validation.preparation import to_ntriples

PREFECT, PRESIDENT = "prefect", "president"


def held(present=2, absent=1, ballots=(), **more):
    members = [VotingMember(PREFECT, 1, True, True), VotingMember(PRESIDENT, 1, False, True)][:present]
    members += [VotingMember(f"there-{n}", 1, False, True) for n in range(present - 2)]
    members += [VotingMember(f"absent-{n}", 1, False, False) for n in range(absent)]
    return Held("x", None, tuple(members), tuple(Ballot(*each) for each in ballots), recorded=True, **more)


@pytest.mark.parametrize(
    ("present", "absent", "quorum", "reached"),
    [(2, 2, 2, True), (2, 3, 3, False), (3, 2, 3, True), (2, 0, 1, True), (5, 6, 6, False)],
)
def test_quorum_is_half_of_the_voting_members_rounded_up(present, absent, quorum, reached):
    told = line(held(present, absent), has_casting_vote=True)
    assert (told.voting_members, told.present, told.quorum, told.quorum_reached) == (
        present + absent,
        present,
        quorum,
        reached,
    )


FOR, AGAINST, ABSTENTION = "for", "against", "abstention"


@pytest.mark.parametrize(
    ("ballots", "casting", "tied", "adopted"),
    [
        ([(FOR, 3), (AGAINST, 2)], True, False, True),
        ([(FOR, 2), (AGAINST, 3)], True, False, False),
        ([(FOR, 1), (ABSTENTION, 9)], True, False, True),
        ([(ABSTENTION, 9)], True, False, False),
        ([(FOR, 2, PREFECT), (AGAINST, 2, PRESIDENT)], True, True, True),
        ([(FOR, 2, PRESIDENT), (AGAINST, 2, PREFECT)], True, True, False),
        ([(FOR, 2, PRESIDENT), (AGAINST, 2, "other")], True, True, None),
        ([(FOR, 2), (AGAINST, 2)], True, True, None),
        ([(FOR, 2, PREFECT), (AGAINST, 2, PRESIDENT)], False, False, False),
        ([], True, False, None),
    ],
)
def test_majority_of_the_votes_expressed_and_the_casting_vote(ballots, casting, tied, adopted):
    told = line(held(ballots=ballots), has_casting_vote=casting)
    assert (told.casting_vote, told.adopted) == (tied, adopted)


def test_without_a_quorum_nothing_is_adopted_but_on_a_second_convocation():
    ballots = [(FOR, 3), (AGAINST, 0)]
    assert line(held(2, 9, ballots), has_casting_vote=True).adopted is False
    again = line(held(2, 9, ballots, again=True), has_casting_vote=True)
    assert (again.quorum, again.quorum_reached, again.adopted) == (0, True, True)


def test_what_is_said_of_the_quorum_counts_where_nobody_was_recorded():
    for stated in (True, False, None):
        told = line(Held("x", None, recorded=False, stated=stated, ballots=(Ballot(FOR, 1),)), has_casting_vote=True)
        assert told.quorum_reached is stated
        assert told.adopted is (stated is not False)


def test_a_file_says_who_was_there_by_substitute_and_by_proxy():
    data = to_ntriples(Path(__file__).parent / "deliberating.ttl")
    graph = FileGraph(engines.loaded(data, rulesets.reference()))
    committee = "https://example.org/id/comite"
    first, second = deliberations(graph, {committee: "DEP"}, rulesets.LABOUR_CODE)[committee]
    assert (first.on, first.voting_members, first.present, first.quorum_reached) == (date(2025, 1, 14), 4, 4, True)
    assert (first.in_favour, first.against, first.casting_vote, first.adopted) == (3, 3, True, True)
    assert (second.quorum, second.quorum_reached) == (0, True)
    assert (second.in_favour, second.against, second.abstentions, second.adopted) == (3, 1, 2, True)
    (old, _) = deliberations(graph, {committee: "DEP"}, rulesets.PREFIGURATION)[committee]
    assert (old.casting_vote, old.adopted) == (False, False)
