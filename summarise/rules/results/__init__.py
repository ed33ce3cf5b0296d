"""Claimed numbers: which are results, of what kind, whose, on which benchmark, against what."""
