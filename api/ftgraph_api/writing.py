"""Writes received by HTTP: one at a time, in a process of its own that can be ended without harm to the server.

A write that is acknowledged is on the disk. One that is not is told apart: not started, not applied, or unknown.
"""

import asyncio
import logging
import multiprocessing
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from ftgraph.errors import FtgraphError, OutcomeUnknown, StoreError
from ftgraph.graph import generations
from ftgraph.graph.remote import RemoteStore
from ftgraph.graph.store import open_store
from ftgraph.publish import edits
from ftgraph.publish.edits import Edit, Edited
from ftgraph.settings import Settings
from ftgraph_api import logs
from ftgraph_api.preconditions import Preconditions

_WAITING = 16
_COMMAND = "ftgraph.cli"
_log = logging.getLogger("ftgraph_api")


class NotStarted(StoreError):
    """The write was not begun."""

    slug = "write-not-started"


class NotApplied(StoreError):
    """The write was begun and stopped: nothing of it was published."""

    slug = "write-not-applied"


@dataclass(frozen=True)
class Job:
    """A change and what must hold before it."""

    edit: Edit
    check: Preconditions | None = None


@dataclass(frozen=True)
class Failed:
    """A fault of our own while a change was made: its class and place."""

    where: Mapping[str, Any]


class Writing:
    """The process that writes, for one event loop. It starts with the first write."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = asyncio.Lock()
        self.waiting = 0
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    async def run(self, job: Job) -> Edited:
        """Make the change, after those that came before. A caller that leaves does not stop it.

        Raises what `edits.apply` raises, `NotStarted`, `NotApplied`, `OutcomeUnknown`.
        """
        if self.waiting >= _WAITING:
            raise _not_started()
        self.waiting += 1
        try:
            await asyncio.wait_for(self._turn.acquire(), self._settings.lock_wait_s)
        except TimeoutError:
            raise _not_started() from None
        finally:
            self.waiting -= 1
        task = asyncio.create_task(asyncio.to_thread(self._run, job))
        task.add_done_callback(lambda _: self._turn.release())
        return await asyncio.shield(task)

    def close(self) -> None:
        """Let the write under way end, within its time; then end the process."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.join(self._settings.update_time_s)
            process.kill()
            process.join()

    def _run(self, job: Job) -> Edited:
        pipe = self._opened()
        try:
            pipe.send(job)
            answer = pipe.recv() if pipe.poll(self._settings.lock_wait_s + self._settings.update_time_s) else None
        except (EOFError, OSError):
            answer = None
        if isinstance(answer, Edited):
            return answer
        if isinstance(answer, FtgraphError):
            raise answer
        if isinstance(answer, Failed):
            _log.error("the writer failed", extra={"said": {"error": answer.where}})
        self._end()
        return self._found_out(job.edit)

    def _found_out(self, edit: Edit) -> Edited:
        """What became of a write whose process was ended: nothing can come of it any more."""
        store = open_store(self._settings)
        if isinstance(store, RemoteStore):
            if found := store.published(edit.note):
                return Edited(found.number, found.published)
            raise OutcomeUnknown(
                "L’écriture n’a pas fini à temps : on ne sait pas si elle a eu lieu.",
                "The write did not end in time: whether it took place is not known.",
                cure="Relisez les données avant de la renvoyer.",
                cure_en="Read the data again before sending it once more.",
            )
        for kept in generations.list_generations(self._settings):
            if kept.note == edit.note and not kept.withdrawn:
                return Edited(kept.generation.number, kept.generation.published)
        raise NotApplied(
            "L’écriture a été arrêtée avant sa fin : rien n’a été modifié.",
            "The write was stopped before its end: nothing was changed.",
            cure="Découpez-la en plusieurs, ou faites-la par la ligne de commande.",
            cure_en="Split it, or do it by the command line.",
        )

    def _opened(self) -> Connection:
        if self._process is None or self._pipe is None or not self._process.is_alive():
            self._end()
            # Forked from a process that has read the code: a writer that was ended is replaced in milliseconds.
            # Where the command serves, its code too: each process reads the main module, which imports that.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload([__name__, *({_COMMAND} & sys.modules.keys())])
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(self._settings, theirs), daemon=True, name="ftgraph-writer")
            process.start()
            theirs.close()
            self._process, self._pipe = process, ours
        return self._pipe

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def serve(settings: Settings, pipe: Connection) -> None:
    """The process: changes come in, what came of them goes out, until the pipe closes.

    After a fault of our own the server ends it, finds out what became of the change, and starts another with the next.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    store = open_store(settings)
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: Edited | FtgraphError | Failed = edits.apply(store, settings, job.edit, job.check)
        except FtgraphError as error:
            answer = error.with_traceback(None)
        except Exception as error:  # noqa: BLE001 - told to the server, which finds out what became of the change
            answer = Failed(logs.where(error))
        try:
            pipe.send(answer)
        except OSError:
            return


def _not_started() -> NotStarted:
    return NotStarted(
        "Trop d’écritures attendent déjà : celle-ci n’a pas été commencée.",
        "Too many writes are waiting: this one was not started.",
        cure="Renvoyez-la dans quelques instants.",
        cure_en="Send it again in a moment.",
    )
