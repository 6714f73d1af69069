"""Records as N-Triples: golden lines, nothing that a parser refuses, networks copied in any order."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ftgraph.graph.ntriples import literal
from ftgraph.publish.solutions import SolutionWriter, link, text, write_ntriples
from ftgraph.sources.solution_records import SolutionRecord, StructureRecord, sealed

BASE = "https://w3id.org/ftgraph"
GOLDEN = Path(__file__).with_name("golden.nt")
QUICK = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))

STRUCTURE = sealed(
    StructureRecord(
        id="dora--s/1",
        source="dora",
        name="Mission locale « Ouest »",
        description="Pour les jeunes.",
        siret="13003013300016",
        networks=("mission-locale",),
        locality_name="Rennes",
        postal_code="35000",
        insee_code="35238",
        location="35238",
        address="1 rue Haute",
        address_complement="Bât. B",
        latitude=48.11,
        longitude=-1.67,
        telephone="+33299000000",
        email="a@b.fr",
        homepage="https://exemple.fr/é",
        page="https://exemple.fr",
        opening_hours="Mo-Fr 08:30-12:30",
        accessibility_page="https://acces.fr/1",
        modified=date(2026, 2, 1),
        extra='{"a":1}',
    )
)
SOLUTION = sealed(
    SolutionRecord(
        id="dora--1",
        source="dora",
        structure_id="dora--s/1",
        title='Location de "scooters"',
        description="Ligne 1\nLigne 2\\",
        modified=date(2026, 2, 1),
        page="https://exemple.fr/1",
        service_type="aide-materielle",
        barriers=("mobilite--acceder-a-un-vehicule", "mobilite--financer-ma-mobilite"),
        fee="payant",
        fee_details="5 € par jour",
        publics=("jeunes",),
        public_details="16-25 ans",
        access_conditions="Permis AM",
        location="35238",
        modes=("en-presentiel",),
        zones=("departement/35", "epci/243500139"),
        contact_name="Mme X",
        mobilisation_page="https://exemple.fr/m",
        mobilisation_modes=("telephoner",),
        mobilisable_by=("usagers",),
        mobilisation_details="Appeler le matin",
        weekly_hours=2.5,
        weeks=3,
        quality=0.9,
        example=True,
    )
)
BARE = sealed(
    SolutionRecord(
        id="liste--2",
        source="liste",
        structure_id="dora--s/1",
        title="Aide",
        description="Aide",
        unrecognised_barrier="dragons",
    )
)


def ntriples(*records, **options):
    out = io.BytesIO()
    written = write_ntriples(records, out, base=BASE, **options)
    return out.getvalue(), written


def test_golden():
    """Three rows, every property of the model. Read the difference, then write the file again if it is meant."""
    assert ntriples(STRUCTURE, SOLUTION, BARE)[0].decode() == GOLDEN.read_text("utf-8")


@pytest.mark.checkout
def test_every_property_is_declared_in_the_model():
    page = Path(__file__).parents[2] / "docs" / "model.md"
    if not page.is_file():
        pytest.skip("docs/model.md is absent: not a checkout")
    model = page.read_text("utf-8")
    prefix = "https://w3id.org/ftgraph/def#"
    used = {
        str(one.predicate)[1:-1] for one in ox.parse(ntriples(STRUCTURE, SOLUTION, BARE)[0], ox.RdfFormat.N_TRIPLES)
    }
    for predicate in used:
        if predicate.startswith(prefix):
            assert f"`ft:{predicate.removeprefix(prefix)}`" in model, predicate


def test_networks_are_copied_whatever_the_order():
    first = ntriples(STRUCTURE, SOLUTION)[0].splitlines()
    second, written = ntriples(SOLUTION, STRUCTURE)
    assert sorted(first) == sorted(second.splitlines())
    assert any(b"solution/dora--1" in line and b"def#network" in line for line in first)
    assert written.orphans == {}


def test_solutions_without_their_structure_are_counted():
    written = ntriples(SOLUTION, BARE)[1]
    assert written.orphans == {"dora--s/1": 2}
    assert written.sources == {"dora": 1, "liste": 1}
    assert written.digests["solution/dora--1"] == SOLUTION.digest


def test_progress_is_told():
    told = []
    ntriples(STRUCTURE, SOLUTION, progress=told.append)
    assert told[-1] == 2


ANY_TEXT = st.text(st.characters(codec=None), max_size=30)


@given(ANY_TEXT)
@example('a"\\\n\r\t\x00\x08\x0c\x7f\ud800 \\u0041\\b')
@QUICK
def test_text_means_the_same_as_the_plain_way(value):
    def meant(term):
        return next(iter(ox.parse(f"<s:s> <s:p> {term} .", ox.RdfFormat.N_TRIPLES))).object.value

    assert meant(text(value)) == meant(literal(value))


@given(st.text(max_size=40) | st.from_regex(r"https?://[^\s]{0,30}", fullmatch=True))
@example("https://a.fr/100%")
@example("https://a.fr/[x]#a#b")
@example("http://[::1]/")
@example("HTTPS://é.fr:99999999/ü?q=%zz")
@example("")
@QUICK
def test_links_are_iris_that_the_store_takes(value):
    assert list(ox.parse(f"<s:s> <s:p> {link(value)} .", ox.RdfFormat.N_TRIPLES))


@pytest.mark.parametrize("value", ["https://exemple.fr/a%20b?x=1&y=(2)#z", "http://exemple.fr"])
def test_a_sound_link_is_left_alone(value):
    assert link(value) == f"<{value}>"


@given(ANY_TEXT, st.text(min_size=1, max_size=10))
@QUICK
def test_whatever_the_text_the_store_takes_the_triples(value, identifier):
    record = replace(
        SOLUTION, id=identifier, title=value, description=value, address=value, page=value, source=identifier
    )
    produced = SolutionWriter(BASE).solution(record)
    assert len(list(ox.parse(produced, ox.RdfFormat.N_TRIPLES))) == produced.count(" .\n")
