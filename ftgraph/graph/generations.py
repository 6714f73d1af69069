"""The embedded store's published generations as a whole: list, roll back, verify, back up, restore."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from ftgraph.errors import StoreDamaged, StoreEmpty, StoreError
from ftgraph.graph import durable, locks, querying, retention
from ftgraph.graph.faults import damaged, translated
from ftgraph.graph.records import (
    SHARED_SUFFIX,
    Current,
    Layout,
    Record,
    check_digests,
    check_marker,
    describe,
    digest,
    marker,
    sizes,
)
from ftgraph.graph.store import Generation
from ftgraph.settings import Settings
from ftgraph.wording import Text


@dataclass(frozen=True)
class Kept:
    """A generation on the disk. `problem` is empty when a quick check finds it intact (see `verify` for a full one)."""

    generation: Generation
    note: str
    current: bool
    withdrawn: bool
    problem: str = ""


def layout_of(settings: Settings) -> Layout:
    """The embedded store's folders. Raises `StoreError` when the store is a remote one."""
    if settings.is_remote:
        raise StoreError(
            "Cette opération porte sur un entrepôt embarqué\u202f; celui-ci est distant.",
            "This works on an embedded store; this one is remote.",
            cure="Servez-vous des outils du serveur SPARQL, ou réglez FTGRAPH_STORE sur un dossier.",
            cure_en="Use the SPARQL server’s own tools, or set FTGRAPH_STORE to a folder.",
        )
    return Layout(settings.store_path)


def list_generations(settings: Settings) -> list[Kept]:
    """The generations kept, newest first; empty when nothing was published."""
    layout = layout_of(settings)
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
    layout = layout_of(settings)
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
    layout = layout_of(settings)
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

    A real copy: no file is shared with the store. Nothing is left at `target` when it fails.
    """
    layout = layout_of(settings)
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

    Raises `StoreDamaged` when the backup itself is not what was backed up; the store is then unchanged.
    """
    layout = layout_of(settings)
    with translated(layout.root):
        layout.root.mkdir(parents=True, exist_ok=True)
    with _locked(layout, settings, f"ftgraph restore {source}"), translated(layout.root):
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
