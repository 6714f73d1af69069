"""What the index holds of the ground: vocabularies and territories, with the query files of `queries/index/`."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import orjson
from pyroaring import BitMap

from ftgraph import queries
from ftgraph.namespaces import DEF, VOC

VOCABULARY_FILES = ("vocabulary.json",)
TERRITORY_FILES = ("territories.json", "members.bin", "members.npy", "populations.npy", "coordinates.npy")


class Source(Protocol):
    """What the index is built from: a reader or a writer of the store."""

    def select(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""


def write_vocabulary(source: Source, folder: Path) -> None:
    """Write the values of all vocabularies, their words, and which barriers each barrier counts for."""
    schemes: dict[str, list[Any]] = {}
    words: list[tuple[str, str, int, str]] = []
    for concept, scheme, notation, broader in source.select(queries.text("index/concepts")):
        name = scheme.value.removeprefix(VOC)
        row = schemes.setdefault(concept.value, [concept.value, name, notation.value, {}, []])
        if broader is not None:
            row[4].append(broader.value)
    ranks = {"prefLabel": 0, "altLabel": 1, "hiddenLabel": 2}
    for concept, kind, label in source.select(queries.text("index/concept-labels")):
        if concept.value not in schemes:
            continue
        row = schemes[concept.value]
        rank = ranks[kind.value.rpartition("#")[2]]
        if rank == 0 and label.language:
            row[3][label.language] = label.value
        if label.language in ("fr", None):
            words.append((row[1], label.value, rank, concept.value))
    wider: dict[str, list[str]] = {}
    for barrier, broader in source.select(queries.text("index/wider-barriers")):
        wider.setdefault(barrier.value.removeprefix(VOC), []).append(broader.value.removeprefix(VOC))
    stored = {"concepts": list(schemes.values()), "words": list(dict.fromkeys(words)), "wider": wider}
    (folder / "vocabulary.json").write_bytes(orjson.dumps(stored))


def write_territories(source: Source, folder: Path, contained: Iterable[tuple[str, str]] | None = None) -> None:
    """Write the territories, their communes, populations and places.

    `contained`: territory × commune, by IRI, from who has them at hand; else they are read from the graph.
    """
    # Once each: other graphs, of committees, name territories again. In order here: ORDER BY takes three times as long.
    once = {row[0].value: row for row in source.select(queries.text("index/territories"))}
    found = sorted(once.values(), key=lambda row: (row[1].value, row[2].value, row[0].value))
    communes = [row for row in found if row[1].value == f"{DEF}Commune"]
    others = [row for row in found if row[1].value != f"{DEF}Commune"]
    stated = list(source.select(queries.text("index/zones")))
    zones = {row[0].value: row[1:] for row in stated}
    rows: list[list[Any]] = []
    for iri, kind, code, label, population in communes + others:
        inhabitants = int(population.value) if population is not None else 0
        row = [iri.value, kind.value.removeprefix(DEF).lower(), code.value, label.value, inhabitants, "", "", ""]
        if zone := zones.get(iri.value):
            row[1], row[5] = zone[0].value, zone[2].value
            row[6], row[7] = zone[3].value, zone[4].value if zone[4] is not None else ""
        rows.append(row)
    numbers = {row[0]: number for number, row in enumerate(rows)}
    if contained is None:
        pairs = source.select(queries.text("index/contains-commune"))
        contained = ((territory.value, commune.value) for territory, commune in pairs)
    _members(contained, folder, rows, numbers, len(communes))
    zonings = {
        (row[1].value, row[3].value): (
            row[1].value,
            row[2].value,
            row[3].value,
            row[4].value,
            row[5].value if row[5] is not None else "",
        )
        for row in stated
    }
    former = {
        code.value: (label.value, rows[numbers[commune.value]][2])
        for code, label, commune in source.select(queries.text("index/former-codes"))
        if commune.value in numbers
    }
    other_names = [
        (rows[numbers[commune.value]][2], name.value)
        for commune, name in source.select(queries.text("index/other-names"))
        if commune.value in numbers
    ]
    served: dict[str, list[int]] = {}
    for code, commune in source.select(queries.text("index/postal-codes")):
        if commune.value in numbers:
            served.setdefault(code.value, []).append(numbers[commune.value])
    coordinates = np.full((len(communes), 2), np.nan, dtype=np.float32)
    for commune, latitude, longitude in source.select(queries.text("index/coordinates")):
        if commune.value in numbers:
            coordinates[numbers[commune.value]] = float(latitude.value), float(longitude.value)
    np.save(folder / "coordinates.npy", coordinates)
    stored = {
        "territories": rows,
        "former": former,
        "other_names": other_names,
        "postal_codes": served,
        "zonings": list(zonings.values()),
        "communes": len(communes),
    }
    (folder / "territories.json").write_bytes(orjson.dumps(stored))


def _members(
    contained: Iterable[tuple[str, str]],
    folder: Path,
    rows: list[list[Any]],
    numbers: Mapping[str, int],
    communes: int,
) -> None:
    """Write which communes each territory has; give a population to those that have none, from their communes."""
    members: list[list[int]] = [[] for _ in range(len(rows) - communes)]
    for territory, commune in contained:
        whole, part = numbers.get(territory), numbers.get(commune)
        if whole is not None and part is not None and whole >= communes:
            members[whole - communes].append(part)
    populations = np.array([row[4] for row in rows[:communes]], dtype=np.int32)
    offsets = [0]
    with (folder / "members.bin").open("wb") as out:
        for position, parts in enumerate(members):
            out.write(BitMap(parts).serialize())
            offsets.append(out.tell())
            if not rows[communes + position][4] and parts:
                rows[communes + position][4] = int(populations[parts].sum())
    np.save(folder / "members.npy", np.array(offsets, dtype=np.int64))
    np.save(folder / "populations.npy", populations)
