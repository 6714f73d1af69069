"""`POST /api/v1/committees/check` and `/compare`: a committee's file in, its report out; nothing of it is kept."""

import asyncio
import tempfile
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.committees.desk import Desk, rule_set_choice
from ftgraph.committees.rule_choice import RuleSetChoice
from ftgraph.errors import UsageError
from ftgraph.exports import committee as exports
from ftgraph.exports.committee import compared
from ftgraph.exports.formats import COMPARISON_FORMATS, REPORT_FORMATS
from ftgraph.sources.committee_workbook.grids import Limits
from ftgraph.sources.handed_in import HandedIn
from ftgraph_api import documents
from ftgraph_api.asking import Asking, read, state_of
from ftgraph_api.bodies import read_body
from ftgraph_api.parameters import FORMAT, LANGUAGE, Parameter, table
from ftgraph_api.rates import client_of

_MOST_BYTES = Limits.max_bytes
_LONGEST_NAME = 200
FILE = Parameter("file", ("Nom du fichier, avec son suffixe.", "The file’s name, with its suffix."), example="35.xlsx")
ON = Parameter("on", ("Date du contrôle ; par défaut, aujourd’hui.", "Day of the check."), "date")
RULE_SET = Parameter(
    "rule_set",
    ("Référentiel ; « declared » : celui du comité, ou de la date.", "Rule set."),
    values=("declared", "prefiguration-2023", "code-du-travail", "both"),
    default="declared",
)
PARAMETERS = table(FILE, ON, RULE_SET, LANGUAGE, FORMAT)
COMPARED = table(FILE, ON, LANGUAGE, FORMAT)


async def check(request: Request) -> Response:
    """Contrôler le fichier d’un comité (corps de la requête : classeur, CSV ou RDF) ; rien n’est gardé."""
    asking = read(request, PARAMETERS, REPORT_FORMATS)
    name = _name(request, asking.given.text("file"))
    choice = rule_set_choice(asking.given.text("rule_set") or "declared")
    body = await _body(request)
    desk = await state_of(request).desk()
    file, content = await asyncio.to_thread(_checked, asking, desk, body, name, choice)
    headers = _headers(asking)
    if asking.kind.name in ("xlsx", "csv", "pdf"):
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{file}"
    return Response(content, headers=headers)


async def compare(request: Request) -> Response:
    """Le même comité sous la préfiguration 2023 et sous le Code du travail ; rien n’est gardé."""
    asking = read(request, COMPARED, COMPARISON_FORMATS)
    name = _name(request, asking.given.text("file"))
    body = await _body(request)
    desk = await state_of(request).desk()
    content = await asyncio.to_thread(_compared, asking, desk, body, name)
    return Response(content, headers=_headers(asking))


async def _body(request: Request) -> bytes:
    """The file that was sent. Raises `UsageError` when there is none."""
    state_of(request).rates.take(client_of(request))
    body = await read_body(request, _MOST_BYTES)
    if not body:
        raise UsageError(
            "Aucun fichier n’a été envoyé.",
            "No file was sent.",
            cure="Mettez le classeur dans le corps de la requête, et son nom dans le paramètre « file ».",
            cure_en="Put the workbook in the request’s body, and its name in the parameter “file”.",
        )
    return body


def _headers(asking: Asking) -> dict[str, str]:
    """The headers of an answer that nobody keeps."""
    return {
        "Content-Type": asking.kind.content_type,
        "Content-Language": asking.language,
        "Cache-Control": "no-store",
        "Vary": "Accept, Accept-Language",
    }


def _name(request: Request, name: str) -> str:
    """The file's own name, without folders. Raises `UsageError` when there is none, or the body is a form."""
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        raise UsageError(
            "Un formulaire a été envoyé : le corps de la requête est le fichier lui-même.",
            "A form was sent: the body of the request is the file itself.",
            cure='curl --data-binary @comite-35.xlsx ".../api/v1/committees/check?file=comite-35.xlsx"',
            cure_en='curl --data-binary @comite-35.xlsx ".../api/v1/committees/check?file=comite-35.xlsx"',
        )
    base = name.replace("\\", "/").rpartition("/")[2]
    if not Path(base).suffix or len(base.encode()) > _LONGEST_NAME or not base.isprintable():
        raise UsageError(
            "Le nom du fichier manque, ou n’a pas de suffixe.",
            "The file’s name is missing, or has no suffix.",
            cure="Donnez-le dans le paramètre « file », par exemple file=comite-35.xlsx.",
            cure_en="Give it in the parameter “file”, for example file=comite-35.xlsx.",
        )
    return base


def _checked(asking: Asking, desk: Desk, body: bytes, name: str, choice: RuleSetChoice) -> tuple[str, bytes]:
    """The report's file name, ready for a header, and its bytes."""
    handed_in = _read(desk, body, name)
    report = desk.check(handed_in, on=asking.day, rule_set=choice)
    export = exports.ReportExport(report, handed_in, asking.language, desk.base)
    return quote(f"{exports.file_name(report)}.{asking.kind.suffix}"), exports.render(asking.kind, export)


def _compared(asking: Asking, desk: Desk, body: bytes, name: str) -> bytes:
    return compared.render(asking.kind, desk.compare(_read(desk, body, name), on=asking.day), asking.language)


def _read(desk: Desk, body: bytes, name: str) -> HandedIn:
    with tempfile.TemporaryDirectory(prefix="ftgraph-check-") as folder:
        path = Path(folder) / name
        path.write_bytes(body)
        return desk.read(path, name)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["committees"])
    binary = {"schema": {"type": "string", "format": "binary"}}
    for handler, parameters, formats in ((check, PARAMETERS, REPORT_FORMATS), (compare, COMPARED, COMPARISON_FORMATS)):
        described = documents.parameters(parameters, formats=formats)
        described["requestBody"] = {"required": True, "content": {"application/octet-stream": binary}}
        routes.add_api_route(
            f"/api/v1/committees/{handler.__name__}",
            handler,
            methods=["POST"],
            response_class=Response,
            responses=documents.answers(formats, 408, 413, 422, 429),
            openapi_extra=described,
        )
    return routes
