"""Rows out: the answers of the jobs, in every format that they are asked in."""
