"""`GET /api/v1/reasoning/classes`: what OWL classes published things as, and why."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.clock import today
from ftgraph.committees import published as committees
from ftgraph.committees.desk import Desk
from ftgraph.exports import reasoning as exports
from ftgraph.exports.reasoning import ClassesDocument
from ftgraph.reasoning import classification
from ftgraph.reasoning.classification import Classification
from ftgraph.wording import Language
from ftgraph_api import documents
from ftgraph_api.asking import read
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
_FORMATS = exports.CLASSES_FORMATS


async def classes(request: Request) -> Response:
    """Ce que chaque chose publiée est par déduction, et pourquoi : classes qui ne sont pas écrites."""
    asking = read(request, _CLASSES, _FORMATS)
    state, given = asking.state, asking.given
    served = await state.newest()
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    kept = state.made.get(etag)
    if kept is None:
        desk = await state.desk()
        limit = given.one("limit")
        make = partial(
            document,
            served,
            desk,
            territory=given.one("territory") or "",
            sources=tuple(given.many("source")),
            name=given.one("class") or "",
            limit=LIMIT.default if limit is None else limit,
        )
        found = await asyncio.to_thread(make)
        language: Language = "en" if asking.language == "en" else "fr"
        kept = ("classes", b"".join(exports.classes(asking.kind, found, language)))
        state.made.put(etag, kept)
    return asking.answer(kept[1], etag, name=kept[0])


def document(
    served: Served, desk: Desk, *, territory: str, sources: Sequence[str], name: str, limit: int
) -> ClassesDocument:
    """What follows in a generation, for a territory's committees, sources or one class; at most `limit` rows.

    Raises `UsageError`: no such territory, source or class.
    """
    chosen = tuple(sources)
    if territory:
        area = desk.area(territory).iri
        there = committees.published_committees(served.reader, today(), territory=area)
        chosen = classification.sources_in([each.source for each in there], sources, territory)
    found = _found(served, desk.base, chosen)
    rows = classification.of_class(found.rows, name)
    return ClassesDocument(served.generation, len(rows), replace(found, rows=rows[:limit]))


@lru_cache(4)
def _found(served: Served, base: str, sources: tuple[str, ...]) -> Classification:
    """What follows in a generation: asked again by each page and format, and the same until the next one."""
    return classification.classify(served.reader, classification.published(served.reader, base, sources))


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["reasoning"])
    shown = documents.parameters(_CLASSES, formats=_FORMATS)
    documents.add(routes, "/api/v1/reasoning/classes", classes, ClassesDocument, _FORMATS, shown)
    return routes
