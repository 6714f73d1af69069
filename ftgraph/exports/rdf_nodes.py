"""Solutions as RDF after CPSV-AP 3.2 (SEMIC), beside our own terms: one description, written as Turtle or JSON-LD.

What the profile demands decides what is said here. A service has one identifier, a title, a description (a title stands
for a missing one) and a competent authority that is a `cv:PublicOrganisation`, with a name and at least one area typed
by the EU's table of administrative units. Channels and costs have an identifier each. A dataset would have to name its
publisher, which rows do not know: services point to theirs by `dct:source`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ftgraph.namespaces import concept, thing
from ftgraph.solutions import Labelled, Place, SolutionRow

FRANCE = "http://publications.europa.eu/resource/authority/atu/FRA"
ADMINISTRATIVE_UNIT = "http://data.europa.eu/88u/dataset/atu-type"
EURO = "http://publications.europa.eu/resource/authority/currency/EUR"
FREE = "gratuit"
_UNNAMED = "Structure non nommée"


@dataclass(frozen=True, slots=True)
class Iri:
    """A thing pointed to."""

    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a language, or a plain string when `language` is empty."""

    value: str
    language: str = ""


Term = Iri | Text | Decimal | float | date | bool


@dataclass(slots=True)
class Node:
    """What is said of one thing: its types, then pairs of a property (a prefixed name) and a value."""

    iri: str
    types: Sequence[str]
    pairs: list[tuple[str, Term]] = field(default_factory=list)

    def add(self, name: str, *values: Term | str | None) -> None:
        """Say it, once a value; empty texts and None are not said."""
        for value in values:
            if value is None or value == "":
                continue
            self.pairs.append((name, Text(value) if isinstance(value, str) else value))

    def add_french(self, name: str, text: str) -> None:
        """Say a French text, unless it is empty."""
        if text.strip():
            self.pairs.append((name, Text(text, "fr")))


def nodes(rows: Iterable[SolutionRow], base: str, language: str = "fr") -> Iterator[Node]:
    """The description of each row; what several rows share (structures, zones, values) is described once."""
    seen: set[str] = set()
    for row in rows:
        for node in _row_nodes(row, base, language):
            key = node.iri if node.types else f"{node.iri} {node.pairs}"
            if key not in seen:
                seen.add(key)
                yield node


def _row_nodes(row: SolutionRow, base: str, language: str) -> Iterator[Node]:
    authority = row.structure.value or f"{row.iri}#authority"
    yield _service(row, authority, base)
    yield from _contact(row)
    yield from _channels(row)
    yield from _cost(row)
    organisation = Node(authority, ("ft:Structure", "cv:PublicOrganisation"))
    organisation.add_french("skos:prefLabel", row.structure.label or _UNNAMED)
    yield organisation
    yield from _areas(row, authority)
    for scheme, values in _values(row):
        for value in values:
            yield _concept(scheme, value, language)


def _service(row: SolutionRow, authority: str, base: str) -> Node:
    node = Node(row.iri, ("ft:Solution", "cpsv:PublicService"))
    node.add("dct:identifier", row.id)
    title = row.title.strip() or row.id
    node.add_french("dct:title", title)
    node.add_french("dct:description", row.description if row.description.strip() else title)
    node.add("cv:hasCompetentAuthority", Iri(authority))
    node.add("dct:spatial", *(Iri(zone.iri) for zone in row.zones))
    for name, scheme, values in _properties(row):
        node.add(name, *(Iri(concept(scheme, value.value)) for value in values))
    node.add("cv:isClassifiedBy", *(Iri(concept("barrier", value.value)) for value in row.barriers))
    node.add("dct:audience", *(Iri(concept("public", value.value)) for value in row.publics))
    if row.telephone or row.email or row.page or row.mobilisation_page:
        node.add("cv:contactPoint", Iri(f"{row.iri}#contact"))
    node.add("cv:hasChannel", *(Iri(_channel(row, mode)) for mode in row.modes))
    if row.fee:
        node.add("cv:hasCost", Iri(f"{row.iri}#cost"))
    if row.commune:
        node.add("ft:location", Iri(row.commune.iri))
    node.add("ft:address", row.address)
    node.add("ft:postalCode", row.postal_code)
    if row.latitude is not None and row.longitude is not None:
        node.add("geo:lat", _decimal(row.latitude))
        node.add("geo:long", _decimal(row.longitude))
    node.add("ft:publicDetails", row.public_details)
    node.add("ft:accessConditions", row.access_conditions)
    node.add("ft:mobilisationDetails", row.mobilisation_details)
    node.add("ft:openingHours", row.opening_hours)
    node.add("ft:unrecognisedBarrier", row.unrecognised_barrier)
    node.add("dct:modified", row.modified)
    if row.quality is not None:
        node.add("ft:qualityScore", _decimal(row.quality))
    if row.source:
        node.add("dct:source", Iri(thing(base, "dataset", row.source)))
    if row.example:
        node.add("ft:example", row.example)
    return node


def _decimal(number: float) -> Decimal:
    """Without float noise, and never in powers of ten, which `xsd:decimal` does not know."""
    return Decimal(f"{number:.6f}".rstrip("0") + "0")


def _properties(row: SolutionRow) -> tuple[tuple[str, str, Sequence[Labelled]], ...]:
    """Our own property, the scheme and the values of each list of a row."""
    return (
        ("ft:barrier", "barrier", row.barriers),
        ("ft:public", "public", row.publics),
        ("ft:fee", "fee", (row.fee,) if row.fee else ()),
        ("ft:mode", "mode", row.modes),
        ("ft:serviceType", "service-type", (row.service_type,) if row.service_type else ()),
        ("ft:network", "network", row.networks),
    )


def _values(row: SolutionRow) -> Iterator[tuple[str, Sequence[Labelled]]]:
    return ((scheme, values) for _, scheme, values in _properties(row))


def _concept(scheme: str, value: Labelled, language: str) -> Node:
    node = Node(concept(scheme, value.value), ("skos:Concept",))
    node.add("skos:notation", value.value)
    node.add("skos:prefLabel", Text(value.label, language))
    return node


def _contact(row: SolutionRow) -> Iterator[Node]:
    pages = dict.fromkeys(page for page in (row.page, row.mobilisation_page) if page)
    if row.telephone or row.email or pages:
        node = Node(f"{row.iri}#contact", ("cv:ContactPoint",))
        node.add("cv:telephone", row.telephone)
        node.add("cv:email", row.email)
        node.add("cv:contactPage", *(Iri(page) for page in pages))
        yield node
    for page in pages:
        yield Node(page, ("foaf:Document",))


def _channel(row: SolutionRow, mode: Labelled) -> str:
    return f"{row.iri}#channel-{mode.value}"


def _channels(row: SolutionRow) -> Iterator[Node]:
    for mode in row.modes:
        node = Node(_channel(row, mode), ("cv:Channel",))
        node.add("dct:identifier", f"{row.id}#channel-{mode.value}")
        node.add("dct:type", Iri(concept("mode", mode.value)))
        yield node


def _cost(row: SolutionRow) -> Iterator[Node]:
    if not row.fee:
        return
    node = Node(f"{row.iri}#cost", ("cv:Cost",))
    node.add("dct:identifier", f"{row.id}#cost")
    node.add_french("dct:description", row.fee_details or row.fee.label)
    if row.fee.value == FREE:
        node.add("cv:hasValue", 0.0)
        node.add("cv:currency", Iri(EURO))
        euro = Node(EURO, ("skos:Concept",))
        euro.add("skos:notation", "EUR")
        yield euro
    yield node


def _areas(row: SolutionRow, authority: str) -> Iterator[Node]:
    """The zones of the service; those its authority is known to serve: these, else its commune, else the country."""
    places: Sequence[Place] = row.zones or ((row.commune,) if row.commune else ())
    for place in places:
        node = Node(place.iri, ("dct:Location", f"<{ADMINISTRATIVE_UNIT}>"))
        node.add_french("rdfs:label", place.label)
        yield node
    if not places:
        node = Node(FRANCE, ("dct:Location", f"<{ADMINISTRATIVE_UNIT}>"))
        node.add_french("rdfs:label", "France")
        yield node
    for iri in [place.iri for place in places] or [FRANCE]:
        node = Node(authority, ())
        node.add("dct:spatial", Iri(iri))
        yield node
