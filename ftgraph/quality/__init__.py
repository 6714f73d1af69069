"""Quality of the map: which records say the same thing twice, are old, incomplete or misplaced, and what to do of each.

`survey` reads every solution of a generation once; `worklist` filters and pages what it found; `score` recomputes the
data·inclusion quality score of one solution and explains it criterion by criterion.
"""
