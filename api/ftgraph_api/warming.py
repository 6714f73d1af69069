"""What first visitors would wait for: made in the background once a generation is served, one thing after another.

The survey of the quality of the map (seconds of processor on a national graph) is left to who asks for it.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import date

from ftgraph.clock import today
from ftgraph.errors import FtgraphError
from ftgraph_api import networks
from ftgraph_api.pages import committee, governance, territory
from ftgraph_api.state import Served

_log = logging.getLogger("ftgraph_api")

STEPS: Sequence[Callable[[Served, date], object]] = (
    lambda served, _: governance.rule_sets(served),
    lambda served, _: committee.committees_of(served),
    territory.contracts_of,
    lambda served, _: territory.indicators_of(served),
    lambda served, _: served.index.territories.by_name,
    lambda served, _: served.suggestions,
    lambda served, _: served.datasets,
    territory.lately_published,
    networks.whole,
)
"""The most visited first. Each keeps what it makes with the generation."""


def prepare(served: Served, is_wanted: Callable[[], bool]) -> None:
    """Take the steps while `is_wanted` says so. One that fails is left to the page that needs it, which tells why."""
    for step in STEPS:
        if not is_wanted():
            return
        try:
            step(served, today())
        except FtgraphError as error:
            _log.warning("not prepared: %s", error)
