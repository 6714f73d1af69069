"""Outlines from points: each zone has one, none overlaps another, no hole is left; the drawing starts at its corner."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon
from shapely.ops import unary_union

from ftgraph.outlines import CommunePoint, draw, draw_known


def shapes(drawing):
    return {
        zone: unary_union([Polygon(ring) for ring in outline.rings if len(ring) > 3]).buffer(0)
        for zone, outline in drawing.outlines.items()
    }


points = st.lists(
    st.builds(
        CommunePoint,
        st.sampled_from("ABCD"),
        st.floats(47.9, 48.4).map(lambda value: round(value, 3)),
        st.floats(-2.1, -1.2).map(lambda value: round(value, 3)),
    ),
    min_size=3,
    max_size=40,
    unique_by=lambda point: (point.latitude, point.longitude),
)


def test_nothing_known_draws_nothing():
    assert draw_known({}).outlines == {}


@settings(max_examples=40, deadline=None)
@given(points)
def test_zones_have_outlines_that_do_not_overlap(found):
    drawing = draw(found)
    assert set(drawing.outlines) == {point.zone for point in found}
    drawn = list(shapes(drawing).values())
    for place, shape in enumerate(drawn):
        for other in drawn[place + 1 :]:
            assert shape.intersection(other).area < 0.5


def test_the_drawing_starts_at_its_corner():
    square = [
        CommunePoint(zone, 48 + row / 20, -2 + column / 20) for row in range(6) for column, zone in enumerate("AABB")
    ]
    drawing = draw(square)
    xs = [x for outline in drawing.outlines.values() for ring in outline.rings for x, _ in ring]
    ys = [y for outline in drawing.outlines.values() for ring in outline.rings for _, y in ring]
    assert min(xs) == pytest.approx(0, abs=0.1)
    assert min(ys) == pytest.approx(0, abs=0.1)
    assert max(xs) == pytest.approx(drawing.width, abs=0.1)
    assert max(ys) == pytest.approx(drawing.height, abs=0.1)
    left, right = drawing.outlines["A"].label, drawing.outlines["B"].label
    assert left[0] < right[0]


def test_a_commune_without_a_place_makes_no_hole():
    ring = [
        CommunePoint("A", 48 + row / 10, -2 + column / 8)
        for row in range(5)
        for column in range(5)
        if (row, column) != (2, 2)
    ]
    (outline,) = draw(ring).outlines.values()
    assert len(outline.rings) == 1


def test_too_few_points_draw_nothing():
    assert draw([CommunePoint("A", 48, -2), CommunePoint("B", 48.1, -2)]).outlines == {}
