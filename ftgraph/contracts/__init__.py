"""The contracts and calls of the graph (deck P1.3-5, P1.23-25, P3.6-10, P8.16, P9; rules R-CTR-01 to R-CTR-08).

What binds whom where, until when; what ends, lacks a review, competes, could fund an answer, weighs on an actor.
"""

from ftgraph.contracts.in_force import Contract, in_force

__all__ = ["Contract", "in_force"]
