"""A backup that any store can be filled from: its graphs as N-Quads, or the copied folder of an embedded one.

```
<folder>/backup.json     {"number": 42, …, "graphs": {"https://…": 812}, "digests": {"quads.nq.gz": "9f…", …}}
<folder>/quads.nq.gz     graph after graph
<folder>/attachments/    what was published beside the generation, as far as it was at hand
```
"""

import gzip
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import IO, Protocol, cast

import pyoxigraph as ox

from ftgraph.errors import StoreDamaged
from ftgraph.graph import durable
from ftgraph.graph.counting import quads_by_graph
from ftgraph.graph.faults import translated
from ftgraph.graph.records import digest, sizes
from ftgraph.graph.store import Generation, Store
from ftgraph.wording import Text

MANIFEST = "backup.json"
_QUADS = "quads.nq.gz"
_ATTACHED = "attachments"
_IN_MEMORY = 16 << 20
_OTHER = Text("Prenez une autre sauvegarde.", "Take another backup.")
_AGAIN = Text(
    "Recommencez\u202f; si cela se répète, relisez l’entrepôt avec «\u202fftgraph store verify\u202f».",
    "Try again; if it happens again, read the store again with “ftgraph store verify”.",
)


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `graphs`: quads a graph. `digests`: SHA-256 of each file beside it."""

    number: int
    published: str
    note: str
    graphs: dict[str, int]
    digests: dict[str, str]


class Backup(Protocol):
    """What a store is filled from, checked before it is handed out."""

    @property
    def graphs(self) -> Mapping[str, int]:
        """Quads a graph."""
        ...

    @property
    def attachments(self) -> Path:
        """The folder of attached files; there may be none."""
        ...

    def contents(self) -> Iterator[tuple[str, Iterable[ox.Triple]]]:
        """Each graph once, its triples to be taken before the next."""
        ...


class NQuads:
    """A `Backup` in N-Quads. Raises `StoreDamaged` unless it is all there, unaltered, and counts what it says."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.attachments = folder / _ATTACHED
        try:
            self._manifest = Manifest(**json.loads((folder / MANIFEST).read_bytes()))
        except (OSError, ValueError, TypeError) as error:
            raise differs(folder, f"{MANIFEST}\u202f: absent ou illisible", _OTHER) from error
        self.graphs: Mapping[str, int] = self._manifest.graphs
        with translated(folder):
            self._check()

    def _check(self) -> None:
        if _digests(self._folder) != self._manifest.digests:
            raise differs(self._folder, "fichiers manquants ou altérés", _OTHER)
        counted = {graph: sum(1 for _ in triples) for graph, triples in self.contents()}
        compare(self._folder, counted, self.graphs, _OTHER)

    def contents(self) -> Iterator[tuple[str, Iterable[ox.Triple]]]:
        with gzip.open(self._folder / _QUADS) as file:
            quads = ox.parse(cast(IO[bytes], file), ox.RdfFormat.N_QUADS)
            for graph, some in groupby(quads, lambda quad: quad.graph_name.value):
                yield graph, (quad.triple for quad in some)


def write(target: Path, generation: Generation, note: str, given: Backup) -> None:
    """Write a backup to the new folder `target`, read it again and count it. Nothing is left there when it fails.

    Raises `StoreDamaged` when a graph does not give as many quads as it counts.
    """
    with translated(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.mkdir()
    try:
        with translated(target):
            with gzip.open(target / _QUADS, "wb") as out:
                counted = {graph: _written(graph, triples, cast(IO[bytes], out)) for graph, triples in given.contents()}
            compare(target, counted, given.graphs, _AGAIN)
            shutil.copytree(given.attachments, target / _ATTACHED)
            digests = _digests(target)
            published = generation.published.isoformat()
            manifest = Manifest(generation.number, published, note, dict(given.graphs), digests)
            durable.sync_tree(target)
            durable.replace(target / MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
        NQuads(target)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


def fill(store: Store, given: Backup, note: str) -> Generation:
    """Make the graphs of a backup the store's, and nothing else; counted in the store before they are published."""
    with store.writer(note) as writer:
        for graph in quads_by_graph(writer).keys() - given.graphs.keys():
            writer.drop_graph(graph)
        for graph, triples in given.contents():
            with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
                ox.serialize(triples, file, ox.RdfFormat.N_TRIPLES)
                file.seek(0)
                writer.replace_graph(graph, file)
        compare(note, quads_by_graph(writer), given.graphs, _AGAIN)
        if given.attachments.is_dir():
            shutil.copytree(given.attachments, writer.attachments, dirs_exist_ok=True)
        return writer.publish(note)


def compare(place: Path | str, found: Mapping[str, int], stated: Mapping[str, int], cure: Text) -> None:
    """Raise `StoreDamaged`, which names the first graph that differs, unless the counts are the same."""
    for graph in sorted(found.keys() | stated.keys()):
        if found.get(graph, 0) != stated.get(graph, 0):
            raise differs(place, f"{graph}\u202f: {found.get(graph, 0)} ≠ {stated.get(graph, 0)}", cure)


def differs(place: Path | str, detail: str, cure: Text) -> StoreDamaged:
    """What was counted or read is not what was stated."""
    return StoreDamaged(
        f"Le contenu de «\u202f{place}\u202f» n’est pas celui qui était attendu ({detail}).",
        f"What “{place}” holds is not what was expected ({detail}).",
        cure=cure.fr,
        cure_en=cure.en,
    )


def _written(graph: str, triples: Iterable[ox.Triple], out: IO[bytes]) -> int:
    """Write a graph; its quads."""
    count, name = 0, ox.NamedNode(graph)

    def counted() -> Iterator[ox.Quad]:
        nonlocal count
        for triple in triples:
            count += 1
            yield ox.Quad(triple.subject, triple.predicate, triple.object, name)

    ox.serialize(counted(), out, ox.RdfFormat.N_QUADS)
    return count


def _digests(folder: Path) -> dict[str, str]:
    return {name: digest(folder / name) for name in sizes(folder) if name != MANIFEST}
