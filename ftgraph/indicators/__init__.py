"""Indicators: which are followed and by whom, what was measured, what must not be published, what contradicts what."""

from ftgraph.indicators.followed import Followed, followed

__all__ = ["Followed", "followed"]
