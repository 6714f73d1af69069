"""What OWL can tell: does the ontology hold together, what is each thing classed as, and where is a contradiction."""

from ftgraph.reasoning.hermit import Verdict, check, load

__all__ = ["Verdict", "check", "load"]
