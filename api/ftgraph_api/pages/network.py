"""Réseau: from several instances to one, in figures, in a drawing and in advice; and one actor of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from ftgraph.exports.network import changed, drawing, linked, merged, sentences
from ftgraph.exports.network.grids import Grid, say_in
from ftgraph.network import before_after, leaving, merging, silos, standing
from ftgraph.network.leaving import OneActor
from ftgraph.network.records import Network
from ftgraph.wording import Language
from ftgraph_api import networks
from ftgraph_api.state import Served

_FILES = (
    ("svg", "Dessin (SVG)", "Drawing (SVG)"),
    ("csv", "Liens (CSV)", "Links (CSV)"),
    ("graphml", "Graphe (GraphML)", "Graph (GraphML)"),
    ("gexf", "Graphe pour Gephi (GEXF)", "Graph for Gephi (GEXF)"),
)
_MOST_ROWS = 60
"""As many as the actors that the drawing shows one by one; files have all of them."""


def values(served: Served, day: date, area: str, language: Language) -> Mapping[str, Any]:
    """What the page of a territory (an IRI, "" for all) shows; read and counted once a generation."""
    found = networks.of_territory(served, day, area)
    return served.kept.get(("network page", day, area, language), lambda: _values(found, language))


def _values(found: Network, language: Language) -> Mapping[str, Any]:
    say = say_in(language)
    changes = before_after.before_after(found)
    merges, apart = merging.merging(found), silos.silos(found)
    before, after = standing.shape(found.before), standing.shape(found.after)
    links = linked.actors(found, before, after, say)
    never = linked.silos(apart, say)
    tables = changed.before_after(changes, say)
    return {
        "headline": sentences.headline(found, changes, say),
        "advice": sentences.advice(found, changes, merges, apart, after, say),
        "drawing": drawing.svg(found, say),
        "by_actor": drawing.by_actor(found),
        "figures": tables[:2],
        "meetings": tables[2:],
        "merging": [grid for grid in merged.merging(merges, say) if grid.key != "scores-avant"],
        "seats": changed.seats(changes.seats, say),
        # Pair by pair, those who never meet are on the page of each actor: here they would be the whole page.
        "links": [*links, *(grid for grid in never if grid.key != "jamais")],
        "empty": not found.actors,
    }


def actor(served: Served, day: date, area: str, name: str, language: Language) -> tuple[OneActor, Mapping[str, Any]]:
    """What the page of one actor shows. Raises `UnknownActor`."""
    say = say_in(language)
    found = networks.of_territory(served, day, area)
    answer = leaving.one_actor(found, leaving.find(found, name).key)
    return answer, {
        "actor": answer.actor,
        "sentences": sentences.of_actor(answer, len(found.after.by_actor), say),
        "grids": linked.one_actor(answer, say),
    }


def files(territory: str, on: str, language: Language) -> Sequence[tuple[str, str]]:
    """The downloads: (label, address)."""
    asked = urlencode([(name, value) for name, value in (("territory", territory), ("on", on)) if value], safe=":")
    query = f"?{asked}" if asked else ""
    return [
        (english if language == "en" else french, f"/api/v1/network.{suffix}{query}")
        for suffix, french, english in _FILES
    ]


def shown(grid: Grid) -> Sequence[tuple[str, Sequence[Any]]]:
    """The rows of a table that a page shows, each with the key of the actor it is about, "" where it is about none."""
    keys = grid.linked or ("",) * len(grid.rows)
    return list(zip(keys, grid.rows, strict=True))[:_MOST_ROWS]
