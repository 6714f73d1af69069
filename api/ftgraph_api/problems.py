"""Errors as RFC 9457 problem documents: one shape for every route, in French or English, never a stack trace.

`type` (an IRI), `title`, `status`, `detail`, and where there is something to say `cure` (what to do, in French),
`candidates` (the nearest values), `line` (of a file handed in, or of a query) and `column` (of a query).
"""

import logging
from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.errors import FtgraphError, QueryMalformed, SourceError, UnknownConcept, UnknownTerritory
from ftgraph.namespaces import ROOT
from ftgraph.wording import Language, Text, language_named
from ftgraph_api import negotiation
from ftgraph_api.cors import OPEN

MEDIA_TYPE = "application/problem+json"
TYPES = f"{ROOT}/problem/"

_TITLES: Mapping[str, tuple[str, str]] = {
    "usage": ("Demande incorrecte", "Bad request"),
    "unknown-territory": ("Territoire inconnu ou ambigu", "Unknown or ambiguous territory"),
    "unknown-concept": ("Valeur inconnue", "Unknown value"),
    "not-acceptable": ("Format non proposé", "Format not offered"),
    "query-malformed": ("Requête illisible", "Malformed query"),
    "query-refused": ("Requête refusée", "Query refused"),
    "query-over-limit": ("Limite dépassée", "Over a limit"),
    "source": ("Fichier illisible", "Unreadable file"),
    "store": ("Entrepôt indisponible", "Store unavailable"),
    "store-locked": ("Entrepôt en cours d’écriture", "Store being written"),
    "store-damaged": ("Entrepôt endommagé", "Store damaged"),
    "store-full": ("Disque plein", "Disk full"),
    "store-read-only": ("Entrepôt en lecture seule", "Store is read-only"),
    "store-empty": ("Aucune donnée publiée", "Nothing published yet"),
    "query-timeout": ("Requête trop longue", "Query took too long"),
    "overloaded": ("Trop de demandes en cours", "Too many requests under way"),
    "too-large": ("Envoi trop volumineux", "Content too large"),
    "unsupported-media-type": ("Type de contenu non admis", "Unsupported media type"),
    "cursor-expired": ("Page expirée", "Page expired"),
    "unauthorised": ("Clé nécessaire", "Key needed"),
    "too-slow": ("Envoi trop lent", "Sending took too long"),
    "forbidden": ("Droit absent", "Not allowed"),
    "too-many-requests": ("Trop de demandes", "Too many requests"),
    "range-not-satisfiable": ("Intervalle hors du fichier", "Range beyond the file"),
    "precondition-failed": ("Données modifiées entre-temps", "Data changed meanwhile"),
    "write-not-started": ("Écriture non commencée", "Write not started"),
    "write-not-applied": ("Écriture arrêtée", "Write stopped"),
    "write-outcome-unknown": ("Issue de l’écriture inconnue", "Write outcome unknown"),
    "dump-in-preparation": ("Export en préparation", "Dump in preparation"),
    "gone": ("Retiré", "Gone"),
    "not-found": ("Page introuvable", "Not found"),
    "method-not-allowed": ("Méthode non permise", "Method not allowed"),
    "invalid": ("Demande invalide", "Invalid request"),
    "uri-too-long": ("Adresse trop longue", "Address too long"),
    "error": ("Erreur interne", "Internal error"),
}
_CANDIDATES = 50
_FOR_PROGRAMS = ("/api/", "/sparql", "/graphs", "/dumps", "/static/")
_CHECK_ADDRESS = Text(
    "Vérifiez l’adresse, ou partez du plan du site.", "Check the address, or start from the site map."
)
_RETRY_AFTER_S = 5
_log = logging.getLogger("ftgraph_api")


def problem(
    request: Request,
    status: int,
    slug: str,
    detail: tuple[str, str],
    *,
    cure: str = "",
    cure_en: str = "",
    retry_after: int = _RETRY_AFTER_S,
    more: Mapping[str, str] | None = None,
    **members: Any,
) -> Response:
    """The answer for an error. `detail`: in French, in English.

    `members`: further members, left out when empty; `more`: further headers.
    """
    request.scope.setdefault("state", {})["problem"] = slug  # for the log and the counters
    language = language_of(request)
    body = {**told(status, slug, detail, language), "cure": (cure_en or cure) if language == "en" else cure, **members}
    headers = {"Cache-Control": "no-store", "Content-Language": language, "Vary": "Accept, Accept-Language"}
    headers |= {**OPEN, **(more or {})}
    if status in (429, 503):
        headers["Retry-After"] = str(retry_after)
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="ftgraph"'
    kept = {name: value for name, value in body.items() if value not in ("", None, ())}
    return Response(orjson.dumps(kept), status, headers, MEDIA_TYPE)


def told(status: int, slug: str, detail: tuple[str, str], language: str) -> dict[str, Any]:
    """The members that every problem has."""
    english = language == "en"
    return {"type": TYPES + slug, "title": _TITLES[slug][english], "status": status, "detail": detail[english]}


def of_error(request: Request, error: FtgraphError) -> Response:
    """The answer for one of our own errors."""
    candidates: tuple[dict[str, str], ...] = ()
    if isinstance(error, UnknownTerritory | UnknownConcept):
        candidates = tuple({"value": value, "label": label} for value, label in error.candidates[:_CANDIDATES])
    place = {"line": error.line} if isinstance(error, SourceError) else {}
    if isinstance(error, QueryMalformed):
        place = {"line": error.line, "column": error.column}
    slug = error.slug if error.slug in _TITLES else "error"
    return problem(
        request,
        error.status,
        slug,
        (error.fr, error.en),
        cure=error.cure,
        cure_en=error.cure_en,
        retry_after=getattr(error, "retry_after", _RETRY_AFTER_S),
        more=getattr(error, "headers", None),
        candidates=candidates,
        **place,
    )


def register(app: FastAPI) -> None:
    """Give `app` this one shape for every error."""
    app.add_exception_handler(FtgraphError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)


def language_of(request: Request) -> Language:
    """The language that a request asks for; a page’s is French unless its address says otherwise."""
    if is_read(request):
        return language_named(request.query_params.get("lang", ""))
    return negotiation.language(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))


def is_read(request: Request) -> bool:
    """Whether someone reads the answer in a browser."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(_FOR_PROGRAMS)


def _as_page(request: Request, response: Response, cure: str = "") -> Response:
    """The same problem as a page of the site, for someone who reads it in a browser; as it is for a program.

    `cure`: what is told to a reader, where it is not what is told to a program.
    """
    if not is_read(request):
        return response
    from ftgraph_api.pages import frame  # the pages know the problems: not the other way round, but for this

    said = orjson.loads(response.body)
    values = {"detail": said["detail"], "cure": cure or said.get("cure", "")}
    page = frame.Page("error.html.j2", said["title"], values, response.status_code)
    made = frame.send(request, page)
    if "retry-after" in response.headers:
        made.headers["Retry-After"] = response.headers["retry-after"]
    return made


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, FtgraphError)  # noqa: S101 - registered for it alone
    if error.status >= 500:
        _log.warning("%s", error)
    return _as_page(request, of_error(request, error))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    path = request.url.path
    if error.status_code == 404:
        detail = (f"Rien à l’adresse « {path} ».", f"Nothing at “{path}”.")
        found = problem(
            request,
            404,
            "not-found",
            detail,
            cure="Les adresses possibles sont dans /openapi.json.",
            cure_en="The possible addresses are in /openapi.json.",
        )
        return _as_page(request, found, _CHECK_ADDRESS.say(language_of(request)))
    if error.status_code == 405:
        detail = (
            f"La méthode {request.method} n’est pas permise sur « {path} ».",
            f"Method {request.method} is not allowed on “{path}”.",
        )
        allowed = ", ".join(allowed_methods(request))
        return problem(request, 405, "method-not-allowed", detail, more={"Allow": allowed})
    detail = ("La demande n’a pas pu être servie.", "The request could not be served.")
    return problem(request, error.status_code, "usage" if error.status_code < 500 else "error", detail)


def allowed_methods(request: Request) -> list[str]:
    """The methods that an address knows, over all routes that it fits (the framework looks at the first one only)."""
    path = request.scope["path"]
    fitting = [route for route in request.app.state.routes if route.path_regex.match(path)]
    own = [route for route in fitting if route.path == path]
    return sorted({method for route in own or fitting for method in route.methods})


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
    places = ", ".join(dict.fromkeys(str(each["loc"][-1]) for each in error.errors() if each.get("loc")))
    detail = (f"Valeur inattendue pour : {places}.", f"Unexpected value for: {places}.")
    return problem(request, 422, "invalid", detail)


def unexpected(request: Request, number: str) -> Response:
    """The answer for an error that nobody foresaw: nothing of it but the number to find it by in the log."""
    detail = ("Une erreur inattendue s’est produite.", "Something unexpected went wrong.")
    cure = f"Réessayez ; si l’erreur persiste, donnez à l’exploitant le numéro de la demande : {number}."
    cure_en = f"Try again; if it happens again, give whoever runs the server this request’s number: {number}."
    return _as_page(request, problem(request, 500, "error", detail, cure=cure, cure_en=cure_en))
