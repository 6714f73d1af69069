"""The few updates that are sent to a SPARQL server: their graph and triples vary, which no query file can say."""

from ftgraph.graph.ntriples import iri


def inserting(graph: str, triples: str) -> str:
    """State `triples` (N-Triples) in a graph."""
    return f"INSERT DATA {{ GRAPH {iri(graph)} {{ {triples} }} }}"


def deleting(graph: str, triples: str) -> str:
    """Take `triples` (N-Triples) out of a graph."""
    return f"DELETE DATA {{ GRAPH {iri(graph)} {{ {triples} }} }}"


def copying(graph: str, copy: str) -> str:
    """Make a graph the content of another."""
    return f"COPY SILENT GRAPH {iri(graph)} TO GRAPH {iri(copy)}"


def dropping(graph: str) -> str:
    """Drop a graph, if it is there."""
    return f"DROP SILENT GRAPH {iri(graph)}"


def loading(address: str, graph: str) -> str:
    """Read an address into a graph."""
    return f"LOAD {iri(address)} INTO GRAPH {iri(graph)}"


def forgetting(graph: str, subject: str) -> str:
    """Take all that is said of a subject out of a graph."""
    return f"DELETE WHERE {{ GRAPH {iri(graph)} {{ {iri(subject)} ?p ?o }} }}"


def turning(graph: str, subject: str, pointer: str, target: str) -> str:
    """Make `target` the one value that a subject has by `pointer`: first it has both."""
    old = f"GRAPH {iri(graph)} {{ {iri(subject)} {iri(pointer)} ?before }}"
    added = inserting(graph, f"{iri(subject)} {iri(pointer)} {iri(target)}")
    return f"{added} ;\nDELETE {{ {old} }} WHERE {{ {old} FILTER(?before != {iri(target)}) }}"
