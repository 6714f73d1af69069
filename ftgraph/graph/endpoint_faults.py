"""What a remote server answers, or fails to, told as the project's own errors. No address is told with its secrets."""

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

from ftgraph.errors import FtgraphError, OutcomeUnknown, QueryTimeout, SourceError, StoreError, UsageError
from ftgraph.wording import Text

_DETAIL = 300
_LATER = Text(
    "Réessayez plus tard, ou relevez FTGRAPH_STORE_BUSY_S.", "Try again later, or raise FTGRAPH_STORE_BUSY_S."
)
Kind = TypeVar("Kind", bound=FtgraphError)


def shown(address: str) -> str:
    """`address` as it may be told: without name, password, query and fragment."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _of_endpoint(kind: type[Kind], address: str, said: Text, cure: Text) -> Kind:
    """An error whose message begins with the endpoint that it is about."""
    return kind(
        f"Le point SPARQL «\u202f{shown(address)}\u202f» {said.fr}",
        f"The SPARQL endpoint “{shown(address)}” {said.en}",
        cure=cure.fr,
        cure_en=cure.en,
    )


def unreachable(address: str, detail: Text) -> StoreError:
    """The server does not answer, or not as a SPARQL server."""
    return _of_endpoint(
        StoreError,
        address,
        Text(f"ne répond pas comme attendu\u202f: {detail.fr}.", f"does not answer as expected: {detail.say('en')}."),
        Text(
            "Vérifiez que le serveur est en marche et que FTGRAPH_STORE donne la bonne adresse "
            "(«\u202fftgraph store check\u202f» dit ce qui manque).",
            "Check that the server is running and that FTGRAPH_STORE gives the right address "
            "(“ftgraph store check” says what is missing).",
        ),
    )


def unreadable(address: str, error: SyntaxError) -> StoreError:
    """The server's answer is none of what was asked for."""
    return unreachable(
        address, Text(f"réponse illisible ({error.msg})", f"an answer that cannot be read ({error.msg})")
    )


def busy(address: str, status: int) -> StoreError:
    """The server says 503 or 429 for longer than we wait."""
    said = Text(f"est occupé ({status})\u202f: rien n’a été modifié.", f"is busy ({status}): nothing was changed.")
    return _of_endpoint(StoreError, address, said, _LATER)


def late(address: str, limit_s: float) -> QueryTimeout:
    """No whole answer within the time given."""
    return _of_endpoint(
        QueryTimeout,
        address,
        Text(
            f"n’a pas fini de répondre en {limit_s:g} secondes.",
            f"did not finish answering within {limit_s:g} seconds.",
        ),
        Text(
            "Précisez la question, ou relevez FTGRAPH_STORE_TIMEOUT_S.",
            "Narrow the question, or raise FTGRAPH_STORE_TIMEOUT_S.",
        ),
    )


def partial(address: str, detail: str) -> QueryTimeout:
    """The server gave a part of the rows and said so."""
    return _of_endpoint(
        QueryTimeout,
        address,
        Text(f"n’a donné qu’une partie de la réponse\u202f: {detail}.", f"gave a part of the answer only: {detail}."),
        Text(
            "Précisez la question, ou relevez la limite de temps du serveur.",
            "Narrow the question, or raise the server’s time limit.",
        ),
    )


def unknown(address: str, detail: str) -> OutcomeUnknown:
    """No answer says what became of a write."""
    return _of_endpoint(
        OutcomeUnknown,
        address,
        Text(
            f"n’a pas dit ce qu’est devenue l’écriture\u202f: {detail}.",
            f"did not say what became of the write: {detail}.",
        ),
        Text("Relisez les données avant de la renvoyer.", "Read the data again before sending it once more."),
    )


def in_clear(address: str) -> StoreError:
    """A password asked for where anybody could read it."""
    return _of_endpoint(
        StoreError,
        address,
        Text(
            "demande un mot de passe en clair sur http\u202f: il n’est pas envoyé.",
            "wants a password in clear over http: it is not sent.",
        ),
        Text(
            "Passez par https, ou réglez le serveur sur l’authentification «\u202fdigest\u202f».",
            "Use https, or set the server to “digest” authentication.",
        ),
    )


def no_access(address: str, status: int) -> StoreError:
    """The server wants another account than the one it was given, if any."""
    return _of_endpoint(
        StoreError,
        address,
        Text(f"refuse l’accès ({status}).", f"refuses access ({status})."),
        Text(
            "Donnez FTGRAPH_STORE_USER et FTGRAPH_STORE_PASSWORD, et à ce compte le droit de lire et d’écrire.",
            "Give FTGRAPH_STORE_USER and FTGRAPH_STORE_PASSWORD, and let this account read and write.",
        ),
    )


def cut_rows(limit: int) -> StoreError:
    """The server keeps the rows beyond its own limit."""
    return StoreError(
        f"Le serveur a coupé la réponse à {limit} lignes.",
        f"The server cut its answer at {limit} rows.",
        cure="Demandez les lignes par pages (ORDER BY, LIMIT, OFFSET), ou relevez la limite du serveur.",
        cure_en="Ask for the rows in pages (ORDER BY, LIMIT, OFFSET), or raise the server’s limit.",
    )


def refused_query(detail: str) -> UsageError:
    """The server does not take a query or an update for SPARQL, or does not know how to answer it."""
    return UsageError(
        f"Le serveur refuse la requête\u202f: {_brief(detail)}",
        f"The server refuses the query: {_brief(detail)}",
        cure="Corrigez la requête.",
        cure_en="Correct the query.",
    )


def refused_file(detail: str) -> SourceError:
    """The server does not take the triples handed to it."""
    return SourceError(
        f"Le serveur refuse le fichier\u202f: {_brief(detail)}",
        f"The server refuses the file: {_brief(detail)}",
        cure="Corrigez le fichier ou vérifiez son format.",
        cure_en="Correct the file, or check its format.",
    )


def by_status(address: str, status: int, headers: Mapping[str, str], text: str) -> StoreError:
    """An answer that is neither what was asked for nor a refusal of what was sent."""
    if 300 <= status < 400:
        elsewhere = shown(headers.get("location", ""))
        detail = Text(
            f"il renvoie vers «\u202f{elsewhere}\u202f», ce qui n’est pas suivi",
            f"it redirects to “{elsewhere}”, which is not followed",
        )
        return unreachable(address, detail)
    if status in {401, 403}:
        return no_access(address, status)
    if status in {429, 503}:
        return busy(address, status)
    return unreachable(address, Text(f"HTTP {status} {_brief(text)}".strip()))


def _brief(text: str) -> str:
    return " ".join(text.split())[:_DETAIL]
