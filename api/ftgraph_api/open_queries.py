"""The questions of the query catalogue that anyone may ask, and what an address gives for their parameters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from urllib.parse import parse_qsl

from ftgraph import queries, questions
from ftgraph.clock import today
from ftgraph.errors import UsageError
from ftgraph.queries import Query
from ftgraph_api.asking import NotFound
from ftgraph_api.state import Served

# What builds derived graphs and the index, tries a server or tells its generations, answers no one’s question.
_INTERNAL = frozenset({"derive", "engine", "generations", "index"})
_OWN = frozenset({"format", "lang", "limit"})
MOST_VALUES = 100
"""Values of a parameter."""
_MOST_FIELDS = 200
LONGEST = 500
"""Characters of a value."""


@cache
def exposed() -> Mapping[str, Query]:
    """Questions by name (`solutions/matching`)."""
    return {each.name: each for each in queries.catalogue() if each.name.partition("/")[0] not in _INTERNAL}


def find(subject: str, question: str) -> Query:
    """A question. Raises `NotFound`."""
    found = exposed().get(f"{subject}/{question}")
    if found is None:
        raise NotFound(
            f"Aucune question « {subject[:50]}/{question[:50]} ».",
            f"No question “{subject[:50]}/{question[:50]}”.",
            cure="La liste est à l’adresse /api/v1/queries.",
            cure_en="The list is at /api/v1/queries.",
        )
    return found


def text(query: Query, given: Mapping[str, Sequence[str]], served: Served) -> str:
    """The SPARQL of a question: references made IRIs, defaults filled in. Raises `UsageError`."""
    return query.text(**questions.bound(query, given, served.index.territories, today()))


def values(raw: bytes) -> dict[str, list[str]]:
    """Parameter → values, from the query part of an address; empty ones and the door's own left out."""
    try:
        pairs = parse_qsl(raw.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise UsageError(f"Plus de {_MOST_FIELDS} paramètres.", f"More than {_MOST_FIELDS} parameters.") from error
    given: dict[str, list[str]] = {}
    counted = Counter(name for name, _ in pairs)
    for name, value in pairs:
        if name in _OWN:
            continue
        if counted[name] > MOST_VALUES:
            raise UsageError(
                f"« {name[:50]} » est donné plus de {MOST_VALUES} fois.",
                f"“{name[:50]}” is given more than {MOST_VALUES} times.",
            )
        if not value:
            continue
        if len(value) > LONGEST:
            raise UsageError(
                f"« {name[:50]} » compte plus de {LONGEST} caractères.",
                f"“{name[:50]}” is over {LONGEST} characters long.",
            )
        given.setdefault(name, []).append(value)
    return given
