"""The pages about the site: what it is, what it rests on, its accessibility, its plan, how to show it elsewhere."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.errors import StoreEmpty, UsageError
from ftgraph_api.asking import NotFound, state_of
from ftgraph_api.pages import about, committee, embed, facts, frame
from ftgraph_api.pages.steering import SUBJECTS
from ftgraph_api.parameters import FILTERS, LANGUAGE, Given, table

_BARE = table(LANGUAGE)
_EMBEDDED = table(*FILTERS, LANGUAGE)


async def about_page(request: Request) -> Response:
    """À propos."""
    return _told(request, "about.html.j2", ("À propos", "About"), {"publisher": _publisher(request)})


async def accessibility_page(request: Request) -> Response:
    """La déclaration d’accessibilité et sa grille."""
    values = {
        "publisher": _publisher(request),
        "grid": about.grid(),
        "totals": about.totals(),
        "states": about.STATES,
    }
    return _told(request, "accessibility.html.j2", ("Déclaration d’accessibilité", "Accessibility statement"), values)


async def facts_page(request: Request) -> Response:
    """Le document de 2023, fait par fait, et ce qui porte chacun."""
    values = await asyncio.to_thread(facts.listed, frame.language_of(request))
    return _told(
        request, "facts.html.j2", ("Le document de 2023, fait par fait", "The 2023 document, fact by fact"), values
    )


async def fact_page(request: Request) -> Response:
    """Un fait du document de 2023 : ce qu’il dit, et tout ce qui le porte."""
    identifier, language = request.path_params["identifier"], frame.language_of(request)
    try:
        values = await asyncio.to_thread(facts.one, identifier, language)
    except UsageError as error:
        raise NotFound(error.fr, error.en, cure=error.cure, cure_en=error.cure_en) from error
    title = f"{values['fact'].identifier} – {values['title']}"
    return _told(request, "fact.html.j2", (title, title), values)


async def integrate_page(request: Request) -> Response:
    """Montrer une liste de solutions sur un autre site."""
    settings = state_of(request).settings
    given = Given(request.scope["query_string"], _EMBEDDED)
    asked = [pair for pair in given.items() if pair[0] != LANGUAGE.name]
    values = {
        "sites": embed.sites(settings),
        "asked": urlencode(asked or embed.EXAMPLE, safe=":"),
        "example": not asked,
        "here": str(request.base_url).rstrip("/"),
        "script_address": frame.static_address("embedding.js").partition("?")[0],
    }
    title = ("Montrer une liste sur un autre site", "Show a list on another site")[frame.language_of(request) == "en"]
    return frame.send(request, frame.Page("integrate.html.j2", title, values))


async def plan_page(request: Request) -> Response:
    """Le plan du site."""
    try:
        served = await state_of(request).newest()
        found = await asyncio.to_thread(committee.committees_of, served)
    except StoreEmpty:
        found = ()
    committees = [(each.label or each.territory_label, f"/comites/{each.key}") for each in found]
    return _told(
        request, "plan.html.j2", ("Plan du site", "Site map"), {"committees": committees, "subjects": SUBJECTS}
    )


def _told(request: Request, template: str, title: tuple[str, str], values: Mapping[str, object]) -> Response:
    Given(request.scope["query_string"], _BARE)
    return frame.send(request, frame.Page(template, title[frame.language_of(request) == "en"], values))


def _publisher(request: Request) -> str:
    return state_of(request).settings.publisher


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    for path, handler in (
        ("/a-propos", about_page),
        ("/a-propos/accessibilite", accessibility_page),
        ("/a-propos/faits", facts_page),
        ("/a-propos/faits/{identifier}", fact_page),
        ("/a-propos/integrer", integrate_page),
        ("/plan", plan_page),
    ):
        routes.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
