"""Every IRI of the graph answers here: `/id/…` leads to `/doc/…`; `/voc/…` and `/def` are documents themselves."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote, unquote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.descriptions import (
    Description,
    describe,
    describe_concept,
    describe_scheme,
    describe_schemes,
    describe_term,
    ontology,
)
from ftgraph.errors import CursorExpired, StoreEmpty, StoreError, UsageError
from ftgraph.exports import descriptions, jsonld_triples
from ftgraph.exports.formats import DESCRIPTION_FORMATS, HTML, JSONLD
from ftgraph.graph.store import Queryable, Store
from ftgraph.namespaces import DEF, VOC
from ftgraph_api import documents, representations
from ftgraph_api.asking import NotFound, state_of
from ftgraph_api.conditional import FOR_EVER
from ftgraph_api.cors import OPEN
from ftgraph_api.pages import frame, thing
from ftgraph_api.pages import ontology as ontology_pages
from ftgraph_api.pages import vocabulary as vocabulary_pages
from ftgraph_api.pages.frame import Page
from ftgraph_api.parameters import LANGUAGE
from ftgraph_api.representations import Asked
from ftgraph_api.state import Served

_PROFILES = (jsonld_triples.CONTEXT,)


class Gone(UsageError):
    """What an earlier generation had and the newest has not."""

    status = 410
    slug = "gone"


async def identifier(request: Request) -> Response:
    """Une chose : son document est ailleurs, car elle n’en est pas un."""
    path = "/doc/" + representations.raw_path(request).removeprefix("/id/")
    query = request.scope["query_string"].decode("ascii", "replace")
    headers = {**OPEN, "Location": f"{path}?{query}" if query else path, "Link": f'<{path}>; rel="describedby"'}
    return Response(status_code=303, headers={**headers, "Cache-Control": "public, max-age=3600"})


async def document(request: Request) -> Response:
    """Ce que le graphe dit d’une chose."""
    asked = representations.read(request, DESCRIPTION_FORMATS, profiles=_PROFILES)
    page = _page(request)
    base = state_of(request).settings.base
    iri = _thing(base, asked.path.removeprefix("/doc/"))
    links = [(iri, "describes"), ("/def", "describedby")]
    return await _described(asked, iri, lambda graph: describe(graph, iri, page), links)


async def vocabularies(request: Request) -> Response:
    """Les vocabulaires."""
    asked = representations.read(request, DESCRIPTION_FORMATS, profiles=_PROFILES)
    return await _described(asked, "voc", describe_schemes, [("/def", "describedby")])


async def vocabulary(request: Request) -> Response:
    """Un vocabulaire et toutes ses valeurs."""
    asked = representations.read(request, DESCRIPTION_FORMATS, profiles=_PROFILES)
    scheme = unquote(asked.path.removeprefix("/voc/"))
    return await _described(asked, scheme, lambda graph: describe_scheme(graph, scheme), [("/def", "describedby")])


async def value(request: Request) -> Response:
    """Une valeur d’un vocabulaire, et ce qui la porte."""
    asked = representations.read(request, DESCRIPTION_FORMATS, profiles=_PROFILES)
    scheme, _, notation = asked.path.removeprefix("/voc/").partition("/")
    page = _page(request)
    links = [(f"/voc/{scheme}", "collection"), ("/def", "describedby")]
    name = unquote(notation)
    return await _described(asked, name, lambda graph: describe_concept(graph, unquote(scheme), name, page), links)


async def definitions(request: Request) -> Response:
    """L’ontologie que cette version livre."""
    asked = representations.read(request, DESCRIPTION_FORMATS, profiles=_PROFILES)
    return await _shipped(asked, await asyncio.to_thread(ontology))


async def term(request: Request) -> Response:
    """Un terme de l’ontologie : ses définitions, ses voisins, des exemples pris dans le graphe."""
    asked = representations.read(request, DESCRIPTION_FORMATS, profiles=_PROFILES)
    name = unquote(asked.path.removeprefix("/def/"))
    found = await asyncio.to_thread(describe_term, name)
    if found is None:
        raise NotFound(
            f"L’ontologie n’a pas de terme « {name[:200]} ».",
            f"The ontology has no term “{name[:200]}”.",
            cure="La liste des termes est à l’adresse /def.",
            cure_en="The list of terms is at /def.",
        )
    if asked.kind is not HTML:
        return await _shipped(asked, found)
    try:  # its page shows examples, where there are data
        served: Served | None = await state_of(request).newest()
    except StoreEmpty:
        served = None
    modified = served.reader.generation.published if served else None
    etag = asked.etag(served)
    if asked.unchanged(etag, modified):
        return Response(status_code=304, headers=asked.headers(etag, modified))
    return await _sent(asked, found, etag, served, [("/def", "collection")], modified)


async def _shipped(asked: Asked, found: Description) -> Response:
    """What does not depend on the data."""
    etag = asked.etag(None)
    if asked.unchanged(etag, None):
        return Response(status_code=304, headers=asked.headers(etag, None))
    return await _sent(asked, found, etag, None, [])


async def context(request: Request) -> Response:
    """Le contexte JSON-LD, dont la version ne change plus."""
    del request
    return Response(
        jsonld_triples.context_file(),
        headers={**OPEN, "Cache-Control": FOR_EVER},
        media_type=JSONLD.media_type,
    )


async def _described(
    asked: Asked, name: str, job: Callable[[Queryable], Description | None], links: list[tuple[str, str]]
) -> Response:
    state = state_of(asked.request)
    served = await state.newest()
    modified = served.reader.generation.published
    etag = asked.etag(served, str(_page(asked.request)))
    if etag in asked.request.headers.get("if-none-match", ""):
        # The tag itself says that this generation has it: nothing to look up.
        return Response(status_code=304, headers=asked.headers(etag, modified, links))
    found = await asyncio.to_thread(job, served.reader)
    if found is None:
        await asyncio.to_thread(_missing, state.store, served, state.settings.keep_generations, name, job)
        raise AssertionError
    if found.more:
        links = [*links, (f"{asked.path}.{asked.kind.suffix}?page={found.page + 1}", "next")]
    if asked.unchanged(etag, modified):
        return Response(status_code=304, headers=asked.headers(etag, modified, links))
    return await _sent(asked, found, etag, served, links, modified)


async def _sent(
    asked: Asked,
    found: Description,
    etag: str,
    served: Served | None,
    links: list[tuple[str, str]],
    modified: datetime | None = None,
) -> Response:
    headers = asked.headers(etag, modified, links)
    if asked.kind is HTML:
        base = state_of(asked.request).settings.base
        page = await asyncio.to_thread(_page_of, found, asked, base, served.reader if served else None)
        response = frame.send(asked.request, page, etag)
        response.headers.update(headers)
        return response
    by_reference = asked.profile == jsonld_triples.CONTEXT
    body = await asyncio.to_thread(descriptions.render, found, asked.kind, asked.language, by_reference=by_reference)
    return Response(body, headers={**headers, "Content-Type": asked.kind.content_type})


def _page_of(found: Description, asked: Asked, base: str, graph: Queryable | None) -> Page:
    """The page of an ontology, a term, a vocabulary, a value or a thing: each is read in its own way."""
    if found.iri == DEF.removesuffix("#"):
        return ontology_pages.index(asked)
    if found.iri == VOC.removesuffix("/"):
        return vocabulary_pages.index(asked, graph)
    if found.iri.startswith(DEF):
        return ontology_pages.term(found.iri.removeprefix(DEF), asked, base, graph)
    if found.iri.startswith(VOC):
        if "/" in found.iri.removeprefix(VOC):
            return vocabulary_pages.concept(found, asked, base)
        return vocabulary_pages.scheme(found, asked, base, graph)
    return thing.page(found, asked, base, graph)


def _missing(
    store: Store, served: Served, kept: int, name: str, job: Callable[[Queryable], Description | None]
) -> None:
    """Raise `Gone` when a generation still kept has it, `NotFound` otherwise."""
    for number in range(served.generation - 1, max(0, served.generation - kept), -1):
        try:
            with store.reader(number) as reader:
                found = job(reader)
        except (CursorExpired, StoreError):
            continue
        if found is not None:
            raise Gone(
                f"« {name[:200]} » a été retiré ; la génération {number} l’avait encore.",
                f"“{name[:200]}” was removed; generation {number} still had it.",
                cure="Ce qui a changé à chaque publication est à l’adresse /changes.",
                cure_en="What changed in each publication is at /changes.",
            )
    raise NotFound(
        f"Le graphe ne dit rien de « {name[:200]} ».",
        f"The graph says nothing of “{name[:200]}”.",
        cure="Cherchez-le par /api/v1/solutions, /api/v1/territories ou /sparql.",
        cure_en="Look for it with /api/v1/solutions, /api/v1/territories or /sparql.",
    )


def _thing(base: str, path: str) -> str:
    """The IRI of a thing, its key escaped as `namespaces.thing` does."""
    return "/".join([base, "id", *(quote(unquote(part), safe="") for part in path.split("/"))])


def _page(request: Request) -> int:
    text = request.query_params.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise UsageError(f"La page « {text[:20]} » n’est pas un nombre.", f"Page “{text[:20]}” is not a number.")
    return int(text)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["linked data"])
    profile = replace(representations.PROFILE, values=_PROFILES)
    given = (documents.format_of(DESCRIPTION_FORMATS), profile, LANGUAGE)
    paged = (representations.PAGE, *given)
    key = {"path": "Nature et clé de la chose : solution/abc."}
    whole = documents.resource(DESCRIPTION_FORMATS, query=given)
    elsewhere = documents.resource((), path=key)
    elsewhere["responses"] = {303: {"description": "Le document, à /doc/…"}}
    representations.add(routes, "/id/{path:path}", identifier, elsewhere)
    described = documents.resource(DESCRIPTION_FORMATS, 404, 410, path=key, query=paged)
    representations.add(routes, "/doc/{path:path}", document, described)
    own = documents.resource((JSONLD,))
    representations.add(routes, f"/context/{jsonld_triples.VERSION}.jsonld", context, own)
    representations.add(routes, "/def", definitions, whole)
    for each in DESCRIPTION_FORMATS:
        representations.add(routes, f"/def.{each.suffix}", definitions)
    named = {"term": "Le terme : Committee, within…"}
    described = documents.resource(DESCRIPTION_FORMATS, 404, path=named, query=given)
    representations.add(routes, "/def/{term}", term, described)
    representations.add(routes, "/voc", vocabularies, whole)
    for each in DESCRIPTION_FORMATS:
        representations.add(routes, f"/voc.{each.suffix}", vocabularies)
    scheme = {"scheme": "Le vocabulaire : barrier, public…"}
    described = documents.resource(DESCRIPTION_FORMATS, 404, 410, path=scheme, query=given)
    representations.add(routes, "/voc/{scheme}", vocabulary, described)
    notation = {**scheme, "notation": "La valeur : mobilite…"}
    described = documents.resource(DESCRIPTION_FORMATS, 404, 410, path=notation, query=paged)
    representations.add(routes, "/voc/{scheme}/{notation:path}", value, described)
    return routes
