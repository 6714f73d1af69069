"""A checker opened once, and files handed in: the conform committees of `tests/shapes/base`, whole or changed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import rdflib

from ftgraph.committees import sources
from ftgraph.committees.checking import Checker
from ftgraph.sources.handed_in import HandedIn
from ftgraph.validation import preparation

BASES = Path(__file__).parents[1] / "shapes" / "base"
EX = rdflib.Namespace("https://example.org/id/")
FT = rdflib.Namespace("https://w3id.org/ftgraph/def#")
CHECK = rdflib.URIRef(preparation.CHECK)


@pytest.fixture(scope="session")
def checker() -> Checker:
    """Both rule sets, with what they rest on."""
    return Checker(sources=sources.load())


@pytest.fixture(scope="session")
def day_of() -> Callable[[str], date]:
    """The day on which a base is checked."""

    def _day_of(name: str) -> date:
        graph = rdflib.Graph().parse(BASES / f"{name}.ttl")
        return graph.value(CHECK, FT.checkDate).toPython()

    return _day_of


@pytest.fixture(scope="session")
def file_of() -> Callable[..., HandedIn]:
    """A base as a file: `without` names what is taken out with all that mentions it, `added` is Turtle put in."""

    def _file_of(name: str, *, without: tuple[str, ...] = (), added: str = "", **about: object) -> HandedIn:
        graph = rdflib.Graph().parse(BASES / f"{name}.ttl")
        graph.remove((CHECK, None, None))
        for local in without:
            assert (EX[local], None, None) in graph, local
            graph.remove((EX[local], None, None))
            graph.remove((None, None, EX[local]))
        if added:
            graph.parse(data=f"@prefix ft: <{FT}> . @prefix ex: <{EX}> . {added}", format="turtle")
        return HandedIn(f"{name}.ttl", "rdf", graph.serialize(format="nt"), **about)  # type: ignore[arg-type]

    return _file_of
