"""The network of actors and instances as files for graph software: GraphML, GEXF (Gephi), and its links as CSV.

Both graphs hold both sides: an instance says on which it is, a link too. Node identifiers are the actors’ keys and the
instances’ IRIs.
"""

import io
from xml.etree import ElementTree as ET

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from ftgraph.exports import french_csv
from ftgraph.exports.committee.printable import printable
from ftgraph.network.graphs import Graphs
from ftgraph.network.records import Network, Side

SITS, MEETS, SHARES = "sits", "meets", "shares"
GRAPHS = (SITS, MEETS, SHARES)
"""Actors and instances; actors who meet; instances that share members."""


def whole(network: Network) -> "nx.Graph[str]":
    """Actors and instances of both sides; a link carries where it is: before, after, both for one that lives on."""
    graph: nx.Graph[str] = nx.Graph(name=f"ftgraph {network.day.isoformat()}")
    for actor in network.actors.values():
        graph.add_node(
            actor.key, label=actor.label, kind="actor", bipartite=0, category=actor.category.fr, group=actor.group.fr
        )
    for name, side in (("before", network.before), ("after", network.after)):
        _add_side(graph, side, name)
    return graph


def _add_side(graph: "nx.Graph[str]", side: Side, name: str) -> None:
    for body in side.bodies:
        known = graph.nodes.get(body.iri)
        graph.add_node(
            body.iri,
            label=body.label,
            kind=body.kind,
            bipartite=1,
            side="both" if known else name,
            level=body.level,
            territory=body.territory_label,
            fields="; ".join(body.fields),
            # −1: nothing says. Graph files have no empty number.
            meetings=-1 if body.meetings is None else body.meetings,
        )
    for sitting in side.sittings:
        again = graph.has_edge(sitting.actor, sitting.body)
        graph.add_edge(
            sitting.actor,
            sitting.body,
            side="both" if again else name,
            presides=sitting.presides,
            seats=sitting.seats,
            weight=float(sitting.seats),
        )


def projected(network: Network, which: str) -> "nx.Graph[str]":
    """Actors who meet (`meets`) or instances that share members (`shares`): a link counts what two have in common.

    `before` and `after` of a link: how many instances two actors share, or how many actors two instances share, on
    each side; `weight` is their sum.
    """
    graph: nx.Graph[str] = nx.Graph(name=f"ftgraph {which} {network.day.isoformat()}")
    nodes = whole(network).nodes(data=True)
    graph.add_nodes_from((node, said) for node, said in nodes if (said["kind"] == "actor") == (which == MEETS))
    for name, side in (("before", network.before), ("after", network.after)):
        graphs = Graphs(side)
        found, names = (graphs.meeting, graphs.actors) if which == MEETS else (graphs.sharing, graphs.bodies)
        for one, other, said in found.edges(data=True):
            ends = names[one], names[other]
            if not graph.has_edge(*ends):
                graph.add_edge(*ends, before=0, after=0, weight=0.0)
            link = graph.edges[ends]
            link[name] += said["weight"]
            link["weight"] += said["weight"]
    return graph


def graph_of(network: Network, which: str) -> "nx.Graph[str]":
    """The graph of that name: one of `GRAPHS`."""
    return whole(network) if which == SITS else projected(network, which)


def graphml(network: Network, which: str = SITS) -> bytes:
    """GraphML 1.0, with typed attributes."""
    out = io.BytesIO()
    nx.write_graphml_xml(graph_of(network, which), out, named_key_ids=True)
    return _readable(out.getvalue())


def gexf(network: Network, which: str = SITS) -> bytes:
    """GEXF 1.2draft, as Gephi opens it; dated of the day asked for, so that one question gives one file."""
    graph = graph_of(network, which)
    for _, attributes in graph.nodes(data=True):
        colour = {"actor": (0, 98, 90), "legacy": (150, 90, 0)}.get(attributes["kind"], (18, 60, 123))
        attributes["viz"] = {"color": dict(zip("rgb", colour, strict=True)) | {"a": 1.0}}
    writer = GEXFWriter(encoding="utf-8", prettyprint=False, version="1.2draft")
    writer.add_graph(graph)
    root = writer.xml
    # The library writes today’s date, its own name, and an attribute that the schema of GEXF does not have.
    for meta in root.iter("meta"):
        meta.set("lastmodifieddate", network.day.isoformat())
    for creator in root.iter("creator"):
        creator.text = "ftgraph"
    for drawn in root.iter("graph"):
        drawn.attrib.pop("name", None)
    return _readable(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _readable(xml: bytes) -> bytes:
    """Without the characters that XML cannot hold, which names may."""
    return printable(xml.decode()).encode()


def links_csv(network: Network, language: str = "fr") -> bytes:
    """One line a link: actor, instance, side."""
    english = language == "en"
    headings = (
        (
            "Side",
            "Actor",
            "Category",
            "Body",
            "Kind",
            "Territory",
            "Presides",
            "Seats",
            "Meetings a year",
            "Actor’s key",
            "Body’s IRI",
        )
        if english
        else (
            "Côté",
            "Acteur",
            "Catégorie",
            "Instance",
            "Nature",
            "Territoire",
            "Préside",
            "Sièges",
            "Réunions par an",
            "Clé de l’acteur",
            "IRI de l’instance",
        )
    )
    sides = (("before" if english else "avant", network.before), ("after" if english else "après", network.after))
    yes, no = ("yes", "no") if english else ("oui", "non")
    rows = []
    for name, side in sides:
        for sitting in side.sittings:
            body, actor = side.named[sitting.body], network.actors[sitting.actor]
            rows.append(
                (
                    name,
                    actor.label,
                    actor.category.say("en" if english else "fr"),
                    body.label,
                    body.nature.say("en" if english else "fr"),
                    body.territory_label,
                    yes if sitting.presides else no,
                    sitting.seats,
                    body.meetings,
                    actor.key,
                    body.iri,
                )
            )
    return b"".join(french_csv.pieces(headings, ((row, [0] * len(row)) for row in rows)))
