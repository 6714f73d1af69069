"""Facts and articles: all there, cited ones too, told in two languages, well typeset, in our own words."""

import re
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, RDF, RDFS, XSD, Literal, URIRef
from rdflib.namespace import FOAF

from ftgraph import assets
from ftgraph.namespaces import DEF, PREFIXES, ROOT
from ftgraph.validation import rulesets

FACT = f"{ROOT}/id/fact/"
ARTICLE = f"{ROOT}/id/article/"
KINDS = {"fact": (FACT, f"{DEF}Fact", 181), "article": (ARTICLE, f"{DEF}Article", 69)}
LEGIFRANCE = "https://www.legifrance.gouv.fr/codes/article_lc/"
HEADING = re.compile(r"^### (\S+) \((LEGIARTI\d+), cid LEGIARTI\d+, en vigueur ([\d-]+)\)", re.MULTILINE)
ID_LOCAL = URIRef(PREFIXES["eli"] + "id_local")
NUMBER = URIRef(PREFIXES["eli"] + "number")
LONGEST_RUN = 8
SCREEN = 1100
SPACE_BEFORE = re.compile(r"(?<![\u202f\u00a0])[;:!?»%]")
SPACE_AFTER = re.compile(r"«(?!\u202f)")
BROKEN_REFERENCE = re.compile(r"\b[LR]\.(?!\u00a0)\d|\b[LR]\. |n° ")
NOT_FRENCH = re.compile(r"[\"'“”]|\.\.\.")


def things(reference, kind):
    return {str(thing) for thing in reference.subjects(RDF.type, URIRef(KINDS[kind][1]))}


def texts(reference, language):
    """(thing, text) for each label, description and title in `language`."""
    return [
        (thing, str(text))
        for predicate in (RDFS.label, DCTERMS.description, DCTERMS.title)
        for thing, text in reference.subject_objects(predicate)
        if text.language == language
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_each_one_is_named_after_its_identifier(reference, kind):
    prefix, _, count = KINDS[kind]
    found = things(reference, kind)
    assert len(found) == count
    for thing in found:
        assert [str(value) for value in reference.objects(URIRef(thing), DCTERMS.identifier)] == [
            thing.removeprefix(prefix)
        ]


@pytest.mark.parametrize("kind", KINDS)
def test_each_one_says_one_thing_in_each_language(reference, kind):
    for thing in things(reference, kind):
        for predicate in (RDFS.label, DCTERMS.description):
            said = [text.language for text in reference.objects(URIRef(thing), predicate)]
            assert sorted(said) == ["en", "fr"], (thing, predicate)


def test_the_facts_are_those_of_the_document(reference, deck):
    assert things(reference, "fact") == {FACT + name for name in re.findall(r"^- (P\d+\.\d+) ", deck, re.MULTILINE)}


def test_a_fact_tells_its_document_and_its_page(reference):
    for fact in things(reference, "fact"):
        (document,) = reference.objects(URIRef(fact), URIRef(f"{DEF}factOf"))
        assert (document, RDF.type, URIRef(f"{DEF}SourceDocument")) in reference
        (page,) = reference.objects(URIRef(fact), URIRef(f"{DEF}pageNumber"))
        assert page == Literal(int(fact.removeprefix(f"{FACT}P").split(".")[0]))


def test_the_articles_are_those_of_the_law_in_the_same_version(reference, law):
    expected = {ARTICLE + name: (identifier, start) for name, identifier, start in HEADING.findall(law)}
    assert len(expected) == law.count("\n### ") + law.startswith("### ")
    assert things(reference, "article") == set(expected)
    for article, (identifier, start) in expected.items():
        node = URIRef(article)
        assert list(reference.objects(node, ID_LOCAL)) == [Literal(identifier)]
        assert list(reference.objects(node, URIRef(f"{DEF}validFrom"))) == [Literal(start, datatype=XSD.date)]


def test_an_article_has_its_page_and_its_printed_number(reference):
    for article in things(reference, "article"):
        node = URIRef(article)
        (identifier,) = reference.objects(node, ID_LOCAL)
        assert list(reference.objects(node, FOAF.page)) == [URIRef(LEGIFRANCE + identifier)]
        (number,) = reference.objects(node, NUMBER)
        assert re.sub(r"\.\u00a0", "", str(number)) == article.removeprefix(ARTICLE)


def cited(folder: Path) -> set[str]:
    """The facts and articles named in the Turtle files of `folder`."""
    found = set()
    for path in sorted(folder.rglob("*.ttl")):
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            named = (
                term.value for term in (quad.subject, quad.predicate, quad.object) if isinstance(term, ox.NamedNode)
            )
            found |= {name for name in named if name.startswith((FACT, ARTICLE))}
    return found


@pytest.mark.parametrize("folder", ["ontology", "shapes", "data"])
def test_whatever_is_cited_exists(reference, folder):
    found = cited(assets.ontology().parent / folder)
    assert len(found) > 20
    assert found <= things(reference, "fact") | things(reference, "article")


def test_what_a_rule_rests_on_can_be_read(loaded):
    rules = rulesets.rules(rulesets.shapes(rulesets.ALL)).values()
    named = {(rule.identifier, source) for rule in rules for source in rule.sources}
    missing = {(rule, source) for rule, source in named if source.startswith((FACT, ARTICLE)) and source not in loaded}
    assert len(named) > 60
    assert missing == set()


def test_french_is_typeset(reference):
    for thing, text in texts(reference, "fr"):
        for fault in (SPACE_BEFORE, SPACE_AFTER, BROKEN_REFERENCE, NOT_FRENCH):
            assert not fault.search(text), (thing, text)


def test_english_is_typeset(reference):
    for thing, text in texts(reference, "en"):
        assert not re.search(r"[\"'«»]|[ \u202f\u00a0][;:!?%]|\.\.\.", text), (thing, text)
        assert not BROKEN_REFERENCE.search(text), (thing, text)


def test_a_label_cites_by_itself(reference):
    # Reports print the label alone: it has to name the fact or the article as people cite it.
    for fact in things(reference, "fact"):
        for label in reference.objects(URIRef(fact), RDFS.label):
            assert f" {fact.removeprefix(FACT)} – " in label
    for article in things(reference, "article"):
        (number,) = reference.objects(URIRef(article), NUMBER)
        for label in reference.objects(URIRef(article), RDFS.label):
            assert f" art. {number} – " in label


def test_texts_are_sentences_that_fit_a_screen(reference):
    for thing, text in reference.subject_objects(DCTERMS.description):
        assert text.endswith((".", ".)")), thing
        assert 20 < len(text) <= SCREEN, (thing, len(text))
    for thing, text in reference.subject_objects(RDFS.label):
        assert 4 < len(text) <= 100, thing
        assert not text.endswith("."), thing


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Each run of `length` words, whatever the case and the punctuation."""
    words = [word.lower() for word in re.findall(r"\w+", text)]
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_the_words_are_ours(reference, deck):
    theirs = runs(deck, LONGEST_RUN + 1)
    for thing, text in texts(reference, "fr"):
        shared = runs(text, LONGEST_RUN + 1) & theirs
        assert not shared, (thing, [" ".join(run) for run in shared])


def test_the_reader_gives_each_fact_and_article(reference, loaded):
    assert set(loaded) == things(reference, "fact") | things(reference, "article")
    assert all(source.label.fr and source.label.en for source in loaded.values())
    assert all(source.statement.fr and source.statement.en for source in loaded.values())


def test_the_reader_gives_all_that_a_report_shows(loaded):
    article = loaded[f"{ARTICLE}R5311-24"]
    assert article.iri == f"{ARTICLE}R5311-24"
    assert article.identifier == "R5311-24"
    assert article.label.fr == "Code du travail, art. R.\u00a05311-24 – Effectif du comité départemental"
    assert article.label.en == "Labour code, art. R.\u00a05311-24 – Size of the departmental committee"
    assert "27\u00a0membres" in article.statement.fr
    assert "27 members" in article.statement.en
    assert article.page == f"{LEGIFRANCE}LEGIARTI000049752190"
    assert (article.valid_from, article.valid_until) == (date(2024, 7, 1), None)
    fact = loaded[f"{FACT}P8.17"]
    assert (fact.identifier, fact.page, fact.valid_from) == ("P8.17", "", None)
    assert "treize" in fact.statement.fr
    assert "seize" in fact.statement.fr


def test_the_shapes_are_not_given_them():
    given = {str(triple.subject) for triple in ox.parse(rulesets.reference().encode(), format=ox.RdfFormat.N_TRIPLES)}
    assert given
    assert not {subject for subject in given if subject.startswith((f"<{FACT}", f"<{ARTICLE}"))}
