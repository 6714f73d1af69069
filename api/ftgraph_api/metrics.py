"""What the server counts of itself, for Prometheus. Nothing of who asks nor of what: routes, statuses, times."""

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from ftgraph import __version__

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 20.0, 60.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The counters of one server, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        build = Gauge("ftgraph_build", "Version that runs.", ["version"], registry=self._registry)
        build.labels(__version__).set(1)
        self._requests = Counter(
            "ftgraph_http_requests",
            "Requests answered, by route and status.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "ftgraph_http_request_seconds",
            "Time from a request's head to its answer's last byte.",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._bytes = Counter("ftgraph_http_response_bytes", "Bytes of answers' bodies.", registry=self._registry)
        self._cut = Counter(
            "ftgraph_http_answers_cut", "Answers that ended before their last byte.", registry=self._registry
        )
        self._problems = Counter(
            "ftgraph_problems", "Problems answered, by their type.", ["type"], registry=self._registry
        )
        self.under_way = Gauge("ftgraph_http_requests_under_way", "Requests being answered.", registry=self._registry)

    def answered(self, method: str, route: str, status: int, seconds: float, size: int, *, whole: bool) -> None:
        """Count one request. `route`: as it is declared, never as it was asked for."""
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        self._bytes.inc(size)
        if not whole:
            self._cut.inc()

    def problem(self, slug: str) -> None:
        """Count a problem of one of the types that there are."""
        self._problems.labels(slug).inc()

    def watch(self, gauges: Mapping[str, tuple[str, Callable[[], float]]]) -> None:
        """Add gauges that are read when they are asked for: name → (help, value)."""
        for name, (text, value) in gauges.items():
            Gauge(name, text, registry=self._registry).set_function(value)

    def text(self) -> bytes:
        """All of them, in the text format of Prometheus 0.0.4."""
        return generate_latest(self._registry)
