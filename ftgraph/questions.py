"""The competency questions: each a query file that says, in its header, the question as a user asks it and an example.

At the doors a parameter takes what a user would type: a territory's reference (`departement:35`) or name where the term
is an IRI, a value's code where it is a concept, and nothing at all where the header has a default (`today`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import process

from ftgraph import queries
from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.index.territories import Territories
from ftgraph.namespaces import DEF, VOC
from ftgraph.queries import Query

Given = Mapping[str, Sequence[str]]
MOST_ROWS = 100_000
"""Rows of an answer: past that, a question is to be narrowed."""
_IRI_STARTS = ("http://", "https://", "urn:")
_DAYS: Mapping[str, Callable[[date], date]] = {
    "today": lambda day: day,
    "a-year-ago": lambda day: day - timedelta(days=365),
    "in-a-year": lambda day: day + timedelta(days=365),
}


@dataclass(frozen=True)
class Answered:
    """The answer to a question. `names`: its columns; `rows`: the values as text, "" where there is none."""

    query: Query
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def asked() -> tuple[Query, ...]:
    """The questions that users ask, by subject and name."""
    return tuple(each for each in queries.catalogue() if each.question)


def find(name: str) -> Query:
    """The question `subject/question`, or `question` alone where one only has that name. Raises `UsageError`."""
    known = {each.name: each for each in asked()}
    wanted = name.strip().strip("/")
    found = [each for each in known.values() if wanted in (each.name, each.name.partition("/")[2])]
    if len(found) == 1:
        return found[0]
    near = [each.name for each in found] or [each for each, *_ in process.extract(wanted, list(known), limit=5)]
    raise UsageError(
        f"Aucune question « {name[:80]} »." if not found else f"Plusieurs questions s’appellent « {name[:80]} ».",
        f"No question “{name[:80]}”." if not found else f"Several questions are named “{name[:80]}”.",
        cure=f"Essayez {', '.join(near)}." if near else "« ftgraph question list » les donne toutes.",
        cure_en=f"Try {', '.join(near)}." if near else "“ftgraph question list” lists them all.",
    )


def bound(query: Query, given: Given, territories: Territories, day: date) -> dict[str, list[str]]:
    """`given` with references made IRIs and defaults filled in, for `Query.text`.

    `day` is today: zonings are read as in force then. Raises `UnknownTerritory`.
    """
    kinds = {each.name: each for each in query.parameters}
    values = {name: list(texts) for name, texts in given.items()}
    for name, parameter in kinds.items():
        if not values.get(name) and parameter.default:
            values[name] = [_default(parameter.default, day)]
        elif parameter.type == "iri":
            values[name] = [_iri(text, territories, day) for text in values.get(name, ())]
    return values


def ask(graph: Queryable, query: Query, values: Given) -> Answered:
    """The answer to `query`, its parameters as `bound` gives them.

    Raises `UsageError` for wrong parameters, and past 100,000 rows.
    """
    rows: list[tuple[str, ...]] = []
    for row in graph.select(query.text(**values)):
        if len(rows) == MOST_ROWS:
            raise UsageError(
                f"La réponse dépasse {MOST_ROWS} lignes.",
                f"The answer is over {MOST_ROWS} rows.",
                cure="Resserrez la question : un territoire, un frein, une source.",
                cure_en="Narrow the question: a territory, a barrier, a source.",
            )
        rows.append(tuple("" if term is None else term.value for term in row))
    return Answered(query, tuple(query.columns), tuple(rows))


def is_address(value: str) -> bool:
    """True for the IRI of a thing, a value or a term of the graph: what a reader is spared where it has a name."""
    return value.startswith((DEF, VOC)) or (value.startswith(_IRI_STARTS) and "/id/" in value)


def shown(answered: Answered) -> list[int]:
    """The positions of the columns that a reader wants: those that hold no addresses, unless all of them do."""
    kept = [
        position
        for position in range(len(answered.names))
        if not any(is_address(row[position]) for row in answered.rows)
    ]
    return kept or list(range(len(answered.names)))


def _iri(text: str, territories: Territories, day: date) -> str:
    return text if text.startswith(_IRI_STARTS) else territories.resolve(text, day).iri


def _default(name: str, day: date) -> str:
    return _DAYS[name](day).isoformat() if name in _DAYS else name
