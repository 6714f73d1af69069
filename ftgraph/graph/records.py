"""What is written beside the data: which generation is current, and what each one is made of.

```
<store>/writer.lock
<store>/current                       {"number": 42, "last": 42, "withdrawn": []}
<store>/generations/000042/store/     RocksDB's files, which nobody writes any more
<store>/generations/000042/attachments/
<store>/generations/000042/generation.json
<store>/work-*                        a write under way, or the remains of a killed one
```
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import pyoxigraph as ox

from ftgraph.errors import StoreDamaged, StoreEmpty
from ftgraph.graph import durable
from ftgraph.graph.faults import damaged, translated
from ftgraph.graph.store import Generation
from ftgraph.wording import Text

SHARED_SUFFIX = ".sst"  # never changed once written: shared between generations by hard links, checked by size
DEFAULT_GRAPH = ""


@dataclass(frozen=True)
class Current:
    """The store's pointer. `last`: the highest number ever given. `withdrawn`: those a rollback stepped away from."""

    number: int
    last: int
    withdrawn: tuple[int, ...] = ()


@dataclass(frozen=True)
class Record:
    """A generation's own description: `generation.json`.

    `graphs`: quads a named graph. `files`: bytes a file of `store/`. `digests`: their SHA-256.
    `attached`: bytes a file of `attachments/`. `garbage`: quads removed in place since the store was last built afresh.
    """

    number: int
    published: str
    note: str
    parent: int
    quads: int
    graphs: dict[str, int]
    garbage: int
    files: dict[str, int] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    attached: dict[str, int] = field(default_factory=dict)

    @property
    def generation(self) -> Generation:
        """What readers are told."""
        return Generation(self.number, datetime.fromisoformat(self.published), self.quads)


@dataclass(frozen=True)
class Kept:
    """A generation that is kept. `problem`: what a quick check found, if anything (see `verify` for a full one)."""

    generation: Generation
    note: str
    current: bool
    withdrawn: bool
    problem: str = ""


def marker(number: int) -> str:
    """IRI of the empty named graph that says, inside the store, which generation it is."""
    return f"urn:x-ftgraph:generation:{number}"


class Layout:
    """The paths below a store's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock = root / "writer.lock"
        self.pointer = root / "current"
        self.generations = root / "generations"

    def folder(self, number: int) -> Path:
        """The folder of a generation."""
        return self.generations / f"{number:06d}"

    def numbers(self) -> list[int]:
        """The generations whose folders are there, newest first."""
        if not self.generations.is_dir():
            return []
        return sorted((int(path.name) for path in self.generations.iterdir() if path.name.isdigit()), reverse=True)

    def current(self) -> Current | None:
        """The pointer, `None` when nothing was published. Raises `StoreDamaged` when it cannot be read."""
        try:
            with translated(self.root):
                found = json.loads(self.pointer.read_bytes())
            return Current(int(found["number"]), int(found["last"]), tuple(found["withdrawn"]))
        except StoreDamaged:  # no such file
            if self.numbers() and not self._unfinished_first():
                raise damaged(self.root, "current: absent", self.way_back(self.numbers())) from None
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise damaged(self.root, "current: illisible", self.way_back(self.numbers())) from error

    def _unfinished_first(self) -> bool:
        # The very first publication, killed between its rename and its pointer, leaves generation 1 and no pointer.
        return self.numbers() == [1]

    def point(self, current: Current) -> None:
        """Swap the pointer, atomically and durably."""
        durable.replace(self.pointer, json.dumps(asdict(current)).encode())

    def record(self, number: int) -> Record:
        """A generation's description. Raises `StoreDamaged` when it is missing or cannot be read."""
        path = self.folder(number) / "generation.json"
        try:
            return Record(**json.loads(path.read_bytes()))
        except FileNotFoundError:
            raise damaged(self.folder(number), "generation.json: absent") from None
        except (ValueError, TypeError) as error:
            raise damaged(self.folder(number), "generation.json: illisible") from error

    def check(self, number: int) -> Record:
        """The description of a generation whose files are all there, of the right sizes and, the small ones, unaltered.

        Takes about a millisecond. Raises `StoreDamaged`.
        """
        record, folder = self.record(number), self.folder(number)
        if record.number != number:
            raise damaged(folder, f"generation.json: {record.number}")
        for part, expected in (("store", record.files), ("attachments", record.attached)):
            found = sizes(folder / part)
            for name in sorted(expected.keys() | found.keys()):
                is_there, should = found.get(name, "absent"), expected.get(name, "absent")
                if is_there != should:
                    raise damaged(folder, f"{part}/{name}: {is_there} ≠ {should}")
        check_digests(folder, record, [name for name in record.files if not name.endswith(SHARED_SUFFIX)])
        return record

    def intact(self, numbers: list[int]) -> int | None:
        """The first of `numbers` that passes `check`."""
        for number in numbers:
            try:
                self.check(number)
            except StoreDamaged:
                continue
            return number
        return None

    def way_back(self, numbers: list[int]) -> Text:
        """The cure of a damaged store: which generation is intact and how to return to it."""
        number = self.intact(numbers)
        if number is None:
            return Text(
                "Aucune génération n’est intacte\u202f: reprenez une sauvegarde avec «\u202fftgraph restore\u202f».",
                "No generation is intact: take a backup again with “ftgraph restore”.",
            )
        return Text(
            f"La génération {number} est intacte\u202f: revenez-y avec «\u202fftgraph rollback\u202f».",
            f"Generation {number} is intact: go back to it with “ftgraph rollback”.",
        )

    def newest(self) -> Current:
        """The pointer of a store that has something to read. Raises `StoreEmpty`, `StoreDamaged`."""
        current = self.current()
        if current is None:
            raise StoreEmpty(
                f"L’entrepôt «\u202f{self.root}\u202f» est vide\u202f: rien n’y a encore été publié.",
                f"The store “{self.root}” is empty: nothing was published yet.",
                cure="Importez d’abord des données avec «\u202fftgraph import\u202f».",
                cure_en="First import data with “ftgraph import”.",
            )
        return current


def sizes(folder: Path) -> dict[str, int]:
    """Bytes of each file below `folder`, by its path in it; RocksDB's lock file, which holds nothing, left out."""
    if not folder.is_dir():
        return {}
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "LOCK")
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in paths}


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_digests(folder: Path, record: Record, names: Iterable[str]) -> None:
    """Raise `StoreDamaged` unless the files `names` of `folder/store` hold what `record` says."""
    for name in names:
        if digest(folder / "store" / name) != record.digests.get(name):
            raise damaged(folder, f"store/{name}: contenu altéré")


def describe(folder: Path, record: Record, known: Mapping[str, str] | None = None) -> Record:
    """`record` with the files that lie in the generation's `folder` now. `known`: digests that need no reading."""
    known = known or {}
    files = sizes(folder / "store")
    unknown = [name for name in files if name not in known]
    with ThreadPoolExecutor(os.cpu_count()) as beside:  # hashing leaves Python's lock
        digests = dict(zip(unknown, beside.map(lambda name: digest(folder / "store" / name), unknown), strict=True))
    return Record(
        **{
            **asdict(record),
            "files": files,
            "digests": {name: known.get(name) or digests[name] for name in files},
            "attached": sizes(folder / "attachments"),
        }
    )


def check_marker(store: ox.Store, folder: Path, number: int) -> None:
    """Raise `StoreDamaged` unless the store itself says that it is generation `number`."""
    if not store.contains_named_graph(ox.NamedNode(marker(number))):
        raise damaged(folder, f"marque {number} absente")
