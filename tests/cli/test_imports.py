"""What an import tells comes once it is published."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from ftgraph.graph.store import open_store
from ftgraph.settings import Settings


def test_who_reads_the_first_lines_of_a_report_only_imports_all_the_same(
    demo_settings: Settings, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(demo_settings.store_path, store)
    table = tmp_path / "zones.csv"
    table.write_text("commune_id;territoire_id;territoire_libelle\n35238;Z1;Rennes\n35288;Z2;Saint-Malo\n", "utf-8")
    line = [str(Path(sys.executable).parent / "ftgraph"), "import", "zoning", str(table), "--key", "essai"]
    with subprocess.Popen(
        line, env={**os.environ, "FTGRAPH_STORE": str(store)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        process.stdout.close()  # as `| head` does
        process.wait(200)
    with open_store(Settings(store=str(store))).reader() as reader:
        assert reader.ask("ASK { GRAPH ?graph { ?zone ?says ?what } FILTER(CONTAINS(STR(?graph), '/zoning/essai/')) }")
