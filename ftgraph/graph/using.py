"""The graphs that a request names beside its update (`using-graph-uri`), written into the update as `USING` clauses.

SPARQL 1.1 Protocol, 2.2.3: they are what every `WHERE` reads, and may not stand beside `USING` or `WITH`.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from ftgraph.errors import UsageError
from ftgraph.graph.faults import bad_graph
from ftgraph.graph.querying import Dataset
from ftgraph.graph.tokens import Token, tokens

_NAMING = frozenset({"USING", "WITH"})


def using(update: str, dataset: Dataset) -> str:
    """`update` over `dataset`; what only writes (`INSERT DATA`, `DROP`…) stays as it is. Raises `UsageError`."""
    if not dataset:
        return update
    clauses = _clauses(dataset)
    written, done = [], 0
    top = list(_outside(list(tokens(update))))
    for place, token in enumerate(top):
        if token.word in _NAMING:
            raise UsageError(
                f"La mise à jour dit {token.word} et la demande « using-graph-uri » : ce qui est lu est dit deux fois.",
                f"The update says {token.word} and the request “using-graph-uri”: what is read is said twice.",
                cure="Gardez l’un des deux.",
                cure_en="Keep one of the two.",
            )
        if token.word != "WHERE":
            continue
        written.append(update[done : token.start])
        if place and top[place - 1].word == "DELETE":  # DELETE WHERE { … }: what is read is also what is removed
            written.append(_block(update, top, place))
        written.append(clauses)
        done = token.start
    return "".join([*written, update[done:]])


def _clauses(dataset: Dataset) -> str:
    try:
        default = [f"USING {ox.NamedNode(each)} " for each in dataset.default]
        return "".join([*default, *(f"USING NAMED {ox.NamedNode(each)} " for each in dataset.named)])
    except ValueError as error:
        raise bad_graph(error) from error


def _outside(found: list[Token]) -> Iterator[Token]:
    """The tokens outside of all brackets, with the braces of the outermost blocks."""
    depth = 0
    for token in found:
        opens, closes = token.kind == "mark" and token.text in "([{", token.kind == "mark" and token.text in ")]}"
        depth -= closes
        if depth == 0:
            yield token
        depth += opens


def _block(update: str, top: list[Token], where: int) -> str:
    """The braces that follow `WHERE`, with what is between them."""
    after = top[where + 1 : where + 3]
    if [each.text for each in after] != ["{", "}"]:
        raise UsageError(
            "DELETE WHERE n’est pas suivi d’accolades.",
            "DELETE WHERE is not followed by braces.",
            cure="Écrivez DELETE WHERE { … }.",
            cure_en="Write DELETE WHERE { … }.",
        )
    return update[after[0].start : after[1].start + 1] + " "
