"""Données: the sources, the questions of the catalogue as forms, and a place to write SPARQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox

from ftgraph import descriptions
from ftgraph.exports.questions import SUBJECTS, address, label, read
from ftgraph.exports.questions import title as asked
from ftgraph.namespaces import PREFIXES
from ftgraph.queries import Query
from ftgraph.questions import Answered, shown
from ftgraph.sources.vocabulary_labels import fold_label
from ftgraph.wording import Language
from ftgraph_api import open_queries
from ftgraph_api.pages import sources, vocabulary
from ftgraph_api.state import Served

MOST_ROWS = 500
_LICENCES = (
    ("https://www.etalab.gouv.fr/licence-ouverte", "Licence Ouverte"),
    ("https://creativecommons.org/licenses/by/4.0", "CC BY 4.0"),
    ("https://opendatacommons.org/licenses/odbl", "ODbL"),
)
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


PREFIXES_TEXT = "\n".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in ("ft", "dct", "skos", "cv", "org", "dcat"))


def files(text: str) -> list[tuple[str, str]]:
    """The answer to a query as files: (label, address)."""
    kinds = (("CSV", "csv"), ("JSON", "json"), ("XML", "xml"), ("Turtle", "turtle"))
    return [(label, f"/sparql?{urlencode({'query': text, 'format': kind})}") for label, kind in kinds]


@dataclass(frozen=True)
class SourceLine:
    """A source as the page lists it. `solutions`: how many it brings; `licence`: its name, else its address."""

    source: sources.Source
    solutions: int
    licence: str


def source_lines(served: Served) -> list[SourceLine]:
    """The sources that are loaded, solutions first."""
    counted = [
        SourceLine(each, len(served.index.bitmaps[f"source:{each.key}"]), _licence(each.licence))
        for each in sources.by_key(served).values()
    ]
    return sorted(counted, key=lambda line: (not line.solutions, fold_label(line.source.title)))


def _licence(address: str) -> str:
    """A licence’s name where its address is a known one."""
    return next((name for start, name in _LICENCES if address.startswith(start)), address)


def schemes(served: Served, language: Language) -> list[tuple[str, str, int]]:
    """The vocabularies, by title: (title, its page, how many values)."""
    known = served.kept.get("schemes", lambda: descriptions.schemes(served.reader))
    return vocabulary.listed(known, language)


def questions(language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    """The questions by subject, those of most use first: (subject, (name, title)…)."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    ordered = sorted(open_queries.exposed().items(), key=lambda each: (not each[1].question, each[0]))
    for name, query in ordered:
        grouped.setdefault(name.partition("/")[0], []).append((name, title(query, language)))
    order = [*SUBJECTS, *sorted(grouped.keys() - SUBJECTS.keys())]
    return [
        (SUBJECTS[subject].say(language) if subject in SUBJECTS else subject, grouped[subject])
        for subject in order
        if subject in grouped
    ]


def title(query: Query, language: Language) -> str:
    """The question as it is asked, else its title."""
    return asked(query, language)


def readable(
    query: Query, names: Sequence[str], rows: list[list[str]], language: Language
) -> tuple[list[str], list[list[str]]]:
    """An answer as readers want it: columns by their headings, addresses left out where names stand for them."""
    if not query.question:
        return list(names), rows
    answered = Answered(query, tuple(names), tuple(map(tuple, rows)))
    kept = shown(answered)
    headings = [label(query, names[position], language) for position in kept]
    return headings, [[read(row[position], language) for position in kept] for row in rows]


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


def question_values(
    query: Query, given: Mapping[str, Sequence[str]], language: Language, runnable: str
) -> dict[str, Any]:
    """What a question's page shows before its answer. `runnable`: the SPARQL with its parameters bound, "" before."""
    return {
        "query": query,
        "title": title(query, language),
        "fields": [
            (
                each.name,
                each.help.get(language) or each.help.get("fr", ""),
                each.required and not each.default,
                "date" if each.type == "date" else "text",
                ", ".join(given.get(each.name, ())),
                each.type,
            )
            for each in query.parameters
        ],
        "example": address(query, "/donnees/questions") if query.question else "",
        "runnable": runnable,
        "columns": [(name, label.get(language) or label.get("fr", name)) for name, label in query.columns.items()],
        "names": (),
        "rows": None,
        "problem": None,
    }
