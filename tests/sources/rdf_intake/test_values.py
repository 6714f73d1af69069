"""A stranger's RDF: what is said of its values, as they were written."""

import pytest

from ftgraph.sources import rdf_intake, rdf_values
from ftgraph.sources.rdf_guard import Limits

from .conftest import FT, HEAD

VALUES = [
    ("ft:code 1001", "code-as-number", "1001"),
    ("ft:code 1001.5", "code-as-number", "1001.5"),
    ("ft:postalCode 1000", "code-as-number", "1000"),
    ("<http://purl.org/dc/terms/identifier> 7", "code-as-number", "7"),
    ('ft:code "01001"', None, ""),
    ('ft:installedOn "31/12/2024"^^xsd:date', "invalid-date", "31/12/2024"),
    ('ft:installedOn "31/12/2024"', "invalid-date", "31/12/2024"),
    ('ft:installedOn "2024-02-30"^^xsd:date', "invalid-date", "2024-02-30"),
    ('ft:installedOn "2023-02-29"^^xsd:date', "invalid-date", "2023-02-29"),
    ('ft:installedOn "2024-02-29"^^xsd:date', None, ""),
    ('ft:installedOn "2024-02-29Z"^^xsd:date', None, ""),
    ('ft:installedOn "2024-02-29T10:00:00"^^xsd:dateTime', "other-datatype", "2024-02-29T10:00:00"),
    ("ft:installedOn 2024", "other-datatype", "2024"),
    ('e:any "2024-13-01"^^xsd:date', "invalid-date", "2024-13-01"),
    ('e:any "2024-02-30T10:00:00"^^xsd:dateTime', "invalid-date", "2024-02-30T10:00:00"),
    ('e:any "douze"^^xsd:integer', "ill-formed-value", "douze"),
    ('e:any "oui"^^xsd:boolean', "ill-formed-value", "oui"),
    ('ft:suspended "oui"', "ill-formed-value", "oui"),
    ("ft:suspended true", None, ""),
    ('ft:votes "3"', "ill-formed-value", "3"),
    ("ft:votes 3", None, ""),
    ('ft:votes "3"^^xsd:int', None, ""),
    ("ft:amount 3", None, ""),
    ('ft:siret "73282932000074"', None, ""),
    ('ft:siret "73282932000075"', "invalid-siret", "73282932000075"),
    ('ft:siret "732829320"', "invalid-siret", "732829320"),
    ('ft:siret "732 829 320 00074"', "invalid-siret", "732 829 320 00074"),
    ("ft:siret 73282932000074", "code-as-number", "73282932000074"),
    ('ft:siren "732829320"', None, ""),
    ('ft:siren "732829321"', "invalid-siret", "732829321"),
    ('ft:purpose "Sans langue"', "language-missing", "Sans langue"),
    ('<http://www.w3.org/2004/02/skos/core#prefLabel> "Sans langue"', "language-missing", "Sans langue"),
    ('ft:purpose "Avec"@fr', None, ""),
]


@pytest.mark.parametrize(("text", "code", "value"), VALUES)
def test_values(text, code, value):
    faults = rdf_intake.read(f"{HEAD}\ne:a\n  {text} .\n".encode(), "a.ttl").faults
    assert [fault.code for fault in faults] == ([code] if code else [])
    for fault in faults:
        assert (fault.place.sheet, fault.place.line, fault.place.value) == ("a.ttl", 4, value)
        assert fault.message.fr != fault.message.en
        assert fault.remedy.fr != fault.remedy.en


def test_a_french_date_gets_its_iso_form():
    (fault,) = rdf_intake.read(f'{HEAD}e:a ft:installedOn "3/12/2024" .'.encode(), "a.ttl").faults
    assert fault.candidates == (("2024-12-03", "2024-12-03"),)
    (fault,) = rdf_intake.read(f'{HEAD}e:a ft:installedOn "31/02/2024" .'.encode(), "a.ttl").faults
    assert fault.candidates == ()


def test_what_is_written_is_handed_on_as_it_is():
    assert '"007"^^' in rdf_intake.read(f"{HEAD}e:a ft:code 007 .".encode(), "a.ttl").data


def test_faults_are_cut_and_counted():
    payload = HEAD + "".join(f"e:a{i} ft:code {i} .\n" for i in range(30))
    faults = rdf_intake.read(payload.encode(), "a.ttl", limits=Limits(faults=10)).faults
    assert [fault.code for fault in faults] == ["code-as-number"] * 10 + ["more-faults"]
    assert "20" in faults[-1].message.fr


def test_ranges_come_from_the_ontology():
    ranges = rdf_values.declared_ranges()
    assert ranges[f"{FT}validFrom"] == "http://www.w3.org/2001/XMLSchema#date"
    assert ranges[f"{FT}siret"] == "http://www.w3.org/2001/XMLSchema#string"
