"""What a remote server answers, or fails to, told as the project's own errors. No address is told with its secrets."""

from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from ftgraph.errors import OutcomeUnknown, QueryTimeout, SourceError, StoreError, UsageError

_DETAIL = 300


def shown(address: str) -> str:
    """`address` as it may be told: without name, password, query and fragment."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def unreachable(address: str, detail: str) -> StoreError:
    """The server does not answer, or not as a SPARQL server."""
    return StoreError(
        f"Le point SPARQL «\u202f{shown(address)}\u202f» ne répond pas comme attendu\u202f: {detail}.",
        f"The SPARQL endpoint “{shown(address)}” does not answer as expected: {detail}.",
        cure="Vérifiez que le serveur est en marche et que FTGRAPH_STORE donne la bonne adresse "
        "(«\u202fftgraph store check\u202f» dit ce qui manque).",
        cure_en="Check that the server is running and that FTGRAPH_STORE gives the right address "
        "(“ftgraph store check” says what is missing).",
    )


def busy(address: str) -> StoreError:
    """The server says 503 for longer than we wait."""
    return StoreError(
        f"Le point SPARQL «\u202f{shown(address)}\u202f» est occupé (503)\u202f: rien n’a été modifié.",
        f"The SPARQL endpoint “{shown(address)}” is busy (503): nothing was changed.",
        cure="Réessayez plus tard, ou relevez FTGRAPH_STORE_BUSY_S.",
        cure_en="Try again later, or raise FTGRAPH_STORE_BUSY_S.",
    )


def late(address: str, limit_s: float) -> QueryTimeout:
    """No whole answer within the time given."""
    return QueryTimeout(
        f"Le point SPARQL «\u202f{shown(address)}\u202f» n’a pas fini de répondre en {limit_s:g} secondes.",
        f"The SPARQL endpoint “{shown(address)}” did not finish answering within {limit_s:g} seconds.",
        cure="Précisez la question, ou relevez FTGRAPH_STORE_TIMEOUT_S.",
        cure_en="Narrow the question, or raise FTGRAPH_STORE_TIMEOUT_S.",
    )


def partial(address: str, detail: str) -> QueryTimeout:
    """The server gave a part of the rows and said so."""
    return QueryTimeout(
        f"Le point SPARQL «\u202f{shown(address)}\u202f» n’a donné qu’une partie de la réponse\u202f: {detail}.",
        f"The SPARQL endpoint “{shown(address)}” gave a part of the answer only: {detail}.",
        cure="Précisez la question, ou relevez la limite de temps du serveur.",
        cure_en="Narrow the question, or raise the server’s time limit.",
    )


def cut_rows(limit: int) -> StoreError:
    """The server keeps the rows beyond its own limit."""
    return StoreError(
        f"Le serveur a coupé la réponse à {limit} lignes.",
        f"The server cut its answer at {limit} rows.",
        cure="Demandez les lignes par pages (ORDER BY, LIMIT, OFFSET), ou relevez la limite du serveur.",
        cure_en="Ask for the rows in pages (ORDER BY, LIMIT, OFFSET), or raise the server’s limit.",
    )


def unknown(address: str, detail: str) -> OutcomeUnknown:
    """No answer says what became of a write."""
    return OutcomeUnknown(
        f"Le point SPARQL «\u202f{shown(address)}\u202f» n’a pas dit ce qu’est devenue l’écriture\u202f: {detail}.",
        f"The SPARQL endpoint “{shown(address)}” did not say what became of the write: {detail}.",
        cure="Relisez les données avant de la renvoyer.",
        cure_en="Read the data again before sending it once more.",
    )


def in_clear(address: str) -> StoreError:
    """A password asked for where anybody could read it."""
    return StoreError(
        f"Le point SPARQL «\u202f{shown(address)}\u202f» demande un mot de passe en clair sur http\u202f: "
        "il n’est pas envoyé.",
        f"The SPARQL endpoint “{shown(address)}” wants a password in clear over http: it is not sent.",
        cure="Passez par https, ou réglez le serveur sur l’authentification «\u202fdigest\u202f».",
        cure_en="Use https, or set the server to “digest” authentication.",
    )


def refused_query(detail: str) -> UsageError:
    """The server does not take a query or an update for SPARQL, or does not know how to answer it."""
    told = " ".join(detail.split())[:_DETAIL]
    return UsageError(
        f"Le serveur refuse la requête\u202f: {told}",
        f"The server refuses the query: {told}",
        cure="Corrigez la requête.",
        cure_en="Correct the query.",
    )


def refused_file(detail: str) -> SourceError:
    """The server does not take the triples handed to it."""
    told = " ".join(detail.split())[:_DETAIL]
    return SourceError(
        f"Le serveur refuse le fichier\u202f: {told}",
        f"The server refuses the file: {told}",
        cure="Corrigez le fichier ou vérifiez son format.",
        cure_en="Correct the file, or check its format.",
    )


def by_status(address: str, status: int, headers: Mapping[str, str], text: str) -> StoreError:
    """An answer that is neither what was asked for nor a refusal of what was sent."""
    if 300 <= status < 400:
        elsewhere = shown(headers.get("location", ""))
        return unreachable(address, f"il renvoie vers «\u202f{elsewhere}\u202f», ce qui n’est pas suivi")
    if status in {401, 403}:
        return StoreError(
            f"Le point SPARQL «\u202f{shown(address)}\u202f» refuse l’accès ({status}).",
            f"The SPARQL endpoint “{shown(address)}” refuses access ({status}).",
            cure="Donnez FTGRAPH_STORE_USER et FTGRAPH_STORE_PASSWORD, et à ce compte le droit de lire et d’écrire.",
            cure_en="Give FTGRAPH_STORE_USER and FTGRAPH_STORE_PASSWORD, and let this account read and write.",
        )
    if status in {429, 503}:
        return busy(address)
    return unreachable(address, f"HTTP {status} {' '.join(text.split())[:_DETAIL]}".strip())
