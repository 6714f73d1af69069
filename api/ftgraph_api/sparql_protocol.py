"""SPARQL 1.1 Protocol: what a request asks, read within limits, and in what it may be answered. Nothing is run here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import parse_qsl

from starlette.requests import Request

from ftgraph.errors import UsageError
from ftgraph.exports.formats import RDF_FORMATS, RESULTS_FORMATS, Format
from ftgraph.graph.querying import Dataset
from ftgraph.graph.tokens import tokens
from ftgraph_api.bodies import read_body
from ftgraph_api.strangers import Asked

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
_LONGEST_BODY = 400_000
_MOST_FIELDS = 200
_FORMS: tuple[Form, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_NAMED = re.compile(rf"\b(?:{'|'.join(_FORMS)})\b", re.IGNORECASE)
_FORMAT = frozenset({"format", "output"})
_OWN = _FORMAT | {"lang"}


class UnsupportedMediaType(UsageError):
    """A body of a type that the protocol does not know."""

    status = 415
    slug = "unsupported-media-type"
    headers: Mapping[str, str] = {}


@dataclass(frozen=True)
class Operation:
    """One operation of the protocol. `text` is "" when nothing is asked: the service then describes itself.

    `format`: the name of a format asked for in the address, a convenience beyond the protocol.
    """

    text: str
    dataset: Dataset
    format: str = ""


async def query(request: Request) -> Operation:
    """The query of a request: GET, POST of a form, POST of the query itself (Protocol, 2.1)."""
    return await _operation(request, "query", QUERY_TYPE, ("default-graph-uri", "named-graph-uri"))


async def update(request: Request) -> Operation:
    """The update of a request: POST of a form or of the update itself (Protocol, 2.2)."""
    return await _operation(request, "update", UPDATE_TYPE, ("using-graph-uri", "using-named-graph-uri"))


async def _operation(request: Request, name: str, direct: str, graphs: tuple[str, str]) -> Operation:
    fields = _fields(request.scope["query_string"])
    texts = [value for key, value in fields if key == name]
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await read_body(request, _LONGEST_BODY)
        if kind == direct:
            texts.append(utf8(body))
        elif kind == FORM_TYPE:
            fields += _fields(body)
            texts = [value for key, value in fields if key == name]
        else:
            raise UnsupportedMediaType(
                f"Le type « {kind or 'absent'} » n’est pas admis ici.",
                f"Type “{kind or 'none'}” is not accepted here.",
                cure=f"Envoyez {direct} ou {FORM_TYPE}.",
                cure_en=f"Send {direct} or {FORM_TYPE}.",
            )
    if len(texts) > 1:
        raise UsageError(
            f"Une seule valeur de « {name} » est attendue, il y en a {len(texts)}.",
            f"One “{name}” is expected, there are {len(texts)}.",
        )
    if not texts and (request.method == "POST" or any(key not in _OWN for key, _ in fields)):
        raise UsageError(f"Le paramètre « {name} » manque.", f"Parameter “{name}” is missing.")
    if texts and not texts[0].strip():
        raise UsageError(f"Le paramètre « {name} » est vide.", f"Parameter “{name}” is empty.")
    dataset = Dataset(*(_graphs(fields, each) for each in graphs))
    chosen = [value for key, value in fields if key in _FORMAT]
    return Operation(texts[0] if texts else "", dataset, chosen[0] if chosen else "")


def _fields(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(raw.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise UsageError(
            "Les paramètres de la requête sont illisibles.",
            "The parameters of the request cannot be read.",
            cure="Codez-les en UTF-8 puis en pourcents (application/x-www-form-urlencoded).",
            cure_en="Encode them as UTF-8, then percent-encode them (application/x-www-form-urlencoded).",
        ) from error


def utf8(body: bytes) -> str:
    """The text of a body. Raises `UsageError`."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("La requête n’est pas en UTF-8.", "The query is not in UTF-8.") from error


def _graphs(fields: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(value for key, value in fields if key == name))
    for each in found:
        if not each.lower().startswith(("http://", "https://", "urn:")):
            raise UsageError(
                f"« {each[:200]} » ne peut pas désigner un graphe de l’entrepôt.",
                f"“{each[:200]}” cannot name a graph of the store.",
                cure="Donnez l’IRI d’un graphe nommé, par exemple https://w3id.org/ftgraph/graph/territories.",
                cure_en="Give a named graph’s IRI, for example https://w3id.org/ftgraph/graph/territories.",
            )
    return found


def formats(text: str) -> Sequence[Format]:
    """What the answer to a query may be sent as."""
    return RESULTS_FORMATS if form(text) in ("SELECT", "ASK") else RDF_FORMATS


def asked(text: str, dataset: Dataset, kind: Format, generation: int) -> Asked:
    """The query for a process that answers it: in `kind`, or in the first of the other kind that it proves to be of."""
    results, graph = RESULTS_FORMATS[0], RDF_FORMATS[0]
    if kind in RESULTS_FORMATS:
        results = kind
    else:
        graph = kind
    return Asked(text, dataset, results.media_type, graph.media_type, generation)


def form(text: str) -> Form:
    """What kind of query it is: SELECT when nothing says, the parser then says where it is wrong."""
    named = {word.upper() for word in _NAMED.findall(text)}
    if len(named) == 1:  # a query has its word, so this is it, wherever else the text may say it
        return cast(Form, named.pop())
    after_colon = False
    for token in tokens(text):
        for each in _FORMS:
            if token.word == each and not after_colon:
                return each
        after_colon = token.kind == "name"
    return "SELECT"
