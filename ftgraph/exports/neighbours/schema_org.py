"""schema.org: a solution as a `Service`, for search engines on its page and as a file of JSON-LD.

`GovernmentService` is not said: it would hold a public body to be the provider, and most are associations.
"""

from collections.abc import Mapping
from typing import Any

from ftgraph.exports.neighbours.hours import weekly
from ftgraph.exports.neighbours.hsds import FREE, filled
from ftgraph.exports.text import plain
from ftgraph.solutions import SolutionRow

CONTEXT = "https://schema.org"
INLINE: Mapping[str, str] = {"@vocab": "https://schema.org/"}
"""A context to read a file without fetching anything."""
_DAYS = {
    "Mo": "Monday",
    "Tu": "Tuesday",
    "We": "Wednesday",
    "Th": "Thursday",
    "Fr": "Friday",
    "Sa": "Saturday",
    "Su": "Sunday",
}


def service(row: SolutionRow) -> dict[str, Any]:
    """The description, without its context."""
    return filled(
        **{"@type": "Service", "@id": row.iri},
        identifier=row.id,
        url=row.page,
        name=row.title.strip() or row.id,
        description=plain(row.description),
        serviceType=[each.label for each in row.barriers],
        category=row.service_type.label if row.service_type else "",
        audience=[{"@type": "Audience", "audienceType": each.label} for each in row.publics],
        areaServed=[{"@type": "AdministrativeArea", "@id": zone.iri, "name": zone.label} for zone in row.zones],
        provider=filled(**{"@type": "Organization", "@id": row.structure.value}, name=row.structure.label),
        availableChannel=_channel(row),
        hoursAvailable=[
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [f"https://schema.org/{_DAYS[day]}" for day in each.days],
                "opens": each.opens,
                "closes": each.closes,
            }
            for each in weekly(row.opening_hours)
        ],
        offers={"@type": "Offer", "price": 0, "priceCurrency": "EUR"} if row.fee and row.fee.value == FREE else None,
        termsOfService=plain(row.access_conditions),
    )


def _channel(row: SolutionRow) -> dict[str, Any] | None:
    contact = filled(telephone=row.telephone, email=row.email)
    address = filled(
        streetAddress=row.address,
        postalCode=row.postal_code,
        addressLocality=row.commune.label if row.commune else "",
    )
    point = filled(latitude=row.latitude, longitude=row.longitude)
    place = filled(
        address={"@type": "PostalAddress", **address, "addressCountry": "FR"} if address else None,
        geo={"@type": "GeoCoordinates", **point} if len(point) == 2 else None,
    )
    made = filled(
        name=", ".join(each.label for each in row.modes),
        serviceUrl=row.mobilisation_page,
        servicePhone={"@type": "ContactPoint", **contact} if contact else None,
        serviceLocation={"@type": "Place", **place} if place else None,
    )
    return {"@type": "ServiceChannel", **made} if made else None
