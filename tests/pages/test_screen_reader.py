"""What a screen reader is given of each page: names, headings, tables, landmarks, messages; nothing twice in a row."""

from itertools import pairwise

import pytest

from .reading import CONTROLS, heard, tree
from .test_browser import PAGES, address, page

__all__ = ["address", "page"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
]
_SHORT = 3  # a number may well stand twice in a row


def repeats(line: str, after: str) -> bool:
    """Whether two lines say one thing twice. A table may bear the name of its heading; rows may begin alike."""
    kind, colon, name = line.partition(" : ")
    other, again, same = after.partition(" : ")
    if not (colon and again) or name != same or len(name) <= _SHORT:
        return False
    return other != "tableau" and not kind == other == "en-tête de ligne"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_heard_in_order_and_once(page, address, path):
    page.goto(address + path)
    found = tree(page)
    unnamed = [each.role for each in found.all(*CONTROLS, "image", "table", "region", "navigation") if not each.name]
    assert unnamed == [], "each control, image, table and part has a name"
    for table in found.all("table"):
        assert table.all("columnheader"), f"« {table.name} » announces its columns"
        assert table.all("rowheader"), f"« {table.name} » announces its rows"
    levels = [each.states["level"] for each in found.all("heading")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    lines = heard(found)
    assert [line for line, after in pairwise(lines) if repeats(line, after)] == []
    if not path.startswith("/embed"):
        for part in ("banner", "main", "contentinfo"):
            assert len(found.all(part)) == 1, part
        current = [each for each in found.all("link") if each.states.get("current") == "page"]
        assert len(current) <= 1


def test_names_of_parts_tell_them_apart(page, address):
    for path in PAGES:
        page.goto(address + path)
        names = [each.name for each in tree(page).all("region", "navigation")]
        assert len(names) == len(set(names)), path


def test_a_map_is_heard_zone_by_zone_with_its_numbers(page, address):
    page.goto(address + "/?text=pas+le+permis&territory=departement:35")
    (drawn,) = [each for each in tree(page).all("group") if "Nombre de solutions" in each.name]
    zones = [each.name for each in drawn.all("link")]
    assert len(zones) == 8
    assert all(" : " in zone and zone.rpartition(" : ")[2].isdigit() for zone in zones)
    page.goto(address + "/carte?zoning=epci")
    (picture,) = tree(page).all("image")
    assert "Les mêmes nombres suivent" in picture.name


def test_what_went_wrong_is_said(page, address):
    """Messages are told as such, and fields keep their names where the form comes back."""
    page.goto(address + "/?territory=nullepart")
    found = tree(page)
    (message,) = found.all("status")
    assert any("nullepart" in line for line in heard(message))
    page.goto(address + "/manques?territory=nullepart")
    assert tree(page).all("alert")


def test_a_table_row_is_heard_with_its_headings(page, address):
    page.goto(address + "/manques?territory=departement:35")
    matrix = tree(page).all("table")[0]
    heads = [each.name for each in matrix.all("columnheader")]
    assert "Mobilité" in heads
    assert len(heads) == 17
    assert len(matrix.all("rowheader")) == 8
