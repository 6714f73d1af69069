"""The committee workbook that governance staff hand in: XLSX, ODS, a folder or a zip of CSV files.

`data/reference/committee-workbook.toml` says what its sheets and columns are and what they become.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ftgraph.sources.committee_workbook import faults
from ftgraph.sources.committee_workbook.building import Builder
from ftgraph.sources.committee_workbook.directory import Directory
from ftgraph.sources.committee_workbook.files import read_file
from ftgraph.sources.committee_workbook.grids import Limits
from ftgraph.sources.committee_workbook.headings import find_records
from ftgraph.sources.committee_workbook.layout import Layout, load
from ftgraph.sources.committee_workbook.slugs import slug
from ftgraph.sources.committee_workbook.triples import expand
from ftgraph.sources.handed_in import Fault, HandedIn, Place

_MOST_OF_ONE_CODE = 100


def read(
    path: Path,
    directory: Directory,
    *,
    limits: Limits | None = None,
    layout: Layout | None = None,
    name: str = "",
) -> HandedIn:
    """A committee's file, read as far as it can be: what is not understood is a fault, never an error.

    `name`: the file's own name, where `path` is a temporary one. Raises `SourceError` when the file as a whole cannot
    be read: damaged, protected, over the limits, no table.
    """
    layout = layout or load()
    kind, grids = read_file(path, limits or Limits())
    found = find_records(grids, layout)
    said = list(found.faults)
    file = name or path.name
    first = layout.sheets[0]
    if first.key not in found.sheets and not any(
        fault.place.sheet for fault in said if fault.code == "headings-not-found"
    ):
        said.insert(0, faults.MISSING_SHEET.at(Place(file), heading=first.heading))
    builder = Builder(layout, directory, slug(Path(file).stem), said.append)
    builder.build(found.records)
    parts = [expand(part) for sheet in layout.sheets if sheet.key in found.sheets for part in sheet.parts]
    return HandedIn(
        file,
        kind,
        builder.triples.text(),
        builder.triples.places(),
        _listed(said, file),
        tuple(dict.fromkeys(parts)),
        grids,
        path.read_bytes() if kind == "xlsx" else b"",
    )


def _listed(said: Sequence[Fault], file: str) -> tuple[Fault, ...]:
    """Each fault once, those past the first hundred of a kind only counted: a report is read by people."""
    kept: list[Fault] = []
    seen: Counter[str] = Counter()
    for fault in dict.fromkeys(said):
        seen[fault.code] += 1
        if seen[fault.code] <= _MOST_OF_ONE_CODE:
            kept.append(fault)
    left_out = sum(max(0, count - _MOST_OF_ONE_CODE) for count in seen.values())
    return (*kept, faults.MORE_FAULTS.at(Place(file), count=left_out)) if left_out else tuple(kept)
