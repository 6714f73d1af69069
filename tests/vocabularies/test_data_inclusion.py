"""Our schemes and the mirror against the enumerations of the installed data·inclusion schema."""

from importlib.metadata import version

import pytest
from data_inclusion.schema import v1
from data_inclusion.schema.base import EnhancedEnum
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, SKOS

from ftgraph.namespaces import VOC

FIELDS: list[tuple[str, str, type[EnhancedEnum]]] = [
    ("barrier", "categories", v1.Categorie),
    ("barrier", "thematiques", v1.Thematique),
    ("fee", "frais", v1.Frais),
    ("mobilisation-mode", "modes-mobilisation", v1.ModeMobilisation),
    ("mobiliser", "mobilisable-par", v1.PersonneMobilisatrice),
    ("mode", "modes-accueil", v1.ModeAccueil),
    ("network", "reseaux-porteurs", v1.ReseauPorteur),
    ("public", "publics", v1.Public),
    ("service-type", "types", v1.TypeService),
]


@pytest.mark.parametrize(("scheme", "field", "codes"), FIELDS)
def test_every_code_once_and_none_extra(
    scheme: str, field: str, codes: type[EnhancedEnum], vocabularies: dict[str, Graph]
) -> None:
    prefix = f"{VOC}data-inclusion/{field}/"
    pairs = [
        (str(ours), str(theirs))
        for ours, theirs in vocabularies[scheme].subject_objects(SKOS.exactMatch)
        if str(theirs).startswith(prefix)
    ]
    assert sorted(pairs) == sorted((f"{VOC}{scheme}/{code.value}", prefix + code.value) for code in codes)


@pytest.mark.parametrize("scheme", sorted({scheme for scheme, _, _ in FIELDS}))
def test_every_concept_of_ours_has_its_code(scheme: str, vocabularies: dict[str, Graph]) -> None:
    graph = vocabularies[scheme]
    expected = {f"{VOC}{scheme}/{code.value}" for name, _, codes in FIELDS if name == scheme for code in codes}
    assert {str(concept) for concept in graph.subjects(SKOS.inScheme)} == expected


def test_the_mirror_is_what_the_package_publishes(vocabularies: dict[str, Graph]) -> None:
    graph = vocabularies["data-inclusion"]
    published = {
        f"{VOC}data-inclusion/{field}/{code.value}": code.label for _, field, codes in FIELDS for code in codes
    }
    assert {str(concept): str(label) for concept, label in graph.subject_objects(SKOS.prefLabel)} == published
    assert str(graph.value(URIRef(f"{VOC}data-inclusion"), OWL.versionInfo)) == version("data-inclusion-schema")


def test_themes_hang_below_their_category(vocabularies: dict[str, Graph]) -> None:
    for theme in v1.Thematique:
        concept = URIRef(f"{VOC}barrier/{theme.value}")
        category = URIRef(f"{VOC}barrier/{theme.value.split('--')[0]}")
        assert list(vocabularies["barrier"].objects(concept, SKOS.broader)) == [category]


def test_the_eight_freins_cover_categories(vocabularies: dict[str, Graph]) -> None:
    graph = vocabularies["ft-barrier"]
    categories = {URIRef(f"{VOC}barrier/{category.value}") for category in v1.Categorie}
    freins = set(graph.subjects(SKOS.inScheme))
    assert len(freins) == 8
    for frein in freins:
        matches = set(graph.objects(frein, SKOS.narrowMatch))
        assert matches
        assert matches <= categories
