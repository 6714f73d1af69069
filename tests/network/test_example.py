"""The example’s network: what its README tells, its files opened again, the same in every process."""

import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from ftgraph.exports.network import changed, drawing, graph_files, linked, merged, sentences
from ftgraph.exports.network.grids import say_in
from ftgraph.graph.store import Reader
from ftgraph.network import before_after, leaving, merging, reading, silos, standing
from ftgraph.network.records import Network
from ftgraph.settings import Settings

GEXF = "{http://www.gexf.net/1.2draft}"
GEXF_TYPES = {"integer", "long", "double", "float", "boolean", "liststring", "string", "anyURI"}


def test_seven_bodies_became_one_committee_in_the_region(region: Network) -> None:
    """P8.1."""
    place = {each.label: each for each in before_after.before_after(region).places}["Bretagne"]
    assert (place.before, place.committees, place.living_on) == (7, 1, 0)
    assert place.meetings_before == 3 + 6 + 4 + 5 + 11 + 3 + 4


def test_five_to_ten_bodies_became_one_committee_in_the_departement(departement: Network) -> None:
    """P8.11; two of them still meet, as the example tells."""
    place = {each.label: each for each in before_after.before_after(departement).places}["Ille-et-Vilaine"]
    assert (place.before, place.committees, place.living_on) == (8, 1, 2)
    names = {body.label: body for body in departement.before.bodies}
    became = names["CDIAE d’Ille-et-Vilaine"].became
    assert any(name.startswith("Commission spécialisée") for name in became)
    assert names["COPIL obligation de formation d’Ille-et-Vilaine"].until == date(2023, 12, 31)


def test_the_day_tells_what_meets(demo: Reader) -> None:
    earlier = reading.load(demo, date(2024, 6, 1))
    kinds = [body.kind for body in earlier.after.bodies]
    assert kinds.count("legacy") == 14  # one of the fifteen is closed by then
    labels = {body.label for body in earlier.after.bodies if body.kind == "committee"}
    assert "Comité France Travail départemental d’Ille-et-Vilaine" in labels
    assert "Comité départemental pour l’emploi d’Ille-et-Vilaine" not in labels


@pytest.mark.parametrize(("area", "whole"), [("country/FR", True), ("departement/75", False), ("zone/none", False)])
def test_a_territory_holds_what_lies_in_it(demo: Reader, example: Network, area: str, whole: bool) -> None:
    found = reading.within(example, demo, f"https://w3id.org/ftgraph/id/{area}")
    assert (len(found.after.bodies), len(found.actors)) == (
        (len(example.after.bodies), len(example.actors)) if whole else (0, 0)
    )


def test_an_actor_is_one_across_files(example: Network) -> None:
    actor = example.actors["france-travail-bretagne"]
    assert len(actor.iris) >= 5
    assert {body.territory_label for body in _bodies_of(example, actor.key)} >= {"Bretagne", "Ille-et-Vilaine"}
    # Namesakes of two départements stay two, and say where they sit.
    twins = [each.label for each in example.actors.values() if each.label.startswith("Entreprises du département")]
    assert len(twins) == 2
    assert len(set(twins)) == 2


def _bodies_of(network: Network, key: str):
    return [network.after.named[sitting.body] for sitting in network.after.by_actor[key]]


def test_what_still_meets_is_proposed_for_merging(departement: Network) -> None:
    (proposal,) = merging.merging(departement).now
    assert proposal.into.label == "Comité départemental pour l’emploi d’Ille-et-Vilaine"
    assert len(proposal.bodies) == 3
    (before,) = [each for each in merging.merging(departement).then if len(each.bodies) > 5]
    assert before.saved is not None
    assert before.saved > 10


def test_advice_names_who_lost_every_seat(departement: Network) -> None:
    say = say_in("fr")
    changes = before_after.before_after(departement)
    told = sentences.advice(
        departement,
        changes,
        merging.merging(departement),
        silos.silos(departement),
        standing.shape(departement.after),
        say,
    )
    text = " ".join(line for each in told for line in (each.title, *each.sentences))
    assert "MDPH d’Ille-et-Vilaine" in text
    assert "sur 100" in text
    assert "betweenness" not in text.lower()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_answer_makes_tables_of_even_rows(departement: Network, language: str) -> None:
    say = say_in("en" if language == "en" else "fr")
    changes = before_after.before_after(departement)
    shapes = standing.shape(departement.before), standing.shape(departement.after)
    grids = [
        *changed.before_after(changes, say),
        *changed.seats(changes.seats, say),
        *merged.merging(merging.merging(departement), say),
        *linked.actors(departement, *shapes, say),
        *linked.silos(silos.silos(departement), say),
        *linked.one_actor(leaving.one_actor(departement, "ddets-d-ille-et-vilaine"), say),
    ]
    for grid in grids:
        assert all(len(row) == len(grid.headings) for row in grid.rows), grid.key
        assert not grid.linked or len(grid.linked) == len(grid.rows), grid.key
        assert grid.title
        assert grid.rows or grid.empty
    assert len({grid.key for grid in grids}) == len(grids)


def test_graphml_opens_again_with_all_that_was_put_in(departement: Network) -> None:
    graph = nx.read_graphml(io.BytesIO(graph_files.graphml(departement)))
    assert sum(said["bipartite"] == 0 for _, said in graph.nodes(data=True)) == len(departement.actors)
    links = {(sitting.actor, sitting.body) for side in _sides(departement) for sitting in side.sittings}
    assert {frozenset(edge) for edge in graph.edges} == {frozenset(link) for link in links}
    assert nx.is_bipartite(graph)


def test_gexf_opens_again_and_is_as_its_schema_says(departement: Network) -> None:
    data = graph_files.gexf(departement)
    graph = nx.read_gexf(io.BytesIO(data))
    assert graph.number_of_nodes() == len(departement.actors) + len(
        {body.iri for side in _sides(departement) for body in side.bodies}
    )
    root = ET.fromstring(data)
    assert root.tag == f"{GEXF}gexf"
    (drawn,) = root.findall(f"{GEXF}graph")
    assert set(drawn.attrib) <= {"defaultedgetype", "mode", "idtype", "timeformat", "start", "end"}
    declared: dict[str, set[str]] = {}
    for attributes in drawn.findall(f"{GEXF}attributes"):
        for each in attributes.findall(f"{GEXF}attribute"):
            assert each.attrib["type"] in GEXF_TYPES
            declared.setdefault(attributes.attrib["class"], set()).add(each.attrib["id"])
    nodes = [each.attrib["id"] for each in drawn.iter(f"{GEXF}node")]
    edges = list(drawn.iter(f"{GEXF}edge"))
    assert len(nodes) == len(set(nodes))
    assert len({each.attrib["id"] for each in edges}) == len(edges)
    assert {each.attrib[end] for each in edges for end in ("source", "target")} <= set(nodes)
    for kind, parents in (("node", drawn.iter(f"{GEXF}node")), ("edge", edges)):
        for parent in parents:
            assert {each.attrib["for"] for each in parent.iter(f"{GEXF}attvalue")} <= declared[kind]


@pytest.mark.parametrize("which", ["meets", "shares"])
def test_projections_open_again(departement: Network, which: str) -> None:
    graph = nx.read_gexf(io.BytesIO(graph_files.gexf(departement, which)))
    again = nx.read_graphml(io.BytesIO(graph_files.graphml(departement, which)))
    assert set(graph.nodes) == set(again.nodes)
    assert all(said["weight"] == said["before"] + said["after"] > 0 for _, _, said in again.edges(data=True))
    kinds = {said["kind"] for _, said in again.nodes(data=True)}
    assert kinds == {"actor"} if which == "meets" else "actor" not in kinds


@pytest.mark.parametrize("name", ["departement", "example"])
def test_the_drawing_is_well_formed_and_says_what_the_table_says(name: str, request: pytest.FixtureRequest) -> None:
    network: Network = request.getfixturevalue(name)
    root = ET.fromstring(drawing.svg(network, say_in("fr")))
    texts = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"]
    if name == "departement":
        seats = {each.actor.label: each for each in before_after.who_sits(network)}
        ddets = seats["DDETS d’Ille-et-Vilaine"]
        after = texts[texts.index("DDETS d’Ille-et-Vilaine") :]
        assert next(text for text in after if "→" in text) == f"{len(ddets.before)} → {len(ddets.after)}"
        marks = len(root.findall("{http://www.w3.org/2000/svg}g/{http://www.w3.org/2000/svg}g")) - 4  # the legend’s
        assert marks == len(network.before.sittings) + len(network.after.sittings)
    else:
        numbers = [int(text) for text in texts if text.isdigit()]
        assert sum(numbers) == sum(sitting.seats for side in _sides(network) for sitting in side.sittings)


def _sides(network: Network):
    return (network.before, network.after)


@pytest.mark.parametrize(
    "asked",
    [("export", "-f", "gexf"), ("export", "-f", "svg"), ("actors", "-f", "json"), ("merge", "-f", "json")],
    ids="-".join,
)
def test_two_processes_give_the_same_bytes(demo_settings: Settings, tmp_path: Path, asked: tuple[str, ...]) -> None:
    command = [str(Path(sys.executable).parent / "ftgraph"), "network", *asked, "--on", "2026-11-24"]
    found = [
        subprocess.run(
            command,
            env={**os.environ, "FTGRAPH_STORE": demo_settings.store, "PYTHONHASHSEED": seed},
            cwd=tmp_path,
            capture_output=True,
            timeout=100,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert found[0]
    assert found[0] == found[1]
