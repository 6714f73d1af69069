"""Outlines from GeoJSON: neighbours still meet once simplified; what is no outline is refused, saying why."""

import json
from pathlib import Path

import pytest
import shapely

from ftgraph.errors import SourceError
from ftgraph.sources.outlines import read

SHARED = Path(__file__).parents[3] / "shared" / "data"


def feature(code: object, geometry: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


def polygon(*points: tuple[float, float]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [[*points, points[0]]]}


def written(path: Path, *features: object) -> Path:
    file = path / "zones.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return file


LEFT = polygon((0, 45), (0.5, 45), (0.5001, 45.1), (0.4999, 45.2), (0.5, 45.3), (0, 45.3))
RIGHT = polygon((0.5, 45), (1, 45), (1, 45.3), (0.5, 45.3), (0.4999, 45.2), (0.5001, 45.1))


def test_neighbours_share_their_edge_still(tmp_path):
    found = read(written(tmp_path, feature("A", LEFT), feature("B", RIGHT)), max_bytes=10_000)
    assert found.overlaps == 0
    left, right = (shapely.from_wkt(found.wkt[code]) for code in "AB")
    assert shapely.area(shapely.intersection(left, right)) == 0
    assert shapely.area(left) + shapely.area(right) == pytest.approx(0.3)
    assert found.points < found.points_before


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ([feature("A", LEFT), feature("A", RIGHT)], "donné deux fois"),
        ([feature(None, LEFT)], "sans code"),
        ([feature("A", {"type": "Point", "coordinates": [0, 45]})], "sans polygone"),
        ([feature("A", polygon((1000, 6800), (1010, 6800), (1010, 6810)))], "pas en degrés"),
        ([feature("A", {"type": "Polygon", "coordinates": [[["x"]]]})], "illisible"),
        ([feature("A", {"type": "Polygon", "coordinates": []})], "vide"),
        ([{"type": "Feature", "properties": {"nom": "X"}, "geometry": LEFT}], "ne porte un code"),
        ([], "0 objets"),
        (["rien"], "FeatureCollection"),
    ],
)
def test_what_is_no_outline_is_refused(tmp_path, features, said):
    with pytest.raises(SourceError, match=said):
        read(written(tmp_path, *features), max_bytes=10_000)


@pytest.mark.parametrize("text", ["", "[", '{"type": "Topology"}', '{"a":' * 2000])
def test_what_is_no_geojson_is_refused(tmp_path, text):
    file = tmp_path / "zones.geojson"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError):
        read(file, max_bytes=100_000)


def test_a_file_past_the_limit_is_refused(tmp_path):
    with pytest.raises(SourceError, match="taille permise"):
        read(written(tmp_path, feature("A", LEFT)), max_bytes=10)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared files are not here")
@pytest.mark.parametrize(("name", "count"), [("bassins-ft-2021", 403), ("departements", 101)])
def test_the_real_files_are_read(name, count):
    found = read(SHARED / f"{name}.geojson", max_bytes=10_000_000)
    assert len(found.wkt) == count
    assert found.points < found.points_before
