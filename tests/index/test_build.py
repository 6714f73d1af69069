"""An index left by imports, part by part, is the index made from the graph alone."""

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from ftgraph import assets
from ftgraph.cli.commands import whole
from ftgraph.graph.store import Reader, open_store
from ftgraph.index import load
from ftgraph.index.build import build
from ftgraph.index.load import FOLDER, Index, usable
from ftgraph.index.opening import opened
from ftgraph.namespaces import ROOT
from ftgraph.settings import Settings
from ftgraph.solutions import SolutionFilters, every_row, search


def same(one: Index, other: Index, day: date) -> None:
    assert one.count == other.count
    for filters in (SolutionFilters(), SolutionFilters(territory="bassin:EX35-07"), SolutionFilters(text="vélo")):
        assert list(every_row(one, filters, today=day)) == list(every_row(other, filters, today=day))
        found, expected = search(one, filters, today=day, limit=0), search(other, filters, today=day, limit=0)
        assert found.facets == expected.facets
    assert np.array_equal(one.modified, other.modified)


def test_the_published_index_is_the_graph_s(demo: Reader, demo_index: Index, day: date, tmp_path: Path) -> None:
    build(demo, tmp_path / "index")
    same(demo_index, Index(tmp_path / "index", 1), day)


def test_an_import_on_top_gives_the_index_of_the_whole(
    demo_settings: Settings, day: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    shutil.copytree(demo_settings.store, store)
    before = open_store(demo_settings).current()
    monkeypatch.setenv("FTGRAPH_STORE", str(store))
    monkeypatch.chdir(tmp_path)
    command = ["import", "solutions", str(assets.data() / "demo" / "liste-departement.csv"), "--source", "essai"]
    whole()([*command, "--departement", "35"], standalone_mode=False)
    with open_store(Settings(store=str(store))).reader() as reader:
        assert reader.generation.number == before + 1
        build(reader, tmp_path / "index")
        same(Index(reader.attachments / FOLDER, before + 1), Index(tmp_path / "index", before + 1), day)


def test_an_index_of_another_form_is_made_again_by_whoever_asks(
    demo: Reader, day: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not usable(tmp_path)
    assert opened(demo, ROOT)[1] is None
    monkeypatch.setattr(load, "FORM", "another")
    index, made = opened(demo, ROOT)
    assert made is not None
    with made:
        same(Index(demo.attachments / FOLDER, demo.generation.number), index, day)


def test_one_solution_and_those_of_a_structure_are_found_without_reading_all(demo_index: Index) -> None:
    rows = [demo_index.row(number) for number in range(demo_index.count)]
    read: list[int] = []
    plain = demo_index.row
    demo_index.row = lambda number: (read.append(number), plain(number))[1]  # type: ignore[method-assign]
    try:
        for number, row in enumerate(rows):
            assert demo_index.of_identifier(row["id"]) == number
            expected = [each for each, other in enumerate(rows) if other["structure_iri"] == row["structure_iri"]]
            assert demo_index.of_structure(row["structure_iri"]) == expected
        assert len(read) < 40 * len(rows)
        assert demo_index.of_identifier("absent") is None
        assert demo_index.of_identifier("") is None
        assert demo_index.of_structure("https://example.org/absent") == []
    finally:
        demo_index.row = plain  # type: ignore[method-assign]
