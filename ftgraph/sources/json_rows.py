"""JSON objects out of a file of any size, one at a time, each with the line on which it opens.

Understands an array of objects, JSON lines, one object after another, and the API's page (`{"items": […]}`). Memory
stays bounded: a piece of the file and the object being read, whatever the file's size.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from ftgraph.errors import SourceError

_PIECE = 1 << 20
_OBJECT_MAX = 4 << 20
_WRAPPER = re.compile(rb'\s*\{\s*"(?:items|services|structures)"\s*:\s*\[')
_GAP = re.compile(rb"[\s,]*")
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}\[\]"]', re.DOTALL)
_DEEPEST = 64


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line of JSON lines that is not JSON: the next lines can still be read."""

    line: int
    text: str
    reason: str


class _Window:
    """A sliding view of a file: `text[at:]` is what was read ahead, `line` the line number at `at`."""

    def __init__(self, stream: BinaryIO, name: str, max_bytes: int) -> None:
        self._stream = stream
        self._left = max_bytes
        self.name = name
        self.text = b""
        self.at = 0
        self.line = 1

    def more(self) -> bool:
        """Read another piece. False at the end of the file."""
        piece = self._stream.read(_PIECE)
        self._left -= len(piece)
        if self._left < 0:
            raise SourceError(
                f"Le fichier {self.name} dépasse la taille permise.",
                f"{self.name} is larger than allowed.",
                cure="Découpez-le, ou relevez la limite.",
                cure_en="Split it, or raise the limit.",
            )
        self.text = self.text[self.at :] + piece
        self.at = 0
        return bool(piece)

    def move(self, to: int) -> None:
        self.line += self.text.count(b"\n", self.at, to)
        self.at = to

    def skip(self, pattern: re.Pattern[bytes]) -> bytes:
        """Pass over `pattern` and return the byte that follows, empty at the end of the file."""
        while True:
            match = pattern.match(self.text, self.at)
            if match:
                self.move(match.end())
            if self.at < len(self.text):
                return self.text[self.at : self.at + 1]
            if not self.more():
                return b""


def read_json(path: Path, *, max_bytes: int) -> Iterator[tuple[int, dict[str, Any]] | Malformed]:
    """(line, object) for each object of `path`.

    Raises `SourceError` with the line when the file is not JSON, is deeper than 64 levels, holds an object over 4 MB or
    passes `max_bytes`. A bad line of JSON lines is yielded as `Malformed` instead: the others stay readable.
    """
    with path.open("rb") as stream:
        window = _Window(stream, path.name, max_bytes)
        window.more()
        if window.text.startswith(b"\xef\xbb\xbf"):
            window.at = 3
        first = window.skip(re.compile(rb"\s*"))
        if first == b"":
            raise SourceError(f"Le fichier {path.name} est vide.", f"{path.name} is empty.")
        if first == b"[":
            window.move(window.at + 1)
            yield from _array(window)
        elif wrapper := _WRAPPER.match(window.text, window.at):
            window.move(wrapper.end())
            yield from _array(window)
        elif first == b"{":
            yield from _lines(window) if _first_line_is_whole(window) else _sequence(window)
        else:
            raise _malformed(window, "un tableau « [ » ou un objet « { » est attendu")


def _array(window: _Window) -> Iterator[tuple[int, dict[str, Any]]]:
    while (byte := window.skip(_GAP)) != b"]":
        if byte == b"":
            raise _malformed(window, "le fichier s’arrête avant la fin du tableau : il est sans doute tronqué")
        if byte != b"{":
            raise _malformed(window, "chaque élément du tableau doit être un objet « { … } »")
        yield window.line, _object(window)


def _sequence(window: _Window) -> Iterator[tuple[int, dict[str, Any]]]:
    while (byte := window.skip(_GAP)) != b"":
        if byte != b"{":
            raise _malformed(window, "un objet « { … } » est attendu")
        yield window.line, _object(window)


def _object(window: _Window) -> dict[str, Any]:
    """The object at the window's place, which then stands behind it.

    Almost every row is flat, so the first closing brace is tried first; a text holding a brace, or a nested object,
    makes that try fail and the exact scan follows. A prefix that parses is the whole object: JSON has no two readings.
    """
    while (end := window.text.find(b"}", window.at) + 1) == 0:
        _check_size(window)
        if not window.more():
            raise _malformed(window, "l’objet ouvert ici n’est jamais fermé")
    try:
        row = orjson.loads(memoryview(window.text)[window.at : end])
    except orjson.JSONDecodeError:
        end = _scan_end(window)
        try:
            row = orjson.loads(memoryview(window.text)[window.at : end])
        except orjson.JSONDecodeError as error:
            window.line += error.lineno - 1
            raise _malformed(window, _why(error)) from error
    if end - window.at > _OBJECT_MAX:
        raise _too_large(window)
    window.move(end)
    return row  # type: ignore[no-any-return]  # it opens with a brace


def _scan_end(window: _Window) -> int:
    """Where the object at the window's place ends, strings and nesting counted."""
    depth = 0
    place = window.at
    while True:
        for match in _TOKEN.finditer(window.text, place):
            token = match.group()
            if token == b'"':  # the string goes on past what was read
                place = match.start()
                break
            place = match.end()
            if token in b"{[":
                depth += 1
                if depth > _DEEPEST:
                    raise _malformed(window, f"plus de {_DEEPEST} niveaux d’imbrication")
            elif token in b"}]":
                depth -= 1
                if depth == 0:
                    return place
        else:
            place = max(place, len(window.text))
        _check_size(window)
        offset = place - window.at
        if not window.more():
            raise _malformed(window, "l’objet ouvert ici n’est jamais fermé")
        place = window.at + offset


def _lines(window: _Window) -> Iterator[tuple[int, dict[str, Any]] | Malformed]:
    ended = False
    while not ended:
        while (end := window.text.find(b"\n", window.at)) < 0:
            _check_size(window)
            if not window.more():
                ended, end = True, len(window.text)
                break
        text = window.text[window.at : end].strip()
        if text:
            yield _one_line(window.line, text)
        if not ended:
            window.move(end + 1)


def _one_line(line: int, text: bytes) -> tuple[int, dict[str, Any]] | Malformed:
    try:
        row = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return _not_a_row(line, text, f"cette ligne n’est pas du JSON : {_why(error)}")
    return (line, row) if isinstance(row, dict) else _not_a_row(line, text, "cette ligne n’est pas un objet « { … } »")


def _not_a_row(line: int, text: bytes, reason: str) -> Malformed:
    return Malformed(line, text[:200].decode("utf-8", "replace"), reason)


def _first_line_is_whole(window: _Window) -> bool:
    while (end := window.text.find(b"\n", window.at)) < 0 and len(window.text) <= _OBJECT_MAX and window.more():
        pass
    try:
        orjson.loads(window.text[window.at : end if end >= 0 else len(window.text)])
    except orjson.JSONDecodeError:
        # One bad first line must not hide good lines: a line that closes its own brace was meant to be whole.
        return end >= 0 and window.text[window.at : end].rstrip().endswith(b"}")
    return True


def _check_size(window: _Window) -> None:
    if len(window.text) - window.at > _OBJECT_MAX:
        raise _too_large(window)


def _too_large(window: _Window) -> SourceError:
    return _malformed(window, f"l’objet ouvert ici dépasse {_OBJECT_MAX >> 20} Mo")


def _why(error: orjson.JSONDecodeError) -> str:
    if "utf-8" in error.msg or "surrogate" in error.msg:
        return "du texte n’est pas en UTF-8"
    return f"caractère inattendu, colonne {error.colno}"


def _malformed(window: _Window, reason: str) -> SourceError:
    return SourceError(
        f"Le fichier {window.name} n’est pas du JSON lisible, ligne {window.line} : {reason}.",
        f"{window.name} is not readable JSON, line {window.line}.",
        line=window.line,
        cure="Corrigez cette ligne, ou demandez un nouvel export.",
        cure_en="Correct this line, or ask for a new export.",
    )
