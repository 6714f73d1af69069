"""The network in words, tables and files: both languages, any number, any character."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from ftgraph.exports.network import changed, drawing, graph_files, linked, sentences
from ftgraph.exports.network.grids import points, say_in, share
from ftgraph.network import before_after, leaving, standing
from ftgraph.network.records import Network

FR, EN = say_in("fr"), say_in("en")


def test_categories_are_told_in_english(small: Network) -> None:
    shapes = standing.shape(small.before), standing.shape(small.after)
    grid = linked.actors(small, *shapes, EN)[0]
    assert {row[1] for row in grid.rows} == {"State", "Authorities", "Partners"}


def test_numbers_are_written_as_each_language_does() -> None:
    assert (points(33.333, FR), points(33.333, EN), points(20, FR)) == ("33,3", "33.3", "20")
    assert (share(41, 100, FR), share(41, 100, EN)) == ("41\u202f%", "41%")


def test_a_body_that_ends_later_still_meets(small: Network) -> None:
    bodies = tuple(replace(each, until=date(2027, 12, 31)) for each in small.before.bodies)
    lives = replace(small.after, bodies=(small.after.bodies[0], bodies[2]))
    network = replace(small, before=replace(small.before, bodies=bodies), after=lives)
    fates = changed.before_after(before_after.before_after(network), FR)[-1].rows
    assert [row[3] for row in fates] == ["close", "close", "se réunit encore"]


def test_one_is_told_in_the_singular(small: Network) -> None:
    alone = replace(small, before=small.before.kept(small.before.bodies[2:]))
    first, second, *_ = sentences.headline(alone, before_after.before_after(alone), FR)
    assert first.endswith(": 1 instance, 1 acteur, 2 réunions par an.")
    assert ", 1 instance d’avant qui se réunit encore," in second
    told = sentences.of_actor(leaving.one_actor(replace(small, after=small.before), "conseil"), 5, FR)[-1]
    assert "CAF n’aurait plus de lien avec les autres" in told


@pytest.mark.parametrize("make", [graph_files.graphml, graph_files.gexf])
def test_a_control_character_spoils_no_file(small: Network, make) -> None:
    actors = {**small.actors, "caf": replace(small.actors["caf"], label="CA\x01F")}
    network = replace(small, actors=actors)
    made = make(network)
    ET.fromstring(made)
    assert "CA\ufffdF" in made.decode()
    ET.fromstring(drawing.svg(network, FR))
