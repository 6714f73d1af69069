"""Contracts and calls of the example: who, where, when, with which money; and what finds them."""

from datetime import date

import pytest

from ftgraph.contracts import in_force
from ftgraph.contracts.instruments import UnknownContract, find, instruments, key_of, type_of
from ftgraph.errors import UsageError
from ftgraph.namespaces import ROOT

DAY = date(2026, 11, 24)
SOLIDARITIES = "departement-35-code-du-travail/contrat-local-des-solidarites-2024-2027-exemple"
DEPARTEMENT = f"{ROOT}/id/departement/35"


@pytest.fixture(scope="module")
def solidarities(demo):
    return find(demo, SOLIDARITIES)


def test_all_that_is_said_of_a_contract(solidarities):
    assert (solidarities.kind, solidarities.type, solidarities.level) == (
        "contract",
        "contrat-local-des-solidarites",
        "DEP",
    )
    assert [each.label.fr for each in solidarities.territories] == ["Ille-et-Vilaine"]
    assert "Garde d’enfants et parentalité" in [each.label.fr for each in solidarities.fields]
    assert {(each.name, each.signed_on) for each in solidarities.parties} == {
        ("Préfecture d’Ille-et-Vilaine", date(2024, 3, 18)),
        ("Conseil départemental d’Ille-et-Vilaine", date(2024, 3, 18)),
    }
    assert (solidarities.valid_from, solidarities.valid_until) == (date(2024, 1, 1), date(2027, 12, 31))
    assert solidarities.reviews == (date(2025, 6, 12), date(2026, 6, 18))
    assert [each.label.fr for each in solidarities.replaces] == [
        "Convention d’appui à la lutte contre la pauvreté 2019-2023 (exemple)"
    ]
    assert solidarities.committee_label == "Comité départemental pour l’emploi d’Ille-et-Vilaine"


def test_a_shared_envelope_has_its_funders_shares_and_what_else_draws_on_it(solidarities):
    (envelope,) = solidarities.envelopes
    assert (envelope.kind, envelope.amount, envelope.conference) == ("shared", 2_400_000, date(2026, 3, 3))
    assert sum(share.amount for share in envelope.shares) == envelope.amount
    assert {share.funder for share in envelope.shares} == {
        "Préfecture d’Ille-et-Vilaine",
        "Conseil départemental d’Ille-et-Vilaine",
        "CAF d’Ille-et-Vilaine",
    }
    assert ["Garde d’enfants" in each.label.fr for each in envelope.also_funds] == [True]


def test_what_binds_these_parties_here_now_and_on_a_date(demo):
    def titles(**asked):
        return {each.title.removesuffix(" (exemple)") for each in instruments(demo, **asked)}

    both = titles(on=DAY, area=DEPARTEMENT, parties=["Rennes Métropole"])
    assert both == {"Contrat de ville de Rennes Métropole 2024-2030", "Pacte territorial pour l’insertion 2025-2028"}
    assert titles(on=date(2024, 6, 30), area=DEPARTEMENT, parties=["Rennes Métropole"]) == both - {
        "Pacte territorial pour l’insertion 2025-2028"
    }
    assert titles(on=DAY, parties=["Cap emploi", "DDETS"]) == {"Convention départementale avec Cap emploi 2025-2027"}
    assert titles(on=DAY, parties=["Cap emploi", "Unédic"]) == set(), "no contract binds both"
    assert titles(parties=["personne de ce nom"]) == set()


def test_a_territory_counts_as_soon_as_it_meets_the_one_asked_for(demo):
    commune = {each.title for each in instruments(demo, on=DAY, area=f"{ROOT}/id/commune/35115")}
    assert "CRTE de Fougères Agglomération 2021-2026 (exemple)" in commune
    assert "Pacte régional d’investissement dans les compétences 2024-2027 (exemple)" in commune
    assert "Contrat de ville de Rennes Métropole 2024-2030 (exemple)" not in commune
    assert "Territoire d’industrie de Vitré 2023-2027 (exemple)" not in commune


@pytest.mark.parametrize(
    ("name", "count"), [("CRTE", 1), ("contrats de ville", 1), ("AAP", 1), ("ami", 2), ("Pacte des solidarités", 1)]
)
def test_types_are_named_as_people_do(demo, name, count):
    assert len(instruments(demo, on=DAY, contract_type=name)) == count


def test_in_force_and_the_list_say_the_same(demo):
    listed = {each.iri for each in instruments(demo, on=DAY) if not each.is_call}
    assert {each.iri for each in in_force(demo, DAY)} == listed
    assert {each.key for each in in_force(demo, DAY)} == {key_of(iri) for iri in listed}


def test_what_is_not_known_is_said_with_what_is_near(demo):
    with pytest.raises(UnknownContract, match="contrat-local-des-solidarites") as raised:
        find(demo, "departement-35/contrat-local-des-solidarites")
    assert raised.value.cure_en.startswith("The nearest: ")
    assert raised.value.status == 404
    with pytest.raises(UsageError, match="n’existe pas"):
        type_of("pacte de stabilité")
    with pytest.raises(UsageError, match="trop court"):
        instruments(demo, parties=["a"])


def test_by_iri_and_by_title_too(demo, solidarities):
    assert find(demo, solidarities.iri) == solidarities
    assert find(demo, "contrat local des solidarités 2024-2027 (EXEMPLE)") == solidarities


def test_a_funder_named_twice_is_one_and_a_bare_contract_says_little(graph_of):
    graph = graph_of("""
        x:a a ft:Contract ; dct:title "A"@fr ; ft:envelope x:e .
        x:e a ft:FungibleEnvelope .
        x:c1 ft:contributesTo x:e ; ft:funder x:f .
        x:c2 ft:contributesTo x:e ; ft:funder x:f ; ft:amount 12.5 .
        x:f rdfs:label "Financeur"@fr .
        x:b a ft:Contract ; dct:title "B"@fr .
    """)
    first, second = instruments(graph)
    (envelope,) = first.envelopes
    assert [(share.funder, share.amount) for share in envelope.shares] == [("Financeur", 12.5)]
    assert (envelope.kind, envelope.amount) == ("fungible", None)
    assert (second.type, second.valid_until, second.parties, second.envelopes) == ("", None, (), ())
