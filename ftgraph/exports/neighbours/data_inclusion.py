"""data·inclusion v1: the rows of structures and services, one JSON object a line, which `ftgraph import` reads back.

A structure comes before its services. Zones that have no code in the schema (a bassin, an arrondissement) are given by
their communes; a barrier that is no thematique of the schema, nor an unrecognised one, is given in a field of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from ftgraph.sources.data_inclusion_rows import row_of, zone_code
from ftgraph.sources.solution_records import SolutionRecord

THEMES_OUTSIDE = "freins_hors_schema"
UNRECOGNISED = "frein_non_reconnu"


def service(record: SolutionRecord, communes: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The row of a solution. `communes`: by key, the codes of those of zones that have no code of their own."""
    row = row_of(record)
    if wider := without_code(record):
        codes = {*(row["zone_eligibilite"] or ()), *(code for key in wider for code in communes.get(key, ()))}
        row["zone_eligibilite"] = sorted(codes) or None
    if outside := sorted(set(record.barriers) - set(row["thematiques"] or ())):
        row[THEMES_OUTSIDE] = outside
    if record.unrecognised_barrier:
        row[UNRECOGNISED] = record.unrecognised_barrier
    return row


def without_code(record: SolutionRecord) -> tuple[str, ...]:
    """The keys of its zones that have no code in the schema."""
    return tuple(key for key in record.zones if not zone_code(key))


def line(row: Mapping[str, Any]) -> bytes:
    """A row as a line of the file."""
    return orjson.dumps(row) + b"\n"
