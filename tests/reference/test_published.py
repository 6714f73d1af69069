"""What rules rest on is in every store, in the graph of the reference data."""

from ftgraph.graph.store import Reader
from ftgraph.namespaces import ROOT

IN_THE_GRAPH = f"""
PREFIX ft: <https://w3id.org/ftgraph/def#>
SELECT DISTINCT ?kind ?thing WHERE {{
  GRAPH <{ROOT}/graph/reference> {{
    VALUES ?kind {{ ft:Fact ft:Article ft:ExpectedCommittee ft:CoreIndicator }}
    ?thing a ?kind .
  }}
}}
ORDER BY ?kind ?thing
"""


def test_facts_articles_schemes_and_indicators_are_published(demo: Reader, loaded):
    published: dict[str, set[str]] = {}
    for kind, thing in demo.select(IN_THE_GRAPH):
        published.setdefault(kind.value.rpartition("#")[2], set()).add(thing.value)
    assert published["Fact"] | published["Article"] == set(loaded)
    assert len(published["ExpectedCommittee"]) >= 4
    assert len(published["CoreIndicator"]) == 17
