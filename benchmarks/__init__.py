"""Measurements, each a command that prints a figure beside a peer or a limit: `python -m benchmarks.NAME`."""
