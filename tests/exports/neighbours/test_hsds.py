"""Open Referral HSDS 3: what the specification demands of each object, on every service of the example.

The demands are those of the JSON schemas that openreferral/specification publishes (schema/*.json, and the compiled
service with its definitions): their `required` and `tabular_required` lists, types, formats and enumerations, for the
objects that the export makes. No package ships these schemas for the Pythons that ftgraph runs on.
"""

import csv
import io
import json
import re
import uuid
import zipfile
from datetime import date

import pytest

from ftgraph.exports.neighbours import hsds
from ftgraph.exports.neighbours.hours import Opening, weekly
from ftgraph.sources.solution_records import StructureRecord

REQUIRED = {
    "service": {"id", "name", "status"},
    "organization": {"id", "name", "description"},
    "location": {"id", "location_type"},
    "address": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "phone": {"id", "number"},
    "schedule": {"id"},
    "service_area": {"id"},
    "service_at_location": {"id"},
    "cost_option": {"id"},
    "attribute": {"id"},
    "taxonomy_term": {"id", "name", "description"},
    "organization_identifier": {"id", "identifier_type", "identifier"},
    "url": {"id", "url"},
}
TABULAR = {
    "service": {"organization_id"},
    "attribute": {"link_id", "taxonomy_term_id", "link_entity"},
    "service_at_location": {"service_id", "location_id"},
    "cost_option": {"service_id"},
    "organization_identifier": {"organization_id"},
}
NUMBERS = {"latitude", "longitude", "amount", "interval"}
ALLOWED = {
    "service": (
        "id organization_id name alternate_name description url additional_urls email status interpretation_services"
        " application_process fees_description eligibility_description minimum_age maximum_age assured_date"
        " assurer_email alert phones schedules service_areas service_at_locations languages organization cost_options"
        " contacts attributes metadata"
    ),
    "organization": (
        "id name alternate_name description email website uri additional_websites year_incorporated legal_status logo"
        " phones organization_identifiers contacts locations attributes metadata"
    ),
    "location": (
        "id location_type url organization_id name alternate_name description transportation latitude longitude"
        " external_identifier external_identifier_type addresses phones schedules attributes"
    ),
    "address": "id location_id address_1 address_2 city region state_province postal_code country address_type",
    "phone": "id location_id service_id organization_id number extension type description",
    "schedule": "id service_id location_id freq interval byday description opens_at closes_at notes",
    "service_area": "id service_id name description extent extent_type uri",
    "service_at_location": "id service_id location_id description location",
    "cost_option": "id service_id valid_from valid_to option currency amount amount_description",
    "attribute": "id link_id taxonomy_term_id link_type link_entity value label taxonomy_term",
    "taxonomy_term": "id code name description parent_id taxonomy language taxonomy_id term_uri",
    "organization_identifier": "id organization_id identifier_scheme identifier_type identifier",
    "url": "id label url organization_id service_id",
}
ENUMERATED = {
    "status": {"active", "inactive", "defunct", "temporarily closed"},
    "location_type": {"physical", "postal", "virtual"},
    "address_type": {"physical", "postal", "virtual"},
    "freq": {"WEEKLY", "MONTHLY"},
}
INSIDE = {
    "phones": "phone",
    "schedules": "schedule",
    "service_areas": "service_area",
    "service_at_locations": "service_at_location",
    "cost_options": "cost_option",
    "attributes": "attribute",
    "addresses": "address",
    "organization_identifiers": "organization_identifier",
    "additional_urls": "url",
    "organization": "organization",
    "location": "location",
    "taxonomy_term": "taxonomy_term",
}


def faults(kind, made):
    """What an object, and those inside it, do not hold to."""
    found = [f"{kind} without {name}" for name in (REQUIRED[kind] | TABULAR.get(kind, set())) - made.keys()]
    found += [f"{kind} with {name}" for name in made.keys() - set(ALLOWED[kind].split())]
    for name, value in made.items():
        if value in (None, "", [], {}):
            found.append(f"{kind}.{name} is empty")
        if name in ENUMERATED and value not in ENUMERATED[name]:
            found.append(f"{kind}.{name} is {value}")
        if (name == "id" or name.endswith("_id")) and str(uuid.UUID(value)) != value:
            found.append(f"{kind}.{name} is no UUID")
        if name in ("url", "uri", "term_uri", "website") and not re.match(r"https?://[^\s<>\"]+$", value):
            found.append(f"{kind}.{name} is {value}")
        if name in ("opens_at", "closes_at") and not re.fullmatch(r"\d\d:\d\d", value):
            found.append(f"{kind}.{name} is {value}")
        if name == "email" and not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", value):
            found.append(f"{kind}.{name} is {value}")
        if name == "assured_date" and date.fromisoformat(value).isoformat() != value:
            found.append(f"{kind}.{name} is {value}")
        if name not in INSIDE and not isinstance(value, (int, float) if name in NUMBERS else str):
            found.append(f"{kind}.{name} is a {type(value).__name__}")
        if name in INSIDE:
            for each in value if isinstance(value, list) else [value]:
                found += faults(INSIDE[name], each)
    return found


@pytest.fixture(scope="module")
def page(export):
    return json.loads(export("hsds"))


def test_every_service_holds_to_the_specification(page):
    assert page["total_items"] == len(page["contents"]) > 400
    assert [fault for made in page["contents"] for fault in faults("service", made)] == []


def test_identifiers_are_each_given_to_one_thing_and_stay(page, export):
    assert len({made["id"] for made in page["contents"]}) == len(page["contents"])
    again = json.loads(export("hsds", sources=("exemple-liste-35",)))
    assert {made["id"] for made in again["contents"]} < {made["id"] for made in page["contents"]}


def test_every_object_of_the_mapping_is_met_in_the_example(page):
    met = {name for made in page["contents"] for name in made}
    assert {"schedules", "service_areas", "service_at_locations", "cost_options", "phones", "alert"} <= met
    kinds = {
        at["location"]["location_type"] for made in page["contents"] for at in made.get("service_at_locations", ())
    }
    assert kinds == {"physical", "virtual"}


def test_the_tables_hold_the_same_and_lead_to_one_another(page, export):
    package = zipfile.ZipFile(io.BytesIO(export("hsds", "zip")))
    described = json.loads(package.read("datapackage.json"))
    tables = {}
    for resource in described["resources"]:
        reader = csv.DictReader(io.StringIO(package.read(resource["path"]).decode()))
        rows, columns = list(reader), list(reader.fieldnames)
        assert [each["name"] for each in resource["schema"]["fields"]] == columns
        assert set(columns) <= set(ALLOWED[resource["name"]].split())
        assert all(row[name] for row in rows for name in REQUIRED[resource["name"]]), resource["name"]
        tables[resource["name"]] = rows
        assert len({row["id"] for row in rows}) == len(rows), resource["name"]
    assert {row["id"] for row in tables["service"]} == {made["id"] for made in page["contents"]}
    for name, column, other in (
        ("service", "organization_id", "organization"),
        ("service_at_location", "service_id", "service"),
        ("service_at_location", "location_id", "location"),
        ("attribute", "link_id", "service"),
        ("attribute", "taxonomy_term_id", "taxonomy_term"),
        ("cost_option", "service_id", "service"),
        ("organization_identifier", "organization_id", "organization"),
    ):
        assert {row[column] for row in tables[name]} <= {row["id"] for row in tables[other]}, (name, column)


def test_a_zone_that_is_not_stated_is_not_given(page, export):
    unstated = json.loads(export("hsds", territory="departement:35", reach=("unstated",)))
    assert unstated["contents"]
    assert all("service_areas" not in made for made in unstated["contents"])


def test_nothing_found_is_a_page_too(export):
    page = json.loads(export("hsds", barriers=("famille",), sources=("exemple-liste-35",), publics=("etudiants",)))
    assert page["empty"] is (page["total_items"] == 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mo-We,Fr 09:00-12:00,14:00-17:30; Sa off",
            (Opening(("Mo", "Tu", "We", "Fr"), "09:00", "12:00"), Opening(("Mo", "Tu", "We", "Fr"), "14:00", "17:30")),
        ),
        ("9:00-12:00", (Opening(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), "09:00", "12:00"),)),
        ("Sa-Mo 10:00-11:00", (Opening(("Sa", "Su", "Mo"), "10:00", "11:00"),)),
        ("Mo-Fr 09:00-12:00; PH off", (Opening(("Mo", "Tu", "We", "Th", "Fr"), "09:00", "12:00"),)),
        ("sur rendez-vous", ()),
        ("week 1-20 Mo 09:00-12:00", ()),
        ("", ()),
    ],
)
def test_weekly_hours(text, expected):
    assert weekly(text) == expected


def test_a_siret_is_an_identifier_of_the_organisation():
    record = StructureRecord(id="s", source="t", name="Une association", siret="12345678901234")
    made = hsds.organization("https://example.org/s", record.name, record)
    assert faults("organization", made) == []
    assert [each["identifier"] for each in made["organization_identifiers"]] == ["12345678901234"]
    assert made["description"] == "Une association", "HSDS demands one"


def test_hours_that_are_no_week_are_given_as_they_are():
    (made,) = hsds.schedules("https://example.org/x", "sur rendez-vous", service_id="x")
    assert made["description"] == "sur rendez-vous"
    assert "freq" not in made
