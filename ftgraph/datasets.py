"""The sources that a generation holds, by name and licence: what a file says that its rows come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.solutions import Answer, SolutionFilters


@dataclass(frozen=True)
class Dataset:
    """A source as a file names it. `licence` may be empty; `example`: its rows are illustrative."""

    code: str
    title: str
    licence: str = ""
    example: bool = False


def loaded(source: Queryable) -> Mapping[str, Dataset]:
    """The sources of the graph by key."""
    found: dict[str, Dataset] = {}
    for row in source.select(queries.text("catalogue/sources")):
        _, key, title, _, example, licence = ("" if term is None else term.value for term in row)
        found[key] = Dataset(key, title, licence, example == "true")
    return found


def of_answer(known: Mapping[str, Dataset], answer: Answer, filters: SolutionFilters) -> Sequence[Dataset]:
    """The sources that an answer's rows come from, those of most rows first."""
    counted = [each.value for each in answer.facets.get("source", ())]
    asked = filters.sources
    return [known.get(key, Dataset(key, key)) for key in counted if not asked or key in asked]


def of_question(known: Mapping[str, Dataset], filters: SolutionFilters) -> Sequence[Dataset]:
    """The sources that a question looks into: those that it names, else all."""
    return [known.get(key, Dataset(key, key)) for key in filters.sources or known]
