"""The network read from a small graph: who presides what, and what became of what met before."""

from datetime import date

import pyoxigraph as ox
import pytest

from ftgraph.committees.file_graph import FileGraph
from ftgraph.network import reading
from ftgraph.network.records import Network

DATA = """
@prefix ft: <https://w3id.org/ftgraph/def#> . @prefix voc: <https://w3id.org/ftgraph/voc/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <https://example.org/> .
:c a ft:Committee ; ft:level <https://w3id.org/ftgraph/voc/committee-level/DEP> ; ft:territory :d .
:f a ft:Formation ; ft:formationOf :c . :g a ft:Formation ; ft:formationOf :c .
:old a ft:LegacyBody ; ft:territory :d . :change ft:originalBody :old ; ft:resultingBody :g .
:s1 ft:seatIn :f, :g ; ft:presides :f . :s2 ft:seatIn :g ; ft:presides :c .
:m1 ft:seat :s1 ; ft:represents :one . :m2 ft:seat :s2 ; ft:represents :two .
:one skos:prefLabel "Une"@fr . :two skos:prefLabel "Deux"@fr .
"""


@pytest.fixture(scope="module")
def network() -> Network:
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    return reading.load(FileGraph(store), date(2026, 11, 24))


def test_who_presides_a_formation_does_not_preside_another(network: Network) -> None:
    told = {(each.actor, each.body.rpartition("/")[2]): each.presides for each in network.after.sittings}
    # The president of the committee presides in each of its formations.
    assert told == {("une", "f"): True, ("une", "g"): False, ("deux", "g"): True}


def test_what_a_formation_took_over_no_longer_meets(network: Network) -> None:
    assert [each.iri.rpartition("/")[2] for each in network.before.bodies] == ["old"]
    assert {each.kind for each in network.after.bodies} == {"committee", "formation"}
