"""The published cube against the integrity constraints of the RDF Data Cube recommendation that apply to it.

Each query finds what breaks its constraint. Left out: those on slices, on several measures and on hierarchies told by
properties of their own, which this cube does not have.
"""

import pyoxigraph
import pytest

from ftgraph.graph.store import Reader
from ftgraph.namespaces import PREFIXES

PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
BROKEN_BY = {
    "IC-1 one dataset an observation": """
        { ?x a qb:Observation FILTER NOT EXISTS { ?x qb:dataSet ?any } }
        UNION { ?x qb:dataSet ?one, ?other FILTER(?one != ?other) }""",
    "IC-2 one structure a dataset": """
        { ?x a qb:DataSet FILTER NOT EXISTS { ?x qb:structure ?any } }
        UNION { ?x qb:structure ?one, ?other FILTER(?one != ?other) }""",
    "IC-3 a structure has a measure": """
        ?x a qb:DataStructureDefinition FILTER NOT EXISTS { ?x qb:component ?part . ?part qb:measure ?measure }""",
    "IC-4 a dimension has a range": "?x a qb:DimensionProperty FILTER NOT EXISTS { ?x rdfs:range ?range }",
    "IC-5 a dimension of concepts has a code list": """
        ?x a qb:DimensionProperty ; rdfs:range skos:Concept FILTER NOT EXISTS { ?x qb:codeList ?list }""",
    "IC-6 only attributes may be left out": """
        ?structure qb:component ?part . ?part qb:componentRequired false ; qb:dimension|qb:measure ?x""",
    "IC-11 every dimension is given": """
        ?structure a qb:DataStructureDefinition ; qb:component ?part . ?part qb:dimension ?dimension .
        ?set qb:structure ?structure . ?x qb:dataSet ?set FILTER NOT EXISTS { ?x ?dimension ?value }""",
    "IC-12 no two observations of a cell": """
        { SELECT ?set ?a ?b ?c ?d ?e ?f ?g ?h ?i ?j ?k (COUNT(?one) AS ?x)
          WHERE { ?one qb:dataSet ?set ; ft:observedIndicator ?a ; ft:observedIn ?b ; sdmx-dimension:refPeriod ?c ;
                    ft:observedPublic ?d ; ft:observedGender ?e ; ft:observedAge ?f ; ft:observedEducation ?g ;
                    ft:observedAllowance ?h ; ft:observedSeniority ?i ; ft:observedOperator ?j ;
                    ft:observedAccompaniment ?k }
          GROUP BY ?set ?a ?b ?c ?d ?e ?f ?g ?h ?i ?j ?k HAVING (COUNT(?one) > 1) }""",
    "IC-13 required attributes are given": """
        ?structure qb:component ?part . ?part qb:componentRequired true ; qb:attribute ?attribute .
        ?set qb:structure ?structure . ?x qb:dataSet ?set FILTER NOT EXISTS { ?x ?attribute ?value }""",
    "IC-14 the measure is given": """
        ?structure qb:component ?part . ?part qb:measure ?measure .
        ?set qb:structure ?structure . ?x qb:dataSet ?set FILTER NOT EXISTS { ?x ?measure ?value }""",
    "IC-19 codes are of their list": """
        ?structure qb:component ?part . ?part qb:dimension|qb:attribute ?property . ?property qb:codeList ?list .
        ?set qb:structure ?structure . ?one qb:dataSet ?set ; ?property ?x
        FILTER NOT EXISTS { ?x a skos:Concept ; skos:inScheme ?list }""",
    "one value of each component": """
        ?structure qb:component ?part . ?part qb:dimension|qb:measure|qb:attribute ?property .
        ?set qb:structure ?structure . ?x qb:dataSet ?set ; ?property ?one, ?other FILTER(?one != ?other)""",
    "a component is declared of its kind": """
        { ?part qb:dimension ?x FILTER NOT EXISTS { ?x a qb:DimensionProperty } }
        UNION { ?part qb:measure ?x FILTER NOT EXISTS { ?x a qb:MeasureProperty } }
        UNION { ?part qb:attribute ?x FILTER NOT EXISTS { ?x a qb:AttributeProperty } }""",
    "a default is of its list": """
        ?part qb:dimension ?dimension ; schema:defaultValue ?x . ?dimension qb:codeList ?list
        FILTER NOT EXISTS { ?x skos:inScheme ?list }""",
    "an indicator is broken down by dimensions of the cube": """
        ?indicator ft:allowsDimension ?x FILTER NOT EXISTS { ?part qb:dimension ?x }""",
    "a withheld cell has no value": "?x a ft:WithheldCell ; ft:value ?value",
    "a withheld cell is no observation": "?x a ft:WithheldCell, qb:Observation",
}


@pytest.fixture(scope="module")
def cube(demo: Reader) -> pyoxigraph.Store:
    """What the published graph says of the cube: its structure, code lists and observations."""
    store = pyoxigraph.Store()
    graphs = demo.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    for (graph,) in graphs:
        name = graph.value
        if any(part in name for part in ("/observations", "/graph/reference", "/graph/vocabularies")):
            triples = demo.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
            store.extend(pyoxigraph.Quad(each.subject, each.predicate, each.object) for each in triples)
    return store


@pytest.mark.parametrize("constraint", BROKEN_BY)
def test_the_cube_is_well_formed(cube, constraint):
    found = [row["x"] for row in cube.query(f"{PROLOGUE}SELECT ?x WHERE {{ {BROKEN_BY[constraint]} }} LIMIT 5")]
    assert found == []


BREAKS = {
    "IC-1 one dataset an observation": "<urn:o> a qb:Observation",
    "IC-2 one structure a dataset": "<urn:d> a qb:DataSet",
    "IC-11 every dimension is given": "<urn:o> qb:dataSet <urn:d>",
    "IC-13 required attributes are given": "<urn:o> qb:dataSet <urn:d>",
    "IC-14 the measure is given": "<urn:o> qb:dataSet <urn:d>",
    "IC-19 codes are of their list": "<urn:o> qb:dataSet <urn:d> ; ft:observedAge voc:gender\\/F",
}


@pytest.mark.parametrize("constraint", BREAKS)
def test_a_constraint_can_be_broken(cube, constraint):
    structure = "<https://w3id.org/ftgraph/id/data-structure/indicators>"
    more = "" if "IC-2" in constraint else f" . <urn:d> qb:structure {structure}"
    broken = pyoxigraph.Store()
    broken.extend(cube.quads_for_pattern(None, None, None))
    broken.update(f"{PROLOGUE}INSERT DATA {{ {BREAKS[constraint]}{more} }}")
    found = [row["x"].value for row in broken.query(f"{PROLOGUE}SELECT ?x WHERE {{ {BROKEN_BY[constraint]} }}")]
    assert found


def test_observations_and_withheld_cells_are_there(cube):
    (row,) = cube.query(
        f"{PROLOGUE}SELECT (COUNT(DISTINCT ?o) AS ?shown) (COUNT(DISTINCT ?w) AS ?held) "
        "WHERE { { ?o a qb:Observation } UNION { ?w a ft:WithheldCell } }"
    )
    assert int(row["shown"].value) > 1_900
    assert int(row["held"].value) > 50
