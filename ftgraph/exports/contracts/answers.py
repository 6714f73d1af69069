"""What the command line and the HTTP door both answer on contracts and on the charter: a question asked, its document.

`area`: the IRI of a territory, empty for all. All raise `UsageError` on what cannot be asked.
"""

from collections.abc import Sequence
from datetime import date

from ftgraph import charter as charters
from ftgraph.contracts import instruments, overload, steering, succession
from ftgraph.contracts.calendar import calendar
from ftgraph.contracts.responses import responses as received
from ftgraph.exports.charter import CharterDocument
from ftgraph.exports.contracts.documents import (
    CompetingDocument,
    ContractDocument,
    ContractsDocument,
    EndingDocument,
    FundingDocument,
    OverloadDocument,
    ResponsesDocument,
    SuccessionDocument,
    UnreviewedDocument,
)
from ftgraph.graph.store import Reader


def contracts(
    reader: Reader, day: date, *, every: bool, area: str, parties: Sequence[str], contract_type: str
) -> ContractsDocument:
    """What binds all these parties there: in force on that day, or ever."""
    on = None if every else day
    found = instruments.instruments(reader, on=on, area=area, parties=parties, contract_type=contract_type)
    return ContractsDocument(reader.generation.number, day, len(found), found)


def contract(reader: Reader, day: date, key: str) -> ContractDocument:
    """One contract or call, by key, IRI or title."""
    found = instruments.find(reader, key)
    pairs = steering.competing(reader, day)
    own = tuple(each for each in pairs if found.iri in (each.call.iri, each.contract.iri))
    answered = received(reader, day, call=found.iri) if found.is_call else ()
    return ContractDocument(reader.generation.number, day, found, calendar(reader, found, day), own, answered)


def ending(reader: Reader, day: date, months: int, *, area: str) -> EndingDocument:
    """Contracts that end in the months that follow."""
    found = steering.ending(reader, day, months, area=area)
    return EndingDocument(reader.generation.number, day, months, len(found), found)


def unreviewed(reader: Reader, day: date, months: int, *, area: str) -> UnreviewedDocument:
    """Contracts in force without a review in the months before."""
    found = steering.unreviewed(reader, day, months, area=area)
    return UnreviewedDocument(reader.generation.number, day, months, len(found), found)


def competing(reader: Reader, day: date, *, every: bool, area: str) -> CompetingDocument:
    """Calls that compete with contracts: on that day, or ever."""
    found = steering.competing(reader, None if every else day, area=area)
    return CompetingDocument(reader.generation.number, day, len(found), found)


def responses(reader: Reader, day: date, *, area: str, call: str) -> ResponsesDocument:
    """Who answered which call; `call`: one, by key, IRI or title, empty for all."""
    aimed = instruments.find(reader, call).iri if call else ""
    found = received(reader, day, area=area, call=aimed)
    return ResponsesDocument(reader.generation.number, day, len(found), found)


def funding(reader: Reader, day: date, barrier: str, *, area: str) -> FundingDocument:
    """What could fund the answer to a barrier, by code or name."""
    found = steering.funding(reader, barrier, day, area=area)
    return FundingDocument(reader.generation.number, day, steering.barrier_of(barrier)[0], len(found), found)


def burdens(reader: Reader, day: date, *, area: str, actor: str, least: int) -> OverloadDocument:
    """What bears on each actor, from `least` instruments on."""
    found = overload.overload(reader, day, area=area, actor=actor, least=least)
    return OverloadDocument(reader.generation.number, day, len(found), found)


def successions(reader: Reader, day: date) -> SuccessionDocument:
    """Types of contract and of zoning that another replaced."""
    found = succession.successions(reader, day)
    return SuccessionDocument(reader.generation.number, day, len(found), found)


def charter(reader: Reader, day: date, *, actor: str, state: str) -> CharterDocument:
    """The charters; `state`: a code, see `charters.state_of`."""
    found = charters.charters(reader, day, actor=actor, state=state)
    return CharterDocument(reader.generation.number, day, len(found), found)
