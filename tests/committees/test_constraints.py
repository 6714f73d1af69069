"""SPARQL constraints asked once for all targets say what the Rust engine says, which asks one target at a time."""

import pyoxigraph as ox
import pytest

from ftgraph.errors import UsageError
from ftgraph.namespaces import DEF
from ftgraph.validation import constraints, engines, preparation, rulesets, set_wise

BASES = ["dep-2023", "reg-2023", "loc-2023", "nat-2023", "ctr-2023", "sol-2023", "cha-2023"]
LAW = ["dep-law", "reg-law", "loc-law", "nat-law"]
VIOLATION = "<http://www.w3.org/ns/shacl#Violation>"


def rows(text):
    found = []
    nodes = {}
    for triple in ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES):
        nodes.setdefault(str(triple.subject), {})[triple.predicate.value.rpartition("#")[2]] = triple.object
    for node in nodes.values():
        if "focusNode" in node and "sourceShape" in node:
            found.append((node["sourceShape"].value, node["focusNode"].value))
    return sorted(found)


@pytest.mark.parametrize("name", BASES + LAW)
@pytest.mark.parametrize(
    "gone", [f"{DEF}seat", f"{DEF}validFrom", f"{DEF}represents", f"{DEF}territory", f"{DEF}heldOn"]
)
def test_both_ways_find_the_same(name, gone, file_of, day_of):
    data = "".join(line for line in file_of(name).data.splitlines(keepends=True) if f"<{gone}>" not in line)
    rule_set = rulesets.LABOUR_CODE if name in LAW else rulesets.PREFIGURATION
    shapes = rulesets.shapes((rule_set,))
    day = day_of(name)
    complete = data + preparation.derived(data, preparation.ontology_classes(), day)
    complete += preparation.check_node(day) + rulesets.reference()
    import shacl

    one_by_one = shacl.Shapes.from_text(shapes, format="ntriples").validate_text(complete, format="ntriples")
    expected = rows(one_by_one.serialize("ntriples"))
    assert sorted((each.shape, each.focus) for each in engines.Shapes(shapes).run(complete)) == expected


@pytest.mark.parametrize(
    ("body", "turned"),
    [
        ("?a ft:p ?b . FILTER NOT EXISTS { ?a ft:q ?c }", True),
        ("?a ft:p ?b . FILTER NOT EXISTS { ?a ft:q ?c . FILTER ( ?c > 1 ) }", True),
        ("?a ft:p ?b . FILTER NOT EXISTS { ?a ft:q ?c . FILTER ( ?c > ?b ) }", False),
        ("?k a ft:Check ; ft:checkDate ?t . ?a ft:p ?b . FILTER NOT EXISTS { ?a ft:q ?c . FILTER ( ?c > ?t ) }", True),
        ("?k a ft:Check ; ft:checkDate ?t . ?a ft:p ?b . FILTER NOT EXISTS { ?x ft:q ?c . FILTER ( ?c > ?t ) }", False),
        ("?a ft:p ?b . FILTER NOT EXISTS { ?x ft:q ?c }", False),
        ("OPTIONAL { ?a ft:p ?b } FILTER NOT EXISTS { ?a ft:q ?c }", False),
        ("?a ft:p ?b . FILTER NOT EXISTS { ?a ft:q ?c . FILTER NOT EXISTS { ?c ft:r ?d } }", False),
        ("?a ft:p ?b . OPTIONAL { ?b ft:p ?c FILTER NOT EXISTS { ?c ft:q ?a } }", False),
    ],
)
def test_only_what_means_the_same_becomes_a_minus(body, turned):
    assert ("MINUS" in set_wise.turned(body)) is turned


@pytest.mark.parametrize(
    ("body", "again"),
    [
        ("?f ft:of $this ; ft:type ft:t . OPTIONAL { ?s ft:in ?f }", "?f ft:of $this ; ft:type ft:t ."),
        ("?f ft:of $this . OPTIONAL { ?s ft:in ?f . OPTIONAL { ?s ft:votes ?v } }", "?f ft:of $this ."),
        ("?e ft:rank ?rank . OPTIONAL { ?c ft:of $this ; ft:rank ?rank }", ""),
        ("$this ft:of ?f . OPTIONAL { ?s ft:in ?g }", None),
        ("?v ft:to $this . OPTIONAL { ?m ft:invites ?i . FILTER ( ?i = ?v ) }", None),
        ("?s ft:in|ft:leads $this . OPTIONAL { ?m ft:seat ?s }", None),
        ("?f ft:of? $this . OPTIONAL { ?s ft:in ?f }", None),
        ("FILTER NOT EXISTS { ?f ft:of $this } OPTIONAL { ?s ft:in ?f }", None),
        ("?f ft:of $this . OPTIONAL { { SELECT ?f WHERE { ?s ft:in ?f } } }", None),
    ],
)
def test_an_optional_is_told_again_what_ties_this_to_what_it_names(body, again):
    anchored = set_wise.anchored(body, "$this a ft:C .")
    said = "" if again is None else anchored.partition("OPTIONAL { ")[2]
    assert said.startswith(f"$this a ft:C . {again}") if again is not None else anchored == body


def shape(target, select):
    sh = "http://www.w3.org/ns/shacl#"
    return (
        f"<urn:s> <{sh}severity> {VIOLATION} .\n{target}<urn:s> <{sh}sparql> _:c .\n"
        f'_:c <{sh}select> "{select}" .\n_:c <{sh}message> "{{?value}} of {{$this}}"@en .\n'
    )


def test_a_constraint_fills_its_message_and_defaults_to_the_focus():
    text = shape(
        "<urn:s> <http://www.w3.org/ns/shacl#targetClass> <urn:C> .\n",
        "SELECT $this ?value WHERE { $this <urn:p> ?value }",
    )
    _, found = constraints.split(text)
    data = f'<urn:a> <{preparation.TYPE}> <urn:C> .\n<urn:a> <urn:p> "x" .\n<urn:b> <urn:p> <urn:y> .\n'
    (row,) = constraints.run(*found, engines.loaded(data))
    assert (row.focus, row.value, row.messages) == ("urn:a", "x", (("en", "x of urn:a"),))


@pytest.mark.parametrize(
    ("target", "select"),
    [
        ("", "SELECT $this WHERE { $this <urn:p> ?v }"),
        ("<urn:s> <http://www.w3.org/ns/shacl#targetClass> <urn:C> .\n", "ASK {}"),
    ],
)
def test_a_constraint_that_cannot_be_asked_so_is_refused(target, select):
    with pytest.raises(UsageError):
        constraints.split(shape(target, select))
