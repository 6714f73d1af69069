"""A small network whose figures can be counted by hand, and the example's."""

from datetime import date

import pytest

from ftgraph.graph.store import Reader
from ftgraph.network import reading
from ftgraph.network.records import Actor, Body, Network, Places, Side, Sitting
from ftgraph.wording import Text

DAY = date(2026, 11, 24)
STATE, AUTHORITY, PARTNER = Text("État", "State"), Text("Collectivités", "Authorities"), Text("Partenaires", "Partners")
GROUPS = {"prefecture": STATE, "ddets": STATE, "conseil": AUTHORITY, "caf": PARTNER, "msa": PARTNER}


def body(name: str, kind: str = "legacy", *, fields: tuple[str, ...] = (), meetings: int | None = 4, place: str = "d"):
    return Body(
        name,
        name,
        kind,
        name if kind == "committee" else "",
        "",
        place,
        place,
        "",
        Text(""),
        fields,
        meetings,
        "declared" if meetings else "",
        None,
        None,
    )  # type: ignore[arg-type]


def sit(actor: str, where: str, *, presides: bool = False, seats: int = 1, voting: int = 0) -> Sitting:
    return Sitting(actor, where, presides, seats, voting)


@pytest.fixture
def small() -> Network:
    """Before: a (préfecture, ddets, conseil), b (conseil, caf), c (msa alone). After: a committee, and c that lives on.

    The conseil is the only link between a and b.
    """
    a, b = body("a", fields=("emploi",), meetings=10), body("b", fields=("insertion",), meetings=3)
    c, committee = (
        body("c", fields=("emploi",), meetings=2),
        body("comite", "committee", fields=("emploi", "insertion")),
    )
    before = Side(
        (a, b, c),
        (
            sit("prefecture", "a", presides=True),
            sit("ddets", "a"),
            sit("conseil", "a"),
            sit("conseil", "b", presides=True),
            sit("caf", "b"),
            sit("msa", "c"),
        ),
    )
    after = Side(
        (committee, c),
        (
            sit("prefecture", "comite", presides=True, voting=1),
            sit("conseil", "comite", presides=True, seats=3, voting=3),
            sit("ddets", "comite", voting=1),
            sit("msa", "comite"),
            sit("msa", "c"),
        ),
        {"comite": (1, 0)},
    )
    actors = {key: Actor(key, key.upper(), group, group, (f"iri:{key}",)) for key, group in sorted(GROUPS.items())}
    return Network(DAY, actors, before, after, Places({"d": frozenset({"1", "2"}), "z": frozenset({"1"})}))


@pytest.fixture(scope="session")
def example(demo: Reader) -> Network:
    """All the example."""
    return reading.load(demo, DAY)


@pytest.fixture(scope="session")
def departement(demo: Reader, example: Network) -> Network:
    """Ille-et-Vilaine and its bassins."""
    return reading.within(example, demo, "https://w3id.org/ftgraph/id/departement/35")


@pytest.fixture(scope="session")
def region(demo: Reader, example: Network) -> Network:
    """Bretagne and all that lies in it."""
    return reading.within(example, demo, "https://w3id.org/ftgraph/id/region/53")
