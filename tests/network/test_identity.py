"""Which organisations are one actor."""

import pytest

from ftgraph.network.identity import Named, same_actors
from ftgraph.network.records import Places

PLACES = Places({"region": frozenset("1234"), "d35": frozenset("12"), "d22": frozenset("34"), "bassin": frozenset("1")})
BARE = ("caf", "missions locales")


def named(iri: str, label: str = "Préfecture", category: str = "c", **more: str) -> Named:
    return Named(iri, label, category, more.get("siren", ""), more.get("governs", ""), (more.get("place", "d35"),))


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (named("a", siren="1", place="d35"), named("b", "X", siren="1", place="d22"), True),
        (named("a", "Conseil", governs="g"), named("b", "Département", governs="g", place="d22"), True),
        (named("a", "Conseil", governs="g"), named("b", "Agence", "autre", governs="g", place="d22"), False),
        (named("a"), named("b", "PREFECTURE", place="bassin"), True),
        (named("a"), named("b", category="autre"), False),
        (named("a"), named("b", place="d22"), False),
        (named("a"), named("b", place="region"), True),
        # Of two organisations whose category nobody states, nothing says that they are one.
        (named("a", "Préfecture", "", governs="g"), named("b", "Conseil", "", governs="g", place="d22"), False),
        (named("a", "CAF"), named("b", "Caf"), True),
        (named("a", "CAF"), named("b", "CAF", place="bassin"), False),
        (named("a", "CAF du Finistère"), named("b", "CAF du Finistère", place="bassin"), True),
    ],
)
def test_two_organisations(one: Named, other: Named, together: bool) -> None:
    assert len(same_actors([one, other], PLACES, BARE)) == (1 if together else 2)


def test_a_wider_territory_joins_those_inside() -> None:
    found = same_actors([named("a"), named("b", place="d22"), named("c", place="region")], PLACES, BARE)
    assert [[each.iri for each in group] for group in found] == [["a", "b", "c"]]


def test_the_country_holds_all() -> None:
    assert PLACES.within("d35", "country")
    assert PLACES.nested("country", "bassin")
    assert not PLACES.nested("d35", "d22")
