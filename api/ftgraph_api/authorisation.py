"""Who may write: decided on the headers alone, before a byte of the body is read."""

import asyncio

from starlette.requests import Request

from ftgraph import keys
from ftgraph.errors import FtgraphError, UsageError
from ftgraph.keys import Key
from ftgraph_api.asking import state_of


class Unauthorised(UsageError):
    """No key, or none in use."""

    status = 401
    slug = "unauthorised"


class Forbidden(UsageError):
    """A key that does not hold the scope, or a server that is read-only."""

    status = 403
    slug = "forbidden"


async def authorised(request: Request, scope: str) -> Key:
    """The key of the request, which holds `scope`. Raises `Unauthorised`, `Forbidden`, `StoreError`.

    The file of keys is read each time: a key revoked a moment ago opens nothing.
    """
    settings = state_of(request).settings
    if not settings.updates:
        raise Forbidden(
            "Ce serveur est en lecture seule.",
            "This server is read-only.",
            cure="L’exploitant peut permettre l’écriture : FTGRAPH_UPDATES=1.",
            cure_en="Whoever runs the server can allow writing: FTGRAPH_UPDATES=1.",
        )
    scheme, _, token = request.headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorised(
            "Écrire demande une clé.",
            "Writing needs a key.",
            cure="Envoyez l’en-tête « Authorization: Bearer » suivi de votre clé.",
            cure_en="Send the header “Authorization: Bearer” followed by your key.",
        )
    key = await asyncio.to_thread(keys.find, settings, token.strip())
    if key is None:
        raise Unauthorised(
            "Cette clé est inconnue ou révoquée.",
            "This key is unknown or revoked.",
            cure="Demandez-en une à l’exploitant (ftgraph key create).",
            cure_en="Ask whoever runs the server for one (ftgraph key create).",
        )
    if not key.allows(scope):
        raise Forbidden(
            f"La clé « {key.name} » n’a pas le droit « {scope} ».",
            f"Key “{key.name}” does not hold scope “{scope}”.",
            cure="Demandez à l’exploitant une clé qui ait ce droit.",
            cure_en="Ask whoever runs the server for a key with this right.",
        )
    return key


def outcome(error: BaseException) -> str:
    """An error as the audit log names it."""
    return error.slug if isinstance(error, FtgraphError) else "error"
