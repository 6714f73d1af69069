"""Bodies of the types that schemathesis does not know: sent as they are."""

from typing import Any

import schemathesis


@schemathesis.serializer("application/sparql-update", "application/sparql-query")
def as_text(ctx: schemathesis.SerializationContext, value: Any) -> bytes:
    return str(value).encode(errors="surrogatepass")
