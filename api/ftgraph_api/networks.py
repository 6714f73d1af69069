"""The network of a generation on a day, read once: loading a whole country takes longer than any question about it."""

from datetime import date

from ftgraph.network import reading
from ftgraph.network.records import Network
from ftgraph_api.state import Served


def whole(served: Served, day: date) -> Network:
    """All the instances of a generation on a day. Asks the store the first time: in a thread."""
    return served.kept.get(("network", day), lambda: reading.load(served.reader, day))


def of_territory(served: Served, day: date, area: str) -> Network:
    """Those of a territory (an IRI) and of the territories in it; "" for all."""
    return served.kept.get(("network", day, area), lambda: reading.within(whole(served, day), served.reader, area))
