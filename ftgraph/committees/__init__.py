"""Check: committees against the 2023 target and against the law, and what the graph knows of them."""
