"""The process that answers strangers' queries: `python -m ftgraph.graph.sandbox_worker`, spoken to over pipes.

In: one JSON line with the settings, then one JSON line a query. Out: `STARTED`, then frames of a letter, four bytes of
length, a body: `M` the media type, `D` data, `E` the end, `X` an error as JSON. It may be killed or crash any time.
"""

import io
import json
import os
import resource
import signal
import struct
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import orjson
import pyoxigraph as ox

from ftgraph.errors import FtgraphError, QueryMalformed
from ftgraph.graph.embedded import EmbeddedReader, EmbeddedStore
from ftgraph.graph.faults import not_evaluated
from ftgraph.graph.limits import over
from ftgraph.graph.querying import Dataset
from ftgraph.settings import Settings

CHUNK = 65_536
STARTED = b"S\0\0\0\0"
LAST = (b"E", b"X")
"""The frames that end an answer: nothing more comes until another query is sent."""
GRACE_S = 1.0
# Where the machine is full, the server's own answers go before strangers' queries.
_NICE = 15


class Frames:
    """The way out. A short answer leaves in one piece: its supervisor is woken once."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._held = bytearray()

    def send(self, kind: bytes, body: bytes = b"") -> None:
        """One frame: at once when it is the last one or a large one, else with the next."""
        self._held += kind + struct.pack(">I", len(body)) + body
        if kind in LAST or len(self._held) >= CHUNK // 2:
            held, self._held = self._held, bytearray()
            self._out.write(held)
            self._out.flush()


class Measured(io.RawIOBase):
    """Sends what is written to it, up to the byte limit and, in results formats, the row limit."""

    def __init__(self, frames: Frames, max_bytes: int, max_rows: int, form: ox.QueryResultsFormat | None) -> None:
        self._frames, self._max_bytes, self._max_rows, self._form = frames, max_bytes, max_rows, form
        self._bytes = 0
        self._rows = -1 if form in {ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.TSV} else 0  # their heading
        self._tail = b""
        self._quoted = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        body = bytes(data)
        self._bytes += len(body)
        self._rows += self._rows_in(body)
        if self._bytes > self._max_bytes:
            raise over("octets", self._max_bytes)
        if self._rows > self._max_rows:
            raise over("lignes", self._max_rows)
        self._frames.send(b"D", body)
        return len(body)

    def _rows_in(self, body: bytes) -> int:
        match self._form:
            case ox.QueryResultsFormat.JSON:
                return self._across(body, b'"}},{"')  # in a string, a quote comes after a backslash
            case ox.QueryResultsFormat.XML:
                return self._across(body, b"<result>")  # in a text, `<` is escaped
            case ox.QueryResultsFormat.TSV:
                return body.count(b"\n")  # in a value, a line end is escaped
            case ox.QueryResultsFormat.CSV:
                return self._unquoted_lines(body)
        return 0

    def _across(self, body: bytes, pattern: bytes) -> int:
        joined = self._tail + body
        self._tail = joined[-(len(pattern) - 1) :]
        return joined.count(pattern)

    def _unquoted_lines(self, body: bytes) -> int:
        lines = 0
        for index, part in enumerate(body.split(b'"')):
            if index:
                self._quoted = not self._quoted
            if not self._quoted:
                lines += part.count(b"\n")
        return lines


class Readers:
    """The reader of the generation asked for last stays open: opening one takes longer than a small query.

    What an open store takes (some 200 MB of addresses, for its threads above all) is not counted against a query.
    """

    def __init__(self, store: EmbeddedStore, memory_mb: int) -> None:
        self._store = store
        self._memory_mb = memory_mb
        self._open: EmbeddedReader | None = None

    def warm(self) -> None:
        """Open the newest generation before anybody asks. What is wrong with it is told to who does."""
        with suppress(FtgraphError):
            self.of(None)

    def of(self, generation: int | None) -> EmbeddedReader:
        """A reader of `generation`, of the newest one when it is None."""
        number = generation or self._store.current()
        if self._open is None or self._open.generation.number != number:
            self._open = None
            confine(None)
            try:
                # By its number: the store itself would hold the newest one on, after it has stopped to be that.
                self._open = self._store.reader(number)
                self._open.ask("ASK { ?s ?p ?o }")  # its threads start now
            finally:
                confine(self._memory_mb)
        return self._open


def answer(readers: Readers, settings: Settings, request: dict[str, Any], frames: Frames) -> None:
    """Evaluate one query and send what it gives."""
    reader = readers.of(request["generation"])
    found = reader.answer(request["query"], Dataset(tuple(request["default"]), tuple(request["named"])))
    if isinstance(found, ox.QueryTriples):
        rdf = ox.RdfFormat.from_media_type(request["rdf_format"]) or ox.RdfFormat.TURTLE
        frames.send(b"M", rdf.media_type.encode())
        measured = Measured(frames, settings.query_bytes, settings.query_rows, None)
        with io.BufferedWriter(measured, CHUNK) as out:
            ox.serialize(_counted(found, settings.query_rows), out, rdf)
    else:
        form = ox.QueryResultsFormat.from_media_type(request["results_format"]) or ox.QueryResultsFormat.JSON
        frames.send(b"M", form.media_type.encode())
        measured = Measured(frames, settings.query_bytes, settings.query_rows, form)
        with io.BufferedWriter(measured, CHUNK) as out:
            found.serialize(out, form)
    frames.send(b"E")


def _answered(readers: Readers, settings: Settings, request: dict[str, Any], frames: Frames) -> None:
    try:
        answer(readers, settings, request, frames)
    except RuntimeError as error:  # met while the answer is written
        raise not_evaluated(error) from error


def _counted(triples: ox.QueryTriples, limit: int) -> Iterable[ox.Triple]:
    """The triples up to the limit. No step of Python for each: it would take as long as a small query."""
    return chain(islice(triples, limit), _refused(triples, limit))


def _refused(triples: ox.QueryTriples, limit: int) -> Iterator[ox.Triple]:
    for _ in triples:
        raise over("lignes", limit)
    yield from ()


def confine(memory_mb: int | None) -> None:
    """Cap this process's memory at what it has now and `memory_mb` more; None: lift the cap."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = hard
    if memory_mb is not None:
        try:
            pages = int(Path("/proc/self/statm").read_text().split()[0])
        except OSError:  # no /proc: macOS, where the limit is not enforced either
            return
        soft = pages * resource.getpagesize() + memory_mb * 1_048_576
        if hard != resource.RLIM_INFINITY:
            soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def main() -> None:
    """Serve until the pipe closes."""
    frames = Frames(sys.stdout.buffer)
    settings = Settings(**json.loads(sys.stdin.buffer.readline()))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    readers = Readers(EmbeddedStore(settings), settings.query_memory_mb)
    readers.warm()
    confine(settings.query_memory_mb)
    os.nice(_NICE)
    sys.stdout.buffer.write(STARTED)
    sys.stdout.buffer.flush()
    for line in sys.stdin.buffer:
        # Should the supervisor be unable to stop this process, the alarm's default action does.
        signal.setitimer(signal.ITIMER_REAL, settings.query_time_s + GRACE_S)
        try:
            _answered(readers, settings, orjson.loads(line), frames)
        except FtgraphError as error:
            body: dict[str, Any] = {
                "kind": type(error).__name__,
                "fr": error.fr,
                "en": error.en,
                "cure": error.cure,
                "cure_en": error.cure_en,
            }
            if isinstance(error, QueryMalformed):
                body["place"] = {"line": error.line, "column": error.column}
            frames.send(b"X", json.dumps(body).encode())
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
