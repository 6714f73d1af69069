"""How machines find what is here: VoID, the DCAT catalogue, dumps, the sitemap, and two well-known texts."""

import asyncio
import base64
from datetime import timedelta
from urllib.parse import quote
from xml.sax.saxutils import escape

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ftgraph import clock
from ftgraph.exports import discovery, dumps
from ftgraph.exports.discovery import Site
from ftgraph.exports.dumps import DUMP_FORMATS, WHOLE, Job
from ftgraph.exports.formats import JSON, TEXT, Format
from ftgraph_api import conditional, documents, ranges, representations
from ftgraph_api.asking import NotFound, state_of
from ftgraph_api.conditional import FOR_EVER
from ftgraph_api.cors import OPEN
from ftgraph_api.links import server
from ftgraph_api.representations import GRAPH_FORMATS
from ftgraph_api.state import Served

_GZIP = Format("gzip", "application/gzip", "gz", "export compressé")
_XML = Format("xml", "application/xml", "xml", "plan du site")
_ADDRESSES_A_FILE = 20_000
_SECURITY_DAYS = 180
_NOT_INDEXED = ("/sparql", "/api/", "/dumps/", "/embed")


async def catalogue(request: Request) -> Response:
    """Le catalogue DCAT-AP 3 : le graphe entier et chaque source, avec leurs exports."""
    return await _told(request, "catalogue")


async def void(request: Request) -> Response:
    """La description VoID du graphe."""
    return await _told(request, "void")


async def _told(request: Request, which: str) -> Response:
    asked = representations.read(request, GRAPH_FORMATS)
    state = state_of(request)
    served = await state.newest()
    modified = served.reader.generation.published
    site = _site(request, served)
    etag = asked.etag(served, site.address)
    headers = asked.headers(etag, modified)
    if asked.unchanged(etag, modified):
        return Response(status_code=304, headers=headers)
    known = await state.dumps.graphs(served.reader)
    if which == "void":
        triples = discovery.void(site, known)
    else:
        listed = await asyncio.to_thread(discovery.sources, served.reader, site.address, known)
        triples = discovery.catalogue(site, known, listed)
    return asked.graph(triples, headers)


async def dump_list(request: Request) -> Response:
    """Les exports de la génération servie : adresses, tailles, empreintes de ceux qui sont déjà faits."""
    state = state_of(request)
    served = await state.newest()
    generation = served.reader.generation
    site = _site(request, served)
    known = await state.dumps.graphs(served.reader)
    files = []
    for name, triples in ((WHOLE, sum(each.triples for each in known)), *((each.path, each.triples) for each in known)):
        for kind in DUMP_FORMATS:
            file = f"{name}.{kind.suffix}.gz"
            path = state.dumps.path(generation, file)
            made = path.is_file()
            files.append(
                {
                    "name": file,
                    "address": f"{site.dumps}/{file}",
                    "media_type": kind.media_type,
                    "triples": triples,
                    "bytes": path.stat().st_size if made else None,
                    "sha256": dumps.read_digest(path) if made else None,
                }
            )
    body = {"generation": generation.number, "published": generation.published.isoformat(), "files": files}
    headers = {**OPEN, "Cache-Control": conditional.CACHING}
    return Response(orjson.dumps(body), headers=headers, media_type="application/json")


async def latest_dump(request: Request) -> Response:
    """Le même export de la génération servie."""
    served = await state_of(request).newest()
    name = representations.raw_path(request).removeprefix("/dumps/latest/")
    where = f"/dumps/{dumps.stamp(served.reader.generation)}/{name}"
    return Response(status_code=302, headers={**OPEN, "Location": where, "Cache-Control": "no-cache"})


async def dump(request: Request) -> Response:
    """Un export daté, compressé, par morceaux si on le demande (Range) ; son empreinte est à `.sha256`."""
    state = state_of(request)
    # As sent: the name of a graph may hold an escaped slash.
    stamp, _, name = representations.raw_path(request).removeprefix("/dumps/").partition("/")
    served = await _stamped(request, stamp)
    generation = served.reader.generation
    wants_digest = name.endswith(".sha256")
    name = name.removesuffix(".sha256")
    known = await state.dumps.graphs(served.reader)
    names = {WHOLE: [each.iri for each in known], **{each.path: [each.iri] for each in known}}
    for kind in DUMP_FORMATS:
        stem = name.removesuffix(f".{kind.suffix}.gz")
        if stem != name and stem in names:
            target = state.dumps.path(generation, name)
            path = await state.dumps.file(Job(state.settings, generation.number, names[stem], kind, target), generation)
            break
    else:
        raise _no_dump(name)
    digest = dumps.read_digest(path)
    etag = f'"{digest}"'
    modified = representations.http_date(generation.published)
    headers = {
        **OPEN,
        "ETag": etag,
        "Cache-Control": FOR_EVER,
        "Accept-Ranges": "bytes",
        "Last-Modified": modified,
    }
    if representations.unchanged(request.headers, etag, generation.published):
        return Response(status_code=304, headers=headers)
    if wants_digest:
        text = f"{digest}  {name.rpartition('/')[2]}\n"
        return Response(text, headers={**headers, "ETag": f'"{digest}-s"'}, media_type="text/plain")
    headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:"
    ranges.settle(request, path.stat().st_size)
    return FileResponse(path, headers=headers, media_type=_GZIP.media_type, filename=name.replace("/", "-"))


async def _stamped(request: Request, stamp: str) -> Served:
    """The generation of a dump's address, if it is still kept."""
    state = state_of(request)
    newest = await state.newest()
    number = stamp.rpartition("-")[2]
    if number.isascii() and number.isdigit() and len(number) < 10:
        served = newest if int(number) == newest.generation else await state.at(int(number))
        if dumps.stamp(served.reader.generation) == stamp:
            return served
    raise _no_dump(stamp)


def _no_dump(name: str) -> NotFound:
    return NotFound(
        f"Aucun export « {name[:200]} ».",
        f"No dump “{name[:200]}”.",
        cure="Les exports sont listés à l’adresse /dumps.",
        cure_en="Exports are listed at /dumps.",
    )


async def sitemap(request: Request) -> Response:
    """Le plan du site : les pages, et les fiches de solutions par fichiers de vingt mille."""
    served = await state_of(request).newest()
    address = server(request)
    parts = range(0, served.index.count, _ADDRESSES_A_FILE)
    names = ["sitemap-pages.xml", *(f"sitemap-solutions-{start // _ADDRESSES_A_FILE + 1}.xml" for start in parts)]
    day = served.reader.generation.published.date().isoformat()
    lines = "".join(
        f"<sitemap><loc>{escape(address)}/{name}</loc><lastmod>{day}</lastmod></sitemap>\n" for name in names
    )
    return _xml("sitemapindex", lines)


async def sitemap_pages(request: Request) -> Response:
    """Les pages du site."""
    address = server(request)
    # What programs ask for is documented under a tag, what varies has a part in braces, a file a suffix.
    named = (route.path for route in request.app.state.routes if not route.tags and "GET" in route.methods)
    pages = [path for path in dict.fromkeys(named) if not any(mark in path for mark in "{.")]
    lines = (f"<url><loc>{escape(address + path)}</loc></url>\n" for path in pages if path not in _NOT_INDEXED)
    return _xml("urlset", "".join(lines))


async def sitemap_solutions(request: Request) -> Response:
    """Les fiches de solutions, vingt mille par fichier."""
    served = await state_of(request).newest()
    number = request.path_params["number"]
    start = (int(number) - 1) * _ADDRESSES_A_FILE if number.isascii() and number.isdigit() and len(number) < 6 else -1
    if not 0 <= start < max(served.index.count, 1):
        raise NotFound(f"Aucun plan « {number[:20]} ».", f"No sitemap “{number[:20]}”.")
    lines = await asyncio.to_thread(_solutions, served, start, server(request))
    return _xml("urlset", lines)


def _solutions(served: Served, start: int, address: str) -> str:
    rows = (served.index.row(number) for number in range(start, min(start + _ADDRESSES_A_FILE, served.index.count)))
    return "".join(f"<url><loc>{escape(address)}/solutions/{quote(row['id'])}</loc></url>\n" for row in rows)


async def robots(request: Request) -> Response:
    """Ce que les robots d’indexation peuvent lire."""
    closed = "".join(f"Disallow: {path}\n" for path in _NOT_INDEXED)
    text = f"User-agent: *\n{closed}\nSitemap: {server(request)}/sitemap.xml\n"
    return Response(text, headers={"Cache-Control": "public, max-age=86400"}, media_type="text/plain")


async def security(request: Request) -> Response:
    """À qui signaler une faille (RFC 9116)."""
    contact = state_of(request).settings.contact
    if not contact:
        raise NotFound(
            "L’exploitant n’a pas dit à qui signaler une faille.",
            "The operator has not said whom to report a vulnerability to.",
            cure="L’exploitant le dit par le réglage FTGRAPH_CONTACT.",
            cure_en="Whoever runs the server tells it by the setting FTGRAPH_CONTACT.",
        )
    until = (clock.now() + timedelta(days=_SECURITY_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    text = (
        f"Contact: mailto:{contact}\nExpires: {until.isoformat().replace('+00:00', 'Z')}\n"
        f"Preferred-Languages: fr, en\nCanonical: {server(request)}/.well-known/security.txt\n"
    )
    return Response(text, headers={"Cache-Control": "public, max-age=86400"}, media_type="text/plain")


def _xml(root: str, lines: str) -> Response:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</{root}>\n'
    )
    return Response(text, headers={"Cache-Control": conditional.CACHING}, media_type=_XML.media_type)


def _site(request: Request, served: Served) -> Site:
    address = server(request)
    generation = served.reader.generation
    return Site(address, f"{address}/dumps/{dumps.stamp(generation)}", generation, state_of(request).settings)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["discovery"])
    given = (documents.format_of(GRAPH_FORMATS),)
    for path, handler in (("/catalogue", catalogue), ("/.well-known/void", void)):
        representations.add(routes, path, handler, documents.resource(GRAPH_FORMATS, query=given))
        for each in GRAPH_FORMATS:
            representations.add(routes, f"{path}.{each.suffix}", handler)
    representations.add(routes, "/dumps", dump_list, documents.resource((JSON,)))
    name = {"name": "Le fichier : ftgraph.nq.gz, <graphe>.ttl.gz ; .sha256 peut suivre."}
    latest = documents.resource((), path=name)
    latest["responses"] = {302: {"description": "Le même, à son adresse datée"}, **latest["responses"]}
    del latest["responses"][200]
    representations.add(routes, "/dumps/latest/{name:path}", latest_dump, latest)
    stamped = {"stamp": "Date et numéro de la génération : 2026-11-25-42.", **name}
    dated = documents.resource((_GZIP, TEXT), 404, 410, path=stamped)
    dated["responses"][206] = {"description": "Un morceau (Range)", "content": {_GZIP.media_type: {}}}
    dated["responses"] |= documents.told({416: "Le morceau demandé n’existe pas"})
    representations.add(routes, "/dumps/{stamp}/{name:path}", dump, dated)
    representations.add(routes, "/sitemap.xml", sitemap, documents.resource((_XML,)))
    representations.add(routes, "/sitemap-pages.xml", sitemap_pages, documents.resource((_XML,)))
    number = {"number": "Le numéro d’un plan, à partir de 1."}
    described = documents.resource((_XML,), 404, path=number)
    representations.add(routes, "/sitemap-solutions-{number}.xml", sitemap_solutions, described)
    representations.add(routes, "/robots.txt", robots, documents.resource((TEXT,)))
    representations.add(routes, "/.well-known/security.txt", security, documents.resource((TEXT,), 404))
    return routes
