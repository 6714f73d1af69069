"""What pages of other sites may read here (CORS): all that is open to read, and every error, as anybody may.

No cookie says who asks: a page of another site gets what a stranger gets.
"""

from collections.abc import Mapping

from starlette.responses import Response

OPEN: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Location, Retry-After",
}
_ASKED = "Accept, Accept-Language, Content-Type, If-None-Match, If-Modified-Since, Range"


def preflight(*methods: str, allowed: str = "") -> Response:
    """What a page may ask: `methods`; `allowed`: those that others may, where they are more."""
    named = ", ".join((*methods, "OPTIONS"))
    headers = {
        **OPEN,
        "Allow": allowed or named,
        "Access-Control-Allow-Methods": named,
        "Access-Control-Allow-Headers": _ASKED,
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers=headers)
