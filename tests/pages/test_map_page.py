"""Carte: any territory by any zoning; a map that is too large for a page is a picture, its numbers all in tables."""

import re
from xml.etree import ElementTree

import pytest

SVG = "{http://www.w3.org/2000/svg}"


def numbers(text: str) -> dict[str, int]:
    """The rows of a page's table of zones."""
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">[^<]+</a></th><td class="number">([^<]+)</td>', text)
    return {address: int(count.replace("\u202f", "")) for address, count in rows}


def lines(browser, path: str) -> dict[str, int]:
    """The rows of a table file, by reference."""
    text = browser.get(path).content.decode("utf-8-sig")
    return {row.split(";")[0]: int(row.split(";")[-1]) for row in text.splitlines()[1:]}


def test_the_country_is_drawn_by_departement_in_its_page(browser):
    page = browser.open("/territoires/country:FR")
    drawn = [each for each in page.all("path") if (each.get("class") or "").startswith("l")]
    assert len(drawn) > 95
    assert len([each for each in page.all("rect") if each.get("class") == "frame"]) > 3, "overseas"


def test_a_region_is_not_drawn_by_the_basins_of_one_of_its_departements(browser):
    assert "Par zone – Arrondissements" in browser.open("/territoires/region:53").text


@pytest.mark.parametrize("zoning", ["arrondissement", "epci"])
def test_a_large_map_is_a_picture_whose_zones_lead_somewhere(browser, zoning):
    page = browser.open(f"/carte?zoning={zoning}")
    (image,) = [each for each in page.all("img") if each.get("class") == "map"]
    assert "carte" in image["alt"]
    answer = browser.get(image["src"])
    assert answer.headers["content-type"] == "image/svg+xml"
    links = list(ElementTree.fromstring(answer.content).iter(f"{SVG}a"))
    assert len(links) > 300
    assert all(link.find(f"{SVG}title").text for link in links)
    assert browser.get(links[0].get("href")).status_code == 200
    again = browser.get(image["src"], headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_every_number_of_a_picture_stands_in_a_table(browser):
    """Of a map of few hundred zones in the page; of a larger one, in the maps of its parts and in the file."""
    found = numbers(browser.get("/carte?zoning=arrondissement").text)
    file = lines(browser, "/carte.csv?zoning=arrondissement")
    assert {f"/territoires/{reference}": count for reference, count in file.items()} == found
    whole = lines(browser, "/carte.csv?zoning=epci")
    parts = [a["href"] for a in browser.open("/carte?zoning=epci").all("a") if "territory=region:" in a["href"]]
    assert len(parts) >= 16
    part = numbers(browser.get(next(each for each in parts if "region:53" in each)).text)
    assert len(part) == 61
    assert {address.removeprefix("/territoires/"): count for address, count in part.items()}.items() <= whole.items()


def test_the_number_of_a_zone_is_that_of_its_list(browser):
    drawn = lines(browser, "/carte.csv?territory=departement:35&zoning=epci&barrier=mobilite&public=jeunes")
    assert len(drawn) == 18
    for reference, count in list(drawn.items())[:6]:
        listed = browser.get(f"/api/v1/solutions?territory={reference}&barrier=mobilite&public=jeunes&limit=1").json()
        assert listed["total"] == count


def test_a_map_of_what_is_asked_leads_to_lists(browser):
    text = browser.get("/carte?territory=departement:35&zoning=epci&barrier=mobilite").text
    assert set(re.findall(r'<a href="(/[?a-z]+)', text)) >= {"/?barrier"}


def test_many_solutions_have_classes_of_their_own(browser):
    text = browser.open("/carte?territory=departement:35&zoning=epci").text
    assert "3 à 7" not in text
    assert re.search(r"1 à \d\d \d\d à \d\d \d\d et plus", text)
    assert "Aucune (manque)" in text


@pytest.mark.parametrize("path", ["/carte.svg", "/carte.csv", "/carte"])
def test_what_cannot_be_drawn_is_told(browser, path):
    assert browser.get(f"{path}?territory=commune:35238").status_code == (200 if path == "/carte" else 400)
    assert browser.get(f"{path}?territory=departement:35&zoning=nul").status_code == 400
    assert browser.get(f"{path}?territory=nullepart").status_code == (200 if path == "/carte" else 400)


def test_no_zone_covers_the_number_of_another(browser):
    text = browser.get("/territoires/region:53").text
    assert text.rindex('<path class="l') < text.index("<text ")
    assert "<text " in text


def test_a_number_is_written_only_where_it_has_room(browser):
    drawn = ElementTree.fromstring(browser.get("/carte.svg?zoning=epci").content)
    assert len(list(drawn.iter(f"{SVG}text"))) < len(list(drawn.iter(f"{SVG}a"))) / 4
    drawn = ElementTree.fromstring(browser.get("/carte.svg?zoning=region").content)
    assert len(list(drawn.iter(f"{SVG}text"))) > 10


def test_a_class_of_one_number_is_that_number(browser):
    text = browser.open("/carte?territory=region:53&zoning=epci").text
    assert "Aucune (manque) 1 à 9 10 11 et plus" in text


def test_zones_are_in_the_order_of_a_dictionary(browser):
    text = browser.get("/carte?zoning=departement").text
    assert text.index(">Ardèche</a>") < text.index(">Ardennes</a>")
    assert text.index(">Hérault</a>") < text.index(">Ille-et-Vilaine</a>")


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/carte?zoning=departement", 30_000),
        ("/carte?territory=region:53&zoning=epci", 30_000),
        ("/territoires/country:FR", 40_000),
        ("/carte?zoning=epci", 10_000),
        ("/carte.svg?zoning=arrondissement", 50_000),
        ("/carte.svg?zoning=epci", 90_000),
    ],
)
def test_a_map_weighs_little_on_its_way(browser, path, most):
    answer = browser.get(path, headers={"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < most
