"""A sink that runs ahead of who reads it: a pipe alone holds 64 kB, and a store that sorts a batch reads nothing for
seconds. Without it the writer would stand still meanwhile, and a core with it.
"""

import threading
from collections import deque
from typing import BinaryIO

_AHEAD_BYTES = 256_000_000


class Ahead:
    """Passes what is written on to `out` in a thread of its own, up to 256 MB late. `finish` when all was written."""

    def __init__(self, out: BinaryIO, most: int = _AHEAD_BYTES) -> None:
        self._out = out
        self._most = most
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._ended = False
        self._error: OSError | None = None
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._pass_on, daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """One more piece. Raises what writing to `out` raised: `BrokenPipeError` when its reader gave up."""
        with self._change:
            self._change.wait_for(lambda: self._error is not None or self._bytes < self._most)
            if self._error is not None:
                raise self._error
            self._waiting.append(data)
            self._bytes += len(data)
            self._change.notify_all()

    def finish(self) -> None:
        """Wait until everything is written. Raises as `write` does."""
        with self._change:
            self._ended = True
            self._change.notify_all()
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _pass_on(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._ended or bool(self._waiting))
                if not self._waiting:
                    return
                data = self._waiting.popleft()
            try:
                rest = memoryview(data)
                while rest:
                    rest = rest[self._out.write(rest) :]
            except OSError as error:
                with self._change:
                    self._error = error
                    self._change.notify_all()
                return
            with self._change:
                self._bytes -= len(data)
                self._change.notify_all()
