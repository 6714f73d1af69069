"""The index of one generation: bitmaps, columns and full text, built from the graph by `queries/index/`.

It answers what SPARQL answers too, faster: totals, facets, filters, coverage, text. It is never a second truth: it is
built when a generation is published, lives in that generation's folder, and a test holds it to the query files.
"""
