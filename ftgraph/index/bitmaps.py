"""A file of compressed bitmaps by key, read where they lie."""

import mmap
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
from pyroaring import BitMap


def of(numbers: npt.NDArray[np.integer[Any]]) -> BitMap:
    """The bitmap of row numbers in ascending order; pyroaring takes a plain array in a tenth of numpy's time."""
    plain = array("I")
    plain.frombytes(numbers.astype(np.uint32).tobytes())
    return BitMap(plain)


def write(folder: Path, bitmaps: Mapping[str, BitMap]) -> None:
    """Write `bitmaps.bin` and its table `bitmaps.json` (key → offset, length)."""
    table: dict[str, tuple[int, int]] = {}
    with (folder / "bitmaps.bin").open("wb") as out:
        for key, bitmap in bitmaps.items():
            bitmap.run_optimize()
            data = bitmap.serialize()
            table[key] = (out.tell(), len(data))
            out.write(data)
    (folder / "bitmaps.json").write_bytes(orjson.dumps(table))


class Bitmaps:
    """The bitmaps of a folder; each is read once, then kept. An unknown key is an empty bitmap."""

    def __init__(self, folder: Path) -> None:
        self._table: dict[str, tuple[int, int]] = orjson.loads((folder / "bitmaps.json").read_bytes())
        self._data = Blob(folder / "bitmaps.bin")
        self._read: dict[str, BitMap] = {}
        self._values: dict[str, list[str]] = {}
        for key in self._table:
            facet, _, value = key.partition(":")
            self._values.setdefault(facet, []).append(value)

    def __getitem__(self, key: str) -> BitMap:
        found = self._read.get(key)
        if found is None:
            if key not in self._table:
                return BitMap()  # not kept: anyone may ask for any key
            offset, length = self._table[key]
            found = self._read[key] = BitMap.deserialize(self._data[offset : offset + length])
        return found

    def values(self, facet: str) -> Sequence[str]:
        """The values of a facet that have a bitmap: `values("fee")` → "gratuit", "payant"."""
        return self._values.get(facet, ())


class Blob:
    """A file's bytes, mapped: read by slice, never loaded whole. An empty file reads as no bytes."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            empty = path.stat().st_size == 0
            self._map = None if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __getitem__(self, part: slice) -> bytes:
        return b"" if self._map is None else self._map[part]
