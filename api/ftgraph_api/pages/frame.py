"""What all pages share: the frame, its menu, the language, the theme, and how a page is sent."""

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.requests import Request
from starlette.responses import Response

from ftgraph import __version__, clock
from ftgraph.exports.wording import count, decimal
from ftgraph.wording import Language, unbroken
from ftgraph_api import conditional
from ftgraph_api.asking import state_of
from ftgraph_api.pages import themes
from ftgraph_api.pages.steering import SUBJECTS

STEERING = "/pilotage"
MENU: Sequence[tuple[str, tuple[str, str]]] = (
    ("/", ("Trouver", "Find")),
    ("/manques", ("Manques", "Gaps")),
    ("/territoires", ("Territoires", "Territories")),
    ("/gouvernance", ("Gouvernance", "Governance")),
    (STEERING, ("Pilotage", "Steering")),
    ("/verifier", ("Vérifier un fichier", "Check a file")),
    ("/donnees", ("Données", "Data")),
    ("/a-propos", ("À propos", "About")),
)
_BELOW: Mapping[str, Sequence[str]] = {
    "/": ("/solutions", "/structures"),
    "/territoires": ("/carte",),
    "/gouvernance": ("/comites",),
    STEERING: tuple(each.address for each in SUBJECTS),
    "/donnees": ("/voc", "/def", "/historique"),
    "/a-propos": ("/plan",),
}
"""The pages under an entry of the menu whose addresses do not begin as its own."""

_WORTH_PACKING = 4_000
_PACKING = 4


@dataclass(frozen=True)
class Page:
    """A page to send. `template`: its file; `title`: what the tab and the history say; `values`: for the template.

    `alternates`: the same in other formats, (media type, address); `headers`: beside those of every page.
    """

    template: str
    title: str
    values: Mapping[str, Any]
    status: int = 200
    alternates: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def send(request: Request, page: Page, etag: str = "") -> Response:
    """The page as HTML in its frame."""
    language = language_of(request)
    settings = state_of(request).settings
    # What links to pages that take a day keep of the question: that day, and the language.
    day_asked = request.query_params.get("on", "")
    kept = urlencode([*([("on", day_asked)] if day_asked else []), *([("lang", "en")] if language == "en" else [])])
    text = (
        environment()
        .get_template(page.template)
        .render(
            **page.values,
            page=page,
            lang=language,
            say=lambda french, english: english if language == "en" else unbroken(french),
            # In French two make a plural, in English all but one: « 0 appel », “0 calls”.
            many=lambda number: number != 1 if language == "en" else number > 1,
            menu=[(path, label[language == "en"], _here(request, path)) for path, label in MENU],
            other_language=_address(request, lang="fr" if language == "en" else "en"),
            script=static_address("site.js"),
            icon=static_address("icon.svg"),
            site_name=settings.site_name,
            site_note=settings.site_note,
            contact=settings.contact,
            stale_days=settings.stale_days,
            version=__version__,
            stylesheet=static_address("site.css"),
            theme=themes.read(settings.theme),
            in_language="?lang=en" if language == "en" else "",
            dated=f"?{kept}" if kept else "",
            and_dated=f"&{kept}" if kept else "",
        )
    )
    headers = {
        "Content-Language": language,
        "Vary": "Accept, Accept-Encoding",
        "Cache-Control": conditional.CACHING if etag else "no-store",
    }
    if etag:
        headers["ETag"] = etag
    headers.update(page.headers)
    return packed(request, text.encode(), page.status, {**headers, "Content-Type": "text/html; charset=utf-8"})


def packed(request: Request, body: bytes, status: int, headers: dict[str, str]) -> Response:
    """An answer, packed where it is worth it and the browser takes it."""
    if len(body) > _WORTH_PACKING and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, _PACKING, mtime=0)
        headers["Content-Encoding"] = "gzip"
        if "ETag" in headers:
            headers["ETag"] = f"W/{headers['ETag']}"  # the same page in other bytes
    return Response(body, status, headers)


def language_of(request: Request) -> Language:
    """French, unless the address asks for English: what a browser prefers does not tell what a prefecture reads."""
    return "en" if request.query_params.get("lang") == "en" else "fr"


def _here(request: Request, path: str) -> str:
    """What `aria-current` says of an entry of the menu: `page`, `true` for what is below it, "" elsewhere."""
    current = request.url.path
    if current == path:
        return "page"
    roots = (*([path] if path != "/" else []), *_BELOW.get(path, ()))
    return "true" if any(current == root or current.startswith((f"{root}/", f"{root}.")) for root in roots) else ""


def _address(request: Request, **changed: str) -> str:
    """This page's address with some parameters changed."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if value and name not in changed]
    return f"{request.url.path}?{urlencode([*pairs, *changed.items()], safe=':')}"


@cache
def environment() -> Environment:
    """The templates, escaped by default; an unknown name is an error, not an empty text."""
    made = Environment(
        loader=PackageLoader("ftgraph_api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["number"] = number
    made.filters["decimal"] = decimal
    made.filters["day"] = day
    return made


@pass_context
def number(context: Context, value: int) -> str:
    """`12 345`; on an English page, `12,345`."""
    return f"{value:,}" if context.get("lang") == "en" else count(value)


def day(value: date | None) -> str:
    """`03/09/2026`; of an instant, the day in Paris."""
    if isinstance(value, datetime) and value.tzinfo:
        value = clock.day_of(value)
    return value.strftime("%d/%m/%Y") if value else ""


@cache
def static_file(name: str) -> tuple[bytes, str] | None:
    """A static file and the digest that its address carries; None when there is none of that name."""
    place = files("ftgraph_api").joinpath("static")
    if name not in {each.name for each in place.iterdir()}:
        return None
    content = place.joinpath(name).read_bytes()
    return content, hashlib.sha256(content).hexdigest()[:12]


def static_address(name: str) -> str:
    """The address of a static file: it changes with its content, so that it may be kept for ever."""
    found = static_file(name)
    assert found is not None, name  # noqa: S101 - templates name our own files
    return f"/static/{name}?v={found[1]}"
