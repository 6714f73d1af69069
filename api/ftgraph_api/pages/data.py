"""Données: the sources, the questions of the catalogue as forms, and a place to write SPARQL."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from ftgraph.queries import Query
from ftgraph.wording import Language
from ftgraph_api import open_queries

MOST_ROWS = 500
EXAMPLE = """PREFIX ft: <https://w3id.org/ftgraph/def#>
PREFIX dct: <http://purl.org/dc/terms/>

SELECT ?solution ?titre
WHERE {
  ?solution a ft:Solution ;
    dct:title ?titre ;
    ft:barrier <https://w3id.org/ftgraph/voc/barrier/mobilite--preparer-un-permis> .
}
ORDER BY ?titre
LIMIT 20
"""


def questions(language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    """The questions by subject: (subject, (name, title)…)."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for name, query in open_queries.exposed().items():
        grouped.setdefault(name.partition("/")[0], []).append((name, title(query, language)))
    return list(grouped.items())


def title(query: Query, language: Language) -> str:
    """A question's title."""
    return query.title.get(language) or query.title["fr"]


def table(body: bytes) -> tuple[Sequence[str], list[list[str]]]:
    """The columns and at most 500 rows of SPARQL JSON results, as text."""
    found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return ("?",), [["oui" if bool(found) else "non"]]
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - JSON results are rows or a boolean
    names = [variable.value for variable in found.variables]
    rows = []
    for solution in found:
        rows.append(
            [term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term or "") for term in solution]
        )
        if len(rows) == MOST_ROWS:
            break
    return names, rows


def question_values(query: Query, given: Mapping[str, Sequence[str]], language: Language) -> dict[str, Any]:
    """What a question's page shows before its answer."""
    return {
        "query": query,
        "title": title(query, language),
        "fields": [
            (
                each.name,
                each.help.get(language) or each.help.get("fr", ""),
                each.required,
                "date" if each.type == "date" else "text",
                ", ".join(given.get(each.name, ())),
                each.type,
            )
            for each in query.parameters
        ],
        "columns": [(name, label.get(language) or label.get("fr", name)) for name, label in query.columns.items()],
        "names": (),
        "rows": None,
        "problem": None,
    }
