"""Where the project's own files are: ontology, shapes, queries, data.

In a wheel they lie in the package's `assets/` folder; in a checkout, at the repository's root.
"""

from pathlib import Path

_PACKAGED = Path(__file__).parent / "assets"
_ROOT = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent


def ontology() -> Path:
    """The folder of `ftgraph.ttl`, `alignments.ttl` and `vocabularies/`."""
    return _ROOT / "ontology"


def shapes() -> Path:
    """The folder of the SHACL shapes, one subfolder a rule set."""
    return _ROOT / "shapes"


def queries() -> Path:
    """The folder of the query files, one subfolder a subject."""
    return _ROOT / "queries"


def data() -> Path:
    """The folder of the shipped data: `territories/`, `reference/`, `demo/`."""
    return _ROOT / "data"
