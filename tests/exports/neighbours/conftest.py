"""The example's solutions, exported to each neighbour's model."""

from collections.abc import Callable
from datetime import date

import pytest

from ftgraph.exports.neighbours import profiles
from ftgraph.exports.neighbours.profiles import NeighbourExport
from ftgraph.graph.store import Reader
from ftgraph.index.load import Index
from ftgraph.namespaces import ROOT
from ftgraph.solutions import Context, SolutionFilters, every_row, search

Export = Callable[..., bytes]


@pytest.fixture(scope="session")
def export(demo: Reader, demo_index: Index, day: date) -> Export:
    """The file of a model, by its name; `format_name` for another than its own; filters of the question."""

    def _export(model: str, format_name: str = "", **asked: object) -> bytes:
        chosen = profiles.profile(model)
        kind = next((each for each in chosen.formats if each.name == format_name), chosen.formats[0])
        filters, context = SolutionFilters(**asked), Context("fr", 180)
        answer = search(demo_index, filters, today=day, limit=0, context=context)
        rows = every_row(demo_index, filters, today=day, context=context)
        whole = profiles.whole_sources(filters, answer)
        return b"".join(profiles.pieces(chosen, kind, NeighbourExport(rows, answer.total, demo, ROOT, whole)))

    return _export
