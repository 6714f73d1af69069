"""What is derived in passing is what the queries that define it give."""

import pytest

from ftgraph import queries
from ftgraph.graph.store import Reader
from ftgraph.namespaces import DEF

RELATIONS = {
    "contains-commune": "containsCommune",
    "meets": "meets",
    "addresses-barrier": "addressesBarrier",
}


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_derived_relation_is_its_query_s(demo: Reader, relation: str) -> None:
    defined = {(t.subject, t.object) for t in demo.construct(queries.text(f"derive/{relation}"))}
    stored = {
        (t.subject, t.object) for t in demo.construct(f"CONSTRUCT WHERE {{ ?one <{DEF}{RELATIONS[relation]}> ?other }}")
    }
    assert stored
    assert stored == defined
