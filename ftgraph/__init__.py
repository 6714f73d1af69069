"""ftgraph: the knowledge graph of the French public employment network."""

__version__ = "0.1.0"
