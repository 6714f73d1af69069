"""The rows of a data·inclusion file, whatever its format, as the JSON objects that they stand for.

JSON, CSV, XLSX or Parquet is told from the first bytes, not from the name. Memory stays bounded.
"""

import math
import re
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import orjson
from data_inclusion.schema import v1

from ftgraph.errors import SourceError
from ftgraph.sources.json_rows import Malformed, read_json
from ftgraph.sources.tables import read_table

LISTS = frozenset(
    {
        "thematiques",
        "publics",
        "modes_accueil",
        "zone_eligibilite",
        "modes_mobilisation",
        "mobilisable_par",
        "reseaux_porteurs",
    }
)
_NUMBERS = frozenset({"latitude", "longitude", "volume_horaire_hebdomadaire", "nombre_semaines"})
_SCHEMA = frozenset(v1.Service.model_fields) | frozenset(v1.Structure.model_fields)
_LIST_SEPARATOR = re.compile(r"[,;|\n]")
_BATCH_ROWS = 512
_BATCH_BYTES = 256 << 20

NumberedRow = tuple[int, dict[str, Any] | Malformed]


def read_rows(path: Path, *, max_bytes: int) -> Iterator[NumberedRow]:
    """(line, row) of each row; for Parquet, which has no lines, the row's rank from 1.

    Raises `SourceError` when the file cannot be opened, is damaged, or passes `max_bytes` (for Parquet, once unpacked).
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
        if start.startswith(b"PAR1"):
            yield from _parquet(path, max_bytes)
        elif start[:1] in (b"[", b"{", b""):
            for found in read_json(path, max_bytes=max_bytes):
                yield (found.line, found) if isinstance(found, Malformed) else found
        else:
            for row in read_table(path, max_bytes=max_bytes).rows:
                yield row.line, from_cells(row.cells)
    except OSError as error:
        raise SourceError(
            f"Le fichier « {path.name} » ne peut pas être lu : {error.strerror}.",
            f"The file “{path.name}” cannot be read: {error.strerror}.",
            cure="Vérifiez son nom et vos droits.",
            cure_en="Check its name and your rights.",
        ) from error


def from_cells(cells: dict[str, str]) -> dict[str, Any]:
    """The row that cells of text stand for: empty cells left out, lists split, decimal commas turned into points."""
    row: dict[str, Any] = {}
    for name, text in cells.items():
        if not text.strip():
            continue
        if name in LISTS:
            row[name] = _list(text)
        elif name in _NUMBERS:
            row[name] = text.strip().replace(",", ".")
        elif name not in _SCHEMA and text.lstrip().startswith(("[", "{")):
            row[name] = _nested(text)
        else:
            row[name] = text
    # A service whose service columns are all empty is still a service.
    if "structure_id" in cells:
        row.setdefault("structure_id", None)
    return row


def _nested(text: str) -> Any:
    """What a cell outside the schema holds as JSON, or its text: a list of duplicates is no text, from any format."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def _list(text: str) -> list[str]:
    """The items of a cell: `["a", "b"]`, `{a,b}` (PostgreSQL) or `a, b`."""
    parts = _LIST_SEPARATOR.split(text.strip().strip("[]{}"))
    return [item for part in parts if (item := part.strip().strip("\"'").strip())]


def _parquet(path: Path, max_bytes: int) -> Iterator[NumberedRow]:
    import pyarrow as pa  # a quarter of a second that JSON files need not pay
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            groups = (file.metadata.row_group(rank).total_byte_size for rank in range(file.num_row_groups))
            if sum(groups) > max_bytes:
                raise SourceError(
                    f"Le fichier « {path.name} » dépasse la taille permise.", f"The file “{path.name}” is too large."
                )
            line = 0
            for batch in file.iter_batches(batch_size=_BATCH_ROWS):
                if batch.nbytes > _BATCH_BYTES:
                    raise SourceError(
                        f"Le fichier « {path.name} » a des lignes démesurées, après la {line}e.",
                        f"The file “{path.name}” has oversized rows after row {line}.",
                        line=line + 1,
                    )
                for row in batch.to_pylist():
                    line += 1
                    yield line, {name: _plain(name, value) for name, value in row.items()}
    except (pa.ArrowException, UnicodeError) as error:
        raise SourceError(
            f"Le fichier Parquet « {path.name} » est endommagé ou d’une forme inconnue.",
            f"The Parquet file “{path.name}” is damaged or of an unknown form.",
            cure="Téléchargez-le de nouveau.",
            cure_en="Download it again.",
        ) from error


def _plain(name: str, value: object) -> object:
    """What JSON would hold: null for the not-a-number of a gap, the day of a midnight, a list for its text."""
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return _list(value) if name in LISTS and isinstance(value, str) else value
