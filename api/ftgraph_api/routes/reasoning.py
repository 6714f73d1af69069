"""`GET /api/v1/reasoning/classes`: what OWL classes published things as, and why."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from fastapi import APIRouter

from ftgraph.clock import today
from ftgraph.committees import published as committees
from ftgraph.committees.desk import Desk
from ftgraph.exports import reasoning as exports
from ftgraph.exports.reasoning import ClassesDocument
from ftgraph.reasoning import classification
from ftgraph.reasoning.classification import Classification
from ftgraph_api import listings
from ftgraph_api.asking import Asking
from ftgraph_api.listings import Listing
from ftgraph_api.parameters import FORMAT, LANGUAGE, Parameter, table
from ftgraph_api.state import Served

MOST_ROWS = 10_000
TERRITORY = Parameter(
    "territory",
    (
        "Les comités d’un territoire et de ceux qu’il contient : region:53, departement:35, code ou nom.",
        "The committees of a territory and of those inside it: region:53, departement:35, a code or a name.",
    ),
    example="departement:35",
)
SOURCE = Parameter("source", ("Clé d’une source publiée.", "Key of a published source."), many=True)
CLASS = Parameter(
    "class", ("Une seule classe, par son nom.", "One class, by its name."), example="DepartmentalCommittee"
)
LIMIT = Parameter(
    "limit",
    ("Lignes, au plus ; 1 000 par défaut.", "Rows, at most; 1,000 by default."),
    "integer",
    most=MOST_ROWS,
    default=1000,
)
_CLASSES = table(TERRITORY, SOURCE, CLASS, LIMIT, LANGUAGE, FORMAT)


def classes(asking: Asking, served: Served) -> bytes:
    """Ce que chaque chose publiée est par déduction, et pourquoi : classes qui ne sont pas écrites."""
    given = asking.given
    found = document(
        served,
        asking.state.settings.base,
        asking.desk,
        territory=given.text("territory"),
        sources=tuple(given.many("source")),
        name=given.text("class"),
        limit=given.number(LIMIT),
    )
    return b"".join(exports.classes(asking.kind, found, asking.language))


def document(
    served: Served, base: str, desk: Desk | None, *, territory: str, sources: Sequence[str], name: str, limit: int
) -> ClassesDocument:
    """What follows in a generation, for a territory's committees, sources or one class; at most `limit` rows.

    `desk`: where the territory is looked up, None for all. Raises `UsageError`: no such territory, source or class.
    """
    chosen = tuple(sources)
    if desk:
        area = desk.area(territory).iri
        there = committees.published_committees(served.reader, today(), territory=area)
        chosen = classification.sources_in([each.source for each in there], sources, territory)
    found = _found(served, base, chosen)
    rows = classification.of_class(found.rows, name)
    return ClassesDocument(served.generation, len(rows), replace(found, rows=rows[:limit]))


@lru_cache(4)
def _found(served: Served, base: str, sources: tuple[str, ...]) -> Classification:
    """What follows in a generation: asked again by each page and format, and the same until the next one."""
    return classification.classify(served.reader, classification.published(served.reader, base, sources))


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["reasoning"])
    path = "/api/v1/reasoning/classes"
    listings.add(
        routes, Listing(path, classes, ClassesDocument, _CLASSES, "classes", exports.CLASSES_FORMATS, area=True)
    )
    return routes
