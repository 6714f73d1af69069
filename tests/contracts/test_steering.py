"""What ends, lacks a review, competes, could fund: on the example, and at the edges."""

from datetime import date

import pytest

from ftgraph.contracts import steering
from ftgraph.contracts.steering import competing, ending, funding, later, unreviewed
from ftgraph.errors import UsageError
from ftgraph.namespaces import ROOT

DAY = date(2026, 11, 24)
DEPARTEMENT = f"{ROOT}/id/departement/35"


def titles(found, read=lambda each: each.contract):
    return [read(each).title.removesuffix(" (exemple)") for each in found]


def test_what_ends_soon_the_first_first(demo):
    found = ending(demo, DAY, 3)
    assert titles(found) == [
        "CRTE de Fougères Agglomération 2021-2026",
        "Convention annuelle d’objectifs et de moyens 2026",
    ]
    assert [each.days_left for each in found] == [37, 37]
    assert titles(ending(demo, DAY, 3, area=f"{ROOT}/id/epci/243500139")) == [
        "Convention annuelle d’objectifs et de moyens 2026"
    ]
    assert len(ending(demo, DAY)) == 5
    assert ending(demo, DAY, 0) == ()


def test_what_follows_a_contract_is_told(demo):
    (ended,) = ending(demo, date(2023, 11, 1), 2)
    assert [each.label.fr for each in ended.followed_by] == ["Contrat local des solidarités 2024-2027 (exemple)"]


def test_what_lacks_a_review(demo):
    found = unreviewed(demo, DAY)
    assert titles(found)[0] == "Programme départemental d’insertion 2023-2027"
    assert (found[0].last_review, found[0].due_by, found[0].overdue) == (None, date(2024, 7, 1), True)
    assert ("Pacte territorial pour l’insertion 2025-2028", date(2025, 6, 5)) in zip(
        titles(found), [each.last_review for each in found], strict=True
    )
    assert "Contrat local des solidarités 2024-2027" not in titles(found)
    # A review to come is none yet, and what was late is no longer once held.
    assert "Contrat local des solidarités 2024-2027" in titles(unreviewed(demo, date(2025, 6, 11)))
    assert "Contrat local des solidarités 2024-2027" not in titles(unreviewed(demo, date(2025, 6, 12)))


def test_which_calls_compete_with_which_contracts_and_why(demo):
    found = competing(demo, DAY)
    pairs = {(call, contract) for call, contract in zip(titles(found, lambda e: e.call), titles(found), strict=True)}
    assert (
        "Appel à projets « Lever les freins à la mobilité » 2026-2027",
        "Programme départemental d’insertion 2023-2027",
    ) in pairs
    reasons = {each.reason.fr for each in found}
    assert (
        "Même champ (Mobilité)\u202f; même territoire (Ille-et-Vilaine)\u202f; "
        "périodes communes du 01/10/2026 au 31/01/2027." in reasons
    )
    assert any("territoires qui se touchent (Fougères et Ille-et-Vilaine)" in each for each in reasons)
    # It draws on the contract's envelope.
    assert not any("horaires atypiques" in call for call, _ in pairs)
    assert competing(demo, date(2027, 4, 1)) == ()
    assert {each.call.title for each in competing(demo, DAY, area=f"{ROOT}/id/epci/243500139")} == {
        "Appel à projets « Lever les freins à la mobilité » 2026-2027 (exemple)"
    }


COMPETING = """
    x:call a ft:CallForProjects ; dct:title "L’appel"@fr ; ft:callType voc:call-type/aap ; ft:policyField x:field ;
        ft:territory x:t1 ; ft:validFrom "2026-03-01"^^xsd:date ; ft:validUntil "2026-04-30"^^xsd:date .
    x:contract a ft:Contract ; dct:title "Le contrat"@fr ; ft:policyField x:field ; ft:territory x:t2 .
    x:t1 ft:meets x:t2 .
""".replace("voc:call-type/aap", "<https://w3id.org/ftgraph/voc/call-type/aap>")


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ("", 1),
        ('x:contract ft:validUntil "2026-03-01"^^xsd:date .', 1),
        ('x:contract ft:validUntil "2026-02-28"^^xsd:date .', 0),
        ('x:contract ft:validFrom "2026-04-30"^^xsd:date .', 1),
        ('x:contract ft:validFrom "2026-05-01"^^xsd:date .', 0),
        ("x:call ft:envelope x:one . x:contract ft:envelope x:other .", 1),
        ("x:call ft:envelope x:one . x:contract ft:envelope x:one .", 0),
    ],
)
def test_periods_that_touch_compete_and_a_common_envelope_does_not(graph_of, more, count):
    assert len(competing(graph_of(COMPETING + more))) == count


def test_territories_that_share_nothing_do_not_compete(graph_of):
    assert competing(graph_of(COMPETING.replace("x:t1 ft:meets x:t2 .", ""))) == ()
    assert len(competing(graph_of(COMPETING.replace("x:t1 ft:meets x:t2", "x:t2 ft:meets x:t1")))) == 1
    (pair,) = competing(graph_of(COMPETING.replace("x:t2", "x:t1")))
    assert "même territoire" in pair.reason.fr
    assert pair.overlap_until == date(2026, 4, 30)


def test_who_could_fund_the_answer_to_a_gap(demo):
    found = funding(demo, "garde d’enfants", DAY, area=DEPARTEMENT)
    assert titles(found, lambda e: e.instrument) == [
        "Appel à manifestation d’intérêt « Garde d’enfants en horaires atypiques »",
        "Contrat local des solidarités 2024-2027",
    ]
    assert {each.amount for each in found} == {2_400_000}
    assert [each.label.fr for each in found[0].covered] == ["Famille"]
    mobility = funding(demo, "mobilite--preparer-un-permis", DAY, area=DEPARTEMENT)
    assert titles(mobility, lambda e: e.instrument)[0] == "Programme départemental d’insertion 2023-2027"
    # Of a category, a field that covers one of its parts answers too.
    assert "Plan régional pour l’insertion des travailleurs handicapés 2023-2027" in titles(
        funding(demo, "sante", DAY), lambda e: e.instrument
    )
    assert funding(demo, "creer-une-entreprise", DAY) == ()
    with pytest.raises(UsageError, match="n’existe pas"):
        funding(demo, "zzzz", DAY)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 24), 12, date(2027, 11, 24)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(1, 1, 1), -12, date.min),
        (date(9999, 12, 1), 12, date.max),
    ],
)
def test_months_later(start, months, expected):
    assert later(start, months) == expected


@pytest.mark.parametrize("months", [-1, 121])
def test_a_number_of_months_has_bounds(demo, months):
    with pytest.raises(UsageError, match="de 0 à 120"):
        ending(demo, DAY, months)
    with pytest.raises(UsageError, match="de 0 à 120"):
        unreviewed(demo, DAY, months)


def test_every_widest_barrier_is_covered_by_a_field(demo_index):
    """Data, not code: each of the sixteen categories has a field whose means can answer it."""
    from ftgraph import assets

    text = (assets.ontology() / "vocabularies" / "policy-field.ttl").read_text(encoding="utf-8")
    widest = [each.notation for each in demo_index.vocabulary.scheme("barrier").values() if not each.broader]
    assert [each for each in widest if f"barrier:{each} " not in text] == []
    assert steering.barrier_of("Mobilité") == ("mobilite", "Mobilité")
