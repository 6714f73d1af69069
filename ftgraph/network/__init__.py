"""Who meets whom: the network that instances make, before the committees and after (deck P1.2, P1.9-P1.11,
P3.11, P8.1, P8.11).

`reading.load` makes a `Network` from the graph: actors, instances, who sits where, on both sides. The other modules
each answer one question of it: `before_after`, `standing` (who links whom), `merging`, `silos`, `leaving`.
Everything is sorted, and what draws lots has a seed: the same graph gives the same answers.
"""
