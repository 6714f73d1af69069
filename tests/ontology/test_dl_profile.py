"""The ontology stays in OWL 2 DL: the structural restrictions of the mapping from RDF and of the profile, one by one.

Source: OWL 2 Structural Specification, sections 4 (datatype map), 5.8.1 (typing constraints) and 11 (global
restrictions); OWL 2 Mapping to RDF Graphs, section 3. Each fault is (rule, term); each rule has a faulty example below.
"""

from collections.abc import Iterator

import pytest
import rdflib
from rdflib import BNode, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD

Fault = tuple[str, str]

CLASS_KINDS = {OWL.Class}
PROPERTY_KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
OBJECT_TRAITS = {
    OWL[trait + "Property"]
    for trait in ("Transitive", "Symmetric", "Asymmetric", "Reflexive", "Irreflexive", "InverseFunctional")
}
TRAITS = OBJECT_TRAITS | {OWL.FunctionalProperty}
ROOTS = {OWL.AllDisjointClasses, OWL.AllDisjointProperties, OWL.AllDifferent, OWL.Axiom, OWL.NegativePropertyAssertion}
STRUCTURE = {OWL.Ontology, OWL.Restriction, OWL.NamedIndividual, RDFS.Datatype} | ROOTS
BUILT_IN_ANNOTATIONS = {
    *(RDFS[name] for name in ("label", "comment", "seeAlso", "isDefinedBy")),
    *(
        OWL[name]
        for name in ("deprecated", "versionInfo", "priorVersion", "backwardCompatibleWith", "incompatibleWith")
    ),
}
# The datatype map of section 4; rdf:langString is RDF 1.1's name for what rdf:PlainLiteral covers.
DATATYPES = {
    *(OWL[name] for name in ("real", "rational")),
    *(RDF[name] for name in ("PlainLiteral", "XMLLiteral", "langString")),
    RDFS.Literal,
    *(
        XSD[name]
        for name in (
            *("decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger", "negativeInteger"),
            *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
            *("double", "float", "string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN"),
            *("boolean", "hexBinary", "base64Binary", "anyURI", "dateTime", "dateTimeStamp"),
        )
    ),
}
CONNECTIVES = (OWL.intersectionOf, OWL.unionOf, OWL.complementOf, OWL.oneOf)
CARDINALITIES = tuple(
    OWL[name]
    for name in (
        *("cardinality", "minCardinality", "maxCardinality"),
        *("qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality"),
    )
)
FILLERS = (OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue, OWL.hasSelf, *CARDINALITIES)
RESERVED = (str(RDF), str(RDFS), str(OWL), str(XSD))


def faults(graph: rdflib.Graph) -> set[Fault]:
    checks = (declarations, predicates, class_positions, ranges, expressions, lists, blank_nodes, hierarchies, roles)
    return {(rule, str(term) if isinstance(term, URIRef) else "") for check in checks for rule, term in check(graph)}


def kinds(graph: rdflib.Graph, term: rdflib.term.Node) -> set[rdflib.term.Node]:
    return set(graph.objects(term, RDF.type)) & (CLASS_KINDS | PROPERTY_KINDS | {RDFS.Datatype})


def is_class(graph: rdflib.Graph, term: rdflib.term.Node) -> bool:
    if term in (OWL.Thing, OWL.Nothing):
        return True
    types = set(graph.objects(term, RDF.type))
    return OWL.Class in types or (isinstance(term, BNode) and OWL.Restriction in types)


def declarations(graph: rdflib.Graph) -> Iterator[tuple[str, rdflib.term.Node]]:
    """An IRI is not a property of two kinds, nor a class and a datatype; reserved IRIs are not declared anew."""
    for term in set(graph.subjects(RDF.type)):
        of = kinds(graph, term)
        if len(of & PROPERTY_KINDS) > 1 or {OWL.Class, RDFS.Datatype} <= of:
            yield "two kinds", term
        if of and str(term).startswith(RESERVED):
            yield "reserved", term
        if set(graph.objects(term, RDF.type)) & {RDF.Property, RDFS.Class}:
            yield "not an OWL kind", term
        for trait in TRAITS & set(graph.objects(term, RDF.type)):
            wanted = {OWL.ObjectProperty} if trait in OBJECT_TRAITS else {OWL.ObjectProperty, OWL.DatatypeProperty}
            if not of & wanted:
                yield "trait of another kind", term


def predicates(graph: rdflib.Graph) -> Iterator[tuple[str, rdflib.term.Node]]:
    """A predicate is OWL's own, or a declared property; a type is OWL's own, or a declared class."""
    for predicate in set(graph.predicates()):
        built_in = predicate in BUILT_IN_ANNOTATIONS or str(predicate).startswith(RESERVED)
        if not built_in and not kinds(graph, predicate) & PROPERTY_KINDS:
            yield "undeclared property", predicate
    for kind in set(graph.objects(None, RDF.type)):
        if kind not in CLASS_KINDS | PROPERTY_KINDS | TRAITS | STRUCTURE | {RDF.List} and not is_class(graph, kind):
            yield "undeclared class", kind
    for subject, predicate, value in graph:
        if OWL.ObjectProperty in kinds(graph, predicate) and isinstance(value, rdflib.Literal):
            yield "literal of an object property", subject
        if OWL.DatatypeProperty in kinds(graph, predicate) and not isinstance(value, rdflib.Literal):
            yield "thing of a datatype property", subject


def class_positions(graph: rdflib.Graph) -> Iterator[tuple[str, rdflib.term.Node]]:
    """Where a class must stand, one stands: declared, or an anonymous class expression."""
    for predicate in (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith):
        for pair in graph.subject_objects(predicate):
            yield from (("undeclared class", term) for term in pair if not is_class(graph, term))
    for predicate in (OWL.complementOf, OWL.onClass):
        yield from (("undeclared class", term) for term in graph.objects(None, predicate) if not is_class(graph, term))
    heads = [head for predicate in (OWL.unionOf, OWL.intersectionOf) for head in graph.objects(None, predicate)]
    heads += [graph.value(node, OWL.members) for node in graph.subjects(RDF.type, OWL.AllDisjointClasses)]
    for head in heads:
        yield from (("undeclared class", term) for term in graph.items(head) if not is_class(graph, term))


def ranges(graph: rdflib.Graph) -> Iterator[tuple[str, rdflib.term.Node]]:
    """Domains and object ranges are classes; data ranges are in OWL 2's datatype map (xsd:date is not)."""
    for prop, domain in graph.subject_objects(RDFS.domain):
        if OWL.AnnotationProperty not in kinds(graph, prop) and not is_class(graph, domain):
            yield "undeclared class", domain
    typed = [(prop, value) for prop, value in graph.subject_objects(RDFS.range)]
    for restriction, prop in graph.subject_objects(OWL.onProperty):
        for filler in (OWL.someValuesFrom, OWL.allValuesFrom):
            typed += [(prop, value) for value in graph.objects(restriction, filler)]
    for prop, value in typed:
        if OWL.ObjectProperty in kinds(graph, prop) and not is_class(graph, value):
            yield "undeclared class", value
        if OWL.DatatypeProperty in kinds(graph, prop) and value not in DATATYPES:
            yield "datatype", value


def expressions(graph: rdflib.Graph) -> Iterator[tuple[str, rdflib.term.Node]]:
    """An anonymous class has one connective; a restriction has one declared property and one filler, of its kind."""
    for node in set(graph.subjects(RDF.type, OWL.Class)):
        if isinstance(node, BNode) and sum(len(list(graph.objects(node, name))) for name in CONNECTIVES) != 1:
            yield "class expression", node
    for node in set(graph.subjects(RDF.type, OWL.Restriction)):
        properties = list(graph.objects(node, OWL.onProperty))
        if len(properties) != 1 or sum(len(list(graph.objects(node, name))) for name in FILLERS) != 1:
            yield "restriction", node
            continue
        of = kinds(graph, properties[0])
        if not of & {OWL.ObjectProperty, OWL.DatatypeProperty}:
            yield "restriction", properties[0]
        value = graph.value(node, OWL.hasValue)
        if value is not None and (OWL.DatatypeProperty in of) is not isinstance(value, rdflib.Literal):
            yield "restriction", properties[0]


def lists(graph: rdflib.Graph) -> Iterator[tuple[str, rdflib.term.Node]]:
    """A list cell has one first and one rest, that is a cell or nil; disjointness and connectives hold two members."""
    cells = set(graph.subjects(RDF.first)) | set(graph.subjects(RDF.rest))
    for cell in cells:
        first, rest = list(graph.objects(cell, RDF.first)), list(graph.objects(cell, RDF.rest))
        if len(first) != 1 or len(rest) != 1 or (rest[0] != RDF.nil and rest[0] not in cells):
            yield "list", cell
    for predicate in (OWL.unionOf, OWL.intersectionOf, OWL.members, OWL.propertyChainAxiom):
        for subject, head in graph.subject_objects(predicate):
            if len(list(graph.items(head))) < 2:
                yield "list", subject


def blank_nodes(graph: rdflib.Graph) -> Iterator[tuple[str, rdflib.term.Node]]:
    """A blank node is the object of one triple, and of none when it is an axiom of its own: trees, never cycles."""
    for node in {term for triple in graph for term in triple if isinstance(term, BNode)}:
        parents = list(graph.subjects(None, node))
        is_root = bool(set(graph.objects(node, RDF.type)) & ROOTS)
        if len(parents) != (0 if is_root else 1):
            yield "blank node", node
        seen: set[rdflib.term.Node] = set()
        current: rdflib.term.Node | None = node
        while isinstance(current, BNode) and current not in seen:
            seen.add(current)
            current = next(iter(graph.subjects(None, current)), None)
        if isinstance(current, BNode):
            yield "blank node", node


def hierarchies(graph: rdflib.Graph) -> Iterator[tuple[str, rdflib.term.Node]]:
    """A subproperty, an equivalent or a chain holds properties of one kind, all declared."""
    for predicate in (RDFS.subPropertyOf, OWL.equivalentProperty, OWL.propertyDisjointWith, OWL.inverseOf):
        for low, high in graph.subject_objects(predicate):
            if not kinds(graph, low) & kinds(graph, high) & PROPERTY_KINDS:
                yield "subproperty of another kind", low
    for prop, chain in graph.subject_objects(OWL.propertyChainAxiom):
        for member in (prop, *graph.items(chain)):
            if OWL.ObjectProperty not in kinds(graph, member):
                yield "subproperty of another kind", member


def roles(graph: rdflib.Graph) -> Iterator[tuple[str, rdflib.term.Node]]:
    """A property that is not simple (transitive, or made by a chain, or above one) is not counted nor functional."""
    complex_ones = set(graph.subjects(RDF.type, OWL.TransitiveProperty)) | set(graph.subjects(OWL.propertyChainAxiom))
    complex_ones |= {high for low in complex_ones for high in graph.transitive_objects(low, RDFS.subPropertyOf)}
    counted = {
        prop
        for node, prop in graph.subject_objects(OWL.onProperty)
        if any((node, name, None) in graph for name in (*CARDINALITIES, OWL.hasSelf))
    }
    for trait in ("Functional", "InverseFunctional", "Asymmetric", "Irreflexive"):
        counted |= set(graph.subjects(RDF.type, OWL[f"{trait}Property"]))
    counted |= {prop for pair in graph.subject_objects(OWL.propertyDisjointWith) for prop in pair}
    yield from (("not a simple role", prop) for prop in counted & complex_ones)


def test_the_ontology_and_its_alignments_are_in_owl_2_dl(union):
    assert faults(union) == set()


def test_the_ontology_alone_declares_what_it_uses(ontology):
    assert faults(ontology) == set()


FAULTY = {
    "two kinds": ":p a owl:ObjectProperty, owl:DatatypeProperty .",
    "reserved": "rdfs:label a owl:AnnotationProperty .",
    "not an OWL kind": ":p a rdf:Property .",
    "trait of another kind": ":p a owl:DatatypeProperty, owl:TransitiveProperty .",
    "undeclared property": ":A a owl:Class ; :note 'x' .",
    "undeclared class": ":A a owl:Class ; rdfs:subClassOf :B .",
    "literal of an object property": ":p a owl:ObjectProperty . :x :p 'text' .",
    "thing of a datatype property": ":p a owl:DatatypeProperty . :x :p :y .",
    "datatype": ":p a owl:DatatypeProperty ; rdfs:range xsd:date .",
    "class expression": ":A a owl:Class ; rdfs:subClassOf [ a owl:Class ] .",
    "restriction": ":p a owl:ObjectProperty . "
    ":A a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ] .",
    "list": ":A a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:unionOf ( :A ) ] .",
    "blank node": ":A a owl:Class ; rdfs:subClassOf _:b . :B a owl:Class ; rdfs:subClassOf _:b . "
    "_:b a owl:Class ; owl:oneOf ( :x ) .",
    "subproperty of another kind": ":p a owl:ObjectProperty ; rdfs:subPropertyOf :q . :q a owl:DatatypeProperty .",
    "not a simple role": ":p a owl:ObjectProperty, owl:TransitiveProperty, owl:FunctionalProperty .",
}
MORE_FAULTY = [
    ("undeclared class", ":p a owl:ObjectProperty ; rdfs:range :B ."),
    ("undeclared class", ":p a owl:ObjectProperty ; rdfs:domain :B ."),
    ("undeclared class", ":A a owl:Class . [] a owl:AllDisjointClasses ; owl:members ( :A :B ) ."),
    ("undeclared class", ":x a :B ."),
    ("restriction", ":A a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :x ] ."),
    ("blank node", "_:a owl:complementOf _:b . _:b owl:complementOf _:a . _:a a owl:Class . _:b a owl:Class ."),
    ("list", ":A a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:oneOf [ rdf:first :x ] ] ."),
    (
        "not a simple role",
        ":p a owl:ObjectProperty ; owl:propertyChainAxiom ( :q :q ) ; rdfs:subPropertyOf :r . "
        ":q a owl:ObjectProperty . :r a owl:ObjectProperty, owl:AsymmetricProperty .",
    ),
]


@pytest.mark.parametrize(("rule", "turtle"), [*FAULTY.items(), *MORE_FAULTY])
def test_a_fault_is_found(rule, turtle):
    prefixes = "".join(
        f"@prefix {name}: <{namespace}> .\n"
        for name, namespace in {"": "https://example.org/x#", "owl": OWL, "rdf": RDF, "rdfs": RDFS, "xsd": XSD}.items()
    )
    assert rule in {found for found, _ in faults(rdflib.Graph().parse(data=prefixes + turtle))}
