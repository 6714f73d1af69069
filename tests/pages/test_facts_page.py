"""`/a-propos/faits`: each fact with what carries it; pages declare what they show."""

import re

import pytest

from ftgraph_api.pages import declared

PAGES = list(declared.pages())


def test_each_fact_has_its_place_and_its_links_lead_somewhere(browser):
    page = browser.open("/a-propos/faits")
    anchors = {each["id"] for each in page.all("h3")}
    assert len(anchors) == 181
    assert "178 faits" in page.text
    links = {each["href"] for each in page.all("a") if (each["href"] or "").startswith(("/doc/", "/voc/", "/donnees/"))}
    kinds = {link.split("/")[1] for link in links}
    assert kinds == {"doc", "voc", "donnees"}
    for kind in kinds:
        some = sorted(link for link in links if link.startswith(f"/{kind}/"))[:: 40 if kind != "donnees" else 2]
        for link in some:
            assert browser.get(link).status_code == 200, link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.carrier.name)
def test_a_page_that_declares_facts_is_there(browser, page):
    assert page.facts
    assert len(set(page.facts)) == len(page.facts)
    browser.open(page.carrier.name)


def test_governance_declares_the_facts_that_it_cites(browser):
    (governance,) = (each for each in PAGES if each.carrier.name == "/gouvernance")
    cited = {each["id"] for each in browser.open("/gouvernance").all("dt") if "id" in each}
    assert set(governance.facts) == {each for each in cited if re.fullmatch(r"P\d+\.\d+", each or "")}
