"""What each module counts, on a network that can be counted by hand."""

from dataclasses import replace

import pytest

from ftgraph.network import before_after, leaving, merging, silos, standing
from ftgraph.network.graphs import Graphs
from ftgraph.network.leaving import UnknownActor
from ftgraph.network.records import Network, Places, Sitting
from ftgraph.wording import Text


def test_meetings_and_presences_are_sums_that_can_be_followed(small: Network) -> None:
    found = before_after.before_after(small)
    assert [(line.body.iri, line.members, line.meetings, line.presences) for line in found.before.lines] == [
        ("a", 3, 10, 30),
        ("b", 2, 3, 6),
        ("c", 1, 2, 2),
    ]
    assert (found.before.meetings, found.before.presences) == (15, 38)
    assert (found.after.meetings, found.after.presences) == (4 + 2, 16 + 2)
    assert (found.meetings_saved, found.presences_saved) == (9, 20)
    assert [actor.key for actor in found.left_out] == ["caf"]
    assert found.newcomers == ()
    (place,) = found.places
    assert (place.before, place.committees, place.living_on) == (3, 1, 1)


def test_what_nothing_tells_is_counted_apart(small: Network) -> None:
    committee = replace(small.after.bodies[0], meetings=None, cadence="")
    found = before_after.figures(replace(small.after, bodies=(committee, *small.after.bodies[1:])))
    assert (found.meetings, found.unknown) == (2, 1)
    silent = replace(small.before, sittings=tuple(each for each in small.before.sittings if each.body != "c"))
    assert (before_after.figures(silent).presences, before_after.figures(silent).untold) == (36, 1)


def test_each_actor_has_its_own_count(small: Network) -> None:
    found = {each.actor.key: each for each in before_after.who_sits(small)}
    assert (found["conseil"].meetings_before, found["conseil"].meetings_after, found["conseil"].saved) == (13, 4, 9)
    assert found["msa"].after == ("comite", "c")
    assert found["msa"].saved == 2 - 6
    assert found["caf"].after == ()


def test_projections_count_what_is_shared(small: Network) -> None:
    graphs = Graphs(small.before)
    named = {
        frozenset((graphs.actors[one], graphs.actors[other])): said["weight"]
        for one, other, said in graphs.meeting.edges(data=True)
    }
    assert named == {
        frozenset(("prefecture", "ddets")): 1,
        frozenset(("prefecture", "conseil")): 1,
        frozenset(("ddets", "conseil")): 1,
        frozenset(("conseil", "caf")): 1,
    }
    assert [(graphs.bodies[one], graphs.bodies[other]) for one, other in graphs.sharing.edges] == [("a", "b")]
    assert graphs.groups() == [["caf", "conseil", "ddets", "prefecture"], ["msa"]]


def test_the_only_link_is_found_and_the_share_of_chains_is_right(small: Network) -> None:
    shape = standing.shape(small.before)
    found = {each.actor: each for each in shape.standings}
    assert [each.actor for each in shape.standings if each.only_link] == ["conseil"]
    # Of the 6 pairs of the four others, 2 go by the conseil: préfecture–caf and ddets–caf.
    assert found["conseil"].on_the_way == round(2 / 6, 4)
    assert found["caf"].on_the_way == 0
    assert (found["conseil"].meets, found["conseil"].never_meets) == (3, 1)
    assert (shape.pairs, shape.meeting, len(shape.pieces), shape.estimated) == (10, 4, 2, False)


def test_an_estimate_is_near_the_exact_share(region: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = {each.actor: each.on_the_way for each in standing.shape(region.before).standings}
    monkeypatch.setattr(standing, "MOST_EXACT", 10)
    monkeypatch.setattr(standing, "_SAMPLE", 24)
    guess = standing.shape(region.before)
    assert guess.estimated
    assert all(abs(each.on_the_way - exact[each.actor]) < 0.15 for each in guess.standings)


def test_a_merging_score_is_the_sum_of_its_parts(small: Network) -> None:
    (pair,) = merging.pairs(small, small.after)
    assert (pair.one.iri, pair.other.iri) == ("c", "comite")
    assert (pair.members.points, pair.members.of, pair.members.common) == (50, 1, ("MSA",))
    assert (pair.fields.points, pair.fields.common) == (30, ("emploi",))
    assert (pair.territory.points, pair.place, pair.score, pair.saved) == (20, "same", 100, 2)
    (proposal,) = merging.merging(small).now
    assert (proposal.into.iri, proposal.meetings, proposal.saved) == ("comite", 6, 2)


def test_what_nothing_tells_is_left_out_of_a_score(small: Network) -> None:
    bodies = tuple(replace(each, fields=()) for each in small.before.bodies)
    (pair,) = merging.pairs(small, replace(small.before, bodies=bodies))
    assert not pair.fields.told
    assert (pair.members.points, pair.score) == (25, round(100 * (25 + 20) / 70))


def test_two_committees_are_never_proposed(small: Network) -> None:
    bodies = tuple(replace(each, kind="committee", committee=each.iri) for each in small.after.bodies)
    assert merging.pairs(small, replace(small.after, bodies=bodies)) == ()


def test_two_committees_are_not_proposed_through_a_third_body(small: Network) -> None:
    other = replace(small.after.bodies[0], iri="autre", committee="autre", territory="z")
    bodies = (*small.after.bodies, other, replace(other, iri="formation", kind="formation"))
    sits = tuple(Sitting("msa", where, presides=False, seats=1, voting=0) for where in ("autre", "formation"))
    side = replace(small.after, bodies=bodies, sittings=(*small.after.sittings, *sits))
    (proposal,) = merging.merging(replace(small, after=side)).now
    assert [each.iri for each in proposal.bodies] == ["comite", "c"]
    assert [(pair.one.iri, pair.other.iri) for pair in proposal.pairs] == [("c", "comite")]


def test_territories_apart_are_never_proposed(small: Network) -> None:
    elsewhere = replace(small.after.bodies[1], territory="e")
    side = replace(small.after, bodies=(small.after.bodies[0], elsewhere))
    places = Places({**small.places.communes, "e": frozenset({"9"})})
    assert merging.pairs(replace(small, places=places), side) == ()


def test_silos_are_told_by_category_and_by_pair(small: Network) -> None:
    found = silos.silos(small)
    assert (found.before.pairs, found.before.never) == (10, 6)
    between = {(each.one.fr, each.other.fr): (each.pairs, each.never) for each in found.before.between}
    assert between["Partenaires", "État"] == (4, 4)
    assert between["Collectivités", "Partenaires"] == (2, 1)
    assert between["État", "État"] == (1, 0)
    assert sum(never for _, never in between.values()) == found.before.never == len(found.before.apart)
    assert {(each.one.key, each.other.key) for each in found.opened} == {
        ("conseil", "msa"),
        ("ddets", "msa"),
        ("msa", "prefecture"),
    }
    assert found.closed == ()  # the caf sits nowhere after: it is told as left out, not as an exchange lost
    turned = silos.silos(replace(small, before=small.after, after=small.before))
    assert (turned.closed, turned.opened) == (found.opened, ())
    assert silos.never_met(small.before, "msa") == ("caf", "conseil", "ddets", "prefecture")


def test_a_leaving_costs_a_quorum_a_president_a_category(small: Network) -> None:
    found = leaving.one_actor(small, "conseil")
    (left,) = found.leaving_after.bodies
    # 5 votes held and 1 vacant: 3 are needed; without the conseil's 3, two are left.
    assert (left.seats, left.filled, left.needed, left.quorum_lost, left.spare) == (6, 2, 3, True, -1)
    assert left.presidents == 1
    assert left.only_of == Text("Collectivités", "Authorities")
    assert not found.leaving_after.splits
    before = found.leaving_before
    assert before.splits
    assert (before.pieces_with, before.pieces_without, before.parted) == (2, 3, 2)
    assert [actor.key for actor in before.cut_off] == ["caf"]
    assert [actor.key for actor in before.alone] == ["caf"]
    # Of three seats two are needed: the two that are left may not miss a meeting.
    (three, _) = before.bodies
    assert (three.seats, three.needed, three.spare, three.quorum_lost) == (3, 2, 0, False)
    assert leaving.one_actor(small, "caf").leaving_after.bodies == ()


@pytest.mark.parametrize("name", ["caf", "CAF", "iri:caf", "Ca"])
def test_an_actor_is_found_by_key_iri_name_or_part(small: Network, name: str) -> None:
    assert leaving.find(small, name).key == "caf"


@pytest.mark.parametrize(("name", "said"), [("e", "plusieurs"), ("prefetcure", "prefecture"), ("", "siège")])
def test_an_actor_that_is_not_found_says_the_nearest(small: Network, name: str, said: str) -> None:
    with pytest.raises(UnknownActor) as caught:
        leaving.find(small, name)
    assert said in str(caught.value)
    assert caught.value.en
    assert caught.value.cure_en


def test_nothing_at_all_is_no_error(small: Network) -> None:
    nothing = replace(small, actors={}, before=small.before.kept(()), after=small.after.kept(()))
    assert before_after.before_after(nothing).meetings_saved == 0
    assert merging.merging(nothing).now == ()
    assert silos.silos(nothing).after.pairs == 0
    assert standing.shape(nothing.after).circles == ()
