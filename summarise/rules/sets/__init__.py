"""Benchmarks and datasets: names that are known, and those that the words around them tell."""
