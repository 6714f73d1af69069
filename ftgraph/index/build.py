"""Build the index of a generation from its graph, with the query files of `queries/index/`.

Row numbers are given by freshness: row 0 is the solution updated last. A page sorted by freshness is then the first
rows of a bitmap, and "updated since" is a range of rows. What the generation before has and nothing changed is linked.
"""

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
from pyroaring import BitMap

from ftgraph import queries
from ftgraph.index import bitmaps, from_graph, ground, parts
from ftgraph.index.load import FORM
from ftgraph.index.parts import NOWHERE, Part, PartWriter
from ftgraph.namespaces import ROOT

_Ints = npt.NDArray[np.int64]


def build(source: ground.Source, folder: Path, base: str = ROOT, link: Callable[[str], str] = str) -> int:
    """Write a whole index into `folder` from the graph alone. Returns the number of solutions indexed."""
    build_ground(source, folder, None, vocabularies=True, territories=True)
    return assemble(folder, list(build_parts(source, folder, base, link=link)))


def build_ground(
    source: ground.Source,
    folder: Path,
    previous: Path | None,
    *,
    vocabularies: bool,
    territories: bool,
    contained: Iterable[tuple[str, str]] | None = None,
) -> None:
    """Write the vocabularies and territories of the index, or take those of `previous` that did not change over.

    `contained`: see `ground.write_territories`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_territories = partial(ground.write_territories, contained=contained)
    for changed, files, write in (
        (vocabularies, ground.VOCABULARY_FILES, ground.write_vocabulary),
        (territories, ground.TERRITORY_FILES, write_territories),
    ):
        if changed or previous is None or not all((previous / name).is_file() for name in files):
            write(source, folder)
        else:
            for name in files:
                _take_over(previous / name, folder / name)


def build_parts(
    source: ground.Source,
    folder: Path,
    base: str,
    *,
    previous: Path | None = None,
    touched: Collection[str] | None = None,
    link: Callable[[str], str] = str,
) -> dict[str, bool]:
    """Have a part for each graph of solutions; returns those graphs, and whether each part is new.

    A part that an import left in `folder` is kept, its graph may still be under load; that of an untouched graph is
    taken over from `previous`; others are made from the graph. `touched`: the graphs that were written, None when any
    may have been.
    """
    graphs = {row[0].value for row in source.select(queries.text("index/solution-graphs"))}
    graphs.update(
        graph for graph in touched or () if parts.holds_solutions(parts.folder_of(folder / parts.FOLDER, graph))
    )
    new: dict[str, bool] = {}
    for graph in sorted(graphs):
        target = parts.folder_of(folder / parts.FOLDER, graph)
        before = parts.folder_of(previous / parts.FOLDER, graph) if previous else None
        new[graph] = target.is_dir()
        if new[graph]:
            continue
        if before is not None and before.is_dir() and touched is not None and graph not in touched:
            shutil.copytree(before, target, copy_function=_take_over)
        else:
            new[graph] = True
            writer = PartWriter(target, base, link)
            for record in from_graph.records(source, graph, base):
                writer.add(record)
            writer.close()
    return new


def assemble(folder: Path, graphs: Sequence[str]) -> int:
    """Put the parts of `graphs` together. Returns the number of solutions indexed."""
    found = [parts.read(parts.folder_of(folder / parts.FOLDER, graph)) for graph in graphs]
    territories = orjson.loads((folder / "territories.json").read_bytes())["territories"]
    numbers = {row[0]: number for number, row in enumerate(territories)}
    wider = orjson.loads((folder / "vocabulary.json").read_bytes())["wider"]
    order = _order(found)
    row_of = np.empty(len(order), dtype=np.int64)
    row_of[order] = np.arange(len(order))
    _write_columns(folder, found, order, row_of, numbers)
    unstated = _write_zone_sets(folder, found, order, numbers)
    _write_facets(folder, found, row_of, wider, unstated)
    (folder / "form").write_text(FORM)
    return len(order)


def _take_over(source: Any, target: Any) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or one without hard links
        shutil.copyfile(source, target)


def _joined(columns: Sequence[npt.NDArray[Any]], kind: type) -> npt.NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=kind), *columns]).astype(kind)


def _order(found: Sequence[Part]) -> _Ints:
    """The lines of all parts, freshest first, then best, then by identifier."""
    ids = [identifier for part in found for identifier in part.ids]
    ranks = np.empty(len(ids), dtype=np.int64)
    ranks[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    modified = _joined([part.modified for part in found], np.int64)
    quality = _joined([part.quality for part in found], np.float64)
    order: _Ints = np.lexsort((ranks, -quality, -modified))
    return order


def _write_columns(folder: Path, found: Sequence[Part], order: _Ints, row_of: _Ints, numbers: dict[str, int]) -> None:
    sizes = [part.count for part in found]
    np.save(folder / "modified.npy", _joined([part.modified for part in found], np.int32)[order])
    np.save(folder / "quality.npy", _joined([part.quality for part in found], np.float32)[order])
    points = np.concatenate([np.zeros((0, 2), dtype=np.float32), *(part.points for part in found)])
    np.save(folder / "points.npy", points[order])
    places = [
        np.array([numbers.get(iri, NOWHERE) for iri in part.locations], dtype=np.int32)[part.location_column]
        for part in found
        if part.count
    ]
    np.save(folder / "locations.npy", _joined(places, np.int32)[order])
    names = [name for part in found for name in part.names]
    ids = [identifier for part in found for identifier in part.ids]
    ranks = np.empty(len(names), dtype=np.int32)
    ranks[sorted(range(len(names)), key=lambda line: (names[line], ids[line]))] = np.arange(len(names), dtype=np.int32)
    np.save(folder / "name_ranks.npy", ranks[order])
    starts = _joined([part.ends[:-1] for part in found], np.int64)
    ends = _joined([part.ends[1:] for part in found], np.int64)
    owners = np.repeat(np.arange(len(found)), sizes)
    np.save(folder / "rows.npy", np.stack((owners, starts, ends), axis=1)[order])
    np.save(folder / "row_of.npy", row_of.astype(np.int32))
    _write_orders(folder, found, ids, order)
    (folder / "parts.json").write_bytes(orjson.dumps([[part.folder.name, part.count] for part in found]))


def _write_orders(folder: Path, found: Sequence[Part], ids: Sequence[str], order: _Ints) -> None:
    """The rows in the order of their identifiers, and of their structures: one of them is found without reading all."""
    structures = [part.structures[code] for part in found for code in part.structure_column.tolist()]
    for name, texts in (("by_identifier", [parts.fit(text) for text in ids]), ("by_structure", structures)):
        of_rows = [texts[line] for line in order.tolist()]
        ordered = np.array(sorted(range(len(of_rows)), key=of_rows.__getitem__), dtype=np.int32)
        np.save(folder / f"{name}.npy", ordered)


def _write_zone_sets(folder: Path, found: Sequence[Part], order: _Ints, numbers: dict[str, int]) -> BitMap:
    """Write the distinct sets of zones; returns the rows that state none."""
    sets: dict[tuple[int, ...], int] = {}
    columns = []
    for part in found:
        known = [sorted(numbers[iri] for iri in text.split("\n") if iri in numbers) for text in part.zone_sets]
        codes = [sets.setdefault(tuple(zones), len(sets)) if zones else NOWHERE for zones in known]
        columns.append(np.array(codes, dtype=np.int32)[part.zone_set_column] if part.count else np.zeros(0, np.int32))
    zone_sets = _joined(columns, np.int32)[order]
    offsets = np.zeros(len(sets) + 1, dtype=np.int64)
    np.cumsum([len(zones) for zones in sets], out=offsets[1:])
    np.save(folder / "zone_sets.npy", zone_sets)
    np.save(folder / "zone_set_offsets.npy", offsets)
    np.save(folder / "zone_set_zones.npy", np.fromiter((z for s in sets for z in s), dtype=np.int32))
    return bitmaps.of(np.flatnonzero(zone_sets == NOWHERE))


def _write_facets(
    folder: Path, found: Sequence[Part], row_of: _Ints, wider: dict[str, list[str]], unstated: BitMap
) -> None:
    """Write each value's rows, a barrier's narrower ones included, and each row's values."""
    codes: dict[str, int] = {}
    values: list[_Ints] = [np.zeros(0, dtype=np.int64)]
    rows: list[_Ints] = [np.zeros(0, dtype=np.int64)]
    first = 0
    for part in found:
        column, lines = part.facet_pairs
        for number, key in enumerate(part.facets):
            of_key = row_of[lines[column == number] + first]
            for meant in wider.get(key.replace(":", "/"), ()) if key.startswith("barrier:") else (key,):
                rows.append(of_key)
                values.append(np.full(len(of_key), codes.setdefault(meant.replace("/", ":"), len(codes))))
        first += part.count
    pairs = np.sort(np.concatenate(values) * max(first, 1) + np.concatenate(rows))
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # `np.unique` hashes, which takes four times as long
    value, row = np.divmod(pairs, max(first, 1))
    cuts = np.searchsorted(value, np.arange(len(codes) + 1))
    sets = {key: bitmaps.of(row[cuts[code] : cuts[code + 1]]) for key, code in codes.items()}
    sets["unstated"] = unstated
    bitmaps.write(folder, sets)
    by_row = np.lexsort((value, row))
    np.save(folder / "facet_values.npy", value[by_row].astype(np.int16))
    np.save(folder / "facet_offsets.npy", np.searchsorted(row[by_row], np.arange(first + 1)))
    (folder / "facets.json").write_bytes(orjson.dumps(list(codes)))
