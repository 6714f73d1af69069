"""What stands in a committee: presidents, seats expected, filled and vacant, votes, meetings of the past year."""

from datetime import date

from ftgraph import queries
from ftgraph.committees.file_graph import FileGraph
from ftgraph.namespaces import DEF
from ftgraph.sources.handed_in import HandedIn
from ftgraph.validation import engines, rulesets
from ftgraph.validation.facts import TYPE

DAY = date(2024, 6, 1)


def only(checker, file, on, **choice):
    (committee,) = checker.check(file, on=on, **choice).committees
    return committee


def formation(committee, name):
    return next(each for each in committee.formations if each.label.fr == name)


def test_a_full_committee_has_every_seat_held_once(checker, file_of):
    committee = only(checker, file_of("dep-2023"), DAY)
    assert [len(seat.holders) for seat in committee.co_presidents] == [1, 1]
    prefect = next(seat for seat in committee.co_presidents if "préfet" in seat.label.fr)
    assert (prefect.holders[0].organisation, prefect.holders[0].capacity.fr) == ("Préfecture", "Co-présidence")
    steering = formation(committee, "COPIL")
    assert len(steering.seats) == 17
    assert all((seat.expected, len(seat.holders), seat.vacant) == (1, 1, 0) for seat in steering.seats)
    assert (steering.cadence.minimum, steering.cadence.maximum, len(steering.cadence.held)) == (4, None, 4)
    assert len(formation(committee, "COTECH").cadence.held) == 8
    assert committee.votes == ()


def test_a_seat_without_a_holder_is_vacant_and_an_absent_formation_is_shown_empty(checker, file_of):
    committee = only(checker, file_of("dep-2023", without=("membre-mdph", "elargi")), DAY)
    vacant = [seat.label.fr for seat in formation(committee, "COPIL").seats if seat.vacant]
    assert vacant == ["un représentant de la MDPH"]
    stated = [seat for seat in formation(committee, "COPIL").seats if seat.expected == 0]
    assert [len(seat.holders) for seat in stated] == [0]
    enlarged = formation(committee, "comité élargi")
    assert not enlarged.present
    assert (enlarged.cadence.minimum, enlarged.cadence.held, enlarged.cadence.known) == (1, (), True)


def test_a_row_of_the_template_that_is_still_empty_is_the_expected_seat(checker, file_of):
    named = 'ex:siege-mdph <http://www.w3.org/2000/01/rdf-schema#label> "Un représentant de la MDPH"@fr .'
    committee = only(checker, file_of("dep-2023", without=("membre-mdph",), added=named), DAY)
    (told,) = [seat for seat in formation(committee, "COPIL").seats if "MDPH" in seat.label.fr]
    assert (told.expected, told.vacant) == (1, 1)


def test_a_seat_beyond_those_expected_is_shown_with_its_holder(checker, file_of):
    added = """ex:siege-de-plus a ft:Seat ; ft:seatIn ex:copil ;
        ft:seatStatus <https://w3id.org/ftgraph/voc/seat-status/invited> .
      ex:de-plus a ft:Membership ; ft:seat ex:siege-de-plus ; <http://www.w3.org/ns/org#member> ex:zoe ;
        ft:represents ex:orchestre ; ft:validFrom "2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
      ex:orchestre <http://www.w3.org/2004/02/skos/core#prefLabel> "Orchestre"@fr ."""
    committee = only(checker, file_of("dep-2023", added=added), DAY)
    (beyond,) = [seat for seat in formation(committee, "COPIL").seats if seat.expected == 0]
    assert (beyond.status, [holder.organisation for holder in beyond.holders]) == ("invited", ["Orchestre"])
    before = only(checker, file_of("dep-2023", added=added), date(2023, 12, 31))
    (beyond,) = [seat for seat in formation(before, "COPIL").seats if seat.expected == 0]
    assert beyond.holders == ()


def test_votes_and_categories_of_the_law(checker, file_of, day_of):
    committee = only(checker, file_of("dep-law"), day_of("dep-law"))
    votes = {line.label.fr.partition(" ")[0]: line.votes for line in committee.votes}
    assert votes == {"présidence": 2, "1°": 12, "2°": 3, "3°": 6, "4°": 3, "5°": 12, "6°": 0, "7°": 0, "8°": 0, "9°": 0}
    members = formation(committee, "membres du comité")
    assert [line.holders for line in committee.votes] == [2, 2, 1, 2, 2, 4, 1, 1, 1, 1]
    assert all(not seat.vacant for seat in members.seats)
    assert [line.title for line in committee.deliberations] == ["Adoption du règlement intérieur"]
    assert committee.deliberations[0].quorum_reached is True
    substituted = [holder.substitute for seat in members.seats for holder in seat.holders if holder.substitute]
    assert len(substituted) == 1


def test_a_president_given_a_category_is_counted_once(checker, file_of, day_of):
    file = file_of("dep-law", added="ex:siege-prefet ft:college ex:categorie-1 .")
    committee = only(checker, file, day_of("dep-law"))
    assert [line.votes for line in committee.votes[:2]] == [2, 12]


def test_the_national_committee_has_the_votes_that_the_law_gives(checker, file_of, day_of):
    committee = only(checker, file_of("nat-law"), day_of("nat-law"))
    expected = {
        line.label.fr.partition(" ")[0]: (line.votes, line.expected) for line in committee.votes if line.expected
    }
    assert expected == {"1°": (14, 14), "2°": (7, 7), "3°": (7, 7), "5°": (14, 14)}


def test_who_sits_in_the_bureau_only_is_counted_among_the_members(checker, file_of, day_of):
    added = """ex:siege-du-bureau a ft:Seat ; ft:seatIn ex:bureau ; ft:college ex:college-7 .
      ex:au-bureau a ft:Membership ; ft:seat ex:siege-du-bureau ; ft:represents ex:orchestre .
      ex:orchestre <http://www.w3.org/2004/02/skos/core#prefLabel> "Orchestre"@fr ."""
    committee = only(checker, file_of("nat-law", added=added), day_of("nat-law"))
    members = formation(committee, "membres du comité")
    (seventh,) = [seat for seat in members.seats if seat.label.fr.startswith("7°")]
    assert "Orchestre" in [holder.organisation for holder in seventh.holders]


def test_meetings_are_known_to_be_none_only_when_they_were_handed_in(checker):
    node = "<https://example.org/id/c>"
    level = f"<{DEF}level> <https://w3id.org/ftgraph/voc/committee-level/LOC>"
    data = f"{node} <{TYPE}> <{DEF}Committee> .\n{node} {level} .\n"
    silent = only(checker, HandedIn("x", "rdf", data), DAY)
    said = only(checker, HandedIn("x", "rdf", data, parts=("https://w3id.org/ftgraph/def#Meeting",)), DAY)
    assert {each.cadence.known for each in silent.formations} == {False}
    assert {each.cadence.known for each in said.formations} == {True}


def test_the_past_year_leaves_out_its_first_day_and_what_is_to_come(checker, file_of):
    file = file_of("dep-2023")
    held = formation(only(checker, file, date(2024, 3, 14)), "COPIL").cadence.held
    assert held == (date(2023, 9, 12), date(2023, 12, 11), date(2024, 3, 14))
    assert len(formation(only(checker, file, date(2024, 9, 12)), "COPIL").cadence.held) == 3


def test_vacant_seats_by_query_are_those_of_the_report(checker, file_of):
    file = file_of("dep-2023", without=("siege-mdph", "siege-caf"))
    graph = FileGraph(engines.loaded(file.data, rulesets.reference()))
    text = queries.text("committees/vacant-seats", rule_set=rulesets.PREFIGURATION, day=DAY)
    asked = sorted(row[2].value for row in graph.select(text))
    committee = only(checker, file, DAY)
    told = sorted(seat.label.fr for body in committee.formations if body.present for seat in body.seats if seat.vacant)
    assert asked == told
    assert len(told) == 3
