"""What JSON says of contracts: one document a question."""

from dataclasses import dataclass
from datetime import date

from ftgraph.contracts.calendar import Event
from ftgraph.contracts.instruments import Instrument
from ftgraph.contracts.overload import Burden
from ftgraph.contracts.responses import Response
from ftgraph.contracts.steering import Competition, Ending, Funding, Unreviewed
from ftgraph.contracts.succession import Succession


@dataclass(frozen=True)
class ContractsDocument:
    """Contracts and calls as JSON says them."""

    generation: int
    as_of: date
    total: int
    contracts: tuple[Instrument, ...]


@dataclass(frozen=True)
class ContractDocument:
    """One contract or call: itself, its calendar, what competes with it, a call’s responses."""

    generation: int
    as_of: date
    contract: Instrument
    calendar: tuple[Event, ...]
    competing: tuple[Competition, ...]
    responses: tuple[Response, ...]


@dataclass(frozen=True)
class EndingDocument:
    """Contracts that end soon."""

    generation: int
    as_of: date
    months: int
    total: int
    ending: tuple[Ending, ...]


@dataclass(frozen=True)
class UnreviewedDocument:
    """Contracts without a recent review."""

    generation: int
    as_of: date
    months: int
    total: int
    unreviewed: tuple[Unreviewed, ...]


@dataclass(frozen=True)
class CompetingDocument:
    """Calls that compete with contracts."""

    generation: int
    as_of: date
    total: int
    competing: tuple[Competition, ...]


@dataclass(frozen=True)
class ResponsesDocument:
    """Responses to calls."""

    generation: int
    as_of: date
    total: int
    responses: tuple[Response, ...]


@dataclass(frozen=True)
class FundingDocument:
    """What could fund the answer to a barrier."""

    generation: int
    as_of: date
    barrier: str
    total: int
    funding: tuple[Funding, ...]


@dataclass(frozen=True)
class OverloadDocument:
    """What bears on each actor."""

    generation: int
    as_of: date
    total: int
    actors: tuple[Burden, ...]


@dataclass(frozen=True)
class SuccessionDocument:
    """Types that another replaced."""

    generation: int
    as_of: date
    total: int
    successions: tuple[Succession, ...]


Document = (
    ContractsDocument
    | ContractDocument
    | EndingDocument
    | UnreviewedDocument
    | CompetingDocument
    | ResponsesDocument
    | FundingDocument
    | OverloadDocument
    | SuccessionDocument
)
