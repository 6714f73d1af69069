"""What the solutions that an import removes were: told while the generation that still holds them can be read."""

from contextlib import suppress

from ftgraph.changes import Left
from ftgraph.errors import StoreEmpty
from ftgraph.graph.store import open_store
from ftgraph.index.load import FOLDER, Index, usable
from ftgraph.publish.provenance import Changes
from ftgraph.settings import Settings

_SOLUTION = "solution/"
_MOST = 5_000


def left(settings: Settings, changes: Changes) -> tuple[Left, ...]:
    """The removed solutions of an import, the first 5,000, as the published index has them."""
    identifiers = [each.removeprefix(_SOLUTION) for each in changes.removed if each.startswith(_SOLUTION)][:_MOST]
    if not identifiers:
        return ()
    with suppress(StoreEmpty), open_store(settings).reader() as reader:
        folder = reader.attachments / FOLDER
        if usable(folder):
            index = Index(folder, reader.generation.number)
            rows = (index.of_identifier(each) for each in identifiers)
            return tuple(_told(index, row) for row in rows if row is not None)
    return ()


def _told(index: Index, row: int) -> Left:
    stored = index.row(row)
    places = [*index.zone_numbers(row), *(number for number in [int(index.locations[row])] if number >= 0)]
    territories = tuple(dict.fromkeys(index.territories[number].iri for number in places))
    return Left(stored["iri"], stored.get("title", ""), stored.get("structure_name", ""), territories)
