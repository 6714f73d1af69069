"""Published generations as a whole: list, roll back, verify, back up, restore.

Of the embedded store here; of a remote one in `remote_generations`, to which each function hands over.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from ftgraph.errors import StoreDamaged, StoreEmpty
from ftgraph.graph import backups, durable, locks, querying, remote_generations, retention
from ftgraph.graph.faults import damaged, translated
from ftgraph.graph.records import (
    SHARED_SUFFIX,
    Current,
    Kept,
    Layout,
    Record,
    check_digests,
    check_marker,
    describe,
    digest,
    marker,
    sizes,
)
from ftgraph.graph.store import Generation, open_store
from ftgraph.settings import Settings
from ftgraph.wording import Text


class Copied:
    """A `Backup` of an embedded store: the copied folder of a generation. Raises `StoreDamaged` unless it is whole."""

    def __init__(self, folder: Path) -> None:
        self.graphs: Mapping[str, int] = verify_folder(folder, _backed_up(folder)).graphs
        self.attachments = folder / "attachments"
        self._folder = folder

    def contents(self) -> Iterator[tuple[str, Iterable[ox.Triple]]]:
        store = ox.Store.read_only(str(self._folder / "store"))
        for graph in self.graphs:
            quads = store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
            yield graph, (quad.triple for quad in quads)


def list_generations(settings: Settings) -> list[Kept]:
    """The generations kept, newest first; empty when nothing was published."""
    if settings.is_remote:
        return remote_generations.list_generations(settings)
    layout = Layout(settings.store_path)
    try:
        current = layout.current()
    except StoreDamaged:
        current = Current(0, 0)
    if current is None:
        return []
    found = []
    for number in layout.numbers():
        if current.last and number > current.last:
            continue  # never acknowledged
        here, gone = number == current.number, number in current.withdrawn
        try:
            record = layout.check(number)
        except StoreDamaged as error:
            unknown = Generation(number, datetime.fromtimestamp(0, UTC), 0)
            found.append(Kept(unknown, "", here, gone, error.fr))
        else:
            found.append(Kept(record.generation, record.note, here, gone))
    return found


def rollback(settings: Settings, note: str = "ftgraph rollback") -> Generation:
    """Step back to the newest intact generation older than the current one, and return it.

    The one left is withdrawn: still kept, never gone back to. Its number is not given again.
    Raises `StoreEmpty` when there is no older one, `StoreDamaged` when none is intact.
    """
    if settings.is_remote:
        return remote_generations.rollback(settings, note)
    layout = Layout(settings.store_path)
    with _locked(layout, settings, note), translated(layout.root):
        current = _current_or_lost(layout)
        older = [n for n in layout.numbers() if n < current.number and n not in current.withdrawn]
        if not older:
            raise StoreEmpty(
                "Il n’y a pas de génération plus ancienne à laquelle revenir.",
                "There is no older generation to go back to.",
                cure="Reprenez une sauvegarde avec «\u202fftgraph restore\u202f».",
                cure_en="Take a backup again with “ftgraph restore”.",
            )
        number = layout.intact(older)
        if number is None:
            raise damaged(layout.root, "aucune génération plus ancienne n’est intacte", layout.way_back([]))
        withdrawn = {*current.withdrawn, current.number} & set(layout.numbers())
        layout.point(replace(current, number=number, withdrawn=tuple(sorted(withdrawn))))
        return layout.record(number).generation


def verify(settings: Settings, generation: int | None = None) -> Generation:
    """Read a generation (the current one by default) entirely and count it again, graph by graph.

    Takes about 13 s a million quads. Raises `StoreDamaged` with what differs, `StoreEmpty`.
    """
    if settings.is_remote:
        return remote_generations.verify(settings, generation)
    layout = Layout(settings.store_path)
    number = layout.newest().number if generation is None else generation
    handle = locks.hold(layout.folder(number))
    if handle is None:
        raise damaged(layout.folder(number), "absent", layout.way_back(layout.numbers()))
    try:
        return verify_folder(layout.folder(number), layout.check(number)).generation
    finally:
        os.close(handle)


def verify_folder(folder: Path, record: Record) -> Record:
    """Read every quad of the generation in `folder` and compare the counts with `record`'s. Raises `StoreDamaged`."""
    with translated(folder):
        check_digests(folder, record, record.files)
        store = ox.Store.read_only(str(folder / "store"))
        check_marker(store, folder, record.number)
        with Path(os.devnull).open("wb") as nowhere:
            store.dump(nowhere, ox.RdfFormat.N_QUADS)  # every text behind every quad
        counted = {name: querying.count(store, name) for name in record.graphs}
        total = len(store)
    for name, quads in record.graphs.items():
        if counted[name] != quads:
            raise damaged(folder, f"{name or 'graphe par défaut'}: {counted[name]} ≠ {quads}")
    if total != record.quads:
        raise damaged(folder, f"{total} ≠ {record.quads}")
    return record


def backup(settings: Settings, target: Path) -> Generation:
    """Copy the current generation to the new folder `target` (another disk is best), then open and count the copy.

    Of a remote store, as N-Quads (`backups`).

    A real copy: no file is shared with the store. Nothing is left at `target` when it fails.
    """
    if settings.is_remote:
        return remote_generations.backup(settings, target)
    layout = Layout(settings.store_path)
    number = layout.newest().number
    handle = locks.hold(layout.folder(number))
    if handle is None:
        raise damaged(layout.folder(number), "absent", layout.way_back(layout.numbers()))
    try:
        record = layout.check(number)
        return _copied(layout.folder(number), target, record).generation
    finally:
        os.close(handle)


def restore(settings: Settings, source: Path) -> Generation:
    """Publish a backup as the newest generation, once its copy was opened and counted. Works on a damaged store.

    A backup of either kind of store fills either. Raises `StoreDamaged` when the backup itself is not what was backed
    up; the store is then unchanged.
    """
    note = f"ftgraph restore {source}"
    if (source / backups.MANIFEST).exists():
        return backups.fill(open_store(settings), backups.NQuads(source), note)
    if settings.is_remote:
        return backups.fill(open_store(settings), Copied(source), note)
    layout = Layout(settings.store_path)
    with translated(layout.root):
        layout.root.mkdir(parents=True, exist_ok=True)
    with _locked(layout, settings, note), translated(layout.root):
        current = _current_or_lost(layout)
        retention.clean(layout, current)
        number, work = current.last + 1, layout.root / f"work-{os.getpid()}"
        try:
            record = _copied(source, work, _backed_up(source))
            fresh = _renumbered(work, record, number)
            durable.replace(work / "generation.json", json.dumps(asdict(fresh), indent=1).encode())
            durable.sync_tree(work)
            layout.generations.mkdir(exist_ok=True)
            work.rename(layout.folder(number))
            durable.sync(layout.generations)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        pointer = replace(current, number=number, last=number)
        layout.point(pointer)
        retention.prune(layout, pointer, settings.keep_generations)
        return fresh.generation


@contextmanager
def _locked(layout: Layout, settings: Settings, note: str) -> Iterator[None]:
    if not layout.root.is_dir():
        layout.newest()
    with locks.writer_lock(layout.lock, note, settings.lock_wait_s):
        yield


def _current_or_lost(layout: Layout) -> Current:
    """The pointer; when it is lost, one just above everything on the disk."""
    try:
        return layout.current() or Current(0, 0)
    except StoreDamaged:
        above = max(layout.numbers(), default=0) + 1
        return Current(above, above)


def _copied(source: Path, target: Path, record: Record) -> Record:
    """Copy a generation, compare the copy byte by byte (by digest), open and count it."""
    with translated(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.mkdir()
    try:
        with translated(target):
            for part in ("store", "attachments"):
                durable.copy_tree(source / part, target / part)
            durable.replace(target / "generation.json", json.dumps(asdict(record), indent=1).encode())
            for part in ("store", "attachments"):
                _compare(source / part, target / part)
        return verify_folder(target, record)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


def _compare(source: Path, target: Path) -> None:
    for name in sizes(source):
        if digest(source / name) != digest(target / name):
            raise damaged(target, f"{name}: copie infidèle")


def _backed_up(source: Path) -> Record:
    """The description of a backup, its files checked."""
    cure = Text("Prenez une autre sauvegarde.", "Take another backup.")
    try:
        record = Record(**json.loads((source / "generation.json").read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise damaged(source, "generation.json: absent ou illisible", cure) from error
    found = describe(source, record)
    if found != record:
        raise damaged(source, "fichiers manquants ou altérés", cure)
    return record


def _renumbered(work: Path, record: Record, number: int) -> Record:
    """The copy in `work` made generation `number`."""
    store = ox.Store(work / "store")
    store.remove_graph(ox.NamedNode(marker(record.number)))
    store.add_graph(ox.NamedNode(marker(number)))
    store.flush()
    del store
    durable.strip(work / "store")
    known = {name: value for name, value in record.digests.items() if name.endswith(SHARED_SUFFIX)}
    return describe(work, replace(record, number=number, published=datetime.now(UTC).isoformat(), parent=0), known)
