"""Questions on graphs small enough to know their answers by heart, each with what once went wrong."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from ftgraph import queries
from ftgraph.graph import querying
from ftgraph.namespaces import PREFIXES

EX = "https://example.org/"
NAMES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + f"@prefix : <{EX}> .\n"
LEVEL = f"<{PREFIXES['voc']}committee-level/{{0}}>"


def asked(name: str, turtle: str, *, graphs: int = 1, **values: object) -> list[tuple[str, ...]]:
    """The rows, IRIs by their last part. `graphs`: in how many named graphs each triple stands."""
    store = ox.Store()
    for number in range(graphs):
        to = ox.NamedNode(f"urn:graph:{number}")
        store.load((NAMES + turtle).encode(), format=ox.RdfFormat.TURTLE, to_graph=to)
    rows = querying.select(store, queries.text(name, **values), Path())
    return [tuple("" if term is None else term.value.removeprefix(EX) for term in row) for row in rows]


def column(name: str, wanted: str, *given: object, **values: object) -> list[str]:
    position = list(queries.load(name).columns).index(wanted)
    return [row[position] for row in asked(name, *given, **values)]


ZONES = """
:series a ft:Zoning ; ft:code "bassin" . :v ft:versionOf :series ; ft:validFrom "2026-01-01"^^xsd:date .
:z a ft:Zone ; ft:inZoning :v ; ft:code "Z" ; rdfs:label "Zone"@fr ; ft:containsCommune :c1, :c2 .
:d ft:meets :z ; ft:containsCommune :c1 . :z ft:meets :z . :c2 ft:population 7 .
"""
ON = "2026-11-24"


def test_a_contract_of_a_departement_is_in_force_in_its_communes() -> None:
    turtle = ':k a ft:Contract ; dct:title "Pacte"@fr ; ft:territory :d . :d ft:containsCommune :c . :c ft:meets :d .'
    assert column("contracts/in-territory", "contract", turtle, territory=f"{EX}c", day=ON) == ["k"]


def test_a_review_held_later_is_not_known_on_that_day() -> None:
    turtle = (
        ':k a ft:Contract ; dct:title "Pacte"@fr . :r ft:reviewOf :k ; ft:heldOn "2026-01-01"^^xsd:date .'
        ' :s ft:reviewOf :k ; ft:heldOn "2020-01-01"^^xsd:date .'
    )
    (row,) = asked("contracts/without-recent-review", turtle, since="2023-01-01", day="2024-01-01")
    assert row[1:] == ("2020-01-01", "k")


def test_a_commune_without_a_population_is_a_commune() -> None:
    ((_, communes, people, *_),) = asked("territories/zones-of", ZONES, territory=f"{EX}d", day=ON)
    assert (communes, people) == ("2", "7")


def test_the_national_committee_is_not_asked_for_two_presidents() -> None:
    turtle = (
        f":n a ft:Committee ; ft:level {LEVEL.format('NAT')} . :d a ft:Committee ; ft:level {LEVEL.format('DEP')} ."
        f' {LEVEL.format("NAT")} skos:prefLabel "n"@fr . {LEVEL.format("DEP")} skos:prefLabel "d"@fr .'
    )
    assert column("committees/without-co-presidency", "committee", turtle, day=ON) == ["d"]


@pytest.mark.parametrize(("more", "missing"), [("", []), ("; dct:spatial :elsewhere", ["z"]), (None, ["z"])])
def test_what_is_on_site_beyond_the_departement_s_border_counts(more: str | None, missing: list[str]) -> None:
    stated = "" if more is None else f"dct:spatial :z {more}".replace("dct:spatial :z ;", "")
    turtle = ZONES + f":s a ft:Solution ; ft:location :c2 ; ft:addressesBarrier voc:x ; {stated} ."
    asked_for = {"territory": f"{EX}d", "barrier": f"{PREFIXES['voc']}x", "day": ON}
    assert column("coverage/zones-without-on-site", "zone", turtle, **asked_for) == missing


def test_a_committee_that_has_ended_is_none() -> None:
    turtle = ZONES + (
        f':k a ft:Committee ; ft:level {LEVEL.format("LOC")} ; ft:territory :z ; ft:validUntil "2026-06-30"^^xsd:date .'
    )
    assert column("committees/zones-without-committee", "zone", turtle, territory=f"{EX}d", day="2026-06-30") == []
    assert column("committees/zones-without-committee", "zone", turtle, territory=f"{EX}d", day=ON) == ["z"]


def test_a_substitute_to_come_is_none_yet() -> None:
    turtle = """:k a ft:Committee . :s ft:seatIn :k . :m ft:seat :s ; org:member :p .
        :n ft:substituteFor :m ; org:member :q ; ft:validFrom "2027-01-01"^^xsd:date ."""
    assert column("committees/composition", "substitute", turtle, day=ON) == [""]
    assert column("committees/composition", "substitute", turtle, day="2027-01-01") == ["q"]


def test_what_is_open_to_everybody_is_open_to_each_public() -> None:
    public = f"{PREFIXES['voc']}public"
    turtle = f"""<{public}/jeunes> skos:inScheme <{public}> ; skos:prefLabel "Jeunes"@fr .
        <{public}/tous-publics> skos:inScheme <{public}> ; skos:prefLabel "Tous publics"@fr .
        :d ft:meets :d . :s dct:spatial :d ; ft:addressesBarrier voc:x ; ft:public <{public}/tous-publics> ."""
    found = asked("coverage/publics-by-barrier", turtle, territory=f"{EX}d", barrier=f"{PREFIXES['voc']}x")
    assert [row[:2] for row in found] == [("Jeunes", "1")]


def test_an_actor_of_a_narrower_category_still_counts() -> None:
    turtle = f"""{LEVEL.format("DEP")} skos:prefLabel "d"@fr . :k a ft:Committee ; ft:level {LEVEL.format("DEP")} .
        :s ft:seatIn :k . :m ft:seat :s ; ft:represents :o . :o ft:actorCategory :a . :a skos:broader :b .
        :b skos:broader :c ."""
    for category in "abc":
        assert asked("committees/without-category", turtle, category=f"{EX}{category}", day=ON) == []


DATASET = ':s a dcat:Dataset ; dct:identifier "k" ; dct:title "t" ; dct:modified "2026-01-01"^^xsd:date .'
IMPORT = """:i a prov:Activity ; prov:used :s ; prov:endedAtTime "2026-01-01T00:00:00Z"^^xsd:dateTime ; ft:rowsRead 3 ;
    ft:rowsRejected 1 ."""
INDICATOR = ':n a ft:CoreIndicator, ft:Indicator ; rdfs:label "n"@fr . '
CELLS = """:a a ft:Observation ; dct:identifier "c" ; ft:value 1.0 ; ft:observedIndicator :n ; ft:observedIn :d ;
    sdmx-dimension:refPeriod :p ; dct:isPartOf :s . :b a ft:Observation ; dct:identifier "c" ; ft:value 2.0 ;
    ft:observedIndicator :n ; ft:observedIn :d ; sdmx-dimension:refPeriod :p ; dct:isPartOf :t ."""


@pytest.mark.parametrize(
    ("name", "turtle", "values"),
    [
        ("catalogue/sources", DATASET, {}),
        ("catalogue/last-imports", DATASET + IMPORT, {}),
        ("indicators/contradictions", CELLS, {}),
        ("indicators/defined", INDICATOR, {}),
        ("governance/followed", INDICATOR + ':k ft:follows :n ; ft:territory :d ; skos:prefLabel "k"@fr .', {}),
        ("territories/outlines", ':d gsp:hasGeometry :g . :g gsp:asWKT "POINT (0 0)" .', {"territory": f"{EX}d"}),
    ],
)
def test_a_triple_in_two_graphs_is_told_once(name: str, turtle: str, values: dict[str, str]) -> None:
    once = asked(name, turtle, **values)
    assert once
    assert asked(name, turtle, graphs=2, **values) == once
