"""HSDS as a tabular data package: one CSV an object, and `datapackage.json` that names them, in a ZIP.

Lines are written to files on disk as services come, and zipped at the end: a country never stands whole in memory.
"""

import csv
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

from ftgraph.exports.neighbours.hsds import VERSION, Made

_PIECE = 1 << 16
# The file's name in the package, and its columns in order.
TABLES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    kind: (f"{file}.csv", tuple(columns.split()))
    for kind, file, columns in (
        ("organization", "organizations", "id name description email website uri"),
        (
            "service",
            "services",
            "id organization_id name description url email status application_process fees_description"
            " eligibility_description assured_date alert",
        ),
        ("attribute", "attributes", "id link_id taxonomy_term_id link_type link_entity"),
        ("service_at_location", "service_at_location", "id service_id location_id"),
        (
            "location",
            "locations",
            "id location_type url name latitude longitude external_identifier external_identifier_type",
        ),
        ("phone", "phones", "id service_id organization_id number"),
        (
            "address",
            "addresses",
            "id location_id address_1 address_2 city state_province postal_code country address_type",
        ),
        ("schedule", "schedules", "id service_id freq byday opens_at closes_at description"),
        ("service_area", "service_areas", "id service_id name uri"),
        ("taxonomy_term", "taxonomy_terms", "id code name description taxonomy term_uri language"),
        ("cost_option", "cost_options", "id service_id option currency amount amount_description"),
        (
            "organization_identifier",
            "organization_identifiers",
            "id organization_id identifier_type identifier",
        ),
        ("url", "url", "id service_id label url"),
    )
}
INSIDE: Mapping[str, str] = {
    "organization": "organization",
    "phones": "phone",
    "schedules": "schedule",
    "service_areas": "service_area",
    "service_at_locations": "service_at_location",
    "location": "location",
    "addresses": "address",
    "cost_options": "cost_option",
    "attributes": "attribute",
    "taxonomy_term": "taxonomy_term",
    "organization_identifiers": "organization_identifier",
    "additional_urls": "url",
}


class _Writer(Protocol):
    def writerow(self, row: Iterable[Any], /) -> object: ...


def pieces(services: Iterable[Made]) -> Iterator[bytes]:
    """The ZIP in pieces; it is complete on disk before the first."""
    with tempfile.TemporaryDirectory(prefix="ftgraph-hsds-") as made, tempfile.TemporaryFile() as out:
        folder = Path(made)
        with ExitStack() as open_files:
            writers: dict[str, _Writer] = {}
            for kind, (name, columns) in TABLES.items():
                file = open_files.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
                writers[kind] = csv.writer(file)
                writers[kind].writerow(columns)
            met: set[str] = set()
            for service in services:
                _write("service", service, writers, met)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("datapackage.json", json.dumps(_package(), ensure_ascii=False, indent=1))
            for name, _ in TABLES.values():
                package.write(folder / name, name)
        out.seek(0)
        while piece := out.read(_PIECE):
            yield piece


def _write(kind: str, made: Made, writers: Mapping[str, _Writer], met: set[str]) -> None:
    """An object's line, once, and the lines of those inside it."""
    if made["id"] in met:
        return
    if kind in ("organization", "taxonomy_term"):
        met.add(made["id"])
    writers[kind].writerow(made.get(column, "") for column in TABLES[kind][1])
    for name, value in made.items():
        if name in INSIDE:
            for each in value if isinstance(value, list) else (value,):
                _write(INSIDE[name], each, writers, met)


def _package() -> dict[str, Any]:
    return {
        "name": "human_services_data",
        "title": f"Human Services Data Specification {VERSION}",
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": kind,
                "path": name,
                "profile": "tabular-data-resource",
                "schema": {
                    "primaryKey": "id",
                    "fields": [
                        {"name": each, "type": "number" if each in ("latitude", "longitude", "amount") else "string"}
                        for each in columns
                    ],
                },
            }
            for kind, (name, columns) in TABLES.items()
        ],
    }
