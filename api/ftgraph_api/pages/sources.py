"""The sources of a generation, by key: read once, named wherever a page says where something comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ftgraph import queries
from ftgraph_api.state import Served


@dataclass(frozen=True)
class Source:
    """A source. `modified`: the day of its last import; `read`, `rejected`: the rows of its file, None where unsaid."""

    key: str
    title: str
    modified: date | None
    example: bool
    licence: str
    read: int | None
    rejected: int | None


@lru_cache(2)
def by_key(served: Served) -> Mapping[str, Source]:
    """The sources that are loaded, by key."""
    rows = {key: (int(read), int(rejected)) for key, _, read, rejected in _told(served, "catalogue/last-imports")}
    found: dict[str, Source] = {}
    for _, key, title, modified, example, licence in _told(served, "catalogue/sources"):
        day = date.fromisoformat(modified[:10]) if modified else None
        found[key] = Source(key, title, day, example == "true", licence, *rows.get(key, (None, None)))
    return found


def _told(served: Served, question: str) -> list[list[str]]:
    return [
        ["" if term is None else term.value for term in row] for row in served.reader.select(queries.text(question))
    ]
