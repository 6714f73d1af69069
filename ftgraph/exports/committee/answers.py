"""What the command line and the HTTP door both answer on published committees: a question asked, its document."""

from datetime import date

from ftgraph.committees import published
from ftgraph.committees.desk import level_of
from ftgraph.exports.committee.published import CommitteeDocument, CommitteesDocument, SeatsDocument
from ftgraph.graph.store import Reader


def committees(
    reader: Reader, day: date, *, level: str, area: str, not_conform: bool, standing_only: bool
) -> CommitteesDocument:
    """The committees published. `level`: as a user types it; `area`: the IRI of a territory; both empty for all."""
    found = published.published_committees(
        reader,
        day,
        level=level_of(level) if level else "",
        territory=area,
        not_conform=not_conform,
        standing_only=standing_only,
    )
    return CommitteesDocument(reader.generation.number, day, len(found), found)


def committee(reader: Reader, day: date, key: str) -> CommitteeDocument:
    """One committee, with its seats that day."""
    found = published.find_committee(reader, key, day)
    standing, held = published.standing(reader, found, day), published.members(reader, day, [found.iri])
    return CommitteeDocument(reader.generation.number, day, found, standing, held)


def members(reader: Reader, day: date, key: str) -> SeatsDocument:
    """The seats of one committee that day."""
    found = published.find_committee(reader, key, day)
    return _seats(reader, day, published.members(reader, day, [found.iri]))


def seats(reader: Reader, day: date, *, person: str, organisation: str) -> SeatsDocument:
    """Where a person, or an organisation, sits."""
    return _seats(reader, day, published.seats_of(reader, day, person=person, organisation=organisation))


def ending(reader: Reader, day: date, months: int) -> SeatsDocument:
    """The seats whose term ends in the months that follow, without a successor."""
    return _seats(reader, day, published.ending(reader, day, months))


def _seats(reader: Reader, day: date, held: tuple[published.SeatHeld, ...]) -> SeatsDocument:
    return SeatsDocument(reader.generation.number, day, len(held), held)
