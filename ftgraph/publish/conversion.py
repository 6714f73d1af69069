"""Reading, checking and formatting in a process of its own, while the caller's process loads what comes out.

On two cores an import then costs little more than the store's own loading. The child writes N-Triples to a pipe; the
outcome comes apart, so a child that dies half-way is an error, never a short file taken for a whole one.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import BinaryIO

from ftgraph import garbage
from ftgraph.errors import FtgraphError, SourceError
from ftgraph.index.parts import PartWriter
from ftgraph.publish.ahead import Ahead
from ftgraph.publish.rejects import RejectsFile
from ftgraph.publish.solutions import Sink, Written, index_link, write_ntriples
from ftgraph.sources import data_inclusion, territories


@dataclass(frozen=True, slots=True)
class Job:
    """What to convert. `rejects` is the file that faults are written to; `territories` the folder of the tables.

    `part`: where to leave the index's part of this source, made in passing.
    """

    paths: tuple[Path, ...]
    base: str
    today: date
    rejects: Path
    strict: bool = False
    example: bool = False
    territories: Path | None = None
    max_bytes: int = data_inclusion.MAX_BYTES
    part: Path | None = None


@dataclass(frozen=True, slots=True)
class Converted:
    """The outcome: what was written, and how many rows were lost or had a value set aside."""

    written: Written
    rejected_rows: int
    repaired: int


def convert(
    job: Job,
    out: Sink,
    progress: Callable[[int], None] | None = None,
    ended: Callable[[], None] = lambda: None,
) -> Converted:
    """Read the job's files and write their N-Triples to `out`, here. `SourceError` when a file cannot be read.

    `ended` is called once they are all written: the index's part takes some seconds more.
    """
    places = territories.load(job.territories)
    with garbage.at_rest(), RejectsFile(job.rejects) as rejects:
        stream = data_inclusion.read(
            job.paths,
            territories=places,
            today=job.today,
            strict=job.strict,
            example=job.example,
            max_bytes=job.max_bytes,
        )
        records = rejects.records(stream)
        part = PartWriter(job.part, job.base, index_link) if job.part else None
        written = write_ntriples(part.records(records) if part else records, out, base=job.base, progress=progress)
        ended()
        if part:
            part.close()
        return Converted(written, rejects.rejected_rows, rejects.repaired)


class Conversion:
    """A conversion under way: `stream` gives N-Triples.

    Read it to its end, then ask for `result`: only that says that the stream was whole.
    """

    def __init__(self, data: Connection, news: Connection, progress: Callable[[int], None] | None) -> None:
        self.stream: BinaryIO = os.fdopen(data.fileno(), "rb", buffering=1 << 20, closefd=False)
        self._news = news
        self._progress = progress
        self._outcome: Converted | FtgraphError | None = None
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def finished(self) -> bool:
        """Whether the child gave its outcome."""
        return self._outcome is not None

    def _listen(self) -> None:
        """Take the child's news as they come: a full pipe of news would stop it."""
        try:
            while self._outcome is None:
                heard = self._news.recv()
                if isinstance(heard, int):
                    if self._progress:
                        self._progress(heard)
                else:
                    self._outcome = heard
        except (EOFError, OSError):
            return

    def result(self) -> Converted:
        """The outcome, once the stream was read. Raises the child's `SourceError`, or one if the child died."""
        self._listener.join()
        if isinstance(self._outcome, FtgraphError):
            raise self._outcome
        if self._outcome is None:
            raise SourceError(
                "La lecture du fichier s’est arrêtée avant la fin ; rien n’a été importé.",
                "Reading the file stopped before its end; nothing was imported.",
                cure="Relancez l’import ; si cela se répète, vérifiez la mémoire disponible.",
                cure_en="Run the import again; if it happens again, check the memory that is free.",
            )
        return self._outcome


@contextmanager
def converting(job: Job, progress: Callable[[int], None] | None = None) -> Iterator[Conversion]:
    """Run `convert` in a child process. The child is stopped when the block is left, whatever the reason."""
    context = get_context("spawn")
    data, data_end = context.Pipe(duplex=False)
    news, news_end = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(job, data_end, news_end), daemon=True)
    child.start()
    data_end.close()
    news_end.close()
    conversion = Conversion(data, news, progress)
    try:
        yield conversion
    finally:
        conversion.stream.close()
        data.close()
        child.kill()  # nothing it holds needs putting away: what it wrote is closed before its outcome is told
        child.join()
        news.close()


def _child(job: Job, data: Connection, news: Connection) -> None:
    try:
        with os.fdopen(os.dup(data.fileno()), "wb", buffering=0) as pipe:
            data.close()
            ahead = Ahead(pipe)

            def ended() -> None:
                ahead.finish()
                pipe.close()  # the loader need not wait for what comes after

            outcome: Converted | FtgraphError = convert(job, ahead, news.send, ended)
    except FtgraphError as error:
        outcome = error
    except BrokenPipeError:
        return  # the reader gave up
    news.send(outcome)
