"""The garbage collector at rest while a large file is read into thousands of small things that all stay in use.

Python looks for circles again and again as they are made, and finds none: half of a country's check went into that.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_resting = 0
_was_enabled = True


@contextmanager
def at_rest() -> Iterator[None]:
    """No collection of circles meanwhile, in any thread; as it was before once the last user is done.

    What counts references still frees nearly everything at once. For work of seconds, not for a server's life.
    """
    global _resting, _was_enabled  # noqa: PLW0603 - the collector is one for the whole process
    with _lock:
        if _resting == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
        _resting += 1
    try:
        yield
    finally:
        with _lock:
            _resting -= 1
            if _resting == 0 and _was_enabled:
                gc.enable()
