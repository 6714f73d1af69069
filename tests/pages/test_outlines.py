"""Outlines from points: each zone has one, none overlaps another, no hole is left; the drawing starts at its corner."""

from functools import reduce

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from ftgraph.outlines import GRID, CommunePoint, draw, draw_known


def shapes(drawing):
    """What is filled: a ring within another is a hole (even-odd), where another zone may lie."""
    return {
        zone: reduce(
            lambda filled, ring: filled.symmetric_difference(Polygon(ring).buffer(0)),
            (ring for ring in outline.rings if len(ring) > 3),
            Polygon(),
        )
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


AROUND = [
    *(CommunePoint("A", 48 + row / 4, -2 + column / 4) for row in (0, 1) for column in (0, 2, 3)),
    CommunePoint("B", 48.125, -1.5),
]
"""A zone in a hole of another."""


def test_nothing_known_draws_nothing():
    assert draw_known({}).outlines == {}


@settings(max_examples=40, deadline=None)
@given(points)
@example(AROUND)
def test_zones_have_outlines_that_do_not_overlap(found):
    drawing = draw(found)
    assert set(drawing.outlines) == {point.zone for point in found}
    drawn = list(shapes(drawing).values())
    for place, shape in enumerate(drawn):
        for other in drawn[place + 1 :]:
            assert shape.intersection(other).area < GRID * GRID / 4000


def test_the_drawing_starts_at_its_corner():
    square = [
        CommunePoint(zone, 48 + row / 20, -2 + column / 20) for row in range(6) for column, zone in enumerate("AABB")
    ]
    drawing = draw(square)
    xs = [x for outline in drawing.outlines.values() for ring in outline.rings for x, _ in ring]
    ys = [y for outline in drawing.outlines.values() for ring in outline.rings for _, y in ring]
    assert min(xs) == pytest.approx(0, abs=2)
    assert min(ys) == pytest.approx(0, abs=2)
    assert max(xs) == pytest.approx(drawing.width, abs=2)
    assert max(ys) == pytest.approx(drawing.height, abs=2)
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


def grid(zone, latitude, longitude):
    return [CommunePoint(zone, latitude + row / 20, longitude + column / 20) for row in range(4) for column in range(4)]


def test_what_lies_overseas_is_drawn_in_frames_below_the_rest():
    drawing = draw([*grid("A", 48, -2), *grid("B", 48, -1.8), *grid("R", -21, 55), *grid("G", 5, -53)])
    assert set(drawing.outlines) == {"A", "B", "R", "G"}
    assert len(drawing.frames) == 2
    lowest = max(y for name in "AB" for ring in drawing.outlines[name].rings for _, y in ring)
    for name in "RG":
        points = [point for ring in drawing.outlines[name].rings for point in ring]
        assert any(
            all(x <= px <= x + width and y <= py <= y + height for px, py in points)
            for x, y, width, height in drawing.frames
        ), name
        assert min(y for _, y in points) > lowest
    assert max(drawing.width, drawing.height) == GRID


def test_known_outlines_overseas_are_framed_too():
    square = "POLYGON(({x} {y}, {x1} {y}, {x1} {y1}, {x} {y1}, {x} {y}))"
    shapes = {
        name: square.format(x=x, y=y, x1=x + 0.5, y1=y + 0.5)
        for name, x, y in (("A", -2, 48), ("B", -1.5, 48), ("R", 55, -21))
    }
    drawing = draw_known(shapes)
    assert len(drawing.frames) == 1
    assert set(drawing.outlines) == set(shapes)
