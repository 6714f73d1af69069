"""The pages of the ontology and the vocabularies: readable, light, in French first, their terms under anchors."""

import re
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest

from ftgraph.descriptions import ontology, terms
from ftgraph.namespaces import DEF, VOC
from ftgraph_api.pages.neighbourhood import MOST, Neighbour, drawn

LIGHT = 100_000


def test_every_term_stands_under_one_subject_of_the_file() -> None:
    known = terms()
    said = {each.subject.value for each in ontology().own if isinstance(each.subject, ox.NamedNode)}
    ours = {iri.removeprefix(DEF) for iri in said if iri.startswith(DEF)}
    assert set(known.by_name) == ours
    listed = [name for subject in known.subjects for name in subject.terms]
    assert len(listed) == len(set(listed)) == len(ours)
    assert all(subject.names["fr"] and subject.names["en"] for subject in known.subjects)
    assert len({subject.key for subject in known.subjects}) == len(known.subjects)


def test_neighbours_are_found_from_both_sides() -> None:
    known = terms().by_name
    assert DEF + "Committee" in known["TerritorialCommittee"].parents
    assert DEF + "TerritorialCommittee" in known["Committee"].children
    assert DEF + "formationOf" in known["Committee"].led_to_by
    assert DEF + "Committee" in known["formationOf"].values
    assert DEF + "within" in known["Territory"].has
    assert "http://www.w3.org/2002/07/owl#TransitiveProperty" in known["within"].types


@pytest.mark.parametrize(("lang", "label"), [("", "situé dans"), ("?lang=en", "within")])
def test_the_index_is_light_and_has_an_anchor_a_term(client, lang: str, label: str) -> None:
    page = client.get(f"/def.html{lang}")
    assert len(page.content) < LIGHT
    anchors = set(re.findall(r'<dt id="(\w+)">', page.text))
    assert anchors == set(terms().by_name)
    assert f">{label}</a> <code>within</code>" in page.text


def test_every_term_has_its_page(client) -> None:
    for name, term in terms().by_name.items():
        page = client.get(f"/def/{name}.html")
        assert page.status_code == 200, name
        assert len(page.content) < LIGHT
        assert f"<h1>{escaped(term.labels['fr'])} <small" in page.text
        for text in term.definitions.values():
            assert escaped(text) in page.text, name


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;").replace('"', "&#34;")


def test_a_term_s_page_shows_sources_examples_and_neighbours(client) -> None:
    page = client.get("/def/Commune.html").text
    assert 'href="/def/Territory"' in page
    assert 'href="/doc/commune/35238"' in page
    assert "En vigueur dans la version" in page
    english = client.get("/def/Commune.html?lang=en").text
    assert '<html lang="en">' in english
    assert 'href="/def/Territory?lang=en"' in english


def test_a_term_comes_in_every_format_and_is_kept_by_its_reader(client) -> None:
    for suffix, form in (("ttl", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES), ("rdf", ox.RdfFormat.RDF_XML)):
        answer = client.get(f"/def/within.{suffix}")
        subjects = {quad.subject for quad in ox.parse(answer.content, format=form)}
        assert subjects == {ox.NamedNode(f"{DEF}within")}
        again = client.get(f"/def/within.{suffix}", headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
    page = client.get("/def/within", headers={"Accept": "text/html"})
    assert client.get("/def/within.html", headers={"If-None-Match": page.headers["etag"]}).status_code == 304
    missing = client.get("/def/Nothing.ttl")
    assert missing.status_code == 404
    assert "/def" in missing.json()["cure"]


def test_a_vocabulary_is_a_tree_with_an_anchor_a_value(client) -> None:
    page = client.get("/voc/barrier.html")
    assert len(page.content) < LIGHT
    tree = page.text[page.text.index('<ul class="tree">') :]
    wide, narrow = tree.index('<li id="mobilite">'), tree.index('<li id="mobilite--preparer-un-permis">')
    assert wide < narrow
    assert "</li>" not in tree[wide : tree.index('<ul class="tree">', wide)]
    said = client.get("/voc/barrier.nt").text
    values = set(re.findall(rf"^<{VOC}barrier/([^>]+)>", said, re.MULTILINE))
    assert set(re.findall(r'<li id="([^"]+)"', page.text)) == values


def test_a_value_s_page_says_what_it_means_its_words_and_what_bears_it(client) -> None:
    page = client.get("/voc/barrier/mobilite--preparer-un-permis.html").text
    assert 'href="/voc/barrier/mobilite"' in page
    assert "<svg" in page
    assert 'href="/doc/solution/a"' in page
    wide = client.get("/voc/barrier/mobilite.html").text
    assert "problème de transport" in wide
    assert 'href="/voc/barrier/mobilite--preparer-un-permis"' in wide


def test_the_drawing_is_well_formed_bounded_and_holds_any_text() -> None:
    near = [Neighbour('a <b> & "c"', f"n’{n} <&>", f"/def/x?a=1&b={n}") for n in range(40)]
    root = ET.fromstring(str(drawn("<&>", near, near, "fr")))
    links = root.findall(".//{*}a")
    assert len(links) == 2 * (MOST - 1)
    assert root.attrib["aria-label"] == "« <&> » et ses voisins"
    assert str(drawn("a", [], [], "fr")) == ""


def test_vocabularies_have_an_index_with_their_counts_and_formats(client) -> None:
    page = client.get("/voc", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert len(page.content) < LIGHT
    rows = re.findall(
        r'<th scope="row"><a href="(/voc/[a-z0-9-]+)\.html">([^<]+)</a>.*?class="number"[^>]*>([^<]+)<', page.text
    )
    assert len(rows) > 15
    told = {path: int(count.replace("\u202f", "")) for path, _, count in rows}
    barriers = client.get("/api/v1/vocabularies/barrier").json()["values"]
    assert told["/voc/barrier"] == len(barriers)
    for path in list(told)[:3]:
        for suffix in ("html", "ttl", "jsonld"):
            assert client.get(f"{path}.{suffix}").status_code == 200
    named = {quad.subject.value for quad in ox.parse(client.get("/voc.ttl").content, format=ox.RdfFormat.TURTLE)}
    assert {f"{VOC}{path.removeprefix('/voc/')}" for path in told} <= named
    assert "Vocabularies" in client.get("/voc.html?lang=en").text
