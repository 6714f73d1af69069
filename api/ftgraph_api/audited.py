"""A write from its door to its answer: said in the audit log before and after, its generation given back."""

import asyncio
import secrets

import orjson
from starlette.requests import Request
from starlette.responses import Response

from ftgraph import audit
from ftgraph.audit import Event
from ftgraph.keys import Key
from ftgraph.publish import edits
from ftgraph.publish.edits import Action, Edit, Edited
from ftgraph_api import authorisation, preconditions
from ftgraph_api.asking import state_of
from ftgraph_api.preconditions import Preconditions
from ftgraph_api.watching import number_of
from ftgraph_api.writing import Job

_SAID = {
    "update": "mise à jour SPARQL",
    "graph-replace": "graphe remplacé",
    "graph-add": "graphe complété",
    "graph-patch": "graphe modifié",
    "graph-drop": "graphe retiré",
}


async def write(
    request: Request, key: Key, action: Action, *, text: str = "", graph: str = "", body: bytes = b"", where: str = ""
) -> Response:
    """Make a change in the name of `key`; 201 when it made a graph, else 200, with the generation and its tag.

    `where`: the address of a graph whose name the server chose.
    """
    state = state_of(request)
    # The request's own number, by which the log tells it, made unique: a client may send the same one twice.
    number = f"{number_of(request.scope)}.{secrets.token_hex(4)}"
    kind = request.headers.get("content-type", "")
    edit = Edit(action, f"{_SAID[action]}, clé «\u202f{key.name}\u202f», demande {number}", text, graph, body, kind)
    event = Event(number, key.id, key.name, action, "started", graph)
    await asyncio.to_thread(audit.record, state.settings, event)
    try:
        # Refused here, before any writer waits for it; decided again where it is applied.
        edits.check_targets(edit, state.settings.base)
        check = Preconditions(graph, *(request.headers.get(name, "") for name in ("if-match", "if-none-match")))
        done = await state.writing.run(Job(edit, check))
    except BaseException as error:
        await _close(request, event, authorisation.outcome(error))
        raise
    await _close(request, event, "published", done.generation)
    await state.follow()
    return _answer(done, graph, number, where)


async def _close(request: Request, event: Event, outcome: str, generation: int = 0) -> None:
    ended = Event(event.request, event.key, event.name, event.action, outcome, event.target, generation)
    await asyncio.to_thread(audit.record, state_of(request).settings, ended)


def _answer(done: Edited, graph: str, number: str, where: str) -> Response:
    said = {"generation": done.generation, "published": done.published.isoformat(), "request": number}
    headers = {
        "ETag": preconditions.tag(done.generation, done.published.isoformat(), graph),
        "Cache-Control": "no-store",
    }
    if where:
        headers["Location"] = where
    return Response(orjson.dumps(said), 201 if done.created else 200, headers, "application/json")
