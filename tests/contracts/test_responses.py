"""Responses to calls: of the example, on several days; and at the edges."""

from datetime import date

from ftgraph.contracts.instruments import find
from ftgraph.contracts.responses import responses
from ftgraph.namespaces import ROOT

DAY = date(2026, 11, 24)
SHUTTLE = "Navette à la demande vers les zones d’activité (exemple)"
LIFTS = "Covoiturage solidaire du Coglais (exemple)"


def test_who_answered_which_call_when_with_what_outcome(demo):
    found = {each.title: each for each in responses(demo, DAY)}
    assert list(found) == [LIFTS, "Permis et vélo pour les saisonniers du littoral (exemple)", SHUTTLE], "last first"
    shuttle = found[SHUTTLE]
    assert [each.label.fr for each in shuttle.by] == [
        "CA Fougères Agglomération",
        "Mission locale du pays de Fougères (exemple)",
    ]
    assert (shuttle.submitted_on, shuttle.outcome, shuttle.decided_on) == (
        date(2026, 10, 12),
        "selected",
        date(2026, 11, 13),
    )
    assert shuttle.granted == 40_000
    assert (found[LIFTS].outcome, found[LIFTS].outcome_label.fr) == ("pending", "En cours d’examen")


def test_a_local_response_is_told_of_the_departements_call(demo):
    call = find(demo, "Appel à projets « Lever les freins à la mobilité » 2026-2027 (exemple)")
    found = responses(demo, DAY, call=call.iri)
    assert {each.committee_label for each in found} == {
        "Comité local pour l’emploi de Fougères",
        "Comité départemental pour l’emploi d’Ille-et-Vilaine",
    }
    assert {each.call_key for each in found} == {call.key}


def test_the_outcome_is_unknown_before_its_day_and_the_response_before_its_own(demo):
    assert {each.outcome for each in responses(demo, date(2026, 11, 12))} == {"pending"}
    assert {each.granted for each in responses(demo, date(2026, 11, 12))} == {None}
    assert [each.title for each in responses(demo, date(2026, 10, 12))] == [SHUTTLE]
    assert responses(demo, date(2026, 10, 11)) == ()


def test_by_territory(demo):
    assert [each.title for each in responses(demo, DAY, area=f"{ROOT}/id/epci/243500139")] == [
        "Permis et vélo pour les saisonniers du littoral (exemple)",
        SHUTTLE,
    ], "Rennes Métropole: the département’s call, not that of Fougères"
    assert responses(demo, DAY, area=f"{ROOT}/id/departement/22") == ()


def test_a_call_that_nobody_publishes_keeps_its_name(graph_of):
    graph = graph_of("""
        x:r a ft:CallResponse ; dct:title "Projet"@fr ; ft:respondsTo x:c .
        x:c a ft:Call ; rdfs:label "Appel national"@fr .
    """)
    (found,) = responses(graph, DAY)
    assert (found.call.label.fr, found.call_key, found.by, found.outcome) == ("Appel national", "", (), "pending")
    assert responses(graph, DAY, area="urn:x:here") == ()
