"""What committees plan and follow: roadmaps and their actions, needs until closed, practices, deliverables, functions.

Facts of the 2023 document: P8.22 to P8.25, P8.31, P8.32, P9.2 to P9.9, P10.1 to P10.13. A *followed need* here is what
a committee has written that people of its territory lack; `ftgraph.needs` counts solutions per barrier, another matter.
"""
