"""The sources of a generation, by key: read once, named wherever a page says where something comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ftgraph import queries
from ftgraph_api.state import Served


@dataclass(frozen=True)
class Source:
    """A source. `modified`: the day of its last import, ISO; `imported`: rows that the import kept, 0 where unsaid."""

    key: str
    title: str
    modified: str
    example: bool
    licence: str
    publisher: str = ""


@lru_cache(2)
def by_key(served: Served) -> Mapping[str, Source]:
    """The sources that are loaded, by key."""
    columns = list(queries.load("catalogue/sources").columns)
    found: dict[str, Source] = {}
    for row in served.reader.select(queries.text("catalogue/sources")):
        said = {name: term.value if term is not None else "" for name, term in zip(columns, row, strict=True)}
        found[said["key"]] = Source(
            said["key"], said["title"], said["modified"][:10], said["example"] == "true", said.get("licence", "")
        )
    return found
