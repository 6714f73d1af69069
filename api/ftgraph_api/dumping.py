"""Dumps made on first request, in a process of its own, one at a time, and kept as long as their generation."""

import asyncio
import multiprocessing
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from ftgraph.errors import FtgraphError, StoreError
from ftgraph.exports import dumps
from ftgraph.exports.dumps import Graph, Job
from ftgraph.graph.store import Generation, Reader
from ftgraph.settings import Settings

_WAIT_S = 20.0


class InPreparation(FtgraphError):
    """The dump is being made: come back."""

    status = 503
    slug = "dump-in-preparation"


class Dumps:
    """The dumps of one server. For one event loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made: tempfile.TemporaryDirectory[str] | None = None
        self._workers: ProcessPoolExecutor | None = None
        self._under_way: dict[Path, Future[None]] = {}
        self._graphs: tuple[str, Sequence[Graph]] | None = None

    async def graphs(self, reader: Reader) -> Sequence[Graph]:
        """The named graphs of a generation, counted once."""
        stamp = dumps.stamp(reader.generation)
        if self._graphs is None or self._graphs[0] != stamp:
            self._graphs = stamp, await asyncio.to_thread(dumps.graphs, reader, self._settings.base)
        return self._graphs[1]

    def path(self, generation: Generation, name: str) -> Path:
        """Where a dump stands, made or not. A slash of its name is not a folder's."""
        return self._folder() / dumps.stamp(generation) / name.replace("/", "~")

    async def file(self, job: Job, generation: Generation) -> Path:
        """The dump, made if need be. Raises `InPreparation` after twenty seconds, `StoreError` when it cannot be."""
        if job.target.is_file():
            return job.target
        under_way = self._under_way.get(job.target)
        if under_way is None:
            await asyncio.to_thread(self._forget_older, generation)
            under_way = self._pool().submit(dumps.make, job)
            self._under_way[job.target] = under_way
        try:
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(under_way)), _WAIT_S)
        except TimeoutError as error:
            raise InPreparation(
                "Cet export est en préparation.",
                "This dump is being made.",
                cure="Redemandez-le dans quelques minutes.",
                cure_en="Ask for it again in a few minutes.",
            ) from error
        except (OSError, BrokenProcessPool) as error:
            self._workers = None
            raise StoreError(
                "L’export n’a pas pu être écrit.",
                "The dump could not be written.",
                cure="Vérifiez la place disque et les droits du dossier des exports (FTGRAPH_DUMPS).",
                cure_en="Check the room on the disk and the rights of the folder of exports (FTGRAPH_DUMPS).",
            ) from error
        finally:
            if under_way.done():
                self._under_way.pop(job.target, None)
        return job.target

    def close(self) -> None:
        """End the process that makes dumps; remove what was provisional."""
        if self._workers is not None:
            self._workers.shutdown(wait=True, cancel_futures=True)
        if self._made is not None:
            self._made.cleanup()

    def _folder(self) -> Path:
        if self._settings.dumps:
            return Path(self._settings.dumps)
        if not self._settings.is_remote:
            return self._settings.store_path / "dumps"
        if self._made is None:
            self._made = tempfile.TemporaryDirectory(prefix="ftgraph-dumps-")
        return Path(self._made.name)

    def _pool(self) -> ProcessPoolExecutor:
        if self._workers is None:
            context = multiprocessing.get_context("spawn")
            self._workers = ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1)
        return self._workers

    def _forget_older(self, generation: Generation) -> None:
        oldest = generation.number - self._settings.keep_generations
        folder = self._folder()
        for each in folder.iterdir() if folder.is_dir() else ():
            number = each.name.rpartition("-")[2]
            if each.is_dir() and number.isdigit() and int(number) <= oldest:
                shutil.rmtree(each, ignore_errors=True)
