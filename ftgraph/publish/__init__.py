"""Sources in, derivation, a published generation out."""
