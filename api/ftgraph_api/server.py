"""The server: uvicorn with limits on connections, waits and sizes."""

import uvicorn

from ftgraph.settings import Settings
from ftgraph_api.app import create_app

_CONNECTIONS = 512
_KEEP_ALIVE_S = 15
_BACKLOG = 256
_LONGEST_HEAD = 32_768


def serve(settings: Settings) -> None:
    """Serve until interrupted, on the address and port of the settings (the machine itself only, by default)."""
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=10,
        backlog=_BACKLOG,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        server_header=False,
        access_log=False,
        log_level="warning",
    )
