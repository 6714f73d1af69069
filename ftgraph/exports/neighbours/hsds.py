"""Open Referral's Human Services Data Specification 3.x: each solution a service with all that hangs on it, as JSON.

The document is the page of services that HSDS's API answers with, `contents` holding whole services. Identifiers are
UUIDs made from our IRIs, so that the same thing keeps its own from one export to the next. What the specification
demands decides what is left out: an address without a street is not given, since `address_1` may not be empty.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ftgraph.exports.about import EXAMPLE
from ftgraph.exports.neighbours.hours import weekly
from ftgraph.exports.text import plain
from ftgraph.namespaces import concept
from ftgraph.solutions import Labelled, SolutionRow
from ftgraph.solutions.records import Offered
from ftgraph.sources.solution_records import StructureRecord

VERSION = "3.1"
FREE = "gratuit"
REMOTE = "a-distance"
_PARIS = "heure de Paris"
_BYDAY = {"Mo": "MO", "Tu": "TU", "We": "WE", "Th": "TH", "Fr": "FR", "Sa": "SA", "Su": "SU"}
Made = dict[str, Any]


@dataclass(frozen=True)
class ServicesPage:
    """The document: HSDS's page of services, all of them on the first."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool
    contents: Sequence[Made]


def service(row: SolutionRow, whole: Offered) -> Made:
    """One service. Absent values are left out, not null."""
    record, own = whole.solution, uid(row.iri)
    organisation = uid(whole.structure_iri or f"{row.iri}#authority")
    return filled(
        id=own,
        organization_id=organisation,
        name=row.title.strip() or row.id,
        description=plain(row.description),
        url=row.page or row.iri,
        additional_urls=_urls(row, own),
        email=row.email,
        status="active",
        alert=EXAMPLE[0] if row.example else "",
        application_process=plain(row.mobilisation_details),
        fees_description=plain(" – ".join(filter(None, (row.fee.label if row.fee else "", row.fee_details)))),
        eligibility_description=_eligibility(row),
        assured_date=row.modified.isoformat() if row.modified else "",
        phones=_phones(row.iri, row.telephone, service_id=own),
        schedules=schedules(row.iri, row.opening_hours, service_id=own),
        service_areas=[
            {"id": uid(f"{row.iri}#area {zone.iri}"), "service_id": own, "name": zone.label, "uri": zone.iri}
            for zone in row.zones
        ],
        service_at_locations=_places(row, whole, own),
        cost_options=_costs(row, own),
        organization=organization(whole.structure_iri or f"{row.iri}#authority", row.structure.label, whole.structure),
        attributes=_attributes(row, own, record.mobilisation_modes, record.mobilisable_by),
    )


def organization(iri: str, name: str, record: StructureRecord | None) -> Made:
    """The organisation of a service. HSDS demands a description: the name stands for a missing one."""
    own, named = uid(iri), name.strip() or "Structure non nommée"
    if record is None:
        return filled(id=own, name=named, description=named, uri=iri)
    return filled(
        id=own,
        name=named,
        description=plain(record.description or "") or named,
        email=record.email,
        website=record.homepage or record.page,
        uri=iri,
        phones=_phones(iri, record.telephone or "", organization_id=own),
        organization_identifiers=[
            {
                "id": uid(f"{iri}#siret"),
                "organization_id": own,
                "identifier_type": "SIRET",
                "identifier": record.siret,
            }
        ]
        if record.siret
        else [],
    )


def schedules(iri: str, text: str, **owner: str) -> list[Made]:
    """Weekly openings; a text that says something else is given as it is. Times are local: `description` says so."""
    openings = weekly(text)
    if not openings:
        return [filled(id=uid(f"{iri}#schedule"), **owner, description=plain(text))] if plain(text) else []
    return [
        filled(
            id=uid(f"{iri}#schedule {number}"),
            **owner,
            freq="WEEKLY",
            byday=",".join(_BYDAY[day] for day in each.days),
            opens_at=each.opens,
            closes_at=each.closes,
            description=_PARIS,
        )
        for number, each in enumerate(openings)
    ]


def uid(name: str) -> str:
    """The UUID of an IRI: the same each time."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def filled(**values: Any) -> Made:
    """What is stated: empty texts, lists and None are left out."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _eligibility(row: SolutionRow) -> str:
    publics = ", ".join(each.label for each in row.publics)
    return "\n".join(filter(None, (publics, plain(row.public_details), plain(row.access_conditions))))


def _urls(row: SolutionRow, own: str) -> list[Made]:
    given = {"Adresse permanente": row.iri, "Pour mobiliser cette solution": row.mobilisation_page}
    return [
        {"id": uid(f"{row.iri}#url {label}"), "service_id": own, "label": label, "url": url}
        for label, url in given.items()
        if url
    ]


def _phones(iri: str, number: str, **owner: str) -> list[Made]:
    return [{"id": uid(f"{iri}#phone"), **owner, "number": number}] if number.strip() else []


def _places(row: SolutionRow, whole: Offered, service_id: str) -> list[Made]:
    """Where it is given: the place described, or a virtual one where it is given from afar only."""
    place = uid(f"{row.iri}#location")
    remote = [each.value for each in row.modes] == [REMOTE]
    if remote:
        located = filled(id=place, location_type="virtual", url=row.mobilisation_page or row.page or row.iri)
    elif row.commune or row.latitude is not None:
        located = filled(
            id=place,
            location_type="physical",
            name=row.structure.label,
            latitude=row.latitude,
            longitude=row.longitude,
            external_identifier=_code(row.commune),
            external_identifier_type="INSEE" if row.commune else "",
            addresses=_addresses(row, whole, place),
        )
    else:
        return []
    return [{"id": uid(f"{row.iri}#at"), "service_id": service_id, "location_id": place, "location": located}]


def _addresses(row: SolutionRow, whole: Offered, place: str) -> list[Made]:
    city = whole.solution.locality_name or (row.commune.label if row.commune else "")
    code = _code(row.commune)
    if not (row.address.strip() and city and row.postal_code and code):
        return []
    # ISO 3166-2 names a département by its number; overseas ones have three digits.
    area = code[:3] if code.startswith(("97", "98")) else code[:2]
    return [
        filled(
            id=uid(f"{row.iri}#address"),
            location_id=place,
            address_1=row.address,
            address_2=whole.solution.address_complement,
            city=city,
            state_province=f"FR-{area}",
            postal_code=row.postal_code,
            country="FR",
            address_type="physical",
        )
    ]


def _code(commune: Labelled | None) -> str:
    return commune.value.partition(":")[2] if commune else ""


def _costs(row: SolutionRow, service_id: str) -> list[Made]:
    if row.fee is None:
        return []
    free: Mapping[str, Any] = {"amount": 0, "currency": "EUR"} if row.fee.value == FREE else {}
    return [
        filled(
            id=uid(f"{row.iri}#cost"),
            service_id=service_id,
            option=row.fee.label,
            amount_description=plain(row.fee_details),
        )
        | dict(free)
    ]


def _attributes(row: SolutionRow, own: str, ways: Sequence[str], who: Sequence[str]) -> list[Made]:
    valued: list[tuple[str, str, Labelled]] = []
    for scheme, kind, values in (
        ("barrier", "service_type", row.barriers),
        ("public", "eligibility", row.publics),
        ("mode", "attending_type", row.modes),
        ("service-type", "service_type", (row.service_type,) if row.service_type else ()),
        ("network", "organization_type", row.networks),
        ("mobilisation-mode", "application", tuple(Labelled(each, each) for each in ways)),
        ("mobiliser", "application", tuple(Labelled(each, each) for each in who)),
    ):
        valued += [(scheme, kind, each) for each in values]
    made = []
    for scheme, kind, each in valued:
        iri = concept(scheme, each.value)
        term = {
            "id": uid(iri),
            "code": each.value,
            "name": each.label,
            "description": each.label,
            "taxonomy": f"ftgraph {scheme}",
            "term_uri": iri,
            "language": "fr",
        }
        made.append(
            {
                "id": uid(f"{row.iri}#attribute {iri}"),
                "link_id": own,
                "link_type": kind,
                "link_entity": "service",
                "taxonomy_term_id": uid(iri),
                "taxonomy_term": term,
            }
        )
    return made
