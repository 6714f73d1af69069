"""The FastAPI application over ftgraph."""
