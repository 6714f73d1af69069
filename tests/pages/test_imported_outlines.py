"""Outlines that were imported are drawn in place of the approximate ones, and the map says whose they are."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest


@pytest.mark.slow
def test_a_map_takes_the_outlines_that_were_imported(demo_settings, open_browser, tmp_path):
    settings = replace(demo_settings, store=str(tmp_path / "store"))
    shutil.copytree(demo_settings.store, settings.store)
    square = [[0, 0], [0.1, 0], [0.1, 0.1], [0, 0.1], [0, 0]]
    features = [
        {
            "properties": {"code": f"EX35-0{number}"},
            "geometry": {"type": "Polygon", "coordinates": [[[x + number * 0.1, y + 45] for x, y in square]]},
        }
        for number in range(1, 9)
    ]
    file = tmp_path / "bassins.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [*features]}), encoding="utf-8")
    command = [str(Path(sys.executable).parent / "ftgraph"), "import", "outlines", str(file)]
    done = subprocess.run(
        [*command, "--key", "bassin", "--origin", "Préfecture d’exemple"],
        env={**os.environ, "FTGRAPH_STORE": settings.store},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 contours sur 8 territoires" in done.stdout
    page = open_browser(settings).open("/territoires/departement:35")
    assert "Préfecture d’exemple" in page.text
    assert "Contours approchés" not in page.text
    shapes = [each for each in page.all("path") if (each.get("class") or "").startswith("l")]
    assert len(shapes) == 8
    assert all(each["d"].count(" ") < 20 for each in shapes), "squares"
