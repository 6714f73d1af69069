"""The network of actors and instances as documents, tables, drawing and graph files."""
