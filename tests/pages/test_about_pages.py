"""The pages about the site, and the theme of an operator."""

from dataclasses import replace

import pytest

from ftgraph_api.pages import about

PAGES = ("/a-propos", "/a-propos/accessibilite", "/a-propos/faits", "/a-propos/integrer", "/plan")
CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_is_well_formed_in_both_languages(browser, path, language):
    page = browser.open(f"{path}?lang={language}")
    assert page.wrong == []
    assert len(page.all("h1")) == 1


def test_the_grid_has_every_criterion_once():
    assert tuple(len(theme.criteria) for theme in about.grid()) == CRITERIA
    for number, theme in enumerate(about.grid(), 1):
        assert [each.number for each in theme.criteria] == [f"{number}.{n}" for n in range(1, len(theme.criteria) + 1)]
        assert all(each.how for each in theme.criteria)
    assert sum(about.totals().values()) == sum(CRITERIA) == 106


def test_the_plan_leads_everywhere(browser):
    for link in browser.open("/plan").all("a"):
        if (link["href"] or "").startswith("/"):
            assert browser.get(link["href"]).status_code == 200, link["href"]


def test_a_theme_brings_colours_a_logo_and_a_foot(demo_settings, open_browser, tmp_path):
    (tmp_path / "theme.css").write_text(":root { --main: #a1006b; }")
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (tmp_path / "footer.html").write_text("<p>Département d’exemple</p>", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("not a theme's file")
    themed = open_browser(replace(demo_settings, theme=str(tmp_path)))
    page = themed.open("/a-propos")
    assert "Département d’exemple" in page.text
    logo = page.all("img")[0]
    assert logo["alt"] == ""
    sheets = [each["href"] for each in page.all("link") if each.get("rel") == "stylesheet"]
    assert themed.get(sheets[1]).text == ":root { --main: #a1006b; }"
    assert themed.get(logo["src"]).headers["content-type"] == "image/svg+xml"
    assert themed.get("/theme/secret.txt").status_code == 404
    assert themed.get("/theme/..%2Fsecret.css").status_code == 404


def test_pages_are_packed_for_who_can_unpack(browser):
    packed = browser.get("/gouvernance", headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    plain = browser.get("/gouvernance", headers={"Accept": "text/html", "Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    again = browser.get("/gouvernance", headers={"Accept": "text/html", "If-None-Match": packed.headers["etag"]})
    assert again.status_code == 304
