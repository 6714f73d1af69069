"""What each publication changed, by source: kept beside the graph, from generation to generation.

```
attachments/changes/000042/publication.json    when, upon which generation, how much by source
attachments/changes/000042/<source>.json.gz    the IRIs added, changed, removed; what the removed solutions were
```

A publication's files never change once published. The newest thousand publications are kept.
"""

import gzip
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import orjson

from ftgraph.namespaces import thing

FOLDER = "changes"
KEPT = 1000
CHANGES_A_PAGE = 1000
_SUMMARY = "publication.json"

Kind = Literal["added", "changed", "removed"]
KINDS: Sequence[Kind] = ("added", "changed", "removed")


@dataclass(frozen=True)
class Counts:
    """How many things a publication added to a source, changed in it and removed from it."""

    added: int
    changed: int
    removed: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.added + self.changed + self.removed


@dataclass(frozen=True)
class Publication:
    """A publication. `previous`: the generation that it changes, 0 for the first; after a rollback, not the one before.

    `sources`: counts by source, those that changed nothing included. `graphs`: other graphs written, by IRI.
    """

    generation: int
    previous: int
    published: datetime
    sources: Mapping[str, Counts]
    graphs: Sequence[str]

    @property
    def pages(self) -> int:
        """How many pages its changes fill."""
        return -(-sum(each.total for each in self.sources.values()) // CHANGES_A_PAGE)


@dataclass(frozen=True)
class Change:
    """One thing that a publication added, changed or removed; `iri` is the thing's, `source` the key of its dataset."""

    iri: str
    kind: Kind
    source: str


@dataclass(frozen=True)
class Left:
    """A solution that an import removed, as it was: its name, its structure’s, where it answered (territory IRIs)."""

    iri: str
    title: str
    structure: str
    territories: Sequence[str]


def record_source(
    attachments: Path,
    generation: int,
    source: str,
    base: str,
    changes: Mapping[Kind, Sequence[str]],
    left: Sequence[Left] = (),
) -> None:
    """Keep what an import changed. Things are told by IRI, in angle brackets or not, or by `<type>/<identifier>`."""
    folder = _folder(attachments, generation)
    folder.mkdir(parents=True, exist_ok=True)
    # A blank node has no name that a follower could use.
    told = {kind: [_iri(each, base) for each in changes[kind] if not each.startswith("_:")] for kind in KINDS}
    path = folder / f"{quote(source, safe='')}.json.gz"
    path.write_bytes(gzip.compress(orjson.dumps({"source": source, **told, "left": left}), mtime=0))


def record_publication(
    attachments: Path,
    previous_attachments: Path | None,
    *,
    generation: int,
    previous: int,
    moment: datetime,
    graphs: Sequence[str],
) -> None:
    """Close the record of a publication, and take along those before it."""
    folder = _folder(attachments, generation)
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, dict[str, int]] = {}
    for path in sorted(folder.glob("*.json.gz")):
        told = orjson.loads(gzip.decompress(path.read_bytes()))
        counts[told["source"]] = {kind: len(told[kind]) for kind in KINDS}
    summary = {
        "generation": generation,
        "previous": previous,
        "published": moment.isoformat(),
        "sources": counts,
        "graphs": sorted(graphs),
    }
    (folder / _SUMMARY).write_bytes(orjson.dumps(summary))
    if previous_attachments is not None:
        # In a store filled from a backup of another one, records may bear numbers that are only given later.
        before = [number for number in _numbers(previous_attachments) if number < generation]
        for number in before[: KEPT - 1]:
            _take_along(_folder(previous_attachments, number), _folder(attachments, number))


def publications(attachments: Path) -> list[Publication]:
    """The publications recorded, newest first."""
    return [_publication(_folder(attachments, number)) for number in _numbers(attachments)]


def publication(attachments: Path, generation: int) -> Publication | None:
    """One publication; None when it is not recorded."""
    folder = _folder(attachments, generation)
    return _publication(folder) if (folder / _SUMMARY).is_file() else None


def page(attachments: Path, generation: int, number: int) -> Sequence[Change]:
    """The changes of a publication's page, at most a thousand; empty past the last one."""
    found = _changes(str(_folder(attachments, generation)))
    return found[(number - 1) * CHANGES_A_PAGE : number * CHANGES_A_PAGE] if number > 0 else ()


def left(attachments: Path, generation: int) -> Iterator[Left]:
    """The solutions that a publication removed, as they were; none where it was recorded before this was kept."""
    for path in sorted(_folder(attachments, generation).glob("*.json.gz")):
        yield from (Left(**each) for each in orjson.loads(gzip.decompress(path.read_bytes())).get("left", ()))


def every(attachments: Path, generation: int) -> Iterator[Change]:
    """All changes of a publication, source by source."""
    return _read(_folder(attachments, generation))


@lru_cache(4)
def _changes(folder: str) -> Sequence[Change]:
    return tuple(_read(Path(folder)))


def _read(folder: Path) -> Iterator[Change]:
    for path in sorted(folder.glob("*.json.gz")):
        told = orjson.loads(gzip.decompress(path.read_bytes()))
        for kind in KINDS:
            yield from (Change(iri, kind, told["source"]) for iri in told[kind])


def _publication(folder: Path) -> Publication:
    told = orjson.loads((folder / _SUMMARY).read_bytes())
    sources = {key: Counts(**counts) for key, counts in told["sources"].items()}
    return Publication(
        told["generation"], told["previous"], datetime.fromisoformat(told["published"]), sources, told["graphs"]
    )


def _folder(attachments: Path, generation: int) -> Path:
    return attachments / FOLDER / f"{generation:06d}"


def _numbers(attachments: Path) -> list[int]:
    folder = attachments / FOLDER
    found = (int(each.name) for each in folder.iterdir() if each.name.isdigit()) if folder.is_dir() else ()
    return sorted(found, reverse=True)


def _take_along(source: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for path in source.iterdir():
        try:
            # Never changed once published: one copy on the disk serves every generation.
            os.link(path, target / path.name)
        except OSError:
            shutil.copyfile(path, target / path.name)


def _iri(told: str, base: str) -> str:
    if told.startswith("<"):
        return told[1:-1]
    if told.startswith(f"{base}/"):
        return told
    kind, _, identifier = told.partition("/")
    return thing(base, kind, identifier)
