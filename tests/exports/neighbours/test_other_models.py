"""schema.org and CPSV-AP by the same door; what is asked for wrongly."""

import json

import pyoxigraph as ox
import pytest

from ftgraph.errors import UsageError
from ftgraph.exports.neighbours import profiles

# schema.org's own: the properties of Service and of what hangs on it, with the types that they lead to (version 29).
PROPERTIES = {
    "Service": (
        "@type @id identifier url name description serviceType category audience areaServed provider availableChannel"
        " hoursAvailable offers termsOfService"
    ),
    "Audience": "@type audienceType",
    "AdministrativeArea": "@type @id name",
    "Organization": "@type @id name",
    "ServiceChannel": "@type name serviceUrl servicePhone serviceLocation",
    "ContactPoint": "@type telephone email",
    "Place": "@type address geo",
    "PostalAddress": "@type streetAddress postalCode addressLocality addressCountry",
    "GeoCoordinates": "@type latitude longitude",
    "OpeningHoursSpecification": "@type dayOfWeek opens closes",
    "Offer": "@type price priceCurrency",
}


def objects(value):
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(each)


def test_schema_org_says_what_schema_org_knows(export):
    document = json.loads(export("schema-org"))
    assert len(document["@graph"]) > 400
    for each in objects(document["@graph"]):
        assert set(each) <= set(PROPERTIES[each["@type"]].split()), each
        assert all(value not in (None, "", []) for value in each.values())


def of_type(written, kind, form):
    """The subjects of a file's triples that are of a class, and all its triples; nothing is fetched to read it."""
    quads = list(ox.parse(written, format=form))
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    return {each.subject for each in quads if (each.predicate, each.object) == (rdf_type, ox.NamedNode(kind))}, quads


def test_schema_org_is_read_without_fetching_anything(export):
    written = export("schema-org", sources=("exemple-liste-35",))
    services, quads = of_type(written, "https://schema.org/Service", ox.RdfFormat.JSON_LD)
    provided = {each.subject for each in quads if each.predicate.value == "https://schema.org/provider"}
    assert services
    assert services == provided


@pytest.mark.parametrize(("format_name", "form"), [("turtle", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD)])
def test_cpsv_ap_is_the_same_description_as_everywhere(export, format_name, form):
    written = export("cpsv-ap", format_name, sources=("exemple-liste-35",))
    services, _ = of_type(written, "http://purl.org/vocab/cpsv#PublicService", form)
    assert len(services) > 10


def test_a_model_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(UsageError, match="hsds, data-inclusion, cpsv-ap, schema-org"):
        profiles.profile("hl7")
