"""`Range` of a file, as RFC 9110 (14.2) wants it read: what is no range of bytes is as if it were not there.

The framework answers such a header with 400 in words of its own, and a HEAD with a part.
"""

import re
from collections.abc import Mapping

from starlette.requests import Request

from ftgraph.errors import UsageError

_BYTES = re.compile(r"bytes\s*=(.*)", re.IGNORECASE | re.DOTALL)
_PART = re.compile(r"(\d{1,18})-(\d{0,18})|-(\d{1,18})")


class NotSatisfiable(UsageError):
    """A range that lies wholly beyond the file."""

    status = 416
    slug = "range-not-satisfiable"

    def __init__(self, size: int) -> None:
        super().__init__(
            f"Le fichier n’a que {size} octets\u202f: rien n’est dans l’intervalle demandé.",
            f"The file has {size} bytes only: nothing is in the range asked for.",
            cure="Demandez un intervalle qui commence avant sa fin.",
            cure_en="Ask for a range that begins before its end.",
        )
        self.headers: Mapping[str, str] = {"Content-Range": f"bytes */{size}"}


def settle(request: Request, size: int) -> None:
    """Take the header out of a request for a file of `size` bytes unless it is to be followed.

    Raises `NotSatisfiable`.
    """
    given = request.headers.get("range")
    if given is None:
        return
    parts = _parts(given) if request.method == "GET" else []
    if not parts:
        request.scope["headers"] = [pair for pair in request.scope["headers"] if pair[0] != b"range"]
    elif "if-range" not in request.headers and not any(first < size for first in parts):
        raise NotSatisfiable(size)


def _parts(header: str) -> list[float]:
    """Where each part begins, a suffix of some length at 0, of none nowhere; none when one of them is no range."""
    found = _BYTES.fullmatch(header.strip())
    starts: list[float] = []
    for text in found[1].split(",") if found else ():
        if not text.strip():
            continue
        part = _PART.fullmatch(text.strip())
        if part is None or (part[2] and int(part[2]) < int(part[1])):
            return []
        starts.append(int(part[1]) if part[1] else 0 if int(part[3]) else float("inf"))
    return starts
