"""What bears on an actor; what replaced what; the calendar of a contract."""

from datetime import date

import pytest

from ftgraph.contracts.calendar import calendar
from ftgraph.contracts.instruments import find
from ftgraph.contracts.overload import overload
from ftgraph.contracts.succession import successions
from ftgraph.errors import UsageError
from ftgraph.namespaces import ROOT

DAY = date(2026, 11, 24)


def test_the_prefecture_bears_the_most(demo):
    found = overload(demo, DAY, least=2)
    first = found[0]
    assert first.name == "Préfecture d’Ille-et-Vilaine", "named by four workbooks, counted once"
    assert len(first.contracts) == 9
    assert first.instruments == len(first.contracts) + len(first.calls) + len(first.commitments) + len(first.committees)
    assert first.reports == sum(each.times for each in first.indicators) > len(first.indicators)
    assert [each.instruments for each in found] == sorted((each.instruments for each in found), reverse=True)
    assert min(each.instruments for each in found) == 2


def test_by_actor_by_territory_by_day(demo):
    (unml,) = overload(demo, DAY, actor="UNML")
    assert [each.label.fr for each in unml.commitments]
    (here,) = overload(demo, DAY, actor="UNML", area=f"{ROOT}/id/departement/35")
    assert here.committees
    assert here.commitments == (), "a charter has no territory"
    before = {each.name: each for each in overload(demo, date(2020, 1, 1))}
    assert [each.label.fr for each in before["Préfecture d’Ille-et-Vilaine"].contracts] == [
        "Convention d’appui à la lutte contre la pauvreté 2019-2023 (exemple)"
    ]
    with pytest.raises(UsageError, match="trop court"):
        overload(demo, DAY, actor="x")


def test_a_repeated_indicator_counts_as_often_as_it_is_asked(graph_of):
    graph = graph_of("""
        x:a a ft:Contract ; ft:signature [ ft:signatory x:actor ] ; ft:follows x:i, x:j .
        x:b a ft:Contract ; ft:signature [ ft:signatory x:same ] ; ft:follows x:i .
        x:b ft:validUntil "2025-12-31"^^xsd:date .
        x:actor rdfs:label "Un acteur"@fr . x:same rdfs:label "UN ACTEUR"@fr .
    """)
    (both,) = overload(graph, date(2025, 12, 31))
    assert (both.instruments, both.reports, [each.times for each in both.indicators]) == (2, 3, [2, 1])
    (one,) = overload(graph, date(2026, 1, 1))
    assert (one.instruments, one.reports) == (1, 2)


def test_successions_with_their_source_and_their_contracts(demo):
    calpae, zrr = successions(demo, DAY)
    assert (calpae.original.label.fr, calpae.resulting.label.fr) == (
        "Convention d’appui à la lutte contre la pauvreté et d’accès à l’emploi",
        "Contrat local des solidarités",
    )
    assert calpae.since == date(2024, 1, 1)
    assert "DGCS/SD1B/2023/169" in calpae.text
    assert [len(calpae.ended), len(calpae.following), len(calpae.late)] == [1, 1, 0]
    assert (zrr.resulting.label.fr, zrr.since) == ("France ruralités revitalisation", date(2024, 7, 1))
    assert zrr.page.startswith("https://")


def test_a_contract_of_a_type_that_is_gone_is_told(graph_of):
    graph = graph_of("""
        x:old a ft:Contract ; dct:title "Zone"@fr ; ft:contractType <https://w3id.org/ftgraph/voc/contract-type/zrr> .
        x:change a ft:InstrumentChange ; dct:date "2024-07-01"^^xsd:date ;
            ft:originalInstrument <https://w3id.org/ftgraph/voc/contract-type/zrr> ;
            ft:resultingInstrument <https://w3id.org/ftgraph/voc/contract-type/frr> .
    """)
    (late,) = successions(graph, date(2024, 7, 1))
    assert [each.title for each in late.late] == ["Zone"]
    (early,) = successions(graph, date(2024, 6, 30))
    assert early.late == ()


def test_the_calendar_of_a_contract(demo):
    contract = find(demo, "Contrat local des solidarités 2024-2027 (exemple)")
    found = [each for each in calendar(demo, contract, DAY) if each.what != "action"]
    assert [(each.on, each.what) for each in found] == [
        (date(2024, 1, 1), "start"),
        (date(2024, 3, 18), "signature"),
        (date(2025, 6, 12), "review"),
        (date(2026, 3, 3), "conference"),
        (date(2026, 6, 18), "review"),
        (date(2027, 6, 18), "review-due"),
        (date(2027, 12, 31), "end"),
    ]
    assert [each.past for each in found] == [True] * 5 + [False] * 2


def test_actions_of_the_committee_are_in_it_and_a_finished_contract_has_no_review_due(demo):
    pact = find(demo, "Pacte des solidarités d’Ille-et-Vilaine")
    actions = [each for each in calendar(demo, pact, DAY) if each.what == "action"]
    assert [(each.on, each.by) for each in actions] == [
        (date(2024, 6, 30), "Mission locale du bassin d’emploi de Rennes"),
        (date(2024, 9, 30), "France Travail Bretagne"),
    ]
    assert "review-due" in {each.what for each in calendar(demo, pact, DAY)}
    assert "review-due" not in {each.what for each in calendar(demo, pact, date(2028, 1, 1))}


def test_a_call_opens_and_closes(demo):
    (call,) = [find(demo, "Appel à projets « Lever les freins à la mobilité » 2026-2027 (exemple)")]
    told = [each.label.fr for each in calendar(demo, call, DAY) if each.what != "action"]
    assert told == ["Ouverture", "Clôture"]
