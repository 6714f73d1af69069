"""Solutions in the words of neighbours: data·inclusion, Open Referral HSDS, CPSV-AP, schema.org.

What each field becomes, and what has no counterpart, is said in `docs/neighbours.md`.
"""
