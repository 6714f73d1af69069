"""What the system and the store engine raise, told as the project's own errors."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import IO

from ftgraph.errors import QueryMalformed, SourceError, StoreDamaged, StoreError, StoreFull, StoreReadOnly, UsageError
from ftgraph.wording import Text

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_FULL_TEXT = ("No space left", "Disk quota exceeded", "File too large")
_READ_ONLY_TEXT = ("Read-only file system", "Permission denied", "Operation not permitted")
_DAMAGE_TEXT = ("Corruption", "checksum mismatch", "No such file", "not found in the database", "Invalid argument")
_BEFORE, _AFTER = 20, 10
_POSITION = re.compile(r"(?:error )?at (\d+):(\d+)")


def full(place: Path | str) -> StoreFull:
    """No space left below `place`."""
    return StoreFull(
        f"Il n’y a plus de place sur le disque de «\u202f{place}\u202f»\u202f: rien n’a été modifié.",
        f"No space left on the disk of “{place}”: nothing was changed.",
        cure="Libérez de la place ou déplacez l’entrepôt, puis recommencez\u202f; "
        "il n’est pas nécessaire de redémarrer.",
        cure_en="Make room or move the store, then try again; no restart is needed.",
    )


def read_only(place: Path | str) -> StoreReadOnly:
    """No right to write below `place`."""
    return StoreReadOnly(
        f"L’entrepôt «\u202f{place}\u202f» est en lecture seule\u202f: rien n’a été modifié.",
        f"The store “{place}” is read-only: nothing was changed.",
        cure="Donnez à ce compte le droit d’écrire dans ce dossier, puis recommencez.",
        cure_en="Give this account the right to write in that folder, then try again.",
    )


_BACK = Text(
    "Revenez à la génération précédente avec «\u202fftgraph rollback\u202f», "
    "ou reprenez une sauvegarde avec «\u202fftgraph restore\u202f».",
    "Go back to the previous generation with “ftgraph rollback”, or take a backup again with “ftgraph restore”.",
)


def damaged(place: Path | str, detail: str, cure: Text = _BACK) -> StoreDamaged:
    """What lies at `place` is not what was published; `detail` is the engine's or the check's own word."""
    return StoreDamaged(
        f"Les fichiers de l’entrepôt «\u202f{place}\u202f» ne sont plus ceux qui ont été publiés ({detail}).",
        f"The files of the store “{place}” are not what was published ({detail}).",
        cure=cure.fr,
        cure_en=cure.en,
    )


def told(error: OSError, place: Path | str) -> StoreError:
    """`error`, from the system or from RocksDB (which gives a text and no number), as one of ours."""
    text = str(error)
    if error.errno in _FULL or any(part in text for part in _FULL_TEXT):
        return full(place)
    if error.errno in _READ_ONLY or any(part in text for part in _READ_ONLY_TEXT):
        return read_only(place)
    if any(part in text for part in _DAMAGE_TEXT):
        return damaged(place, text)
    return StoreError(
        f"L’entrepôt «\u202f{place}\u202f» ne répond pas\u202f: {text}.",
        f"The store “{place}” failed: {text}.",
        cure="Vérifiez le disque, puis recommencez.",
        cure_en="Check the disk, then try again.",
    )


@contextmanager
def translated(place: Path | str) -> Iterator[None]:
    """Within it, an `OSError` leaves as a `StoreError` about `place`."""
    try:
        yield
    except OSError as error:
        raise told(error, place) from error


def bad_graph(error: ValueError) -> UsageError:
    """A graph named by something that is no IRI."""
    return UsageError(
        f"Un graphe est désigné par ce qui n’est pas une IRI absolue\u202f: {shorten(str(error), 200)}.",
        f"A graph is named by something that is no absolute IRI: {shorten(str(error), 200)}.",
        cure="Donnez l’IRI complète du graphe, par exemple https://w3id.org/ftgraph/graph/territories.",
        cure_en="Give the graph’s whole IRI, for example https://w3id.org/ftgraph/graph/territories.",
    )


def bad_query(error: SyntaxError, text: str = "") -> QueryMalformed:
    """A query or update that is not SPARQL, with its line and column, and what `text` has around there."""
    found = _POSITION.search(str(error))
    line, column = (int(found[1]), int(found[2])) if found else (None, None)
    where = f" à la ligne {line}, colonne {column}" if found else ""
    where_en = f" at line {line}, column {column}" if found else ""
    near = _near(text, line, column) if line and column else ""
    detail = shorten(_POSITION.sub("", str(error)).lstrip(" :"), 200, placeholder=" …")
    if detail.startswith("expected"):  # the parser's own grammar, rule by rule: of no help to who wrote the query
        detail = ""
    told = f"\u202f: {detail}" if detail else f", près de «\u202f{near}\u202f»" if near else ""
    told_en = f": {detail}" if detail else f", near “{near}”" if near else ""
    return QueryMalformed(
        f"La requête n’est pas du SPARQL 1.1 valide{where}{told}.",
        f"The query is not valid SPARQL 1.1{where_en}{told_en}.",
        cure="Corrigez la requête à cet endroit.",
        cure_en="Correct the query at that place.",
        line=line,
        column=column,
    )


def not_evaluated(error: RuntimeError) -> UsageError:
    """A query or update that is SPARQL and cannot be carried out: a graph to drop that is not there…"""
    detail = shorten(str(error).rstrip("."), 200, placeholder=" …")
    return UsageError(
        f"La requête ne peut pas être exécutée\u202f: {detail}.",
        f"The query cannot be carried out: {detail}.",
        cure="Corrigez-la\u202f; pour un graphe qui peut manquer, écrivez SILENT (DROP SILENT GRAPH…).",
        cure_en="Correct it; for a graph that may be missing, write SILENT (DROP SILENT GRAPH…).",
    )


def _near(text: str, line: int, column: int) -> str:
    """What stands around a place, in its line: the parser may say a character too far."""
    lines = text.split("\n")
    return lines[line - 1][max(0, column - _BEFORE) : column + _AFTER].strip() if line <= len(lines) else ""


def wrong_form(expected: str) -> UsageError:
    """A query of another form than the `expected` one (SELECT, ASK, CONSTRUCT)."""
    return UsageError(
        f"Une requête {expected} est attendue ici.",
        f"A {expected} query is expected here.",
        cure="Changez la forme de la requête.",
        cure_en="Write the query in another form.",
    )


def check_readable(source: Path | IO[bytes]) -> None:
    """Raise `SourceError` when `source` is a path that cannot be opened: the fault is not the store's."""
    if not isinstance(source, Path):
        return
    try:
        source.open("rb").close()
    except OSError as error:
        raise SourceError(
            f"Le fichier «\u202f{source}\u202f» ne peut pas être ouvert\u202f: {error.strerror}.",
            f"“{source}” cannot be opened: {error.strerror}.",
            cure="Vérifiez son nom et le droit de le lire.",
            cure_en="Check its name and the right to read it.",
        ) from error


def bad_source(error: SyntaxError, name: str) -> SourceError:
    """A file of triples that its parser refuses, with its line where the parser gives it."""
    line = error.lineno
    where = f", ligne {line}" if line else ""
    return SourceError(
        f"Le fichier «\u202f{name}\u202f» ne se lit pas{where}\u202f: {error.msg}.",
        f"“{name}” cannot be read{f', line {line}' if line else ''}: {error.msg}.",
        line=line,
        cure="Corrigez le fichier ou vérifiez son format.",
        cure_en="Correct the file, or check its format.",
    )
