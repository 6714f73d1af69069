"""Territories and zonings as RDF: loaded in a store and counted there."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from ftgraph.namespaces import PREFIXES
from ftgraph.publish import territories as publish_territories
from ftgraph.publish import zonings as publish_zonings
from ftgraph.sources.territories import Territories
from ftgraph.sources.zoning import ZoneMembers, ZoningDecision, ZoningTable, read_zoning

BASE = "https://example.org/graph"


def load(text: str) -> ox.Store:
    store = ox.Store()
    store.bulk_load(text.encode(), ox.RdfFormat.N_TRIPLES)
    return store


def ask(store: ox.Store, pattern: str) -> list[tuple[str, ...]]:
    """The pattern's rows, sorted; columns in the order in which its variables appear."""
    variables = " ".join(dict.fromkeys(re.findall(r"\?\w+", pattern)))
    found = store.query(f"SELECT {variables} WHERE {{ {pattern} }}", prefixes=PREFIXES, base_iri=f"{BASE}/")
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple(term.value for term in row if term is not None) for row in found)


@pytest.fixture(scope="module")
def store(territories: Territories) -> ox.Store:
    return load("".join(publish_territories.triples(territories, BASE)))


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("Country", 1),
        ("Region", 18),
        ("Departement", 109),
        ("Arrondissement", 333),
        ("Epci", 1_255),
        ("Ept", 11),
        ("Commune", 34_969),
        ("FormerCommune", 2_250),
        ("DelegatedCommune", 1_521),
        ("AssociatedCommune", 471),
        ("MunicipalArrondissement", 45),
        ("LocalAuthority", 120),
    ],
)
def test_class_count(store: ox.Store, kind: str, count: int) -> None:
    assert len(ask(store, f"?thing a ft:{kind}")) == count


def test_property_counts(store: ox.Store, territories: Territories) -> None:
    assert len(ask(store, "?old ft:resolvesTo ?commune . ?commune a ft:Commune")) == 4_287
    assert len(ask(store, "?c geo:lat ?lat ; geo:long ?long")) == 14_795
    assert len(ask(store, "?c a ft:Commune ; ft:within ?e . ?e a ft:Epci")) == 34_871
    assert len(ask(store, "?c a ft:Commune ; ft:within ?d . ?d a ft:Departement")) == 34_969
    assert len(ask(store, "?e a ft:Epci ; ft:within ?any")) == 0
    assert len(ask(store, "?d a ft:Departement ; ft:within <id/country/FR>")) == 8
    postal_codes = sum(len(commune.postal_codes) for commune in territories.all("commune"))
    assert len(ask(store, "?c ft:postalCode ?code")) == postal_codes
    assert len(ask(store, "?c a ft:Commune ; skos:altLabel ?name")) == 507


def test_one_commune_in_full(store: ox.Store) -> None:
    ft, geo = PREFIXES["ft"], PREFIXES["geo"]
    assert ask(store, "<id/commune/35238> ?property ?value") == sorted(
        [
            (PREFIXES["rdf"] + "type", ft + "Commune"),
            (PREFIXES["rdfs"] + "label", "Rennes"),
            (PREFIXES["igeo"] + "codeINSEE", "35238"),
            (ft + "code", "35238"),
            (ft + "population", "230890"),
            (ft + "postalCode", "35000"),
            (ft + "postalCode", "35200"),
            (ft + "postalCode", "35700"),
            (ft + "within", f"{BASE}/id/arrondissement/353"),
            (ft + "within", f"{BASE}/id/departement/35"),
            (ft + "within", f"{BASE}/id/epci/243500139"),
            (geo + "lat", "48.11198"),
            (geo + "long", "-1.67429"),
        ]
    )


def test_codes_are_plain_strings_and_labels_french(store: ox.Store) -> None:
    assert ask(store, "?t ft:code ?code FILTER(DATATYPE(?code) != xsd:string)") == []
    assert ask(store, "?t rdfs:label ?label FILTER(LANG(?label) != 'fr')") == []
    assert ask(store, "<id/commune/01340> rdfs:label ?name ; ft:resolvesTo ?commune") == [
        ("Saint-Bois", f"{BASE}/id/commune/01015")
    ]


def test_authority(store: ox.Store) -> None:
    governed = ask(store, "<id/authority/collectivite-de-corse> ft:governs ?t ; ft:exercisesPower ?power")
    assert len(governed) == 6


ZONING = ZoningTable(
    key="clpe",
    version="2026-01-01",
    label="Comités locaux",
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31),
    decision=ZoningDecision("Arrêté « d'essai »", "2025-42", date(2025, 12, 1)),
    employment_basins=True,
    zones=(ZoneMembers("A/1", 'Pays "A"', ("35238", "35001")), ZoneMembers("B", "Vide", ())),
)


def test_zoning_in_full() -> None:
    store = load("".join(publish_zonings.triples(ZONING, BASE)))
    assert len(store) == 3 + 6 + 4 + (4 + 2) + 4
    assert ask(store, "<id/zoning/clpe> a ft:Zoning ; rdfs:label ?label ; ft:code ?code") == [
        ("Comités locaux", "clpe")
    ]
    version = "<id/zoning/clpe/2026-01-01>"
    assert ask(
        store,
        f"{version} a ft:ZoningVersion ; ft:versionOf <id/zoning/clpe> ; ft:version ?version ;"
        " ft:validFrom ?from ; ft:validUntil ?until ; prov:wasGeneratedBy ?decision ."
        " ?decision a ft:ZoningDecision ; dct:title ?title ; dct:identifier ?id ; dct:date ?date",
    ) == [
        (
            "2026-01-01",
            "2026-01-01",
            "2026-12-31",
            f"{BASE}/id/zoning-decision/clpe/2026-01-01",
            "Arrêté « d'essai »",
            "2025-42",
            "2025-12-01",
        )
    ]
    zone = "<id/zone/clpe/2026-01-01/A%2F1>"
    assert ask(store, f"{zone} a ft:EmploymentBasin ; ft:inZoning {version} ; ft:code ?code ; rdfs:label ?name") == [
        ("A/1", 'Pays "A"')
    ]
    assert ask(store, f"?commune ft:within {zone}") == [(f"{BASE}/id/commune/35001",), (f"{BASE}/id/commune/35238",)]
    assert publish_zonings.graph_of(ZONING, BASE) == f"{BASE}/graph/zoning/clpe/2026-01-01"


def test_zoning_that_is_not_of_bassins_has_zones_and_no_end_or_decision() -> None:
    zoning = ZoningTable("x", "1", "X", date(2026, 1, 1), None, None, False, (ZoneMembers("A", "A", ("35238",)),))
    store = load("".join(publish_zonings.triples(zoning, BASE)))
    assert len(ask(store, "?zone a ft:Zone")) == 1
    assert ask(store, "?any ft:validUntil ?date") == []
    assert ask(store, "?any prov:wasGeneratedBy ?decision") == []


@pytest.mark.parametrize(
    ("name", "zones", "communes"),
    [("clpe-2026.csv", 363, 34_877), ("zones-emploi-2020.csv", 306, 34_875), ("bassins-ft-2021.csv", 404, 34_879)],
)
def test_real_zonings(
    territories: Territories, shared_file: Callable[[str], Path], name: str, zones: int, communes: int
) -> None:
    zoning, _ = read_zoning(
        shared_file(name), territories, key="z", version="1", label="Z", valid_from=date(2026, 1, 1)
    )
    store = load("".join(publish_zonings.triples(zoning, BASE)))
    assert len(ask(store, "?zone a ft:EmploymentBasin")) == zones
    assert len(ask(store, "?commune ft:within ?zone")) == communes
