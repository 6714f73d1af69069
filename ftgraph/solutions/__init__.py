"""Find: which solutions exist for this barrier in this territory, how they reach it, and how fresh they are."""

from ftgraph.solutions.filters import SORTS, SolutionFilters
from ftgraph.solutions.rows import Answer, Coverage, FacetValue, Labelled, SolutionRow
from ftgraph.solutions.search import search

__all__ = ["SORTS", "Answer", "Coverage", "FacetValue", "Labelled", "SolutionFilters", "SolutionRow", "search"]
