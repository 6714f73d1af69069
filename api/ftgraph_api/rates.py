"""How often one client may ask for work: a token bucket each, in memory, forgotten when full."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from starlette.requests import Request

from ftgraph.errors import UsageError

_MOST_CLIENTS = 10_000
_HOUSEHOLD_BITS = 64  # one IPv6 customer holds at least a /64: counted as one client


class TooManyRequests(UsageError):
    """A client past its rate. `retry_after`: whole seconds until its next request is taken."""

    status = 429
    slug = "too-many-requests"
    retry_after = 1


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float


class Rates:
    """`per_minute` requests a client, all at once or spread; 0: no limit. For one event loop."""

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most = float(per_minute)
        self._now = now
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, client: str) -> None:
        """Count one request of `client`. Raises `TooManyRequests`."""
        if self._most <= 0:
            return
        now = self._now()
        bucket = self._buckets.pop(client, None) or _Bucket(self._most, now)
        self._buckets[client] = bucket
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        bucket.tokens = min(self._most, bucket.tokens + (now - bucket.filled) * self._most / 60)
        bucket.filled = now
        if bucket.tokens < 1:
            raise _too_many(self._most, math.ceil((1 - bucket.tokens) * 60 / self._most))
        bucket.tokens -= 1


def client_of(request: Request) -> str:
    """Who asks: the address, which the server takes from its proxy where there is one; an IPv6 one by its network."""
    return _counted_as(request.client.host if request.client else "")


@lru_cache(maxsize=1024)
def _counted_as(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return address.exploded[: _HOUSEHOLD_BITS // 4 + _HOUSEHOLD_BITS // 16 - 1]
    return host


def _too_many(most: float, wait_s: int) -> TooManyRequests:
    error = TooManyRequests(
        f"Plus de {most:g} requêtes par minute viennent de votre adresse.",
        f"More than {most:g} requests a minute come from your address.",
        cure=f"Recommencez dans {wait_s} s, ou prenez un export complet : /dumps.",
        cure_en=f"Try again in {wait_s} s, or take a whole export: /dumps.",
    )
    error.retry_after = wait_s
    return error
