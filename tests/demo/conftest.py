"""The example's files, as committed."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from ftgraph import assets

Row = dict[str, Any]


@pytest.fixture(scope="session")
def folder() -> Path:
    return assets.data() / "demo"


@pytest.fixture(scope="session")
def services(folder: Path) -> list[Row]:
    rows: list[Row] = json.loads((folder / "services.json").read_text(encoding="utf-8"))
    return rows


@pytest.fixture(scope="session")
def structures(folder: Path) -> list[Row]:
    rows: list[Row] = json.loads((folder / "structures.json").read_text(encoding="utf-8"))
    return rows


@pytest.fixture(scope="session")
def zoning(folder: Path) -> list[dict[str, str]]:
    with (folder / "zoning.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="session")
def communes() -> dict[str, dict[str, str]]:
    with (assets.data() / "territories" / "communes.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file) if row["departement"] == "35"}
