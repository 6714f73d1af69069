"""Stores: one interface over an embedded and a remote SPARQL engine."""
